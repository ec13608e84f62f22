"""The coach's day on a phone: a contact in a few taps, no text ever lost, start data."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from clients.choices import EntryKind
from clients.models import Case, Stay
from tasmat.tenancy.context import tenant_context
from tests.e2e.answers import Answers, fill
from tests.e2e.conftest import Desk, Stage, sign_in
from tests.e2e.looking import PHONE, look
from tests.e2e.people import entries_of, new_case
from tests.e2e.phone import Phone
from tests.e2e.places import place
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

MOST_TAPS = 4
TEXT = "Soitin. Sovittiin tapaaminen torstaille klo 10, kirjastoon – “ok” 👍\nToinen rivi."
START: Answers = {
    "entry_status": "unemployed",
    "unemployed_since": "15.1.2024",
    "education_level": "3",
    "in_education_at_entry": "no",
    "gender": "W",
    "born_on": "8.4.1984",
    "citizenship": "FI",
    "parents_born_abroad": "no",
}


@pytest.fixture
def page(desk: Desk) -> Page:
    """Aino's page, as wide as her phone."""
    page = desk("aino")
    page.set_viewport_size(PHONE)
    return page


def text_box(page: Page) -> Locator:
    return page.locator("#id_text")


def save(page: Page) -> Locator:
    return page.locator("#kirjaa").get_by_role("button", name=t("Save"), exact=True)


def chip(page: Page, kind: EntryKind) -> Locator:
    return page.get_by_role("radio", name=t(kind.label), exact=True)


def log_of(page: Page, case: Case) -> Locator:
    """Today's short cut to the box for an entry."""
    return page.get_by_role("link", name=re.compile(re.escape(case.client.name))).and_(
        page.locator(f'a[href="{place("case", case.id)}#kirjaa"]')
    )


def pill(page: Page, words: str) -> Locator:
    return page.locator("#pills").get_by_text(t(words))


def on_timeline(page: Page) -> Locator:
    return page.locator("#timeline > li").first


def stays_of(stage: Stage, case: Case) -> list[Stay]:
    with tenant_context(stage.cast.alpha.id):
        return list(Stay.objects.filter(case=case).order_by("entry_on"))


@pytest.mark.parametrize("name", ["aino", "mirja"])
def test_today(desk: Desk, name: str) -> None:
    """A coach's own clients; a manager's, by coach."""
    page = desk(name)

    page.goto(place("today"))

    expect(page.locator(".app-card", has_text=t("Contact missing")).get_by_role("link").first).to_be_visible()
    look(page, f"today-{name}")
    page.locator(".app-top summary").click()
    look(page, f"today-{name}-menu")


def test_a_contact_from_sign_in_to_saved(stage: Stage, phone: Phone) -> None:
    case = new_case(stage.cast, "Ansa", "Aikainen", entry_on=dt.date(2024, 7, 2))
    sign_in(phone.page, stage.cast.aino)
    expect(phone.page).to_have_url(re.compile(re.escape(place("today"))))

    phone.tap(log_of(phone.page, case))
    phone.tap(text_box(phone.page))
    phone.page.keyboard.insert_text(TEXT)
    phone.tap(save(phone.page))

    expect(on_timeline(phone.page)).to_contain_text("Sovittiin tapaaminen torstaille")
    assert phone.taps <= MOST_TAPS
    [entry] = entries_of(stage.cast, case)
    assert (entry.text, entry.kind, entry.channel) == (TEXT, "contact", "phone")
    assert entry.happened_on == dt.date(2026, 3, 3)
    expect(text_box(phone.page)).to_have_value("")


def test_nobody_answered(stage: Stage, phone: Phone) -> None:
    case = new_case(stage.cast, "Armas", "Vastaamaton", entry_on=dt.date(2024, 7, 1))
    sign_in(phone.page, stage.cast.aino)

    phone.tap(log_of(phone.page, case))
    phone.tap(chip(phone.page, EntryKind.NO_ANSWER))
    phone.tap(save(phone.page))

    expect(on_timeline(phone.page)).to_contain_text(t(EntryKind.NO_ANSWER.label))
    assert phone.taps <= MOST_TAPS
    assert [entry.kind for entry in entries_of(stage.cast, case)] == [EntryKind.NO_ANSWER]


def test_a_contact_without_script(stage: Stage, without_script: Page) -> None:
    case = new_case(stage.cast, "Antero", "Skriptitön")
    sign_in(without_script, stage.cast.aino)
    without_script.goto(place("case", case.id))
    text_box(without_script).fill(TEXT)

    save(without_script).click()

    expect(without_script.locator(".govuk-notification-banner--success")).to_be_visible()
    expect(on_timeline(without_script)).to_contain_text("Toinen rivi.")
    assert [entry.text for entry in entries_of(stage.cast, case)] == [TEXT]


