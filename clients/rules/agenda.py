"""The pages of a calendar: which days a day, a week or a list shows, what they are next to, what overlaps."""

import datetime as dt
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from clients.rules.stays import Span
from clients.rules.workdays import monday_of, sunday_of

LIST_DAYS = 28  # four weeks at a time


class Shown(StrEnum):
    """How much of a calendar a page shows."""

    DAY = "day"
    WEEK = "week"
    LIST = "list"


class Pages(NamedTuple):
    """The days of a page, and a day of the page before and of the one after it."""

    days: Span
    before: dt.date
    after: dt.date


def pages(shown: Shown, on: dt.date) -> Pages:
    """The page of a calendar on which the day stands; a list begins with the day itself."""
    match shown:
        case Shown.DAY:
            first, last = on, on
        case Shown.WEEK:
            first, last = monday_of(on), sunday_of(on)
        case Shown.LIST:
            first, last = on, on + dt.timedelta(days=LIST_DAYS - 1)
    length = dt.timedelta(days=(last - first).days + 1)
    return Pages(Span(first, last), first - length, last + dt.timedelta(days=1))


class Slot(NamedTuple):
    """A planned time; `of` are those who can be in one place only: the member and the person met."""

    id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    of: Collection[UUID]


def overlapping(slots: Iterable[Slot]) -> set[UUID]:
    """Ids of the slots in which somebody is to be at two places; one that begins when another ends is free."""
    found: set[UUID] = set()
    going_on: list[Slot] = []
    for slot in sorted(slots, key=lambda slot: slot.starts_at):
        going_on = [earlier for earlier in going_on if earlier.ends_at > slot.starts_at]
        for earlier in going_on:
            if not set(earlier.of).isdisjoint(slot.of):
                found |= {earlier.id, slot.id}
        going_on.append(slot)
    return found
