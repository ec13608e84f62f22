"""Money the program computes: cents, shares, and whole tables whose sums are kept."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules.money import CENT, cents, controlled_rounding, largest_remainder, share, whole_euros

QUOTAS = [Decimal(places) for places in (55, 20, 11, 10, 10)]


def decimals(*numbers: int | str) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("1.015", "1.02"), ("2.675", "2.68"), ("7", "7.00")],
)
def test_half_a_cent_is_rounded_up(amount: str, expected: str) -> None:
    assert str(cents(Decimal(amount))) == expected


@pytest.mark.parametrize(
    ("salaries", "expected", "whole"), [("48020", "19208.00", "19208"), ("96039", "38415.60", "38416")]
)
def test_d1_flat_rate_of_salaries(salaries: str, expected: str, whole: str) -> None:
    flat_rate = share(Decimal(salaries), Decimal(40))

    assert str(flat_rate) == expected
    assert str(whole_euros(flat_rate)) == whole


def test_d2_shares_of_a_cost_keep_the_sum_in_cents_and_in_whole_euros() -> None:
    cost, percents = Decimal(67228), decimals(80, 17, 3)

    assert [share(cost, percent) for percent in percents] == decimals("53782.40", "11428.76", "2016.84")
    assert largest_remainder(cost, percents, CENT) == decimals("53782.40", "11428.76", "2016.84")
    assert largest_remainder(cost, percents) == decimals(53782, 11429, 2017)


def test_d5_a_tie_goes_to_the_larger_share() -> None:
    assert largest_remainder(Decimal(50), decimals(80, 17, 3)) == decimals(40, 9, 1)
    assert largest_remainder(Decimal(50), decimals(3, 17, 80)) == decimals(1, 9, 40)


def test_a_tie_of_equal_shares_goes_to_the_first() -> None:
    assert largest_remainder(Decimal(5), decimals(1, 1, 1)) == decimals(2, 2, 1)


def test_d6_a_sum_by_quotas() -> None:
    assert largest_remainder(Decimal(45715), QUOTAS) == decimals(23720, 8625, 4744, 4313, 4313)


def test_d7_quotas_over_years_sum_both_ways_and_stay_within_a_euro() -> None:
    years = decimals(11429, 22857, 11429)

    table = controlled_rounding(years, QUOTAS)

    assert [sum(row) for row in table] == decimals(23720, 8625, 4744, 4313, 4313)
    assert [sum(column) for column in zip(*table, strict=True)] == years
    for row, quota in zip(table, QUOTAS, strict=True):
        for cell, year in zip(row, years, strict=True):
            assert abs(cell - year * quota / 106) < 1


def test_cells_that_are_whole_euros_are_not_touched() -> None:
    assert controlled_rounding(decimals(100, 200), decimals(80, 17, 3)) == [
        decimals(80, 160),
        decimals(17, 34),
        decimals(3, 6),
    ]


def test_a_table_that_whole_cells_do_not_allow_goes_one_unit_further_and_keeps_its_sums() -> None:
    years, shares = decimals(4, 7), decimals(3, 3, 5, 5, 5)

    table = controlled_rounding(years, shares)

    assert [sum(row) for row in table] == largest_remainder(Decimal(11), shares)
    assert [sum(column) for column in zip(*table, strict=True)] == years
    distances = [
        abs(cell - year * part / 21)
        for row, part in zip(table, shares, strict=True)
        for cell, year in zip(row, years, strict=True)
    ]
    assert 1 < max(distances) < 2


def test_units_may_be_cents() -> None:
    assert largest_remainder(Decimal("0.10"), decimals(1, 1, 1), CENT) == decimals("0.04", "0.03", "0.03")
    assert controlled_rounding(decimals("0.10"), decimals(1, 1, 1), CENT) == [
        decimals("0.04"),
        decimals("0.03"),
        decimals("0.03"),
    ]


@pytest.mark.parametrize(
    ("total", "shares"),
    [("10.50", (1, 1)), ("-10", (1, 1)), ("10", (0, 0)), ("10", ()), ("10", (2, -1))],
)
def test_what_cannot_be_divided_is_refused(total: str, shares: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"whole units|shares"):
        largest_remainder(Decimal(total), decimals(*shares))


SHARES = st.lists(st.integers(0, 500), min_size=1, max_size=8).filter(any)


@given(st.integers(0, 10**9), SHARES)
def test_parts_sum_to_the_total_and_lie_within_a_unit_of_their_share(total: int, shares: list[int]) -> None:
    parts = largest_remainder(Decimal(total), decimals(*shares))

    assert sum(parts) == total
    assert all(
        abs(part * sum(shares) - total * weight) < sum(shares)
        for part, weight in zip(parts, shares, strict=True)
    )


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5), SHARES)
def test_tables_sum_both_ways_and_lie_within_two_units(years: list[int], shares: list[int]) -> None:
    table = controlled_rounding(decimals(*years), decimals(*shares))

    assert [sum(row) for row in table] == largest_remainder(Decimal(sum(years)), decimals(*shares))
    assert [sum(column) for column in zip(*table, strict=True)] == years
    for row, weight in zip(table, shares, strict=True):
        for cell, year in zip(row, years, strict=True):
            assert cell >= 0
            assert abs(cell * sum(shares) - year * weight) < 2 * sum(shares)
