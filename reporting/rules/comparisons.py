"""The sums and limits that ESF+ figures must keep, and where given figures break them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reporting.rules.indicators import COLUMNS, SCOPES, Column, EsfFigures, Scope
from reporting.rules.participants import GENDERS

CUMULATIVE: tuple[Scope, ...] = ("cumulative",)


@dataclass(frozen=True, slots=True)
class Rule:
    """The sum of `left` equals, or is at most, the sum of `right`, for each gender and in total."""

    left: tuple[str, ...]
    sign: Literal["=", "≤"]
    right: tuple[str, ...]
    scopes: tuple[Scope, ...] = SCOPES

    def __str__(self) -> str:
        return f"{' + '.join(self.left)} {self.sign} {' + '.join(self.right)}"

    def holds(self, left: int, right: int) -> bool:
        """Whether two sums stand as the rule says."""
        return left == right if self.sign == "=" else left <= right


class Breach(NamedTuple):
    """Two sums that break a rule, and the cells they are of."""

    left: int
    right: int
    scope: Scope
    column: Column


# Results of a period belong to people who entered before it, so E6 compares the sums since the start only.
RULES: dict[str, tuple[Rule, ...]] = {
    "E1": (Rule(("EECO02", "EECO04", "EECO05"), "=", ("EECO01",)),),
    "E2": (Rule(("EECO03",), "≤", ("EECO02",)),),
    "E3": (Rule(("EECO09", "EECO10", "EECO11"), "=", ("EECO01",)),),
    "E4": (Rule(("EECO06", "EECO07", "EECO08"), "≤", ("EECO01",)),),
    "E5": tuple(Rule((f"EECO{number}",), "≤", ("EECO01",)) for number in range(12, 18)),
    "E6": (
        Rule(("EECR01",), "≤", ("EECO04",), CUMULATIVE),
        Rule(("EECR04",), "≤", ("EECO02", "EECO04"), CUMULATIVE),
        Rule(("EECR05",), "≤", ("EECO02", "EECO04"), CUMULATIVE),
        Rule(("EECR06",), "≤", ("EECO05",), CUMULATIVE),
        Rule(("EECR02",), "≤", ("EECO01",), CUMULATIVE),
        Rule(("EECR03",), "≤", ("EECO01",), CUMULATIVE),
    ),
    # SFC2021, rules 144–147, and the European Commission's news on the reserved combinations.
    "E10": (
        Rule(("EECO02", "EECO04"), "=", ("EECO02+04",)),
        Rule(("EECO02", "EECO05"), "=", ("EECO02+05",)),
        Rule(("EECO02", "EECO04", "EECO05"), "=", ("EECO02+04+05",)),
        Rule(("EECO06", "EECO07"), "=", ("EECO06+07",)),
        Rule(("EECO10", "EECO11"), "=", ("EECO10+11",)),
    ),
}


def sums(rule: Rule, figures: EsfFigures, scope: Scope, column: Column) -> tuple[int, int] | None:
    """The two sums a rule compares; None when one of the cells is not collected."""
    left = [figures.by_code[code].cells(scope)[column] for code in rule.left]
    right = [figures.by_code[code].cells(scope)[column] for code in rule.right]
    if None in left or None in right:
        return None
    return sum(filter(None, left)), sum(filter(None, right))


def breaches(rule: Rule, figures: EsfFigures) -> Iterator[Breach]:
    """The cells that break the rule."""
    for scope in rule.scopes:
        for column in COLUMNS:
            compared = sums(rule, figures, scope, column)
            if compared and not rule.holds(*compared):
                yield Breach(*compared, scope, column)


def strangers(rule: Rule, figures: EsfFigures) -> set[str]:
    """Ids of people who count more often on the left than on the right; for an equation, either way."""
    found: set[str] = set()
    for gender in GENDERS:
        left, right = (
            Counter(person for code in codes for person in figures.by_code[code].people[gender])
            for codes in (rule.left, rule.right)
        )
        found |= set(left - right)
        if rule.sign == "=":
            found |= set(right - left)
    return found
