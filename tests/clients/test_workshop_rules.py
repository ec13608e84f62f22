"""Times away as days are marked, days of the expense allowance, periods, chains and lengths: tables of cases."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.rules.agreements import (
    Length,
    Term,
    chains,
    clash,
    first_term,
    is_too_long,
    length_of,
    trial_length,
)
from clients.rules.periods import InTheWay, Period, make_room
from clients.rules.stays import Span
from clients.rules.workdays import is_working_day
from clients.rules.workshop import Away, allowance_days, away_on, with_day, without_day

TODAY = dt.date(2026, 3, 3)  # a Tuesday
ROWS = [UUID(int=number) for number in range(1, 9)]


def day(text: str) -> dt.date:
    """A day of 2026 as 3.2."""
    date, month = text.rstrip(".").split(".")
    return dt.date(2026, int(month), int(date))


def span(first: str, last: str | None = None) -> Span:
    return Span(day(first), day(last) if last else None)


def away(text: str, row: int | None = None) -> Away:
    """A time away as "sick 2.3.-4.3."; without a second day it goes on."""
    kind, days = text.split(" ")
    first, last = days.split("-")
    return Away(kind, day(first), day(last) if last else None, None if row is None else ROWS[row])


def told(times: list[Away]) -> list[str]:
    """The times in the same words, with a star where the row is new."""
    return [
        f"{time.kind} {short(time.starts_on)}-{short(time.ends_on)}{'' if time.row else '*'}"
        for time in sorted(times, key=lambda time: time.starts_on)
    ]


def short(on: dt.date | None) -> str:
    return f"{on.day}.{on.month}." if on else ""


@pytest.mark.parametrize(
    ("times", "on", "left"),
    [
        pytest.param(["sick 3.3.-3.3."], "3.3.", [], id="a single day goes"),
        pytest.param(["sick 2.3.-3.3."], "3.3.", ["sick 2.3.-2.3."], id="shortened at the end"),
        pytest.param(["sick 2.3.-3.3."], "2.3.", ["sick 3.3.-3.3."], id="shortened at the beginning"),
        pytest.param(
            ["holiday 2.3.-6.3."], "4.3.", ["holiday 2.3.-3.3.", "holiday 5.3.-6.3.*"], id="divided"
        ),
        pytest.param(["sick 23.2.-"], "3.3.", ["sick 23.2.-2.3."], id="back today: an open end closes"),
        pytest.param(["sick 3.3.-"], "3.3.", [], id="began today without an end"),
        pytest.param(
            ["sick 23.2.-"],
            "26.2.",
            ["sick 23.2.-25.2.", "sick 27.2.-*"],
            id="a past day of one that goes on",
        ),
        pytest.param(["sick 26.2.-"], "26.2.", ["sick 27.2.-"], id="the first day of one that goes on"),
        pytest.param(["sick 2.3.-2.3."], "3.3.", ["sick 2.3.-2.3."], id="another day: nothing changes"),
        pytest.param(
            ["sick 2.3.-3.3.", "paused 3.3.-4.3."], "3.3.", ["sick 2.3.-2.3.", "paused 4.3.-4.3."], id="both"
        ),
    ],
)
def test_taking_a_day_out(times: list[str], on: str, left: list[str]) -> None:
    rows = [away(text, row) for row, text in enumerate(times)]

    assert told(without_day(rows, day(on), TODAY)) == left


@pytest.mark.parametrize(
    ("times", "on", "after"),
    [
        pytest.param([], "3.3.", ["sick 3.3.-3.3.*"], id="the first"),
        pytest.param(["sick 2.3.-2.3."], "3.3.", ["sick 2.3.-3.3."], id="the next day"),
        pytest.param(["sick 27.2.-27.2."], "2.3.", ["sick 27.2.-2.3."], id="over a weekend"),
        pytest.param(
            ["sick 26.2.-26.2."], "2.3.", ["sick 26.2.-26.2.", "sick 2.3.-2.3.*"], id="a Friday between"
        ),
        pytest.param(
            ["sick 2.4.-2.4."], "7.4.", ["sick 2.4.-7.4."], id="over Easter, which is no working day"
        ),
        pytest.param(["sick 4.3.-5.3."], "3.3.", ["sick 3.3.-5.3."], id="the day before"),
        pytest.param(["sick 2.3.-2.3.", "sick 4.3.-5.3."], "3.3.", ["sick 2.3.-5.3."], id="between two: one"),
        pytest.param(
            ["holiday 2.3.-2.3."], "3.3.", ["holiday 2.3.-2.3.", "sick 3.3.-3.3.*"], id="another reason"
        ),
        pytest.param(
            ["holiday 2.3.-6.3."],
            "4.3.",
            ["holiday 2.3.-3.3.", "sick 4.3.-4.3.*", "holiday 5.3.-6.3.*"],
            id="ill on holiday",
        ),
        pytest.param(["sick 23.2.-"], "3.3.", ["sick 23.2.-"], id="away already: nothing changes"),
        pytest.param(
            ["holiday 23.2.-"], "3.3.", ["holiday 23.2.-2.3.", "sick 3.3.-3.3.*"], id="the reason changes"
        ),
    ],
)
def test_marking_somebody_sick(times: list[str], on: str, after: list[str]) -> None:
    rows = [away(text, row) for row, text in enumerate(times)]

    assert told(with_day(rows, day(on), "sick", TODAY, is_working_day)) == after


def test_a_saturday_in_the_workshop_keeps_two_times_apart() -> None:
    friday = away("sick 27.2.-27.2.", 0)
    saturday = day("28.2.")

    after = with_day([friday], day("2.3."), "sick", TODAY, lambda on: on == saturday or is_working_day(on))

    assert told(after) == ["sick 27.2.-27.2.", "sick 2.3.-2.3.*"]


def test_the_row_that_is_there_goes_on() -> None:
    after = with_day(
        [away("sick 2.3.-2.3.", 4), away("sick 4.3.-5.3.", 5)], day("3.3."), "sick", TODAY, is_working_day
    )

    assert [time.row for time in after] == [ROWS[4]]


DAYS = st.dates(dt.date(2026, 2, 1), TODAY)
TIMES = st.lists(
    st.tuples(st.sampled_from(["sick", "holiday"]), DAYS, st.integers(0, 9) | st.none()), max_size=4
).map(
    lambda drawn: [
        Away(kind, first, None if length is None else first + dt.timedelta(days=length), ROWS[number])
        for number, (kind, first, length) in enumerate(drawn)
    ]
)


def days_away(times: list[Away], kind: str | None = None) -> set[dt.date]:
    """Every day until the end of March that is held by one of the times."""
    every = (dt.date(2026, 1, 25) + dt.timedelta(days=number) for number in range(65))
    return {on for on in every if any(time.span.holds(on) for time in times if kind in {None, time.kind})}


@given(TIMES, DAYS)
def test_taking_a_day_out_leaves_all_other_days_until_today(times: list[Away], on: dt.date) -> None:
    left = without_day(times, on, TODAY)

    known = {known for known in days_away(times) if known <= TODAY}
    assert {known for known in days_away(left) if known <= TODAY} == known - {on}
    assert all(time.ends_on is None or time.starts_on <= time.ends_on for time in left)


@given(TIMES, DAYS)
def test_a_day_marked_is_away_for_that_reason_and_no_worked_day_is_added(
    times: list[Away], on: dt.date
) -> None:
    after = with_day(times, on, "sick", TODAY, is_working_day)

    marked = away_on([time for time in after if time.kind == "sick"], on)
    assert marked is not None
    added = days_away(after, "sick") - days_away(times, "sick") - {on}
    assert not {known for known in added if is_working_day(known)}
    rows = [time.row for time in after if time.row]
    assert len(rows) == len(set(rows))


@given(TIMES, DAYS)
def test_marking_twice_is_marking_once(times: list[Away], on: dt.date) -> None:
    once = with_day(times, on, "sick", TODAY, is_working_day)

    assert with_day(once, on, "sick", TODAY, is_working_day) == once


MARCH = span("1.3.", "31.3.")


@pytest.mark.parametrize(
    ("present", "absences", "days", "doubtful"),
    [
        pytest.param([], [], [], [], id="never there"),
        pytest.param([("2.3.", 6), ("3.3.", 6)], [], ["2.3.", "3.3."], [], id="two days"),
        pytest.param([("2.3.", 3)], [], ["2.3."], [], id="half a day is a day"),
        pytest.param([("2.3.", None)], [], ["2.3."], [], id="hours not written"),
        pytest.param([("7.3.", 5)], [], ["7.3."], [], id="there on a Saturday"),
        pytest.param([("27.2.", 6), ("1.4.", 6)], [], [], [], id="outside the month"),
        pytest.param([("2.3.", 6), ("6.3.", 6)], [("3.3.", "5.3.")], ["2.3.", "6.3."], [], id="sick between"),
        pytest.param([("2.3.", 6)], [("2.3.", "2.3.")], [], ["2.3."], id="sick and there: one is wrong"),
        pytest.param(
            [("2.3.", 6), ("20.3.", 6)], [("16.3.", None)], ["2.3."], ["20.3."], id="paused, open end"
        ),
        pytest.param([("16.3.", 6)], [("2.3.", "13.3.")], ["16.3."], [], id="back from holiday"),
    ],
)
def test_days_of_the_expense_allowance(
    present: list[tuple[str, int | None]],
    absences: list[tuple[str, str | None]],
    days: list[str],
    doubtful: list[str],
) -> None:
    rows = [(day(on), None if hours is None else Decimal(hours)) for on, hours in present]

    found = allowance_days(rows, [span(*absence) for absence in absences], MARCH)

    assert [short(on) for on in found.days] == days
    assert [short(on) for on in found.doubtful] == doubtful


def test_hours_of_counted_days_alone_are_added() -> None:
    rows = [(day("2.3."), Decimal("5.5")), (day("3.3."), None), (day("4.3."), Decimal(4))]

    assert allowance_days(rows, [span("4.3.", "4.3.")], MARCH).hours == Decimal("5.5")


@pytest.mark.parametrize(
    ("periods", "new", "cut"),
    [
        pytest.param([], ("2.3.", None), {}, id="the first"),
        pytest.param([("1.1.", None)], ("2.3.", None), {0: "1.3."}, id="ends the day before"),
        pytest.param([("1.1.", "1.3.")], ("2.3.", None), {}, id="ended by itself"),
        pytest.param([("1.1.", "5.3.")], ("2.3.", None), {0: "1.3."}, id="a later end is cut"),
        pytest.param([("1.6.", None)], ("2.3.", "31.5."), {}, id="put before another"),
        pytest.param([("1.1.", "31.1."), ("1.2.", None)], ("2.3.", None), {1: "1.3."}, id="the last alone"),
    ],
)
def test_a_new_period_ends_the_earlier_one(
    periods: list[tuple[str, str | None]], new: tuple[str, str | None], cut: dict[int, str]
) -> None:
    there = [Period(ROWS[number], span(*days)) for number, days in enumerate(periods)]

    changed = make_room(span(*new), there)

    assert {ROWS.index(row): short(on) for row, on in changed.items()} == cut


@pytest.mark.parametrize("there", [("2.3.", None), ("5.3.", None), ("5.3.", "6.3.")])
def test_a_period_that_begins_later_is_in_the_way(there: tuple[str, str | None]) -> None:
    with pytest.raises(InTheWay) as caught:
        make_room(span("2.3.", None), [Period(ROWS[0], span(*there))])

    assert caught.value.starts_on == day(there[0])


def term(
    number: int,
    first: str,
    last: str,
    *,
    early: str = "",
    after: int | None = None,
    kind: str = "own_workshop",
) -> Term:
    extends = None if after is None else ROWS[after]
    return Term(ROWS[number], kind, day(first), day(last), day(early) if early else None, extends)


def test_chains_of_agreements() -> None:
    terms = [
        term(2, "1.4.", "30.4.", after=1),
        term(0, "1.2.", "28.2."),
        term(3, "1.3.", "30.6.", kind="coaching"),
        term(1, "1.3.", "31.3.", after=0),
    ]

    found = chains(terms)

    assert [[ROWS.index(one.id) for one in chain.terms] for chain in found] == [[0, 1, 2], [3]]
    assert [chain.length for chain in found] == [Length(3, 0), Length(4, 0)]


@pytest.mark.parametrize(
    ("spans", "length"),
    [
        pytest.param([], (0, 0), id="none"),
        pytest.param([("2.3.", "2.3.")], (0, 1), id="one day"),
        pytest.param([("1.1.", "30.6.")], (6, 0), id="six calendar months"),
        pytest.param([("1.1.", "1.7.")], (6, 1), id="six months and a day"),
        pytest.param([("15.1.", "14.2.")], (1, 0), id="across the end of a month"),
        pytest.param([("31.1.", "27.2.")], (1, 0), id="from the 31st: February is short"),
        pytest.param([("2.3.", "31.3.")], (0, 30), id="thirty days of a March"),
        pytest.param([("1.2.", "28.2."), ("1.3.", "31.3.")], (2, 0), id="an extension goes on"),
        pytest.param([("1.2.", "28.2."), ("15.2.", "31.3.")], (2, 0), id="days in common count once"),
        pytest.param([("2.3.", "21.3."), ("1.4.", "20.4.")], (1, 10), id="days of two times: thirty a month"),
    ],
)
def test_length_of_times_together(spans: list[tuple[str, str]], length: tuple[int, int]) -> None:
    assert length_of(span(*days) for days in spans) == Length(*length)


def test_the_length_of_trials_looks_at_real_last_days_and_trials_alone() -> None:
    terms = [
        term(0, "1.1.", "30.6.", early="31.1."),
        term(1, "1.2.", "28.2.", kind="outside_trial"),
        term(2, "1.1.", "30.6.", kind="coaching"),
    ]

    assert trial_length(terms) == Length(2, 0)


@pytest.mark.parametrize(
    ("length", "limit", "is_over"),
    [((6, 0), 6, False), ((6, 1), 6, True), ((5, 29), 6, False), ((7, 0), 6, True), ((60, 0), None, False)],
)
def test_the_limit_of_the_project(length: tuple[int, int], limit: int | None, is_over: bool) -> None:
    """TEHOA: the whole work-trial process lasts at most six months."""
    assert is_too_long(Length(*length), limit) is is_over


@pytest.mark.parametrize(
    ("today", "days", "project_ends", "expected"),
    [
        ("3.3.", 30, "30.6.", ("3.3.", "1.4.")),
        ("3.3.", 1, "30.6.", ("3.3.", "3.3.")),
        ("20.6.", 30, "30.6.", ("20.6.", "30.6.")),
        ("5.7.", 30, "30.6.", ("5.7.", "5.7.")),
    ],
)
def test_the_first_agreement(today: str, days: int, project_ends: str, expected: tuple[str, str]) -> None:
    assert first_term(day(today), days, day(project_ends)) == span(*expected)


def test_agreements_of_one_kind_do_not_run_at_the_same_time() -> None:
    terms = [term(0, "1.2.", "31.3.", early="15.3.")]

    assert clash("own_workshop", span("15.3.", "1.4."), terms) == terms[0]
    assert clash("own_workshop", span("16.3.", "1.4."), terms) is None
    assert clash("coaching", span("1.2.", "1.4."), terms) is None
