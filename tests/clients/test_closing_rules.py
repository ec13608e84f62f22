"""Ending a case by the rules: when an attempt must be logged, when a day is doubted, what undoing and returning keep.

Sources: shared/esf/rules.md (EURA 2021: given or missing with every attempt; rules 1, 12-15) and the issue
("0 cases closed without end data or a logged attempt"; undoing restores the stay, coming back is a re-entry).
"""

import datetime as dt
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients.choices import AttemptHow, Direction, ExitStatus
from clients.models import EndDataAttempt, LabourMarketEvent, Stay
from clients.rules.closing import (
    Undoing,
    is_before_contact,
    likely_last_day,
    may_remove_attempt,
    needs_attempt,
    undoings,
)
from clients.rules.due import EndFacts
from clients.services.closing import Attempt, close_case, log_attempt
from clients.services.stays import reenter, undo_closing
from tasmat.tenancy.base import new_id
from tests.cast import DAY, IISALMI, Cast
from tests.clients.casework import inside
from tests.world import World, make_case

EXIT = dt.date(2026, 3, 2)
KNOWN: dict[str, Any] = {
    "exit_on": EXIT,
    "exit_status": "unemployed",
    "in_education": False,
    "qualification": False,
    "direction": "job_search",
    "six_month_status": None,
}


@pytest.mark.parametrize(
    ("case", "unknown", "attempts", "has_died", "expected"),
    [
        ("all end data known: no attempt", (), 0, False, False),
        ("one question open, nobody tried", ("exit_status",), 0, False, True),
        ("education open, nobody tried", ("in_education",), 0, False, True),
        ("qualification open, nobody tried", ("qualification",), 0, False, True),
        ("direction open, nobody tried", ("direction",), 0, False, True),
        ("all open, one attempt logged", ("exit_status", "in_education", "qualification"), 1, False, False),
        ("all open, three attempts", ("exit_status", "in_education", "qualification"), 3, False, False),
        ("the client has died: nobody is asked", ("exit_status", "in_education"), 0, True, False),
        ("six months later is no end data", ("six_month_status",), 0, False, False),
    ],
)
def test_an_attempt_proves_a_gap(
    case: str, unknown: tuple[str, ...], attempts: int, has_died: bool, expected: bool
) -> None:
    end = EndFacts(**{**KNOWN, **dict.fromkeys(unknown)})

    assert needs_attempt(end, attempts, has_died=has_died) is expected, case


def test_no_is_an_answer_and_not_a_gap() -> None:
    end = EndFacts(**{**KNOWN, "direction": Direction.UNKNOWN})

    assert not needs_attempt(end, 0, has_died=False)


@pytest.mark.parametrize(
    ("exit_status", "attempts", "expected"),
    [(None, 1, False), (None, 2, True), ("employed", 1, True)],
)
def test_the_only_proof_of_a_gap_stays(exit_status: str | None, attempts: int, expected: bool) -> None:
    end = EndFacts(**{**KNOWN, "exit_status": exit_status})

    assert may_remove_attempt(end, attempts, has_died=False) is expected


@pytest.mark.parametrize(
    ("last_contact_on", "expected"),
    [(None, False), (dt.date(2026, 3, 1), False), (EXIT, False), (dt.date(2026, 3, 3), True)],
)
def test_a_contact_after_the_last_day_is_doubted(last_contact_on: dt.date | None, expected: bool) -> None:
    assert is_before_contact(EXIT, last_contact_on) is expected


@pytest.mark.parametrize(
    ("project_ends_on", "died_on", "expected"),
    [
        (dt.date(2026, 6, 30), None, DAY),
        (dt.date(2026, 2, 28), None, dt.date(2026, 2, 28)),
        (dt.date(2026, 6, 30), dt.date(2026, 1, 7), dt.date(2026, 1, 7)),
    ],
)
def test_the_form_begins_with_the_likeliest_day(
    project_ends_on: dt.date, died_on: dt.date | None, expected: dt.date
) -> None:
    assert likely_last_day(DAY, project_ends_on, died_on) == expected


def test_endings_taken_back_are_found_among_the_versions_of_a_stay() -> None:
    at = [dt.datetime(2026, 3, day, tzinfo=dt.UTC) for day in range(1, 7)]
    user, other = uuid.uuid4(), uuid.uuid4()
    versions = [
        (None, at[0], user),
        (EXIT, at[1], user),
        (DAY, at[2], user),  # the day corrected: no undoing
        (None, at[3], other),
        (EXIT, at[4], user),
    ]

    assert undoings(versions) == [Undoing(DAY, at[3], other)]


