"""Referring bodies in the settings and in the forms: their time, their successors, their figures."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Referral, ReferringBody
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, queries_of
from tests.clients.referral_data import typed
from tests.clients.test_referral_pages import received

FORM, LAST_DAY = "/ohjaa/ALPHA/", dt.date(2024, 12, 31)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def make_body(cast: Cast, name: str, role: str = "employment", **facts: Any) -> ReferringBody:
    with inside(cast):
        body: ReferringBody = ReferringBody.objects.create(name=name, role=role, **facts)
    return body


@pytest.fixture
def reform(cast: Cast) -> tuple[ReferringBody, ReferringBody]:
    """The TE office until 31.12.2024, the employment area from 1.1.2025 on."""
    area = make_body(cast, "Ylä-Savon työllisyysalue", valid_from=dt.date(2025, 1, 1))
    office = make_body(cast, "Pohjois-Savon TE-toimisto", valid_until=LAST_DAY, successor=area)
    return office, area


def offered(page: Any) -> list[str]:
    """Names of the bodies in the select, without the words around them."""
    choices = page.context["form"].fields["body"].choices
    return [name for _label, group in choices if isinstance(group, list) for _key, name in group]


@pytest.mark.parametrize(
    ("day", "names"),
    [(LAST_DAY, ["Pohjois-Savon TE-toimisto"]), (dt.date(2025, 1, 1), ["Ylä-Savon työllisyysalue"])],
)
def test_the_forms_offer_the_bodies_of_the_day(
    day: dt.date, names: list[str], reform: object, cast: Cast, settings: Settings
) -> None:
    settings.TASMAT_TODAY = day

    assert offered(Browser().get(FORM)) == names
    assert offered(browser_of(cast.aino).get(address("referral_new"))) == names


def test_a_chosen_body_is_kept_with_its_name(
    reform: tuple[ReferringBody, ReferringBody], cast: Cast, client: Browser
) -> None:
    _office, area = reform

    client.post(FORM, typed(body=str(area.id), referrer_organisation=""))

    with inside(cast):
        referral = Referral.objects.select_related("body").get()
    assert (referral.body, referral.referrer_organisation) == (area, "Ylä-Savon työllisyysalue")


def test_a_body_that_is_not_listed_is_written(reform: object, cast: Cast, client: Browser) -> None:
    client.post(FORM, typed(body="other", referrer_organisation="TYP Iisalmi"))

    with inside(cast):
        referral = Referral.objects.get()
    assert (referral.body, referral.referrer_organisation) == (None, "TYP Iisalmi")


def test_who_applies_for_oneself_has_no_body(
    reform: tuple[ReferringBody, ReferringBody], cast: Cast, client: Browser
) -> None:
    client.post(f"{FORM}itse/", typed(body=str(reform[1].id)))

    with inside(cast):
        assert Referral.objects.get().body is None


def test_wrong_bodies_are_refused(
    reform: tuple[ReferringBody, ReferringBody], cast: Cast, client: Browser
) -> None:
    office, area = reform
    answers = {"referrer_organisation": "", "body": ""}

    nothing = client.post(FORM, typed(**answers))
    other_kind = client.post(FORM, typed(body=str(area.id), referrer_role="social_work"))
    ended = client.post(FORM, typed(body=str(office.id)))

    assert set(errors_of(nothing)) == {"referrer_organisation"}
    assert set(errors_of(other_kind)) == {"body"}
    assert set(errors_of(ended)) == {"body"}


def test_without_a_list_the_name_is_all_that_is_asked(cast: Cast, client: Browser) -> None:
    assert "body" not in client.get(FORM).context["form"].fields


# Settings.


def typed_body(**changes: str) -> dict[str, str]:
    return {"name": "Uusi taho", "role": "social_work", "valid_from": "1.1.2026", **changes}


def test_a_manager_adds_and_changes_a_body(cast: Cast) -> None:
    browser = browser_of(cast.mirja)

    added = browser.post(address("settings_body_add"), typed_body(), follow=True)
    with inside(cast):
        body = ReferringBody.objects.get()
    browser.post(address("settings_body", body.id), typed_body(name="Toinen nimi", valid_until="31.12.2026"))

    assert "Uusi taho" in added.content.decode()
    with inside(cast):
        body.refresh_from_db()
    assert (body.name, body.valid_until) == ("Toinen nimi", dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "ylä-savon TYÖLLISYYSALUE"}, "name"),
        ({"role": "self"}, "role"),
        ({"valid_until": "31.12.2025"}, ""),
        ({"valid_until": "31.2.2026"}, "valid_until"),
        ({"successor": "area"}, "valid_until"),
        ({"successor": "x"}, "successor"),
        ({"email": "x"}, "email"),
        ({"phone": "x"}, "phone"),
    ],
)
def test_a_wrong_body_comes_back(
    changes: dict[str, str], wrong: str, reform: tuple[ReferringBody, ReferringBody], cast: Cast
) -> None:
    if changes.get("successor") == "area":
        changes = {"successor": str(reform[1].id)}

    page = browser_of(cast.mirja).post(address("settings_body_add"), typed_body(**changes))

    assert (page.status_code, set(errors_of(page))) == (422, {wrong})


def test_successors_make_no_circle(reform: tuple[ReferringBody, ReferringBody], cast: Cast) -> None:
    office, area = reform
    answers = {
        "name": area.name,
        "role": "employment",
        "valid_until": "31.12.2030",
        "successor": str(office.id),
    }

    page = browser_of(cast.mirja).post(address("settings_body", area.id), answers)

    assert set(errors_of(page)) == {"successor"}


def test_the_figures_go_across_the_change(reform: tuple[ReferringBody, ReferringBody], cast: Cast) -> None:
    office, area = reform
    accepted = received(cast, body=office)
    received(cast, body=area, first_name="Eeva")
    received(cast, referrer_role="self", first_name="Itse")
    browser = browser_of(cast.mirja)
    browser.post(
        address("referral_accept", accepted.id),
        {"responsible": str(cast.aino.id), "entry_on": "2.3.2026"},
    )

    page = browser.get(address("settings_bodies"))

    [row] = page.context["figures"]
    assert (row.name, row.predecessors) == ("Ylä-Savon työllisyysalue", ("Pohjois-Savon TE-toimisto",))
    assert (row.referred.referrals, row.referred.accepted) == (2, 1)
    assert (page.context["unlisted"].referrals, page.context["unlisted"].accepted) == (1, 0)


def test_the_list_takes_as_many_queries_for_many_as_for_one(cast: Cast, reform: object) -> None:
    few = queries_of(browser_of(cast.mirja), address("settings_bodies"))
    for number in range(20):
        make_body(cast, f"Taho {number}")

    assert queries_of(browser_of(cast.mirja), address("settings_bodies")) == few <= 12


def test_the_bodies_are_the_managers_and_administrators(cast: Cast) -> None:
    for who, status in (("mirja", 200), ("aarne", 200), ("aino", 403), ("kaisa", 403), ("otto", 404)):
        assert browser_of(cast.members()[who]).get(address("settings_bodies")).status_code == status


# Conditions of a project.


def test_conditions_are_added_ordered_and_taken_out_of_use(cast: Cast) -> None:
    browser = browser_of(cast.mirja)
    for name in ("Ensimmäinen", "Toinen", "Kolmas"):
        browser.post(address("settings_condition_add", cast.project.id), {"name_fi": name, "is_active": "on"})
    rows = list(browser.get(address("settings_eligibility", cast.project.id)).context["rows"])

    browser.post(address("settings_condition_move", cast.project.id, rows[2].id), {"direction": "up"})
    browser.post(address("settings_condition_move", cast.project.id, rows[0].id), {"direction": "up"})
    browser.post(address("settings_condition", cast.project.id, rows[1].id), {"name_fi": "Toinen, vanha"})
    page = browser.get(address("settings_eligibility", cast.project.id))

    assert [(row.name_fi, row.is_active) for row in page.context["rows"]] == [
        ("Ensimmäinen", True),
        ("Kolmas", True),
        ("Toinen, vanha", False),
    ]


def test_a_condition_needs_its_name_and_a_direction(cast: Cast) -> None:
    browser = browser_of(cast.mirja)
    browser.post(address("settings_condition_add", cast.project.id), {"name_fi": "Yksi", "is_active": "on"})
    [row] = browser.get(address("settings_eligibility", cast.project.id)).context["rows"]

    empty = browser.post(address("settings_condition_add", cast.project.id), {"name_fi": ""})
    aside = browser.post(address("settings_condition_move", cast.project.id, row.id), {"direction": "x"})

    assert (empty.status_code, set(errors_of(empty))) == (422, {"name_fi"})
    assert aside.status_code == 400
