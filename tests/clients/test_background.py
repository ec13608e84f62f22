"""A person's background, network and safety note: dated facts that are the coaches' alone."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.choices import BackgroundKind
from clients.models import Appointment, Background, Case, Client, NetworkPerson, Task
from clients.rules.network import Consent, consent
from tasmat.audit.history import history_of
from tasmat.links.services import find, issue
from tasmat.tenancy.base import new_id
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, queries_of
from tests.world import make_referral

YESTERDAY, TOMORROW = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def facts(cast: Cast) -> list[tuple[str, str]]:
    with inside(cast):
        return list(Background.objects.values_list("kind", "title"))


@pytest.mark.parametrize(
    ("agreed_on", "until", "expected"),
    [
        (None, None, Consent.NONE),
        (DAY, None, Consent.GIVEN),
        (TOMORROW, None, Consent.NOT_YET),
        (DAY, DAY, Consent.GIVEN),  # the last day counts
        (YESTERDAY, YESTERDAY, Consent.ENDED),
    ],
)
def test_consent_of_a_day(agreed_on: dt.date | None, until: dt.date | None, expected: Consent) -> None:
    assert consent(agreed_on, until, DAY) is expected


@pytest.mark.parametrize("kind", BackgroundKind)
def test_a_fact_of_every_kind_can_be_added(
    kind: BackgroundKind, aino: Browser, eero: Case, cast: Cast
) -> None:
    url = address("case_background_new", eero.id, kind.value)

    shown = aino.get(url)
    response: Any = aino.post(url, {"title": f"Tieto {kind}"})

    assert shown.status_code == 200
    assert response.url == address("case_person", eero.id)
    assert facts(cast) == [(kind.value, f"Tieto {kind}")]
    assert f"Tieto {kind}" in aino.get(response.url).content.decode()


def test_what_was_typed_stays_when_dates_are_wrong(aino: Browser, eero: Case, cast: Cast) -> None:
    typed = {"title": "Kokki", "place": "Ravintola", "starts_on": "1.1.2020", "ends_on": "1.1.2019"}

    response: Any = aino.post(address("case_background_new", eero.id, "work"), typed)

    assert response.status_code == 422
    assert errors_of(response) == {"": ["The last day is before the first day."]}
    assert 'value="Ravintola"' in response.content.decode()
    assert facts(cast) == []


def test_an_unknown_kind_is_not_found(aino: Browser, eero: Case) -> None:
    assert aino.get(address("case_background_new", eero.id, "hobby")).status_code == 404


def test_a_fact_taken_away_leaves_its_history(aino: Browser, eero: Case, cast: Cast) -> None:
    aino.post(address("case_background_new", eero.id, "card"), {"title": "Työturvallisuuskortti"})
    with inside(cast):
        row = Background.objects.get()

    aino.post(address("case_background", eero.id, row.id), {"remove": "yes"})

    assert facts(cast) == []
    with inside(cast):
        assert history_of(Background).filter(pgh_label="delete", title="Työturvallisuuskortti").exists()


def test_a_card_that_has_run_out_is_marked(aino: Browser, eero: Case) -> None:
    typed = {"title": "Hygieniapassi", "ends_on": "2.3.2026"}
    aino.post(address("case_background_new", eero.id, "card"), typed)

    assert "has run out" in aino.get(address("case_person", eero.id)).content.decode()


def test_somebody_of_the_network_is_contacted_only_by_agreement(aino: Browser, eero: Case) -> None:
    url = address("case_network_new", eero.id)

    wrong: Any = aino.post(url, {"role": "social_work", "name": "Salla", "agreed_until": "1.4.2026"})
    aino.post(url, {"role": "social_work", "name": "Salla"})
    page = aino.get(address("case_person", eero.id)).content.decode()

    assert errors_of(wrong) == {"agreed_on": ["Give the day on which the client agreed."]}
    assert "no agreement to contacts" in page


def test_the_trustee_stands_among_the_ways_to_reach(aino: Browser, eero: Case) -> None:
    typed = {"role": "trustee", "name": "Tarja Edunvalvoja", "phone": "0401112223"}
    aino.post(address("case_network_new", eero.id), typed)

    page = aino.get(address("case", eero.id)).content.decode()

    assert "Tarja Edunvalvoja" in page
    assert 'href="tel:0401112223"' in page


def test_the_safety_note_is_sealed_and_only_for_coaches(aino: Browser, eero: Case, cast: Cast) -> None:
    aino.post(address("case_safety", eero.id), {"safety_note": "Iso koira pihalla"})

    assert "Iso koira pihalla" in aino.get(address("case", eero.id)).content.decode()
    for route in ("case", "case_person"):
        assert "koira" not in browser_of(cast.mirja).get(address(route, eero.id)).content.decode()
    with inside(cast):
        [sealed] = Client.objects.values_list("safety_note", flat=True)
    assert sealed
    assert "koira" not in str(sealed)


def test_the_manager_sees_neither_background_nor_network(cast: Cast, aino: Browser, eero: Case) -> None:
    aino.post(address("case_background_new", eero.id, "obstacle"), {"title": "Selkäkipu"})

    page = browser_of(cast.mirja).get(address("case_person", eero.id)).content.decode()

    assert "Selkäkipu" not in page


def test_the_page_asks_the_same_with_many_facts(aino: Browser, eero: Case, cast: Cast) -> None:
    few = queries_of(aino, address("case_person", eero.id))
    with inside(cast):
        Background.objects.bulk_create(
            Background(client=eero.client, kind="work", title=f"Työ {n}") for n in range(40)
        )
        NetworkPerson.objects.bulk_create(
            NetworkPerson(client=eero.client, role="other", name=f"Nimi {n}") for n in range(40)
        )

    assert queries_of(aino, address("case_person", eero.id)) == few


def test_a_death_stops_links_reminders_and_appointments_at_once(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    noon = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
    with inside(cast):
        referral = make_referral("EERO", cast.areas["140"])
        referral.state, referral.case, referral.decided_at = "accepted", eero, noon
        referral.save()
        token = issue("referral", referral.id)
        rule = Task.objects.create(owner=cast.aino, case=eero, kind="end_data", key="end_data:1")
        own = Task.objects.create(owner=cast.aino, case=eero, title="Palauta avain", key="own")
        planned = Appointment.objects.create(
            member=cast.aino,
            case=eero,
            submission_key=new_id(),
            starts_at=noon,
            ends_at=noon + dt.timedelta(hours=1),
        )

    page = aino.get(address("case_person", eero.id))
    typed = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    typed |= {"died_on": "3.3.2026", "municipality": "140", "has_protected_address": ""}
    response = aino.post(address("case_person", eero.id), typed)

    assert response.status_code == 302
    assert find("referral", token) is None
    with inside(cast):
        assert Task.objects.get(id=rule.id).done_at is not None
        assert Task.objects.get(id=own.id).done_at is None
        assert Appointment.objects.get(id=planned.id).state == "cancelled"


def test_a_move_keeps_the_quota_of_entry_and_the_coach(aino: Browser, eero: Case, cast: Cast) -> None:
    page = aino.get(address("case_person", eero.id))
    typed = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    typed |= {"municipality": "263", "has_protected_address": ""}

    aino.post(address("case_person", eero.id), typed)

    assert aino.get(address("case", eero.id)).status_code == 200
    with inside(cast):
        case = Case.objects.select_related("client", "area").get(id=eero.id)
    assert (case.client.municipality_id, case.area.municipality_id) == ("263", "140")
