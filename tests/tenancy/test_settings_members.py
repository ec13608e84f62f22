"""Settings of members: adding, roles and areas, links to a password, closing out, the required second factor."""

from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import Settings

from clients.models import Stay
from tasmat.access.areas import areas_of
from tasmat.access.roles import Role
from tasmat.accounts.models import User
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership, Organisation
from tests.cast import DAY, IISALMI, KIURUVESI, Cast, make_member
from tests.queries import questions
from tests.world import close, make_case

pytestmark = pytest.mark.django_db

NEW = "kuusi hevosta rannalla"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def aarne(cast: Cast, client: Browser) -> Browser:
    client.force_login(cast.aarne.user)
    return client


def address(name: str, *args: Any, organisation: str = "alpha") -> str:
    return reverse(name, args=[organisation, *args])


def member_named(cast: Cast, name: str) -> Membership:
    with tenant_context(cast.alpha.id):
        member: Membership = Membership.objects.select_related("user").get(user__name=name)
        return member


def works_in(cast: Cast, member: Membership) -> set[str]:
    """Municipality numbers."""
    with tenant_context(cast.alpha.id):
        return {area.municipality_id for area in areas_of(member)}


def is_active(cast: Cast, member: Membership) -> bool:
    with tenant_context(cast.alpha.id):
        return bool(Membership.objects.get(id=member.id).is_active)


def newcomer(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {
        "name": "Uusi Ihminen",
        "email": "Uusi@alpha.example",
        "roles": [Role.COACH, Role.MANAGER],
        "areas": [cast.areas[IISALMI].id, cast.areas[KIURUVESI].id],
        **fields,
    }


@pytest.mark.parametrize("name", ["aino", "mirja", "kaisa"])
@pytest.mark.parametrize("route", ["settings_members", "settings_member_add"])
def test_other_roles_are_refused(route: str, name: str, cast: Cast, client: Browser) -> None:
    client.force_login(cast.members()[name].user)

    assert client.get(address(route)).status_code == 403


def test_another_organisations_members_are_not_there(cast: Cast, aarne: Browser) -> None:
    for route in ("settings_member", "settings_member_link"):
        assert aarne.get(address(route, cast.otto.id)).status_code == 404
        assert aarne.get(address(route, uuid4())).status_code == 404
    for route in ("settings_member_close", "settings_member_reopen", "settings_member_forget_factor"):
        assert aarne.post(address(route, cast.otto.id)).status_code == 404
    assert aarne.get(address("settings_members", organisation="beta")).status_code == 404


def test_the_list_tells_roles_areas_and_second_factor(cast: Cast, aarne: Browser) -> None:
    Authenticator.objects.create(user=cast.aino.user, type="totp", data={"secret": "x"})

    rows = {str(row.member): row for row in aarne.get(address("settings_members")).context["rows"]}

    assert rows["Aino Valmentaja"].has_second_factor
    assert not rows["Bertta Valmentaja"].has_second_factor
    assert rows["Mirja Päällikkö"].areas == {"Alfa-hanke": ["Iisalmi", "Kiuruvesi", "Sonkajärvi"]}
    assert "Otto Toinen" not in rows


def test_the_list_asks_the_same_whatever_its_length(cast: Cast, aarne: Browser) -> None:
    few = questions(aarne, address("settings_members"))
    with tenant_context(cast.alpha.id):
        for number in range(60):
            make_member(f"P{number}", f"p{number}@alpha.example", Role.COACH, areas=list(cast.areas.values()))

    many = questions(aarne, address("settings_members"))

    assert few == many <= 12
    assert len(aarne.get(address("settings_members")).context["rows"]) == 50
    assert len(aarne.get(address("settings_members"), {"page": 2}).context["rows"]) == 16


def test_a_new_person_gets_a_link_and_comes_in_with_it(cast: Cast, aarne: Browser) -> None:
    added = aarne.post(address("settings_member_add"), newcomer(cast))
    page = aarne.get(added["Location"])
    browser = Browser()
    form = browser.get(page.context["link"])["Location"]
    browser.post(form, {"password1": NEW})

    member = member_named(cast, "Uusi Ihminen")
    assert added["Location"] == address("settings_member_link", member.id)
    assert page.context["link"].startswith("http://testserver/tili/aloita/")
    assert (member.user.email, set(member.roles)) == ("uusi@alpha.example", {"coach", "manager"})
    assert works_in(cast, member) == {IISALMI, KIURUVESI}
    assert browser.get("/", follow=True).status_code == 200


def test_a_person_of_another_organisation_has_to_join_and_keeps_the_name(cast: Cast, aarne: Browser) -> None:
    added = aarne.post(address("settings_member_add"), newcomer(cast, email="otto@beta.example"))
    page = aarne.get(added["Location"])

    otto = User.objects.get(email="otto@beta.example")
    assert (otto.name, otto.check_password("otto@beta.example")) == ("Otto Toinen", True)
    assert page.context["link"].startswith("http://testserver/tili/liity/")
    assert "Beta" not in page.content.decode()
    with tenant_context(cast.alpha.id):
        assert not Membership.objects.get(user=otto).is_active


def test_no_link_to_an_account_that_is_somebody_elses_too(cast: Cast, aarne: Browser) -> None:
    """With a link the administrator could enter the other organisation as this person."""
    with tenant_context(cast.beta.id):
        Membership.objects.create(user=cast.aino.user, roles=["coach"], is_active=False)
    Authenticator.objects.create(user=cast.aino.user, type="totp", data={"secret": "x"})

    page = aarne.get(address("settings_member_link", cast.aino.id))
    forget = aarne.post(address("settings_member_forget_factor", cast.aino.id))

    assert page.context["link"] == ""
    assert "/tili/aloita/" not in page.content.decode()
    assert forget.status_code == 404
    assert Authenticator.objects.filter(user=cast.aino.user).exists()


def test_a_person_is_added_once(cast: Cast, aarne: Browser) -> None:
    page = aarne.post(address("settings_member_add"), newcomer(cast, email="AINO@alpha.example"))

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"email"}
    assert 'value="AINO@alpha.example"' in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("email", "x"), ("roles", []), ("roles", ["king"]), ("areas", ["x"])],
)
def test_what_is_wrong_is_said_and_nobody_is_added(
    field: str, value: Any, cast: Cast, aarne: Browser
) -> None:
    page = aarne.post(address("settings_member_add"), newcomer(cast, **{field: value}))

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert not User.objects.filter(email="uusi@alpha.example").exists()