def test_a_double_click_saves_one_entry(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Asko", "Kaksoisnapsautus")
    page.goto(place("case", case.id))
    text_box(page).fill(TEXT)

    save(page).dblclick()

    expect(on_timeline(page)).to_contain_text("Toinen rivi.")
    expect(page.locator("#say")).to_have_text(t("Saved"))
    assert len(entries_of(stage.cast, case)) == 1


def test_an_entry_without_text_says_so(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Aulis", "Tekstitön")
    page.goto(place("case", case.id))

    save(page).click()

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator("#say")).to_be_empty()
    look(page, "entry-error")
    page.locator('.govuk-error-summary a[href="#id_text"]').click()
    expect(text_box(page)).to_be_focused()
    assert entries_of(stage.cast, case) == []


def test_a_draft_outlives_leaving_the_page(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Aune", "Luonnos")
    page.goto(place("case", case.id))
    text_box(page).press_sequentially("Jäi kesken, sillä")

    page.goto(place("today"))
    page.goto(place("case", case.id))

    expect(text_box(page)).to_have_value("Jäi kesken, sillä")
    text_box(page).press("Control+End")
    page.keyboard.type(" ovikello soi.")
    save(page).click()
    expect(on_timeline(page)).to_contain_text("Jäi kesken, sillä ovikello soi.")
    page.reload()
    expect(text_box(page)).to_have_value("")
    assert len(entries_of(stage.cast, case)) == 1


def test_a_text_outlives_the_end_of_the_session(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Arja", "Istunto")
    page.goto(place("case", case.id))
    text_box(page).fill(TEXT)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    save(page).click()

    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    look(page, "session-ended")
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name=t("Sign in")).click()
    sign_in(opened.value, stage.cast.aino)
    opened.value.close()
    expect(dialog).to_be_hidden()
    expect(text_box(page)).to_have_value(TEXT)
    save(page).click()
    expect(on_timeline(page)).to_contain_text("Toinen rivi.")
    assert [entry.text for entry in entries_of(stage.cast, case)] == [TEXT]


def test_correcting_an_entry_keeps_the_earlier_one(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Anton", "Korjattu")
    page.goto(place("case", case.id))
    text_box(page).fill("Tavataan tiistaina.")
    save(page).click()
    expect(on_timeline(page)).to_contain_text("Tavataan tiistaina.")
    [entry] = entries_of(stage.cast, case)

    page.goto(place("case_entry", case.id, entry.id))
    text_box(page).fill("Tavataan torstaina.")
    page.get_by_role("button", name=t("Save the correction")).click()

    expect(on_timeline(page)).to_contain_text("Tavataan torstaina.")
    page.goto(place("case_entry", case.id, entry.id))
    expect(page.locator(".app-timeline")).to_contain_text("Tavataan tiistaina.")
    look(page, "entry-corrected")


def test_start_data_are_completed(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Anni", "Alkutieto", is_complete=False)
    page.goto(place("case", case.id))
    expect(pill(page, "start data missing")).to_be_visible()
    page.locator("summary", has_text=t("Actions")).click()
    look(page, "case")
    page.locator(f'a[href="{place("case_esf", case.id)}#id_gender"]').click()
    look(page, "case-esf")

    fill(page, START | {"born_on": "8.4.2084"})
    page.get_by_role("button", name=t("Save the start data")).click()
    expect(page.locator('.govuk-error-summary a[href="#id_born_on"]')).to_be_visible()
    fill(page, {"born_on": "8.4.1984"})
    page.get_by_role("button", name=t("Save the start data")).click()

    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    expect(pill(page, "start data missing")).to_have_count(0)
    [stay] = stays_of(stage, case)
    assert (stay.entry_status, stay.unemployed_since, stay.education_level) == (
        "unemployed",
        dt.date(2024, 1, 15),
        3,
    )


def test_the_list_finds_what_is_missing(page: Page) -> None:
    page.goto(place("cases"))
    look(page, "cases")

    fill(page, {"missing": "start"})
    page.get_by_role("button", name=t("Filter")).click()

    expect(page).to_have_url(re.compile("missing=start"))
    expect(page.get_by_role("row").nth(1)).to_contain_text(t("start data missing"))


def test_signing_out(stage: Stage, phone: Phone) -> None:
    sign_in(phone.page, stage.cast.aino)
    phone.page.locator(".app-top summary").tap()

    phone.page.get_by_role("button", name=t("Sign out")).tap()

    expect(phone.page).not_to_have_url(re.compile("/o/"))
    phone.page.goto(place("today"))
    expect(phone.page).to_have_url(re.compile(re.escape(reverse("account_login"))))
