"""What staff do with a referral before it is decided: notes, the list of conditions."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import TextField
from clients.models import EligibilityCheck, EligibilityItem
from clients.services.eligibility import CheckedItem
from tasmat.ui.forms import Chips, Form
from tasmat.ui.templatetags.ui import day_and_time

LONGEST_NOTE = 4000
MET, NOT_MET, UNCHECKED = "met", "not_met", ""
ANSWERS: dict[str, bool | None] = {MET: True, NOT_MET: False, UNCHECKED: None}


class NoteForm(Form):
    """What one of the staff tells the others."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = TextField(label=_("New note"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))

    prefix = "note"


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
