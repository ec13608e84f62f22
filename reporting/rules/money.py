"""Euros computed by the program: rounding to cents, shares of a sum, and tables whose sums stay whole.

Sums somebody has decided are stored as entered and do not pass here. Everything is Decimal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
EURO = Decimal(1)


def cents(amount: Decimal) -> Decimal:
    """The amount in whole cents, half a cent up."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def whole_euros(amount: Decimal) -> Decimal:
    """The amount in whole euros, half a euro up."""
    return amount.quantize(EURO, rounding=ROUND_HALF_UP)


def share(amount: Decimal, percent: Decimal) -> Decimal:
    """`percent` per cent of the amount, in whole cents."""
    return cents(amount * percent / 100)


def largest_remainder(total: Decimal, shares: Sequence[Decimal], unit: Decimal = EURO) -> list[Decimal]:
    """`total` divided by `shares` in whole units, so that the parts sum to it.

    The units left after rounding down go to the largest remainders; a tie goes to the larger share, then to
    the one listed first. ValueError when the total is not whole units, a share is negative or all are zero.
    """
    return [part * unit for part in _whole_parts(_units(total, unit), shares)]


def controlled_rounding(
    years: Sequence[Decimal], shares: Sequence[Decimal], unit: Decimal = EURO
) -> list[list[Decimal]]:
    """Each year's sum divided by `shares`: a row for each share, a column for each year, in whole units.

    Columns sum to the years, rows to the largest remainders of the grand total, and every cell is its exact
    share rounded down or up (Causey, Cox and Ernst 1985, Journal of the American Statistical Association
    80, 903–909). In the rare table where these row sums do not allow it, a cell may lie one unit further.
    ValueError as in `largest_remainder`.
    """
    columns = [_units(year, unit) for year in years]
    rows = _whole_parts(sum(columns), shares)
    weight = sum(shares)
    cells = [[int(column * part // weight) for column in columns] for part in shares]
    table = _Table(
        rows=[row - sum(line) for row, line in zip(rows, cells, strict=True)],
        columns=[column - sum(line[year] for line in cells) for year, column in enumerate(columns)],
        limits=[[int(column * part % weight > 0) for column in columns] for part in shares],
        placed=[[0] * len(columns) for _part in shares],
    )
    table.fill()
    return [
        [(cell + more) * unit for cell, more in zip(line, placed, strict=True)]
        for line, placed in zip(cells, table.placed, strict=True)
    ]


def _units(total: Decimal, unit: Decimal) -> int:
    units, rest = divmod(total, unit)
    if rest or total < 0:
        raise ValueError(f"{total} is not a number of whole units of {unit}")
    return int(units)


def _whole_parts(total: int, shares: Sequence[Decimal]) -> list[int]:
    weight = sum(shares)
    if not weight or min(shares) < 0:
        raise ValueError(f"shares must be positive or zero, and not all zero: {list(shares)}")
    parts = [int(total * part // weight) for part in shares]
    by_claim = sorted(
        range(len(shares)), key=lambda index: (total * shares[index] % weight, shares[index]), reverse=True
    )
    for index in by_claim[: total - sum(parts)]:
        parts[index] += 1
    return parts


@dataclass(slots=True)
class _Table:
    """Units still to be placed in cells: a transport problem, solved by augmenting paths.

    `rows` and `columns` say how many units each still needs, `limits` how many a cell takes.
    """

    rows: list[int]
    columns: list[int]
    limits: list[list[int]]
    placed: list[list[int]]

    def fill(self) -> None:
        """Place every unit; when the limits do not allow it, each cell may take one more."""
        for row, needed in enumerate(self.rows):
            for _unit in range(needed):
                while not self._place(row, set()):
                    self.limits = [[limit + 1 for limit in line] for line in self.limits]

    def _place(self, row: int, seen: set[int]) -> bool:
        """Whether a unit found a cell of the row."""
        for column in range(len(self.columns)):
            if column in seen or self.placed[row][column] >= self.limits[row][column]:
                continue
            seen.add(column)
            if self._make_way(column, row, seen):
                self.placed[row][column] += 1
                return True
        return False

    def _make_way(self, column: int, row: int, seen: set[int]) -> bool:
        """Whether the column takes a unit of the row, if need be by moving another row's unit elsewhere."""
        if self.columns[column]:
            self.columns[column] -= 1
            return True
        for other in range(len(self.rows)):
            if other != row and self.placed[other][column] and self._place(other, seen):
                self.placed[other][column] -= 1
                return True
        return False
