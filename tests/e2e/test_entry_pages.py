"""Entries in the browser: all facts on a phone, a shared visit, a move, drafts, and looking for something."""

import datetime as dt
import re

import pytest
from django.utils.translation import pgettext_lazy
from playwright.sync_api import Page, expect

from clients.choices import Channel, EntryKind
from clients.models import Client, EntryDraft
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tests.e2e.conftest import Desk, Stage
from tests.e2e.looking import PHONE, look
from tests.e2e.people import entries_of, new_case
from tests.e2e.places import place
from tests.e2e.words import t

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(desk: Desk) -> Page:
    """Aino's page, as wide as her phone."""
    page = desk("aino")
    page.set_viewport_size(PHONE)
    return page


def more(page: Page) -> None:
    """Opens the rare fields, and among them the items of the ICF."""
    for index in range(2):
        page.locator("#kirjaa summary").nth(index).click()


def test_all_facts_of_a_home_visit(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Kaino", "Kotikäynti")
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        client = Client.objects.get(id=case.client_id)
        client.safety_note = "Koira pihalla."
        client.save()
    page.goto(place("case", case.id))
    box = page.locator("#kirjaa")
    expect(box.get_by_text("Koira pihalla.")).to_be_hidden()

    box.get_by_role("radio", name=t(EntryKind.HOME_VISIT.label), exact=True).check(force=True)
    expect(box.get_by_text("Koira pihalla.")).to_be_visible()
    page.locator("#id_text").fill("Käytiin läpi viikko.")
    more(page)
    look(page, "entry-all-facts")
    page.locator("#id_kilometres").fill("14")
    page.locator("#id_place").fill("Kotona")
    box.get_by_role("button", name=t("Save"), exact=True).click()

    expect(page.locator("#timeline > li").first).to_contain_text("14 km")
    [entry] = entries_of(stage.cast, case)
    assert (entry.kind, entry.channel, entry.kilometres, entry.place) == ("home_visit", "face", 14, "Kotona")


def test_a_meeting_is_face_to_face_until_said_otherwise(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Kanerva", "Kasvokkain")
    page.goto(place("case", case.id))
    box = page.locator("#kirjaa")

    def choose(word: EntryKind | Channel) -> None:
        box.get_by_role("radio", name=t(word.label), exact=True).check(force=True)

    choose(EntryKind.MEETING)
    expect(box.locator('[name="channel"][value="face"]')).to_be_checked()
    choose(EntryKind.CONTACT)
    expect(box.locator('[name="channel"][value="phone"]')).to_be_checked()
    choose(Channel.REMOTE)
    choose(EntryKind.MEETING)
    page.locator("#id_text").fill("Tavattiin etänä.")
    box.get_by_role("button", name=t("Save"), exact=True).click()

    expect(page.locator("#timeline > li").first).to_contain_text("Tavattiin etänä.")
    [entry] = entries_of(stage.cast, case)
    assert (entry.kind, entry.channel) == ("meeting", "remote")


def test_a_visit_with_two_clients(stage: Stage, page: Page) -> None:
    first = new_case(stage.cast, "Yrsa", "Yhteinen")
    second = new_case(stage.cast, "Yhdessä", "Käynti")
    page.goto(place("case", first.id))

    page.get_by_role("link", name=t("For several clients at once")).click()
    look(page, "entry-shared")
    page.locator("#id_find").fill("kayn")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("checkbox", name=re.compile(second.client.name)).check()
    expect(page.locator("[data-picker-count]")).to_have_text("2")
    expect(page.locator("[data-picker-names]")).to_contain_text(first.client.name)
    page.locator("#id_text").fill("Tutustuttiin pajaan.")
    page.get_by_role("button", name=t("Save for all")).dblclick()

    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    assert [len(entries_of(stage.cast, case)) for case in (first, second)] == [1, 1]
    page.goto(place("case", second.id))
    expect(page.locator("#timeline > li").first).to_contain_text("Tutustuttiin pajaan.")


def test_an_entry_is_moved_to_the_right_person(stage: Stage, page: Page) -> None:
    wrong = new_case(stage.cast, "Väinämö", "Väärä")
    right = new_case(stage.cast, "Oikku", "Oikea")
    page.goto(place("case", wrong.id))
    page.locator("#id_text").fill("Kuuluu toiselle.")
    page.locator("#kirjaa").get_by_role("button", name=t("Save"), exact=True).click()
    page.locator("#timeline").get_by_role("link", name=re.compile(t("Correct"))).first.click()

    page.get_by_role("link", name=t("The entry is about another person: move it")).click()
    page.locator("#find").fill("Oikea")
    page.get_by_role("button", name=t(pgettext_lazy("button", "Find")), exact=True).click()
    page.get_by_role("radio", name=re.compile(right.client.name)).check()
    look(page, "entry-move")
    page.locator("#id_reason").fill("Kirjasin väärälle.")
    page.locator("#id_is_checked").check()
    page.get_by_role("button", name=t("Move the entry")).click()

    expect(page.locator("#timeline > li").first).to_contain_text("Kirjasin väärälle.")
    expect(page.locator("#timeline")).not_to_contain_text("Kuuluu toiselle.")
    assert [len(entries_of(stage.cast, case)) for case in (wrong, right)] == [0, 1]
    look(page, "entry-moved-away")


def test_drafts_are_listed_opened_and_thrown_away(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Lumi", "Luonnokset")
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        for text in ("Ensimmäinen kesken", "Toinen kesken"):
            EntryDraft.objects.create(
                case=case,
                author=stage.cast.aino,
                submission_key=new_id(),
                fields={"text": text},
                saved_at=dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC),
            )
    page.goto(place("case", case.id))

    page.locator("#kirjaa").get_by_role("link", name=re.compile("1 ")).click()
    look(page, "drafts")
    row = page.locator(".app-row", has_text="Ensimmäinen kesken")
    row.get_by_role("link", name=re.compile(t("Throw away"))).click()
    look(page, "draft-discard")
    page.get_by_role("button", name=t("Throw away")).click()

    expect(page.locator(".app-row", has_text="Ensimmäinen kesken")).to_have_count(0)
    page.locator(".app-row", has_text="Toinen kesken").get_by_role("link").first.click()
    expect(page.locator("#id_text")).to_have_value("Toinen kesken")


def test_something_is_looked_for(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Haku", "Aikajana")
    for text in ("Puhuttiin ajokortista.", "Puhuttiin säästä."):
        page.goto(place("case", case.id))
        page.locator("#id_text").fill(text)
        page.locator("#kirjaa").get_by_role("button", name=t("Save"), exact=True).click()
        expect(page.locator("#timeline > li").first).to_contain_text(text)

    page.locator("#aikajana summary").click()
    page.locator("#filter_words").fill("AJOKORTI")
    look(page, "timeline-filter")
    page.get_by_role("button", name=t("Filter")).click()

    expect(page).to_have_url(re.compile("words=AJOKORTI"))
    expect(page.locator("#timeline > li")).to_have_count(1)
    expect(page.locator("#timeline")).to_contain_text("Puhuttiin ajokortista.")
