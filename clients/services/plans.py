"""Plans with their goals, steps and ratings: what is asked twice is done once, two people lose nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from clients.choices import PlanKind
from clients.models import Case, Entry, Goal, GoalRating, GoalStep, Plan
from clients.rules.gas import Course, Rated
from clients.rules.plans import Content, GoalFacts, PlanFacts, StepFacts, freeze
from clients.services.practice import practice_of
from tasmat.tenancy.models import Membership, Project


def plans_of(case: Case) -> list[Plan]:
    """The plans of a case with goals, steps and ratings: those under way first, then by their first day."""
    plans = Plan.objects.filter(case=case).prefetch_related(with_goals())
    return sorted(plans, key=lambda plan: plan.closed_on is not None)


def with_goals() -> "Prefetch[str, QuerySet[Goal], str]":
    """For a queryset of plans: the goals in their order with steps and ratings, in three queries."""
    return Prefetch("goals", Goal.objects.prefetch_related("steps", "ratings"))


def kinds_to_start(case: Case, plans: Iterable[Plan]) -> list[PlanKind]:
    """The project's kinds of plans of which none is under way."""
    open_kinds = {plan.kind for plan in plans if plan.closed_on is None}
    return [PlanKind(kind) for kind in practice_of(case.project).plan_kinds if kind not in open_kinds]


def next_review(project: Project, day: dt.date) -> dt.date:
    """When a plan that was looked at on a day is looked at again."""
    return day + dt.timedelta(days=practice_of(project).plan_review_days)


@transaction.atomic
def start_plan(case: Case, kind: str, *, starts_on: dt.date) -> Plan:
    """A plan of the kind, to be reviewed as the project does; the same one when it is under way already."""
    Case.objects.select_for_update().get(id=case.id)
    plan: Plan
    plan, _created = Plan.objects.get_or_create(
        case=case,
        kind=kind,
        closed_on__isnull=True,
        defaults={"starts_on": starts_on, "review_on": next_review(case.project, starts_on)},
    )
    return plan


@transaction.atomic
def add_goal(plan: Plan, facts: dict[str, Any], set_on: dt.date) -> Goal:
    """A goal at the end of the plan; the same one for the same words, so that a double click adds one."""
    Plan.objects.select_for_update().get(id=plan.id)
    goal: Goal
    goal, _created = Goal.objects.get_or_create(
        plan=plan, **facts, defaults={"set_on": set_on, "position": plan.goals.count()}
    )
    return goal


@transaction.atomic
def move_goal(goal: Goal, places: int) -> None:
    """The goal goes up (a negative number) or down in its plan; beyond the ends it stays there."""
    Plan.objects.select_for_update().get(id=goal.plan_id)
    goals = list(Goal.objects.filter(plan=goal.plan_id))
    index = goals.index(goal)
    goals.insert(min(max(index + places, 0), len(goals) - 1), goals.pop(index))
    for position, moved in enumerate(goals):
        if moved.position != position:
            Goal.objects.filter(id=moved.id).update(position=position)


@transaction.atomic
def add_step(goal: Goal, facts: dict[str, Any]) -> GoalStep:
    """A step of the goal; the same one for the same words."""
    Goal.objects.select_for_update().get(id=goal.id)
    step: GoalStep
    step, _created = GoalStep.objects.get_or_create(goal=goal, **facts)
    return step


def tick(step: GoalStep, done_on: dt.date | None) -> None:
    """The step was done on a day, or is open again; a day that is known already stays."""
    if done_on is None or step.done_on is None:
        GoalStep.objects.filter(id=step.id).update(done_on=done_on)


@dataclass(frozen=True)
class GoalReview:
    """What a review says of one goal; without a level it was not rated."""

    goal: Goal
    level: int | None
    note: str


def rate(goal: Goal, member: Membership, *, on: dt.date, rater: str, level: int, note: str) -> GoalRating:
    """The rating of a day by one rater: rated again on that day, it is corrected."""
    rating: GoalRating
    rating, _created = GoalRating.objects.update_or_create(
        goal=goal, on=on, rater=rater, defaults={"level": level, "note": note, "recorded_by": member}
    )
    return rating


@transaction.atomic
def save_review(
    plan: Plan,
    member: Membership,
    *,
    on: dt.date,
    rater: str,
    goals: Iterable[GoalReview],
    done: Iterable[str],
    review_on: dt.date | None,
) -> None:
    """All goals gone through on a day: ratings, steps done, and the next review."""
    Plan.objects.select_for_update().get(id=plan.id)
    for one in goals:
        if one.level is not None:
            rate(one.goal, member, on=on, rater=rater, level=one.level, note=one.note)
    GoalStep.objects.filter(goal__plan=plan, id__in=list(done), done_on__isnull=True).update(done_on=on)
    Plan.objects.filter(id=plan.id).update(review_on=review_on)


def course_of(goal: Goal) -> Course:
    """The goal's ratings, prefetched, as the rules of goal attainment take them."""
    ratings = tuple(Rated(rating.on, rating.level, rating.rater) for rating in goal.ratings.all())
    return Course(goal.set_on, goal.importance, goal.difficulty, goal.can_get_worse, ratings)


def content_of(plan: Plan) -> Content:
    """The plan with its goals, prefetched, as it would be frozen now."""
    return freeze(
        PlanFacts(
            kind=plan.kind,
            situation=plan.situation,
            strengths=plan.strengths,
            support=plan.support,
            agreed=plan.agreed,
            starts_on=plan.starts_on,
            review_on=plan.review_on,
            goals=tuple(_goal_facts(goal) for goal in plan.goals.all()),
        )
    )


def _goal_facts(goal: Goal) -> GoalFacts:
    return GoalFacts(
        id=goal.id,
        title=goal.title,
        icf_code=goal.icf_code,
        importance=goal.importance,
        difficulty=goal.difficulty,
        can_get_worse=goal.can_get_worse,
        much_less=goal.much_less,
        less=goal.less,
        expected=goal.expected,
        more=goal.more,
        much_more=goal.much_more,
        target_on=goal.target_on,
        closed_on=goal.closed_on,
        steps=tuple(_step_facts(step) for step in goal.steps.all()),
    )


def _step_facts(step: GoalStep) -> StepFacts:
    return StepFacts(step.id, step.what, step.doer, step.doer_name, step.due_on, step.done_on)


def plans_to_review(cases: Iterable[Case | UUID], day: dt.date) -> QuerySet[Plan]:
    """Plans under way of the cases whose review is due by a day, the longest waiting first."""
    plans: QuerySet[Plan] = Plan.objects.filter(case__in=cases, closed_on__isnull=True, review_on__lte=day)
    return plans.order_by("review_on", "id")


def entries_about(goal: Goal) -> QuerySet[Entry]:
    """Entries that speak of the goal, newest first."""
    about: QuerySet[Entry] = Entry.objects.filter(entry_goals__goal=goal).select_related("author__user")
    return about.order_by("-happened_on", "-created_at", "-id")
