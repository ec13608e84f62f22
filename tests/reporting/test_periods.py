"""Calendar periods and those of a project."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules.periods import (
    Period,
    calendar_year,
    half_year,
    half_years_of,
    previous_quarter,
    quarter,
    quarter_of,
    quarters_of,
    years_of,
)
from tests.reporting.people import day


def period(start: str, until: str) -> Period:
    return Period(day(start), day(until))


@pytest.mark.parametrize(
    ("made", "start", "until"),
    [
        (quarter(2025, 1), "2025-01-01", "2025-03-31"),
        (quarter(2025, 2), "2025-04-01", "2025-06-30"),
        (quarter(2025, 3), "2025-07-01", "2025-09-30"),
        (quarter(2025, 4), "2025-10-01", "2025-12-31"),
        (half_year(2025, 1), "2025-01-01", "2025-06-30"),
        (half_year(2025, 2), "2025-07-01", "2025-12-31"),
        (calendar_year(2024), "2024-01-01", "2024-12-31"),
    ],
)
def test_calendar_periods(made: Period, start: str, until: str) -> None:
    assert made == period(start, until)


@pytest.mark.parametrize("number", [0, 5])
def test_a_year_has_four_quarters(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        quarter(2025, number)


def test_a_period_does_not_end_before_it_starts() -> None:
    assert period("2025-01-01", "2025-01-01").until == day("2025-01-01")
    with pytest.raises(ValueError, match="ends before it starts"):
        period("2025-01-02", "2025-01-01")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-03-03", quarter(2025, 4)),
        ("2026-01-01", quarter(2025, 4)),
        ("2025-12-31", quarter(2025, 3)),
        ("2025-07-01", quarter(2025, 2)),
    ],
)
def test_the_previous_quarter_of_a_day(on: str, expected: Period) -> None:
    assert previous_quarter(day(on)) == expected


def test_quarters_of_a_project_are_cut_to_its_time() -> None:
    project = period("2025-08-15", "2026-05-31")

    assert quarters_of(project) == [
        period("2025-08-15", "2025-09-30"),
        quarter(2025, 4),
        quarter(2026, 1),
        period("2026-04-01", "2026-05-31"),
    ]


def test_half_years_and_years_of_a_project() -> None:
    project = period("2025-08-15", "2026-05-31")

    assert half_years_of(project) == [
        period("2025-08-15", "2025-12-31"),
        period("2026-01-01", "2026-05-31"),
    ]
    assert years_of(project) == half_years_of(project)


def test_periods_apart_have_no_days_in_common() -> None:
    assert quarter(2025, 1).clipped_to(quarter(2025, 2)) is None


DAYS = st.dates(min_value=day("1990-01-01"), max_value=day("2060-12-31"))


@given(DAYS, st.integers(0, 3000))
def test_the_quarters_of_a_project_cover_it_day_by_day(start: dt.date, length: int) -> None:
    project = Period(start, start + dt.timedelta(days=length))

    quarters = quarters_of(project)

    assert (quarters[0].start, quarters[-1].until) == (project.start, project.until)
    for earlier, later in pairwise(quarters):
        assert later.start - earlier.until == dt.timedelta(days=1)


@given(DAYS)
def test_a_day_lies_in_its_quarter_and_the_previous_one_ends_before_that(on: dt.date) -> None:
    current = quarter_of(on)

    assert current.start <= on <= current.until
    assert current.start - previous_quarter(on).until == dt.timedelta(days=1)
