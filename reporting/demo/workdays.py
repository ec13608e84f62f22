"""Days and hours on which somebody is at work in Finland."""

import datetime as dt
from random import Random
from zoneinfo import ZoneInfo

from clients.rules.workdays import is_working_day, previous_working_day, working_days

HELSINKI = ZoneInfo("Europe/Helsinki")
OPENS, CLOSES = 8 * 60 + 15, 15 * 60 + 50  # minutes from midnight


def workday_until(day: dt.date) -> dt.date:
    """The day itself, or the last working day before it."""
    return day if is_working_day(day) else previous_working_day(day)


def workdays(first: dt.date, last: dt.date) -> list[dt.date]:
    """The working days from first to last, both included."""
    return list(working_days(first, last))


def some_workday(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    """One of the working days from first to last; the last one before them when there is none."""
    return rng.choice(workdays(first, last) or [workday_until(last)])


def spread(rng: Random, first: dt.date, last: dt.date, count: int) -> list[dt.date]:
    """As many different working days, about evenly spread from first to last, in order; fewer when days run short."""
    days = workdays(first, last)
    step = len(days) / max(count, 1)
    return sorted({days[int((number + rng.random()) * step)] for number in range(count)}) if days else []


def at_work(rng: Random, day: dt.date) -> dt.datetime:
    """Some minute of the day's office hours."""
    minute = rng.randint(OPENS, CLOSES)
    return dt.datetime.combine(day, dt.time(minute // 60, minute % 60, rng.randrange(60)), HELSINKI)
