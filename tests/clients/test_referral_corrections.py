"""Staff correct a referral, key it later than it came, find the person by the identity code, and hide the body."""

import datetime as dt
from typing import Any

import pytest
from django.utils.timezone import localtime
from pytest_django import Settings

from clients.models import Client, OutreachPerson, Referral
from clients.rules.referral_times import Events, Step, times
from tasmat.audit.history import history_of
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, KIURUVESI, Cast
from tests.clients.referral_data import typed
from tests.clients.test_referral_pages import LIST, NEW, browser_of, decision, received, url_of

CODE, BORN, TYPED = "131052-308T", dt.date(1952, 10, 13), "13.10.1952"
CAME = DAY - dt.timedelta(days=5)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY
    settings.LANGUAGE_CODE = "en"


def keyed(cast: Cast, *services: Any, **changes: Any) -> dict[str, str]:
    return typed(*services, **{"project": str(cast.project.id), "source": "phone", **changes})


def only(cast: Cast) -> Referral:
    with tenant_context(cast.alpha.id):
        referral: Referral = Referral.objects.get()
    return referral


def errors(response: Any) -> set[str]:
    return set(response.context["form"].errors)


def test_the_data_are_corrected_and_the_referrers_words_stay(cast: Cast) -> None:
    referral = received(cast, ("studies", DAY, None), ("social_work", DAY, None))
    browser = browser_of(cast.aino)

    shown = browser.get(url_of(referral, "korjaa/")).content.decode()
    answers = typed(("studies", "3.3.2026", "30.4.2026"), first_name="Eeva", reason="Muuta", body=None)
    response = browser.post(url_of(referral, "korjaa/"), answers)

    found = only(cast)
    assert (response.status_code, response["Location"]) == (302, url_of(referral))
    assert 'value="Äyräväinen"' in shown
    assert 'value="3.3.2026"' in shown
    assert referral.reason in shown
    assert (found.first_name, found.reason, found.corrected_by_id) == (
        "Eeva",
        referral.reason,
        cast.aino.id,
    )
    with tenant_context(cast.alpha.id):
        assert [(row.kind, row.ends_on) for row in found.services.all()] == [
            ("studies", dt.date(2026, 4, 30))
        ]
        versions = history_of(Referral).filter(pgh_obj=referral.id).order_by("pgh_id")
        assert [version.first_name for version in versions] == ["Eero", "Eeva"]
    assert found.reference == referral.reference


def test_what_stands_against_is_looked_at_anew(cast: Cast) -> None:
    referral = received(cast, first_name="Eerp")
    with tenant_context(cast.alpha.id):
        Client.objects.create(first_name="Eero", last_name="Äyräväinen", born_on=referral.born_on)
    browser = browser_of(cast.aino)

    browser.post(url_of(referral, "korjaa/"), typed())

    assert [person.is_client for person in browser.get(url_of(referral)).context["reviewed"].alike] == [True]


def test_a_decided_referral_is_corrected_no_more(cast: Cast) -> None:
    referral = received(
        cast, state="declined", decline_reason="other", decided_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    )

    response = browser_of(cast.aino).post(url_of(referral, "korjaa/"), typed(first_name="Eeva"))

    assert response.status_code == 302
    assert only(cast).first_name == "Eero"


def test_the_municipality_of_a_protected_person_is_not_in_the_form(cast: Cast) -> None:
    body = "Iisalmen kuntakokeilu"
    referral = received(
        cast, has_protected_address=True, referrer_organisation=body, referrer_email="x@iisalmi.example"
    )
    coach, manager = browser_of(cast.aino), browser_of(cast.mirja)

    form = coach.get(url_of(referral, "korjaa/")).context["form"]
    coach.post(url_of(referral, "korjaa/"), typed(has_protected_address="on", municipality=KIURUVESI))

    assert {"municipality", "referrer_organisation", "referrer_email"}.isdisjoint(form.fields)
    found = only(cast)
    assert (found.municipality_id, found.referrer_organisation) == (referral.municipality_id, body)
    for url in (LIST, url_of(referral), url_of(referral, "korjaa/")):
        assert (
            "iisalm" not in coach.get(url).content.decode().split("<main")[1].split('name="municipality"')[0]
        )
    assert body in manager.get(url_of(referral)).content.decode()
    assert body not in manager.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("arrived_on", "stored"),
    [
        (None, DAY),
        ("", DAY),
        ("3.3.2026", DAY),
        ("26.2.2026", CAME),
        ("4.3.2026", None),
        ("1.1.2000", None),
        ("x", None),
    ],
)
def test_the_day_a_keyed_referral_arrived(arrived_on: str | None, stored: dt.date | None, cast: Cast) -> None:
    response = browser_of(cast.aino).post(NEW, keyed(cast, arrived_on=arrived_on))

    if stored is None:
        assert errors(response) == {"arrived_on"}
        return
    found = only(cast)
    assert localtime(found.received_at).date() == stored
    with tenant_context(cast.alpha.id):
        assert found.steps.get().on == stored


