"""The one-time link to a password: it works once, for its own account, and in time."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import Settings

from tasmat.accounts.links import password_path
from tasmat.accounts.models import User
from tests.cast import Cast
from tests.e2e.words import t

pytestmark = pytest.mark.django_db

NEW = "kuusi hevosta rannalla"


@pytest.fixture
def uusi(db: None) -> User:
    """A person with an account and no password yet."""
    return User.objects.create_user("uusi@alpha.example", name="Uusi Ihminen")


def open_link(browser: Browser, path: str) -> str:
    """The address of the form, which no longer holds the secret."""
    return str(browser.get(path)["Location"])


def is_refused(browser: Browser, path: str) -> bool:
    page = browser.get(path)
    return page.status_code == 200 and t("The link does not work") in page.content.decode()


def test_one_chooses_a_password_and_is_signed_in(uusi: User, client: Browser) -> None:
    form = open_link(client, password_path(uusi))

    page = client.get(form)
    done = client.post(form, {"password1": NEW})

    assert "uusi@alpha.example" in page.content.decode()
    assert password_path(uusi).split("-")[-1] not in form
    assert (done["Location"], client.session["_auth_user_id"]) == ("/", str(uusi.pk))
    assert User.objects.get(pk=uusi.pk).check_password(NEW)


def test_a_bad_password_is_refused_and_the_link_still_works(uusi: User, client: Browser) -> None:
    form = open_link(client, password_path(uusi))

    page = client.post(form, {"password1": "short"})

    assert set(page.context["form"].errors) == {"password1"}
    assert client.post(form, {"password1": NEW}).status_code == 302


def test_the_link_works_once(uusi: User, client: Browser) -> None:
    path = password_path(uusi)
    client.post(open_link(client, path), {"password1": NEW})

    assert is_refused(Browser(), path)


def test_the_link_of_one_account_opens_no_other(uusi: User, cast: Cast, client: Browser) -> None:
    path = password_path(uusi).replace(uusi.pk.hex, cast.aino.user.pk.hex)

    assert is_refused(client, path)


def test_the_link_ends_after_a_week(uusi: User, client: Browser) -> None:
    path = password_path(uusi)

    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=6)):
        assert client.get(path).status_code == 302
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=8)):
        assert is_refused(Browser(), path)


@pytest.mark.parametrize("path", ["0" * 32 + "-a-b/", "0" * 32 + "--/"])
def test_a_made_up_link_is_refused(path: str, client: Browser, db: None) -> None:
    assert is_refused(client, f"/tili/aloita/{path}")


def test_whoever_is_signed_in_is_not_changed_by_another_ones_link(
    uusi: User, cast: Cast, client: Browser
) -> None:
    client.force_login(cast.aarne.user)

    client.post(open_link(client, password_path(uusi)), {"password1": NEW}, follow=True)

    assert User.objects.get(pk=cast.aarne.user_id).check_password("aarne@alpha.example")


def test_without_mail_one_is_told_whom_to_ask(client: Browser) -> None:
    for name in ("account_reset_password", "account_reset_password_done"):
        page = client.get(reverse(name))

        assert page.status_code == 200
        assert page.templates[0].name == "account/ask_administrator.html"


def test_with_mail_a_link_is_sent_to_the_account_only(
    cast: Cast, client: Browser, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example"

    for email in ("aino@alpha.example", "nobody@alpha.example"):
        answer = client.post(reverse("account_reset_password"), {"email": email})
        assert answer["Location"] == reverse("account_reset_password_done")

    (letter,) = mail.outbox
    assert letter.to == ["aino@alpha.example"]
    assert "\n" not in letter.subject
    (path,) = re.findall(r"https?://testserver(/\S+)", str(letter.body))
    form = open_link(client, path)
    assert client.post(form, {"password1": NEW}).status_code == 302
