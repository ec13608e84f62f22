"""What the pages of a plan show of goals: levels at the start and now, the T-score over time, charts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clients.choices import GoalLevel, Rater
from clients.models import Goal, Plan
from clients.plan_words import TEXTS, described_levels, field_label, who_words
from clients.rules.gas import LEVELS, score_at_start, score_by_day, score_on
from clients.services.plans import course_of
from tasmat.ui.charts import Series, line_chart
from tasmat.ui.templatetags.ui import day_of_year

T_SCALE = (20, 30, 40, 50, 60, 70, 80)


@dataclass(frozen=True)
class StepRow:
    """A step with who does it, in words."""

    step: object
    who: str
    is_late: bool


@dataclass(frozen=True)
class GoalLine:
    """A goal with the level at which it began and the one it has now."""

    goal: Goal
    start: str
    now: str
    now_pill: str
    rated_on: dt.date | None
    steps: tuple[StepRow, ...]

    @property
    def levels(self) -> tuple[tuple[str, str], ...]:
        return described_levels(vars(self.goal))


@dataclass(frozen=True)
class Figures:
    """The T-score at the start and now; the days between as a table and, from two on, a chart."""

    start: Decimal | None
    now: Decimal | None
    by_day: list[tuple[dt.date, Decimal]]
    chart: SafeString | str


def goal_lines(plan: Plan, today: dt.date) -> list[GoalLine]:
    """The goals of a plan, prefetched, those that are worked for first."""
    goals = sorted(plan.goals.all(), key=lambda goal: goal.closed_on is not None)
    return [goal_line(goal, today) for goal in goals]


def goal_line(goal: Goal, today: dt.date) -> GoalLine:
    course = course_of(goal)
    latest, level = course.latest(today), course.level_on(today)
    steps = tuple(
        StepRow(
            step,
            who_words(step.doer, step.doer_name),
            step.done_on is None and step.due_on is not None and step.due_on < today,
        )
        for step in goal.steps.all()
    )
    pill = "ok" if level >= 0 else "info" if latest else ""
    return GoalLine(
        goal, level_words(course.start), level_words(level), pill, latest.on if latest else None, steps
    )


def level_words(level: int) -> str:
    return str(GoalLevel(level).label)


def figures(plan: Plan, today: dt.date) -> Figures:
    """The T-score of a plan's goals, prefetched; ended goals count too."""
    courses = [course_of(goal) for goal in plan.goals.all()]
    by_day = score_by_day(courses)
    chart: SafeString | str = ""
    if len(by_day) > 1:
        days = [day_of_year(day) for day, _score in by_day]
        scores = [float(score) for _day, score in by_day]
        chart = line_chart(_("T-score of the goals"), days, [Series(_("T-score"), scores)], scale=T_SCALE)
    return Figures(score_at_start(courses), score_on(courses, today), by_day, chart)


def texts(plan: Plan) -> list[tuple[str, str]]:
    """The plan's own texts that are written, with their labels."""
    return [(field_label("plan", name), getattr(plan, name)) for name in TEXTS if getattr(plan, name)]


def ratings_chart(goal: Goal) -> SafeString | str:
    """The levels of a goal over time, one line for each who rated; nothing before the second rating."""
    ratings = list(goal.ratings.all())
    days = sorted({rating.on for rating in ratings})
    if len(days) < 2:
        return ""
    by_rater = {(rating.rater, rating.on): rating.level for rating in ratings}
    raters: Sequence[Rater] = [rater for rater in Rater if any(one.rater == rater for one in ratings)]
    series = [Series(str(rater.label), [by_rater.get((rater, day)) for day in days]) for rater in raters]
    return line_chart(_("Levels over time"), [day_of_year(day) for day in days], series, scale=LEVELS)
