"""Coaching periods of a case follow one another: what a new one does to those that are there."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from clients.rules.stays import Span

ONE_DAY = dt.timedelta(days=1)


class Period(NamedTuple):
    """One coaching period that is there."""

    id: UUID
    span: Span


class InTheWay(ValueError):
    """A period that begins on or after the first day of the new one, and before its end."""

    def __init__(self, starts_on: dt.date) -> None:
        super().__init__(f"a period begins on {starts_on}")
        self.starts_on = starts_on


def make_room(new: Span, periods: Sequence[Period]) -> dict[UUID, dt.date]:
    """The new last days of the periods that the new one cuts short: each ends the day before it begins.

    Raises InTheWay when a period begins on the same day or while the new one lasts.
    """
    last_days = {}
    for period in periods:
        if not period.span.overlaps(new):
            continue
        if period.span.starts_on >= new.starts_on:
            raise InTheWay(period.span.starts_on)
        last_days[period.id] = new.starts_on - ONE_DAY
    return last_days
