"""Induction, equipment and purchases: ticked, undone, returned, added up; and their settings."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Case, Equipment, InductionDone, InductionItem, Practice, Purchase
from clients.services.supports import open_equipment
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


@pytest.fixture
def items(cast: Cast) -> list[InductionItem]:
    with inside(cast):
        return [
            InductionItem.objects.create(project=cast.project, name_fi=name, position=position)
            for position, name in enumerate(("Poistumistiet", "Työajat", "Tapaturmat"))
        ]


def done(cast: Cast, case: Case) -> list[tuple[str, dt.date, Any]]:
    with inside(cast):
        rows = InductionDone.objects.filter(case=case).order_by("item__position")
        return list(rows.values_list("item__name_fi", "on", "recorded_by"))


def new_key(aino: Browser, route: str, case: Case) -> str:
    return str(aino.get(address(route, case.id)).context["form"]["submission_key"].value())


def test_points_are_ticked_with_day_and_person(
    aino: Browser, cast: Cast, eero: Case, items: list[InductionItem]
) -> None:
    typed = {"items": [str(items[0].id), str(items[1].id)], "on": "2.3.2026"}

    for _time in range(2):
        assert aino.post(address("case_induction", eero.id), typed).status_code == 302

    assert done(cast, eero) == [
        ("Poistumistiet", dt.date(2026, 3, 2), cast.aino.id),
        ("Työajat", dt.date(2026, 3, 2), cast.aino.id),
    ]
    form = aino.get(address("case_periods", eero.id)).context["form"]
    with inside(cast):
        assert [label for _value, label in form.fields["items"].choices] == ["Tapaturmat"]


def test_a_tick_is_undone(aino: Browser, cast: Cast, eero: Case, items: list[InductionItem]) -> None:
    aino.post(address("case_induction", eero.id), {"items": [str(items[0].id)], "on": "2.3.2026"})
    url = address("case_induction_undo", eero.id, items[0].id)

    answers = [aino.post(url).status_code, aino.post(url).status_code]

    assert answers == [302, 404]
    assert done(cast, eero) == []


def test_nothing_ticked_is_said(aino: Browser, eero: Case, items: list[InductionItem]) -> None:
    response = aino.post(address("case_induction", eero.id), {"on": "4.3.2026"})

    assert response.status_code == 422
    assert errors_of(response) == {
        "items": ["Tick what has been gone through."],
        "on": ["The date is in the future."],
    }


def test_equipment_is_handed_out_and_returned(aino: Browser, cast: Cast, eero: Case) -> None:
    key = new_key(aino, "case_equipment_new", eero)
    typed = {"what": "Turvakengät 43", "handed_on": "2.3.2026", "is_to_return": "on", "submission_key": key}
    for _time in range(2):
        assert aino.post(address("case_equipment_new", eero.id), typed).status_code == 302
    with inside(cast):
        [shoes] = open_equipment(eero)

    for _time in range(2):
        aino.post(address("case_equipment_return", eero.id, shoes.id))

    with inside(cast):
        assert list(open_equipment(eero)) == []
        assert Equipment.objects.get().returned_on == DAY


def test_what_the_client_may_keep_is_not_open(aino: Browser, cast: Cast, eero: Case) -> None:
    with inside(cast):
        Equipment.objects.create(case=eero, what="Hanskat", handed_on=DAY, is_to_return=False)

        assert list(open_equipment(eero)) == []


def test_equipment_does_not_come_back_before_it_went(aino: Browser, cast: Cast, eero: Case) -> None:
    with inside(cast):
        shoes = Equipment.objects.create(case=eero, what="Kengät", handed_on=DAY)
    typed = {"what": "Kengät", "handed_on": "3.3.2026", "is_to_return": "on", "returned_on": "2.3.2026"}

    response = aino.post(address("case_equipment", eero.id, shoes.id), typed)

    assert response.status_code == 422
    assert errors_of(response) == {"": ["The last day is before the first day."]}


@pytest.mark.parametrize(
    ("typed", "cost"),
    [("120", "120"), ("120,50", "120.50"), ("120.50", "120.50"), ("1 200,5 €", "1200.50"), ("", None)],
)
def test_costs_as_people_write_them(
    aino: Browser, cast: Cast, eero: Case, typed: str, cost: str | None
) -> None:
    key = new_key(aino, "case_purchase_new", eero)
    purchase = {"kind": "course", "what": "Hygieniapassi", "bought_on": "3.3.2026", "submission_key": key}

    for _time in range(2):
        answer = aino.post(address("case_purchase_new", eero.id), purchase | {"cost": typed})
        assert answer.status_code == 302

    with inside(cast):
        assert Purchase.objects.get().cost == (None if cost is None else Decimal(cost))


@pytest.mark.parametrize("typed", ["-1", "paljon", "1,005", "1000000"])
def test_costs_that_cannot_be(aino: Browser, cast: Cast, eero: Case, typed: str) -> None:
    key = new_key(aino, "case_purchase_new", eero)
    purchase = {"kind": "course", "what": "Kurssi", "bought_on": "3.3.2026", "submission_key": key}

    response = aino.post(address("case_purchase_new", eero.id), purchase | {"cost": typed})

    assert response.status_code == 422
    assert list(errors_of(response)) == ["cost"]
    assert f'value="{typed}"' in response.content.decode()


def test_costs_are_added_up_by_case_and_by_project(aino: Browser, cast: Cast, eero: Case) -> None:
    other = new_case(cast, "LIISA")
    with inside(cast):
        for case, kind, year, cost in (
            (eero, "course", 2026, "120.50"),
            (eero, "card", 2025, "30"),
            (other, "course", 2026, "100"),
            (other, "course", 2026, None),
        ):
            Purchase.objects.create(case=case, kind=kind, what="x", bought_on=dt.date(year, 2, 1), cost=cost)

    case_page = aino.get(address("case_periods", eero.id))
    project_page = browser_of(cast.mirja).get(address("settings_purchases", cast.project.id))

    assert case_page.context["cost"] == Decimal("150.50")
    rows = project_page.context["rows"]
    assert [(row.year, row.kind, row.number, row.total, row.without_cost) for row in rows] == [
        (2026, "course", 3, Decimal("220.50"), 1),
        (2025, "card", 1, Decimal(30), 0),
    ]
    assert project_page.context["total"] == Decimal("250.50")


@pytest.mark.parametrize("route", ["case_equipment", "case_purchase"])
def test_a_row_entered_by_mistake_is_removed(aino: Browser, cast: Cast, eero: Case, route: str) -> None:
    with inside(cast):
        row: Any = (
            Equipment.objects.create(case=eero, what="Kengät", handed_on=DAY)
            if route == "case_equipment"
            else Purchase.objects.create(case=eero, kind="card", what="Kortti", bought_on=DAY)
        )

    assert aino.post(address(route, eero.id, row.id), {"remove": "yes"}).status_code == 302
    assert aino.get(address(route, eero.id, row.id)).status_code == 404


def test_the_practice_of_a_project_is_saved(cast: Cast) -> None:
    mirja = browser_of(cast.mirja)
    url = address("settings_practice", cast.project.id)
    typed = {
        "plan_kinds": ["preliminary", "work_ability"],
        "plan_review_days": "60",
        "agreement_kinds": ["own_workshop", "outside_trial"],
        "workshop_trial_days": "28",
        "trial_limit_months": "",
        "entry_lock_days": "7",
    }

    refused = mirja.post(url, typed | {"entry_lock_days": "0", "plan_kinds": []})
    taken = mirja.post(url, typed)
    mirja.post(url, typed | {"entry_lock_days": "8"})

    assert refused.status_code == 422
    assert set(errors_of(refused)) == {"entry_lock_days", "plan_kinds"}
    assert taken.status_code == 302
    with inside(cast):
        practice = Practice.objects.get()
    assert (practice.plan_kinds, practice.agreement_kinds) == (
        ["preliminary", "work_ability"],
        ["own_workshop", "outside_trial"],
    )
    assert (practice.workshop_trial_days, practice.trial_limit_months, practice.entry_lock_days) == (
        28,
        None,
        8,
    )


def test_opening_the_practice_saves_nothing(cast: Cast) -> None:
    browser_of(cast.mirja).get(address("settings_practice", cast.project.id))

    with inside(cast):
        assert not Practice.objects.exists()


def test_the_induction_list_is_edited(cast: Cast, items: list[InductionItem]) -> None:
    mirja = browser_of(cast.mirja)
    url = address("settings_induction", cast.project.id)

    refused = mirja.post(url, {"name_fi": " "})
    mirja.post(url, {"name_fi": "Sammuttimet", "name_sv": "Släckare"})
    mirja.post(
        address("settings_induction_item", cast.project.id, items[0].id),
        {"name_fi": "Uloskäynnit", "position": "9"},
    )

    assert refused.status_code == 422
    with inside(cast):
        rows = list(InductionItem.objects.values_list("name_fi", "position", "is_active"))
    assert rows == [
        ("Työajat", 1, True),
        ("Tapaturmat", 2, True),
        ("Sammuttimet", 3, True),
        ("Uloskäynnit", 9, False),
    ]


@pytest.mark.parametrize("route", ["settings_practice", "settings_induction", "settings_purchases"])
def test_settings_are_not_the_coachs(aino: Browser, cast: Cast, route: str) -> None:
    assert aino.get(address(route, cast.project.id)).status_code == 403
