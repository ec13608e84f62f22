"""What one participant's facts say: age, unemployment, completeness, the exit and its window."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.rules.ages import age_on
from clients.rules.stays import add_months
from reporting.rules.citizenship import EU_MEMBER_STATES, is_third_country
from reporting.rules.participants import (
    Participant,
    StayFacts,
    age_at_entry,
    deciding_status,
    eura_end_status,
    final_exit,
    follow_up_on,
    has_entered,
    is_complete,
    is_long_term_unemployed,
    labour_status_on,
    results_shown,
    window_state,
)
from tests.reporting.people import TODAY, day, event, person, random_populations, stay


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        pytest.param("2024-08-31", 6, "2025-02-28", id="B14"),
        pytest.param("2023-08-31", 6, "2024-02-29", id="leap year"),
        pytest.param("2024-02-29", 12, "2025-02-28", id="29.2. + 12 months = 28.2."),
        pytest.param("2024-12-31", 2, "2025-02-28", id="over the year's end"),
        pytest.param("2024-10-31", 1, "2024-11-30", id="a shorter month"),
        pytest.param("2024-11-30", 1, "2024-12-30", id="a longer month keeps the day"),
        pytest.param("2024-06-15", 6, "2024-12-15", id="to December"),
        pytest.param("2024-06-15", 0, "2024-06-15", id="no months"),
    ],
)
def test_months_are_calendar_months_with_the_end_clamped(start: str, months: int, expected: str) -> None:
    assert add_months(day(start), months) == day(expected)


@given(st.dates(min_value=day("1950-01-01"), max_value=day("2050-12-31")), st.integers(0, 240))
def test_adding_months_lands_in_the_right_month_and_never_after_the_day(start: dt.date, months: int) -> None:
    later = add_months(start, months)

    assert (later.year - start.year) * 12 + later.month - start.month == months
    assert later.day <= start.day
    assert later.day == start.day or (later + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("born_on", "entry_on", "expected"),
    [
        pytest.param("1994-10-01", "2024-10-01", 30, id="B1"),
        pytest.param("1995-01-15", "2024-10-01", 29, id="B2"),
        pytest.param("1969-09-30", "2024-09-30", 55, id="B3"),
        pytest.param("1969-10-01", "2024-09-30", 54, id="B4"),
        pytest.param("2000-02-29", "2018-02-28", 17, id="B5 the day before"),
        pytest.param("2000-02-29", "2018-03-01", 18, id="B5 the day"),
        pytest.param("2000-02-29", "2020-02-29", 20, id="29.2. in a leap year"),
        pytest.param("2006-10-02", "2024-10-01", 17, id="birthday tomorrow"),
    ],
)
def test_age_is_completed_years_on_the_first_entry_date(born_on: str, entry_on: str, expected: int) -> None:
    participant = person(stay(entry_on), stay("2026-01-01"), born_on=day(born_on))

    assert age_at_entry(participant) == expected


def test_age_is_unknown_without_a_birth_date() -> None:
    assert age_at_entry(person(born_on=None)) is None


NOT_ON_LEAP_DAYS = st.dates(max_value=day("2024-01-01")).filter(lambda on: (on.month, on.day) != (2, 29))


@given(NOT_ON_LEAP_DAYS, st.integers(0, 100))
def test_somebody_is_n_years_old_from_the_birthday_on_and_not_before(born_on: dt.date, years: int) -> None:
    birthday = born_on.replace(year=born_on.year + years)

    assert age_on(born_on, birthday) == years
    assert age_on(born_on, birthday - dt.timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("since", "entry_on", "expected"),
    [
        pytest.param("2023-09-30", "2024-09-30", True, id="B6"),
        pytest.param("2024-02-04", "2025-02-03", False, id="B7"),
        pytest.param("2024-02-04", "2025-02-04", True, id="B7 a day later"),
        pytest.param("2024-02-29", "2025-02-28", True, id="29.2. + 12 months = 28.2."),
        pytest.param("2024-02-29", "2025-02-27", False, id="the day before that"),
        pytest.param("2025-09-30", "2024-09-30", False, id="after the entry"),
        pytest.param(None, "2024-09-30", False, id="start not known"),
    ],
)
def test_long_term_unemployment_is_twelve_months_on_the_entry_date(
    since: str | None, entry_on: str, expected: bool
) -> None:
    participant = person(stay(entry_on, unemployed_since=since and day(since)))

    assert is_long_term_unemployed(participant) is expected


@pytest.mark.parametrize(
    ("born_on", "since", "age_split", "expected"),
    [
        pytest.param("2002-06-01", "2024-03-01", False, False, id="B8 without the split"),
        pytest.param("2002-06-01", "2024-03-01", True, True, id="B8 with the split"),
        pytest.param("2002-06-01", "2024-04-01", True, False, id="six months are not over six"),
        pytest.param("2002-06-01", "2024-03-31", True, True, id="six months and a day"),
        pytest.param("1999-10-02", "2024-03-01", True, True, id="24 years"),
        pytest.param("1999-10-01", "2024-03-01", True, False, id="25 years"),
        pytest.param(None, "2024-03-01", True, False, id="age not known"),
    ],
)
def test_the_age_split_asks_over_six_months_under_25(
    born_on: str | None, since: str, age_split: bool, expected: bool
) -> None:
    participant = person(
        stay("2024-10-01", unemployed_since=day(since)), born_on=None if born_on is None else day(born_on)
    )

    assert is_long_term_unemployed(participant, age_split=age_split) is expected


def test_the_months_of_long_term_unemployment_are_a_setting() -> None:
    participant = person(stay("2024-10-01", unemployed_since=day("2024-04-01")))

    assert is_long_term_unemployed(participant, 6)
    assert not is_long_term_unemployed(participant, 7)


@pytest.mark.parametrize("status", ["inactive", "employed", None])
def test_only_the_unemployed_are_long_term_unemployed(status: str | None) -> None:
    participant = person(stay(entry_status=status, unemployed_since=day("2020-01-01")))

    assert not is_long_term_unemployed(participant)


@pytest.mark.parametrize(
    "participant",
    [
        pytest.param(person(gender=None), id="A10 gender"),
        pytest.param(person(born_on=None), id="A10 birth date"),
        pytest.param(person(stay(entry_status=None)), id="A10 employment status"),
        pytest.param(person(stay(education_level=None)), id="A10 education"),
        pytest.param(person(stay(education_level=9)), id="B11 education unknown"),
        pytest.param(person(stay(education_level=None), stay("2025-02-01")), id="re-entry does not complete"),
    ],
)
def test_a_record_without_a_required_item_is_incomplete(participant: Participant) -> None:
    assert not is_complete(participant)


@pytest.mark.parametrize(
    "participant",
    [
        pytest.param(person(), id="A11 disability and minority are not asked"),
        pytest.param(person(citizenship=None, parents_born_abroad=None), id="origin not answered"),
        pytest.param(person(stay(unemployed_since=None)), id="start of unemployment not known"),
        pytest.param(person(stay(in_education_at_entry=None)), id="studies not answered"),
        pytest.param(person(stay(education_level=0)), id="no education at all"),
        pytest.param(person(stay(exit_on="2025-01-01")), id="exit data missing"),
    ],
)
def test_the_other_items_leave_a_record_complete(participant: Participant) -> None:
    assert is_complete(participant)


def test_a_participant_has_entered_from_the_first_day_on() -> None:
    participant = person(stay("2024-10-01"), stay("2025-10-01"))

    assert not has_entered(participant, day("2024-09-30"))
    assert has_entered(participant, day("2024-10-01"))


@pytest.mark.parametrize("stays", [(), (stay("2025-01-01"), stay("2024-01-01"))])
def test_stays_are_one_or_more_by_entry_date(stays: tuple[StayFacts, ...]) -> None:
    with pytest.raises(ValueError, match="id-1"):
        replace(person(), stays=stays)


def test_there_are_27_member_states_and_the_free_movement_states_are_a_setting() -> None:
    third = ["GB", "UA", "XX", "FO"]

    assert len(EU_MEMBER_STATES) == 27
    assert not any(is_third_country(code) for code in [*EU_MEMBER_STATES, "AX", "GL"])
    assert all(is_third_country(code, free_movement_counts=False) for code in third)
    assert all(is_third_country(code) for code in [*third, "NO", "IS", "LI", "CH"])
    assert not any(is_third_country(code, free_movement_counts=False) for code in ["NO", "IS", "LI", "CH"])


RETURNER = person(stay("2024-01-10", "2024-06-30", exit_status="employed"), stay("2024-09-01", "2025-01-31"))


@pytest.mark.parametrize(
    ("cutoff", "expected"),
    [
        pytest.param("2024-01-09", None, id="before the entry"),
        pytest.param("2024-06-29", None, id="the day before the exit"),
        pytest.param("2024-06-30", "2024-06-30", id="on the exit"),
        pytest.param("2024-08-31", "2024-06-30", id="the day before the return"),
        pytest.param("2024-09-01", None, id="returned"),
        pytest.param("2025-01-30", None, id="the day before the last exit"),
        pytest.param("2025-01-31", "2025-01-31", id="on the last exit"),
    ],
)
def test_the_final_exit_is_that_of_the_last_stay_begun_by_the_cutoff(
    cutoff: str, expected: str | None
) -> None:
    left = final_exit(RETURNER, day(cutoff))

    assert (left and left.on) == (expected and day(expected))


@pytest.mark.parametrize(
    ("cutoff", "expected"),
    [
        ("2025-02-28", "not_left"),
        ("2025-03-01", "open"),
        ("2025-03-28", "open"),
        ("2025-03-29", "closed"),
        ("2025-04-30", "closed"),
    ],
)
def test_the_window_closes_on_the_28th_day_after_the_exit(cutoff: str, expected: str) -> None:
    participant = person(stay(exit_on="2025-03-01", exit_status="employed"))

    assert window_state(participant, day(cutoff)) == expected


@pytest.mark.parametrize(
    ("exit_status", "events", "expected"),
    [
        pytest.param("unemployed", [], "unemployed", id="exit status alone"),
        pytest.param(None, [], None, id="nothing known"),
        pytest.param(None, [("2025-03-10", "inactive")], "inactive", id="an event alone"),
        pytest.param("unemployed", [("2025-03-21", "employed")], "employed", id="A1 job after 20 days"),
        pytest.param("employed", [("2025-03-21", "unemployed")], "unemployed", id="A2 job lost again"),
        pytest.param("unemployed", [("2025-03-29", "employed")], "employed", id="B12 day 28"),
        pytest.param("unemployed", [("2025-03-30", "employed")], "unemployed", id="B13 day 29"),
        pytest.param("unemployed", [("2025-03-01", "employed")], "employed", id="event beats exit status"),
        pytest.param("unemployed", [("2025-02-28", "employed")], "unemployed", id="event before the exit"),
        pytest.param(
            "inactive",
            [("2025-03-20", "unemployed"), ("2025-03-05", "employed")],
            "unemployed",
            id="the latest by date, however listed",
        ),
        pytest.param(
            "inactive",
            [("2025-03-05", "unemployed"), ("2025-03-05", "employed")],
            "employed",
            id="on one day the later listed",
        ),
    ],
)
def test_the_last_status_within_the_window_decides(
    exit_status: str | None, events: list[tuple[str, str]], expected: str | None
) -> None:
    leaver = person(
        stay(
            exit_on="2025-03-01",
            exit_status=exit_status,
            later_events=tuple(event(on, status) for on, status in events),
        )
    )

    left = final_exit(leaver, day("2025-03-29"))

    assert left is not None
    assert deciding_status(left) == expected


def test_the_length_of_the_window_is_a_setting() -> None:
    leaver = person(stay(exit_on="2025-03-01", later_events=(event("2025-03-29", "employed"),)))

    assert results_shown(leaver, day("2025-03-28"), window_days=27) == set()
    assert results_shown(leaver, day("2025-03-29"), window_days=28) == {"EECR04"}


def test_no_labour_status_after_an_exit_that_has_not_been() -> None:
    assert labour_status_on(stay(), TODAY) is None


@pytest.mark.parametrize(
    ("cutoff", "expected"), [("2025-02-27", set()), ("2025-02-28", {"EECR05", "EECR06"})]
)
def test_longer_term_results_are_due_six_months_after_the_exit(cutoff: str, expected: set[str]) -> None:
    leaver = person(stay("2024-03-01", "2024-08-31", six_month_status="improved"))

    assert results_shown(leaver, day(cutoff)) == expected


def test_b14_the_follow_up_day_is_the_clamped_end_of_the_month() -> None:
    left = final_exit(person(stay("2024-03-01", "2024-08-31")), TODAY)

    assert left is not None
    assert follow_up_on(left) == day("2025-02-28")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"exit_status": "employed", "exit_in_education": True}, "at_work"),
        ({"exit_status": "self_employed", "exit_in_education": True}, "entrepreneur"),
        ({"exit_status": "unemployed", "exit_in_education": True}, "studying"),
        ({"exit_status": "inactive", "exit_in_education": True}, "studying"),
        ({"exit_status": "unemployed"}, "job_seeker"),
        ({"exit_status": "inactive"}, "none_of_these"),
        ({"exit_status": None, "exit_in_education": True}, None),
        ({"exit_status": "inactive", "later_events": (event("2025-03-01", "employed"),)}, "at_work"),
        ({"exit_status": "inactive", "later_events": (event("2025-03-02", "employed"),)}, "none_of_these"),
    ],
)
def test_eura_end_status_on_the_day_of_leaving(facts: dict[str, Any], expected: str | None) -> None:
    assert eura_end_status(stay(exit_on="2025-03-01", **facts)) == expected


def test_there_is_no_eura_end_status_while_the_stay_goes_on() -> None:
    assert eura_end_status(stay(exit_status="employed")) is None


@given(random_populations(), st.dates(min_value=day("2023-12-01"), max_value=TODAY))
def test_job_search_and_job_are_never_shown_by_one_person(
    participants: tuple[Participant, ...], cutoff: dt.date
) -> None:
    assert not any({"EECR01", "EECR04"} <= results_shown(person, cutoff) for person in participants)
