"""Days as commands and files write them: YYYY-MM-DD, and none of the other forms that Python reads."""

import datetime as dt
import re

_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST = dt.date(1900, 1, 1)  # before it only slips of the keyboard


def iso_day(text: str) -> dt.date:
    """The day; raises ValueError for another form, a day no calendar has, and years before 1900."""
    if not _FORM.fullmatch(text):
        raise ValueError(f"{text!r} is not of the form YYYY-MM-DD")
    day = dt.date.fromisoformat(text)
    if day < EARLIEST:
        raise ValueError(f"{day} is before {EARLIEST}")
    return day
