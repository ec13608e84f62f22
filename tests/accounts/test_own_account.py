"""The own account: name and password; and the pages before one has an organisation."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tasmat.accounts.models import User
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership
from tests.cast import Cast
from tests.e2e.words import t

pytestmark = pytest.mark.django_db

NEW = "kuusi hevosta rannalla"


@pytest.fixture
def aino(cast: Cast, client: Browser) -> Browser:
    client.force_login(cast.aino.user)
    return client


def change_password(browser: Browser, old: str, new: str) -> object:
    return browser.post(reverse("account_change_password"), {"oldpassword": old, "password1": new})


def test_the_page_tells_who_one_is(aino: Browser) -> None:
    page = aino.get(reverse("account"))

    assert page.status_code == 200
    assert "aino@alpha.example" in page.content.decode()


def test_a_stranger_is_asked_to_sign_in(client: Browser) -> None:
    assert client.get(reverse("account"))["Location"] == f"{reverse('account_login')}?next=/tili/"


def test_the_name_changes(cast: Cast, aino: Browser) -> None:
    response = aino.post(reverse("account"), {"name": "Aino Uusi"}, follow=True)

    assert response.redirect_chain == [(reverse("account"), 302)]
    assert User.objects.get(pk=cast.aino.user_id).name == "Aino Uusi"


def test_an_empty_name_is_refused(cast: Cast, aino: Browser) -> None:
    response = aino.post(reverse("account"), {"name": "  "})

    assert response.status_code == 422
    assert response.context["user"].name == "Aino Valmentaja"


def test_other_methods_are_refused(aino: Browser) -> None:
    assert aino.delete(reverse("account")).status_code == 405


def test_the_password_changes_and_the_session_stays(cast: Cast, aino: Browser) -> None:
    response = change_password(aino, "aino@alpha.example", NEW)

    assert response.status_code == 302  # type: ignore[attr-defined]
    assert User.objects.get(pk=cast.aino.user_id).check_password(NEW)
    assert aino.get(reverse("account")).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", NEW, "oldpassword"),
        ("aino@alpha.example", "short", "password1"),
        ("aino@alpha.example", "password1234", "password1"),
        ("aino@alpha.example", "aino@alpha.example", "password1"),
    ],
)
def test_a_bad_password_is_refused(old: str, new: str, field: str, cast: Cast, aino: Browser) -> None:
    page = change_password(aino, old, new)

    assert set(page.context["form"].errors) == {field}  # type: ignore[attr-defined]
    assert User.objects.get(pk=cast.aino.user_id).check_password("aino@alpha.example")


def test_the_start_page_asks_to_sign_in(client: Browser) -> None:
    page = client.get("/")

    assert page.status_code == 200
    assert f'href="{reverse("account_login")}"' in page.content.decode()


def test_a_person_of_two_organisations_chooses(cast: Cast, aino: Browser) -> None:
    with tenant_context(cast.beta.id):
        Membership.objects.create(user=cast.aino.user, roles=["coach", "manager"])

    page = aino.get("/")

    assert [str(member.organisation) for member in page.context["members"]] == ["Alpha-säätiö", "Beta ry"]
    assert 'href="/o/beta/"' in page.content.decode()


def test_an_account_without_an_organisation_is_told_whom_to_ask(cast: Cast, aino: Browser) -> None:
    with tenant_context(cast.alpha.id):
        Membership.objects.filter(id=cast.aino.id).update(is_active=False)

    page = aino.get("/")

    assert page.context["members"] == []
    assert t("Your account belongs to no organisation now. Ask your organisation's administrator.") in (
        page.content.decode()
    )


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_accessibility_statement_names_the_authority(language: str, client: Browser) -> None:
    client.cookies["tasmat_language"] = language

    page = client.get(reverse("accessibility")).content.decode()

    assert "saavutettavuus@traficom.fi" in page
    assert "306/2019" in page
    assert "3.3.2026" in page
