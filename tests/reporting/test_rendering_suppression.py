"""Small counts in copies that leave the project: hidden, and not to be computed from what is shown."""

from collections import Counter
from collections.abc import Collection
from fractions import Fraction
from itertools import combinations

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.rendering.snapshot import CellsPart
from reporting.rendering.suppression import ALWAYS_SHOWN, SUMS, Hidden, hidden_figures, hides_share, is_small
from reporting.rules.catalogue import CATALOGUE
from tests.reporting.sample_snapshot import people

COLUMNS = ("W", "M", "NB", "total")
STATUS = {"unemployed": "EECO02", "inactive": "EECO04", "employed": "EECO05"}
EDUCATION = {"basic": "EECO09", "secondary": "EECO10", "tertiary": "EECO11"}
AGE = {"child": "EECO06", "young": "EECO07", "middle": None, "old": "EECO08"}
Cell = tuple[str, str]  # code and column
CODES = sorted({code for codes in SUMS for code in codes})

persons = st.tuples(
    st.sampled_from(["W", "W", "W", "M", "M", "NB"]),
    st.sampled_from(sorted(STATUS)),
    st.sampled_from(sorted(EDUCATION)),
    st.sampled_from(sorted(AGE)),
)


@pytest.mark.parametrize(
    ("count", "small"), [(0, False), (1, True), (4, True), (5, False), (-1, True), (-5, False)]
)
def test_small_counts_are_one_to_four(count: int, small: bool) -> None:
    assert is_small(count) is small


@pytest.mark.parametrize(
    ("numerator", "denominator", "hidden"),
    [(4, 80, True), (76, 80, True), (5, 80, False), (75, 80, False), (0, 80, False), (80, 80, False)],
)
def test_share_tells_of_those_who_reached_the_target_and_of_the_others(
    numerator: int, denominator: int, hidden: bool
) -> None:
    assert hides_share(numerator, denominator) is hidden


def test_large_counts_are_all_shown() -> None:
    hidden = hidden_figures({"EECO13": people(5, 6, 0), "EECO14": people(0, 0, 0)})

    assert hidden == Hidden(totals=frozenset(), breakdowns=frozenset())


def test_small_part_takes_its_neighbours_but_not_the_total() -> None:
    hidden = hidden_figures({"EECO13": people(9, 2, 0)})

    assert hidden == Hidden(totals=frozenset(), breakdowns=frozenset({"EECO13"}))


def test_small_total_takes_the_smallest_row_of_its_sum_along() -> None:
    rows = {
        "EECO01": people(30, 30, 0),
        "EECO02": people(20, 18, 0),
        "EECO04": people(3, 0, 0),
        "EECO05": people(7, 12, 0),
    }

    hidden = hidden_figures(rows)

    assert hidden.totals == {"EECO04", "EECO05"}
    assert hidden.breakdowns == {"EECO04", "EECO05"}


def test_two_small_totals_whose_sum_is_small_take_a_third() -> None:
    rows = {
        "EECO01": people(30, 10, 0),
        "EECO02": people(29, 9, 0),
        "EECO04": people(1, 0, 0),
        "EECO05": people(0, 1, 0),
    }

    hidden = hidden_figures(rows)

    assert hidden.totals == {"EECO02", "EECO04", "EECO05"}


def test_total_that_is_public_anyway_stays() -> None:
    rows = {"EECO01": people(2, 1, 0), "EECO02+04+05": people(2, 1, 0)}

    hidden = hidden_figures(rows, shown_totals=ALWAYS_SHOWN)

    assert hidden == Hidden(totals=frozenset(), breakdowns=frozenset(rows))


def test_supported_organisations_and_missing_figures_are_not_people() -> None:
    rows: dict[str, CellsPart] = {
        "EECO18": {"total": 2, "W": None, "M": None, "NB": None},
        "EECO12": {"total": None, "W": None, "M": None, "NB": None},
    }

    hidden = hidden_figures(rows)

    assert hidden == Hidden(totals=frozenset(), breakdowns=frozenset())


def test_threshold_is_a_setting() -> None:
    rows = {"EECO13": people(9, 9, 0)}

    assert hidden_figures(rows, threshold=10).breakdowns == {"EECO13"}
    assert hidden_figures(rows, threshold=0).breakdowns == frozenset()


