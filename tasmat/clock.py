"""The one clock: every rule and page asks here what day it is."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_told: ContextVar[dt.datetime | None] = ContextVar("told", default=None)


@contextmanager
def as_of(instant: dt.datetime) -> Iterator[None]:
    """Inside it is this instant: the demo is written as of days that have passed."""
    token = _told.set(instant)
    try:
        yield
    finally:
        _told.reset(token)


def now() -> dt.datetime:
    """This instant, aware; in the demo the set day with the real time of day (Europe/Helsinki)."""
    if (told := _told.get()) is not None:
        return told
    instant = timezone.localtime()
    day: dt.date | None = settings.TASMAT_TODAY
    if day is None:
        return instant
    return timezone.make_aware(dt.datetime.combine(day, instant.time()))


def today() -> dt.date:
    """The day in Finland; TASMAT_TODAY in the demo."""
    return now().date()


def not_later(instant: dt.datetime) -> dt.datetime:
    """A time that the database wrote, for a page: it is the real one, which the demo's day may lie before."""
    return min(instant, now())


def of_machine(instant: dt.datetime) -> dt.datetime:
    """An instant that the database wrote, on the program's calendar: in the demo what happens now is on the set day."""
    day: dt.date | None = settings.TASMAT_TODAY
    moved = dt.timedelta() if day is None else day - timezone.localtime().date()
    return timezone.localtime(instant) + moved


def is_set_day() -> bool:
    """Whether the day is not the real one, so that the page can say so."""
    return settings.TASMAT_TODAY is not None
