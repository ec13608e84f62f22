"""Every page there is, looked at: those of the resolver as somebody with every role, accounts, errors."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, Stage
from tests.e2e.looking import look
from tests.e2e.places import place
from tests.e2e.words import t
from tests.routes import ROUTES, Route

pytestmark = pytest.mark.e2e

FILES = {"report_file", "workshop_allowance_file", "case_document"}
PUBLIC = (
    "home",
    "accessibility",
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
)
OWN = (
    "account",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
)
ERRORS = ("400.html", "403_csrf.html", "429.html", "500.html")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_pages_of_an_organisation(stage: Stage, desk: Desk, route: Route) -> None:
    # A draft is its author's alone.
    page = desk("aino" if "draft_id" in route.arguments else "ulla")
    address = route.url("alpha", stage.world)
    if route.name in FILES or page.request.get(address).status == 405:
        pytest.skip("no page: a file, or only posted to")

    answer = page.goto(address)

    assert answer is not None
    assert answer.status == 200
    look(page, f"page-{route.name}")


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages(visitor: Page, name: str) -> None:
    visitor.goto(reverse(name))

    look(visitor, f"page-{name}")


@pytest.mark.parametrize("name", OWN)
def test_pages_of_the_own_account(desk: Desk, name: str) -> None:
    page = desk("ulla")

    page.goto(reverse(name))

    expect(page).to_have_url(reverse(name))
    look(page, f"page-{name}")


@pytest.mark.parametrize("template", ERRORS)
def test_error_pages(visitor: Page, template: str) -> None:
    with override("fi"):
        body = render_to_string(template)
    visitor.route("**/virhe/", lambda route: route.fulfill(body=body, content_type="text/html"))

    visitor.goto("/virhe/")

    look(visitor, f"page-{template}")
    visitor.unroute_all()


def test_a_page_that_is_not_there(visitor: Page) -> None:
    answer = visitor.goto("/olematon/")

    assert answer is not None
    assert answer.status == 404
    expect(visitor.get_by_role("heading", level=1)).to_have_text(t("There is no such page"))
    look(visitor, "page-404")


def test_another_organisation(stage: Stage, otto: Page) -> None:
    """A coach of another organisation sees the page of what does not exist; each journey follows this up."""
    answer = otto.goto(place("case", stage.world.case.id))

    assert answer is not None
    assert answer.status == 404
    expect(otto.get_by_role("heading", level=1)).to_have_text(t("There is no such page"))


def test_a_wrong_password(visitor: Page) -> None:
    visitor.goto(reverse("account_login"))
    visitor.locator("[name=login]").fill("kuka@alpha.example")
    visitor.locator("[name=password]").fill("arvaus")

    visitor.get_by_role("button", name=t("Sign in"), exact=True).click()

    expect(visitor.locator(".govuk-error-summary")).to_be_focused()
    look(visitor, "sign-in-error")
