"""Days in the workshop: what marking somebody present or away does to the times away, and which days are paid.

A day is told once: by a workshop day when the client was there, else by a time away that holds it.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from clients.rules.stays import Span

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Away:
    """One time away with its reason; `row` is the row that holds it, None for one still to be written."""

    kind: str
    starts_on: dt.date
    ends_on: dt.date | None
    row: UUID | None = None

    @property
    def span(self) -> Span:
        return Span(self.starts_on, self.ends_on)


def away_on(times: Iterable[Away], day: dt.date) -> Away | None:
    """The time away that holds the day; of several the one that began last."""
    holding = [time for time in times if time.span.holds(day)]
    return max(holding, key=lambda time: time.starts_on, default=None)


def without_day(times: Iterable[Away], day: dt.date, today: dt.date) -> list[Away]:
    """The times away when the client was not away on this one day: they are shortened, divided or dropped.

    One without an end ends with it when the day is today: the client has come back. When the day is past,
    what was said of the later days stands.
    """
    return [rest for time in times for rest in (_rest(time, day, today) if time.span.holds(day) else [time])]


def _rest(time: Away, day: dt.date, today: dt.date) -> list[Away]:
    before = replace(time, ends_on=day - ONE_DAY) if time.starts_on < day else None
    goes_on = day < today if time.ends_on is None else day < time.ends_on
    # The row stays with the first part, so that its history goes on.
    after = replace(time, starts_on=day + ONE_DAY, row=None if before else time.row) if goes_on else None
    return [part for part in (before, after) if part is not None]


def with_day(
    times: Iterable[Away], day: dt.date, kind: str, today: dt.date, is_worked: Callable[[dt.date], bool]
) -> list[Away]:
    """The times away when the client was away on this day for this reason.

    The day lengthens a time away for the same reason that it follows or precedes; one between two makes
    them one. `is_worked` tells the days that separate them: working days, and days the client was there.
    """
    if any(time.kind == kind and time.span.holds(day) for time in times):
        return list(times)
    rest = without_day(times, day, today)
    joined = Away(kind, day, day)
    for time in sorted(rest, key=lambda time: time.starts_on):
        if time.kind == kind and _touches(time, joined, is_worked):
            joined = _join(time, joined)
            rest.remove(time)
    return [*rest, joined]


def _touches(one: Away, other: Away, is_worked: Callable[[dt.date], bool]) -> bool:
    """Whether no worked day lies between two times."""
    first, second = sorted((one, other), key=lambda time: time.starts_on)
    if first.ends_on is None:
        return True
    day = first.ends_on + ONE_DAY
    while day < second.starts_on:
        if is_worked(day):
            return False
        day += ONE_DAY
    return True


def _join(one: Away, other: Away) -> Away:
    """Both as one; it keeps a row that is there already."""
    open_ended = one.ends_on is None or other.ends_on is None
    ends_on = None if open_ended else max(time.ends_on for time in (one, other) if time.ends_on)
    first, second = sorted((one, other), key=lambda time: time.starts_on)
    return Away(one.kind, first.starts_on, ends_on, first.row or second.row)


@dataclass(frozen=True)
class AllowanceDays:
    """Days of one client for the expense allowance; `doubtful` are those that a time away holds as well."""

    days: tuple[dt.date, ...]
    hours: Decimal
    doubtful: tuple[dt.date, ...]


def allowance_days(
    present: Sequence[tuple[dt.date, Decimal | None]], times: Collection[Span], period: Span
) -> AllowanceDays:
    """The days on which the client took part, within a period.

    The allowance is paid for each day of taking part (työttömyysturvalaki 1290/2002, 10 luku), however
    short: half a day is a day, a Saturday counts when the client was there. A day that also lies in a time
    away is not counted until one of the two is corrected.
    """
    within = sorted((day, hours) for day, hours in present if period.holds(day))
    doubtful = {day for day, _hours in within if any(time.holds(day) for time in times)}
    counted = [(day, hours) for day, hours in within if day not in doubtful]
    return AllowanceDays(
        days=tuple(day for day, _hours in counted),
        hours=sum((hours for _day, hours in counted if hours is not None), Decimal(0)),
        doubtful=tuple(sorted(doubtful)),
    )
