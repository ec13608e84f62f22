"""Ways in that were tried and closed: rights that outlive their reason, rows of others, rights of two roles."""

import datetime as dt

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import Settings

from clients.models import Appointment, Assignment, Case, ClientMerge, Task
from clients.services.calendar_feed import new_feed
from clients.services.transfers import hand_over
from tasmat.access.areas import grant_areas
from tasmat.access.roles import Role
from tasmat.tenancy.base import new_id
from tests.cast import DAY, IISALMI, Cast, make_project
from tests.clients.casework import address, browser_of, errors_of, inside, new_case
from tests.clients.merging_data import merge, twin_cases
from tests.world import make_case

TOMORROW = DAY + dt.timedelta(days=1)
NOON = dt.datetime(2026, 3, 4, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


def let_in(cast: Cast, case: Case) -> Assignment:
    """Pauli sees the case today by the client's agreement."""
    with inside(cast):
        made: Assignment = Assignment.objects.create(
            case=case, member=cast.pauli, role="partner", from_on=DAY, until_on=DAY, agreed_on=DAY
        )
    return made


@pytest.mark.parametrize("roles", [[Role.PARTNER], [Role.PARTNER, Role.MUNICIPALITY]])
def test_a_partner_sees_nobody_by_an_area(roles: list[Role], cast: Cast, eero: Case) -> None:
    """A municipality's contact who is let in to one case does not see the others of the municipality."""
    other = new_case(cast, "ANNI")
    let_in(cast, other)
    with inside(cast):
        cast.pauli.roles = [role.value for role in roles]
        cast.pauli.save()
        grant_areas(cast.pauli, [cast.areas[IISALMI]])
    pauli = browser_of(cast.pauli)

    page = pauli.get(address("cases") + "?whose=all").content.decode()

    assert "EERO" not in page
    assert pauli.get(address("case", eero.id)).status_code == 404
    assert pauli.get(address("case", other.id)).status_code == 200


def test_a_partner_is_not_let_in_as_a_coach_of_the_case(cast: Cast, eero: Case) -> None:
    """The form of coaches asks for no agreement of the client."""
    asked = {"role": "partner", "member": cast.bertta.id, "from_on": "3.3.2026", "until_on": "3.3.2026"}

    response = browser_of(cast.mirja).post(address("case_assign", eero.id), asked | {"reason": "Tilalle"})

    assert response.status_code == 422
    assert "role" in errors_of(response)


def test_a_partners_last_day_is_not_moved_without_the_client(cast: Cast, eero: Case) -> None:
    row = let_in(cast, eero)
    mirja = browser_of(cast.mirja)
    page = address("case_assignment", eero.id, row.id)

    response = mirja.post(page, {"until_on": "31.12.2029"})

    assert response.status_code == 404
    assert page not in mirja.get(address("case_assign", eero.id)).content.decode()


def test_a_handing_over_of_somebody_else_is_not_undone(cast: Cast, eero: Case) -> None:
    with inside(cast):
        batch = hand_over(
            {eero.id: cast.bertta},
            coach=cast.aino,
            from_on=TOMORROW,
            reason="Aino lähtee",
            made_by=cast.aarne,
            now=NOON - dt.timedelta(days=1),
        )

    browser_of(cast.mirja).post(address("transfers_undo"), {"batch": str(batch)})

    with inside(cast):
        assert Assignment.objects.get(case=eero, until_on__isnull=True).member == cast.bertta


def test_a_merge_is_not_undone_by_who_sees_a_part_of_the_person(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    with inside(cast):
        done = merge(cast, kept, merged)
        other = make_project(cast.alpha, "TOINEN", "Toinen hanke", {IISALMI: 10})
        area = other.areas.get()
        case = make_case("MUU", area, cast.aino, entry_on=dt.date(2025, 9, 2))
        Case.objects.filter(id=case.id).update(client=kept.client)
    mirja = browser_of(cast.mirja)

    response = mirja.post(address("case_merge_undo", kept.id, done.id))

    assert response.status_code == 404
    assert "case_merge_undo" not in mirja.get(address("case_merges", kept.id)).content.decode()
    with inside(cast):
        assert ClientMerge.objects.get(id=done.id).undone_at is None


@pytest.fixture
def bertta(cast: Cast, eero: Case) -> Browser:
    """Bertta, who stood in for a day and has an appointment and a task since then; today she sees Eero no more."""
    yesterday = DAY - dt.timedelta(days=1)
    with inside(cast):
        eero.client.safety_note = "Koira"
        eero.client.save()
        Assignment.objects.create(
            case=eero, member=cast.bertta, role="substitute", from_on=yesterday, until_on=yesterday
        )
        Appointment.objects.create(
            case=eero,
            member=cast.bertta,
            kind="home_visit",
            starts_at=NOON,
            ends_at=NOON + dt.timedelta(hours=1),
            submission_key=new_id(),
        )
        for owner, maker in ((cast.bertta, cast.aino), (cast.aino, cast.bertta)):
            Task.objects.create(
                case=eero, owner=owner, made_by=maker, key=str(new_id()), title="Soita Eerolle", due_on=DAY
            )
    return browser_of(cast.bertta)


@pytest.mark.parametrize("route", ["today", "tasks", "calendar"])
def test_what_one_had_to_do_names_nobody_whom_one_sees_no_more(route: str, bertta: Browser) -> None:
    page = bertta.get(address(route)).content.decode()

    assert "EERO" not in page
    assert "Eero" not in page


def test_a_task_or_appointment_is_gone_with_the_person(cast: Cast, bertta: Browser) -> None:
    """An appointment would tell the safety note."""
    with inside(cast):
        appointment, tasks = Appointment.objects.get(), list(Task.objects.all())
        feed = reverse("calendar_feed", args=[new_feed(cast.bertta)])

    assert bertta.get(address("appointment", appointment.id)).status_code == 404
    assert {bertta.get(address("task", task.id)).status_code for task in tasks} == {404}
    assert b"BEGIN:VEVENT" not in Browser().get(feed).content


def test_the_feed_of_a_closed_account_is_closed(cast: Cast) -> None:
    with inside(cast):
        feed = reverse("calendar_feed", args=[new_feed(cast.aino)])
    open_to = Browser().get(feed).status_code
    cast.aino.user.is_active = False
    cast.aino.user.save()

    assert (open_to, Browser().get(feed).status_code) == (200, 404)
