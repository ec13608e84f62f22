"""Clients of a project that ends go on into the next one: a new case with a new notice and new start data."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from clients.choices import AssignmentRole
from clients.models import Assignment, Case, Client, Goal, GoalStep, Plan, Stay
from clients.models.case import CaseQuerySet
from clients.rules.continuing import Leaver, Remark, is_stopped, remarks
from clients.services.assignments import assign
from clients.services.exclusions import enter_over_excluded, running_excluded
from clients.services.opening import open_case
from tasmat.tenancy.models import Membership, Municipality, Project, ProjectArea

# Copied as they are; dates begin anew and nothing is rated yet.
PLAN_WORDS = ("kind", "situation", "strengths", "support", "agreed")
LEVELS = ("much_less", "less", "expected", "more", "much_more")
GOAL_WORDS = ("title", "icf_code", "importance", "difficulty", "target_on", "position", *LEVELS)
STEP_WORDS = ("what", "doer", "doer_name", "due_on")


class Stopped(RuntimeError):
    """One of the clients cannot go on any more: somebody has been faster."""


@dataclass(frozen=True)
class Candidate:
    """A case of the ending project with what is told of it; the coach and municipality go along."""

    case: Case
    coach: Membership | None
    municipality: Municipality
    remarks: tuple[Remark, ...]

    @property
    def is_stopped(self) -> bool:
        return is_stopped(self.remarks)

    @property
    def needs_reason(self) -> bool:
        """Whether the client may go on only with a reason, which is kept."""
        return Remark.EXCLUDED_SERVICE in self.remarks


@dataclass(frozen=True)
class Terms:
    """How chosen clients go on: the first day, the notice given for the new project, what goes along."""

    entry_on: dt.date
    informed_on: dt.date
    informed_version: str
    takes_plan: bool
    takes_second_coach: bool
    override_reason: str = ""  # why those in a service that the next project excludes go on all the same


def candidates(cases: CaseQuerySet, target: Project, entry_on: dt.date) -> list[Candidate]:
    """Those of the cases that go on, by name, in six queries."""
    going_on = cases.filter(id__in=Stay.objects.filter(exit_on__isnull=True).values("case"))
    rows = list(
        going_on.select_related("client__municipality")
        .prefetch_related("stays__municipality")
        .order_by("client__last_name", "client__first_name", "id")
    )
    people = [case.client_id for case in rows]
    there = set(Case.objects.filter(project=target, client__in=people).values_list("client", flat=True))
    excluded = set(running_excluded(people, target, entry_on).values_list("client", flat=True))
    areas = set(ProjectArea.objects.filter(project=target).values_list("municipality", flat=True))
    coaches = _coaches(rows)
    found = []
    for case in rows:
        home = case.client.municipality or list(case.stays.all())[-1].municipality
        leaver = Leaver(
            is_in_already=case.client_id in there,
            has_died=case.client.died_on is not None,
            has_coach=case.id in coaches,
            is_in_excluded_service=case.client_id in excluded,
            is_outside=home.pk not in areas,
            born_on=case.client.born_on,
        )
        told = remarks(leaver, entry_on, target.minimum_age)
        found.append(Candidate(case, coaches.get(case.id), home, told))
    return found


def going_along(cases: Collection[Case], terms: Terms) -> dict[UUID, tuple[int, int]]:
    """How many goals that go on and second coaches each case takes along; two queries."""
    goals = Goal.objects.filter(plan__case__in=cases, plan__closed_on__isnull=True, closed_on__isnull=True)
    of_case = goals.order_by().values_list("plan__case").annotate(number=Count("id"))
    counted = dict(of_case) if terms.takes_plan else {}
    second = (
        _second_coaches(cases, terms.entry_on).order_by().values_list("case").annotate(number=Count("id"))
    )
    coaches = dict(second) if terms.takes_second_coach else {}
    return {key: (counted.get(key, 0), coaches.get(key, 0)) for key in counted.keys() | coaches.keys()}


@transaction.atomic
def continue_into(
    target: Project, chosen: Collection[Candidate], terms: Terms, *, member: Membership
) -> list[Case]:
    """A new case for each, led back to the earlier one, which goes on until it is ended with its own end data.

    Raises Stopped when one of them has come into the project meanwhile, and ReasonMissing when one is in a
    service that the project excludes and no reason is given; then nothing is done.
    """
    people = [candidate.case.client_id for candidate in chosen]
    list(Client.objects.filter(id__in=people).order_by("id").select_for_update(of=("self",)))
    if Case.objects.filter(project=target, client__in=people).exists():
        raise Stopped(f"project {target.id}")
    return [_continue(target, candidate, terms, member) for candidate in chosen]


def _continue(target: Project, candidate: Candidate, terms: Terms, member: Membership) -> Case:
    if candidate.coach is None:
        raise Stopped(f"case {candidate.case.id}")
    made = open_case(
        candidate.case.client,
        target,
        entry_on=terms.entry_on,
        municipality=candidate.municipality,
        responsible=candidate.coach,
    )
    enter_over_excluded(made.stays.get(), terms.override_reason, member=member)
    made.continued_from = candidate.case
    made.informed_on, made.informed_version = terms.informed_on, terms.informed_version
    made.save(update_fields=["continued_from", "informed_on", "informed_version"])
    if terms.takes_second_coach:
        _take_second_coaches(candidate.case, made, terms.entry_on)
    if terms.takes_plan:
        _take_plans(candidate.case, made, terms.entry_on)
    return made


def _take_second_coaches(earlier: Case, made: Case, entry_on: dt.date) -> None:
    for row in _second_coaches([earlier], entry_on).select_related("member"):
        assign(made, row.member, AssignmentRole.SECOND, from_on=entry_on, until_on=row.until_on)


def _second_coaches(cases: Collection[Case], entry_on: dt.date) -> QuerySet[Assignment]:
    rows: QuerySet[Assignment] = Assignment.objects.open_on(entry_on)
    return rows.filter(case__in=cases, role=AssignmentRole.SECOND)


def _take_plans(earlier: Case, made: Case, entry_on: dt.date) -> None:
    """Plans that go on, with the goals that go on and the steps not done yet, as new rows."""
    for plan in Plan.objects.filter(case=earlier, closed_on__isnull=True):
        copy = Plan.objects.create(case=made, starts_on=entry_on, **_words(plan, PLAN_WORDS))
        for goal in plan.goals.filter(closed_on__isnull=True):
            new_goal = Goal.objects.create(plan=copy, set_on=entry_on, **_words(goal, GOAL_WORDS))
            GoalStep.objects.bulk_create(
                GoalStep(goal=new_goal, **_words(step, STEP_WORDS))
                for step in goal.steps.filter(done_on__isnull=True)
            )


def _words(row: object, names: Collection[str]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


def _coaches(cases: Collection[Case]) -> dict[UUID, Membership]:
    """Active responsible coaches by case."""
    rows = Assignment.objects.filter(
        case__in=cases, role=AssignmentRole.RESPONSIBLE, until_on__isnull=True, member__is_active=True
    )
    return {row.case_id: row.member for row in rows.select_related("member")}
