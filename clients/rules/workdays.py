"""Working days in Finland: Monday to Friday but for public holidays, the eves of midsummer and of Christmas."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from holidays import country_holidays

WEEK = 5  # working days of a week without holidays
SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=64)
def holidays_of(year: int) -> frozenset[dt.date]:
    """Days off of one year, Sundays' own feasts among them.

    The eves of midsummer and of Christmas are no working days when time limits are counted
    (laki säädettyjen määräaikain laskemisesta 150/1930, 5 §), nor for offices in practice.
    """
    return frozenset(country_holidays("FI", years=year))


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays_of(day.year)


def next_working_day(day: dt.date) -> dt.date:
    """The first working day after this day."""
    return first_working_day(day + ONE_DAY)


def first_working_day(day: dt.date) -> dt.date:
    """This day, if it is a working day, else the next one."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def previous_working_day(day: dt.date) -> dt.date:
    """The last working day before this day."""
    day -= ONE_DAY
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def working_days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The working days from one day to another, both included; none when the last is before the first."""
    days = (dt.date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    return filter(is_working_day, days)


def is_within_a_working_day(since: dt.date, day: dt.date) -> bool:
    """Whether what came up on the one day is taken up on the other in time: by the end of the next working day."""
    return since <= day <= next_working_day(since)


def monday_of(day: dt.date) -> dt.date:
    """The first day of the week; ISO 8601 begins it on Monday."""
    return day - dt.timedelta(days=day.weekday())


def sunday_of(day: dt.date) -> dt.date:
    """The last day of the week."""
    return monday_of(day) + dt.timedelta(days=6)
