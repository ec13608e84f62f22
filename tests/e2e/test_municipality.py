"""The municipality's contact person: quota and figures of the own municipality, and nobody's name."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, Stage
from tests.e2e.looking import look
from tests.e2e.people import NAMES
from tests.e2e.places import place
from tests.e2e.words import t

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(desk: Desk) -> Page:
    return desk("kaisa")


def test_figures_without_people(page: Page) -> None:
    page.goto(place("organisation"))

    expect(page).to_have_url(place("municipality"))
    expect(page.get_by_role("heading", name="Iisalmi")).to_be_visible()
    words = page.locator("body").inner_text()
    assert "Kiuruvesi" not in words
    assert [name for name in NAMES.replace(",", " ").split() if name in words] == []
    look(page, "municipality")


def test_pages_of_people_are_refused(stage: Stage, page: Page) -> None:
    for address in (place("today"), place("cases"), place("referrals"), place("case", stage.world.case.id)):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text(t("You may not open this page"))
    look(page, "page-403")
