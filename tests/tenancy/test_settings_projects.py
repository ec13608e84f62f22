"""Settings of projects: whose they are, a new one, facts and rules, municipalities with quotas."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import Settings

from tasmat.access.areas import areas_of, grant_areas
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Project, ProjectArea
from tests.cast import DAY, IISALMI, KAJAANI, KIURUVESI, SONKAJARVI, Cast, make_project
from tests.queries import questions
from tests.world import make_case

pytestmark = pytest.mark.django_db

PAGES = ("settings_project", "settings_areas", "settings_excluded_services")


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def mirja(cast: Cast, client: Browser) -> Browser:
    client.force_login(cast.mirja.user)
    return client


@pytest.fixture
def aarne(cast: Cast) -> Browser:
    browser = Browser()
    browser.force_login(cast.aarne.user)
    return browser


def address(name: str, *args: Any, organisation: str = "alpha") -> str:
    return reverse(name, args=[organisation, *args])


def fresh(cast: Cast) -> Project:
    with tenant_context(cast.alpha.id):
        project: Project = Project.objects.get(id=cast.project.id)
        return project


def quotas(cast: Cast) -> dict[str, int]:
    with tenant_context(cast.alpha.id):
        return dict(ProjectArea.objects.filter(project=cast.project).values_list("municipality_id", "quota"))


def new_project(*areas: tuple[str, str], **fields: str) -> dict[str, str]:
    rows = {"areas-TOTAL_FORMS": "6", "areas-INITIAL_FORMS": "0"}
    for number, (municipality, quota) in enumerate(areas):
        rows |= {f"areas-{number}-municipality": municipality, f"areas-{number}-quota": quota}
    facts = {"name": "Uusi hanke", "code": "UUSI", "starts_on": "1.4.2026", "ends_on": "31.3.2028"}
    return {**facts, **fields, **rows}


def facts(**fields: str) -> dict[str, str]:
    return {
        "name": "Alfa-hanke",
        "starts_on": "1.7.2024",
        "ends_on": "30.6.2026",
        "funder": "ELY-keskus",
        "eura_code": "S30001",
        "coach_word": "case_manager",
        "minimum_age": "18",
        "contact_interval_days": "7",
        "takes_referrals": "on",
        "contact_name": "Hankepäällikkö",
        "contact_phone": "040 000 0000",
        "contact_email": "alfa@alpha.example",
        "long_term_months": "12",
        **fields,
    }


def area_rows(cast: Cast, **fields: str) -> dict[str, str]:
    """The form of the municipalities as it is sent."""
    rows = {f"{area.id}-quota": str(area.quota) for area in cast.areas.values()}
    named = {_named(cast, name): value for name, value in fields.items()}
    return {"degurba_source": "", **rows, **named}


def _named(cast: Cast, name: str) -> str:
    """263_quota is the quota of Kiuruvesi; other names stay."""
    municipality, _, column = name.partition("_")
    return f"{cast.areas[municipality].id}-{column}" if municipality in cast.areas else name


@pytest.mark.parametrize("name", ["aino", "kaisa"])
@pytest.mark.parametrize("page", PAGES)
def test_other_roles_are_refused(page: str, name: str, cast: Cast, client: Browser) -> None:
    client.force_login(cast.members()[name].user)

    assert client.get(address(page, cast.project.id)).status_code == 403
    assert client.get(address("settings_projects")).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_other_projects_are_not_there(page: str, cast: Cast, mirja: Browser, aarne: Browser) -> None:
    """A manager sees the projects of the own areas, the administrator all of the organisation."""
    with tenant_context(cast.alpha.id):
        elsewhere = make_project(cast.alpha, "MUU", "Muu hanke", {KAJAANI: 5})

    for browser in (mirja, aarne):
        assert browser.get(address(page, cast.beta_project.id)).status_code == 404
        assert browser.get(address(page, uuid4())).status_code == 404
    assert mirja.get(address(page, elsewhere.id)).status_code == 404
    assert aarne.get(address(page, elsewhere.id)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_other_methods_are_refused(page: str, cast: Cast, mirja: Browser) -> None:
    assert mirja.put(address(page, cast.project.id)).status_code == 405
    assert mirja.get(address("settings_area_add", cast.project.id)).status_code == 405


def test_the_list_asks_the_same_whatever_its_length(cast: Cast, mirja: Browser) -> None:
    few = questions(mirja, address("settings_projects"))
    with tenant_context(cast.alpha.id):
        for number in range(10):
            project = make_project(cast.alpha, f"P{number}", f"Hanke {number}", {KAJAANI: 5, IISALMI: 2})
            grant_areas(cast.mirja, project.areas.all())

    many = questions(mirja, address("settings_projects"))

    projects = mirja.get(address("settings_projects")).context["projects"]
    assert few == many <= 12
    assert [(each.municipalities, each.quota) for each in projects] == [(3, 76), *[(2, 7)] * 10]


def test_a_manager_makes_a_project_and_works_in_it(cast: Cast, mirja: Browser) -> None:
    response = mirja.post(address("settings_project_add"), new_project((IISALMI, "10"), (KAJAANI, "4")))

    with tenant_context(cast.alpha.id):
        project = Project.objects.get(code="UUSI")
        assert {area.municipality_id: area.quota for area in project.areas.all()} == {IISALMI: 10, KAJAANI: 4}
        assert set(project.areas.all()) <= set(areas_of(cast.mirja))
    assert response["Location"] == address("settings_project", project.id)
    assert mirja.get(response["Location"]).status_code == 200


def test_an_administrator_makes_a_project_without_working_in_it(cast: Cast, aarne: Browser) -> None:
    aarne.post(address("settings_project_add"), new_project((IISALMI, "10")))

    with tenant_context(cast.alpha.id):
        assert Project.objects.filter(code="UUSI").exists()
        assert not areas_of(cast.aarne).exists()


@pytest.mark.parametrize(
    ("areas", "fields", "wrong"),
    [
        ([(IISALMI, "10")], {"name": ""}, {"name"}),
        ([(IISALMI, "10")], {"code": "ÄÄ"}, {"code"}),
        ([(IISALMI, "10")], {"code": "ALPHA"}, {"code"}),
        ([(IISALMI, "10")], {"code": "BETA"}, {"code"}),
        ([(IISALMI, "10")], {"ends_on": "1.1.2020"}, {"ends_on"}),
        ([(IISALMI, "")], {}, {"quota"}),
        ([("", "5")], {}, {"municipality"}),
        ([("999", "5")], {}, {"municipality"}),
        ([(IISALMI, "-1")], {}, {"quota"}),
        ([], {}, {"areas"}),
        ([(IISALMI, "1"), (IISALMI, "2")], {}, {"areas"}),
    ],
)
def test_what_is_wrong_with_a_new_project_is_said(
    areas: list[tuple[str, str]], fields: dict[str, str], wrong: set[str], cast: Cast, mirja: Browser
) -> None:
    page = mirja.post(address("settings_project_add"), new_project(*areas, **fields))

    rows = page.context["areas"]
    said = {*page.context["form"].errors, *(name for row in rows.errors for name in row)}
    assert page.status_code == 422
    assert (said or {"areas"}) == wrong
    assert bool(rows.non_form_errors()) == (wrong == {"areas"})
    with tenant_context(cast.alpha.id):
        assert Project.objects.count() == 1


def test_facts_and_rules_change(cast: Cast, mirja: Browser) -> None:
    response = mirja.post(address("settings_project", cast.project.id), facts())

    project = fresh(cast)
    assert response["Location"] == address("settings_project", cast.project.id)
    assert (project.funder, project.coach_word, project.contact_interval_days) == (
        "ELY-keskus",
        "case_manager",
        7,
    )
    assert not project.free_movement_is_third_country
    assert project.contact == ["Hankepäällikkö", "040 000 0000", "alfa@alpha.example"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"starts_on": "2024"}, "starts_on"),
        ({"contact_interval_days": "0"}, "contact_interval_days"),
        ({"ends_on": "30.6.2020"}, "__all__"),
        ({"coach_word": "boss"}, "coach_word"),
        ({"contact_phone": "call me"}, "contact_phone"),
        ({"contact_email": "alfa at alpha"}, "contact_email"),
    ],
)
def test_wrong_facts_are_said_and_kept_on_the_page(
    fields: dict[str, str], wrong: str, cast: Cast, mirja: Browser
) -> None:
    page = mirja.post(address("settings_project", cast.project.id), facts(**fields, funder="Uusi rahoittaja"))

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {wrong}
    assert 'value="Uusi rahoittaja"' in page.content.decode()
    assert (page.context["project"].name, fresh(cast).funder) == ("Alfa-hanke", "")


def test_the_address_of_the_referral_form_is_there_to_copy(cast: Cast, mirja: Browser) -> None:
    page = mirja.get(address("settings_project", cast.project.id)).content.decode()

    assert '"http://testserver/ohjaa/ALPHA/"' in page
    assert '"http://testserver/ohjaa/ALPHA/itse/"' in page


def test_a_closed_form_has_no_address(cast: Cast, mirja: Browser) -> None:
    mirja.post(address("settings_project", cast.project.id), facts(takes_referrals=""))

    assert "/ohjaa/ALPHA/" not in mirja.get(address("settings_project", cast.project.id)).content.decode()


def test_quotas_and_degrees_change(cast: Cast, mirja: Browser) -> None:
    rows = area_rows(cast, **{"140_quota": "60", "263_degurba": "3", "degurba_source": "Eurostat 2021"})

    mirja.post(address("settings_areas", cast.project.id), rows)

    assert quotas(cast) == {IISALMI: 60, KIURUVESI: 20, SONKAJARVI: 1}
    assert fresh(cast).degurba_source == "Eurostat 2021"
    with tenant_context(cast.alpha.id):
        assert ProjectArea.objects.get(id=cast.areas[KIURUVESI].id).degurba == 3


@pytest.mark.parametrize("fields", [{"140_quota": ""}, {"140_quota": "x"}, {"140_degurba": "4"}])
def test_wrong_quotas_are_said_and_nothing_changes(
    fields: dict[str, str], cast: Cast, mirja: Browser
) -> None:
    page = mirja.post(
        address("settings_areas", cast.project.id), area_rows(cast, **{"263_quota": "7"}, **fields)
    )

    assert page.status_code == 422
    assert 'value="7"' in page.content.decode()
    assert quotas(cast) == {IISALMI: 55, KIURUVESI: 20, SONKAJARVI: 1}


def test_a_municipality_of_another_organisation_cannot_be_slipped_in(cast: Cast, mirja: Browser) -> None:
    rows = area_rows(cast) | {f"{cast.beta_area.id}-quota": "1"}

    mirja.post(address("settings_areas", cast.project.id), rows)

    with tenant_context(cast.beta.id):
        assert ProjectArea.objects.get().quota == 40


def test_the_municipalities_ask_the_same_whatever_their_number(cast: Cast, mirja: Browser) -> None:
    few = questions(mirja, address("settings_areas", cast.project.id))
    with tenant_context(cast.alpha.id):
        for number in ("005", "009", "010", "016", "018"):
            ProjectArea.objects.create(project=cast.project, municipality_id=number, quota=1)

    assert questions(mirja, address("settings_areas", cast.project.id)) == few <= 12


def test_a_municipality_is_added_by_a_manager_who_then_works_in_it(cast: Cast, mirja: Browser) -> None:
    form = {"new-municipality": KAJAANI, "new-quota": "9"}

    mirja.post(address("settings_area_add", cast.project.id), form)

    assert quotas(cast)[KAJAANI] == 9
    with tenant_context(cast.alpha.id):
        assert areas_of(cast.mirja).filter(municipality=KAJAANI).exists()


@pytest.mark.parametrize(("municipality", "quota"), [(IISALMI, "1"), ("", "1"), (KAJAANI, "")])
def test_a_wrong_further_municipality_is_said(
    municipality: str, quota: str, cast: Cast, mirja: Browser
) -> None:
    form = {"new-municipality": municipality, "new-quota": quota}

    page = mirja.post(address("settings_area_add", cast.project.id), form)

    assert page.status_code == 422
    assert len(page.context["new"].errors) == 1
    assert len(quotas(cast)) == 3


def test_only_an_unused_municipality_is_removed(cast: Cast, mirja: Browser) -> None:
    with tenant_context(cast.alpha.id):
        make_case("ANNA", cast.areas[IISALMI], cast.aino)

    answers = [
        mirja.post(address("settings_area_remove", cast.project.id, cast.areas[number].id), follow=True)
        for number in (IISALMI, SONKAJARVI)
    ]

    assert [[m.level_tag for m in answer.context["messages"]] for answer in answers] == [
        ["error"],
        ["success"],
    ]
    assert set(quotas(cast)) == {IISALMI, KIURUVESI}


def test_a_municipality_of_another_project_is_not_removed(cast: Cast, aarne: Browser) -> None:
    with tenant_context(cast.alpha.id):
        other = make_project(cast.alpha, "MUU", "Muu hanke", {KAJAANI: 5}).areas.get()

    answer = aarne.post(address("settings_area_remove", cast.project.id, other.id))

    assert answer.status_code == 404


def test_excluding_services_are_chosen(cast: Cast, mirja: Browser) -> None:
    form = {"kinds": ["rehabilitative_work", "studies"]}

    page = mirja.get(address("settings_excluded_services", cast.project.id))
    mirja.post(address("settings_excluded_services", cast.project.id), form)

    assert set(page.context["form"].initial["kinds"]) == {
        "rehabilitative_work",
        "social_rehabilitation",
        "rehabilitation",
        "similar",
    }
    with tenant_context(cast.alpha.id):
        kinds = set(cast.project.excluded_services.values_list("kind", flat=True))
    assert kinds == {"rehabilitative_work", "studies"}


def test_all_services_may_be_allowed(cast: Cast, mirja: Browser) -> None:
    mirja.post(address("settings_excluded_services", cast.project.id))

    with tenant_context(cast.alpha.id):
        assert not cast.project.excluded_services.exists()


def test_a_benefit_excludes_nobody(cast: Cast, mirja: Browser) -> None:
    page = mirja.post(
        address("settings_excluded_services", cast.project.id), {"kinds": ["social_assistance"]}
    )

    assert page.status_code == 422


def test_project_dates_read_back_as_typed(cast: Cast, mirja: Browser) -> None:
    mirja.post(address("settings_project", cast.project.id), facts(ends_on="31.12.2026"))

    assert fresh(cast).ends_on == dt.date(2026, 12, 31)