@pytest.mark.parametrize("waits", [False, True])
def test_the_day_of_a_contact_may_be_told_later(waits: bool, cast: Cast) -> None:
    referral = received(cast, days_ago=5)
    browser = browser_of(cast.aino)
    if waits:
        browser_of(cast.mirja).post(url_of(referral, "jonoon/"))

    def contact(day: str) -> Any:
        with tenant_context(cast.alpha.id):
            last = referral.steps.last()
        seen = str(last.id) if last else ""
        told = {"state": "contacted", "seen": seen, "contacted-on": day}
        return browser.post(url_of(referral, "vaihe/"), told)

    assert contact("4.3.2026").status_code == 422
    assert contact("25.2.2026").status_code == 422
    assert contact("28.2.2026").status_code == 302
    assert browser.get(url_of(referral)).context["times"].to_contact == 2


@pytest.mark.parametrize(
    ("days", "to_contact"),
    [
        pytest.param([CAME], 0, id="on the day it came"),
        pytest.param([DAY, DAY - dt.timedelta(days=2)], 3, id="an earlier one written down later"),
        pytest.param([DAY], 5, id="today"),
    ],
)
def test_the_earliest_contact_counts(days: list[dt.date], to_contact: int) -> None:
    steps = tuple(Step("contacted", day, while_waiting=True) for day in days)

    assert times(Events(CAME, "waiting", steps)).to_contact == to_contact


def test_the_identity_code_finds_the_person_before_saving(cast: Cast) -> None:
    with tenant_context(cast.alpha.id):
        known = Client.objects.create(first_name="Toinen", last_name="Nimi", identity_code=CODE)
    browser = browser_of(cast.mirja)

    wrong = browser.post(NEW, keyed(cast, identity_code="131052-308U", born_on=TYPED))
    other_day = browser.post(NEW, keyed(cast, identity_code=CODE))
    asked = browser.post(NEW, keyed(cast, identity_code=CODE, born_on=TYPED))
    browser.post(NEW, keyed(cast, identity_code=CODE, born_on=TYPED, all_the_same="1"))

    assert (errors(wrong), errors(other_day)) == ({"identity_code"}, {"identity_code"})
    assert [(person.id, person.by_code) for person, _url in asked.context["alike"]] == [(known.id, True)]
    referral = only(cast)
    assert referral.identity_code == CODE
    assert browser.get(url_of(referral)).context["reviewed"].alike[0].id == known.id
    refused = browser.post(url_of(referral, "hyvaksy/"), decision(cast, person="new"))
    browser.post(url_of(referral, "hyvaksy/"), decision(cast, person=str(known.id)))
    assert set(refused.context["accept"].errors) == {"person"}
    found = only(cast)
    with tenant_context(cast.alpha.id):
        assert (found.case.client_id, found.identity_code) == (known.id, None)


def test_a_code_typed_when_accepting_finds_the_client_or_is_kept(cast: Cast) -> None:
    referral = received(cast, born_on=BORN)
    with tenant_context(cast.alpha.id):
        known = Client.objects.create(first_name="Toinen", last_name="Nimi", identity_code=CODE)
    browser = browser_of(cast.mirja)

    asked = browser.post(url_of(referral, "hyvaksy/"), decision(cast, identity_code=CODE))
    with tenant_context(cast.alpha.id):
        known.delete()
    browser.post(url_of(referral, "hyvaksy/"), decision(cast, identity_code=CODE))

    assert set(asked.context["accept"].errors) == {"person"}
    with tenant_context(cast.alpha.id):
        assert Client.objects.get().identity_code == CODE


def test_people_of_the_outreach_are_compared(cast: Cast) -> None:
    with tenant_context(cast.alpha.id):
        met = OutreachPerson.objects.create(
            project=cast.project,
            first_name="EERO",
            last_name="Ayravainen",
            met_on=DAY,
            state_on=DAY,
            met_by=cast.aino,
            submission_key=new_id(),
        )
    browser = browser_of(cast.aino)

    asked = browser.post(NEW, keyed(cast))
    joined = browser.post(f"{NEW}?tavattu={met.id}", keyed(cast))

    [(person, url)] = asked.context["alike"]
    assert (person.id, person.is_met) == (met.id, True)
    assert str(met.id) in url
    assert joined.status_code == 302


def test_the_public_form_never_asks_for_the_code(cast: Cast) -> None:
    page = browser_of(cast.aino).get("/ohjaa/ALPHA/")

    assert page.status_code == 200
    assert "identity_code" not in page.content.decode()
