"""Settings of targets: indicators, estimates with their basis, supported bodies, outcomes."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import Settings

from reporting.models import IndicatorEstimate, IndicatorTarget, OutcomeTarget, SupportedEntity
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, Cast
from tests.queries import questions
from tests.world import populate_cast

pytestmark = pytest.mark.django_db

PAGES = (
    "settings_targets",
    "settings_estimates",
    "settings_entities",
    "settings_outcomes",
    "settings_outcome_add",
)
PERIOD = {"project": "ALPHA", "period": "2025-10-01/2025-12-31"}


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def mirja(cast: Cast, client: Browser) -> Browser:
    client.force_login(cast.mirja.user)
    return client


def address(name: str, *args: Any) -> str:
    return reverse(name, args=["alpha", *args])


def estimate(code: str = "EECO12", **fields: str) -> dict[str, str]:
    filled = {"women": "3", "men": "4", "non_binary": "0", "basis": "Kysely", "estimated_on": "2.3.2026"}
    return {f"{code}-{name}": value for name, value in (filled | fields).items()}


def entity(**fields: str) -> dict[str, str]:
    return {"name": "Iisalmen kaupunki", "kind": "public", "supported_on": "2.3.2026", **fields}


def promise(**fields: Any) -> dict[str, Any]:
    return {
        "name_fi": "Töihin",
        "name_sv": "Till arbete",
        "name_en": "To work",
        "directions": ["open_labour_market", "supported_work"],
        "denominator": "ended",
        "target_percent": "70",
        **fields,
    }


@pytest.mark.parametrize("name", ["aino", "kaisa"])
@pytest.mark.parametrize("page", PAGES)
def test_other_roles_are_refused(page: str, name: str, cast: Cast, client: Browser) -> None:
    client.force_login(cast.members()[name].user)

    assert client.get(address(page, cast.project.id)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_another_organisations_project_is_not_there(page: str, cast: Cast, mirja: Browser) -> None:
    for project in (cast.beta_project.id, uuid4()):
        assert mirja.get(address(page, project)).status_code == 404
        assert mirja.post(address(page, project)).status_code in {404, 405}


def test_rows_of_others_are_not_there(cast: Cast, mirja: Browser) -> None:
    *_, other = populate_cast(cast)

    for route, row in (
        ("settings_entity_remove", other.entity),
        ("settings_outcome", other.outcome),
        ("settings_outcome_remove", other.outcome),
    ):
        assert mirja.post(address(route, cast.project.id, row.id)).status_code == 404
        assert mirja.post(address(route, cast.project.id, uuid4())).status_code == 404


def test_targets_are_saved_changed_and_removed(cast: Cast, mirja: Browser) -> None:
    url = address("settings_targets", cast.project.id)

    mirja.post(url, {"EECO01": "106", "EECO18": "12", "EECR04": "30"})
    page = mirja.get(url)
    mirja.post(url, {"EECO01": "110", "EECR04": "30"})

    assert page.context["form"].initial == {"EECO01": 106, "EECO18": 12, "EECR04": 30}
    with tenant_context(cast.alpha.id):
        targets = dict(IndicatorTarget.objects.values_list("code", "target"))
    assert targets == {"EECO01": 110, "EECR04": 30}


def test_a_target_stands_on_the_report_page(cast: Cast, mirja: Browser) -> None:
    mirja.post(address("settings_targets", cast.project.id), {"EECO01": "77"})

    rows = mirja.get(address("reports"), PERIOD).context["rows"]

    assert [row.target for row in rows if row.code == "EECO01"] == [77]


def test_a_wrong_target_is_said_and_the_others_stay_typed(cast: Cast, mirja: Browser) -> None:
    page = mirja.post(address("settings_targets", cast.project.id), {"EECO01": "-1", "EECO02": "5"})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"EECO01"}
    assert 'value="5"' in page.content.decode()
    with tenant_context(cast.alpha.id):
        assert not IndicatorTarget.objects.exists()


def test_an_estimate_is_saved_and_what_is_left_empty_is_not_collected(cast: Cast, mirja: Browser) -> None:
    mirja.post(address("settings_estimates", cast.project.id), estimate())

    with tenant_context(cast.alpha.id):
        (saved,) = IndicatorEstimate.objects.all()
    figures = mirja.get(address("reports"), PERIOD).context["result"].figures.by_code
    assert (saved.code, saved.women, saved.men, saved.basis) == ("EECO12", 3, 4, "Kysely")
    assert figures["EECO12"].cumulative == {"total": 7, "W": 3, "M": 4, "NB": 0}
    assert figures["EECO15"].cumulative["total"] is None


@pytest.mark.parametrize("field", ["women", "men", "basis", "estimated_on"])
def test_an_estimate_without_its_basis_or_a_part_is_refused(field: str, cast: Cast, mirja: Browser) -> None:
    page = mirja.post(address("settings_estimates", cast.project.id), estimate(**{field: ""}))

    assert page.status_code == 422
    assert [set(form.errors) for form in page.context["forms"]] == [{field}, set(), set()]
    with tenant_context(cast.alpha.id):
        assert not IndicatorEstimate.objects.exists()


def test_an_estimate_is_changed_and_removed(cast: Cast, mirja: Browser) -> None:
    url = address("settings_estimates", cast.project.id)
    mirja.post(url, estimate())

    mirja.post(url, estimate(women="9"))
    with tenant_context(cast.alpha.id):
        changed = IndicatorEstimate.objects.get().women
    mirja.post(url, estimate(women="9", is_removed="on"))

    assert changed == 9
    with tenant_context(cast.alpha.id):
        assert not IndicatorEstimate.objects.exists()


def test_supported_bodies_are_counted_once(cast: Cast, mirja: Browser) -> None:
    url = address("settings_entities", cast.project.id)

    mirja.post(url, entity())
    again = mirja.post(url, entity(name="iisalmen KAUPUNKI"))

    with tenant_context(cast.alpha.id):
        saved = SupportedEntity.objects.get()
    assert again.status_code == 422
    assert set(again.context["form"].errors) == {"name"}
    figures = mirja.get(address("reports"), {**PERIOD, "period": "2026-01-01/2026-03-31"}).context["result"]
    assert (saved.kind, figures.figures.by_code["EECO18"].cumulative["total"]) == ("public", 1)


@pytest.mark.parametrize("field", ["name", "kind", "supported_on"])
def test_a_supported_body_needs_everything(field: str, cast: Cast, mirja: Browser) -> None:
    page = mirja.post(address("settings_entities", cast.project.id), entity(**{field: ""}))

    assert (page.status_code, set(page.context["form"].errors)) == (422, {field})


def test_a_supported_body_is_removed(cast: Cast, mirja: Browser) -> None:
    mirja.post(address("settings_entities", cast.project.id), entity())
    with tenant_context(cast.alpha.id):
        added = SupportedEntity.objects.get()

    mirja.post(address("settings_entity_remove", cast.project.id, added.id))

    with tenant_context(cast.alpha.id):
        assert not SupportedEntity.objects.exists()


def test_the_list_of_bodies_asks_the_same_whatever_its_length(cast: Cast, mirja: Browser) -> None:
    url = address("settings_entities", cast.project.id)
    few = questions(mirja, url)
    with tenant_context(cast.alpha.id):
        for number in range(200):
            SupportedEntity.objects.create(
                project=cast.project, kind="sme", name=f"Yritys {number}", supported_on=DAY
            )

    assert questions(mirja, url) == few <= 12


def test_a_promise_is_added_changed_and_removed(cast: Cast, mirja: Browser) -> None:
    mirja.post(address("settings_outcome_add", cast.project.id), promise())
    with tenant_context(cast.alpha.id):
        added = OutcomeTarget.objects.get()
    listed = mirja.get(address("settings_outcomes", cast.project.id)).content.decode()

    mirja.post(address("settings_outcome", cast.project.id, added.id), promise(target_percent=""))
    with tenant_context(cast.alpha.id):
        changed = OutcomeTarget.objects.get()
    mirja.post(address("settings_outcome_remove", cast.project.id, added.id))

    assert (added.target_percent, changed.target_percent, changed.id) == (70, None, added.id)
    assert "Töihin" in listed
    with tenant_context(cast.alpha.id):
        assert not OutcomeTarget.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_fi", ""),
        ("name_sv", ""),
        ("directions", []),
        ("directions", ["moon"]),
        ("denominator", ""),
        ("target_percent", "101"),
    ],
)
def test_what_is_wrong_with_a_promise_is_said(field: str, value: Any, cast: Cast, mirja: Browser) -> None:
    page = mirja.post(address("settings_outcome_add", cast.project.id), promise(**{field: value}))

    assert (page.status_code, set(page.context["form"].errors)) == (422, {field})


def test_two_promises_need_two_names(cast: Cast, mirja: Browser) -> None:
    mirja.post(address("settings_outcome_add", cast.project.id), promise())

    again = mirja.post(address("settings_outcome_add", cast.project.id), promise())

    assert set(again.context["form"].errors) == {"name_fi"}


@pytest.mark.parametrize(("language", "name"), [("fi", "Töihin"), ("sv", "Till arbete"), ("en", "To work")])
def test_a_promise_is_named_in_the_language_of_the_page(
    language: str, name: str, cast: Cast, mirja: Browser
) -> None:
    mirja.post(address("settings_outcome_add", cast.project.id), promise())
    mirja.cookies["tasmat_language"] = language

    page = mirja.get(address("settings_outcomes", cast.project.id))

    assert f">{name}</a>" in page.content.decode()
