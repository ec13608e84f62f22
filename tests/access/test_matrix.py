"""The access matrix: every route × role × method × (own, other area, other organisation, missing)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client as Browser
from django.urls import NoReverseMatch
from pytest_django import Settings

from tasmat.access.actions import RULES, Action, may
from tasmat.access.roles import Role
from tasmat.tenancy.models import Membership
from tests.cast import DAY, Cast
from tests.routes import ROUTES, Route
from tests.world import World, populate_cast

pytestmark = pytest.mark.django_db

READ, WRITE, WRONG = "GET", "POST", "PUT"
FINE = {200, 204, 302, 405, 422}
WRITES = ("insert", "update", "delete")
# What a page that is only read may write: who saw it, and the session.
LOGS = ("audit_accessevent", "django_session")


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def worlds(cast: Cast) -> tuple[World, World, World]:
    return populate_cast(cast)


def people(cast: Cast) -> Iterator[tuple[str, Membership]]:
    """One member of Alpha for each role."""
    yield Role.COACH, cast.aino
    yield Role.MANAGER, cast.mirja
    yield Role.ADMINISTRATOR, cast.aarne
    yield Role.MUNICIPALITY, cast.kaisa


def browser_of(member: Membership) -> Browser:
    browser = Browser()
    browser.force_login(member.user)
    return browser


def ask(browser: Browser, method: str, url: str) -> HttpResponseBase:
    response: HttpResponseBase = browser.generic(method, url)
    return response


def test_every_route_names_an_action() -> None:
    assert run_checks() == []


def test_every_action_of_a_route_has_its_rule() -> None:
    assert {route.action for route in ROUTES} <= set(RULES)
    assert set(RULES) == set(Action)


def test_every_route_can_be_addressed(worlds: tuple[World, World, World]) -> None:
    unknown = []
    for route in ROUTES:
        try:
            route.url("alpha", worlds[0])
        except (KeyError, NoReverseMatch) as error:
            unknown.append((route.name, str(error)))

    assert unknown == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
@pytest.mark.parametrize("method", [READ, WRITE, WRONG])
def test_roles(route: Route, method: str, cast: Cast, worlds: tuple[World, World, World]) -> None:
    """Other roles are refused before anything is looked up; those who may are answered, never by a 500."""
    wrong = {}
    for role, member in people(cast):
        status = ask(browser_of(member), method, route.url("alpha", worlds[0])).status_code
        expected = FINE | {404} if may([role], route.action) else {403}
        if status not in expected or (method == WRONG and may([role], route.action) and status != 405):
            wrong[role] = status

    assert wrong == {}


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.is_by_area], ids=lambda route: route.name
)
@pytest.mark.parametrize("method", [READ, WRITE])
def test_a_coach_of_another_area_finds_nothing(
    route: Route, method: str, cast: Cast, worlds: tuple[World, World, World]
) -> None:
    own, other_area, _ = worlds
    coach = browser_of(cast.aino)
    if not may([Role.COACH], route.action):
        return

    answers = {
        name: ask(coach, method, route.url("alpha", world)).status_code
        for name, world in (("own", own), ("other area", other_area))
    }

    assert answers["own"] in FINE
    assert answers["other area"] in {404, 405}
    assert (answers["own"] == 405) == (answers["other area"] == 405)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
@pytest.mark.parametrize("method", [READ, WRITE])
def test_the_other_organisation_is_the_same_as_nothing(
    route: Route, method: str, cast: Cast, worlds: tuple[World, World, World]
) -> None:
    """Another's row, another's organisation and what does not exist answer with the same bytes."""
    *_, other = worlds
    for _role, member in people(cast):
        if not may(member.roles, route.action):
            continue
        browser = browser_of(member)
        missing = ask(browser, method, route.url("alpha", None))
        answers = [
            ask(browser, method, route.url("beta", other)),
            ask(browser, method, route.url("nobody", None)),
        ]
        if route.names_a_row and missing.status_code != 405:
            answers.append(ask(browser, method, route.url("alpha", other)))
            answers.append(missing)

        assert {answer.status_code for answer in answers} == {404}
        assert len({text_of(answer) for answer in answers}) == 1


def text_of(response: Any) -> bytes:
    content: bytes = response.content
    return content


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_strangers_are_asked_to_sign_in_whatever_exists(
    route: Route, client: Browser, worlds: tuple[World, World, World]
) -> None:
    for url in (route.url("alpha", worlds[0]), route.url("nobody", None)):
        response = client.get(url)

        assert response.status_code == 302
        assert response["Location"].startswith("/tili/")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_reading_a_page_writes_nothing_but_logs(
    route: Route, cast: Cast, worlds: tuple[World, World, World]
) -> None:
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statement = sql.strip().lower()
        if statement.startswith(WRITES) and not any(log in statement for log in LOGS):
            written.append(sql)
        return execute(sql, params, many, context)

    for _role, member in people(cast):
        browser = browser_of(member)
        with connection.execute_wrapper(watch):
            browser.get(route.url("alpha", worlds[0]))

    assert written == []
