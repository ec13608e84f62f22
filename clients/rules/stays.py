"""Stays in a project: the days that decide after the exit, EURA's end status, what runs at the same time."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from clients.choices import EuraStatus, ExitStatus

WINDOW_DAYS = 28  # SFC2021: "upon leaving" means within four weeks of the exit; day 28 is included
FOLLOW_UP_MONTHS = 6  # Regulation (EU) 2021/1057, Annex I: longer-term results


@dataclass(frozen=True)
class Span:
    """Days from one to another, both included; without an end it goes on."""

    starts_on: dt.date
    ends_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have at least one day in common."""
        return self.starts_on <= (other.ends_on or dt.date.max) and other.starts_on <= (
            self.ends_on or dt.date.max
        )


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month `months` later, clamped to the month's end: 31.8. + 6 months = 28.2."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def window_ends_on(exit_on: dt.date) -> dt.date:
    """The last day whose situation still counts as the immediate result."""
    return exit_on + dt.timedelta(days=WINDOW_DAYS)


def follow_up_on(exit_on: dt.date) -> dt.date:
    """The day the longer-term results look at."""
    return add_months(exit_on, FOLLOW_UP_MONTHS)


def eura_end_status(status: str | None, *, in_education: bool | None) -> EuraStatus | None:
    """EURA's single end status, derived from the facts of the day of leaving.

    None while the answer is not known: end data missing is said, not guessed. Who is not at work may be
    studying, so without that answer only work decides; reports follow the import's contract (docs/esf.md).
    """
    match status:
        case None:
            return None
        case ExitStatus.EMPLOYED:
            return EuraStatus.AT_WORK
        case ExitStatus.SELF_EMPLOYED:
            return EuraStatus.ENTREPRENEUR
        case _ if in_education is None:
            return None
        case _ if in_education:
            return EuraStatus.STUDYING
        case ExitStatus.UNEMPLOYED:
            return EuraStatus.JOB_SEEKER
    return EuraStatus.NONE_OF_THESE


def status_on_leaving(
    exit_on: dt.date, exit_status: str | None, events: Iterable[tuple[dt.date, str]]
) -> str | None:
    """The situation on the day of leaving: an event of that day beats the exit status, the later listed wins."""
    return next((status for day, status in reversed(list(events)) if day == exit_on), exit_status)


def runs_during(service: Span, stays: Iterable[Span]) -> bool:
    """Whether a service runs at the same time as one of the stays."""
    return any(service.overlaps(stay) for stay in stays)
