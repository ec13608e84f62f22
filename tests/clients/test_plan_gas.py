"""Goal attainment scaling: the published figures, and what must hold for any goals."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.rules.gas import (
    LEVELS,
    Attained,
    Course,
    Rated,
    baseline,
    score_at_start,
    score_by_day,
    score_on,
    t_score,
    weighted_t_score,
)

levels = st.sampled_from(LEVELS)
weights = st.integers(0, 9)
goals = st.lists(st.tuples(levels, weights), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("reached", "weighing", "score"),
    [
        # Kiresuk & Sherman 1968, and the vectors agreed for this program.
        ([-2, 0, -1, 2, 0, 1], [3, 5, 1, 4, 2, 6], "55.00"),
        ([-2], [1], "30.00"),
        ([-1], [1], "40.00"),
        ([0], [1], "50.00"),
        ([1], [1], "60.00"),
        ([2], [1], "70.00"),
        ([1, 1], [1, 1], "62.40"),
        ([1, 1, 1], [1, 1, 1], "63.69"),
        ([1, 1, 0], [1, 1, 1], "59.13"),
        ([0, 1], [1, 3], "58.73"),
        # All weights zero: each goal weighs one. A single zero leaves its goal out.
        ([1, 1], [0, 0], "62.40"),
        ([1, -2], [4, 0], "60.00"),
        # One goal's weight cancels out.
        ([2], [9], "70.00"),
    ],
)
def test_the_score(reached: list[int], weighing: list[int], score: str) -> None:
    assert weighted_t_score(reached, weighing) == Decimal(score)


def test_a_goal_weighs_importance_times_difficulty() -> None:
    assert t_score([Attained(0, 1, 1), Attained(1, 1, 3)]) == Decimal("58.73")


def test_without_goals_there_is_no_score() -> None:
    assert t_score([]) is None


@pytest.mark.parametrize(
    ("reached", "weighing"), [([], []), ([1], [1, 2]), ([3], [1]), ([1], [-1]), ([-3, 0], [1, 1])]
)
def test_other_numbers_are_refused(reached: list[int], weighing: list[int]) -> None:
    with pytest.raises(ValueError, match="level"):
        weighted_t_score(reached, weighing)


@pytest.mark.parametrize(("can_get_worse", "level"), [(True, -1), (False, -2)])
def test_the_baseline(can_get_worse: bool, level: int) -> None:
    assert baseline(can_get_worse=can_get_worse) == level


@given(goals, st.data())
def test_a_goal_reached_further_never_lowers_the_score(
    pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    reached, weighing = [level for level, _ in pairs], [weight for _, weight in pairs]
    index = data.draw(st.integers(0, len(pairs) - 1))
    further = data.draw(st.sampled_from([level for level in LEVELS if level >= reached[index]]))

    better = weighted_t_score([*reached[:index], further, *reached[index + 1 :]], weighing)

    assert better >= weighted_t_score(reached, weighing)


@given(goals)
def test_better_and_worse_mirror_each_other_around_fifty(pairs: list[tuple[int, int]]) -> None:
    reached, weighing = [level for level, _ in pairs], [weight for _, weight in pairs]

    total = weighted_t_score(reached, weighing) + weighted_t_score([-level for level in reached], weighing)

    assert abs(total - 100) <= Decimal("0.01")  # halves are rounded up on both sides


@given(goals, st.integers(1, 9))
def test_only_the_proportions_of_weights_matter(pairs: list[tuple[int, int]], times: int) -> None:
    reached, weighing = [level for level, _ in pairs], [weight for _, weight in pairs]

    assert weighted_t_score(reached, weighing) == weighted_t_score(
        reached, [weight * times for weight in weighing]
    )


@given(goals)
def test_the_order_of_goals_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    mixed = sorted(pairs)

    assert weighted_t_score([x for x, _ in pairs], [w for _, w in pairs]) == weighted_t_score(
        [x for x, _ in mixed], [w for _, w in mixed]
    )


SET, LATER, LAST = dt.date(2026, 1, 12), dt.date(2026, 2, 2), dt.date(2026, 3, 3)


def course(*ratings: Rated, can_get_worse: bool = True, set_on: dt.date = SET) -> Course:
    return Course(set_on, 1, 1, can_get_worse, ratings)


@pytest.mark.parametrize(
    ("goal", "start", "now"),
    [
        (course(), -1, -1),
        (course(can_get_worse=False), -2, -2),
        # Rated on the day it was set: that is where it began.
        (course(Rated(SET, 0, "together")), 0, 0),
        (course(Rated(LATER, 1, "coach")), -1, 1),
        (course(Rated(LAST, 2, "client"), Rated(LATER, 1, "coach")), -1, 2),
        # Both rated on one day: what was said together decides, then the coach.
        (course(Rated(LATER, 2, "client"), Rated(LATER, 0, "together"), Rated(LATER, 1, "coach")), -1, 0),
        (course(Rated(LATER, 2, "client"), Rated(LATER, 1, "coach")), -1, 1),
    ],
)
def test_where_a_goal_began_and_where_it_is(goal: Course, start: int, now: int) -> None:
    assert (goal.start, goal.level_on(LAST)) == (start, now)


def test_the_score_over_time() -> None:
    goals = [course(Rated(LATER, 1, "together")), course(Rated(LAST, 0, "coach"), set_on=LATER)]

    assert score_at_start(goals) == weighted_t_score([-1, -1], [1, 1])
    assert score_by_day(goals) == [
        (SET, Decimal("40.00")),
        (LATER, weighted_t_score([1, -1], [1, 1])),
        (LAST, weighted_t_score([1, 0], [1, 1])),
    ]
    assert score_on(goals, dt.date(2026, 1, 1)) is None
    assert score_by_day([]) == []
