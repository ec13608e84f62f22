"""manage.py add_administrator and sign_in_link: how the first person comes in, and one nobody else may help."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError
from django.test import Client as Browser

from tasmat.accounts.models import User
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership
from tests.cast import Cast
from tests.commands.sheets import create_project, run

pytestmark = pytest.mark.django_db

SITE = "https://tasmat.example.fi/"
NEW = "kuusi hevosta rannalla"


def path_in(printed: str) -> str:
    """The path of the link that a command printed."""
    (path,) = re.findall(r"https://tasmat\.example\.fi(/\S+)", printed)
    return str(path)


def add(email: str, organisation: str) -> str:
    return run(
        "add_administrator", email, "--organisation", organisation, "--name", "Eka Ihminen", "--site", SITE
    )


def test_the_first_administrator_of_a_new_organisation_comes_in(db: None, client: Browser) -> None:
    create_project(organisation="Uusi säätiö")

    printed = add("Eka@uusi.example", "Uusi säätiö")
    client.post(client.get(path_in(printed))["Location"], {"password1": NEW})

    page = client.get("/", follow=True)
    assert page.redirect_chain[-1][0] == "/o/uusi-saatio/asetukset/"
    assert page.context["membership"].roles == ["administrator"]


def test_a_person_with_an_account_joins_with_it(cast: Cast) -> None:
    printed = add("otto@beta.example", "Alpha-säätiö")

    assert path_in(printed).startswith("/tili/liity/")
    with tenant_context(cast.alpha.id):
        member = Membership.objects.get(user=cast.otto.user)
    assert (member.roles, member.is_active) == (["administrator"], False)


@pytest.mark.parametrize(
    ("email", "organisation"),
    [("no e-mail", "Alpha-säätiö"), ("eka@alpha.example", "Nobody"), ("aino@alpha.example", "Alpha-säätiö")],
)
def test_what_cannot_be_done_is_said(email: str, organisation: str, cast: Cast) -> None:
    with pytest.raises(CommandError):
        add(email, organisation)

    assert User.objects.count() == len(cast.members())


def test_a_link_for_somebody_of_several_organisations(cast: Cast, client: Browser) -> None:
    Authenticator.objects.create(user=cast.aino.user, type="totp", data={"secret": "x"})

    printed = run("sign_in_link", "Aino@alpha.example", "--site", SITE)
    kept = Authenticator.objects.exists()
    run("sign_in_link", "aino@alpha.example", "--site", SITE, "--forget-second-factor")

    assert kept
    assert not Authenticator.objects.exists()
    assert client.get(path_in(printed)).status_code == 302


def test_no_link_without_an_account(db: None) -> None:
    with pytest.raises(CommandError):
        run("sign_in_link", "nobody@alpha.example", "--site", SITE)
