"""The first screen of a small phone: who it is about, what waits and where to write stand on it without a swipe."""

import datetime as dt

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from clients.models import Absence
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY
from tests.e2e.conftest import Desk, Stage
from tests.e2e.looking import NARROWEST, look, sticks_out
from tests.e2e.people import new_case
from tests.e2e.places import place

pytestmark = pytest.mark.e2e

SMALL: ViewportSize = {"width": 360, "height": 640}


def test_what_a_coach_needs_stands_on_the_first_screen(stage: Stage, desk: Desk) -> None:
    case = new_case(stage.cast, "Anna-Kaarina", "Ensiruutu", entry_on=dt.date(2024, 6, 3), is_complete=False)
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        Absence.objects.create(case=case, kind="sick", starts_on=DAY, ends_on=DAY)
    page = desk("aino")
    page.set_viewport_size(SMALL)

    page.goto(place("today"))
    first = page.locator(".app-card .app-row").first
    expect(first).to_be_in_viewport(ratio=1)
    look(page, "first-screen-today")

    page.goto(place("case", case.id))
    for shown in (page.locator("h1"), page.locator("#pills .app-pill").last, page.locator("#id_text")):
        expect(shown).to_be_in_viewport()
    look(page, "first-screen-case")


def test_the_menus_are_one_row_that_keys_reach_to_its_end(stage: Stage, desk: Desk) -> None:
    case = new_case(stage.cast, "Ritva", "Rivi")
    page = desk("aino")
    page.set_viewport_size(NARROWEST)

    page.goto(place("case_statements", case.id))

    for menu in (page.locator(".app-nav"), page.locator(".app-tabs").first):
        assert _height(menu) < 2 * _height(menu.locator("a").first)
        expect(menu.locator("[aria-current]")).to_be_in_viewport(ratio=0.9)
    assert sticks_out(page) == []
    first, last = (page.locator(".app-tabs a").nth(number) for number in (0, -1))
    first.focus()
    for _ in range(page.locator(".app-tabs a").count() - 1):
        page.keyboard.press("Tab")
    expect(last).to_be_focused()
    expect(last).to_be_in_viewport(ratio=0.9)
    expect(first).not_to_be_in_viewport(ratio=0.9)


def _height(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["height"]
