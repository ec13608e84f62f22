"""Working days in Finland: a table of days, and what holds for any day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.rules.workdays import (
    first_working_day,
    is_within_a_working_day,
    is_working_day,
    monday_of,
    next_working_day,
    previous_working_day,
    sunday_of,
    working_days,
)

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))


def day(text: str) -> dt.date:
    """A day of 2026, or as 6.1.2025 of another year."""
    date, month, *year = text.rstrip(".").split(".")
    return dt.date(int(year[0]) if year else 2026, int(month), int(date))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        pytest.param("3.3.", True, id="Tuesday"),
        pytest.param("7.3.", False, id="Saturday"),
        pytest.param("8.3.", False, id="Sunday"),
        pytest.param("1.1.", False, id="New Year's Day"),
        pytest.param("6.1.", False, id="Epiphany"),
        pytest.param("2.4.", True, id="Maundy Thursday"),
        pytest.param("3.4.", False, id="Good Friday"),
        pytest.param("6.4.", False, id="Easter Monday"),
        pytest.param("30.4.", True, id="the eve of May Day"),
        pytest.param("1.5.", False, id="May Day"),
        pytest.param("14.5.", False, id="Ascension Day"),
        pytest.param("19.6.", False, id="Midsummer Eve: act 150/1930, section 5"),
        pytest.param("23.6.2028", False, id="Midsummer Eve moves: the Friday from 19 to 25 June"),
        pytest.param("6.12.2027", False, id="Independence Day"),
        pytest.param("23.12.", True, id="the day before Christmas Eve"),
        pytest.param("24.12.", False, id="Christmas Eve: act 150/1930, section 5"),
        pytest.param("25.12.", False, id="Christmas Day"),
        pytest.param("31.12.", True, id="New Year's Eve"),
        pytest.param("28.2.2025", True, id="a flag day is a working day"),
    ],
)
def test_which_days_are_working_days(text: str, is_one: bool) -> None:
    """Holidays: church act 652/2023, acts on Independence Day (388/1937) and May Day (272/1944)."""
    assert is_working_day(day(text)) == is_one


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("3.3.", "2.3.", "4.3."),
        ("6.3.", "5.3.", "9.3."),
        ("7.3.", "6.3.", "9.3."),
        ("2.4.", "1.4.", "7.4."),  # over Easter
        ("18.6.", "17.6.", "22.6."),  # over Midsummer
        ("23.12.", "22.12.", "28.12."),  # over Christmas, Saint Stephen's Day on a Saturday
        ("31.12.2025", "30.12.2025", "2.1."),
    ],
)
def test_the_working_days_around_a_day(text: str, before: str, after: str) -> None:
    assert previous_working_day(day(text)) == day(before)
    assert next_working_day(day(text)) == day(after)


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        ("2.3.", "8.3.", 5),
        ("3.3.", "3.3.", 1),
        ("7.3.", "8.3.", 0),
        ("4.3.", "3.3.", 0),
        ("30.3.", "12.4.", 8),  # two weeks with Good Friday and Easter Monday
        ("21.12.", "27.12.", 3),  # the week of Christmas
    ],
)
def test_working_days_from_one_day_to_another(first: str, last: str, number: int) -> None:
    assert len(list(working_days(day(first), day(last)))) == number


@pytest.mark.parametrize(
    ("since", "on", "is_in_time"),
    [
        ("3.3.", "2.3.", False),
        ("3.3.", "3.3.", True),
        ("3.3.", "4.3.", True),
        ("3.3.", "5.3.", False),
        ("6.3.", "9.3.", True),  # from Friday to Monday
        ("2.4.", "7.4.", True),  # from Maundy Thursday to the Tuesday after Easter
        ("2.4.", "8.4.", False),
    ],
)
def test_within_one_working_day(since: str, on: str, is_in_time: bool) -> None:
    assert is_within_a_working_day(day(since), day(on)) == is_in_time


@given(DAYS)
def test_there_and_back_again(on: dt.date) -> None:
    after = next_working_day(on)

    assert is_working_day(after)
    assert list(working_days(on + dt.timedelta(days=1), after)) == [after]
    assert first_working_day(on) == (on if is_working_day(on) else after)
    assert next_working_day(previous_working_day(after)) == after


@given(DAYS)
def test_a_week_is_iso(on: dt.date) -> None:
    monday, sunday = monday_of(on), sunday_of(on)

    assert monday <= on <= sunday
    assert monday.isocalendar()[:2] == on.isocalendar()[:2] == sunday.isocalendar()[:2]
    assert (monday.isoweekday(), sunday.isoweekday()) == (1, 7)
