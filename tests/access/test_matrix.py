"""The access matrix: every route × role × method × (own, other area, other organisation, missing)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection, transaction
from django.db.models.fields import BLANK_CHOICE_DASH
from django.test import Client as Browser
from django.urls import NoReverseMatch
from pytest_django import Settings

from tasmat.access.actions import RULES, Action, may
from tasmat.access.roles import Role
from tasmat.tenancy.models import Membership
from tests.cast import DAY, Cast
from tests.routes import ROUTES, Route
from tests.world import World

pytestmark = pytest.mark.django_db

READ, WRITE, WRONG = "GET", "POST", "PUT"
FINE = {200, 204, 302, 400, 405, 422}  # 400: a draft or form without its key
WRITES = ("insert", "update", "delete")
DASHES = BLANK_CHOICE_DASH[0][1].encode()  # Django's words for an empty choice
# What a page that is only read may write: who saw it, and the session.
LOGS = ("audit_accessevent", "django_session")


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


Worlds = tuple[World, World, World]


@pytest.fixture
def cast(populated: tuple[Cast, Worlds]) -> Cast:
    return populated[0]


@pytest.fixture
def worlds(populated: tuple[Cast, Worlds]) -> Worlds:
    """(own area, other area, other organisation) for the coach of Iisalmi."""
    return populated[1]


def people(cast: Cast) -> Iterator[tuple[str, Membership]]:
    """One member of Alpha for each role."""
    yield Role.COACH, cast.aino
    yield Role.MANAGER, cast.mirja
    yield Role.ADMINISTRATOR, cast.aarne
    yield Role.MUNICIPALITY, cast.kaisa
    yield Role.PARTNER, cast.pauli


def browser_of(member: Membership) -> Browser:
    browser = Browser()
    browser.force_login(member.user)
    return browser


def ask(browser: Browser, method: str, url: str) -> Any:
    """The answer to one request; what it changed is undone, so that the next finds the same world."""
    point = transaction.savepoint()
    response: Any = browser.generic(method, url)
    response.getvalue()  # reads a file to its end, which closes it
    transaction.savepoint_rollback(point)
    return response


def test_every_route_names_an_action() -> None:
    assert run_checks() == []


def test_every_action_of_a_route_has_its_rule() -> None:
    assert {route.action for route in ROUTES} <= set(RULES)
    assert set(RULES) == set(Action)


def test_every_route_can_be_addressed(worlds: Worlds) -> None:
    unknown = []
    for route in ROUTES:
        try:
            route.url("alpha", worlds[0])
        except (KeyError, NoReverseMatch) as error:
            unknown.append((route.name, str(error)))

    assert unknown == []


def is_expected(status: int, method: str, role: str, route: Route) -> bool:
    """Other roles are refused before anything is looked up; those who may are answered, never by a 500."""
    if not may([role], route.action):
        return status == 403
    if method == WRONG:
        return status == 405
    return status in FINE or (route.is_own and status == 404)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_roles(route: Route, cast: Cast, worlds: Worlds) -> None:
    url = route.url("alpha", worlds[0])
    answers = {
        (role, method): ask(browser_of(member), method, url)
        for role, member in people(cast)
        for method in (READ, WRITE, WRONG)
    }

    surprises = {
        (role, method): answer.status_code
        for (role, method), answer in answers.items()
        if not is_expected(answer.status_code, method, role, route)
    }
    assert surprises == {}
    nameless = [each for each, answer in answers.items() if DASHES in getattr(answer, "content", b"")]
    assert nameless == [], "an empty choice says nothing: tasmat/ui/forms.py names it"


@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if route.is_by_area and may([Role.COACH], route.action)],
    ids=lambda route: route.name,
)
@pytest.mark.parametrize("method", [READ, WRITE])
def test_a_coach_of_another_area_finds_nothing(route: Route, method: str, cast: Cast, worlds: Worlds) -> None:
    own, other_area, _ = worlds
    coach = browser_of(cast.aino)

    found = ask(coach, method, route.url("alpha", own)).status_code
    elsewhere = ask(coach, method, route.url("alpha", other_area)).status_code

    assert found in FINE
    assert elsewhere == (405 if found == 405 else 404)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
@pytest.mark.parametrize("method", [READ, WRITE])
def test_the_other_organisation_is_the_same_as_nothing(
    route: Route, method: str, cast: Cast, worlds: Worlds
) -> None:
    """Another's row, another's organisation and what does not exist answer with the same bytes."""
    *_, other = worlds
    for _role, member in people(cast):
        if not may(member.roles, route.action):
            continue
        browser = browser_of(member)
        urls = [route.url("beta", other), route.url("nobody", None)]
        if route.names_a_row and ask(browser, method, route.url("alpha", None)).status_code != 405:
            urls += [route.url("alpha", other), route.url("alpha", None)]

        answers = [ask(browser, method, url) for url in urls]

        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1


def test_strangers_are_asked_to_sign_in_whatever_exists(client: Browser, worlds: Worlds) -> None:
    for route in ROUTES:
        for url in (route.url("alpha", worlds[0]), route.url("nobody", None)):
            response = client.get(url)

            assert response.status_code == 302
            assert response["Location"].startswith("/tili/")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_reading_a_page_writes_nothing_but_logs(route: Route, cast: Cast, worlds: Worlds) -> None:
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statement = sql.strip().lower()
        if statement.startswith(WRITES) and not any(log in statement for log in LOGS):
            written.append(sql)
        return execute(sql, params, many, context)

    for _role, member in people(cast):
        browser = browser_of(member)
        with connection.execute_wrapper(watch):
            response: Any = browser.get(route.url("alpha", worlds[0]))
            response.getvalue()

    assert written == []
