"""Agreed versions: frozen, compared, accepted on paper, at a meeting, or by the client's one-time link."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client as Browser
from pytest_django import Settings

from clients.choices import AcceptedHow
from clients.models import Case, Client, Goal, Plan, PlanVersion
from clients.services.plan_versions import issue_link, latest_handover
from tasmat.audit.history import history_of
from tasmat.audit.models import AccessEvent
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case
from tests.clients.plans import new_goal, new_meeting, new_plan, new_step, new_version

NOON = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)


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
def plan(cast: Cast, eero: Case) -> Plan:
    plan = new_plan(cast, eero, agreed="Tavataan torstaisin.")
    new_step(cast, new_goal(cast, plan, expected="On hakenut."), doer="other", doer_name="Opo Olli")
    return plan


def agree(browser: Browser, case: Case, plan: Plan, **changes: str) -> Any:
    return browser.post(address("case_plan_agree", case.id, plan.id), {"made_on": "3.3.2026", **changes})


def versions_of(cast: Cast, plan: Plan) -> list[PlanVersion]:
    with inside(cast):
        return list(PlanVersion.objects.filter(plan=plan).order_by("number"))


def client_url(browser: Browser, case: Case, version: PlanVersion) -> str:
    """The address that the client gets."""
    response = browser.post(address("case_plan_link", case.id, version.id))
    return urlsplit(str(response.context["client_url"])).path


def test_a_version_is_frozen(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    agree(aino, eero, plan)
    with inside(cast):
        Goal.objects.filter(plan=plan).update(title="Muuta")

    [version] = versions_of(cast, plan)
    body = aino.get(address("case_plan_version", eero.id, version.id)).content.decode()
    assert (version.number, version.made_on, version.accepted_on) == (1, DAY, None)
    assert "Opiskelupaikka" in body
    assert "On hakenut." in body
    assert "Opo Olli" in body
    assert "does not match its fingerprint" not in body


def test_nothing_changed_makes_no_version(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    agree(aino, eero, plan)
    agree(aino, eero, plan)

    assert [version.number for version in versions_of(cast, plan)] == [1]


def test_a_change_makes_the_next_version(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    agree(aino, eero, plan)
    new_goal(cast, plan, "Kunto")
    assert "changed since version 1" in aino.get(address("case_plan", eero.id)).content.decode()

    agree(aino, eero, plan, accepted_how="spoken")

    second = versions_of(cast, plan)[1]
    assert (second.number, second.accepted_how, second.accepted_on) == (2, "spoken", DAY)
    assert "version 2 agreed 3.3.2026" in aino.get(address("case_plan", eero.id)).content.decode()


def test_a_version_names_the_meeting_where_it_was_agreed(
    aino: Browser, eero: Case, plan: Plan, cast: Cast
) -> None:
    meeting = new_meeting(cast, eero)
    elsewhere = new_meeting(cast, new_case(cast, "MUU"))

    refused = agree(aino, eero, plan, meeting=str(elsewhere.id))
    agree(aino, eero, plan, meeting=str(meeting.id))

    assert list(errors_of(refused)) == ["meeting"]
    assert [version.meeting_id for version in versions_of(cast, plan)] == [meeting.id]


@pytest.mark.parametrize("made_on", ["4.3.2026", "5.10.2025", "eilen", ""])
def test_the_day_of_agreeing_is_within_the_plan(
    aino: Browser, eero: Case, plan: Plan, cast: Cast, made_on: str
) -> None:
    assert list(errors_of(agree(aino, eero, plan, made_on=made_on))) == ["made_on"]
    assert versions_of(cast, plan) == []


def test_two_versions_are_compared(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    new_version(cast, plan)
    with inside(cast):
        Plan.objects.filter(id=plan.id).update(agreed="Tavataan maanantaisin.")
    new_goal(cast, plan, "Kunto", target_on=dt.date(2026, 6, 1))
    new_version(cast, plan)
    url = address("case_plan_compare", eero.id, plan.id)

    response = aino.get(url, {"before": "1", "after": "2"})
    same = aino.get(url, {"before": "2", "after": "now"})

    parts = response.context["parts"]
    assert [(part.title, part.kind) for part in parts] == [("The plan", "changed"), ("Goal: Kunto", "added")]
    [line] = parts[0].lines
    assert (line.label, line.before, line.after) == (
        "what we have agreed",
        "Tavataan torstaisin.",
        "Tavataan maanantaisin.",
    )
    assert {line.label: line.after for line in parts[1].lines}["to be reached by"] == "1.6.2026"
    assert same.context["parts"] == []


@pytest.mark.parametrize("query", [{}, {"before": "9", "after": "x"}, {"before": ""}])
def test_comparing_nonsense_is_no_error(aino: Browser, eero: Case, plan: Plan, query: dict[str, str]) -> None:
    assert aino.get(address("case_plan_compare", eero.id, plan.id), query).status_code == 200


def test_a_changed_content_is_noticed(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    version = new_version(cast, plan)
    with inside(cast):
        PlanVersion.objects.filter(id=version.id).update(content=version.content | {"agreed": "Muuta."})

    body = aino.get(address("case_plan_version", eero.id, version.id)).content.decode()

    assert "does not match its fingerprint" in body


def test_a_signature_on_paper_is_recorded_and_corrected(
    aino: Browser, eero: Case, plan: Plan, cast: Cast
) -> None:
    version = new_version(cast, plan, dt.date(2026, 2, 24))
    url = address("case_plan_accept", eero.id, version.id)

    aino.post(url, {"how": "paper", "on": "25.2.2026", "note": ""})
    aino.post(url, {"how": "spoken", "on": "26.2.2026", "note": "Hyvä."})
    early = aino.post(url, {"how": "paper", "on": "23.2.2026", "note": ""})

    [found] = versions_of(cast, plan)
    assert (found.accepted_how, found.accepted_on, found.accepted_note) == (
        "spoken",
        dt.date(2026, 2, 26),
        "Hyvä.",
    )
    assert errors_of(early)["on"] == ["The date is before 24.2.2026."]


def test_the_client_accepts_by_a_link_once(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    version, visitor = new_version(cast, plan), Browser()
    url = client_url(aino, eero, version)
    asked = visitor.get(url)

    visitor.post(url, {"note": "Tämä käy."})
    visitor.post(url, {"note": "Muutin mieleni."})

    body = visitor.get(url).content.decode()
    [found] = versions_of(cast, plan)
    assert asked.status_code == 200
    assert "no-store" in asked.headers["Cache-Control"]
    assert (found.accepted_how, found.accepted_on, found.accepted_note) == ("link", DAY, "Tämä käy.")
    assert "<textarea" not in body
    page = aino.get(address("case_plan_version", eero.id, version.id)).content.decode()
    assert "by a link of one&#x27;s own" in page
    assert "Tämä käy." in page


def test_the_clients_page_shows_the_plan_and_no_name_but_the_first(
    aino: Browser, eero: Case, plan: Plan, cast: Cast
) -> None:
    body = Browser().get(client_url(aino, eero, new_version(cast, plan))).content.decode()

    for text in ("EERO-first", "Opiskelupaikka", "On hakenut.", "Tavataan torstaisin."):
        assert text in body
    for name in ("EERO-last", "Aino", "Opo Olli", "EERO-1"):
        assert name not in body


def test_what_the_client_said_by_link_is_not_changed_by_staff(
    aino: Browser, eero: Case, plan: Plan, cast: Cast
) -> None:
    version = new_version(cast, plan)
    Browser().post(client_url(aino, eero, version), {"note": "Oma."})

    aino.post(
        address("case_plan_accept", eero.id, version.id), {"how": "paper", "on": "3.3.2026", "note": "x"}
    )
    again = aino.post(address("case_plan_link", eero.id, version.id))

    [found] = versions_of(cast, plan)
    assert (found.accepted_how, found.accepted_note) == (AcceptedHow.LINK, "Oma.")
    assert again.status_code == 302


def test_reading_and_accepting_leave_their_traces(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    version, visitor = new_version(cast, plan), Browser()
    url = client_url(aino, eero, version)

    visitor.get(url)
    visitor.post(url, {"note": ""})

    with inside(cast):
        events = AccessEvent.objects.filter(route="plan_accept")
        assert [(event.clients, event.user_id, event.link_id is not None) for event in events] == [
            ([eero.client_id], None, True)
        ] * 2
        last = history_of(PlanVersion).filter(pgh_obj=version.id).latest("pgh_id")
        assert (last.accepted_how, last.actor) == ("link", None)


@pytest.mark.parametrize("what", ["closed", "new_link", "new_version", "died", "made_up", "another_purpose"])
def test_links_that_open_nothing(aino: Browser, eero: Case, plan: Plan, cast: Cast, what: str) -> None:
    version, visitor = new_version(cast, plan), Browser()
    url = client_url(aino, eero, version)
    match what:
        case "closed":
            aino.post(address("case_plan_link_close", eero.id, version.id))
        case "new_link":
            client_url(aino, eero, version)
        case "new_version":
            new_goal(cast, plan, "Kunto")
            new_version(cast, plan)
        case "died":
            with inside(cast):
                Client.objects.filter(id=eero.client_id).update(died_on=DAY)
        case "made_up":
            url = url[:-2] + "x/"
        case "another_purpose":
            url = url.replace("suunnitelma", "kalenteri")

    assert visitor.get(url).status_code == 404
    assert visitor.post(url, {"note": ""}).status_code == 404
    assert versions_of(cast, plan)[0].accepted_on is None


def test_a_link_opens_for_fourteen_days(eero: Case, plan: Plan, cast: Cast, settings: Settings) -> None:
    version = new_version(cast, plan)
    settings.TASMAT_TODAY = None
    with time_machine.travel(NOON, tick=False):
        with inside(cast):
            url = f"/oma/suunnitelma/{issue_link(version)}/"
        assert Browser().get(url).status_code == 200
    with time_machine.travel(NOON + dt.timedelta(days=13, hours=23), tick=False):
        assert Browser().get(url).status_code == 200
    with time_machine.travel(NOON + dt.timedelta(days=14, seconds=1), tick=False):
        assert Browser().get(url).status_code == 404


def test_an_open_link_is_told_to_staff_but_never_shown_again(
    aino: Browser, eero: Case, plan: Plan, cast: Cast
) -> None:
    version = new_version(cast, plan)
    url = client_url(aino, eero, version)

    body = aino.get(address("case_plan_version", eero.id, version.id)).content.decode()

    assert "It has not been used yet." in body
    assert url not in body


def test_a_version_of_another_case_is_not_found(aino: Browser, eero: Case, cast: Cast) -> None:
    elsewhere = new_version(cast, new_plan(cast, new_case(cast, "MUU")))

    assert aino.get(address("case_plan_version", eero.id, elsewhere.id)).status_code == 404
    assert aino.post(address("case_plan_link", eero.id, elsewhere.id)).status_code == 404


def test_the_timeline_tells_of_the_plan(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    version = new_version(cast, plan)
    Browser().post(client_url(aino, eero, version), {"note": "Sopii minulle."})

    coach = aino.get(address("case", eero.id)).content.decode()
    manager = browser_of(cast.mirja).get(address("case", eero.id)).content.decode()

    for body in (coach, manager):
        assert "Plan agreed: coaching plan, version 1" in body
        assert "The client accepted the plan: coaching plan, version 1" in body
    assert "Sopii minulle." in coach
    assert "Sopii minulle." not in manager
    assert address("case_plan_version", eero.id, version.id) not in manager


def test_without_a_way_on_there_is_no_handover(eero: Case, cast: Cast) -> None:
    with inside(cast):
        assert latest_handover(eero.stays.get()) is None