def test_sums_hold_every_reserved_sum_of_the_catalogue() -> None:
    reserved = {code: set(indicator.parts) for code, indicator in CATALOGUE.items() if indicator.parts}
    everybody = reserved.pop("EECO02+04+05")

    listed = {codes[0]: set(codes[1:]) for codes in SUMS if codes[0] in reserved}

    assert listed == reserved
    assert ("EECO01", *sorted(everybody)) in SUMS


def test_rows_hidden_two_by_two_follow_from_no_combination_of_sums() -> None:
    """The rule looks at one sum at a time; that this is enough is proven here for every set of rows."""
    sets = (frozenset(chosen) for size in range(1, len(CODES) + 1) for chosen in combinations(CODES, size))

    allowed = [hidden for hidden in sets if all(len(hidden.intersection(codes)) != 1 for codes in SUMS)]

    assert len(allowed) == 524
    assert [hidden for hidden in allowed if determined(hidden)] == []


@settings(max_examples=60, deadline=None)
@given(st.lists(persons, max_size=60), st.booleans())
def test_no_small_count_can_be_computed_from_the_shown_ones(
    population: list[tuple[str, str, str, str]], total_is_public: bool
) -> None:
    rows = table(population)
    shown_totals = ALWAYS_SHOWN if total_is_public else frozenset()
    small = {
        (code, column)
        for code, column, value in figures(rows)
        if is_small(value) and not (column == "total" and code in shown_totals)
    }

    hidden = hidden_figures(rows, shown_totals=shown_totals)

    secrets = {
        (code, column)
        for code, column, _value in figures(rows)
        if code in (hidden.totals if column == "total" else hidden.breakdowns)
    }
    assert secrets >= small
    assert known_to_an_attacker(rows, secrets).isdisjoint(small)


def table(population: list[tuple[str, str, str, str]]) -> dict[str, CellsPart]:
    """The outputs of a population and the sums reserved of them."""
    counts: dict[str, Counter[str]] = {code: Counter() for code in (*CODES, "EECO08")}
    for gender, status, education, age in population:
        counted = {"EECO01", STATUS[status], EDUCATION[education], AGE[age]}
        sums = {code for code in CODES if counted.intersection(CATALOGUE[code].parts)}
        for code in (counted | sums) - {None}:
            counts[str(code)][gender] += 1
    return {code: people(count["W"], count["M"], count["NB"]) for code, count in counts.items()}


def figures(rows: dict[str, CellsPart]) -> list[tuple[str, str, int]]:
    """All cells as code, column, value."""
    return [
        (code, column, int(value))
        for code, cells in rows.items()
        for column, value in cells.items()
        if isinstance(value, int)
    ]


def known_to_an_attacker(rows: dict[str, CellsPart], secrets: set[Cell]) -> set[Cell]:
    """Hidden cells whose value follows from the shown ones for a reader who knows that none is negative."""
    unknown = {(code, column): z3.Int(f"{code} {column}") for code, column, _value in figures(rows)}
    values = {(code, column): value for code, column, value in figures(rows)}
    reader = z3.Solver()
    reader.add(*(variable >= 0 for variable in unknown.values()))
    for code in rows:
        reader.add(unknown[code, "total"] == sum(unknown[code, gender] for gender in ("W", "M", "NB")))
    for whole, *parts in SUMS:
        reader.add(
            *(unknown[whole, column] == sum(unknown[part, column] for part in parts) for column in COLUMNS)
        )
    reader.add(*(unknown[cell] == values[cell] for cell in values.keys() - secrets))
    return {cell for cell in secrets if reader.check(unknown[cell] != values[cell]) == z3.unsat}


def determined(hidden: Collection[str]) -> bool:
    """Whether Gaussian elimination over all sums leaves one hidden row alone in an equation."""
    unknowns = sorted(hidden)
    equations = [[Fraction((code == codes[0]) - (code in codes[1:])) for code in unknowns] for codes in SUMS]
    for column in range(len(unknowns)):
        pivot = next((row for row in equations if row[column] and not any(row[:column])), None)
        if pivot is None:
            continue
        for row in equations:
            if row is not pivot and (factor := row[column] / pivot[column]):
                row[:] = [value - factor * base for value, base in zip(row, pivot, strict=True)]
    return any(sum(map(bool, row)) == 1 for row in equations)
