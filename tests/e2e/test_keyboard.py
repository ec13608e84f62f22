"""By keyboard alone: the referral form and a contact, with Tab, Space, arrows and Enter."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from clients.choices import EntryKind
from clients.models import Referral
from tasmat.tenancy.context import tenant_context
from tests.e2e.answers import let_time_pass
from tests.e2e.conftest import Desk, Stage
from tests.e2e.people import entries_of, new_case
from tests.e2e.places import place
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

MOST_TABS = 60


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the element has the focus, which must be seen where it stands."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            expect(page.locator(selector)).to_be_in_viewport()
            return
    pytest.fail(f"Tab does not reach {selector}")


def write(page: Page, name: str, words: str) -> None:
    tab_to(page, f'[name="{name}"]')
    page.keyboard.type(words)


def choose_first(page: Page, name: str) -> None:
    tab_to(page, f"#id_{name}_0")
    page.keyboard.press("Space")


def test_a_referral(stage: Stage, visitor: Page) -> None:
    visitor.goto(reverse("refer", args=["ALPHA"]))
    let_time_pass(visitor)
    tab_to(visitor, ".govuk-skip-link")
    visitor.keyboard.press("Enter")

    choose_first(visitor, "referrer_role")
    write(visitor, "referrer_organisation", "Ylä-Savon työllisyysalue")
    write(visitor, "referrer_name", "Virpi Virkailija")
    write(visitor, "referrer_email", "virpi@tyollisyys.example")
    write(visitor, "first_name", "Niilo")
    write(visitor, "last_name", "Näppäimistö")
    write(visitor, "born_on", "24.12.1985")
    write(visitor, "municipality", "Iisalmi")
    write(visitor, "phone", "0407654321")
    choose_first(visitor, "best_way")
    write(visitor, "reason", "Toivoo apua.")
    choose_first(visitor, "work_situation")
    visitor.keyboard.press("ArrowDown")
    write(visitor, "services-0-kind", t("studies")[:5])
    write(visitor, "services-0-starts_on", "1.2.2026")
    tab_to(visitor, "[name=person_agrees]")
    visitor.keyboard.press("Space")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")

    expect(visitor.get_by_role("heading", level=1)).to_have_text(t("The referral has arrived"))
    with tenant_context(stage.cast.alpha.id):
        referral = Referral.objects.get(last_name="Näppäimistö")
        services = [service.kind for service in referral.services.all()]
    assert (referral.municipality_id, referral.work_situation) == ("140", "inactive")
    assert services == ["studies"]


def test_the_enter_key_in_a_text_box_sends_the_form(stage: Stage, visitor: Page) -> None:
    """It must not press a button that changes the language or adds a row."""
    visitor.goto(reverse("refer", args=["ALPHA"]))
    tab_to(visitor, "[name=first_name]")

    visitor.keyboard.press("Enter")

    expect(visitor.locator(".govuk-error-summary")).to_be_focused()


def test_a_contact(stage: Stage, desk: Desk) -> None:
    page = desk("aino")
    case = new_case(stage.cast, "Aliisa", "Näppäilty")
    page.goto(f"{place('case', case.id)}#kirjaa")

    tab_to(page, "#id_kind_0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    write(page, "text", "Tavattiin kirjastossa.")
    tab_to(page, "#id_channel_1")  # a meeting is face to face: it has been chosen
    tab_to(page, "#kirjaa .govuk-button")
    page.keyboard.press("Enter")

    expect(page.locator("#timeline > li").first).to_contain_text("Tavattiin kirjastossa.")
    [entry] = entries_of(stage.cast, case)
    assert (entry.kind, entry.channel) == (EntryKind.MEETING, "face")
