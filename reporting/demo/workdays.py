"""Days and hours on which somebody is at work in Finland."""

import datetime as dt
from random import Random
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
OPENS, CLOSES = 8 * 60 + 15, 15 * 60 + 50  # minutes from midnight

_FIXED = {(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)}
_EASTER = {
    2020: (4, 12),
    2021: (4, 4),
    2022: (4, 17),
    2023: (4, 9),
    2024: (3, 31),
    2025: (4, 20),
    2026: (4, 5),
}
_FROM_EASTER = (-2, 1, 39)  # Good Friday, Easter Monday, Ascension Day


def is_workday(day: dt.date) -> bool:
    """Whether the day is from Monday to Friday and no holiday; for 2020–2026."""
    is_midsummer_eve = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4
    is_free = day.weekday() > 4 or (day.month, day.day) in _FIXED or is_midsummer_eve
    return not is_free and (day - dt.date(day.year, *_EASTER[day.year])).days not in _FROM_EASTER


def workday_until(day: dt.date) -> dt.date:
    """The day itself, or the last working day before it."""
    while not is_workday(day):
        day -= dt.timedelta(days=1)
    return day


def workdays(first: dt.date, last: dt.date) -> list[dt.date]:
    """The working days from first to last, both included."""
    days = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if is_workday(day)]


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
