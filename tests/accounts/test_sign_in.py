"""Signing in and out: the form, its limits, where it leads, and what cannot be reached."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import NoReverseMatch, get_resolver, reverse

from tasmat.accounts.adapter import TOO_MANY_TRIES, AccountAdapter
from tasmat.accounts.urls import urlpatterns
from tests.cast import Cast
from tests.e2e.words import t

pytestmark = pytest.mark.django_db

EMAIL = "aino@alpha.example"


def sign_in(browser: Browser, password: str = EMAIL, **fields: str) -> Any:
    return browser.post(reverse("account_login"), {"login": EMAIL, "password": password, **fields})


def test_the_right_password_leads_to_the_organisation(cast: Cast, client: Browser) -> None:
    response = client.post(reverse("account_login"), {"login": EMAIL, "password": EMAIL}, follow=True)

    assert response.redirect_chain[:2] == [("/", 302), ("/o/alpha/", 302)]
    assert response.context["user"] == cast.aino.user
    assert list(response.context["messages"]) == []


def test_the_e_mail_may_be_written_in_capitals(cast: Cast, client: Browser) -> None:
    response = client.post(reverse("account_login"), {"login": EMAIL.upper(), "password": EMAIL})

    assert response.status_code == 302


def test_one_comes_back_to_where_one_was_going(cast: Cast, client: Browser) -> None:
    asked = client.get("/o/alpha/asiakkaat/?page=2")

    page = client.get(asked["Location"])
    signed_in = sign_in(client, next="/o/alpha/asiakkaat/?page=2")

    assert 'name="next" value="/o/alpha/asiakkaat/?page=2"' in page.content.decode()
    assert signed_in["Location"] == "/o/alpha/asiakkaat/?page=2"


def test_nobody_is_led_to_another_site(cast: Cast, client: Browser) -> None:
    assert sign_in(client, next="https://elsewhere.example/")["Location"] == "/"


@pytest.mark.parametrize("email", [EMAIL, "nobody@alpha.example"])
def test_a_wrong_password_and_an_unknown_e_mail_are_told_the_same(
    email: str, cast: Cast, client: Browser
) -> None:
    page = client.post(reverse("account_login"), {"login": email, "password": "hevosenkenkä"})

    assert page.context["form"].non_field_errors() == [
        t(AccountAdapter.error_messages["email_password_mismatch"])
    ]
    assert f'value="{email}"' in page.content.decode()
    assert "hevosenkenkä" not in page.content.decode()


def test_the_sixth_try_is_refused_even_with_the_right_password(cast: Cast, client: Browser) -> None:
    for _try in range(5):
        sign_in(client, "wrong")

    page = sign_in(client)

    assert page.context["form"].non_field_errors() == [t(TOO_MANY_TRIES)]
    assert t(TOO_MANY_TRIES) in page.content.decode()


def test_the_limit_is_of_one_account_and_ends(cast: Cast, client: Browser) -> None:
    for _try in range(6):
        sign_in(client, "wrong")

    other = client.post(
        reverse("account_login"), {"login": "mirja@alpha.example", "password": "mirja@alpha.example"}
    )
    client.logout()
    cache.clear()  # what five minutes do

    assert other.status_code == 302
    assert sign_in(client).status_code == 302


def test_too_many_requests_of_one_address_get_a_page_that_says_so(cast: Cast, client: Browser) -> None:
    pages = [client.post(reverse("account_login"), {"login": f"{number}@x.example"}) for number in range(31)]

    assert [page.status_code for page in pages[-2:]] == [200, 429]
    assert t("Too many tries") in pages[-1].content.decode()


def test_a_closed_account_is_told_so(cast: Cast, client: Browser) -> None:
    cast.aino.user.is_active = False
    cast.aino.user.save()

    page = client.post(reverse("account_login"), {"login": EMAIL, "password": EMAIL}, follow=True)

    assert page.redirect_chain == [(reverse("account_inactive"), 302)]
    assert t("The account is closed") in page.content.decode()


def test_a_session_of_an_account_that_is_closed_ends(cast: Cast, client: Browser) -> None:
    client.force_login(cast.aino.user)
    cast.aino.user.is_active = False
    cast.aino.user.save()

    assert client.get("/o/alpha/")["Location"].startswith(reverse("account_login"))


def test_signing_out_is_asked_and_done(cast: Cast, client: Browser) -> None:
    client.force_login(cast.aino.user)

    page = client.get(reverse("account_logout"))
    done = client.post(reverse("account_logout"))

    assert page.status_code == 200
    assert (done["Location"], "_auth_user_id" in client.session) == ("/", False)


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_set_password", "account_request_login_code", "mfa_trust"],
)
def test_what_this_program_does_not_use_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_nothing_of_allauth_is_published_beside_our_list() -> None:
    ours = {pattern.name for pattern in urlpatterns}

    every = {str(name) for name in get_resolver().reverse_dict if str(name).startswith(("account", "mfa"))}

    assert every == ours


def test_every_page_of_sign_in_answers_a_stranger(cast: Cast, client: Browser) -> None:
    answers = {}
    for pattern in urlpatterns:
        try:
            url = reverse(str(pattern.name))
        except NoReverseMatch:
            url = (
                reverse(str(pattern.name), args=[1])
                if "<int" in str(pattern.pattern)
                else "/tili/aloita/" + "0" * 32 + "-a-b/"
            )
        answers[pattern.name] = client.get(url).status_code

    assert set(answers.values()) <= {200, 302}


def choose(browser: Browser, language: str) -> None:
    browser.post(reverse("set_language"), {"language": language})


def test_the_language_chosen_while_signed_in_is_that_of_the_next_sign_in(cast: Cast, client: Browser) -> None:
    sign_in(client)
    choose(client, "sv")
    elsewhere = Browser()
    choose(elsewhere, "en")  # by whoever sat there before

    sign_in(elsewhere)

    assert elsewhere.get(reverse("account"))["Content-Language"] == "sv"


def test_the_first_sign_in_keeps_the_language_of_the_page(cast: Cast, client: Browser) -> None:
    choose(client, "sv")
    sign_in(client)
    elsewhere = Browser()

    sign_in(elsewhere)

    assert elsewhere.get(reverse("account"))["Content-Language"] == "sv"


def test_a_word_that_is_no_language_changes_nothing(cast: Cast, client: Browser) -> None:
    sign_in(client)

    choose(client, "xx")

    assert client.get(reverse("account"))["Content-Language"] == "fi"
