"""Freezing a plan as it was agreed, and telling what differs between two versions of it."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

Content = dict[str, Any]
Kind = Literal["added", "removed", "changed"]

PLAN_FIELDS = ("kind", "situation", "strengths", "support", "agreed", "starts_on", "review_on")
GOAL_FIELDS = (
    "title",
    "icf_code",
    "importance",
    "difficulty",
    "can_get_worse",
    "much_less",
    "less",
    "expected",
    "more",
    "much_more",
    "target_on",
    "closed_on",
)
STEP_FIELDS = ("what", "doer", "doer_name", "due_on", "done_on")
ORDER = "order"
_NOTHING: tuple[Any, ...] = (None, "")


@dataclass(frozen=True)
class StepFacts:
    """A step of a goal as it is frozen."""

    id: UUID
    what: str
    doer: str
    doer_name: str
    due_on: dt.date | None
    done_on: dt.date | None


@dataclass(frozen=True)
class GoalFacts:
    """A goal with its five levels and its steps as it is frozen."""

    id: UUID
    title: str
    icf_code: str
    importance: int
    difficulty: int
    can_get_worse: bool
    much_less: str
    less: str
    expected: str
    more: str
    much_more: str
    target_on: dt.date | None
    closed_on: dt.date | None
    steps: tuple[StepFacts, ...] = ()


@dataclass(frozen=True)
class PlanFacts:
    """A plan with its goals, in their order, as it is frozen."""

    kind: str
    situation: str
    strengths: str
    support: str
    agreed: str
    starts_on: dt.date
    review_on: dt.date | None
    goals: tuple[GoalFacts, ...] = ()


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as frozen; the order of goals is given as their titles."""

    field: str
    kind: Kind
    before: Any
    after: Any


@dataclass(frozen=True)
class Part:
    """What differs in the plan itself, in one goal or in one step; `title` is empty for the plan."""

    what: Literal["plan", "goal", "step"]
    title: str
    kind: Kind
    fields: tuple[FieldChange, ...]


def freeze(plan: PlanFacts) -> Content:
    """The plan as JSON of keys and texts: days as ISO dates, steps in the order of their days."""
    content = asdict(plan)
    for goal in content["goals"]:
        goal["steps"] = sorted(
            goal["steps"], key=lambda step: (step["due_on"] or dt.date.max, str(step["id"]))
        )
    plain: Content = json.loads(json.dumps(content, default=str))
    return plain


def fingerprint(content: Content) -> str:
    """SHA-256 of the content, in hexadecimal, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def compare(before: Content, after: Content) -> list[Part]:
    """What differs between two frozen plans: the plan, then goal by goal with its steps; nothing when alike."""
    old, new = _by_id(before.get("goals")), _by_id(after.get("goals"))
    fields = [*_fields(before, after, PLAN_FIELDS), *_order(old, new)]
    parts = [Part("plan", "", "changed", tuple(fields))] if fields else []
    for key in [*new, *(key for key in old if key not in new)]:
        parts += _goal(old.get(key), new.get(key))
    return parts


def _goal(before: Content | None, after: Content | None) -> Iterator[Part]:
    yield from _part("goal", before, after, GOAL_FIELDS)
    old, new = _by_id((before or {}).get("steps")), _by_id((after or {}).get("steps"))
    for key in [*new, *(key for key in old if key not in new)]:
        yield from _part("step", old.get(key), new.get(key), STEP_FIELDS)


def _part(
    what: Literal["goal", "step"], before: Content | None, after: Content | None, names: tuple[str, ...]
) -> Iterator[Part]:
    fields = tuple(_fields(before or {}, after or {}, names))
    if fields or before is None or after is None:
        kind: Kind = "added" if before is None else "removed" if after is None else "changed"
        yield Part(what, (after or before or {}).get(names[0], ""), kind, fields)


def _fields(before: Content, after: Content, names: tuple[str, ...]) -> Iterator[FieldChange]:
    for name in names:
        old, new = before.get(name), after.get(name)
        if old != new and not (old in _NOTHING and new in _NOTHING):
            kind: Kind = "added" if old in _NOTHING else "removed" if new in _NOTHING else "changed"
            yield FieldChange(name, kind, old, new)


def _order(old: dict[str, Content], new: dict[str, Content]) -> list[FieldChange]:
    """Whether the goals of both versions stand in another order."""
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    if before == after:
        return []
    return [
        FieldChange(
            ORDER, "changed", [old[key]["title"] for key in before], [new[key]["title"] for key in after]
        )
    ]


def _by_id(rows: list[Content] | None) -> dict[str, Content]:
    return {row["id"]: row for row in rows or []}
