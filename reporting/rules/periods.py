"""Reporting periods: calendar quarters, half-years and years, and those of a project."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` to `until`, both included; ValueError when it ends before it starts."""

    start: dt.date
    until: dt.date

    def __post_init__(self) -> None:
        if self.start > self.until:
            raise ValueError(f"the period ends before it starts: {self.start} – {self.until}")

    def clipped_to(self, other: "Period") -> "Period | None":
        """The days that belong to both; None when there are none."""
        start, until = max(self.start, other.start), min(self.until, other.until)
        return Period(start, until) if start <= until else None


def quarter(year: int, number: int) -> Period:
    """Calendar quarter 1–4 of the year."""
    return _part_of_year(year, number, months=3)


def half_year(year: int, number: int) -> Period:
    """Calendar half 1–2 of the year."""
    return _part_of_year(year, number, months=6)


def calendar_year(year: int) -> Period:
    """The year from January to December."""
    return _part_of_year(year, 1, months=12)


def quarter_of(day: dt.date) -> Period:
    """The calendar quarter the day belongs to."""
    return quarter(day.year, (day.month + 2) // 3)


def previous_quarter(day: dt.date) -> Period:
    """The last calendar quarter that was over before the day's own began."""
    return quarter_of(quarter_of(day).start - dt.timedelta(days=1))


def quarters_of(project: Period) -> list[Period]:
    """The calendar quarters a project touches, the first and last cut to its time."""
    return list(_parts_of(project, months=3))


def half_years_of(project: Period) -> list[Period]:
    """The calendar half-years a project touches, the first and last cut to its time."""
    return list(_parts_of(project, months=6))


def years_of(project: Period) -> list[Period]:
    """The calendar years a project touches, the first and last cut to its time."""
    return list(_parts_of(project, months=12))


def _parts_of(project: Period, months: int) -> Iterator[Period]:
    for year in range(project.start.year, project.until.year + 1):
        for number in range(1, 12 // months + 1):
            part = _part_of_year(year, number, months).clipped_to(project)
            if part is not None:
                yield part


def _part_of_year(year: int, number: int, months: int) -> Period:
    if not 1 <= number <= 12 // months:
        raise ValueError(f"a year has no part {number} of {months} months")
    last = number * months
    until = dt.date(year, last, calendar.monthrange(year, last)[1])
    return Period(dt.date(year, last - months + 1, 1), until)
