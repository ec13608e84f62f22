"""Forms of working with others: case meetings, a partner's worker let in to a case, and the way on."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clients.choices import AssignmentRole, Channel, Direction
from clients.forms.fields import LineField, TextField, not_in_the_future
from clients.forms.shared import SharedForm
from clients.models import Assignment, Case, CaseMeeting, Handover, NetworkPerson
from clients.rules.network import WORDS, consent
from tasmat.access.roles import Role
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership
from tasmat.ui.forms import Chips, DateField, Form

LONGEST_TEXT = 20_000  # characters
LONGEST_LINE = 200
MOST_GUESTS = 30
NOT_THERE = "absent"


def network_words(person: NetworkPerson, day: dt.date) -> str:
    """Name, part and organisation of a person of the network, and whether the client agrees on a day."""
    words = filter(None, [person.name, person.get_role_display(), person.body])
    return f"{', '.join(words)} ({WORDS[consent(person.agreed_on, person.agreed_until, day)]})"


class _NetworkField(forms.ModelMultipleChoiceField[NetworkPerson]):
    day: dt.date

    def label_from_instance(self, obj: Any) -> str:
        return network_words(obj, self.day)


class _MemberField(forms.ModelMultipleChoiceField[Membership]):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user.name)


class MeetingForm(SharedForm[CaseMeeting]):
    """Who was there, what was decided and what comes next."""

    mark_optional = False

    place = LineField(label=_("Place"), required=False, max_length=LONGEST_LINE)
    members = _MemberField(
        Membership.objects.none(),
        label=_("Staff who were there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    network = _NetworkField(
        NetworkPerson.objects.none(),
        label=_("The client's network"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    guests = TextField(
        label=_("Others"),
        help_text=_("One on a line: name, organisation."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decisions = TextField(label=_("Decisions"), required=False, max_length=LONGEST_TEXT)
    next_steps = TextField(label=_("Next steps"), required=False, max_length=LONGEST_TEXT)
    channel = forms.ChoiceField(
        label=_("The client"),
        help_text=_("A meeting with the client counts as a contact: it need not be logged again."),
        choices=[
            (Channel.FACE_TO_FACE, _("was there")),
            (Channel.REMOTE, _("took part by video call")),
            (NOT_THERE, _("was not there")),
        ],
        widget=Chips,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = CaseMeeting
        fields = ("held_on", "place", "decisions", "next_steps")

    field_order = (
        "seen",
        "submission_key",
        "held_on",
        "place",
        "channel",
        "members",
        "network",
        "guests",
        "decisions",
        "next_steps",
    )

    def __init__(self, *args: Any, case: Case, member: Membership, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self._offer("members", meeting_members(case))
        self.fields["network"].day = today  # type: ignore[attr-defined]
        self._offer("network", NetworkPerson.objects.filter(client=case.client_id))
        for name in ("decisions", "next_steps"):
            self.fields[name].widget.attrs["rows"] = 5
        if self.instance._state.adding:
            self.initial = {"submission_key": new_id(), "held_on": today, "members": [member.id]}
        else:
            del self.fields["submission_key"]

    def _columns(self) -> list[str]:
        """Who was there stands in rows of its own: the form that is saved last decides."""
        return [name for name in self._meta.fields or () if name in self.fields]

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        if rows.exists():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def clean_held_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["held_on"]
        return not_in_the_future(day, self.today)

    def clean_guests(self) -> list[tuple[str, str]]:
        """Names with organisations, one of a line."""
        lines = [line for line in self.cleaned_data["guests"].splitlines() if line.strip()]
        if len(lines) > MOST_GUESTS:
            raise ValidationError(_("Write at most {number} people.").format(number=MOST_GUESTS))
        parts = (line.partition(",") for line in lines)
        return [(name.strip(), body.strip()) for name, _comma, body in parts if name.strip()]

    def clean(self) -> None:
        super().clean()
        if not self.errors and not any(self.people()):
            raise ValidationError(_("Say who was there."))

    def contact(self) -> str:
        """How the client took part; empty for one who did not."""
        channel: str = self.cleaned_data["channel"]
        return "" if channel == NOT_THERE else channel

    def facts(self) -> dict[str, Any]:
        """The meeting's own columns, of a valid form."""
        return {name: self.cleaned_data[name] for name in ("held_on", "place", "decisions", "next_steps")}

    def people(self) -> tuple[list[Membership], list[NetworkPerson], list[tuple[str, str]]]:
        """Members, people of the network, and guests as (name, organisation)."""
        asked = self.cleaned_data
        return list(asked.get("members") or []), list(asked.get("network") or []), asked.get("guests") or []


