"""Plans in words: frozen content as pages, papers and the client's own page show it, and what has changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from clients.choices import GoalLevel, PlanKind, StepDoer
from clients.models import Goal, GoalStep, Plan
from clients.rules.plans import ORDER, Content, FieldChange, Part
from tasmat.ui.templatetags.ui import day_of_year

TEXTS = ("situation", "strengths", "support", "agreed")
LEVEL_FIELDS = ("much_less", "less", "expected", "more", "much_more")
SAID_TO_CLIENT = {
    StepDoer.CLIENT: pgettext_lazy("who does it, said to the client", "you"),
    StepDoer.COACH: pgettext_lazy("who does it, said to the client", "your coach"),
    StepDoer.TOGETHER: pgettext_lazy("who does it, said to the client", "you and your coach together"),
    StepDoer.OTHER: pgettext_lazy("who does it, said to the client", "somebody else"),
}
MODELS = {"plan": Plan, "goal": Goal, "step": GoalStep}


@dataclass(frozen=True)
class StepLine:
    """A step as one reads it."""

    what: str
    who: str
    due_on: dt.date | None
    done_on: dt.date | None


@dataclass(frozen=True)
class GoalSheet:
    """A goal with its described levels and its steps."""

    title: str
    target_on: dt.date | None
    closed_on: dt.date | None
    levels: tuple[tuple[str, str], ...]
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class Sheet:
    """A frozen plan as one reads it; texts that are empty are left out."""

    title: str
    starts_on: dt.date | None
    review_on: dt.date | None
    texts: tuple[tuple[str, str], ...]
    goals: tuple[GoalSheet, ...]


def sheet(content: Content, *, to_client: bool = False) -> Sheet:
    """What a version says. To the client it says "you", and names nobody."""
    return Sheet(
        title=_label(PlanKind, content.get("kind")),
        starts_on=_day(content.get("starts_on")),
        review_on=_day(content.get("review_on")),
        texts=tuple((field_label("plan", name), content[name]) for name in TEXTS if content.get(name)),
        goals=tuple(_goal(goal, to_client=to_client) for goal in content.get("goals", [])),
    )


def _goal(goal: Content, *, to_client: bool) -> GoalSheet:
    return GoalSheet(
        title=goal["title"],
        target_on=_day(goal.get("target_on")),
        closed_on=_day(goal.get("closed_on")),
        levels=described_levels(goal),
        steps=tuple(_step(step, to_client=to_client) for step in goal.get("steps", [])),
    )


def described_levels(goal: Content) -> tuple[tuple[str, str], ...]:
    """The levels that have words of their own, from much less to much more than expected."""
    labels = [str(level.label) for level in GoalLevel]
    return tuple(
        (label, goal[name]) for label, name in zip(labels, LEVEL_FIELDS, strict=True) if goal.get(name)
    )


def _step(step: Content, *, to_client: bool) -> StepLine:
    doer = step.get("doer", "")
    who = str(SAID_TO_CLIENT.get(doer, doer)) if to_client else who_words(doer, step.get("doer_name", ""))
    return StepLine(step["what"], who, _day(step.get("due_on")), _day(step.get("done_on")))


def who_words(doer: str, name: str) -> str:
    """Who does a step: "the client", "somebody else: Kela"."""
    words = _label(StepDoer, doer)
    return f"{words}: {name}" if name else words


@dataclass(frozen=True)
class ChangeLine:
    """One changed field in words; lists are lists of titles."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PartLines:
    """What differs in one part of a plan, in words."""

    title: str
    kind: str
    lines: tuple[ChangeLine, ...]


def in_words(parts: Iterable[Part]) -> list[PartLines]:
    """The differences of two versions for people."""
    return [
        PartLines(_part_title(part), part.kind, tuple(_line(part.what, field) for field in part.fields))
        for part in parts
    ]


def _part_title(part: Part) -> str:
    match part.what:
        case "goal":
            return _("Goal: {title}").format(title=part.title)
        case "step":
            return _("Step: {title}").format(title=part.title)
    return _("The plan")


def _line(what: str, change: FieldChange) -> ChangeLine:
    label = _("order of the goals") if change.field == ORDER else field_label(what, change.field)
    return ChangeLine(label, _value(change.field, change.before), _value(change.field, change.after))


def _value(field: str, value: Any) -> str:
    """A frozen value in words: days, codes and answers as pages show them."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return " → ".join(value)
    if field.endswith("_on"):
        return day_of_year(_day(value))
    if field == "kind":
        return _label(PlanKind, value)
    return _label(StepDoer, value) if field == "doer" else str(value)


def field_label(what: str, name: str) -> str:
    """What the field of a plan, a goal or a step is called."""
    return str(MODELS[what]._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _label(choices: Any, code: str | None) -> str:
    """The word of a code; a code that is not used any more stands for itself."""
    return str(choices(code).label) if code in choices.values else code or ""


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
