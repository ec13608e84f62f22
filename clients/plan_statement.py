"""What plans tell in a statement to the referrer: goals with their levels at the start and at the end."""

import datetime as dt
from decimal import Decimal

from django.db.models import Count, Max, Min
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.models import Case, Goal, Plan
from clients.plan_figures import GoalLine, figures, goal_line
from clients.services.plans import entries_about, plans_of
from tasmat.ui.templatetags.ui import day_of_year


def plan_section(case: Case, today: dt.date) -> str:
    """The case's plans and goals in plain lines, in the active language; empty when there is no plan."""
    return "\n\n".join("\n".join(_plan(plan, today)) for plan in plans_of(case))


def _plan(plan: Plan, today: dt.date) -> list[str]:
    lines = [
        f"{capfirst(plan.get_kind_display())}, {day_of_year(plan.starts_on)} – {day_of_year(plan.closed_on)}"
    ]
    latest = plan.versions.defer("content").first()
    if latest is not None:
        agreed = _("Version {number} was agreed with the client on {day}.")
        lines.append(agreed.format(number=latest.number, day=day_of_year(latest.made_on)))
    goals = [goal_line(goal, today) for goal in plan.goals.all()]
    lines += [_goal(line) for line in goals]
    score = figures(plan, today)
    is_rated = all(line.rated_on for line in goals)  # a level nobody has given is not told as reached
    if is_rated and score.start is not None and score.now is not None:
        words = _(
            "Goals together (GAS T-score, 50 is as expected): {start} at the start, {now} at the end. "
            "No decision on a benefit or a service may rest on this figure alone."
        )
        lines.append(words.format(start=_number(score.start), now=_number(score.now)))
    return lines


def _goal(line: GoalLine) -> str:
    goal = line.goal
    words = _("Goal: {title}. At the start {start}, at the end {now}.")
    now = line.now if line.rated_on else _("not rated yet")
    text = words.format(title=goal.title, start=line.start, now=now)
    return " ".join([text, *_steps(line), *_worked_on(goal)])


def _steps(line: GoalLine) -> list[str]:
    if not line.steps:
        return []
    done = sum(step.done_on is not None for step in line.goal.steps.all())
    counted = ngettext("{done} of {n} step done.", "{done} of {n} steps done.", len(line.steps))
    return [counted.format(done=done, n=len(line.steps))]


def _worked_on(goal: Goal) -> list[str]:
    """How often the entries speak of the goal, and between which days."""
    found = entries_about(goal).aggregate(n=Count("id"), first=Min("happened_on"), last=Max("happened_on"))
    if not found["n"]:
        return []
    words = ngettext("In {n} entry: {days}.", "In {n} entries: {days}.", found["n"])
    days = " – ".join(dict.fromkeys([day_of_year(found["first"]), day_of_year(found["last"])]))
    return [words.format(n=found["n"], days=days)]


def _number(score: Decimal) -> str:
    return number_format(score, decimal_pos=1)
