"""Forms of what a client is given: induction, equipment, purchases."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import EurosField, LineField, TextField, not_in_the_future
from clients.forms.periods import LONGEST_LINE, LONGEST_TEXT, NO_HEALTH
from clients.forms.stay import YesNoField
from clients.models import Case, Equipment, InductionItem, Purchase
from tasmat.tenancy.base import new_id
from tasmat.ui.forms import DateField, Form, ModelForm

MOST_EUROS = 999_999


class _Keyed(ModelForm[Any]):
    """A row of a case; the key of a new one makes a double click one row."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if self.instance._state.adding:
            self.initial["submission_key"] = new_id()
        else:
            del self.fields["submission_key"]

    def facts(self) -> dict[str, Any]:
        """What a valid form of a new row says, by column, and its key."""
        return {
            "key": self.cleaned_data["submission_key"],
            **{name: self.cleaned_data[name] for name in self._meta.fields or ()},
        }


class EquipmentForm(_Keyed):
    """Clothes, protective gear or a tool handed to the client."""

    what = LineField(label=_("What"), max_length=LONGEST_LINE)
    note = LineField(label=_("Note"), required=False, max_length=LONGEST_LINE)

    class Meta:
        model = Equipment
        fields = ("what", "handed_on", "is_to_return", "returned_on", "note")

    def clean_handed_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["handed_on"]
        return not_in_the_future(day, self.today)

    def clean_returned_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["returned_on"]
        return not_in_the_future(day, self.today)


class PurchaseForm(_Keyed):
    """A short course, a card or something else bought for the client."""

    what = LineField(label=_("What"), max_length=LONGEST_LINE)
    provider = LineField(label=_("From whom"), required=False, max_length=LONGEST_LINE)
    cost = EurosField(label=_("Cost, €"), required=False, min_value=0, max_value=MOST_EUROS, decimal_places=2)
    is_done = YesNoField(label=_("Completed"))
    result = TextField(
        label=_("Result"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=NO_HEALTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = Purchase
        fields = ("kind", "what", "provider", "bought_on", "ends_on", "cost", "is_done", "result")
        widgets = {"kind": forms.RadioSelect}
        help_texts = {"ends_on": _("For instance of a course.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [choice for choice in kinds.choices if choice[0]]


class InductionForm(Form):
    """Points of the induction list gone through on a day."""

    mark_optional = False

    items = forms.ModelMultipleChoiceField(
        InductionItem.objects.none(),
        label=_("Gone through with the client"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what has been gone through.")},
    )
    on = DateField(label=_("On"))

    def __init__(self, data: QueryDict | None = None, *, case: Case, today: dt.date) -> None:
        super().__init__(data, initial={"on": today})
        self.today = today
        done = case.induction.values("item")
        self.open_items = InductionItem.objects.filter(project=case.project_id, is_active=True).exclude(
            id__in=done
        )
        # A point that somebody else has ticked meanwhile is no mistake of this page.
        offered = InductionItem.objects.filter(project=case.project_id, is_active=True)
        self.fields["items"].queryset = offered if self.is_bound else self.open_items  # type: ignore[attr-defined]

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        return not_in_the_future(day, self.today)
