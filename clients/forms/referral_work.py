"""What staff do with a referral before it is decided: notes, the list of conditions."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import TextField, not_in_the_future
from clients.models import EligibilityCheck, EligibilityItem, Referral
from clients.services.eligibility import CheckedItem
from tasmat.ui.forms import Chips, DateField, Form
from tasmat.ui.templatetags.ui import day_and_time

LONGEST_NOTE = 4000
MET, NOT_MET, UNCHECKED = "met", "not_met", ""
ANSWERS: dict[str, bool | None] = {MET: True, NOT_MET: False, UNCHECKED: None}


class NoteForm(Form):
    """What one of the staff tells the others."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = TextField(label=_("New note"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))

    prefix = "note"


class ContactedForm(Form):
    """The day when the person was contacted; it may be written down later."""

    on = DateField(label=_("Contacted on"), required=False)

    prefix = "contacted"
    mark_optional = False

    def __init__(self, data: QueryDict | None, *, referral: Referral, today: dt.date) -> None:
        super().__init__(data, initial={"on": today})
        self.came_on, self.today = localtime(referral.received_at).date(), today

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"] or self.today
        not_in_the_future(day, self.today)
        if day < self.came_on:
            raise ValidationError(_("The referral came later than this day."))
        return day


class ChecksForm(Form):
    """Each condition of the project: holds, does not hold, or not checked yet."""

    mark_optional = False

    def __init__(self, data: QueryDict | None, *, items: Sequence[CheckedItem]) -> None:
        super().__init__(data)
        for each in items:
            self.fields[self._name(each.item)] = forms.ChoiceField(
                label=each.item.name,
                choices=[(MET, _("holds")), (NOT_MET, _("does not hold")), (UNCHECKED, _("not checked"))],
                widget=Chips,
                required=False,
                initial=UNCHECKED if each.check is None else MET if each.check.is_met else NOT_MET,
                help_text=_told(each.check) if each.check else "",
            )
        self._items = [each.item for each in items]

    def answers(self) -> dict[UUID, bool | None]:
        """By condition; None for one that has not been checked."""
        return {item.id: ANSWERS[self.cleaned_data[self._name(item)]] for item in self._items}

    def _name(self, item: EligibilityItem) -> str:
        return f"item-{item.id}"


def _told(check: EligibilityCheck) -> str:
    """When and by whom."""
    return f"{day_and_time(localtime(check.checked_at))}, {check.checked_by}"
