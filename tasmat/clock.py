"""The one clock: every rule and page asks here what day it is."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """This instant, aware; in the demo the set day with the real time of day (Europe/Helsinki)."""
    instant = timezone.localtime()
    day: dt.date | None = settings.TASMAT_TODAY
    if day is None:
        return instant
    return timezone.make_aware(dt.datetime.combine(day, instant.time()))


def today() -> dt.date:
    """The day in Finland; TASMAT_TODAY in the demo."""
    return now().date()


def of_machine(instant: dt.datetime) -> dt.datetime:
    """An instant that the database wrote, on the program's calendar: in the demo what happens now is on the set day."""
    day: dt.date | None = settings.TASMAT_TODAY
    moved = dt.timedelta() if day is None else day - timezone.localtime().date()
    return timezone.localtime(instant) + moved


def is_set_day() -> bool:
    """Whether the day is not the real one, so that the page can say so."""
    return settings.TASMAT_TODAY is not None
