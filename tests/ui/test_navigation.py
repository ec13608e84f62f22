"""The main menu: which entry is that of the page."""

import pytest
from django.test import Client as Browser

from tests.cast import Cast
from tests.clients.casework import address, browser_of


@pytest.mark.parametrize("name", ["cases", "caseloads", "tasks"])
def test_one_entry_is_that_of_the_page(cast: Cast, name: str) -> None:
    browser: Browser = browser_of(cast.mirja)

    menu = browser.get(address(name)).content.decode().split("<main")[0]

    assert menu.count('aria-current="page"') == 1
    assert f'href="{address(name)}" aria-current="page"' in menu