def meeting_members(case: Case) -> QuerySet[Membership]:
    """Who of the organisation may have been at a meeting: coaches, managers, and who works on the case."""
    staff = Q(roles__overlap=[Role.COACH, Role.MANAGER])
    assigned = Q(id__in=Assignment.objects.filter(case=case).values("member"))
    members: QuerySet[Membership] = Membership.objects.filter(staff | assigned, is_active=True)
    return members.select_related("user").order_by("user__name", "id")


class _PartnerField(forms.ModelChoiceField[Membership]):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user.name)


def partners() -> QuerySet[Membership]:
    """Workers of partner organisations, by name."""
    members: QuerySet[Membership] = Membership.objects.filter(is_active=True, roles__contains=[Role.PARTNER])
    return members.select_related("user").order_by("user__name", "id")


class PartnerForm(Form):
    """A partner's worker sees the plan of this case until a day, as the client has agreed."""

    member = _PartnerField(Membership.objects.none(), label=_("Worker of a partner organisation"))
    agreed_on = DateField(
        label=_("The client agreed on"), help_text=_("The day when the client said or signed it.")
    )
    until_on = DateField(
        label=_("Sees the case until"), help_text=_("The last day on which the worker sees the case.")
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["member"].queryset = partners()  # type: ignore[attr-defined]
        self.initial.setdefault("agreed_on", today)

    def clean_agreed_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["agreed_on"]
        return not_in_the_future(day, self.today)

    def clean_until_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["until_on"]
        if day < self.today:
            raise ValidationError(_("The date is in the past."))
        if day > self.today + dt.timedelta(days=366):
            raise ValidationError(_("At most a year at a time; the client can agree again."))
        return day


class PartnerEndForm(Form):
    """Which partner's worker stops seeing the case."""

    end = forms.UUIDField()

    def assignment(self, case: Case) -> Assignment | None:
        """The row of this case that the button named; None for any other."""
        found: Assignment | None = None
        if self.is_valid():
            end: UUID = self.cleaned_data["end"]
            found = Assignment.objects.filter(case=case, role=AssignmentRole.PARTNER, id=end).first()
        return found


class HandoverForm(SharedForm[Handover]):
    """Where the client goes on, agreed with whom, and what was told."""

    to_body = LineField(
        label=_("To where"),
        help_text=_("For instance a school, an employer, or the service that goes on."),
        max_length=LONGEST_LINE,
    )
    to_person = LineField(label=_("Contact person"), required=False, max_length=LONGEST_LINE)
    goal = LineField(label=_("The client's own goal"), required=False, max_length=LONGEST_LINE)
    what_was_told = TextField(
        label=_("What was told"),
        help_text=_("Only what the client has agreed to tell."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Handover
        fields = (
            "direction",
            "to_body",
            "to_person",
            "goal",
            "agreed_on",
            "handed_over_on",
            "what_was_told",
        )
        labels = {"agreed_on": _("Agreed with the client on"), "handed_over_on": _("Handed over on")}

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        known = [
            (code, capfirst(str(label))) for code, label in Direction.choices if code != Direction.UNKNOWN
        ]
        self.fields["direction"].choices = [("", _("Choose")), *known]  # type: ignore[attr-defined]
        if self.instance._state.adding:
            self.initial.setdefault("agreed_on", today)

    def clean(self) -> None:
        super().clean()
        for name in ("agreed_on", "handed_over_on"):
            day = self.cleaned_data.get(name)
            if day and day > self.today:
                self.add_error(name, _("The date is in the future."))
