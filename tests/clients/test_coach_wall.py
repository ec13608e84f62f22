"""The database refuses an open case without a responsible coach, whoever writes and by whatever way."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from clients.importing.apply import import_cases
from clients.models import Assignment, Case, Client, Stay
from clients.services.assignments import change_responsible
from clients.services.stays import close_stay, reenter
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, IISALMI, Cast, make_cast
from tests.clients.casework import inside, new_case

FILE = "reference,first_name,last_name,municipality,entry_date\nV-1,Viljo,Tuonti,140,2025-10-01\n"
EXIT = dt.date(2026, 1, 15)


def run(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@contextmanager
def refused() -> Iterator[None]:
    """As at the end of a transaction: outside an organisation."""
    with pytest.raises(IntegrityError, match="no responsible coach"), transaction.atomic():  # noqa: PT012
        yield
        connection.check_constraints()


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.mark.parametrize(
    "sql",
    [
        "delete from clients_assignment where case_id = %s and role = 'responsible'",
        "update clients_assignment set until_on = '2026-01-01' where case_id = %s",
        "update clients_assignment set role = 'second' where case_id = %s",
    ],
)
def test_the_coach_of_an_open_case_cannot_be_taken_away(sql: str, cast: Cast, eero: Case) -> None:
    with refused(), inside(cast):
        run(sql, eero.id)


def test_a_coach_cannot_be_moved_to_another_case(cast: Cast, eero: Case) -> None:
    other = new_case(cast, "OTHER")

    with refused(), inside(cast):
        run("update clients_assignment set until_on = '2026-01-01' where case_id = %s", other.id)
        run("update clients_assignment set case_id = %s where case_id = %s", other.id, eero.id)


def test_a_stay_cannot_begin_in_a_case_that_nobody_is_responsible_for(cast: Cast) -> None:
    with refused(), inside(cast):
        client = Client.objects.create(first_name="Eino", last_name="Yksin")
        case = Case.objects.create(client=client, project=cast.project, reference="Y-1")
        Stay.objects.create(case=case, entry_on=DAY, municipality_id=IISALMI)


def test_a_closing_cannot_be_undone_when_nobody_is_responsible_any_more(cast: Cast, eero: Case) -> None:
    with inside(cast):
        close_stay(eero, exit_on=EXIT)
        Assignment.objects.filter(case=eero).update(until_on=EXIT)
    connection.check_constraints()

    with refused(), inside(cast):
        run("update clients_stay set exit_on = null where case_id = %s", eero.id)


def test_the_mark_of_an_import_is_not_cleared_before_a_coach_is_named(cast: Cast) -> None:
    with inside(cast):
        import_cases(cast.project, FILE, DAY)

    with refused(), inside(cast):
        Case.objects.filter(reference="V-1").update(awaits_coach=False)


def test_an_import_awaits_a_coach_until_one_is_named(cast: Cast) -> None:
    with inside(cast):
        import_cases(cast.project, FILE, DAY)
    connection.check_constraints()

    with inside(cast):
        case = Case.objects.get(reference="V-1")
        awaited = case.awaits_coach
        change_responsible(case, cast.aino, from_on=DAY, reason="Tuonnin jälkeen")
        case.refresh_from_db()
    connection.check_constraints()
    assert (awaited, case.awaits_coach) == (True, False)


def test_what_ordinary_work_does_passes(cast: Cast, eero: Case) -> None:
    with inside(cast):
        change_responsible(eero, cast.bertta, from_on=DAY, reason="Vaihto")
        connection.check_constraints()
        close_stay(eero, exit_on=DAY)
        connection.check_constraints()
        reenter(eero, entry_on=DAY + dt.timedelta(days=1), municipality=cast.areas[IISALMI].municipality)
    connection.check_constraints()

    with inside(cast):
        eero.stays.all().delete()
        Assignment.objects.filter(case=eero).delete()
    connection.check_constraints()


def test_the_check_leaves_the_organisation_as_it_was(cast: Cast, eero: Case) -> None:
    with inside(cast):
        Stay.objects.filter(case=eero).update(exit_on=EXIT)
        connection.check_constraints()

        assert Case.objects.filter(id=eero.id).exists()
    with tenant_context(cast.beta.id):
        assert not Case.objects.filter(id=eero.id).exists()


@pytest.mark.django_db
def test_the_triggers_are_deferred_and_run_with_the_rights_of_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select t.tgname, t.tgrelid::regclass::text, t.tgdeferrable, t.tginitdeferred, p.prosecdef"
            " from pg_trigger t join pg_proc p on p.oid = t.tgfoid"
            " where not t.tgisinternal and t.tgconstraint <> 0 order by 1"
        )
        found = cursor.fetchall()

    assert found == [
        ("clients_assignment_coach_stays", "clients_assignment", True, True, False),
        ("clients_case_coach_named", "clients_case", True, True, False),
        ("clients_stay_has_coach", "clients_stay", True, True, False),
    ]


def test_two_at_a_time_cannot_leave_a_case_alone(own_database: str) -> None:
    """One ends the coach of an ended case, the other opens the case again: the later one is refused."""
    cast = make_cast()
    case = new_case(cast, "EERO")
    with inside(cast):
        close_stay(case, exit_on=EXIT)
    failures: list[str] = []

    def end_coach() -> None:
        try:
            with inside(cast):
                Assignment.objects.filter(case=case).update(until_on=EXIT)
        except IntegrityError as error:
            failures.append(str(error))
        finally:
            connection.close()

    with pytest.raises(IntegrityError, match="no responsible coach"), inside(cast):  # noqa: PT012
        Stay.objects.filter(case=case).update(exit_on=None)
        other = Thread(target=end_coach)
        other.start()
        other.join()

    with inside(cast):
        assert Stay.objects.get(case=case).exit_on == EXIT
    assert failures == []
