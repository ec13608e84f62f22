"""What staff do with a referral before it is decided: notes, the list of conditions, the first meeting."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import LineField, TextField
from clients.models import EligibilityItem, Referral
from clients.services.eligibility import CheckedItem
from tasmat.access.areas import members_in
from tasmat.access.roles import Role
from tasmat.tenancy.models import Membership, ProjectArea
from tasmat.ui.forms import Chips, DateField, Form

LONGEST_NOTE, LONGEST_PLACE = 4000, 200
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
            )
        self._items = [each.item for each in items]

    def answers(self) -> dict[UUID, bool | None]:
        """By condition; None for one that has not been checked."""
        return {item.id: ANSWERS[self.cleaned_data[self._name(item)]] for item in self._items}

    def _name(self, item: EligibilityItem) -> str:
        return f"item-{item.id}"


class MeetingForm(Form):
    """When, where and with whom the person is met for the first time."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    on = DateField(label=_("Day"))
    at = forms.TimeField(
        label=_("Time"),
        input_formats=["%H.%M", "%H:%M"],
        widget=forms.TimeInput(format="%H.%M", attrs={"class": "govuk-input--width-4"}),
        error_messages={"invalid": _("Write the time as hours and minutes, for example 9.30")},
    )
    minutes = forms.TypedChoiceField(
        label=_("Length"),
        coerce=int,
        choices=[(30, "30 min"), (60, "1 h"), (90, "1,5 h")],
        initial=60,
        widget=Chips,
    )
    place = LineField(label=_("Place"), max_length=LONGEST_PLACE, required=False)
    coach = forms.ModelChoiceField(Membership.objects.none(), label=_("Coach"), empty_label=_("Choose"))

    prefix = "meeting"

    def __init__(
        self, data: QueryDict | None, *, referral: Referral, member: Membership, today: dt.date
    ) -> None:
        super().__init__(data)
        self.today = today
        areas = ProjectArea.objects.filter(project=referral.project_id)
        field = cast(forms.ModelChoiceField[Membership], self.fields["coach"])
        field.queryset = members_in(areas).filter(roles__contains=[Role.COACH])
        if Role.COACH in member.roles:
            field.initial = member.id

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on < self.today:
            raise forms.ValidationError(_("The day has passed."))
        return on

    def booking(self) -> dict[str, Any]:
        """What book_meeting is told besides the referral."""
        answers = self.cleaned_data
        return {
            "coach": answers["coach"],
            "starts_at": timezone.make_aware(dt.datetime.combine(answers["on"], answers["at"])),
            "minutes": answers["minutes"],
            "place": answers["place"],
            "form_key": answers["submission_key"],
        }
