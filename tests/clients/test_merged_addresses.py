"""The old addresses of a case that was merged lead to the one that remains, for whoever may see that one."""

import uuid
from typing import Any

import pytest
from django.db import transaction
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Case
from clients.services.merging import undo_merge
from tasmat.access.actions import may
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


def test_whoever_does_not_see_the_remaining_case_is_told_nothing(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    with inside(cast):
        merge(cast, kept, merged)
    bertta = browser_of(cast.bertta)

    for route in ("case", "case_person", "case_merges"):
        answers = [bertta.get(address(route, row)) for row in (merged.id, kept.id, uuid.uuid4())]

        assert [answer.status_code for answer in answers] == [404] * 3
        assert len({answer.content for answer in answers}) == 1


def test_every_page_of_a_case_leads_to_the_same_page(populated: tuple[Cast, Worlds]) -> None:
    """The whole of the resolver, as whoever sees the case that remains."""
    cast, (own, *_others) = populated
    aino, mirja = browser_of(cast.aino), browser_of(cast.mirja)
    led, not_led = {}, {}
    with transaction.atomic():
        with inside(cast):
            Case.objects.filter(id=own.closed_case.id).update(merged_into=own.case)
        for route in OF_A_CASE:
            browser = aino if may(cast.aino.roles, route.action) else mirja
            here = browser.get(old_address(route, own))
            if here.status_code == 302:
                led[route.name] = (here["Location"], route.url("alpha", own))
            elif here.status_code != 405:
                not_led[route.name] = here.status_code
        transaction.set_rollback(True)

    assert not_led == {}
    assert len(led) > 40
    assert [names for names in led.values() if names[0] != names[1]] == []
