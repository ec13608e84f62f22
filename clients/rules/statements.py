"""Statements to the referrer: days counted for them, and what may be done with one in its state; pure."""

import datetime as dt
from collections.abc import Iterable
from enum import Enum

from clients.rules.stays import Span


class State(Enum):
    """A statement is written, then frozen, then sent; a new version is a new statement."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"


def state_of(*, is_approved: bool, is_sent: bool) -> State:
    if is_sent:
        return State.SENT
    return State.APPROVED if is_approved else State.DRAFT


def due_on(exit_on: dt.date | None, days: int | None) -> dt.date | None:
    """The last day for the end statement of a leaving; None where none is asked for."""
    return None if exit_on is None or days is None else exit_on + dt.timedelta(days=days)


def days_in_project(stays: Iterable[Span], today: dt.date) -> int:
    """Days from the first to the last of each stay, both included; an open stay until today."""
    return len(_days(stays, today))


def days_away(stays: Iterable[Span], absences: Iterable[Span], today: dt.date) -> int:
    """Days of absence within the stays; a day of two absences is one."""
    return len(_days(stays, today) & _days(absences, today))


def _days(spans: Iterable[Span], today: dt.date) -> set[dt.date]:
    return {
        span.starts_on + dt.timedelta(days=number)
        for span in spans
        for number in range((min(span.ends_on or today, today) - span.starts_on).days + 1)
    }
