"""Goal attainment scaling: how far goals are reached, as one T-score (Kiresuk & Sherman 1968)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

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


class Rated(NamedTuple):
    """How far a goal was on a day, and who said so."""

    on: dt.date
    level: int
    rater: str


# Of several ratings on one day the earlier in this list decides.
PREFERRED = ("together", "coach", "client")


@dataclass(frozen=True)
class Course:
    """A goal with its ratings, in any order."""

    set_on: dt.date
    importance: int
    difficulty: int
    can_get_worse: bool
    ratings: tuple[Rated, ...] = ()

    @property
    def start(self) -> int:
        """The level as it was rated on the day the goal was set, else the baseline."""
        first = self.latest(self.set_on)
        return baseline(can_get_worse=self.can_get_worse) if first is None else first.level

    def latest(self, day: dt.date) -> Rated | None:
        """The rating that counts on a day; None before the first."""
        until = [rating for rating in self.ratings if rating.on <= day]
        return max(until, key=lambda rating: (rating.on, -PREFERRED.index(rating.rater)), default=None)

    def level_on(self, day: dt.date) -> int:
        rating = self.latest(day)
        return self.start if rating is None else rating.level

    def attained(self, level: int) -> Attained:
        return Attained(level, self.importance, self.difficulty)


def score_at_start(courses: Iterable[Course]) -> Decimal | None:
    """The T-score of the levels at which the goals began."""
    return t_score(course.attained(course.start) for course in courses)


def score_on(courses: Iterable[Course], day: dt.date) -> Decimal | None:
    """The T-score of the goals that were set by a day, at their levels of that day."""
    return t_score(course.attained(course.level_on(day)) for course in courses if course.set_on <= day)


def score_by_day(courses: Iterable[Course]) -> list[tuple[dt.date, Decimal]]:
    """The T-score on the first day and on every day with a rating, in order."""
    goals = list(courses)
    days = {min(goal.set_on for goal in goals)} if goals else set()
    days |= {rating.on for goal in goals for rating in goal.ratings if rating.on > goal.set_on}
    scores = ((day, score_on(goals, day)) for day in sorted(days))
    return [(day, score) for day, score in scores if score is not None]
