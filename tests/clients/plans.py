"""What tests of plans share: a plan with two goals, a step and ratings, and what the pages post."""

import datetime as dt
from typing import Any

from clients.models import Case, CaseMeeting, Goal, GoalRating, GoalStep, Plan, PlanVersion
from clients.services.plan_versions import agree_on
from clients.services.plans import with_goals
from tasmat.tenancy.base import new_id
from tests.cast import DAY, Cast
from tests.clients.casework import inside

BEGAN = dt.date(2025, 10, 6)


def new_plan(cast: Cast, case: Case, **facts: Any) -> Plan:
    """A coaching plan under way."""
    with inside(cast):
        plan: Plan = Plan.objects.create(
            **{"case": case, "kind": "coaching", "starts_on": BEGAN, "situation": "Kotona.", **facts}
        )
    return plan


def new_goal(cast: Cast, plan: Plan, title: str = "Opiskelupaikka", **facts: Any) -> Goal:
    with inside(cast):
        goal: Goal = Goal.objects.create(**{"plan": plan, "title": title, "set_on": BEGAN, **facts})
    return goal


def new_step(cast: Cast, goal: Goal, what: str = "Soitetaan kouluun", **facts: Any) -> GoalStep:
    with inside(cast):
        step: GoalStep = GoalStep.objects.create(goal=goal, what=what, **facts)
    return step


def new_rating(cast: Cast, goal: Goal, on: dt.date, level: int, **facts: Any) -> GoalRating:
    with inside(cast):
        rating: GoalRating = GoalRating.objects.create(
            goal=goal, on=on, level=level, recorded_by=cast.aino, **facts
        )
    return rating


def new_version(cast: Cast, plan: Plan, on: dt.date = DAY) -> PlanVersion:
    with inside(cast):
        version, _is_new = agree_on(plan, cast.aino, made_on=on)
    return version


def new_meeting(cast: Cast, case: Case, **facts: Any) -> CaseMeeting:
    with inside(cast):
        meeting: CaseMeeting = CaseMeeting.objects.create(
            **{
                "case": case,
                "held_on": dt.date(2026, 2, 24),
                "recorded_by": cast.aino,
                "submission_key": new_id(),
                **facts,
            }
        )
    return meeting


def stored(cast: Cast, plan: Plan) -> Plan:
    """The plan as it is in the database, with its goals."""
    with inside(cast):
        found: Plan = Plan.objects.prefetch_related(with_goals()).get(id=plan.id)
    return found
