"""Laying rows over what is known: the order of rows does not matter, and doing it twice does it once."""

import datetime as dt
from dataclasses import replace
from random import Random
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from clients.importing.checks import Frame
from clients.importing.drafts import CaseDraft, FormerName, KnownCase, KnownStay
from clients.importing.parse import Cells, Parsed, Row
from clients.importing.plan import Outcome, Plan, make_plan

day = dt.date.fromisoformat
FRAME = Frame(day("2024-01-01"), day("2026-12-31"), frozenset({"140", "263"}), day("2026-12-31"))
FIRST, SECOND, THIRD = day("2024-02-01"), day("2024-06-01"), day("2024-10-01")


def stay_row(line: int, entry_on: dt.date = FIRST, **facts: object) -> Row:
    """A row with what may never be blank, and an exit after 30 days."""
    cells: Cells = {
        "reference": "R1",
        "first_name": "A",
        "last_name": "B",
        "municipality": "140",
        "entry_date": entry_on,
        "exit_date": entry_on + dt.timedelta(days=30),
        **facts,
    }
    return Row(line, cells)


def plan_of(*rows: Row, known: KnownCase | None = None) -> Plan:
    return make_plan(Parsed(rows, ()), {"R1": known} if known else {}, [], FRAME)


def stored(case: CaseDraft) -> KnownCase:
    """What the database would hold after the import of the draft."""
    return KnownCase(
        id=uuid4(),
        client_id=uuid4(),
        person=dict(case.person),
        stays={
            entry_on: KnownStay(uuid4(), dict(stay.facts), frozenset(stay.stated))
            for entry_on, stay in case.stays.items()
        },
        former_names=(case.known.former_names if case.known else frozenset())
        | {name[:2] for name in case.former_names},
    )


def outcomes(plan: Plan) -> list[Outcome]:
    return [row.outcome for row in plan.rows]


def test_a_later_line_of_the_same_stay_decides() -> None:
    (case,) = plan_of(stay_row(2, gender="W"), stay_row(3, gender="M", education_level=3)).cases

    assert case.person["gender"] == "M"
    assert case.first.facts["education_level"] == 3
    assert case.first.lines["gender"] == 3


def test_a_fact_known_from_elsewhere_yields_to_any_row_that_states_it() -> None:
    known = stored(plan_of(stay_row(2), stay_row(3, SECOND)).cases[0])
    typed_in = replace(known, person={**known.person, "gender": "W"})

    (case,) = plan_of(stay_row(2, gender="NB"), known=typed_in).cases

    assert case.person["gender"] == "NB"


def test_an_old_name_of_an_earlier_stay_is_a_former_name() -> None:
    known = stored(plan_of(stay_row(2, SECOND, last_name="New")).cases[0])

    (case,) = plan_of(stay_row(2, FIRST, last_name="Old"), known=known).cases

    assert case.person["last_name"] == "New"
    assert case.former_names == (FormerName("A", "Old", SECOND),)


def test_a_name_that_came_back_is_no_former_name() -> None:
    (case,) = plan_of(
        stay_row(2, FIRST, last_name="B"),
        stay_row(3, SECOND, last_name="C"),
        stay_row(4, THIRD, last_name="B"),
    ).cases

    assert case.former_names == (FormerName("A", "C", THIRD),)


def test_counts_name_every_outcome() -> None:
    assert plan_of(stay_row(2), stay_row(3)).counts == {
        "new_client": 1,
        "new_stay": 0,
        "update": 0,
        "unchanged": 1,
    }


PEOPLE = st.fixed_dictionaries(
    {"last_name": st.sampled_from(["B", "C", "D"])},
    optional={
        "gender": st.sampled_from(["W", "M", "NB"]),
        "citizenship": st.sampled_from(["FI", "SE"]),
        "birth_date": st.sampled_from([day("1980-01-01"), day("1990-01-01")]),
        "education_level": st.integers(0, 9),
        "entry_status": st.sampled_from(["unemployed", "inactive"]),
    },
)
ENTRIES = st.lists(st.sampled_from([FIRST, SECOND, THIRD]), min_size=1, unique=True)


@st.composite
def files(draw: st.DrawFn) -> list[Row]:
    """Rows of one person, each of another stay."""
    return [stay_row(line, entry, **draw(PEOPLE)) for line, entry in enumerate(draw(ENTRIES), start=2)]


def result(plan: Plan) -> object:
    """What the case is like in the end."""
    (case,) = plan.cases
    return case.person, {entry_on: stay.facts for entry_on, stay in case.stays.items()}


@settings(max_examples=200, deadline=None)
@given(files(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Row], random: Random) -> None:
    shuffled = random.sample(rows, len(rows))

    assert result(plan_of(*rows)) == result(plan_of(*shuffled))
    assert plan_of(*rows).problems == ()


@settings(max_examples=200, deadline=None)
@given(files(), st.randoms(use_true_random=False))
def test_rows_in_several_files_are_as_rows_in_one(rows: list[Row], random: Random) -> None:
    known: KnownCase | None = None
    for row in random.sample(rows, len(rows)):
        piece = plan_of(row, known=known)
        known = stored(piece.cases[0])

    assert result(piece) == result(plan_of(*rows))


@settings(max_examples=200, deadline=None)
@given(files())
def test_twice_is_once(rows: list[Row]) -> None:
    known = stored(plan_of(*rows).cases[0])

    again = plan_of(*rows, known=known)

    assert set(outcomes(again)) == {Outcome.UNCHANGED}
    assert again.cases[0].changes() == {}
    assert again.cases[0].former_names == ()
