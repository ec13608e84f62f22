"""The referrer's private link: what it shows and what never, who can make and close it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client as Browser
from pytest_django import Settings

from clients.choices import ReferralState
from clients.models import Client, Referral
from tasmat.audit.models import AccessEvent
from tasmat.links.models import LinkToken
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, inside
from tests.clients.referral_data import typed
from tests.clients.test_referral_pages import decision, received

LINK = re.compile(r"http://testserver(/seuraa/[\w-]{43}/)")


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def visitor() -> Browser:
    """Nobody signed in, reading English."""
    browser = Browser()
    browser.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def sent(visitor: Browser) -> str:
    """The private address that the receipt of a new referral shows."""
    receipt = visitor.get(visitor.post("/ohjaa/ALPHA/", typed())["Location"])
    [link] = set(LINK.findall(receipt.content.decode()))
    return str(link)


def made(cast: Cast, referral: Referral, who: str = "aino") -> str:
    """The address of a new link that staff make."""
    page = browser_of(cast.members()[who]).post(address("referral_link", referral.id))
    [link] = LINK.findall(page.content.decode())
    return str(link)


def test_the_receipt_shows_the_link_on_screen_and_on_paper(cast: Cast, visitor: Browser) -> None:
    receipt = visitor.post("/ohjaa/ALPHA/", typed())["Location"]

    pages = [visitor.get(receipt).content.decode(), visitor.get(f"{receipt}?paperi").content.decode()]

    [first], [second] = (set(LINK.findall(page)) for page in pages)
    assert first == second
    assert visitor.get(first).status_code == 200


def test_it_shows_initials_reference_and_state_and_nothing_of_the_person(
    cast: Cast, visitor: Browser
) -> None:
    response = visitor.get(sent(visitor))

    with inside(cast):
        referral = Referral.objects.get()
    page = response.content.decode()
    for shown in ("E. Ä.", referral.reference, "The referral has arrived.", "3.3.2026", "Alpha-säätiö"):
        assert shown in page
    for hidden in (
        "Eero",
        "Äyräväinen",
        "1985",
        "Iisalmi",
        "040 123",
        "Veera",
        "Kartoitus",
        "työllisyysalue",
    ):
        assert hidden not in page
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


WORDS = {
    ReferralState.REVIEWED: "The referral is being looked at.",
    ReferralState.CONTACTED: "The project has been in contact about the referral.",
    ReferralState.WAITING: "The referral waits for a free place.",
    ReferralState.ACCEPTED: "The referral has been accepted.",
    ReferralState.DECLINED: "The project could not offer a place by this referral.",
    ReferralState.WITHDRAWN: "The referral has been withdrawn.",
}
ACTS: dict[ReferralState, tuple[str, dict[str, str]]] = {
    ReferralState.REVIEWED: ("step", {"state": "reviewed"}),
    ReferralState.CONTACTED: ("step", {"state": "contacted"}),
    ReferralState.WAITING: ("wait", {}),
    ReferralState.DECLINED: ("decline", {"reason": "duplicate"}),
    ReferralState.WITHDRAWN: ("withdraw", {"withdraw-reason": "found_work"}),
}


@pytest.mark.parametrize("state", WORDS)
def test_each_state_is_told_in_plain_words_without_a_reason(
    state: ReferralState, cast: Cast, visitor: Browser
) -> None:
    link = sent(visitor)
    with inside(cast):
        referral = Referral.objects.get()
    act, answers = ACTS.get(state, ("accept", decision(cast)))

    browser_of(cast.mirja).post(address(f"referral_{act}", referral.id), answers)
    page = visitor.get(link).content.decode()

    assert WORDS[state] in page
    assert "handled by Mirja Päällikkö" in page
    for hidden in ("already", "duplicate", "found work", "ALPHA-00", "place 1"):
        assert hidden not in page


def test_who_waits_and_was_contacted_is_told_both(cast: Cast, visitor: Browser) -> None:
    link = sent(visitor)
    with inside(cast):
        referral = Referral.objects.get()
    aino, page = browser_of(cast.aino), address("referral", referral.id)
    browser_of(cast.mirja).post(address("referral_wait", referral.id))
    before = visitor.get(link).content.decode()

    seen = aino.get(page).context["last_step"].id
    aino.post(address("referral_step", referral.id), {"state": "contacted", "seen": str(seen)})

    after = visitor.get(link).content.decode()
    assert WORDS[ReferralState.WAITING] in before
    assert WORDS[ReferralState.WAITING] in after
    assert ("Latest contact" in before, "Latest contact" in after) == (False, True)
    assert "handled by Aino" in after


def body_of(response: Any) -> str:
    """The page without what differs for every referral: reference number and nonces."""
    text = response.content.decode()
    text = re.sub(r'nonce="[^"]*"', "", text)
    text = re.sub(r'value="\w{64}"', "", text)
    return re.sub(r"L-\w{4}-\w{4}|L-[0-9a-f-]{36}|/seuraa/[\w-]+/", "", text)


def test_the_page_is_the_same_whoever_the_person_is(cast: Cast, visitor: Browser) -> None:
    """A former client, a person with a protected address, one who has died, one never heard of."""
    with inside(cast):
        former = Client.objects.create(
            first_name="Eero", last_name="Äyräväinen", born_on=dt.date(1985, 12, 24)
        )
    known, new = received(cast), received(cast, born_on=dt.date(1990, 1, 1))
    hidden = received(cast, born_on=dt.date(1991, 1, 1), has_protected_address=True)
    dead = received(cast, born_on=dt.date(1992, 1, 1))
    for referral in (new, hidden, dead):
        browser_of(cast.mirja).post(address("referral_accept", referral.id), decision(cast))
    chosen = decision(cast, person=str(former.id))
    browser_of(cast.mirja).post(address("referral_accept", known.id), chosen)
    with inside(cast):
        Client.objects.filter(born_on=dt.date(1992, 1, 1)).update(died_on=DAY)

    pages = {body_of(visitor.get(made(cast, referral))) for referral in (known, new, hidden, dead)}

    assert len(pages) == 1
    assert "The referral has been accepted." in pages.pop()


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 4000])
def test_no_link_is_found_by_guessing(token: str, cast: Cast, visitor: Browser) -> None:
    received(cast)

    assert visitor.get(f"/seuraa/{token}/").status_code == 404


def test_a_new_link_closes_the_earlier_ones(cast: Cast, visitor: Browser) -> None:
    first = sent(visitor)
    with inside(cast):
        referral = Referral.objects.get()

    second = made(cast, referral)

    assert first != second
    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200


def test_staff_close_the_link_and_it_ends_after_a_year(
    cast: Cast, visitor: Browser, settings: Settings
) -> None:
    link, other = sent(visitor), made(cast, received(cast))
    with inside(cast):
        referral = Referral.objects.exclude(reference__regex="^L-.{36}$").get()

    page = browser_of(cast.aino).post(address("referral_link_close", referral.id), follow=True)

    assert visitor.get(link).status_code == 404
    assert list(page.context["links"]) == []
    settings.TASMAT_TODAY = DAY + dt.timedelta(days=364)
    assert visitor.get(other).status_code == 200
    settings.TASMAT_TODAY = DAY + dt.timedelta(days=366)
    assert visitor.get(other).status_code == 404


def test_the_page_of_the_referral_tells_the_days_of_a_link_by_the_program_s_clock(
    cast: Cast, visitor: Browser
) -> None:
    sent(visitor)
    with inside(cast):
        referral = Referral.objects.get()

    page = browser_of(cast.aino).get(address("referral", referral.id)).content.decode()

    assert "made 3.3.2026" in page
    assert "opens until 3.3.2027" in page


def test_a_link_for_another_purpose_opens_nothing(cast: Cast, visitor: Browser) -> None:
    link = sent(visitor)
    LinkToken.objects.update(purpose="plan")

    assert visitor.get(link).status_code == 404


def test_opening_it_is_written_down_with_the_person(cast: Cast, visitor: Browser) -> None:
    link = sent(visitor)
    with inside(cast):
        referral = Referral.objects.get()

    visitor.get(link)
    browser_of(cast.mirja).post(address("referral_accept", referral.id), decision(cast))
    visitor.get(link)

    with inside(cast):
        client = Client.objects.get()
        events = list(AccessEvent.objects.filter(route="referral_follow").order_by("at"))
    [token] = LinkToken.objects.all()
    assert [(event.user_id, event.link_id, event.clients, event.subject) for event in events] == [
        (None, token.id, [referral.id], referral.id),
        (None, token.id, [client.id], referral.id),
    ]
    assert token.used_at is not None


def test_only_whoever_sees_the_referral_makes_links(cast: Cast) -> None:
    referral = received(cast)

    for who, status in (("bertta", 404), ("otto", 404), ("aarne", 403), ("kaisa", 403), ("pauli", 403)):
        browser = browser_of(cast.members()[who])
        assert browser.post(address("referral_link", referral.id)).status_code == status
        assert browser.post(address("referral_link_close", referral.id)).status_code == status
    assert not LinkToken.objects.exists()


def test_it_is_only_read(cast: Cast, visitor: Browser) -> None:
    assert visitor.post(sent(visitor)).status_code == 405
