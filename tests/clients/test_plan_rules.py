"""Frozen plans and what differs between them; two people editing one row."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.rules.merging_texts import marks_of, merge
from clients.rules.plans import GoalFacts, Part, PlanFacts, StepFacts, compare, fingerprint, freeze

DAY = dt.date(2026, 3, 3)


def step(number: int = 1, what: str = "Call the school", **facts: Any) -> StepFacts:
    return replace(StepFacts(UUID(int=number), what, "client", "", None, None), **facts)


def goal(number: int = 1, title: str = "A place to study", **facts: Any) -> GoalFacts:
    empty = GoalFacts(UUID(int=100 + number), title, "", 1, 1, True, "", "", "", "", "", None, None)
    return replace(empty, **facts)


def plan(*goals: GoalFacts, **facts: Any) -> PlanFacts:
    return replace(PlanFacts("coaching", "", "", "", "", DAY, None, goals), **facts)


def told(before: PlanFacts, after: PlanFacts) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    return [
        (part.what, part.title, part.kind, [(change.field, change.kind) for change in part.fields])
        for part in compare(freeze(before), freeze(after))
    ]


def test_a_frozen_plan_holds_keys_and_texts() -> None:
    content = freeze(plan(goal(steps=(step(due_on=DAY),), target_on=DAY), situation="Kotona."))

    assert (content["kind"], content["situation"], content["starts_on"]) == (
        "coaching",
        "Kotona.",
        "2026-03-03",
    )
    [frozen] = content["goals"]
    assert (frozen["title"], frozen["target_on"]) == ("A place to study", "2026-03-03")
    assert [(one["what"], one["doer"], one["due_on"]) for one in frozen["steps"]] == [
        ("Call the school", "client", "2026-03-03")
    ]


def test_the_fingerprint_does_not_change_with_the_program() -> None:
    """Versions in the database must stay provable: a change here is a change of the form of frozen plans."""
    content = {"goals": [], "situation": "Äiti sairas", "kind": "coaching"}

    assert fingerprint(content) == "8c9b13752edf7a934263f329e9d7f5d547901805f0751059199dc3915acb758a"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (plan(), plan(), []),
        (plan(), plan(situation="Kotona."), [("plan", "", "changed", [("situation", "added")])]),
        (plan(agreed="a"), plan(agreed="b"), [("plan", "", "changed", [("agreed", "changed")])]),
        (plan(review_on=DAY), plan(), [("plan", "", "changed", [("review_on", "removed")])]),
        (
            plan(goal(expected="On haettu.")),
            plan(goal(expected="On saatu.", importance=3)),
            [("goal", "A place to study", "changed", [("importance", "changed"), ("expected", "changed")])],
        ),
        (
            plan(goal(1, steps=(step(1),))),
            plan(goal(1, steps=(step(1, done_on=DAY), step(2, "Apply")))),
            [
                ("step", "Call the school", "changed", [("done_on", "added")]),
                ("step", "Apply", "added", [("what", "added"), ("doer", "added")]),
            ],
        ),
        (
            plan(goal(1), goal(2, "Fit")),
            plan(goal(2, "Fit"), goal(1)),
            [("plan", "", "changed", [("order", "changed")])],
        ),
    ],
)
def test_what_differs(before: PlanFacts, after: PlanFacts, expected: list[Any]) -> None:
    assert told(before, after) == expected


def test_goals_are_matched_by_their_id_not_by_their_words() -> None:
    renamed = told(plan(goal(1, "Work")), plan(goal(1, "A job")))
    another = told(plan(goal(1, "Work")), plan(goal(2, "Work")))

    assert renamed == [("goal", "A job", "changed", [("title", "changed")])]
    assert [(what, title, kind) for what, title, kind, _ in another] == [
        ("goal", "Work", "added"),
        ("goal", "Work", "removed"),
    ]


def test_a_version_that_lacks_fields_of_today_can_be_compared() -> None:
    assert compare({"situation": "a"}, {"situation": "a", "goals": []}) == []


words = st.sampled_from(["", "a", "b"])
days = st.none() | st.sampled_from([DAY, dt.date(2026, 4, 1)])
steps = st.lists(
    st.builds(
        StepFacts, st.integers(1, 3).map(lambda n: UUID(int=n)), words, st.just("client"), words, days, days
    ),
    max_size=3,
    unique_by=lambda one: one.id,
).map(tuple)
goals = st.lists(
    st.builds(
        goal,
        st.integers(1, 3),
        words,
        steps=steps,
        expected=words,
        importance=st.integers(0, 3),
        target_on=days,
    ),
    max_size=3,
    unique_by=lambda one: one.id,
)
plans = st.builds(lambda rows, text, day: plan(*rows, situation=text, review_on=day), goals, words, days)
MIRROR = {"added": "removed", "removed": "added", "changed": "changed"}


@given(plans, plans)
def test_nothing_that_differs_is_missed(one: PlanFacts, other: PlanFacts) -> None:
    first, second = freeze(one), freeze(other)

    assert (compare(first, second) == []) == (fingerprint(first) == fingerprint(second))


@given(plans, plans)
def test_the_way_back_tells_the_opposite(one: PlanFacts, other: PlanFacts) -> None:
    def changes(parts: list[Part], *, mirrored: bool) -> set[tuple[Any, ...]]:
        return {
            (
                part.what,
                MIRROR[part.kind] if mirrored else part.kind,
                change.field,
                MIRROR[change.kind] if mirrored else change.kind,
                *map(str, (change.after, change.before) if mirrored else (change.before, change.after)),
            )
            for part in parts
            for change in part.fields
        }

    there, back = compare(freeze(one), freeze(other)), compare(freeze(other), freeze(one))

    assert changes(there, mirrored=False) == changes(back, mirrored=True)


SEEN = {"situation": "a", "agreed": "b"}


@pytest.mark.parametrize(
    ("typed", "current", "values", "conflicts"),
    [
        (SEEN, SEEN, SEEN, ()),
        ({**SEEN, "situation": "mine"}, SEEN, {**SEEN, "situation": "mine"}, ()),
        (SEEN, {**SEEN, "agreed": "theirs"}, {**SEEN, "agreed": "theirs"}, ()),
        (
            {**SEEN, "situation": "mine"},
            {**SEEN, "agreed": "theirs"},
            {"situation": "mine", "agreed": "theirs"},
            (),
        ),
        ({**SEEN, "agreed": "mine"}, {**SEEN, "agreed": "theirs"}, {**SEEN, "agreed": "mine"}, ("agreed",)),
        ({**SEEN, "agreed": "same"}, {**SEEN, "agreed": "same"}, {**SEEN, "agreed": "same"}, ()),
    ],
)
def test_two_people_edit_one_row(
    typed: dict[str, str], current: dict[str, str], values: dict[str, str], conflicts: tuple[str, ...]
) -> None:
    merged = merge(marks_of(SEEN), typed, current)

    assert (merged.values, merged.conflicts) == (values, conflicts)


def test_a_form_without_marks_overwrites_nothing_unseen() -> None:
    assert merge({}, {"agreed": "mine"}, {"agreed": "theirs"}).conflicts == ("agreed",)
