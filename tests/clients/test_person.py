"""What is known of a person: facts, names over time, protected address, services beside the project, times away."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Absence, Case, Client, ConcurrentService, EarlierName
from tasmat.audit.history import history_of
from tests.cast import DAY, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case

FACTS = {
    "phone": "040 123 4567",
    "email": "eero@posti.example",
    "best_way": "message",
    "contact_language": "other",
    "interpreter_language": "dari",
    "municipality": KIURUVESI,
    "street_address": "Kirkkokatu 1",
    "first_name": "EERO-first",
    "last_name": "EERO-last",
    "died_on": "",
}


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def save(browser: Browser, case: Case, **changes: str) -> Any:
    return browser.post(address("case_person", case.id), {**FACTS, **changes})


def client_of(cast: Cast, case: Case) -> Client:
    with inside(cast):
        client: Client = Client.objects.get(id=case.client_id)
        _ = client.street_address  # opened while the organisation is set
    return client


def names(cast: Cast) -> list[tuple[str, str, dt.date]]:
    with inside(cast):
        return list(EarlierName.objects.values_list("first_name", "last_name", "until_on"))


def found(browser: Browser, query: str) -> int:
    return int(browser.get(address("search"), {"q": query}).context["page"].paginator.count)


def test_facts_are_changed_where_they_are(aino: Browser, eero: Case, cast: Cast) -> None:
    response = save(aino, eero)

    client = client_of(cast, eero)
    assert response.status_code == 302
    assert {name: getattr(client, name) for name in FACTS if name not in {"municipality", "died_on"}} == {
        name: value for name, value in FACTS.items() if name not in {"municipality", "died_on"}
    }
    assert (client.municipality_id, client.died_on) == (KIURUVESI, None)
    assert found(aino, "0401234567") == 1
    assert (
        aino.get(address("case", eero.id)).context["case"].area == cast.areas["140"]
    )  # the quota does not move


def test_a_changed_name_is_kept_and_search_finds_both(aino: Browser, eero: Case, cast: Cast) -> None:
    save(aino, eero, last_name="Kallio", name_reason="changed", name_until="28.2.2026")

    assert client_of(cast, eero).name == "Kallio, EERO-first"
    assert names(cast) == [("EERO-first", "EERO-last", dt.date(2026, 2, 28))]
    assert (found(aino, "kallio"), found(aino, "eero last")) == (1, 1)
    assert "EERO-last, EERO-first" in aino.get(address("case_person", eero.id)).content.decode()


def test_a_typing_error_leaves_no_former_name(aino: Browser, eero: Case, cast: Cast) -> None:
    save(aino, eero, last_name="Kallio", name_reason="corrected")

    assert client_of(cast, eero).name == "Kallio, EERO-first"
    assert names(cast) == []
    assert (found(aino, "kallio"), found(aino, "last")) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"last_name": "Kallio"},
            {"name_reason": ["Tell whether the name has changed or was written wrong."]},
        ),
        (
            {"last_name": "Kallio", "name_reason": "changed"},
            {"name_until": ["Write until which day the former name was in use."]},
        ),
        (
            {"last_name": "Kallio", "name_reason": "changed", "name_until": "4.3.2026"},
            {"name_until": ["The date is in the future."]},
        ),
        ({"first_name": ""}, {"first_name": ["This field is required."]}),
        ({"last_name": "123", "name_reason": "corrected"}, {"last_name": ["Write the name in letters."]}),
        ({"phone": "ei ole"}, {"phone": ["Write the number like 040 123 4567 or +46 70 123 45 67."]}),
        ({"email": "eero"}, {"email": ["Enter a valid email address."]}),
        ({"died_on": "4.3.2026"}, {"died_on": ["The date is in the future."]}),
        ({"died_on": "16.5.1980"}, {"died_on": ["The day of death is before the date of birth."]}),
    ],
)
def test_wrong_facts_are_said(
    changes: dict[str, str], errors: dict[str, list[str]], aino: Browser, eero: Case, cast: Cast
) -> None:
    response = save(aino, eero, **changes)

    assert response.status_code == 422
    assert errors_of(response) == errors
    assert response.context["form"].asks_for_name == bool({"first_name", "last_name"} & {*changes})
    assert client_of(cast, eero).phone == "0401234567"


def test_a_protected_address_hides_itself_from_the_form_on(aino: Browser, eero: Case, cast: Cast) -> None:
    save(aino, eero, has_protected_address="on")

    page = aino.get(address("case_person", eero.id))

    assert not {"municipality", "street_address"} & {*page.context["form"].fields}
    assert "Kirkkokatu 1" not in page.content.decode()
    assert "Kiuruvesi" not in page.content.decode()
    client = client_of(cast, eero)
    assert (client.shown_municipality, client.shown_address) == ("", "")


def test_what_is_hidden_is_not_lost_by_saving_the_rest(aino: Browser, eero: Case, cast: Cast) -> None:
    save(aino, eero, has_protected_address="on")

    save(aino, eero, has_protected_address="on", phone="")

    client = client_of(cast, eero)
    assert (client.municipality_id, client.street_address, client.phone) == (KIURUVESI, "Kirkkokatu 1", "")


def test_a_form_that_came_back_shows_the_stored_person_in_the_bar(aino: Browser, cast: Cast) -> None:
    case = new_case(cast, "EERO", has_protected_address=True)

    response = save(aino, case, phone="x")

    assert "protected address" in [pill.text for pill in response.context["pills"]]
    assert "Iisalmi" not in response.content.decode()


SERVICE = {"kind": "similar", "provider": "Kaupunki", "starts_on": "1.12.2025", "ends_on": ""}


def services(cast: Cast) -> list[tuple[str, dt.date, dt.date | None]]:
    with inside(cast):
        return list(ConcurrentService.objects.values_list("kind", "starts_on", "ends_on"))


def test_a_service_ending_before_it_begins_is_said(aino: Browser, eero: Case, cast: Cast) -> None:
    response = aino.post(address("case_service_new", eero.id), {**SERVICE, "ends_on": "30.11.2025"})

    assert errors_of(response) == {"": ["The last day is before the first day."]}
    assert services(cast) == []


def test_a_service_entered_by_mistake_is_removed_and_history_keeps_it(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    aino.post(address("case_service_new", eero.id), {**SERVICE, "kind": "studies"})
    with inside(cast):
        service = ConcurrentService.objects.get()

    response = aino.post(address("case_service", eero.id, service.id), {"remove": "yes"})

    assert response.status_code == 302
    assert services(cast) == []
    with inside(cast):
        versions = history_of(ConcurrentService).filter(pgh_obj=service.id)
        assert [version.pgh_label for version in versions.order_by("pgh_id")] == ["insert", "delete"]


AWAY = {"kind": "sick", "starts_on": "2.3.2026", "ends_on": ""}


def absences(cast: Cast) -> list[tuple[str, dt.date, dt.date | None]]:
    with inside(cast):
        return list(Absence.objects.values_list("kind", "starts_on", "ends_on"))


def test_a_time_away_begins_and_ends(aino: Browser, eero: Case, cast: Cast) -> None:
    aino.post(address("case_absence_new", eero.id), AWAY)
    with inside(cast):
        absence = Absence.objects.get()
    assert "away: sick" in [pill.text for pill in aino.get(address("case", eero.id)).context["pills"]]

    aino.post(address("case_absence", eero.id, absence.id), {**AWAY, "ends_on": "2.3.2026"})

    assert absences(cast) == [("sick", dt.date(2026, 3, 2), dt.date(2026, 3, 2))]
    assert "away: sick" not in [pill.text for pill in aino.get(address("case", eero.id)).context["pills"]]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"starts_on": "1.9.2025"},
            {"starts_on": ["The date is before the client's first day in the project."]},
        ),
        ({"ends_on": "1.3.2026"}, {"": ["The last day is before the first day."]}),
        ({"kind": ""}, {"kind": ["This field is required."]}),
    ],
)
def test_a_wrong_time_away_is_said(
    changes: dict[str, str], errors: dict[str, list[str]], aino: Browser, eero: Case, cast: Cast
) -> None:
    response = aino.post(address("case_absence_new", eero.id), {**AWAY, **changes})

    assert response.status_code == 422
    assert errors_of(response) == errors
    assert absences(cast) == []


def test_a_time_away_entered_by_mistake_is_removed(aino: Browser, eero: Case, cast: Cast) -> None:
    aino.post(address("case_absence_new", eero.id), AWAY)
    with inside(cast):
        absence = Absence.objects.get()

    aino.post(address("case_absence", eero.id, absence.id), {"remove": "yes"})

    assert absences(cast) == []


@pytest.mark.parametrize("route", ["case_service", "case_absence"])
def test_rows_of_another_person_are_not_found(route: str, aino: Browser, eero: Case, cast: Cast) -> None:
    other = new_case(cast, "TOINEN")
    with inside(cast):
        service = ConcurrentService.objects.create(client=other.client, kind="studies", starts_on=DAY)
        absence = Absence.objects.create(case=other, kind="sick", starts_on=DAY)
    row = service if route == "case_service" else absence

    assert aino.get(address(route, eero.id, row.id)).status_code == 404
    assert aino.post(address(route, eero.id, row.id), {"remove": "yes"}).status_code == 404
    assert aino.get(address(route, eero.id, UUID(int=7))).status_code == 404
    assert browser_of(cast.kaisa).get(address(route, eero.id, row.id)).status_code == 403
