"""The whole demo as of a day."""

import datetime as dt

from reporting.demo import iisalmi, kumppaniksi, tasmatuki, toimi
from reporting.demo.plan import OrganisationPlan

# TÄSMÄT and TEHOA are running, Iisakki and Täsmätuki have ended.
DAY = dt.date(2026, 3, 3)
FIRST_DAY, LAST_DAY = dt.date(2026, 2, 1), dt.date(2026, 4, 30)


class WrongDay(ValueError):
    """The numbers of the demo fit some months only."""


def make_demo(day: dt.date = DAY) -> tuple[OrganisationPlan, ...]:
    """The same for the same day, every time; nothing lies after it. Raises WrongDay outside FIRST_DAY–LAST_DAY."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise WrongDay(f"The demo's day must lie between {FIRST_DAY} and {LAST_DAY}; it is {day}.")
    return tuple(make(day) for make in (toimi.make, kumppaniksi.make, iisalmi.make, tasmatuki.make))
