"""Goal attainment scaling: how far goals are reached, as one T-score (Kiresuk & Sherman 1968)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

LEVELS = (-2, -1, 0, 1, 2)  # 0 is the expected outcome
SHARED = Decimal("0.3")  # rho: the correlation between goals that Kiresuk & Sherman assume
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Attained:
    """A goal's level, -2 to +2, with its importance and difficulty, both 0 to 3."""

    level: int
    importance: int = 1
    difficulty: int = 1

    @property
    def weight(self) -> int:
        return self.importance * self.difficulty


def baseline(*, can_get_worse: bool) -> int:
    """The level on the day the goal was set: one below the expected, or the lowest when nothing is worse."""
    return -1 if can_get_worse else -2


def t_score(goals: Iterable[Attained]) -> Decimal | None:
    """The T-score with two decimals, halves up; 50 is as expected. None without goals.

    T = 50 + 10·Σ(w·x) / √((1−ρ)·Σw² + ρ·(Σw)²). When every weight is zero each goal weighs one.
    """
    attained = list(goals)
    if not attained:
        return None
    weights = [goal.weight for goal in attained]
    return weighted_t_score([goal.level for goal in attained], weights)


def weighted_t_score(levels: list[int], weights: list[int]) -> Decimal:
    """The T-score of levels with their weights, at least one; raises ValueError for other numbers."""
    if len(levels) != len(weights) or not levels:
        raise ValueError("Each level has one weight, and there is at least one.")
    if not set(levels) <= set(LEVELS) or min(weights) < 0:
        raise ValueError("A level is from -2 to +2, a weight is not negative.")
    shares = weights if any(weights) else [1] * len(weights)
    attained = Decimal(sum(weight * level for weight, level in zip(shares, levels, strict=True)))
    alone = (1 - SHARED) * sum(weight**2 for weight in shares)
    together = SHARED * sum(shares) ** 2
    return (50 + 10 * attained / (alone + together).sqrt()).quantize(HUNDREDTH, ROUND_HALF_UP)
