"""The old addresses of a case that was merged lead to the one that remains, for whoever may see that one."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Case
from clients.services.merging import undo_merge
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, inside, new_case, new_entry
from tests.clients.merging_data import merge, twin_cases
from tests.routes import ROUTES, Route
from tests.world import World

OF_A_CASE = [route for route in ROUTES if "case_id" in route.arguments]

Worlds = tuple[World, World, World]


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def old_address(route: Route, world: World) -> str:
    """As it was before the ended case became one with the open one."""
    return route.url("alpha", world).replace(str(world.case.id), str(world.closed_case.id))


def followed(browser: Browser, url: str) -> Any:
    return browser.get(url, follow=True)


def test_the_page_of_the_remaining_case_says_what_happened(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    entry = new_entry(cast, merged, DAY)
    with inside(cast):
        merge(cast, kept, merged)
    aino = browser_of(cast.aino)

    page = followed(aino, address("case", merged.id) + "?show=events")

    assert page.redirect_chain == [(address("case", kept.id) + "?show=events", 302)]
    assert "The two cases were merged: this one remains." in page.content.decode()
    assert followed(aino, address("case_entry", merged.id, entry.id)).redirect_chain == [
        (address("case_entry", kept.id, entry.id), 302)
    ]
    assert aino.post(address("case_entry", merged.id, entry.id)).status_code == 404


def test_a_case_merged_twice_leads_to_the_last_and_after_undoing_to_itself(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    last = new_case(cast, "LAST")
    aino = browser_of(cast.aino)
    with inside(cast):
        merge(cast, kept, merged)
        done = merge(cast, last, kept)

    assert followed(aino, address("case", merged.id)).redirect_chain == [(address("case", last.id), 302)]
    with inside(cast):
        undo_merge(done.id, member=cast.mirja)
    assert aino.get(address("case", kept.id)).status_code == 200


def test_every_page_of_a_case_leads_there_and_nobody_else_is_told(populated: tuple[Cast, Worlds]) -> None:
    """The whole of the resolver: who may see the case that remains is led to the same page of it."""
    cast, (own, *_others) = populated
    aino, bertta = browser_of(cast.aino), browser_of(cast.bertta)
    surprises: dict[tuple[str, str], Any] = {}
    with transaction.atomic():
        with inside(cast):
            Case.objects.filter(id=own.closed_case.id).update(merged_into=own.case)
        for route in OF_A_CASE:
            old, new = old_address(route, own), route.url("alpha", own)
            there, here = aino.get(new), aino.get(old)
            if there.status_code not in {403, 405} and here["Location"] != new:
                surprises[route.name, "led"] = here["Location"]
            if there.status_code in {403, 405} and here.status_code != there.status_code:
                surprises[route.name, "refused"] = here.status_code
            if (posted := aino.post(old).status_code) not in {403, 404, 405}:
                surprises[route.name, "posted"] = posted
            if (hidden := bertta.get(old).status_code) not in {403, 404, 405}:
                surprises[route.name, "hidden"] = hidden
        transaction.set_rollback(True)

    assert len(OF_A_CASE) > 60
    assert surprises == {}
