"""Case meetings with who was there, and the way on from the project."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import translation
from pytest_django import Settings

from clients.models import Case, CaseMeeting, Entry, Handover, MeetingPerson, NetworkPerson
from clients.plan_statement import plan_section
from clients.services.caseload import with_facts
from clients.services.plan_versions import latest_handover
from tasmat.tenancy.base import new_id
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, queries_of
from tests.clients.plans import new_goal, new_meeting, new_plan, new_rating, new_step, new_version

WAY = {
    "direction": "vocational_studies",
    "to_body": "Ylä-Savon ammattiopisto",
    "to_person": "opo",
    "goal": "Lähihoitaja",
    "agreed_on": "2.3.2026",
    "handed_over_on": "",
    "what_was_told": "Tarvitsee aikaa.",
}


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


@pytest.fixture
def worker(cast: Cast, eero: Case) -> NetworkPerson:
    with inside(cast):
        person: NetworkPerson = NetworkPerson.objects.create(
            client=eero.client, role="social_work", name="Sari Sosiaali", agreed_on=dt.date(2026, 1, 1)
        )
    return person


def hold(browser: Browser, case: Case, **changes: Any) -> Any:
    meeting = {
        "submission_key": str(new_id()),
        "held_on": "2.3.2026",
        "place": "Kirjasto",
        "channel": "absent",
        "guests": "",
        "decisions": "Haetaan kouluun.",
        "next_steps": "",
    }
    return browser.post(address("case_meeting_new", case.id), meeting | changes)


def people_of(cast: Cast) -> list[tuple[Any, Any, str, str]]:
    with inside(cast):
        rows = MeetingPerson.objects.order_by("id")
        return list(rows.values_list("member", "network_person", "name", "body"))


def test_a_meeting_with_everybody_who_was_there(
    aino: Browser, eero: Case, worker: NetworkPerson, cast: Cast
) -> None:
    key = str(new_id())
    for _ in range(2):
        hold(
            aino,
            eero,
            submission_key=key,
            members=[str(cast.aino.id), str(cast.mirja.id)],
            network=[str(worker.id)],
            guests="Olli Opo, koulu\n\nÄiti",
        )

    body = aino.get(address("case_meetings", eero.id)).content.decode()
    assert people_of(cast) == [
        (cast.aino.id, None, "", ""),
        (cast.mirja.id, None, "", ""),
        (None, worker.id, "", ""),
        (None, None, "Olli Opo", "koulu"),
        (None, None, "Äiti", ""),
    ]
    for words in (
        "Aino Valmentaja",
        "Sari Sosiaali, social work (may be contacted)",
        "Olli Opo, koulu",
        "Äiti",
    ):
        assert words in body


def test_the_agreement_of_the_day_of_the_meeting_is_shown(
    aino: Browser, eero: Case, worker: NetworkPerson, cast: Cast
) -> None:
    hold(aino, eero, network=[str(worker.id)], held_on="31.12.2025")

    body = aino.get(address("case_meetings", eero.id)).content.decode()

    assert "may be contacted later" in body


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"held_on": "4.3.2026", "guests": "Äiti"}, "held_on"), ({}, ""), ({"guests": " , \n,"}, "")],
)
def test_a_meeting_with_an_error_keeps_its_texts(
    aino: Browser, eero: Case, cast: Cast, changes: dict[str, str], field: str
) -> None:
    response = hold(aino, eero, **changes)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert "Haetaan kouluun." in response.content.decode()
    with inside(cast):
        assert not CaseMeeting.objects.exists()


def test_nobody_of_another_clients_network_was_there(
    aino: Browser, eero: Case, worker: NetworkPerson, cast: Cast
) -> None:
    other = new_case(cast, "MUU")

    response = hold(aino, other, network=[str(worker.id)], members=[str(cast.aino.id)])

    assert response.status_code in {302, 422}
    assert worker.id not in [network for _member, network, _name, _body in people_of(cast)]


def test_a_meeting_is_corrected(aino: Browser, eero: Case, cast: Cast) -> None:
    hold(aino, eero, guests="Äiti")
    with inside(cast):
        meeting = CaseMeeting.objects.get()
    url = address("case_meeting", eero.id, meeting.id)
    shown = aino.get(url).context["form"]

    aino.post(
        url,
        {
            "seen": shown["seen"].value(),
            "held_on": "1.3.2026",
            "place": "Kirjasto",
            "channel": shown["channel"].value(),
            "guests": shown["guests"].value() + "\nIsä, koti",
            "decisions": "Haetaan töihin.",
            "next_steps": "",
        },
    )

    with inside(cast):
        meeting.refresh_from_db()
    assert (meeting.held_on, meeting.decisions) == (dt.date(2026, 3, 1), "Haetaan töihin.")
    assert [(name, body) for _m, _n, name, body in people_of(cast)] == [("Äiti", ""), ("Isä", "koti")]


def contact(cast: Cast, case: Case) -> tuple[int, dt.date | None]:
    """Contacts of the case, and the day of the latest, as the contact rule sees them."""
    with inside(cast):
        found = with_facts(Case.objects.filter(id=case.id), DAY).get()
        return Entry.objects.filter(case=case).count(), vars(found)["last_contact_on"]


def test_a_meeting_with_the_client_is_a_contact_without_logging_it_again(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    hold(aino, eero, guests="Äiti", channel="face")
    with inside(cast):
        meeting = CaseMeeting.objects.get()
    url = address("case_meeting", eero.id, meeting.id)

    def correct(channel: str) -> None:
        seen = aino.get(url).context["form"]["seen"].value()
        typed = {"held_on": "1.3.2026", "guests": "Äiti", "channel": channel, "seen": seen}
        assert aino.post(url, typed).status_code == 302

    held = contact(cast, eero)
    timeline = [item.title for item, _ in aino.get(address("case", eero.id)).context["timeline"]]
    correct("remote")
    moved = contact(cast, eero)
    correct("absent")

    assert (held, moved) == ((1, dt.date(2026, 3, 2)), (1, dt.date(2026, 3, 1)))
    assert timeline.count("Case meeting") == 1
    assert "Meeting" not in timeline
    assert contact(cast, eero) == (0, None)


def test_whether_the_client_was_there_must_be_said(aino: Browser, eero: Case) -> None:
    assert list(errors_of(hold(aino, eero, guests="Äiti", channel=""))) == ["channel"]


def test_a_meeting_is_removed_unless_a_version_names_it(aino: Browser, eero: Case, cast: Cast) -> None:
    named, loose = new_meeting(cast, eero), new_meeting(cast, eero)
    version = new_version(cast, new_plan(cast, eero))
    with inside(cast):
        type(version).objects.filter(id=version.id).update(meeting=named)

    answers = [
        aino.post(address("case_meeting", eero.id, meeting.id), {"remove": "yes"}).status_code
        for meeting in (named, loose)
    ]

    with inside(cast):
        assert list(CaseMeeting.objects.all()) == [named]
    assert answers == [422, 302]


def test_meetings_ask_the_same_number_of_queries(aino: Browser, eero: Case, cast: Cast) -> None:
    hold(aino, eero, guests="Äiti", members=[str(cast.aino.id)])
    few = queries_of(aino, address("case_meetings", eero.id))
    for _ in range(5):
        hold(aino, eero, guests="Äiti\nIsä", members=[str(cast.aino.id), str(cast.mirja.id)])

    assert queries_of(aino, address("case_meetings", eero.id)) == few <= 16


def test_the_way_on_is_agreed_and_handed_over(aino: Browser, eero: Case, cast: Cast) -> None:
    for _ in range(2):
        aino.post(address("case_handover_new", eero.id), WAY)
    with inside(cast):
        handover = Handover.objects.get()
    url = address("case_handover", eero.id, handover.id)
    seen = aino.get(url).context["form"]["seen"].value()

    aino.post(url, WAY | {"seen": seen, "handed_over_on": "3.3.2026"})

    with inside(cast):
        found = latest_handover(eero.stays.get())
    assert found is not None
    assert (found.direction, found.to_body, found.handed_over_on) == (
        "vocational_studies",
        "Ylä-Savon ammattiopisto",
        DAY,
    )
    assert "Handed over: Vocational studies" in aino.get(address("case", eero.id)).content.decode()
    assert "Tarvitsee aikaa." in aino.get(address("case_handovers", eero.id)).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"direction": ""}, "direction"),
        ({"direction": "unknown"}, "direction"),
        ({"to_body": ""}, "to_body"),
        ({"agreed_on": "4.3.2026"}, "agreed_on"),
        ({"handed_over_on": "4.3.2026"}, "handed_over_on"),
        ({"handed_over_on": "1.3.2026"}, ""),
    ],
)
def test_a_way_on_with_an_error(
    aino: Browser, eero: Case, cast: Cast, changes: dict[str, str], field: str
) -> None:
    response = aino.post(address("case_handover_new", eero.id), WAY | changes)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert "Tarvitsee aikaa." in response.content.decode()


def test_the_latest_way_on_is_the_one_agreed_last(eero: Case, cast: Cast) -> None:
    with inside(cast):
        for day in (dt.date(2026, 2, 2), dt.date(2026, 3, 2), dt.date(2026, 1, 2)):
            Handover.objects.create(
                case=eero, direction="job_search", to_body=str(day), agreed_on=day, recorded_by=cast.aino
            )
        found = latest_handover(eero.stays.get())

    assert found is not None
    assert found.to_body == "2026-03-02"


def test_what_a_statement_tells_of_a_plan(eero: Case, cast: Cast) -> None:
    plan = new_plan(cast, eero)
    goal = new_goal(cast, plan)
    new_step(cast, goal, done_on=DAY)
    new_step(cast, goal, "Haetaan")
    new_rating(cast, goal, DAY, 1)
    new_version(cast, plan)

    with inside(cast), translation.override("en"):
        told = plan_section(eero, DAY).splitlines()

    assert told == [
        "Coaching plan, 6.10.2025 – ",
        "Version 1 was agreed with the client on 3.3.2026.",
        (
            "Goal: Opiskelupaikka. At the start -1 less than expected, at the end +1 more than expected. "
            "1 of 2 steps done."
        ),
        (
            "Goals together (GAS T-score, 50 is as expected): 40.0 at the start, 60.0 at the end. "
            "No decision on a benefit or a service may rest on this figure alone."
        ),
    ]


def test_a_goal_that_nobody_has_rated_is_told_so(eero: Case, cast: Cast) -> None:
    plan = new_plan(cast, eero)
    new_rating(cast, new_goal(cast, plan), DAY, 1)
    new_goal(cast, plan, "Uni paremmaksi")

    with inside(cast), translation.override("en"):
        told = plan_section(eero, DAY)

    assert "Goal: Uni paremmaksi. At the start -1 less than expected, at the end not rated yet." in told
    assert "T-score" not in told


def test_without_a_plan_there_is_nothing_to_tell(eero: Case, cast: Cast) -> None:
    with inside(cast):
        assert plan_section(eero, DAY) == ""