def test_an_area_of_another_organisation_is_no_choice(cast: Cast, aarne: Browser) -> None:
    page = aarne.post(address("settings_member_add"), newcomer(cast, areas=[cast.beta_area.id]))

    assert set(page.context["form"].errors) == {"areas"}


def test_roles_and_areas_change(cast: Cast, aarne: Browser) -> None:
    form = {"roles": [Role.MANAGER], "areas": [cast.areas[KIURUVESI].id]}

    response = aarne.post(address("settings_member", cast.aino.id), form)

    assert response["Location"] == address("settings_members")
    assert member_named(cast, "Aino Valmentaja").roles == ["manager"]
    assert works_in(cast, cast.aino) == {KIURUVESI}


def test_nobody_gives_up_the_own_administration(cast: Cast, aarne: Browser) -> None:
    page = aarne.post(address("settings_member", cast.aarne.id), {"roles": [Role.COACH]})
    closing = aarne.post(address("settings_member_close", cast.aarne.id), follow=True)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"roles"}
    assert [message.level_tag for message in closing.context["messages"]] == ["error"]
    assert is_active(cast, cast.aarne)


def test_a_member_is_closed_out_and_let_in_again(cast: Cast, aarne: Browser) -> None:
    aino = Browser()
    aino.force_login(cast.aino.user)

    closed = aarne.post(address("settings_member_close", cast.aino.id))
    outside = aino.get("/o/alpha/").status_code
    aarne.post(address("settings_member_reopen", cast.aino.id))

    assert closed["Location"] == address("settings_members")
    assert outside == 404
    assert aino.get("/o/alpha/").status_code == 302
    assert works_in(cast, cast.aino) == {IISALMI}


def test_a_closed_out_member_gets_no_link(cast: Cast, aarne: Browser) -> None:
    aarne.post(address("settings_member_close", cast.aino.id))

    assert aarne.get(address("settings_member_link", cast.aino.id)).context["link"] == ""


def test_a_responsible_coach_stays_until_another_one_follows(cast: Cast, aarne: Browser) -> None:
    with tenant_context(cast.alpha.id):
        case = make_case("ANNA", cast.areas[IISALMI], cast.aino)
    refused = aarne.post(address("settings_member_close", cast.aino.id), follow=True)
    was_active = is_active(cast, cast.aino)
    with tenant_context(cast.alpha.id):
        close(case)
        Stay.objects.filter(case=case).update(six_month_status="employed")

    aarne.post(address("settings_member_close", cast.aino.id))

    assert [message.level_tag for message in refused.context["messages"]] == ["error"]
    assert len(refused.context["reasons"]) == 1
    assert was_active
    assert not is_active(cast, cast.aino)


def test_a_lost_second_factor_is_removed(cast: Cast, aarne: Browser) -> None:
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=cast.aino.user, type=kind, data={"secret": "x"})

    offered = aarne.get(address("settings_member", cast.aino.id)).context["may_forget_factor"]
    aarne.post(address("settings_member_forget_factor", cast.aino.id))

    assert offered
    assert not Authenticator.objects.filter(user=cast.aino.user).exists()


def test_a_second_factor_is_required_and_no_longer(cast: Cast, aarne: Browser) -> None:
    aarne.post(address("settings_second_factor"), {"requires_second_factor": "on"})
    required = Organisation.objects.get(id=cast.alpha.id).requires_second_factor
    stopped = aarne.get(address("settings_members"))
    Authenticator.objects.create(user=cast.aarne.user, type="totp", data={"secret": "x"})

    aarne.post(address("settings_second_factor"))

    assert required
    assert stopped["Location"] == reverse("mfa_index")
    assert not Organisation.objects.get(id=cast.alpha.id).requires_second_factor


@pytest.mark.parametrize(
    "route", ["settings_member_close", "settings_member_reopen", "settings_member_forget_factor"]
)
def test_acts_are_posted(route: str, cast: Cast, aarne: Browser) -> None:
    assert aarne.get(address(route, cast.aino.id)).status_code == 405


def test_everybody_who_may_set_something_finds_it(cast: Cast, client: Browser) -> None:
    found = {}
    for name in ("aarne", "mirja"):
        client.force_login(cast.members()[name].user)
        found[name] = {choice.url for choice in client.get(address("settings")).context["choices"]}

    lists = {address("settings_projects"), address("settings_bodies"), address("settings_units")}
    assert found["aarne"] == {*lists, address("settings_members")}
    assert found["mirja"] == {*lists, address("imports"), address("duplicates")}


def test_an_administrator_lands_on_the_settings(cast: Cast, aarne: Browser) -> None:
    assert aarne.get("/o/alpha/")["Location"] == address("settings")
