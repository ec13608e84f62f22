"""What an entry holds besides its text: with whom, where, how far, goals, ICF items, the appointment it came from."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.choices import AppointmentState
from clients.models import Appointment, Case, Entry, EntryGoal, Goal, Plan
from tasmat import clock
from tasmat.tenancy.base import new_id
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, new_entry
from tests.clients.test_entry import typed


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def save(browser: Browser, case: Case, **changes: Any) -> Any:
    return browser.post(address("entry_save", case.id), typed(**changes))


def goal_of(cast: Cast, case: Case, title: str, **plan: Any) -> Goal:
    with inside(cast):
        made, _new = Plan.objects.get_or_create(case=case, kind="coaching", **{"starts_on": DAY, **plan})
        goal: Goal = Goal.objects.create(plan=made, title=title, set_on=DAY)
    return goal


def only_entry(cast: Cast) -> Entry:
    with inside(cast):
        entry: Entry = Entry.objects.get()
    return entry


def lines(browser: Browser, case: Case) -> list[tuple[str, tuple[str, ...]]]:
    timeline = browser.get(address("case", case.id)).context["timeline"]
    return [(item.title, item.lines) for item, _new in timeline if item.mark != "event"]


def test_every_fact_of_a_workplace_visit_is_kept_and_told(aino: Browser, eero: Case, cast: Cast) -> None:
    goal = goal_of(cast, eero, "Löytää työpaikka")

    response = save(
        aino,
        eero,
        kind="workplace_visit",
        counterpart="employer",
        place="  Kahvila  Kulma ",
        minutes="45",
        kilometres="12",
        goals=[str(goal.id)],
        icf=["d850", "d845"],
        icf_other="D450, e120 d850",
    )

    assert response.status_code == 302
    entry = only_entry(cast)
    assert (entry.counterpart, entry.place, entry.minutes, entry.kilometres) == (
        "employer",
        "Kahvila Kulma",
        45,
        12,
    )
    assert entry.icf_codes == ["d850", "d845", "d450", "e120"]
    [(title, told)] = lines(aino, eero)
    assert title == "Workplace visit, face to face, employer, 45 min, 12 km"
    assert told[:2] == ("Place: Kahvila Kulma", "Goals: Löytää työpaikka")
    assert "d845 finding, keeping and leaving a job" in told[2]


def test_minutes_and_kilometres_are_empty_until_given(aino: Browser, eero: Case, cast: Cast) -> None:
    save(aino, eero)

    entry = only_entry(cast)
    assert (entry.minutes, entry.kilometres, entry.counterpart, entry.place) == (None, None, "client", "")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kilometres": "-1"}, "kilometres"),
        ({"kilometres": "2001"}, "kilometres"),
        ({"icf_other": "d850.2"}, "icf_other"),
        ({"icf": ["d999"]}, "icf"),
        ({"counterpart": "nobody"}, "counterpart"),
        ({"place": "x" * 201}, "place"),
        ({"goals": ["x"]}, "goals"),
    ],
)
def test_a_wrong_fact_is_said_and_the_rare_fields_stand_open(
    changes: dict[str, Any], field: str, aino: Browser, eero: Case, cast: Cast
) -> None:
    goal_of(cast, eero, "Tavoite")

    response = save(aino, eero, **changes)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert '<details class="govuk-details" open>' in response.content.decode()


def test_only_goals_of_the_clients_own_open_plans_are_offered(aino: Browser, eero: Case, cast: Cast) -> None:
    own = goal_of(cast, eero, "Oma")
    foreign = goal_of(cast, new_case(cast, "TOINEN"), "Toisen")
    ended = goal_of(cast, eero, "Päättynyt", closed_on=DAY)

    body = aino.get(address("case", eero.id)).content.decode()

    assert str(own.id) in body.split('id="aikajana"')[0]
    assert "Päättynyt" not in body.split('id="aikajana"')[0]
    for goal in (foreign, ended):
        assert save(aino, eero, goals=[str(goal.id)]).status_code == 422


def test_correcting_changes_goals_and_codes_too(aino: Browser, eero: Case, cast: Cast) -> None:
    first, second = goal_of(cast, eero, "Eka"), goal_of(cast, eero, "Toka")
    save(aino, eero, goals=[str(first.id)], icf=["d850"], icf_other="d450", place="Koti")
    entry = only_entry(cast)
    url = address("case_entry", eero.id, entry.id)
    form = aino.get(url).context["form"]
    shown = {name: form[name].value() for name in ("goals", "icf", "icf_other", "place")}

    response = aino.post(url, typed(goals=[str(second.id)], icf=["d720"], icf_other=""))

    assert shown == {"goals": [first.id], "icf": ["d850"], "icf_other": "d450", "place": "Koti"}
    assert response.status_code == 302
    with inside(cast):
        assert [link.goal_id for link in EntryGoal.objects.all()] == [second.id]
    assert only_entry(cast).icf_codes == ["d720"]
    [(version, _title)] = aino.get(url).context["versions"]
    assert (version.place, version.icf_codes) == ("Koti", ["d850", "d450"])


def test_a_manager_sees_neither_goals_nor_items_of_health(aino: Browser, eero: Case, cast: Cast) -> None:
    goal = goal_of(cast, eero, "Arkaluonteinen")
    save(aino, eero, goals=[str(goal.id)], icf=["b130"], place="Poliklinikka")

    body = browser_of(cast.mirja).get(address("case", eero.id)).content.decode()

    assert "Contact, phone" in body
    for hidden in ("Arkaluonteinen", "b130", "Poliklinikka"):
        assert hidden not in body


def test_the_address_fills_the_box(aino: Browser, eero: Case, cast: Cast) -> None:
    query = {"kind": "meeting", "channel": "face", "on": "2.3.2026", "minutes": "50", "place": "Kirjasto"}

    form = aino.get(address("case", eero.id), query).context["form"]

    names = ("kind", "channel", "happened_on", "minutes", "place")
    assert [form[name].value() for name in names] == ["meeting", "face", "2.3.2026", "50", "Kirjasto"]


def test_a_filled_box_does_not_open_a_draft(aino: Browser, eero: Case, cast: Cast) -> None:
    aino.post(address("entry_draft", eero.id), typed(text="Kesken"))

    response = aino.get(address("case", eero.id), {"kind": "meeting"})

    assert not response.context["form"]["text"].value()
    assert "1 other draft not saved" in response.content.decode()


def appointment_of(cast: Cast, case: Case) -> Appointment:
    at = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
    with inside(cast):
        made: Appointment = Appointment.objects.create(
            member=cast.aino,
            case=case,
            submission_key=new_id(),
            place="Kirjasto",
            starts_at=at,
            ends_at=at + dt.timedelta(hours=1),
        )
    return made


def test_an_appointment_is_held_by_the_entry_logged_of_it(aino: Browser, eero: Case, cast: Cast) -> None:
    appointment = appointment_of(cast, eero)
    form = aino.get(address("case", eero.id), {"appointment": str(appointment.id)}).context["form"]

    answers = {name: form[name].value() for name in ("kind", "channel", "place", "appointment")}

    save(aino, eero, **answers)

    with inside(cast):
        appointment.refresh_from_db()
    entry = only_entry(cast)
    assert (appointment.state, appointment.entry_id) == (AppointmentState.HELD, entry.id)
    assert (entry.kind, entry.channel, entry.place, entry.minutes) == ("meeting", "face", "Kirjasto", None)


def test_an_appointment_with_another_client_stays_as_it_is(aino: Browser, eero: Case, cast: Cast) -> None:
    appointment = appointment_of(cast, new_case(cast, "TOINEN"))

    assert save(aino, eero, appointment=str(appointment.id)).status_code == 302

    with inside(cast):
        appointment.refresh_from_db()
    assert (appointment.state, appointment.entry_id) == (AppointmentState.PLANNED, None)


def test_the_safety_note_stands_before_a_home_visit_for_a_coach(cast: Cast) -> None:
    case = new_case(cast, "EERO", safety_note="Iso koira, soita ensin.")

    coach = browser_of(cast.aino).get(address("case", case.id)).content.decode()
    manager = browser_of(cast.mirja).get(address("case", case.id)).content.decode()

    assert "Iso koira, soita ensin." in coach
    assert "app-only-home-visit" in coach
    assert "Iso koira" not in manager


def test_a_locked_entry_is_only_added_to(aino: Browser, eero: Case, cast: Cast) -> None:
    written = clock.now() - dt.timedelta(days=14)
    entry = new_entry(cast, eero, DAY, created_at=written, text="Alkuperäinen.")
    url, key = address("case_entry", eero.id, entry.id), str(new_id())

    page = aino.get(url)
    answers = [aino.post(url, {"text": "Täydennys.", "submission_key": key}) for _ in range(2)]
    colleague = browser_of(cast.bertta)
    with inside(cast):
        eero.assignments.create(member=cast.bertta, role="second", from_on=DAY)
    colleague.post(url, {"text": "Toisen täydennys.", "submission_key": str(new_id())})

    assert "Correct the entry" not in page.content.decode()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert only_entry(cast).text == "Alkuperäinen."
    body = aino.get(address("case", eero.id)).content.decode()
    assert body.count("Täydennys.") == 1
    assert "Bertta Valmentaja: Toisen täydennys." in body
    assert "Add to it" in body


def test_an_empty_addition_is_refused(aino: Browser, eero: Case, cast: Cast) -> None:
    entry = new_entry(cast, eero, DAY, created_at=dt.datetime(2025, 9, 9, tzinfo=dt.UTC))

    response = aino.post(
        address("case_entry", eero.id, entry.id), {"text": " ", "submission_key": str(new_id())}
    )

    assert response.status_code == 422
    assert list(errors_of(response)) == ["text"]


def test_the_project_says_how_long_an_entry_can_be_corrected(aino: Browser, eero: Case, cast: Cast) -> None:
    with inside(cast):
        cast.project.practices.create(entry_lock_days=1)
    entry = new_entry(cast, eero, DAY, created_at=clock.now() - dt.timedelta(days=2))

    assert aino.get(address("case_entry", eero.id, entry.id)).context["is_locked"]
