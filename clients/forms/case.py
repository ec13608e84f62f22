"""Forms of cases: filter of the list, and who coaches from which day."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clients.choices import AssignmentRole, DueKind
from clients.forms.fields import LineField, not_before
from clients.models import Assignment, Case, Stay
from clients.models.case import CaseQuerySet
from clients.rules.caseloads import CONTACT, FIRST_CONTACT, FIRST_MEETING, NOBODY, START
from clients.services.assignments import coaches, responsible_members
from clients.services.caseload import Overview, assigned_to
from tasmat.access.actions import Action
from tasmat.access.areas import areas_of
from tasmat.access.roles import Role
from tasmat.tenancy.models import Membership
from tasmat.ui.forms import Form, ModelForm

STATES = (("open", _("going on")), ("ended", _("ended")), ("all", _("all")))
WHOSE = (("mine", _("mine")), ("all", _("all")))
MISSING = (
    ("", _("no matter")),
    (CONTACT, _("contact")),
    (FIRST_CONTACT, _("first contact")),
    *DueKind.choices,
)
WAITED = (
    ("", _("no matter")),
    (START, _("From referral to first day")),
    (FIRST_MEETING, _("From first day to first contact")),
)


class CaseFilter(Form):
    """Which cases the list shows; a coach begins with the own ones that go on."""

    mark_optional = False

    state = forms.ChoiceField(label=_("State"), choices=STATES)
    whose = forms.ChoiceField(label=_("Whose"), choices=WHOSE)
    coach = forms.ChoiceField(label=_("Responsible"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)
    missing = forms.ChoiceField(label=_("Missing"), choices=MISSING, required=False)
    waited = forms.ChoiceField(label=_("Waiting time"), choices=WAITED, required=False)

    def __init__(self, typed: dict[str, str], *, member: Membership, today: dt.date) -> None:
        whose = "mine" if Role.COACH in member.roles else "all"
        super().__init__({"state": "open", "whose": whose, **typed})
        self.member, self.today = member, today
        areas = list(areas_of(member).select_related("municipality", "project"))
        whoever = coaches() | responsible_members(today)
        self._offer("coach", ((each.id, each.user.name) for each in whoever))
        self.fields["coach"].choices += [(NOBODY, _("nobody"))]  # type: ignore[attr-defined]
        self._offer("municipality", ((area.municipality_id, area.municipality.name) for area in areas))
        self._offer("project", ((area.project_id, area.project.name) for area in areas))
        if len({area.project_id for area in areas}) < 2:
            del self.fields["project"]
        if not member.can(Action.SEE_CASELOADS):
            del self.fields["waited"]

    def filter(self, cases: CaseQuerySet) -> CaseQuerySet:
        """The cases asked for; a field with a wrong value filters nothing."""
        self.is_valid()
        asked = self.cleaned_data
        cases = self._in_state(cases, asked.get("state"))
        if asked.get("whose") == "mine":
            cases = assigned_to(cases, self.member, self.today)
        if asked.get("coach"):
            cases = self._of_coach(cases, asked["coach"])
        if asked.get("municipality"):
            # Whoever has a protected address is not found by the municipality: that would give it away.
            cases = cases.filter(
                area__municipality=asked["municipality"], client__has_protected_address=False
            )
        if asked.get("project"):
            cases = cases.filter(project=asked["project"])
        return cases

    @property
    def asks_for_missing(self) -> bool:
        return bool(self.cleaned_data.get("missing"))

    @property
    def waited_for(self) -> str:
        """What the days waited are asked for; empty when none are asked for."""
        return str(self.cleaned_data.get("waited") or "")

    def lacks(self, overview: Overview) -> bool:
        """Whether the case lacks what is asked for; the rules decide, not SQL."""
        match self.cleaned_data.get("missing", ""):
            case "":
                return True
            case "contact":
                return overview.needs_contact
            case "first_contact":
                return overview.awaits_first_contact
            case kind:
                return kind in overview.due_kinds

    def _in_state(self, cases: CaseQuerySet, state: str | None) -> CaseQuerySet:
        going_on = Stay.objects.filter(exit_on__isnull=True).values("case")
        if state == "open":
            return cases.filter(id__in=going_on)
        return cases.exclude(id__in=going_on) if state == "ended" else cases

    def _of_coach(self, cases: CaseQuerySet, member_id: str) -> CaseQuerySet:
        assignments = Assignment.objects.open_on(self.today).filter(role=AssignmentRole.RESPONSIBLE)
        if member_id == NOBODY:
            return cases.exclude(id__in=assignments.values("case"))
        return cases.filter(id__in=assignments.filter(member=member_id).values("case"))

    def _offer(self, name: str, pairs: Iterable[tuple[Any, str]]) -> None:
        by_name = sorted(dict(pairs).items(), key=lambda pair: pair[1])
        self.fields[name].choices = [("", _("all")), *by_name]  # type: ignore[attr-defined]


class AssignmentForm(ModelForm[Assignment]):
    """A coach for a case: the responsible one, a second one, or a substitute until a day."""

    reason = LineField(
        label=_("Reason"),
        help_text=_("Needed when the responsible coach changes. It stands on the timeline."),
        required=False,
        max_length=500,
    )

    class Meta:
        model = Assignment
        fields = ("role", "member", "from_on", "until_on", "reason")
        widgets = {"role": forms.RadioSelect}
        labels = {"role": _("As"), "member": _("Coach")}
        help_texts = {"until_on": _("The last day; a substitute must have one.")}

    def __init__(self, *args: Any, case: Case, first_day: dt.date, coach_word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.first_day = case, first_day
        words = {**dict(AssignmentRole.choices), AssignmentRole.RESPONSIBLE: coach_word}
        del words[AssignmentRole.PARTNER]  # let in on a page of its own, by the client's agreement
        roles = [(role, capfirst(str(word))) for role, word in words.items()]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["member"].queryset = coaches()  # type: ignore[attr-defined]

    def clean_from_on(self) -> dt.date:
        return not_before(self.cleaned_data["from_on"], self.first_day)

    def clean(self) -> None:
        super().clean()
        role, until_on = self.cleaned_data.get("role"), self.cleaned_data.get("until_on")
        if role == AssignmentRole.SUBSTITUTE and until_on is None and "until_on" not in self.errors:
            self.add_error("until_on", _("Give the substitute a last day."))
        if role == AssignmentRole.RESPONSIBLE and until_on is not None:
            self.add_error(
                "until_on", _("A responsible coach goes on until the next one begins: leave this empty.")
            )
        if role == AssignmentRole.RESPONSIBLE and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Write why the responsible coach changes."))
        if role in {AssignmentRole.SECOND, AssignmentRole.SUBSTITUTE} and self._is_responsible():
            self.add_error("member", _("This coach is responsible for the case: choose another."))

    def _is_responsible(self) -> bool:
        """Whether the chosen coach is the responsible one on the first day of the new row."""
        member, from_on = self.cleaned_data.get("member"), self.cleaned_data.get("from_on")
        if member is None or from_on is None:
            return False
        rows = Assignment.objects.open_on(from_on).filter(case=self.case, role=AssignmentRole.RESPONSIBLE)
        return bool(rows.filter(member=member).exists())


class AssignmentEndForm(ModelForm[Assignment]):
    """The last day of a second coach or a substitute."""

    class Meta:
        model = Assignment
        fields = ("until_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].required = True

    def clean_until_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["until_on"]
        if day < self.instance.from_on:
            raise ValidationError(_("The last day is before the first day."))
        return day
