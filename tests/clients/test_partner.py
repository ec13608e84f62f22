"""A partner organisation's worker sees one case until a day, by the client's agreement: its facts and its plan."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.choices import AssignmentRole
from clients.models import Assignment, Case, Plan
from tasmat.access.actions import Action, may
from tasmat.access.roles import Role
from tests.cast import DAY, Cast
from tests.clients.casework import (
    address,
    browser_of,
    errors_of,
    inside,
    new_case,
    new_entry,
    queries_of,
)
from tests.clients.plans import new_goal, new_meeting, new_plan, new_rating, new_version

AGREED, LAST = "2.3.2026", "30.6.2026"


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
def pauli(cast: Cast) -> Browser:
    return browser_of(cast.pauli)


@pytest.fixture
def plan(cast: Cast, eero: Case) -> Plan:
    return new_plan(cast, eero, agreed="Sovittu teksti.")


def let_in(browser: Browser, case: Case, cast: Cast, **changes: str) -> Any:
    asked = {"member": str(cast.pauli.id), "agreed_on": AGREED, "until_on": LAST}
    return browser.post(address("case_partners", case.id), asked | changes)


def rows_of(cast: Cast, case: Case) -> list[Assignment]:
    with inside(cast):
        return list(Assignment.objects.filter(case=case, role=AssignmentRole.PARTNER))


def test_before_the_client_agrees_there_is_nothing(pauli: Browser, eero: Case, plan: Plan) -> None:
    assert pauli.get(address("case", eero.id)).status_code == 404
    assert pauli.get(address("case_plan", eero.id)).status_code == 404


def test_a_partner_is_let_in_once(aino: Browser, pauli: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    for _ in range(2):
        let_in(aino, eero, cast)

    [row] = rows_of(cast, eero)
    assert (row.from_on, row.until_on, row.agreed_on) == (DAY, dt.date(2026, 6, 30), dt.date(2026, 3, 2))
    assert pauli.get(address("case", eero.id)).status_code == 200
    assert "Sovittu teksti." in pauli.get(address("case_plan", eero.id)).content.decode()
    assert "Pauli Kumppani" in aino.get(address("case_partners", eero.id)).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agreed_on": ""}, "agreed_on"),
        ({"agreed_on": "4.3.2026"}, "agreed_on"),
        ({"until_on": ""}, "until_on"),
        ({"until_on": "2.3.2026"}, "until_on"),
        ({"until_on": "5.3.2027"}, "until_on"),
        ({"member": ""}, "member"),
    ],
)
def test_nobody_is_let_in_without_the_clients_agreement_and_a_last_day(
    aino: Browser, eero: Case, cast: Cast, changes: dict[str, str], field: str
) -> None:
    response = let_in(aino, eero, cast, **changes)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert rows_of(cast, eero) == []


def test_only_workers_of_partners_are_let_in(aino: Browser, eero: Case, cast: Cast) -> None:
    response = let_in(aino, eero, cast, member=str(cast.bertta.id))

    assert list(errors_of(response)) == ["member"]


def test_the_first_page_is_the_list_of_the_partners_cases(
    aino: Browser, pauli: Browser, eero: Case, cast: Cast
) -> None:
    new_case(cast, "MUU")
    let_in(aino, eero, cast)

    home = pauli.get("/o/alpha/", follow=True)
    body = home.content.decode()

    assert home.redirect_chain[-1][0] == address("cases")
    assert "EERO-last" in body
    assert "MUU-last" not in body
    assert [str(item.label) for item in home.context["navigation"]] == ["Clients"]
    assert 'role="search"' not in body


def test_the_list_says_until_when_and_whom_to_ask(
    aino: Browser, pauli: Browser, eero: Case, cast: Cast
) -> None:
    let_in(aino, eero, cast, until_on="10.3.2026")

    page = pauli.get(address("cases"))

    body = page.content.decode()
    assert [(row.case_id, row.coach, pill) for row, pill in page.context["rows"]] == [
        (eero.id, "Aino Valmentaja", ("10.3.2026", "warn"))
    ]
    assert "the client agreed on 2.3.2026" in body
    assert 'class="app-filter"' not in body


def test_whoever_is_let_in_nowhere_reads_who_lets_one_in(pauli: Browser, eero: Case) -> None:
    body = pauli.get(address("cases")).content.decode()

    assert "No case is open to you today." in body
    assert "EERO-last" not in body


def test_the_partners_list_asks_the_same_number_of_queries(aino: Browser, pauli: Browser, cast: Cast) -> None:
    let_in(aino, new_case(cast, "EERO"), cast)
    before = queries_of(pauli, address("cases"))
    for number in range(10):
        let_in(aino, new_case(cast, f"C{number}"), cast)

    assert queries_of(pauli, address("cases")) == before <= 12


def test_the_case_shows_facts_and_no_texts(aino: Browser, pauli: Browser, eero: Case, cast: Cast) -> None:
    let_in(aino, eero, cast)
    new_entry(cast, eero, DAY, text="Salainen kirjaus.")
    new_meeting(cast, eero, decisions="Salainen päätös.")
    with inside(cast):
        Assignment.objects.filter(case=eero, role=AssignmentRole.RESPONSIBLE).update(reason="Salainen syy.")

    body = pauli.get(address("case", eero.id)).content.decode()

    assert "EERO-last, EERO-first" in body
    assert "Case meeting" in body
    assert "Salainen" not in body


def test_the_plan_is_read_and_not_written(
    aino: Browser, pauli: Browser, eero: Case, plan: Plan, cast: Cast
) -> None:
    let_in(aino, eero, cast)
    goal = new_goal(cast, plan)
    new_rating(cast, goal, DAY, 1, note="Salainen huomio.")
    version = new_version(cast, plan)

    pages = [
        pauli.get(address("case_plan", eero.id)),
        pauli.get(address("case_goal", eero.id, goal.id)),
        pauli.get(address("case_plan_version", eero.id, version.id)),
        pauli.get(address("case_plan_compare", eero.id, plan.id)),
    ]

    assert [page.status_code for page in pages] == [200] * 4
    for page in pages:
        main = page.content.decode().split("<main")[1]
        assert 'method="post"' not in main
        assert "Salainen" not in main


def links_of(page: Any) -> set[str]:
    """The addresses of the organisation that a page leads to."""
    parts = page.content.decode().split('href="/o/alpha/')[1:]
    return {"/o/alpha/" + part.split('"')[0].replace("&amp;", "&") for part in parts}


def test_no_link_of_the_partners_pages_is_refused(
    aino: Browser, pauli: Browser, eero: Case, plan: Plan, cast: Cast
) -> None:
    let_in(aino, eero, cast)
    new_goal(cast, plan)
    new_version(cast, plan)
    new_meeting(cast, eero)
    pages = ("case", "case_plan")

    links = {link for page in pages for link in links_of(pauli.get(address(page, eero.id)))}

    assert {link: pauli.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_the_partner_may_do_nothing_else() -> None:
    allowed = {action.name for action in Action if may([Role.PARTNER], action)}

    assert allowed == {"OPEN_ORGANISATION", "SEE_CASES", "SEE_PLAN"}


def test_after_the_last_day_there_is_nothing(
    aino: Browser, pauli: Browser, eero: Case, plan: Plan, cast: Cast, settings: Settings
) -> None:
    let_in(aino, eero, cast)
    pages = [address("case", eero.id), address("case_plan", eero.id)]

    settings.TASMAT_TODAY = dt.date(2026, 6, 30)
    on_the_last_day = [pauli.get(page).status_code for page in pages]
    settings.TASMAT_TODAY = dt.date(2026, 7, 1)
    after_it = [pauli.get(page).status_code for page in pages]

    assert (on_the_last_day, after_it) == ([200, 200], [404, 404])
    assert "EERO-last" not in pauli.get(address("cases")).content.decode()


@pytest.mark.parametrize("days", [0, 1, 10])
def test_ending_now_ends_at_once(
    aino: Browser, pauli: Browser, eero: Case, plan: Plan, cast: Cast, settings: Settings, days: int
) -> None:
    let_in(aino, eero, cast)
    settings.TASMAT_TODAY = DAY + dt.timedelta(days=days)
    [row] = rows_of(cast, eero)

    for _ in range(2):
        aino.post(address("case_partners", eero.id), {"end": str(row.id)})

    assert pauli.get(address("case_plan", eero.id)).status_code == 404
    last_days = [row.until_on for row in rows_of(cast, eero)]
    assert last_days == ([DAY + dt.timedelta(days=days - 1)] if days else [])


def test_only_a_partners_row_is_ended_here(aino: Browser, eero: Case, cast: Cast) -> None:
    with inside(cast):
        responsible = Assignment.objects.get(case=eero)

    aino.post(address("case_partners", eero.id), {"end": str(responsible.id)})

    with inside(cast):
        assert Assignment.objects.get(id=responsible.id).until_on is None
