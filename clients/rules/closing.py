"""Ending a case: what is said before it is done, and when an attempt to get the end data must be logged; pure."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from clients.rules.due import EndFacts, missing_end


class Undoing(NamedTuple):
    """A last day that was recorded and taken back: when, by whom, and which day it had been."""

    exit_on: dt.date
    at: dt.datetime
    user_id: UUID | None


def needs_attempt(end: EndFacts, attempts: int, *, has_died: bool) -> bool:
    """Whether the end data stay open without a proof that somebody tried to get them.

    The participant tells the end data; who cannot be reached leaves a gap that the funder accepts with the
    attempts (day, way, by whom) beside it (shared/esf: EURA 2021). Nobody asks the dead.
    """
    return bool(missing_end(end)) and attempts == 0 and not has_died


def may_remove_attempt(end: EndFacts, attempts: int, *, has_died: bool) -> bool:
    """Whether one of the logged attempts can go without leaving a gap unexplained."""
    return not needs_attempt(end, attempts - 1, has_died=has_died)


def is_before_contact(exit_on: dt.date, last_contact_on: dt.date | None) -> bool:
    """Whether somebody met the client after the last day: then one of the two days may be wrong."""
    return last_contact_on is not None and last_contact_on > exit_on


def likely_last_day(today: dt.date, project_ends_on: dt.date, died_on: dt.date | None) -> dt.date:
    """The day that the form begins with: today, but not after the project or after a death."""
    return min(day for day in (today, project_ends_on, died_on) if day is not None)


def undoings(versions: Iterable[tuple[dt.date | None, dt.datetime, UUID | None]]) -> list[Undoing]:
    """The endings taken back, from the versions of one stay (last day, when, who), oldest first."""
    found, before = [], None
    for exit_on, at, user_id in versions:
        if before is not None and exit_on is None:
            found.append(Undoing(before, at, user_id))
        before = exit_on
    return found