Populated = tuple[Cast, tuple[World, World, World]]
SMALL = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
EXITS = st.fixed_dictionaries(
    {},
    optional={
        "exit_status": st.sampled_from(ExitStatus.values),
        "exit_in_education": st.booleans(),
        "exit_qualification": st.booleans(),
        "direction": st.sampled_from(Direction.values),
    },
)
ATTEMPTS = st.lists(st.sampled_from(AttemptHow.values), max_size=3)


def rows_of(case: Any) -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables that hang on the case, by table."""
    relations = [relation for relation in case._meta.related_objects if relation.one_to_many]
    found = {
        relation.related_model._meta.db_table: list(
            relation.related_model.objects.filter(**{relation.field.name: case.id}).order_by("id").values()
        )
        for relation in relations
        if not relation.related_model.__name__.endswith("History")
    }
    for model in (LabourMarketEvent, EndDataAttempt):
        found[model._meta.db_table] = list(model.objects.filter(stay__case=case).order_by("id").values())
    return found


@pytest.mark.django_db
@SMALL
@given(facts=EXITS, attempts=ATTEMPTS, rounds=st.integers(1, 3))
def test_closing_and_undoing_leave_every_row_of_the_case_as_it_was(
    populated: Populated, facts: dict[str, Any], attempts: list[str], rounds: int
) -> None:
    cast, (own, _area, _other) = populated
    with inside(cast):
        case = own.case
        EndDataAttempt.objects.filter(stay__case=case).delete()
        before = rows_of(case)
        for _round in range(rounds):
            close_case(
                case, cast.aino, exit_on=DAY, facts=facts, attempt=Attempt(DAY, "phone", "Ei vastausta")
            )
            stay = Stay.objects.get(case=case)
            for how in attempts:
                log_attempt(stay, cast.aino, Attempt(DAY, how, ""), new_id())
                LabourMarketEvent.objects.create(stay=stay, on=DAY, status="employed")

            assert undo_closing(case)

        assert rows_of(case) == before


@pytest.mark.django_db
@SMALL
@given(facts=EXITS, later=st.integers(1, 20))
def test_coming_back_keeps_the_earlier_stay_whole(
    populated: Populated, facts: dict[str, Any], later: int
) -> None:
    cast, _worlds = populated
    exit_on = dt.date(2026, 2, 1)
    with inside(cast):
        case = make_case(f"R{uuid.uuid4().hex}", cast.areas[IISALMI], cast.aino)
        close_case(case, cast.aino, exit_on=exit_on, facts=facts, attempt=Attempt(exit_on, "letter", ""))
        before = rows_of(case)

        reenter(
            case,
            entry_on=exit_on + dt.timedelta(days=later),
            municipality=cast.areas[IISALMI].municipality,
        )

        after = rows_of(case)
    stays = after.pop("clients_stay")
    assert stays[:1] == before.pop("clients_stay")
    assert after == before
    assert (len(stays), stays[1]["exit_on"]) == (2, None)


@pytest.mark.parametrize(
    ("what", "undone", "returned"),
    [
        ("number of stays", 1, 2),
        ("exit of the first stay", None, dt.date(2026, 2, 1)),
        ("attempts kept", 0, 1),
        ("entry of the open stay", dt.date(2025, 9, 2), dt.date(2026, 3, 2)),
    ],
)
@pytest.mark.django_db
def test_undoing_and_coming_back_are_two_acts(
    populated: Populated, what: str, undone: Any, returned: Any
) -> None:
    """The ESF rule counts a return from the last exit; a mistake has never been an exit (rules 1 and A8)."""
    cast, _worlds = populated
    exit_on = dt.date(2026, 2, 1)
    measured = {}
    for act in ("undone", "returned"):
        with inside(cast):
            case = make_case(f"{act}{uuid.uuid4().hex}", cast.areas[IISALMI], cast.aino)
            close_case(case, cast.aino, exit_on=exit_on, facts={}, attempt=Attempt(exit_on, "email", ""))
            if act == "undone":
                undo_closing(case)
            else:
                reenter(case, entry_on=EXIT, municipality=cast.areas[IISALMI].municipality)
            stays = list(Stay.objects.filter(case=case))
            measured[act] = {
                "number of stays": len(stays),
                "exit of the first stay": stays[0].exit_on,
                "attempts kept": EndDataAttempt.objects.filter(stay__case=case).count(),
                "entry of the open stay": stays[-1].entry_on,
            }

    assert (measured["undone"][what], measured["returned"][what]) == (undone, returned)
