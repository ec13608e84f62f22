"""The workshop's day on a phone: twelve people by the keyboard alone, two coaches, and without script."""

import datetime as dt
import time

import pytest
from playwright.sync_api import Page, expect

from clients.models import Absence, Agreement, Case, Entry, WorkshopDay
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY
from tests.e2e.conftest import Desk, Stage, sign_in
from tests.e2e.looking import PHONE, look
from tests.e2e.people import new_case
from tests.e2e.phone import Phone
from tests.e2e.places import place
from tests.e2e.test_keyboard import tab_to
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

PEOPLE = 12
MOST_SECONDS = 120
MOST_TAPS = 5  # away, away, into a text, the rest, save


def in_the_workshop(stage: Stage, first_name: str, last_name: str) -> Case:
    case = new_case(stage.cast, first_name, last_name)
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        Agreement.objects.create(
            case=case,
            kind="own_workshop",
            starts_on=dt.date(2026, 2, 16),
            ends_on=dt.date(2026, 3, 17),
            made_by=stage.cast.aino,
        )
    return case


def field(case: Case, name: str) -> str:
    return f'[name="{case.id.hex}-{name}"]'


def choose(page: Page, case: Case, kind: str) -> None:
    """Moves to the person's row and chooses by the arrows, which the first choice begins."""
    tab_to(page, f"#id_{case.id.hex}-mark_0")
    page.keyboard.press("Space")
    while page.evaluate("document.activeElement.value") != kind:
        page.keyboard.press("ArrowRight")


def test_twelve_people_by_the_keyboard_at_360_px(stage: Stage, desk: Desk) -> None:
    """Ten present by one tick, one sick, one with an observation: well under two minutes."""
    cases = [in_the_workshop(stage, f"Paja{number:02}", "Aakkonen") for number in range(PEOPLE)]
    page = desk("aino")
    page.set_viewport_size(PHONE)
    page.goto(place("workshop"))
    look(page, "workshop")
    began = time.monotonic()

    choose(page, cases[0], "sick")
    choose(page, cases[1], "present")
    tab_to(page, field(cases[1], "hours"))
    page.keyboard.type("4,5")
    tab_to(page, field(cases[1], "observation"))
    page.keyboard.type("Sai valmiiksi linnunpöntön.")
    # Everybody else by one tick; the keyboard gets there without leaving the form.
    page.locator("[name=rest_present]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#say")).to_have_text(t("Saved"))

    assert time.monotonic() - began < MOST_SECONDS
    with tenant_context(stage.cast.alpha.id):
        hours = dict(WorkshopDay.objects.filter(case__in=cases, on=DAY).values_list("case", "hours"))
        sick = list(
            Absence.objects.filter(case__in=cases).values_list("case", "kind", "starts_on", "ends_on")
        )
        texts = list(Entry.objects.filter(case__in=cases).values_list("case", "text"))
    assert set(hours) == {case.id for case in cases[1:]}
    assert float(hours[cases[1].id] or 0) == 4.5
    assert sick == [(cases[0].id, "sick", DAY, DAY)]
    assert texts == [(cases[1].id, "Sai valmiiksi linnunpöntön.")]
    look(page, "workshop-saved")


def test_twelve_people_by_the_thumb(stage: Stage, phone: Phone) -> None:
    """Two away, one observation, the rest by one tick: the button is in sight without scrolling to the end."""
    cases = [in_the_workshop(stage, f"Peukalo{number:02}", "Aakkoinen") for number in range(PEOPLE)]
    sign_in(phone.page, stage.cast.aino)
    phone.page.goto(place("workshop"))
    save = phone.page.get_by_role("button", name=t("Save the day"))
    expect(save).to_be_in_viewport(ratio=1)

    for case in cases[:2]:
        phone.tap(phone.page.locator(f"{field(case, 'mark')}[value=sick]"))
    phone.write(phone.page.locator(field(cases[2], "observation")), "Neuvoi uutta.")
    phone.tap(phone.page.locator("[name=rest_present]"))
    phone.tap(save)
    expect(phone.page.locator("#say")).to_have_text(t("Saved"))

    assert phone.taps == MOST_TAPS
    with tenant_context(stage.cast.alpha.id):
        assert WorkshopDay.objects.filter(case__in=cases, on=DAY).count() == PEOPLE - 2
        assert Entry.objects.get(case=cases[2]).text == "Neuvoi uutta."


def test_a_row_in_conflict_comes_back_with_what_was_typed(stage: Stage, desk: Desk) -> None:
    case = in_the_workshop(stage, "Ristiina", "Ristiriita")
    page = desk("aino")
    page.set_viewport_size(PHONE)
    page.goto(place("workshop"))
    with tenant_context(stage.cast.alpha.id, stage.cast.mirja.user_id):
        Absence.objects.create(case=case, kind="holiday", starts_on=DAY, ends_on=DAY)

    page.locator(f"{field(case, 'mark')}[value=present]").check()
    page.locator(field(case, "observation")).fill("Tuli sittenkin.")
    page.get_by_role("button", name=t("Save the day")).click()

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator(field(case, "observation"))).to_have_value("Tuli sittenkin.")
    look(page, "workshop-conflict")
    page.get_by_role("button", name=t("Save the day")).click()
    expect(page.locator("#say")).to_have_text(t("Saved"))
    with tenant_context(stage.cast.alpha.id):
        assert not Absence.objects.filter(case=case).exists()
        assert WorkshopDay.objects.filter(case=case, on=DAY).count() == 1


def test_without_script(stage: Stage, without_script: Page) -> None:
    case = in_the_workshop(stage, "Skripti", "Ilman")
    sign_in(without_script, stage.cast.aino)
    without_script.goto(place("workshop"))

    without_script.locator(f"{field(case, 'mark')}[value=present]").check()
    without_script.get_by_role("button", name=t("Save the day")).click()

    expect(without_script.locator(".govuk-notification-banner--success")).to_be_visible()
    with tenant_context(stage.cast.alpha.id):
        assert WorkshopDay.objects.filter(case=case, on=DAY).exists()


def test_an_agreement_and_its_extension(stage: Stage, desk: Desk) -> None:
    case = new_case(stage.cast, "Sopiva", "Sopimus")
    page = desk("aino")
    page.goto(place("case_periods", case.id))
    look(page, "periods-empty")

    page.get_by_role("link", name=t("Make an agreement")).click()
    look(page, "agreement-new")
    page.get_by_role("button", name=t("Save")).click()
    expect(page.get_by_role("button", name=t("Make a PDF for signature"))).to_be_visible()
    look(page, "agreement")
    page.get_by_role("link", name=t("Extend")).click()
    page.get_by_role("button", name=t("Save")).click()

    page.goto(place("case_periods", case.id))
    look(page, "periods")
    with tenant_context(stage.cast.alpha.id):
        first, second = Agreement.objects.filter(case=case)
    assert (first.starts_on, second.extends_id) == (DAY, first.id)
