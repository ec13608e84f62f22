"""Forms of an entry for several clients at once, and of one that goes to the right person."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clients.forms.entry import EntryForm
from clients.forms.fields import LineField
from clients.models import Case
from clients.models.case import CaseQuerySet
from clients.services.shared_visits import Offered
from tasmat.ui.forms import Form

FEWEST_SHARED = 2


class CaseChoice(forms.ModelMultipleChoiceField[Case]):
    """Several cases by name."""

    def label_from_instance(self, case: Any) -> str:
        return name_of(case)


class SharedEntryForm(EntryForm):
    """One text for several clients. What belongs to one plan is not asked: goals are each client's own."""

    cases = CaseChoice(Case.objects.none(), label=_("Clients"), widget=forms.CheckboxSelectMultiple)
    find = LineField(
        label=_("Find a client"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(
        self, *args: Any, cases: CaseQuerySet, offered: Offered, today: dt.date, **kwargs: Any
    ) -> None:
        """`cases` may be chosen, `offered` are shown."""
        super().__init__(*args, today=today, **kwargs)
        field: Any = self.fields["cases"]
        field.queryset = cases.select_related("client", "project")
        titles = (_("Chosen"), _("Found"), _("Today and lately"), _("Own clients"))
        field.choices = [
            (title, [(case.id, name_of(case)) for case in group])
            for title, group in zip(titles, offered, strict=True)
            if group
        ]
        self.order_fields(["find", "cases", *self.fields])

    def names_chosen(self) -> list[str]:
        """The names of those chosen already, as the list shows them."""
        chosen = {str(value) for value in self["cases"].value() or ()}
        shown = (choice for _title, group in self.fields["cases"].choices for choice in group)  # type: ignore[attr-defined]
        return [name for case_id, name in shown if str(case_id) in chosen]

    def clean_cases(self) -> list[Case]:
        chosen = list(self.cleaned_data["cases"])
        if len(chosen) < FEWEST_SHARED:
            raise ValidationError(_("Choose at least two clients. For one, log on the client's own page."))
        return chosen

    def clean(self) -> None:
        super().clean()
        day = self.cleaned_data.get("happened_on")
        for case in self.cleaned_data.get("cases", ()):
            if day and day < case.project.starts_on:
                self.add_error("happened_on", _("The date is before the first day of the project."))
                break


class MoveForm(Form):
    """To whom an entry belongs, and why it is moved."""

    to_case = forms.ModelChoiceField(
        Case.objects.none(), label=_("To whom the entry belongs"), widget=forms.RadioSelect, empty_label=None
    )
    reason = LineField(
        label=_("Why"), max_length=500, help_text=_("Both clients' timelines show it: name nobody.")
    )
    is_checked = forms.BooleanField(label=_("I have checked that this is the right person"))

    def __init__(self, *args: Any, cases: CaseQuerySet, offered: Iterable[Case], **kwargs: Any) -> None:
        """`cases` may be chosen, `offered` are shown."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_case"]
        field.queryset = cases
        field.choices = [(case.id, name_of(case)) for case in offered]


def name_of(case: Case) -> str:
    """A case among others: name and reference, and the municipality where it may be shown."""
    return " · ".join(filter(None, (case.client.name, case.reference, case.shown_area)))
