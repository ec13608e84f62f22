"""Checks E1–E10 and W1–W6: each fails on what is made wrong on purpose, and names what it means."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules.checks import ORDER, Check, all_checks, check_figures, check_people
from reporting.rules.indicators import (
    NOBODY,
    NOT_COLLECTED,
    Cells,
    Column,
    EsfFigures,
    EsfSettings,
    Estimate,
    Figure,
    Scope,
    compute,
)
from reporting.rules.participants import Gender, Participant, ServiceSpan
from tests.reporting.people import PROJECT, TODAY, day, event, person, random_populations, stay

UNTIL = day("2025-12-31")
SETTINGS = replace(PROJECT, areas=frozenset({"140", "263"}), min_age=18, max_age=64)


def cells(women: int, men: int = 0, non_binary: int = 0) -> Cells:
    return {"total": women + men + non_binary, "W": women, "M": men, "NB": non_binary}


def good_people() -> list[Participant]:
    """Twelve people of all three statuses, ages and levels, of whom all have left with a result."""
    statuses = ["unemployed", "inactive", "employed"]
    genders: list[Gender] = ["W", "M", "NB", "W"]
    return [
        person(
            stay(
                exit_on="2025-03-01",
                entry_status=statuses[number % 3],
                education_level=number % 9,
                exit_status="unemployed" if number % 2 else "employed",
                exit_in_education=True,
                exit_qualification=True,
                six_month_status="improved",
            ),
            number=number,
            gender=genders[number % 4],
            born_on=day(f"{1965 + 3 * number}-05-05"),
            citizenship="UA",
            parents_born_abroad=True,
        )
        for number in range(12)
    ]


def good_figures() -> EsfFigures:
    return compute(good_people(), SETTINGS, PROJECT.start, UNTIL, TODAY)


def with_figure(figures: EsfFigures, code: str, **changes: Any) -> EsfFigures:
    """The same figures with one of them wrong."""
    wrong: Figure = replace(figures.by_code[code], **changes)
    return replace(figures, by_code={**figures.by_code, code: wrong})


def with_cell(
    figures: EsfFigures, code: str, column: Column, change: int, scope: Scope = "cumulative"
) -> EsfFigures:
    """The same figures with a number added to one cell."""
    right = figures.by_code[code].cells(scope)
    return with_figure(figures, code, **{scope: {**right, column: (right[column] or 0) + change}})


def of_figures(figures: EsfFigures) -> Mapping[str, Check]:
    return {check.id: check for check in check_figures(figures)}


def of_people(
    *participants: Participant,
    settings: EsfSettings = SETTINGS,
    until: dt.date = UNTIL,
    today: dt.date = TODAY,
) -> Mapping[str, Check]:
    return {check.id: check for check in check_people(participants, settings, until, today)}


def failed(checks: Mapping[str, Check]) -> set[str]:
    return {check.id for check in checks.values() if not check.ok}


def test_all_checks_come_in_order_with_their_levels() -> None:
    checks = all_checks(good_figures(), good_people(), SETTINGS)

    assert [check.id for check in checks] == list(ORDER)
    assert all(check.level == ("error" if check.id.startswith("E") else "warning") for check in checks)
    assert [check.id for check in checks if not check.ok] == []
    assert all(check.ids == check.cells == () and str(check.detail) for check in checks)


def test_the_good_figures_have_people_in_every_indicator_compared() -> None:
    figures = good_figures()

    empty = {code for code, figure in figures.by_code.items() if not figure.cumulative["total"]}

    assert empty == {"EECO03", "EECO06", *(f"EECO{number}" for number in (12, 15, 16, 17, 18, 19))}


@pytest.mark.parametrize("column", ["total", "W", "M", "NB"])
@pytest.mark.parametrize("scope", ["in_period", "cumulative"])
@pytest.mark.parametrize(
    ("code", "change", "expected"),
    [
        ("EECO01", 1, {"E1", "E3"}),
        ("EECO03", 50, {"E2"}),
        ("EECO09", 1, {"E3"}),
        ("EECO07", 50, {"E4", "E10"}),
        ("EECO13", 50, {"E5"}),
        ("EECO14", 50, {"E5"}),
        ("EECO02+04", -1, {"E10"}),
        ("EECO02+05", 1, {"E10"}),
        ("EECO02+04+05", 1, {"E10"}),
        ("EECO06+07", 1, {"E10"}),
        ("EECO10+11", 1, {"E10"}),
    ],
)
def test_a_wrong_cell_of_an_output_fails(
    column: Column, scope: Scope, code: str, change: int, expected: set[str]
) -> None:
    checks = of_figures(with_cell(good_figures(), code, column, change, scope))

    assert failed(checks) == expected | {"E8"}
    assert all(code in checks[check_id].cells for check_id in failed(checks))


@pytest.mark.parametrize("column", ["total", "W", "M", "NB"])
@pytest.mark.parametrize("code", ["EECR01", "EECR02", "EECR03", "EECR04", "EECR05", "EECR06"])
def test_e6_a_result_is_at_most_its_reference_in_every_cell_since_the_start(
    column: Column, code: str
) -> None:
    cumulative = of_figures(with_cell(good_figures(), code, column, 50))
    in_period = of_figures(with_cell(good_figures(), code, column, 50, "in_period"))

    assert failed(cumulative) == {"E6", "E8"}
    assert code in cumulative["E6"].cells
    assert failed(in_period) == {"E8"}


@pytest.mark.parametrize("column", ["total", "W", "M", "NB"])
def test_a7_twelve_results_of_eleven_people_in_any_cell_are_an_error(column: Column) -> None:
    figures = compute([], SETTINGS, PROJECT.start, UNTIL, TODAY)
    for code, number in [("EECO02", 6), ("EECO04", 5), ("EECR04", 12)]:
        figures = with_cell(figures, code, column, number)

    check = of_figures(figures)["E6"]

    assert (check.ok, check.level) == (False, "error")
    assert check.cells == ("EECR04", "EECO02", "EECO04")
    assert "EECR04 ≤ EECO02 + EECO04: 12 > 11" in str(check.detail)


def test_a7_in_the_period_results_may_exceed_the_outputs() -> None:
    participants = [person(stay("2024-02-01", "2025-01-15", exit_status="employed"))]

    figures = compute(participants, SETTINGS, day("2025-01-01"), day("2025-03-31"), TODAY)

    assert figures.by_code["EECR04"].in_period == cells(1)
    assert figures.by_code["EECO02+04"].in_period == cells(0)
    assert of_figures(figures)["E6"].ok


def test_numbers_may_agree_while_the_people_do_not() -> None:
    stranger: Mapping[Gender, frozenset[str]] = {**NOBODY, "W": frozenset({"id-2"})}
    figures = with_figure(good_figures(), "EECR01", cumulative=cells(1), people=stranger)

    check = of_figures(figures)["E6"]

    assert (check.ok, check.ids, check.cells) == (False, ("id-2",), ("EECR01", "EECO04"))


def test_e1_names_somebody_counted_under_two_statuses() -> None:
    good = good_figures()
    twice = {**good.by_code["EECO04"].people, "W": frozenset({"id-0"})}

    check = of_figures(with_figure(good, "EECO04", people=twice))["E1"]

    assert not check.ok
    assert "id-0" in check.ids


def test_e1_names_somebody_counted_under_no_status() -> None:
    good = good_figures()
    women = good.by_code["EECO02"].people["W"]
    fewer = {**good.by_code["EECO02"].people, "W": women - {"id-0"}}

    check = of_figures(with_figure(good, "EECO02", people=fewer))["E1"]

    assert "id-0" in women
    assert (check.ok, check.ids) == (False, ("id-0",))


def test_e5_an_estimate_above_the_participants_is_an_error() -> None:
    settings = replace(SETTINGS, estimates={"EECO16": Estimate(7, 0, 0, "Housing advice, 2025")})

    figures = compute(good_people(), settings, PROJECT.start, UNTIL, TODAY)

    check = of_figures(figures)["E5"]
    assert (check.ok, check.cells) == (False, ("EECO16", "EECO01"))
    assert "7 > 6" in str(check.detail)


def test_e7_names_the_people_counted_in_both_results() -> None:
    good = good_figures()
    both = good.by_code["EECR04"].people["W"]

    check = of_figures(with_figure(good, "EECR01", people={**NOBODY, "W": both}))["E7"]

    assert (check.ok, check.ids, check.cells) == (False, tuple(sorted(both)), ("EECR01", "EECR04"))


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("EECR02", {**cells(3, 2, 1), "total": 7}),
        ("EECR02", {**cells(3, 2, 1), "NB": None}),
        ("EECO12", {**NOT_COLLECTED, "W": 1}),
        ("EECO12", {**NOT_COLLECTED, "total": 1}),
    ],
)
def test_e8_genders_add_up_or_nothing_is_collected(code: str, wrong: Cells) -> None:
    check = of_figures(with_figure(good_figures(), code, in_period=wrong))["E8"]

    assert (check.ok, check.cells) == (False, (code,))


def test_e8_organisations_have_no_gender() -> None:
    settings = replace(SETTINGS, entities={"EECO18": (day("2024-05-01"),)})

    assert of_figures(compute([], settings, PROJECT.start, UNTIL, TODAY))["E8"].ok


@pytest.mark.parametrize(
    "participant",
    [
        pytest.param(
            person(stay("2024-10-01", "2024-09-30", exit_status="inactive")), id="exit before entry"
        ),
        pytest.param(person(stay("2023-12-31")), id="entry before the project"),
        pytest.param(person(stay("2027-01-01")), id="entry after the project"),
        pytest.param(person(stay("2024-10-01"), stay("2027-01-01")), id="re-entry after the project"),
        pytest.param(person(stay("2024-10-01"), born_on=day("2024-10-01")), id="born on the entry date"),
        pytest.param(person(stay(exit_on="2027-06-02")), id="exit in the future"),
        pytest.param(person(stay(unemployed_since=day("2027-06-02"))), id="unemployment in the future"),
        pytest.param(
            person(
                stay(
                    exit_on="2025-01-01",
                    exit_status="inactive",
                    later_events=(event("2027-06-02", "employed"),),
                )
            ),
            id="event in the future",
        ),
    ],
)
def test_e9_dates_that_cannot_be(participant: Participant) -> None:
    checks = of_people(participant, person(number=2), settings=replace(SETTINGS, min_age=None))

    assert failed(checks) == {"E9"}
    assert checks["E9"].ids == ("id-1",)
    assert "1" in str(checks["E9"].detail)


@pytest.mark.parametrize(
    "participant",
    [
        pytest.param(person(stay("2024-01-01", "2024-01-01", exit_status="employed")), id="one day"),
        pytest.param(person(stay("2026-12-31")), id="last day of the project"),
        pytest.param(person(stay(exit_on="2027-06-01")), id="leaves today, after the project"),
        pytest.param(person(born_on=None), id="birth date not known"),
        pytest.param(
            person(excluded_services=(ServiceSpan("plan", day("2028-01-01")),)), id="service planned ahead"
        ),
    ],
)
def test_e9_dates_at_the_limits_are_good(participant: Participant) -> None:
    assert failed(of_people(participant)) == set()


@pytest.mark.parametrize(
    ("born_on", "ok"),
    [
        ("2006-10-01", True),
        ("2006-10-02", False),
        ("1959-10-02", True),
        ("1959-10-01", False),
    ],
)
def test_w1_the_age_rule_of_the_project(born_on: str, ok: bool) -> None:
    checks = of_people(person(stay("2024-10-01"), born_on=day(born_on)))

    assert failed(checks) == (set() if ok else {"W1"})
    assert checks["W1"].ids == (() if ok else ("id-1",))


def test_w1_needs_a_rule_and_a_birth_date() -> None:
    child = person(born_on=day("2015-01-01"))

    assert failed(of_people(child, settings=PROJECT)) == set()
    assert failed(of_people(person(born_on=None))) == set()


def test_w2_a_municipality_outside_the_project() -> None:
    moved = person(
        stay("2024-10-01", "2024-12-01", exit_status="inactive"), stay("2025-02-01", municipality="091")
    )
    elsewhere = person(stay(municipality="091"), number=2)

    checks = of_people(moved, elsewhere, person(number=3))

    assert failed(checks) == {"W2"}
    assert checks["W2"].ids == ("id-1", "id-2")
    assert of_people(elsewhere, settings=replace(SETTINGS, areas=frozenset()))["W2"].ok
    assert of_people(moved, until=day("2025-01-31"))["W2"].ok


@pytest.mark.parametrize(
    ("start_on", "end_on", "ok"),
    [
        pytest.param("2024-01-01", "2024-09-30", True, id="over before the entry"),
        pytest.param("2024-01-01", "2024-10-01", False, id="last day is the entry date"),
        pytest.param("2024-11-01", "2024-11-30", False, id="in the middle"),
        pytest.param("2024-01-01", None, False, id="goes on"),
        pytest.param("2025-03-01", None, False, id="begins on the exit date"),
        pytest.param("2025-03-02", None, True, id="begins after the exit"),
    ],
)
def test_w3_an_excluded_service_at_the_same_time(start_on: str, end_on: str | None, ok: bool) -> None:
    service = ServiceSpan("another project", day(start_on), None if end_on is None else day(end_on))

    checks = of_people(
        person(stay("2024-10-01", "2025-03-01", exit_status="employed"), excluded_services=(service,))
    )

    assert failed(checks) == (set() if ok else {"W3"})


def test_w3_looks_no_further_than_the_end_of_the_period() -> None:
    later = person(excluded_services=(ServiceSpan("another project", day("2026-01-01")),))

    assert of_people(later)["W3"].ok
    assert not of_people(later, until=day("2026-01-01"))["W3"].ok


@pytest.mark.parametrize(
    ("until", "events", "ok"),
    [
        pytest.param("2025-03-28", (), True, id="window open"),
        pytest.param("2025-03-29", (), False, id="window closed"),
        pytest.param("2025-03-29", (event("2025-03-29", "inactive"),), True, id="an event tells it"),
        pytest.param("2025-04-30", (event("2025-03-30", "inactive"),), False, id="the event is too late"),
    ],
)
def test_w4_window_closed_without_a_status(until: str, events: tuple[Any, ...], ok: bool) -> None:
    checks = of_people(person(stay(exit_on="2025-03-01", later_events=events)), until=day(until))

    assert failed(checks) == (set() if ok else {"W4"})


def test_w5_names_incomplete_records_with_a_result() -> None:
    leaver = stay(exit_on="2025-03-01", exit_status="employed")
    participants = [person(leaver), person(leaver, number=2, gender=None), person(number=3, gender=None)]

    checks = of_people(*participants)

    assert failed(checks) == {"W5"}
    assert checks["W5"].ids == ("id-2",)
    assert checks["W5"].cells == ()
    assert "1" in str(checks["W5"].detail)
    assert "3" in str(checks["W5"].detail)


def test_warnings_look_at_those_who_have_entered() -> None:
    future = person(stay("2026-02-01", municipality="091"), born_on=day("2015-01-01"))

    assert failed(of_people(future)) == set()


def test_w6_a_figure_smaller_than_in_an_earlier_report() -> None:
    good = good_figures()
    earlier = {"EECO01": 12, "EECR03": 13, "EECR02": 11, "EECO12": 4}

    check = of_figures(replace(good, earlier=earlier))["W6"]

    assert (check.ok, check.level, check.cells) == (False, "warning", ("EECR03",))
    assert "12 < 13" in str(check.detail)
    assert of_figures(good)["W6"].ok


def test_w6_tells_of_a_result_lost_by_a_return() -> None:
    returner = person(stay("2024-02-01", "2024-05-31", exit_status="employed"), stay("2024-10-01"))
    first = compute([returner], SETTINGS, PROJECT.start, day("2024-09-30"), TODAY)
    saved = {code: figure.cumulative["total"] or 0 for code, figure in first.by_code.items()}

    second = compute([returner], SETTINGS, day("2024-10-01"), day("2024-12-31"), TODAY, earlier=saved)

    assert of_figures(first)["W6"].ok
    assert of_figures(second)["W6"].cells == ("EECR04",)


DAYS = st.dates(min_value=day("2023-12-01"), max_value=TODAY)


@given(random_populations(), st.tuples(DAYS, DAYS).map(sorted), st.booleans())
def test_no_error_in_figures_computed_from_any_people(
    participants: tuple[Participant, ...], bounds: list[dt.date], age_split: bool
) -> None:
    settings = replace(
        PROJECT, age_split=age_split, long_term_months=6, degurba={"140": 3, "263": 3, "091": 1}
    )

    figures = compute(participants, settings, bounds[0], bounds[1], TODAY)

    assert failed(of_figures(figures)) == set()


@given(random_populations(), DAYS)
def test_people_named_by_a_check_are_participants_and_only_failing_checks_name_any(
    participants: tuple[Participant, ...], until: dt.date
) -> None:
    known = {participant.id for participant in participants}

    for check in check_people(participants, SETTINGS, until, TODAY):
        assert set(check.ids) <= known
        assert check.ok is not bool(check.ids)
