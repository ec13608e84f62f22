"""Merging two rows of a person and undoing it, in the database: nothing is lost, everything goes back."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from clients.choices import AbsenceKind, PlanKind, ServiceKind, StatementKind
from clients.models import (
    Absence,
    Assignment,
    Case,
    Client,
    ClientMerge,
    CoachingPeriod,
    ConcurrentService,
    Entry,
    LabourMarketEvent,
    Phase,
    Plan,
    SearchToken,
    Statement,
    Stay,
    WorkshopDay,
)
from clients.rules.merging import UNDO_FOR
from clients.services.different import say_different
from clients.services.merge_log import set_aside
from clients.services.merge_rows import DERIVED, STANDING, keys_to
from clients.services.merge_words import TABLES
from clients.services.merging import CannotMerge, CannotUndo, undo_merge
from clients.services.opening import reindex_all
from clients.services.people import search
from clients.services.quotas import quota_board
from tasmat import clock
from tests.cast import DAY, IISALMI, KIURUVESI, Cast, make_project
from tests.clients.casework import inside, new_case, new_entry
from tests.clients.merging_data import counts, everything, hanging_on, merge, twin_cases
from tests.world import populate


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def day(number: int) -> dt.date:
    """The n-th day from 1.9.2025 on."""
    return dt.date(2025, 9, 1) + dt.timedelta(days=number - 1)


def test_every_key_to_a_client_case_or_stay_moves_or_is_known_to_stand() -> None:
    """A table added later moves by itself; one that points in another way must be thought of here."""
    pointing = {
        (model, field.name)
        for model in apps.get_models()
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.local_fields
        if field.is_relation and field.remote_field and field.remote_field.model in {Client, Case, Stay}
    }
    moving = {
        (model, model._meta.get_field(column).name)
        for target in (Client, Case, Stay)
        for model, column in keys_to(target)
    }

    assert len(moving) >= 30
    assert pointing - moving == STANDING | {(model, "client") for model in DERIVED}


def test_every_table_that_moves_is_called_by_a_name() -> None:
    moving = {model._meta.label for target in (Client, Case, Stay) for model, _key in keys_to(target)}

    assert moving - TABLES.keys() == set()


def test_unique_constraints_on_what_moves_are_by_columns() -> None:
    """An expression could collide without being seen before."""
    strange = [
        constraint.name
        for target in (Client, Case, Stay)
        for model, column in keys_to(target)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.expressions
    ]

    assert strange == []


def test_two_full_worlds_become_one_person_and_two_again(cast: Cast) -> None:
    """One row of every table on either side, in the same project."""
    with inside(cast):
        one = populate("OWN", cast.areas[IISALMI], cast.aino, cast.mirja, cast.pauli)
        other = populate("AREA", cast.areas[KIURUVESI], cast.bertta, cast.mirja, cast.pauli)
        before = everything()

        done = merge(cast, one.case, other.case)
        after = everything()
        undo_merge(done.id, member=cast.mirja)

        assert dict(counts(before) - counts(after)) == done.moved["set_aside"]
        expected = {"clients.Stay", "clients.CoachingPeriod", "clients.WorkshopDay", "clients.Absence"}
        assert expected <= done.moved["set_aside"].keys()
        assert counts(after) - counts(before) == {}
        assert everything() == before


def test_nothing_hangs_on_the_merged_rows(cast: Cast) -> None:
    with inside(cast):
        one = populate("OWN", cast.areas[IISALMI], cast.aino, cast.mirja)
        other = populate("AREA", cast.areas[KIURUVESI], cast.bertta, cast.mirja)

        merge(cast, one.case, other.case)

        assert hanging_on(other.case.client, other.case) == []
        shell = Case.objects.get(id=other.case.id)
        assert (shell.merged_into_id, shell.client_id) == (one.case.id, other.case.client_id)


def test_a_case_in_another_project_changes_its_person(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    with inside(cast):
        Case.objects.filter(id=merged.id).update(project=other_project(cast), area=None)

        merge(cast, kept, merged)

        merged.refresh_from_db()
        assert (merged.client_id, merged.merged_into) == (kept.client_id, None)
        assert Case.objects.not_merged().filter(client=kept.client).count() == 2


def other_project(cast: Cast) -> Any:
    return make_project(cast.alpha, "NEXT", "Seuraava", {IISALMI: 5})


def test_lists_search_and_places_know_one_person(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    with inside(cast):
        merge(cast, kept, merged)

        visible = Case.objects.visible_to(cast.mirja, DAY)
        assert list(visible) == [kept]
        assert list(search(visible, "äyräs")) == list(search(visible, "GONE-1")) == [kept]
        assert [row.places.used for row in quota_board(cast.project, DAY)] == [1, 0, 0]
        assert not SearchToken.objects.filter(client=merged.client).exists()


def test_the_other_name_is_still_found(cast: Cast) -> None:
    kept, merged = twin_cases(cast, last_name="Öhman")
    with inside(cast):
        merge(cast, kept, merged)

        assert list(search(Case.objects.visible_to(cast.mirja, DAY), "öhman eero")) == [kept]


@pytest.mark.parametrize(
    ("theirs", "mine_after", "set_aside_on"),
    [
        ((1, 5), [(1, 5), (10, None)], []),  # ended before the kept one began
        ((5, None), [(5, None)], [5]),
        ((12, 20), [(10, None)], [12]),
    ],
)
def test_stays(
    theirs: tuple[int, int | None],
    mine_after: list[tuple[int, int | None]],
    set_aside_on: list[int],
    cast: Cast,
) -> None:
    kept, merged = twin_cases(cast)
    with inside(cast):
        Stay.objects.filter(case=kept).update(entry_on=day(10))
        begins, ends = theirs
        Stay.objects.filter(case=merged).update(entry_on=day(begins), exit_on=day(ends) if ends else None)

        done = merge(cast, kept, merged)

        found = Stay.objects.filter(case=kept).values_list("entry_on", "exit_on")
        assert list(found) == [(day(begins), day(ends) if ends else None) for begins, ends in mine_after]
        assert [row.entry_on for row in set_aside(done.steps)] == [day(on) for on in set_aside_on]  # type: ignore[attr-defined]


def test_what_hung_on_a_stay_that_became_part_of_another_hangs_on_that(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    with inside(cast):
        event = LabourMarketEvent.objects.create(stay=merged.stays.get(), on=DAY, status="employed")

        merge(cast, kept, merged)

        event.refresh_from_db()
        assert event.stay == kept.stays.get()


def test_one_is_responsible_and_no_coach_loses_the_client(cast: Cast) -> None:
    kept = new_case(cast, "KEPT", coach=cast.aino)
    merged = new_case(cast, "GONE", coach=cast.bertta, number=KIURUVESI)
    with inside(cast):
        merge(cast, kept, merged)

        open_ones = Assignment.objects.filter(case=kept, until_on=None).values_list("member", "role")
        assert dict(open_ones) == {cast.aino.id: "responsible", cast.bertta.id: "second"}
        assert list(Case.objects.visible_to(cast.bertta, DAY)) == [kept]


def test_plans_statements_periods_and_days_in_the_workshop(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    with inside(cast):
        phase = Phase.objects.create(project=cast.project, name_fi="a", name_sv="a", name_en="a")
        for case in (kept, merged):
            Plan.objects.create(case=case, kind=PlanKind.COACHING, starts_on=day(2))
            new_statement(cast, case, 1)
            CoachingPeriod.objects.create(case=case, phase=phase, starts_on=day(2), note=case.reference)
        WorkshopDay.objects.create(case=kept, on=day(3), recorded_by=cast.aino)
        for on in (3, 4):
            WorkshopDay.objects.create(case=merged, on=day(on), hours="5.50", recorded_by=cast.aino)

        done = merge(cast, kept, merged)

        assert set(kept.plans.values_list("closed_on", flat=True)) == {None, DAY}
        assert set(kept.statements.values_list("number", flat=True)) == {1, 2}
        assert [period.note for period in kept.periods.all()] == ["KEPT-1"]
        assert [(row.on, str(row.hours)) for row in kept.workshop_days.all()] == [
            (day(3), "5.50"),
            (day(4), "5.50"),
        ]
        assert done.moved["set_aside"] == {
            "clients.Stay": 1,
            "clients.CoachingPeriod": 1,
            "clients.WorkshopDay": 1,
        }


def test_what_was_told_twice_is_kept_once(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    with inside(cast):
        for case in (kept, merged):
            ConcurrentService.objects.create(
                client=case.client, kind=ServiceKind.STUDIES, provider="Opisto", starts_on=day(1)
            )
            Absence.objects.create(case=case, kind=AbsenceKind.SICK, starts_on=day(5))
        ConcurrentService.objects.create(client=merged.client, kind=ServiceKind.STUDIES, starts_on=day(9))

        merge(cast, kept, merged)

        assert ConcurrentService.objects.filter(client=kept.client).count() == 2
        assert Absence.objects.filter(case=kept).count() == 1


def test_facts_fill_or_are_chosen_and_protection_is_never_lifted(cast: Cast) -> None:
    kept, merged = twin_cases(cast, phone="050 999", gender="M", has_protected_address=True)
    with inside(cast):
        kept.client.phone, kept.client.gender, kept.client.street_address = "040 111", None, ""
        kept.client.save()

        merge(cast, kept, merged, "phone")

        person = Client.objects.get(id=kept.client_id)
        assert (person.phone, person.gender, person.has_protected_address) == ("050 999", "M", True)
        assert person.street_address == "GONE-street 1"


def test_codes_and_notes(cast: Cast) -> None:
    kept, merged = twin_cases(cast, identity_code="131052-308T", safety_note="Koira")
    with inside(cast):
        kept.client.safety_note = "Soita ensin"
        kept.client.save()

        done = merge(cast, kept, merged)
        person = Client.objects.get(id=kept.client_id)
        found = (person.identity_code, person.safety_note)
        undo_merge(done.id, member=cast.mirja)

        assert found == ("131052-308T", "Soita ensin\nKoira")
        person = Client.objects.get(id=kept.client_id)
        assert (person.identity_code, person.identity_index, person.safety_note) == (
            None,
            None,
            "Soita ensin",
        )
        assert Client.objects.get(id=merged.client_id).identity_code == "131052-308T"


def test_two_codes_or_one_death_are_no_merge(cast: Cast) -> None:
    kept, merged = twin_cases(cast, identity_code="131052-308T")
    third, dead = new_case(cast, "T", identity_code="010190-123A"), new_case(cast, "D", died_on=DAY)
    with inside(cast):
        for one, other in ((third, merged), (kept, dead), (kept, kept)):
            with pytest.raises(CannotMerge):
                merge(cast, one, other)


def test_merged_twice_is_refused(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    with inside(cast):
        merge(cast, kept, merged)

        with pytest.raises(CannotMerge):
            merge(cast, kept, merged)
        assert ClientMerge.objects.count() == 1


def test_what_came_since_stays_with_the_kept_person(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    old = new_entry(cast, merged, day(3))
    with inside(cast):
        done = merge(cast, kept, merged)
        since = new_entry(cast, kept, DAY)
        stay = kept.stays.get()
        stay.exit_on = DAY
        stay.save()

        undo_merge(done.id, member=cast.mirja)

        assert {row.id for row in Entry.objects.filter(case=kept)} == {since.id}
        assert {row.id for row in Entry.objects.filter(case=merged)} == {old.id}
        assert kept.stays.get().exit_on == DAY
        assert merged.stays.get().exit_on is None
        assert set(Case.objects.visible_to(cast.mirja, DAY)) == {kept, merged}


def test_it_is_undone_once_and_within_30_days(cast: Cast, settings: Settings) -> None:
    kept, merged = twin_cases(cast)
    with inside(cast):
        done = merge(cast, kept, merged)

        settings.TASMAT_TODAY = DAY + UNDO_FOR + dt.timedelta(days=1)
        with pytest.raises(CannotUndo):
            undo_merge(done.id, member=cast.mirja)
        settings.TASMAT_TODAY = DAY + UNDO_FOR
        undo_merge(done.id, member=cast.mirja)
        with pytest.raises(CannotUndo):
            undo_merge(done.id, member=cast.mirja)


def test_several_merges_are_undone_in_their_order(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    third, last = new_case(cast, "THIRD"), new_case(cast, "LAST")
    with inside(cast):
        before = everything()
        first = merge(cast, kept, merged)
        second = merge(cast, kept, third)
        into_another = merge(cast, last, kept)

        assert list(search(Case.objects.visible_to(cast.mirja, DAY), "GONE-1")) == [last]
        for too_early in (first, second):
            with pytest.raises(CannotUndo):
                undo_merge(too_early.id, member=cast.mirja)
        for done in (into_another, second, first):
            undo_merge(done.id, member=cast.mirja)

        assert everything() == before


DAYS = st.integers(1, 60).map(day)
TEXTS = st.text(st.characters(categories=["L", "Nd", "Zs"]), min_size=1, max_size=8).filter(str.strip)


@st.composite
def stays(draw: st.DrawFn) -> list[tuple[dt.date, dt.date | None]]:
    """Stays of one case one after another, the last perhaps going on."""
    edges = draw(st.lists(st.integers(1, 40), min_size=2, max_size=6, unique=True).map(sorted))
    found: list[tuple[dt.date, dt.date | None]] = [
        (day(first), day(last)) for first, last in zip(edges[::2], edges[1::2], strict=False)
    ]
    if draw(st.booleans()):
        found[-1] = (found[-1][0], None)
    return found


SIDE = st.fixed_dictionaries(
    {
        "stays": stays(),
        "entries": st.lists(st.tuples(DAYS, TEXTS), max_size=4),
        "workshop": st.lists(DAYS, max_size=4, unique=True),
        "absences": st.lists(st.sampled_from([day(3), day(4)]), max_size=3),
        "services": st.lists(st.sampled_from([day(1), day(2)]), max_size=3),
        "statements": st.integers(0, 2),
        "plans": st.lists(st.sampled_from(PlanKind.values), max_size=2, unique=True),
        "periods": st.lists(DAYS, max_size=3, unique=True),
        "is_no_namesake": st.booleans(),
        "phone": st.sampled_from(["", "040 1", "040 2"]),
        "gender": st.sampled_from([None, "M", "W"]),
        "street_address": st.sampled_from(["", "Katu 1", "Katu 2"]),
    }
)


def new_statement(cast: Cast, case: Case, number: int) -> Statement:
    """A version that has been approved."""
    statement: Statement = Statement.objects.create(
        case=case,
        kind=StatementKind.END,
        number=number,
        composed_by=cast.aino,
        approved_by=cast.aino,
        approved_at=clock.now(),
    )
    return statement


def fill(case: Case, side: dict[str, Any], cast: Cast, phase: Phase) -> None:
    for name in ("phone", "gender", "street_address"):
        setattr(case.client, name, side[name])
    case.client.save()
    case.stays.all().delete()
    for entry_on, exit_on in side["stays"]:
        Stay.objects.create(
            case=case, entry_on=entry_on, exit_on=exit_on, municipality=cast.areas[IISALMI].municipality
        )
    for on, text in side["entries"]:
        new_entry(cast, case, on, text=text)
    for on in side["workshop"]:
        WorkshopDay.objects.create(case=case, on=on, recorded_by=cast.aino)
    for on in side["absences"]:
        Absence.objects.create(case=case, kind=AbsenceKind.SICK, starts_on=on)
    for on in side["services"]:
        ConcurrentService.objects.create(client=case.client, kind=ServiceKind.STUDIES, starts_on=on)
    for number in range(side["statements"]):
        new_statement(cast, case, number + 1)
    for kind in side["plans"]:
        Plan.objects.create(case=case, kind=kind, starts_on=day(1))
    for on in side["periods"]:
        CoachingPeriod.objects.create(case=case, phase=phase, starts_on=on, ends_on=on + dt.timedelta(days=2))


@examples(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(mine=SIDE, theirs=SIDE, chosen=st.sets(st.sampled_from(["phone", "gender", "street_address"])))
def test_any_two_rows_merge_and_come_apart_as_they_were(
    mine: dict[str, Any], theirs: dict[str, Any], chosen: set[str], cast: Cast
) -> None:
    with inside(cast), transaction.atomic():
        phase = Phase.objects.create(project=cast.project, name_fi="a", name_sv="a", name_en="a")
        kept, merged = twin_cases(cast)
        namesake = new_case(cast, "THIRD").client_id
        for case, side in ((kept, mine), (merged, theirs)):
            say_different(namesake, [case.client_id] if side["is_no_namesake"] else [], member=cast.mirja)
        fill(kept, mine, cast, phase)
        fill(merged, theirs, cast, phase)
        reindex_all([kept.client, merged.client])
        before = everything()

        done = merge(cast, kept, merged, *chosen)
        after = everything()
        undo_merge(done.id, member=cast.mirja)

        lost = counts(before) - counts(after)
        assert dict(lost) == done.moved["set_aside"]
        assert counts(after) - counts(before) == {}
        assert len(set_aside(done.steps)) == lost.total()
        assert everything() == before
        transaction.set_rollback(True)
