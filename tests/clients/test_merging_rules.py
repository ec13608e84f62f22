"""Tables of cases for merging: who is alike, what becomes of stays, assignments and facts."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.choices import AssignmentRole
from clients.rules.merging import (
    ENTRY_FACTS,
    EXIT_FACTS,
    Likeness,
    Person,
    Settled,
    alike_pairs,
    likeness,
    name_key,
    settle_assignment,
    unite_stays,
    united_entry,
    united_exit,
    united_facts,
)
from clients.rules.stays import Span

BORN, OTHER_DAY = dt.date(1985, 12, 24), dt.date(1985, 12, 25)
EERO = "Eero Äyräs"
R, S = AssignmentRole.RESPONSIBLE.value, AssignmentRole.SECOND.value


def person(number: int, *names: str, born_on: dt.date | None = BORN, code: bytes | None = None) -> Person:
    keys = frozenset(name_key(*name.split(" ", 1)) for name in names)
    return Person(UUID(int=number), keys, born_on, code)


def day(number: int) -> dt.date:
    """The n-th day of March 2026."""
    return dt.date(2026, 3, 1) + dt.timedelta(days=number - 1)


def span(starts: int, ends: int | None = None) -> Span:
    return Span(day(starts), day(ends) if ends else None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (person(1, EERO), person(2, "EERO äyräs"), Likeness.SAME_NAME_AND_BIRTH),
        (person(1, EERO), person(2, "Äyräs Eero"), Likeness.SAME_NAME_AND_BIRTH),
        (person(1, "Eero-Olli Äyräs"), person(2, "Eero Olli Äyräs"), Likeness.SAME_NAME_AND_BIRTH),
        (person(1, EERO), person(2, EERO, born_on=OTHER_DAY), None),
        (person(1, EERO), person(2, EERO, born_on=None), Likeness.SAME_NAME),
        (person(1, EERO), person(2, "Eeva Äyräs"), None),
        (person(1, "Eeva Uusi", "Eeva Vanha"), person(2, "Eeva Vanha"), Likeness.SAME_NAME_AND_BIRTH),
        (person(1, EERO, code=b"a"), person(2, "Eeva Aho", born_on=None, code=b"a"), Likeness.SAME_CODE),
        (person(1, EERO, code=b"a"), person(2, EERO, code=b"b"), None),
        (person(1, EERO, code=b"a"), person(2, EERO), Likeness.SAME_NAME_AND_BIRTH),
    ],
)
def test_who_may_be_one_person(one: Person, other: Person, expected: Likeness | None) -> None:
    assert likeness(one, other) is expected
    assert likeness(other, one) is expected


def test_every_pair_once_the_surest_first() -> None:
    people = [
        person(1, EERO, "Eero Aho"),
        person(2, EERO, "Eero Aho"),
        person(3, EERO, born_on=None),
        person(4, "Olli Muu"),
        person(5, "Olli Toinen", code=b"x"),
        person(6, "Olli Kolmas", code=b"x"),
    ]

    pairs = [(pair.one.int, pair.other.int, pair.likeness) for pair in alike_pairs(people)]

    assert pairs == [
        (5, 6, Likeness.SAME_CODE),
        (1, 2, Likeness.SAME_NAME_AND_BIRTH),
        (1, 3, Likeness.SAME_NAME),
        (2, 3, Likeness.SAME_NAME),
    ]


@pytest.mark.parametrize(
    ("kept", "merged", "unions"),
    [
        ([span(1, 5)], [span(6, 9)], []),  # left, and came back the next day: two stays
        ([span(1, 5)], [span(5, 9)], [(0, 0, 0)]),  # one day in common: the same stay told twice
        ([span(3)], [span(1)], [(0, 0, 0)]),
        ([span(3)], [span(1, 2)], []),
        ([span(1, 5), span(8)], [span(3)], [(0, 0, 1)]),  # the gap was recorded, the missing end was not
        ([span(1, 5), span(8, 9), span(12)], [span(4, 8)], [(0, 0, 1)]),
        ([span(1, 9)], [span(2, 3), span(5, 6), span(11)], [(0, 0, 0), (1, 0, 0)]),
        ([], [span(1), span(5)], []),
        ([span(1)], [], []),
    ],
)
def test_which_stays_become_one(
    kept: list[Span], merged: list[Span], unions: list[tuple[int, int, int]]
) -> None:
    found = unite_stays(dict(enumerate(kept)), dict(enumerate(merged, start=100)))

    assert [(union.absorbed - 100, union.first, union.last) for union in found] == unions


def stay(entry: int, exit_day: int | None, **facts: object) -> dict[str, object]:
    known = dict.fromkeys((*ENTRY_FACTS, *EXIT_FACTS))
    return known | {"entry_on": day(entry), "exit_on": day(exit_day) if exit_day else None} | facts


@pytest.mark.parametrize(
    ("kept", "absorbed", "expected"),
    [
        # The earlier first day, with its facts; what it does not tell comes from the other row.
        (stay(3, None, entry_status="a"), stay(1, None, entry_status="b"), stay(1, None, entry_status="b")),
        (stay(3, None, education_level=0), stay(1, None), stay(1, None, education_level=0)),
        (stay(1, None), stay(3, None, entry_status="b"), stay(1, None, entry_status="b")),
        (stay(1, None, entry_status="a"), stay(1, None, entry_status="b"), stay(1, None, entry_status="a")),
        (
            stay(1, None, in_education_at_entry=False),
            stay(1, None),
            stay(1, None, in_education_at_entry=False),
        ),
        # Unemployed since a day after the first one says nothing of it.
        (stay(3, None, unemployed_since=day(2)), stay(1, None), stay(1, None)),
        # The later last day; going on is the latest, and has no end data.
        (stay(1, 5, exit_status="a"), stay(1, 7, exit_status="b"), stay(1, 7, exit_status="b")),
        (stay(1, 5, exit_status="a"), stay(1, 7), stay(1, 7, exit_status="a")),
        (stay(1, 7), stay(1, 5, direction="b"), stay(1, 7, direction="b")),
        (stay(1, 5, exit_status="a"), stay(1, None), stay(1, None)),
        (stay(1, None), stay(1, 5, exit_status="b"), stay(1, None)),
    ],
)
def test_facts_of_stays_that_become_one(
    kept: dict[str, object], absorbed: dict[str, object], expected: dict[str, object]
) -> None:
    assert united_entry(kept, absorbed) | united_exit(kept, absorbed) == expected


@pytest.mark.parametrize(
    ("role", "member", "kept_open", "is_open", "expected"),
    [
        (R, "aino", [], True, Settled.STAYS),
        (R, "aino", [(R, "bertta")], True, Settled.SECOND),
        (R, "aino", [(R, "aino")], True, Settled.ENDS),
        (R, "aino", [(R, "bertta"), (S, "aino")], True, Settled.ENDS),
        (R, "aino", [(S, "aino")], True, Settled.STAYS),  # else the case would have nobody responsible
        (R, "aino", [(R, "bertta")], False, Settled.STAYS),
        (S, "aino", [(R, "bertta")], True, Settled.STAYS),
        (S, "aino", [(R, "aino")], True, Settled.ENDS),
    ],
)
def test_no_coach_loses_the_client_and_one_is_responsible(
    role: str, member: str, kept_open: list[tuple[str, str]], is_open: bool, expected: Settled
) -> None:
    assert settle_assignment(role, member, kept_open, is_open=is_open) is expected


def test_unknown_facts_come_from_the_other_row_and_others_by_choice() -> None:
    kept = {"phone": "1", "email": "", "gender": None, "born_on": BORN, "citizenship": "FI"}
    merged = {"phone": "2", "email": "e", "gender": "W", "born_on": OTHER_DAY, "citizenship": None}

    assert united_facts(kept, merged, []) == {"email": "e", "gender": "W"}
    assert united_facts(kept, merged, ["phone", "citizenship"]) == {"email": "e", "gender": "W", "phone": "2"}


def spans_one_after_another(lengths: Iterable[tuple[int, int]], *, goes_on: bool) -> list[Span]:
    found, last = [], 0
    for gap, length in lengths:
        starts, last = last + gap, last + gap + length
        found.append(span(starts, last))
    if found and goes_on:
        found[-1] = Span(found[-1].starts_on)
    return found


SPANS = st.builds(
    spans_one_after_another,
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 9)), max_size=5),
    goes_on=st.booleans(),
)


@given(kept=SPANS, merged=SPANS)
def test_united_stays_never_overlap_and_begin_and_go_on_as_before(
    kept: list[Span], merged: list[Span]
) -> None:
    mine, theirs = dict(enumerate(kept)), dict(enumerate(merged, start=100))
    facts = {
        row: {"entry_on": each.starts_on, "exit_on": each.ends_on} for row, each in (mine | theirs).items()
    }

    for union in unite_stays(mine, theirs):
        absorbed = facts.pop(union.absorbed)
        facts[union.first]["entry_on"] = min(
            filter(None, (facts[union.first]["entry_on"], absorbed["entry_on"]))
        )
        exits = (facts[union.last]["exit_on"], absorbed["exit_on"])
        facts[union.last]["exit_on"] = None if None in exits else max(day for day in exits if day)

    result = [Span(row["entry_on"], row["exit_on"]) for row in facts.values() if row["entry_on"]]
    assert not any(one.overlaps(other) for at, one in enumerate(result) for other in result[at + 1 :])
    firsts = {min((each.starts_on for each in (*kept, *merged)), default=None)}
    assert {min((each.starts_on for each in result), default=None)} == firsts
    assert any(each.ends_on is None for each in (*kept, *merged)) == any(
        each.ends_on is None for each in result
    )
