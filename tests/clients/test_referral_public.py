"""The public referral form and its receipt, through HTTP and without script."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import Settings

from clients.models import Client, Referral
from clients.services.opening import open_case
from tasmat.accounts.limits import REFERRAL_BY_ADDRESS, count
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Project
from tests.cast import DAY, SONKAJARVI, Cast, make_cast
from tests.clients.referral_data import typed
from tests.queries import questions

FORM, OWN = "/ohjaa/ALPHA/", "/ohjaa/ALPHA/itse/"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def stored(cast: Cast) -> list[Referral]:
    with tenant_context(cast.alpha.id):
        return list(Referral.objects.prefetch_related("services").select_related("project", "municipality"))


def test_the_form_shows_free_places_first(cast: Cast, client: Browser) -> None:
    with tenant_context(cast.alpha.id):
        person = Client(first_name="Olli", last_name="Osallistuja")
        area = cast.areas[SONKAJARVI]
        open_case(person, cast.project, entry_on=DAY, municipality=area.municipality, responsible=cast.mirja)

    response = client.get(FORM)

    assert response.status_code == 200
    places = {row.area.municipality.name: row.places.free for row in response.context["board"]}
    assert places == {"Iisalmi": 55, "Kiuruvesi": 20, "Sonkajärvi": 0}
    page = response.content.decode()
    assert page.index("Sonkajärvi") < page.index("<form", page.index("<main"))


def test_a_good_form_is_stored_and_leads_to_a_receipt(cast: Cast, client: Browser) -> None:
    services = (("rehabilitation", "1.9.2025", ""), ("", "", ""), ("studies", "1.1.2026", "1.6.2026"))

    response = client.post(FORM, typed(*services, has_protected_address="on"))

    (referral,) = stored(cast)
    assert response.status_code == 302
    assert (referral.project, referral.source, referral.keyed_by, referral.state) == (
        cast.project,
        "web",
        None,
        "received",
    )
    assert referral.language == "fi"
    assert timezone.localtime(referral.received_at).date() == DAY
    assert re.fullmatch(r"L-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", referral.reference)
    assert [(row.kind, row.starts_on, row.ends_on) for row in referral.services.all()] == [
        ("rehabilitation", dt.date(2025, 9, 1), None),
        ("studies", dt.date(2026, 1, 1), dt.date(2026, 6, 1)),
    ]


def test_the_receipt_shows_the_reference_and_no_person(cast: Cast, client: Browser) -> None:
    address = client.post(FORM, typed())["Location"]

    for page in (client.get(address), client.get(f"{address}?paperi")):
        text = page.content.decode()

        assert page.status_code == 200
        assert stored(cast)[0].reference in text
        assert "E. Ä." in text
        assert not any(word in text for word in ("Eero", "Äyräväinen", "1985", "Iisalmi", "040 123", "Veera"))


def test_the_receipt_opens_for_a_day_only_and_not_by_guessing(cast: Cast, client: Browser) -> None:
    address = client.post(FORM, typed())["Location"]
    reference = stored(cast)[0].reference

    assert client.get(f"{FORM}kuitti/{reference}/").status_code == 404
    assert client.get(address[:-3] + "xx/").status_code == 404
    assert client.get(address.replace("ALPHA", "BETA")).status_code == 404

    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        assert client.get(address).status_code == 404


def test_wrong_answers_come_back_with_everything_typed(cast: Cast, client: Browser) -> None:
    answers = typed(
        ("studies", "31.2.2026", ""), born_on="24.13.1985", phone="12", municipality="999", person_agrees=None
    )

    response = client.post(FORM, answers)

    page = response.content.decode()
    assert response.status_code == 422
    for link in (
        "#id_born_on",
        "#id_phone",
        "#id_municipality",
        "#id_person_agrees",
        "#id_services-0-starts_on",
    ):
        assert f'<a href="{link}">' in page
    for value in ("24.13.1985", "31.2.2026", "Eero", "Äyräväinen", "veera@tyollisyys.example", "arabia"):
        assert f'value="{value}"' in page
    assert "Kartoitus auttaisi." in page
    assert f'value="{answers["submission_key"]}"' in page
    assert stored(cast) == []


def test_a_row_can_be_added_without_script(cast: Cast, client: Browser) -> None:
    response = client.post(FORM, typed(("studies", "", ""), first_name="", add_row="1"))

    page = response.content.decode()
    assert response.status_code == 200
    assert "services-3-kind" in page
    assert "govuk-error-summary" not in page
    assert 'value="Äyräväinen"' in page
    assert stored(cast) == []


def test_changing_the_language_keeps_what_was_typed_and_stores_nothing(cast: Cast, client: Browser) -> None:
    response = client.post(FORM, {**typed(), "last_name": "Half", "born_on": "24.13.", "language": "sv"})
    later = client.get(FORM)

    page = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="sv"' in page
    assert 'value="Half"' in page
    assert 'value="24.13."' in page
    assert "govuk-error" not in page
    assert '<html lang="sv"' in later.content.decode()
    assert stored(cast) == []


def test_the_two_ways_lead_to_each_other_with_what_was_typed(cast: Cast, client: Browser) -> None:
    answers = {**typed(("studies", "x", "")), "last_name": "Half", "best_way": "", "other_way": "1"}

    own = client.post(OWN, answers)
    back = client.post(FORM, answers)

    for response, kept in ((own, "hidden"), (back, "text")):
        page = response.content.decode()
        assert response.status_code == 200
        assert "govuk-error" not in page
        assert 'value="Half"' in page
        assert f'<input type="{kept}" name="referrer_name" value="Veera Virkailija"' in page
    assert "asiakas" not in main_of(own).lower()
    assert stored(cast) == []


def test_who_applies_for_oneself_is_spoken_to_all_the_way(cast: Cast, client: Browser) -> None:
    pages = [client.get(OWN), client.post(OWN, typed(person_agrees=None, phone="", email=""))]
    sent = client.post(OWN, typed())
    pages.append(client.get(sent["Location"]))
    pages.append(client.get(pages[-1].context["follow_url"]))

    (referral,) = stored(cast)
    assert (referral.referrer_role, referral.referrer_name, referral.referrer_email) == ("self", "", "")
    assert [page.status_code for page in pages] == [200, 422, 200, 200]
    for page in pages:
        assert "asiakas" not in main_of(page).lower()
        assert "asiakk" not in main_of(page).lower()


def main_of(response: Any) -> str:
    """What is between the header and the footer."""
    page = response.content.decode()
    return str(page[page.index("<main") : page.index("</main")])


def test_a_language_that_is_none_changes_nothing(cast: Cast, client: Browser) -> None:
    response = client.post(FORM, {**typed(), "language": "<xx>"})

    assert '<html lang="fi"' in response.content.decode()
    assert "tasmat_language" not in response.cookies
    assert stored(cast) == []


def test_sent_twice_it_is_one_referral_and_the_same_receipt(cast: Cast, client: Browser) -> None:
    answers = typed(("studies", "1.1.2026", ""))

    first, second = client.post(FORM, answers), client.post(FORM, answers)

    (referral,) = stored(cast)
    assert len(referral.services.all()) == 1
    assert referral.reference in first["Location"]
    assert referral.reference in second["Location"]


def test_the_form_filled_in_again_for_another_person_is_another_referral(cast: Cast, client: Browser) -> None:
    answers = typed()

    client.post(FORM, answers)
    client.post(FORM, answers | {"first_name": "Eeva"})

    assert {referral.first_name for referral in stored(cast)} == {"Eero", "Eeva"}


def test_a_filled_trap_is_said_and_nothing_is_lost(cast: Cast, client: Browser) -> None:
    hidden = client.get(FORM).content.decode()
    response = client.post(FORM, typed(homepage="https://spam.example"))

    page = response.content.decode()
    assert re.search(r"<div hidden>\s*<div[^>]*>\s*<label[^>]*id_homepage", hidden)
    assert response.status_code == 422
    assert not re.search(r"<div hidden>\s*<div", page)
    assert 'value="Äyräväinen"' in page
    assert stored(cast) == []


def test_over_the_limit_the_form_comes_back_as_typed(cast: Cast, client: Browser) -> None:
    for _time in range(REFERRAL_BY_ADDRESS.times):
        count(REFERRAL_BY_ADDRESS, "127.0.0.1")

    response = client.post(FORM, typed())

    page = response.content.decode()
    assert response.status_code == 429
    assert 'value="Äyräväinen"' in page
    assert "govuk-error-summary" in page
    assert stored(cast) == []


@pytest.mark.parametrize("change", [{"takes_referrals": False}, {"ends_on": dt.date(2026, 3, 2)}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_project_that_takes_no_referrals_says_so(
    change: dict[str, object], method: str, cast: Cast, client: Browser
) -> None:
    with tenant_context(cast.alpha.id):
        for name, value in change.items():
            setattr(cast.project, name, value)
        cast.project.save()

    response = getattr(client, method)(FORM, typed())

    assert response.status_code == 200
    assert "form" not in response.context
    assert stored(cast) == []


def test_whom_to_ask_stands_on_every_public_page(cast: Cast, client: Browser) -> None:
    told = {"contact_name": "Hanketoimisto", "contact_phone": "040 000 0000", "contact_email": "a@b.example"}
    with tenant_context(cast.alpha.id):
        Project.objects.update(**told)
    receipt = client.post(FORM, typed())["Location"]
    follow = client.get(receipt).context["follow_url"]

    pages = [client.get(page).content.decode() for page in (FORM, OWN, receipt, f"{receipt}?paperi", follow)]
    with tenant_context(cast.alpha.id):
        Project.objects.update(takes_referrals=False)
    pages.append(client.get(FORM).content.decode())

    for page in pages:
        assert all(fact in page for fact in told.values())
        assert 'href="tel:0400000000"' in page
        assert 'href="mailto:a@b.example"' in page


def test_on_its_last_day_a_project_takes_referrals(cast: Cast, client: Browser, settings: Settings) -> None:
    settings.TASMAT_TODAY = cast.project.ends_on

    assert "form" in client.get(FORM).context


@pytest.mark.parametrize("address", ["/ohjaa/NOBODY/", "/ohjaa/alpha/", "/ohjaa/"])
def test_an_unknown_project_is_not_found(address: str, cast: Cast, client: Browser) -> None:
    assert client.get(address).status_code == 404


def test_other_methods_are_refused(cast: Cast, client: Browser) -> None:
    address = client.post(FORM, typed())["Location"]

    assert client.put(FORM).status_code == 405
    assert client.post(address).status_code == 405


def test_a_post_without_the_csrf_token_is_refused(cast: Cast) -> None:
    assert Browser(enforce_csrf_checks=True).post(FORM, typed()).status_code == 403


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_form_and_the_referral_know_their_language(language: str, cast: Cast, client: Browser) -> None:
    client.cookies["tasmat_language"] = language

    page = client.get(FORM).content.decode()
    client.post(FORM, typed())

    assert f'<html lang="{language}"' in page
    assert stored(cast)[0].language == language


@pytest.mark.parametrize(
    "changes",
    [
        {"first_name": "Ee\x00ro", "reason": "a\x00b\x07\x1bc"},
        {"last_name": "\u202eorrE\u202c 👩🏽‍🚀 Ä"},
        {"first_name": "e" + "\u0301" * 90},
        {"reason": "<script>alert(1)</script> {{ 7 }} %s '; drop table clients_referral; --"},
    ],
)
def test_strange_text_is_text(changes: dict[str, str], cast: Cast, client: Browser) -> None:
    response = client.post(FORM, typed(**changes))

    assert response.status_code == 302
    assert len(stored(cast)) == 1


def test_the_form_takes_few_queries(cast: Cast, client: Browser) -> None:
    assert questions(client, FORM) <= 12


def test_two_clicks_at_once_are_one_referral(own_database: str) -> None:
    cast = make_cast()
    answers = typed(("studies", "1.1.2026", ""))

    with ThreadPoolExecutor(4) as clicks:
        receipts = list(clicks.map(post_from_a_thread, [answers] * 4))

    (referral,) = stored(cast)
    assert [referral.reference in receipt for receipt in receipts] == [True] * 4
    assert len(referral.services.all()) == 1


def post_from_a_thread(answers: dict[str, str]) -> str:
    try:
        return str(Browser().post(FORM, answers)["Location"])
    finally:
        connection.close()
