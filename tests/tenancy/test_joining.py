"""Joining a second organisation: what somebody of the first one knows opens nothing in the second."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tasmat.access.roles import Role
from tasmat.accounts.links import password_path
from tasmat.accounts.models import User
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.joining import join_path
from tasmat.tenancy.models import Membership
from tests.cast import Cast, make_member

pytestmark = pytest.mark.django_db

KNOWN = "otto@beta.example"  # Otto's e-mail and his password, which somebody in Beta knows
NEW = "kuusi hevosta rannalla"


def address(name: str, *args: Any) -> str:
    return reverse(name, args=["alpha", *args])


@pytest.fixture
def aarne(cast: Cast) -> Browser:
    browser = Browser()
    browser.force_login(cast.aarne.user)
    return browser


def otto_in_alpha(cast: Cast) -> Membership:
    with tenant_context(cast.alpha.id):
        found: Membership = Membership.objects.select_related("user").get(user=cast.otto.user)
    return found


@pytest.fixture
def link(cast: Cast, aarne: Browser) -> str:
    """Aarne adds Otto, who has an account, as an administrator of Alpha too, and gets the link."""
    form = {"name": "Otto", "email": KNOWN, "roles": [Role.ADMINISTRATOR]}
    added = aarne.post(address("settings_member_add"), form)
    return str(aarne.get(added["Location"]).context["link"])


def signed_in(password: str, email: str = KNOWN) -> Browser:
    browser = Browser()
    browser.post(reverse("account_login"), {"login": email, "password": password})
    return browser


def may_enter(browser: Browser, slug: str) -> bool:
    return browser.get(f"/o/{slug}/").status_code == 302 and "_auth_user_id" in browser.session


def test_a_known_password_opens_nothing_before_and_after_joining(cast: Cast, link: str) -> None:
    otto, other = signed_in(KNOWN), signed_in(KNOWN)
    before = may_enter(otto, "alpha")
    page = otto.get(link)

    joined = otto.post(link, {"password1": NEW})

    assert not before
    assert page.status_code == 200
    assert joined["Location"] == "/o/alpha/"
    assert may_enter(otto, "alpha")
    assert may_enter(otto, "beta")
    assert not may_enter(other, "alpha")  # an earlier session has ended
    assert "_auth_user_id" not in signed_in(KNOWN).session
    assert may_enter(signed_in(NEW), "alpha")


def test_a_second_factor_set_up_by_another_hand_is_gone(cast: Cast, link: str) -> None:
    """A passkey alone would open the account without any password."""
    otto = signed_in(KNOWN)
    for kind in ("webauthn", "totp", "recovery_codes"):
        Authenticator.objects.create(user=cast.otto.user, type=kind, data={"secret": "x"})

    warned = otto.get(link).context["had_factor"]
    otto.post(link, {"password1": NEW})

    assert warned
    assert not Authenticator.objects.filter(user=cast.otto.user).exists()


def test_the_first_organisation_makes_no_link_any_more(cast: Cast, link: str) -> None:
    """Before joining it still may; a link that it made then does not work afterwards."""
    with tenant_context(cast.beta.id):
        admin = make_member("Bea", "bea@beta.example", Role.ADMINISTRATOR)
    bea = Browser()
    bea.force_login(admin.user)
    page = reverse("settings_member_link", args=["beta", cast.otto.id])
    made = bea.get(page).context["link"]

    signed_in(KNOWN).post(link, {"password1": NEW})

    assert "/tili/aloita/" in made
    assert bea.get(page).context["link"] == ""
    assert "token_fail" in Browser().get(made, follow=True).context
    assert User.objects.get(email=KNOWN).check_password(NEW)


def test_the_link_is_for_the_account_alone(cast: Cast, link: str) -> None:
    bertta = signed_in("bertta@alpha.example", "bertta@alpha.example")

    refused = bertta.post(link, {"password1": NEW})

    assert Browser().get(link)["Location"].startswith(reverse("account_login"))
    assert refused.status_code == 404
    assert KNOWN not in refused.content.decode()
    assert otto_in_alpha(cast).awaits_owner
    assert User.objects.get(id=cast.bertta.user_id).check_password("bertta@alpha.example")


def test_an_old_sign_in_is_asked_again(cast: Cast, link: str) -> None:
    otto = signed_in(KNOWN)

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16), tick=False):
        answers = [otto.get(link), otto.post(link, {"password1": NEW})]

    assert {answer["Location"].split("?")[0] for answer in answers} == {reverse("account_reauthenticate")}
    assert NEW not in str(dict(otto.session))
    assert otto_in_alpha(cast).awaits_owner


@pytest.mark.parametrize("password", [KNOWN, "short", ""])
def test_the_password_must_be_a_new_one(password: str, cast: Cast, link: str) -> None:
    page = signed_in(KNOWN).post(link, {"password1": password})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"password1"}
    assert otto_in_alpha(cast).awaits_owner


def test_the_link_works_once_and_for_a_week(cast: Cast, link: str) -> None:
    otto = signed_in(KNOWN)
    with time_machine.travel(timezone.now() + dt.timedelta(days=8), tick=False):
        late = signed_in(KNOWN).get(link).status_code
    otto.post(link, {"password1": NEW})

    assert late == 404
    assert otto.post(link, {"password1": "toinen sana rannalla"}).status_code == 404
    assert otto.get(f"{link[:-2]}x/").status_code == 404
    assert User.objects.get(email=KNOWN).check_password(NEW)


def test_a_member_who_has_not_joined_counts_for_nothing(cast: Cast, aarne: Browser, link: str) -> None:
    """Not as the administrator who must remain, and not to be let in by a button."""
    member = otto_in_alpha(cast)

    reopened = aarne.post(address("settings_member_reopen", member.id))
    page = aarne.get(address("settings_member", member.id)).content.decode()

    assert reopened.status_code == 404
    assert not otto_in_alpha(cast).is_active
    assert address("settings_member_link", member.id) in page
    assert address("settings_member_reopen", member.id) not in page
    assert address("settings_member_close", member.id) not in page


def test_an_invitation_takes_nothing_from_the_first_organisation(cast: Cast, link: str) -> None:
    """Else any organisation could stop another one from helping its people."""
    with tenant_context(cast.beta.id):
        admin = make_member("Bea", "bea@beta.example", Role.ADMINISTRATOR)
    bea = Browser()
    bea.force_login(admin.user)

    assert bea.get(reverse("settings_member_link", args=["beta", cast.otto.id])).context["link"]


def test_a_password_link_does_not_open_the_second_organisation(cast: Cast, link: str) -> None:
    browser = Browser()
    browser.post(browser.get(password_path(cast.otto.user))["Location"], {"password1": NEW})

    assert may_enter(browser, "beta")
    assert not may_enter(browser, "alpha")
    assert join_path(otto_in_alpha(cast)).startswith("/tili/liity/")
