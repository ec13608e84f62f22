"""The stage of the browser journeys: servers on a database of their own, one browser, a desk for each person."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from tasmat.access.roles import Role
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership, ProjectArea
from tests.cast import DAY, IISALMI, Cast, make_cast, make_member
from tests.database import cloned_database, connected_to
from tests.e2e.looking import DESK, PHONE, Watch
from tests.e2e.people import make_people
from tests.e2e.phone import Phone
from tests.processes import Surroundings, web, worker
from tests.world import World, populate

CHROMIUM_OPTIONS = [
    "--no-sandbox",  # a container has no user namespaces
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--no-first-run",
]
PATIENCE = 15_000  # milliseconds, of a busy machine

Desk = Callable[[str], Page]


@dataclass(frozen=True)
class Stage:
    """Where everything plays: the servers' address and database, who is there, and a row of each kind."""

    address: str
    database: str
    cast: Cast
    members: dict[str, Membership]
    world: World


@pytest.fixture(scope="session")
def stage(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    folder, home = tmp_path_factory.mktemp("stage"), connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), cloned_database() as database:
        cast = make_cast()
        make_people(cast)
        with tenant_context(cast.alpha.id, cast.mirja.user_id):
            # The journeys bring more people than the cast's project has places.
            ProjectArea.objects.filter(municipality=IISALMI).update(quota=500)
            areas = list(ProjectArea.objects.select_related("project", "municipality"))
            ulla = make_member("Ulla Monitoimi", "ulla@alpha.example", *Role, areas=areas)
            world = populate("Malli", cast.areas[IISALMI], cast.aino, ulla)
        around = Surroundings(database, folder, DAY)
        with connected_to(home), web(around) as address, worker(around):
            yield Stage(address, database, cast, {**cast.members(), "ulla": ulla}, world)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; Playwright's loop would make Django refuse its database otherwise."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        found = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def watch() -> Watch:
    return Watch()


@pytest.fixture(autouse=True)
def _on_stage(stage: Stage, watch: Watch, otto: Page) -> Iterator[None]:
    """A journey works on the stage's database, breaks nothing unseen, and a stranger can follow nowhere."""
    watch.problems.clear()
    watch.visited.clear()
    with connected_to(stage.database):
        yield
    assert not watch.problems, "\n".join(watch.problems)
    for address in sorted(watch.visited):
        if address.startswith("/o/alpha/"):
            assert otto.request.get(address, max_redirects=0).status == 404, address


@pytest.fixture(scope="session")
def desk(stage: Stage, browser: Browser, watch: Watch) -> Desk:
    """`desk("mirja")` is the page of a browser in which Mirja has signed in; the same one every time."""
    pages: dict[str, Page] = {}

    def at(name: str) -> Page:
        if name not in pages:
            pages[name] = new_page(browser, stage, watch)
            sign_in(pages[name], stage.members[name])
        pages[name].set_viewport_size(DESK)
        return pages[name]

    return at


@pytest.fixture(scope="session")
def otto(desk: Desk) -> Page:
    """The coach and manager of another organisation."""
    return desk("otto")


@pytest.fixture(scope="session")
def _public_page(stage: Stage, browser: Browser, watch: Watch) -> Page:
    return new_page(browser, stage, watch)


@pytest.fixture
def visitor(_public_page: Page) -> Page:
    """A page of somebody who has never been here."""
    _public_page.context.clear_cookies()
    _public_page.set_viewport_size(DESK)
    return _public_page


@pytest.fixture
def without_script(stage: Stage, browser: Browser, watch: Watch) -> Iterator[Page]:
    """A phone's page that runs no script."""
    page = new_page(browser, stage, watch, java_script_enabled=False, viewport=PHONE)
    yield page
    page.context.close()


@pytest.fixture
def phone(stage: Stage, browser: Browser, watch: Watch) -> Iterator[Phone]:
    page = new_page(browser, stage, watch, viewport=PHONE, has_touch=True, is_mobile=True)
    yield Phone(page)
    page.context.close()


def sign_in(page: Page, member: Membership) -> None:
    """Signs in by the form; the password of everybody here is the e-mail."""
    page.goto(reverse("account_login"))
    page.locator("[name=login]").fill(member.user.email)
    page.locator("[name=password]").fill(member.user.email)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/o/**")


def new_page(browser: Browser, stage: Stage, watch: Watch, **options: Any) -> Page:
    """A page of a browser that has never been here; `options` are those of Playwright's contexts."""
    context = browser.new_context(base_url=stage.address, locale="fi-FI", **{"viewport": DESK, **options})
    context.set_default_timeout(PATIENCE)
    watch.follow(context)
    return context.new_page()
