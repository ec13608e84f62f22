"""The list of referrals and what is decided of one: filter, accept, decline, withdraw."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.text import capfirst, format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clients.choices import DECLINES, UNDECIDED, WITHDRAWALS, ReferralState
from clients.forms.fields import LONGEST_OVERRIDE, IdentityCodeField, LineField, TextField
from clients.models import Appointment, Client, Referral
from clients.rules.merging import birth_of_code
from clients.rules.referrals import Alike
from clients.services.referral_meetings import coaches_of, local_coaches
from tasmat.tenancy.models import Membership, ProjectArea
from tasmat.ui.forms import DateField, Form
from tasmat.ui.templatetags.ui import day_and_time

EVERY_STATE = "all"
NEW_PERSON = "new"


class ReferralFilter(Form):
    """Undecided ones first, the longest waiting on top; the others newest first."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("undecided")), *ReferralState.choices, (EVERY_STATE, _("all"))],
    )
    project = forms.ChoiceField(label=_("Project"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    q = LineField(label=_("Name or reference number"), required=False, max_length=100)

    mark_optional = False

    def __init__(self, data: Any, *, areas: Sequence[ProjectArea]) -> None:
        super().__init__(data)
        projects = {str(area.project_id): area.project.name for area in areas}
        municipalities = {area.municipality_id: area.municipality.name for area in areas}
        self._offer("project", projects)
        self._offer("municipality", municipalities)

    def filter(self, referrals: QuerySet[Referral]) -> QuerySet[Referral]:
        """The referrals asked for; a value that is not offered filters nothing."""
        self.full_clean()
        wanted = self.cleaned_data
        referrals = self._by_state(self.within(referrals), wanted.get("state", ""))
        for word in wanted.get("q", "").split():
            referrals = referrals.filter(
                Q(first_name__istartswith=word)
                | Q(last_name__istartswith=word)
                | Q(reference__istartswith=word)
            )
        return referrals

    def within(self, referrals: QuerySet[Referral]) -> QuerySet[Referral]:
        """The referrals of the project and the municipality asked for, whatever their state."""
        wanted = self.cleaned_data
        if project := wanted.get("project"):
            referrals = referrals.filter(project_id=project)
        if municipality := wanted.get("municipality"):
            # Being found by a municipality would tell where a person with a protected address lives.
            referrals = referrals.filter(municipality_id=municipality, has_protected_address=False).exclude(
                case__client__has_protected_address=True
            )
        return referrals

    def _by_state(self, referrals: QuerySet[Referral], state: str) -> QuerySet[Referral]:
        chosen = UNDECIDED if not state else ReferralState if state == EVERY_STATE else {state}
        longest_first = UNDECIDED.issuperset(chosen)
        order = ("received_at", "id") if longest_first else ("-received_at", "-id")
        return referrals.filter(state__in=chosen).order_by(*order)

    def _offer(self, name: str, choices: dict[str, str]) -> None:
        offered = sorted(choices.items(), key=lambda pair: pair[1])
        cast(forms.ChoiceField, self.fields[name]).choices = [("", _("all")), *offered]


class AcceptForm(Form):
    """Who coaches from which day; where people are alike, who it is; over what stands against it, why.

    `meetings` are the coming ones, in whose calendar they may be.
    """

    responsible = forms.ModelChoiceField(Membership.objects.none(), empty_label=_("Choose"))
    hands_over = forms.BooleanField(
        label=_("The meetings go over to this person's calendar"), required=False, initial=True
    )
    entry_on = DateField(label=_("First day in the project"))
    person = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect)
    identity_code = IdentityCodeField(
        help_text=_("Only when the service needs it: it finds the person for sure. It is kept sealed."),
        required=False,
    )
    override_reason = TextField(
        label=_("Why accept all the same?"),
        max_length=LONGEST_OVERRIDE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Any,
        *,
        referral: Referral,
        alike: Sequence[Alike],
        is_blocked: bool,
        in_excluded: Collection[UUID] = (),
        meetings: Sequence[Appointment],
        today: dt.date,
    ) -> None:
        super().__init__(data, initial={"entry_on": today})
        self.referral, self.today = referral, today
        self.alike = [person.id for person in alike if person.is_client]
        self.in_excluded = {str(client_id) for client_id in in_excluded}
        self._offer_meetings(meetings)
        self._offer_coaches()
        self.with_code = {str(person.id): person for person in alike if person.is_client and person.by_code}
        self._offer_people([person for person in alike if person.is_client])
        if referral.identity_code:
            del self.fields["identity_code"]
        self.fields["override_reason"].required = is_blocked
        if not is_blocked and not self.in_excluded:
            del self.fields["override_reason"]

    def clean_entry_on(self) -> dt.date:
        entry_on: dt.date = self.cleaned_data["entry_on"]
        project = self.referral.project
        if entry_on > self.today:
            raise ValidationError(_("The first day is in the future: accept the referral on that day."))
        if not project.starts_on <= entry_on <= project.ends_on:
            raise ValidationError(_("The first day must be within the time of the project."))
        return entry_on

    def clean(self) -> dict[str, Any]:
        """A client who is in an excluded service needs the reason; another person of the name does not."""
        answers = super().clean() or {}
        is_missing = "override_reason" in answers and not answers["override_reason"]
        if is_missing and answers.get("person") in self.in_excluded:
            self.add_error(
                "override_reason", _("The client chosen is in an excluded service: give the reason.")
            )
        self._check_code(answers)
        return answers

    def clean_identity_code(self) -> str:
        code: str = self.cleaned_data["identity_code"]
        if code and birth_of_code(code) != self.referral.born_on:
            raise ValidationError(_("The code tells another date of birth than the referral."))
        return code

    def _check_code(self, answers: dict[str, Any]) -> None:
        """Whose code is known is nobody else."""
        chosen = answers.get("person", NEW_PERSON)
        if "person" in self.errors or chosen in self.with_code:
            return
        if self.with_code:
            text = _("The client {name} has this personal identity code: choose that client.")
            name = next(iter(self.with_code.values())).name
            self.add_error("person", format_lazy(text, name=name))
        elif chosen != NEW_PERSON and self._code(answers) and Client.objects.get(id=chosen).identity_code:
            self.add_error("person", _("This client has another personal identity code."))

    def _code(self, answers: dict[str, Any]) -> str:
        return answers.get("identity_code") or self.referral.identity_code or ""

    def decision(self) -> dict[str, Any]:
        """What accept_referral is told besides the referral and the member."""
        person = self.cleaned_data.get("person", NEW_PERSON)
        is_new = person == NEW_PERSON
        return {
            "responsible": self.cleaned_data["responsible"],
            "entry_on": self.cleaned_data["entry_on"],
            "client": None if is_new else Client.objects.get(id=UUID(person)),
            "different_from": self.alike if is_new else [],
            "override_reason": self.cleaned_data.get("override_reason", ""),
            "identity_code": self._code(self.cleaned_data),
            "hands_over": self.cleaned_data.get("hands_over", False),
        }

    def _offer_coaches(self) -> None:
        """Every coach of the project; the only one of the municipality is chosen beforehand."""
        field = cast(forms.ModelChoiceField[Membership], self.fields["responsible"])
        field.label = capfirst(self.referral.project.get_coach_word_display())
        field.queryset = coaches_of(self.referral.project)
        local = list(local_coaches(self.referral).values_list("id", flat=True)[:2])
        if len(local) == 1:
            field.initial = local[0]

    def _offer_meetings(self, meetings: Sequence[Appointment]) -> None:
        if not meetings:
            del self.fields["hands_over"]
            return
        each = (f"{day_and_time(localtime(row.starts_at))} ({row.member})" for row in meetings)
        told = format_lazy(_("Coming meetings: {meetings}"), meetings=", ".join(each))
        self.fields["hands_over"].help_text = str(told)

    def _offer_people(self, clients: Sequence[Alike]) -> None:
        if not clients:
            del self.fields["person"]
            return
        same = [(str(person.id), _("The client {name}").format(name=person.name)) for person in clients]
        field = cast(forms.ChoiceField, self.fields["person"])
        field.choices = [*same, (NEW_PERSON, _("Another person"))]


def typed_code(data: Any) -> str:
    """A personal identity code typed when accepting; empty when none or wrong."""
    try:
        return IdentityCodeField(required=False).clean(data.get("identity_code"))
    except ValidationError:
        return ""


class DeclineForm(Form):
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose")), *((reason, reason.label) for reason in DECLINES)]
    )


class WithdrawForm(Form):
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose")), *((reason, reason.label) for reason in WITHDRAWALS)]
    )

    prefix = "withdraw"
