"""Which small counts of people a copy that leaves the project hides; nothing here knows of documents.

One copy by itself is protected: no small count follows from the figures shown in it. A larger one that is
hidden for company may, where the others are nobody. Whoever holds the copies of two successive periods can
still subtract their cumulative figures.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from reporting.rendering.snapshot import CellsPart

THRESHOLD = 5  # counts of people from 1 to 4 are small (ESF rules of the program, Period)

# First = sum of the others, in every column; the last four follow from the first six and are listed so that
# the rule "never exactly one hidden" holds for each sum a reader can form.
SUMS: tuple[tuple[str, ...], ...] = (
    ("EECO01", "EECO02", "EECO04", "EECO05"),
    ("EECO01", "EECO09", "EECO10", "EECO11"),
    ("EECO02+04", "EECO02", "EECO04"),
    ("EECO02+05", "EECO02", "EECO05"),
    ("EECO06+07", "EECO06", "EECO07"),
    ("EECO10+11", "EECO10", "EECO11"),
    ("EECO02+04+05", "EECO01"),
    ("EECO01", "EECO02+04", "EECO05"),
    ("EECO01", "EECO02+05", "EECO04"),
    ("EECO01", "EECO09", "EECO10+11"),
)
# The number of participants is shown by municipality whatever its size, so hiding it here would be idle.
ALWAYS_SHOWN = frozenset({"EECO01", "EECO02+04+05"})


@dataclass(frozen=True)
class Hidden:
    """Codes whose total is hidden, and codes whose women, men and non-binary are hidden."""

    totals: frozenset[str]
    breakdowns: frozenset[str]


def is_small(count: int, threshold: int = THRESHOLD) -> bool:
    """Whether a count of people, or its fall in the period, is hidden. Nobody (0) is no one's secret.

    A threshold of 0 hides nothing, here and below.
    """
    return 0 < abs(count) < threshold


def hides_share(numerator: int, denominator: int, threshold: int = THRESHOLD) -> bool:
    """Whether a share tells of few people: of those who reached the target or of those who did not."""
    return is_small(numerator, threshold) or is_small(denominator - numerator, threshold)


def hidden_figures(
    rows: Mapping[str, CellsPart], threshold: int = THRESHOLD, shown_totals: Collection[str] = ()
) -> Hidden:
    """What to hide in one table of counts of people by code.

    Women, men and non-binary of a row are hidden together, so that none follows from the total. A hidden row
    takes another of the same sum with it, the smallest, until at least two are hidden that together are no
    small count. `shown_totals` are codes whose total is public anyway. Rows without a breakdown are entities,
    not people, and stay.
    """
    totals = {
        code: cells["total"]
        for code, cells in rows.items()
        if cells["total"] is not None and cells["W"] is not None
    }
    small_totals = {code for code, total in totals.items() if is_small(total, threshold)}
    small_parts = {code for code in totals if any(is_small(part, threshold) for part in _parts(rows[code]))}
    hidden_totals = _with_partners(small_totals - set(shown_totals), totals, threshold, shown_totals)
    hidden_breakdowns = _with_partners(small_parts | small_totals | hidden_totals, totals, threshold, ())
    return Hidden(totals=hidden_totals, breakdowns=hidden_breakdowns)


def _parts(cells: CellsPart) -> Iterable[int]:
    return (part for part in (cells["W"], cells["M"], cells["NB"]) if part is not None)


def _with_partners(
    first: Collection[str], totals: Mapping[str, int], threshold: int, shown: Collection[str]
) -> frozenset[str]:
    """The codes of `first` and those that must be hidden with them so that no sum gives one away."""
    hidden = set(first)
    sums = [codes for codes in SUMS if all(code in totals for code in codes)]
    while partners := {
        partner for codes in sums if (partner := _partner(codes, hidden, totals, threshold, shown))
    }:
        hidden |= partners
    return frozenset(hidden)


def _partner(
    codes: tuple[str, ...],
    hidden: Collection[str],
    totals: Mapping[str, int],
    threshold: int,
    shown: Collection[str],
) -> str | None:
    """The further code one sum needs hidden; None when it gives nothing away or has nothing left to hide."""
    already = [code for code in codes if code in hidden]
    enough = len(already) > 1 and (
        codes[0] in hidden or abs(sum(totals[code] for code in already)) >= threshold
    )
    candidates = [code for code in codes if code not in hidden and code not in shown]
    if not already or enough or not candidates:
        return None
    whole = codes[0]
    return min(candidates, key=lambda code: (totals[code] == 0, code == whole, abs(totals[code]), code))
