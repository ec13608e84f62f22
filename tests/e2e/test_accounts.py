"""Coming in: a new colleague with a link, a second factor by app and by passkey; a setting by keyboard."""

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tasmat.access.roles import Role
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership
from tests.cast import IISALMI, KIURUVESI
from tests.e2e.conftest import Desk, Stage, new_page, sign_in
from tests.e2e.looking import PHONE, Watch, look
from tests.e2e.places import place
from tests.e2e.words import heading, t

pytestmark = pytest.mark.e2e

PASSWORD = "kuusi hevosta rannalla"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def guest(stage: Stage, browser: Browser, watch: Watch) -> Iterator[Page]:
    """A browser with a device that keeps passkeys, in which nobody has signed in."""
    page = new_page(browser, stage, watch)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    page.context.close()


@pytest.fixture
def bertta(stage: Stage, guest: Page) -> Iterator[Page]:
    """Bertta, who has just confirmed that it is her; her second factor is forgotten afterwards."""
    member = stage.cast.bertta
    sign_in(guest, member)
    guest.goto(reverse("account_reauthenticate"))
    guest.locator("[name=password]").fill(member.user.email)
    guest.locator("[name=password]").press("Enter")
    guest.wait_for_url("**/o/**")
    yield guest
    Authenticator.objects.filter(user=member.user).delete()


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=t(words), exact=True).click()


def sign_out(page: Page) -> None:
    page.goto(reverse("account_logout"))
    press(page, "Sign out")
    expect(page.get_by_role("link", name=t("Sign in")).first).to_be_visible()


def fill_in_and_send(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator(f"[name={list(fields)[-1]}]").press("Enter")


def test_a_new_colleague_comes_in_with_a_link(stage: Stage, desk: Desk, guest: Page) -> None:
    page = desk("aarne")
    page.goto(place("settings_member_add"))
    look(page, "member-add")
    page.get_by_label(t("Name")).fill("Uuno Uusi")
    page.get_by_label(t("E-mail")).fill("uuno@alpha.example")
    page.get_by_label(heading(Role.COACH.label), exact=True).check()
    page.get_by_label(f"{stage.cast.project}: {stage.cast.areas[IISALMI].municipality.name_fi}").check()
    press(page, "Add")
    look(page, "member-link")
    link = page.locator("main code").inner_text()

    guest.set_viewport_size(PHONE)
    guest.goto(link)
    look(guest, "choose-password")
    fill_in_and_send(guest, password1="short")
    expect(guest.locator(".govuk-error-summary")).to_be_focused()
    fill_in_and_send(guest, password1=PASSWORD)

    guest.wait_for_url("**/o/alpha/tanaan/")
    with tenant_context(stage.cast.alpha.id):
        member = Membership.objects.get(user__email="uuno@alpha.example")
    page.goto(place("settings_member", member.id))
    look(page, "member")
    press(page, "Close out")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Uuno Uusi")
    guest.goto("/")
    expect(guest.locator(".app-empty")).to_be_visible()


def test_an_app_is_set_up_and_asked_for(stage: Stage, bertta: Page) -> None:
    page, email = bertta, stage.cast.bertta.user.email
    page.goto(reverse("mfa_activate_totp"))
    look(page, "authenticator-app")
    secret = page.locator("main code").inner_text()

    fill_in_and_send(page, code="000000")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    fill_in_and_send(page, code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    look(page, "recovery-codes")
    code = page.locator("main code").first.inner_text()
    sign_out(page)
    page.goto(f"{reverse('account_login')}?next={place('cases')}")
    fill_in_and_send(page, login=email, password=email)
    look(page, "second-step")
    fill_in_and_send(page, code=code)

    page.wait_for_url(f"**{place('cases')}")


def test_a_passkey_signs_in_alone(bertta: Page) -> None:
    page = bertta
    page.goto(reverse("mfa_add_webauthn"))
    look(page, "passkey-add")
    page.locator("[name=passwordless]").check()
    press(page, "Add a passkey")
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    page.goto(reverse("mfa_list_webauthn"))
    look(page, "passkeys")

    sign_out(page)
    page.goto(f"{reverse('account_login')}?next={place('cases')}")
    look(page, "sign-in")
    press(page, "Sign in with a passkey")

    page.wait_for_url(f"**{place('cases')}")


def test_a_passkey_that_fails_says_so_and_may_be_tried_again(guest: Page) -> None:
    guest.goto(reverse("account_login"))
    guest.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('cancelled')); }")

    for _try in range(2):
        press(guest, "Sign in with a passkey")
        expect(guest.get_by_role("alert")).to_have_text(
            t("The passkey did not work. Nothing was changed: try again.")
        )


def test_enter_in_a_quota_saves_and_removes_nothing(stage: Stage, desk: Desk) -> None:
    page, area = desk("ulla"), stage.cast.areas[KIURUVESI]
    page.goto(place("settings_areas", stage.cast.project.id))

    page.locator(f"[name='{area.id}-quota']").fill("21")
    page.locator(f"[name='{area.id}-quota']").press("Enter")

    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    expect(page.locator(f"[name='{area.id}-quota']")).to_have_value("21")
    page.locator(f"[name='{area.id}-quota']").fill("20")
    page.locator(f"[name='{area.id}-quota']").press("Enter")
    expect(page.locator(f"[name='{area.id}-quota']")).to_have_value("20")
