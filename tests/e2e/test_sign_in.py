"""Second factors in a real browser: an authenticator app and a passkey, set up and used."""

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tasmat.access.roles import Role
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership
from tests.cast import make_member
from tests.e2e.conftest import Stage, new_page, sign_in
from tests.e2e.looking import Watch, look
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

TOTP_SECONDS = 30
PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def page(stage: Stage, browser: Browser, watch: Watch) -> Iterator[Page]:
    """A browser on a device that keeps passkeys."""
    page = new_page(browser, stage, watch)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})
    yield page
    page.context.close()


def enter_code(page: Page, secret: str) -> None:
    """Writes what an authenticator app shows; a code that grows too old on the way is written anew."""
    address = page.url
    for _try in range(2):
        code = format_hotp_value(hotp_value(secret, int(time.time()) // TOTP_SECONDS))
        page.locator("[name=code]").fill(code)
        with page.expect_navigation():
            page.locator("[name=code]").press("Enter")
        if page.url != address:
            return


def open_confirmed(page: Page, member: Membership, route: str) -> None:
    """Opens a page that wants the password once more."""
    page.goto(reverse(route))
    page.locator("[name=password]").fill(member.user.email)
    page.locator("[name=password]").press("Enter")
    expect(page).to_have_url(reverse(route))


def sign_out(page: Page) -> None:
    page.goto(reverse("account_logout"))
    page.locator("main").get_by_role("button", name=t("Sign out")).click()


def test_an_authenticator_app(stage: Stage, page: Page) -> None:
    with tenant_context(stage.cast.alpha.id):
        member = make_member("Topi Sovellus", "topi@alpha.example", Role.ADMINISTRATOR)
    sign_in(page, member)
    open_confirmed(page, member, "mfa_activate_totp")
    look(page, "second-factor-set-up")
    secret = page.locator("main code").inner_text()

    enter_code(page, secret)
    look(page, "recovery-codes")
    sign_out(page)
    page.goto(reverse("account_login"))
    page.locator("[name=login]").fill(member.user.email)
    page.locator("[name=password]").fill(member.user.email)
    page.locator("[name=password]").press("Enter")

    expect(page).to_have_url(reverse("mfa_authenticate"))
    look(page, "second-factor")
    enter_code(page, secret)
    page.wait_for_url("**/o/alpha/**")


def test_a_passkey_signs_in_alone(stage: Stage, page: Page) -> None:
    with tenant_context(stage.cast.alpha.id):
        member = make_member("Paavo Avain", "paavo@alpha.example", Role.ADMINISTRATOR)
    sign_in(page, member)
    open_confirmed(page, member, "mfa_add_webauthn")
    look(page, "passkey-set-up")
    page.locator("[name=name]").fill("Puhelin")
    page.locator("[name=passwordless]").check()

    page.locator("main").get_by_role("button", name=t("Add a passkey")).click()
    page.wait_for_url(lambda address: reverse("mfa_add_webauthn") not in address)
    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_role("row", name="Puhelin")).to_be_visible()
    look(page, "passkeys")
    sign_out(page)
    page.goto(reverse("account_login"))
    page.get_by_role("button", name=t("Sign in with a passkey")).click()

    page.wait_for_url("**/o/alpha/**")
