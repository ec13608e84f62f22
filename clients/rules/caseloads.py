"""One coach's work in figures: how many clients, what is missing, how long people have waited; pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from uuid import UUID

# What a case can lack besides the kinds of DueKind, and the name of nobody, as the filter of the list says them.
CONTACT, FIRST_CONTACT = "contact", "first_contact"
NOBODY = "none"
# What is waited for: the first day in the project, then the first contact.
START, FIRST_MEETING = "start", "contact"


@dataclass(frozen=True)
class CaseFacts:
    """A case as the figures see it; `waited` are days, None where the beginning or the end is not known."""

    coach: UUID | None
    is_open: bool
    lacks: frozenset[str]
    waited_for_start: int | None = None
    waited_for_contact: int | None = None


@dataclass(frozen=True)
class Caseload:
    """The figures of one coach, or of the cases that nobody is responsible for. Waiting times are medians, days."""

    open_cases: int
    lacking: dict[str, int]
    wait_for_start: float | None
    wait_for_contact: float | None


def caseload(cases: Iterable[CaseFacts], kinds: Iterable[str]) -> Caseload:
    """The figures of these cases; `kinds` are what can be lacking, all of them present in the result."""
    rows = list(cases)
    return Caseload(
        open_cases=sum(row.is_open for row in rows),
        lacking={kind: sum(kind in row.lacks for row in rows) for kind in kinds},
        wait_for_start=_middle(row.waited_for_start for row in rows),
        wait_for_contact=_middle(row.waited_for_contact for row in rows),
    )


def waited(begin: dt.date | None, end: dt.date | None) -> int | None:
    """Days from one to the other, never below zero; None while either is not known."""
    return None if begin is None or end is None else max((end - begin).days, 0)


def _middle(days: Iterable[int | None]) -> float | None:
    known = [day for day in days if day is not None]
    return float(median(known)) if known else None
