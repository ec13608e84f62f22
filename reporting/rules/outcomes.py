"""Outcomes that a project promised: where people went, as a share of whom."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StayEnd:
    """One stay of a case as outcomes see it; `case` is the id of the case."""

    case: str
    entry_on: dt.date
    exit_on: dt.date | None
    direction: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many of how many, with the ids of the cases behind both numbers."""

    reached: tuple[str, ...]
    counted: tuple[str, ...]


def outcome(
    stays: Iterable[StayEnd],
    directions: Collection[str],
    denominator: Literal["participants", "ended"],
    until: dt.date,
) -> Outcome:
    """Who left in one of the directions by `until`, of all participants or of those who have ended.

    The last stay that had begun by `until` decides; a person who came back has not ended.
    """
    last = _last_stays(stays, until)
    ended = [stay for stay in last if stay.exit_on is not None and stay.exit_on <= until]
    counted = last if denominator == "participants" else ended
    return Outcome(
        reached=tuple(stay.case for stay in ended if stay.direction in directions),
        counted=tuple(stay.case for stay in counted),
    )


def _last_stays(stays: Iterable[StayEnd], until: dt.date) -> Sequence[StayEnd]:
    last: dict[str, StayEnd] = {}
    for stay in sorted(stays, key=lambda each: each.entry_on):
        if stay.entry_on <= until:
            last[stay.case] = stay
    return sorted(last.values(), key=lambda stay: stay.case)
