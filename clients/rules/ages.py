"""Ages in whole years."""

import datetime as dt


def age_on(born_on: dt.date, day: dt.date) -> int:
    """Full years on a day; one born on 29.2. is a year older on 1.3. of a common year."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
