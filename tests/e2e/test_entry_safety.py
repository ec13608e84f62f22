"""Network, session or server break while a long note is being typed: at most three seconds of it are at risk."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, expect

from clients.models import Case, EntryDraft
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY
from tests.e2e.conftest import PATIENCE, Stage, sign_in
from tests.e2e.looking import DESK, look
from tests.e2e.people import entries_of, new_case
from tests.e2e.places import place
from tests.e2e.words import t
from tests.processes import Surroundings, web

pytestmark = pytest.mark.e2e

AT_RISK = 3.0  # seconds of typing that may be lost
SENTENCE = "Sovittiin, että käydään kirjastossa ja katsotaan työpaikkoja yhdessä. "
NOTE = (SENTENCE * 40)[:2000]
BEFORE, AFTER = NOTE[:1500], NOTE[1500:]


@contextmanager
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """A page that nobody watches for failed requests: here they must fail."""
    context = browser.new_context(base_url=address, locale="fi-FI", viewport=DESK)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(stage: Stage, browser: Browser) -> Iterator[Page]:
    with tab(browser, stage.address) as opened:
        sign_in(opened, stage.cast.aino)
        yield opened


class Typist:
    """Types a note at a steady speed and remembers when which character was typed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.typed: list[float] = []

    def type(self, text: str) -> None:
        """About 250 characters a second: eight at a time, as fast as nobody is."""
        for start in range(0, len(text), 8):
            part = text[start : start + 8]
            self.page.keyboard.insert_text(part)
            self.typed += [time.monotonic()] * len(part)
            self.page.wait_for_timeout(30)

    def older_than(self, seconds: float, at: float) -> int:
        return sum(instant <= at - seconds for instant in self.typed)


def draft_of(stage: Stage, case: Case) -> str:
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        return "".join(draft.text for draft in EntryDraft.objects.filter(case=case))


def wait_until(is_so: Callable[[], bool], page: Page, seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not happen"
        page.wait_for_timeout(100)


def open_box(page: Page, case: Case) -> Typist:
    page.goto(place("case", case.id))
    page.locator("#id_text").click()
    return Typist(page)


def save(page: Page) -> None:
    page.locator("#kirjaa").get_by_role("button", name=t("Save"), exact=True).click()


def judge(stage: Stage, case: Case, typist: Typist, broken_at: float) -> None:
    """What the server has at the moment of the break."""
    kept = draft_of(stage, case)
    assert BEFORE.startswith(kept.rstrip())
    assert len(kept.rstrip()) >= typist.older_than(AT_RISK, broken_at) - 1  # a space at the end is typed too


def finish(stage: Stage, page: Page, case: Case) -> None:
    """The rest is typed and saved: one entry with the whole note, and no draft is left."""
    wait_until(lambda: draft_of(stage, case) == NOTE, page)
    expect(page.locator("#id_text")).to_have_value(NOTE)
    save(page)
    expect(page.locator("#timeline > li").first).to_contain_text("Sovittiin, että käydään")
    assert [entry.text for entry in entries_of(stage.cast, case)] == [NOTE.strip()]
    assert draft_of(stage, case) == ""


def test_the_network_breaks_while_a_note_is_typed(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Verna", "Verkko")
    typist = open_box(page, case)
    typist.type(BEFORE)

    page.context.set_offline(True)
    judge(stage, case, typist, time.monotonic())
    typist.type(AFTER)
    expect(page.locator("[data-draft-state]")).to_have_text(t("The draft is not saved. It is tried again."))
    page.context.set_offline(False)

    finish(stage, page, case)


def test_the_session_ends_while_a_note_is_typed(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Iida", "Istunto")
    typist = open_box(page, case)
    typist.type(BEFORE)

    end_sessions(page.context)
    judge(stage, case, typist, time.monotonic())
    typist.type(AFTER)
    state = page.locator("[data-draft-state]")
    expect(state).to_contain_text(
        t("Your session has ended. Go on writing, and sign in on a new tab: then the text is saved.")
    )
    look(page, "session-ended-while-typing")
    with page.context.expect_page() as opened:
        state.get_by_role("link", name=t("Sign in")).click()
    sign_in(opened.value, stage.cast.aino)
    opened.value.close()

    expect(page.locator("#say")).to_have_text(t("Your text is saved again."))
    finish(stage, page, case)


def end_sessions(context: BrowserContext) -> None:
    """As when the time of the session is over: its row is gone, the browser's cookie is not."""
    keys = [cookie["value"] for cookie in context.cookies() if cookie["name"].endswith("sessionid")]
    assert Session.objects.filter(session_key__in=keys).delete()[0] == 1


def test_the_server_dies_while_a_note_is_typed(
    stage: Stage, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    case = new_case(stage.cast, "Sirkka", "Palvelin")
    around, port = Surroundings(stage.database, tmp_path_factory.mktemp("dying"), DAY), _free_port()
    with tab(browser, f"http://localhost:{port}") as page:
        with web(around, port):
            sign_in(page, stage.cast.aino)
            typist = open_box(page, case)
            typist.type(BEFORE)
            broken_at = time.monotonic()

        judge(stage, case, typist, broken_at)
        typist.type(AFTER)
        with web(around, port):
            finish(stage, page, case)


def test_two_tabs_of_one_entry_meet_and_make_one(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Tuomas", "Välilehti")
    open_box(page, case).type("Alku.")
    wait_until(lambda: draft_of(stage, case) == "Alku.", page)
    other = page.context.new_page()
    open_box(other, case)
    for tab_, text in ((page, "Alku.\nEnsimmäisellä."), (other, "Alku.\nToisella.")):
        tab_.locator("#id_text").fill(text)
        tab_.wait_for_timeout(2500)

    other.get_by_role("link", name=t("Put the texts together")).click()

    expect(other.locator("#id_text")).to_have_value("Alku.\nEnsimmäisellä.\nToisella.")
    look(other, "draft-merge")
    other.get_by_role("button", name=t("Save as one entry")).click()
    expect(other.locator("#timeline > li").first).to_contain_text("Ensimmäisellä.")
    assert [entry.text for entry in entries_of(stage.cast, case)] == ["Alku.\nEnsimmäisellä.\nToisella."]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
