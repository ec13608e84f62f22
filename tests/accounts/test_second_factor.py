"""The second factor: setting up an app, signing in with it, recovery codes, and organisations that require it."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client as Browser
from django.urls import reverse

from tasmat.accounts.second_factor import has_second_factor
from tasmat.tenancy.models import Organisation
from tests.cast import Cast

pytestmark = pytest.mark.django_db

EMAIL = "aino@alpha.example"
PERIOD = 30  # seconds


@pytest.fixture
def aino(cast: Cast, client: Browser) -> Browser:
    """Aino, who has just signed in and confirmed it once more."""
    client.post(reverse("account_login"), {"login": EMAIL, "password": EMAIL})
    client.post(reverse("account_reauthenticate"), {"password": EMAIL})
    return client


def code_of(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD)))


def set_up(browser: Browser) -> str:
    """Sets up an app; returns its secret."""
    secret = str(browser.get(reverse("mfa_activate_totp")).context["form"].secret)
    browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


def first_step(browser: Browser) -> Any:
    return browser.post(reverse("account_login"), {"login": EMAIL, "password": EMAIL})


def test_changes_of_the_second_factor_are_confirmed_by_the_password(cast: Cast, client: Browser) -> None:
    client.post(reverse("account_login"), {"login": EMAIL, "password": EMAIL})

    asked = client.get(reverse("mfa_activate_totp"))
    wrong = client.post(asked["Location"], {"password": "wrong"})
    right = client.post(asked["Location"], {"password": EMAIL})

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert set(wrong.context["form"].errors) == {"password"}
    assert right["Location"] == reverse("mfa_activate_totp")


def test_an_app_is_set_up_and_recovery_codes_come_with_it(cast: Cast, aino: Browser) -> None:
    page = aino.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    done = aino.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)

    assert "data:image/svg+xml;base64," in page.content.decode()
    assert secret in page.content.decode()
    assert done.redirect_chain == [(reverse("mfa_view_recovery_codes"), 302)]
    assert all(code in done.content.decode() for code in done.context["unused_codes"])
    assert has_second_factor(cast.aino.user)


def test_a_wrong_code_keeps_the_secret_on_the_page(cast: Cast, aino: Browser) -> None:
    secret = aino.get(reverse("mfa_activate_totp")).context["form"].secret

    page = aino.post(reverse("mfa_activate_totp"), {"code": "0"})

    assert set(page.context["form"].errors) == {"code"}
    assert page.context["form"].secret == secret
    assert not has_second_factor(cast.aino.user)


def test_sign_in_takes_two_steps_and_keeps_where_one_was_going(aino: Browser) -> None:
    secret = set_up(aino)
    aino.logout()

    first = aino.post(
        reverse("account_login"), {"login": EMAIL, "password": EMAIL, "next": "/o/alpha/asiakkaat/"}
    )
    between = aino.get("/o/alpha/")
    page = aino.get(first["Location"])
    wrong = aino.post(first["Location"], {"code": "0"})
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    aino.get(first["Location"])
    right = aino.post(first["Location"], {"code": code_of(secret)})

    assert first["Location"] == reverse("mfa_authenticate")
    assert between["Location"].startswith(reverse("account_login"))
    assert page.status_code == 200
    assert set(wrong.context["form"].errors) == {"code"}
    assert right["Location"] == "/o/alpha/asiakkaat/"


def test_a_recovery_code_works_once(aino: Browser) -> None:
    set_up(aino)
    code = aino.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    aino.logout()

    first_step(aino)
    once = aino.post(reverse("mfa_authenticate"), {"code": code})
    aino.logout()
    first_step(aino)
    twice = aino.post(reverse("mfa_authenticate"), {"code": code})

    assert once.status_code == 302
    assert set(twice.context["form"].errors) == {"code"}


def test_recovery_codes_are_downloaded_and_made_anew(aino: Browser) -> None:
    set_up(aino)
    before = aino.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

    file = aino.get(reverse("mfa_download_recovery_codes"))
    asked = aino.get(reverse("mfa_generate_recovery_codes"))
    aino.post(reverse("mfa_generate_recovery_codes"))

    assert file.content.decode().split() == before
    assert asked.status_code == 200
    assert aino.get(reverse("mfa_view_recovery_codes")).context["unused_codes"] != before


def test_the_app_is_removed_with_its_recovery_codes(cast: Cast, aino: Browser) -> None:
    set_up(aino)

    asked = aino.get(reverse("mfa_deactivate_totp"))
    aino.post(reverse("mfa_deactivate_totp"))

    assert asked.status_code == 200
    assert not Authenticator.objects.filter(user=cast.aino.user).exists()


def test_the_pages_of_passkeys_open(aino: Browser) -> None:
    for name in ("mfa_index", "mfa_list_webauthn", "mfa_add_webauthn"):
        page = aino.get(reverse(name))

        assert page.status_code == 200, name
        assert "style=" not in page.content.decode()


def test_the_passkey_of_another_person_is_not_there(cast: Cast, aino: Browser) -> None:
    other = Authenticator.objects.create(
        user=cast.bertta.user, type="webauthn", data={"name": "Avain", "credential": {}}
    )

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert aino.get(reverse(name, args=[other.pk])).status_code == 404


@pytest.mark.parametrize(
    "credential", ["", "x", "1", "[]", "{}", '{"id": "x"}', '{"response": []}', '{"id": 1, "rawId": "eA"}']
)
def test_a_made_up_passkey_signs_nobody_in(credential: str, cast: Cast, client: Browser) -> None:
    options = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})

    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert "challenge" in options.json()["request_options"]["publicKey"]
    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", ["x", "[]", '{"id": "x"}', '{"response": []}'])
def test_a_made_up_passkey_is_not_added(credential: str, cast: Cast, aino: Browser) -> None:
    aino.get(reverse("mfa_add_webauthn"))

    page = aino.post(reverse("mfa_add_webauthn"), {"name": "Avain", "credential": credential})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not has_second_factor(cast.aino.user)


def test_an_organisation_that_requires_it_lets_nobody_pass_without(cast: Cast, aino: Browser) -> None:
    Organisation.objects.filter(id=cast.alpha.id).update(requires_second_factor=True)

    before = aino.get("/o/alpha/", follow=True)
    set_up(aino)
    after = aino.get("/o/alpha/")

    assert before.redirect_chain == [(reverse("mfa_index"), 302)]
    assert "Alpha-säätiö" in "".join(str(message) for message in before.context["messages"])
    assert after["Location"].startswith("/o/alpha/")


def test_recovery_codes_alone_are_no_second_factor(cast: Cast) -> None:
    Authenticator.objects.create(
        user=cast.aino.user, type="recovery_codes", data={"seed": "x", "used_mask": 0}
    )

    assert not has_second_factor(cast.aino.user)
