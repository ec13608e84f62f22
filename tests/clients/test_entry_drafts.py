"""Drafts: each form its own, two pages of one entry meet, nobody's words are dropped."""

import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Case, Entry, EntryDraft
from tests.cast import DAY, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, inside, new_case, queries_of
from tests.clients.test_entry import typed

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


class OpenPage:
    """One open page of the box, as a browser keeps it: its hidden fields stay what they were."""

    def __init__(self, browser: Browser, case: Case) -> None:
        self.browser, self.case = browser, case
        self.form = browser.get(address("case", case.id)).context["form"]
        self.sent = 0

    @property
    def text(self) -> str:
        return str(self.form["text"].value() or "")

    def hidden(self) -> dict[str, str]:
        names = ("submission_key", "page_key", "seen")
        return {name: str(self.form[name].value() or "") for name in names}

    def keep(self, text: str, **changes: Any) -> Any:
        self.sent += 1
        sent = typed(**self.hidden(), text=text, sequence=str(self.sent), **changes)
        return self.browser.post(address("entry_draft", self.case.id), sent, headers=HTMX)

    def save(self, text: str, **headers: str) -> Any:
        sent = typed(**self.hidden(), text=text)
        return self.browser.post(address("entry_save", self.case.id), sent, headers=headers)


def kept(cast: Cast) -> list[str]:
    with inside(cast):
        return sorted(draft.text for draft in EntryDraft.objects.all())


def saved(cast: Cast) -> list[str]:
    with inside(cast):
        return sorted(Entry.objects.values_list("text", flat=True))


def test_a_page_opened_later_goes_on_from_the_draft(aino: Browser, eero: Case, cast: Cast) -> None:
    OpenPage(aino, eero).keep("Aloitin")

    later = OpenPage(aino, eero)
    answer = later.keep("Aloitin ja jatkoin")

    assert later.text == "Aloitin"
    assert answer.status_code == 200
    assert kept(cast) == ["Aloitin ja jatkoin"]


def test_two_pages_that_type_differently_are_both_kept(aino: Browser, eero: Case, cast: Cast) -> None:
    OpenPage(aino, eero).keep("Alku")
    phone, desk = OpenPage(aino, eero), OpenPage(aino, eero)
    phone.keep("Alku\npuhelimella")

    answers = [desk.keep("Alku\ntyöpöydällä"), desk.keep("Alku\ntyöpöydällä lisää")]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "Both texts are kept." in answers[0].content.decode()
    assert kept(cast) == ["Alku\npuhelimella", "Alku\ntyöpöydällä lisää"]
    merge = aino.get(answers[0].headers["X-Merge"])
    body = merge.content.decode()
    assert merge.context["form"]["text"].value() == "Alku\npuhelimella\ntyöpöydällä lisää"
    assert "puhelimella" in body
    assert "This entry has been written on several pages" in body


def test_what_was_put_together_is_saved_as_one_entry(aino: Browser, eero: Case, cast: Cast) -> None:
    OpenPage(aino, eero).keep("Alku")
    phone, desk = OpenPage(aino, eero), OpenPage(aino, eero)
    phone.keep("Alku\npuhelimella")
    merge = aino.get(desk.keep("Alku\ntyöpöydällä").headers["X-Merge"]).context["form"]
    hidden = {name: str(merge[name].value()) for name in ("submission_key", "page_key", "seen")}

    response: Any = aino.post(address("entry_save", eero.id), typed(**hidden, text="Alku, molemmilla"))

    assert response.status_code == 302
    assert saved(cast) == ["Alku, molemmilla"]
    assert kept(cast) == []


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_saving_on_one_page_what_another_has_added_to_leads_to_both(
    headers: dict[str, str], aino: Browser, eero: Case, cast: Cast
) -> None:
    OpenPage(aino, eero).keep("Alku")
    phone, desk = OpenPage(aino, eero), OpenPage(aino, eero)
    phone.keep("Alku\npuhelimella")

    response = desk.save("Alku\ntyöpöydällä", **headers)

    where = response.headers["HX-Redirect"] if headers else response.url
    assert saved(cast) == []
    assert aino.get(where).context["form"]["text"].value() == "Alku\npuhelimella\ntyöpöydällä"


def test_words_added_while_both_were_put_together_are_not_dropped(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    OpenPage(aino, eero).keep("Alku")
    phone, desk = OpenPage(aino, eero), OpenPage(aino, eero)
    phone.keep("Alku\npuhelimella")
    merge = aino.get(desk.keep("Alku\ntyöpöydällä").headers["X-Merge"]).context["form"]
    hidden = {name: str(merge[name].value()) for name in ("submission_key", "page_key", "seen")}
    phone.keep("Alku\npuhelimella vielä lisää")

    response: Any = aino.post(address("entry_save", eero.id), typed(**hidden, text="Alku, molemmilla"))

    assert saved(cast) == []
    text = aino.get(response.url).context["form"]["text"].value()
    for words in ("puhelimella vielä lisää", "Alku, molemmilla", "työpöydällä"):
        assert words in text


def test_a_page_that_holds_the_others_words_goes_on_alone(aino: Browser, eero: Case, cast: Cast) -> None:
    phone, desk = OpenPage(aino, eero), OpenPage(aino, eero)
    desk.form = phone.form
    phone.keep("Alku")

    assert phone.save("Alku ja loppu").status_code == 302
    assert saved(cast) == ["Alku ja loppu"]
    assert kept(cast) == []


def test_an_older_save_that_arrives_after_a_newer_is_dropped(aino: Browser, eero: Case, cast: Cast) -> None:
    page = OpenPage(aino, eero)
    page.sent = 7
    page.keep("Uudempi")
    page.sent = 4

    assert page.keep("Vanhempi").status_code == 200
    assert kept(cast) == ["Uudempi"]


def test_a_draft_that_arrives_after_its_longer_entry_is_dropped(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    page = OpenPage(aino, eero)
    page.keep("Alku")
    page.save("Alku ja loppu")

    page.keep("Alku ja")

    assert kept(cast) == []


def test_drafts_of_several_forms_stand_beside_each_other(aino: Browser, eero: Case, cast: Cast) -> None:
    for text in ("Ensimmäinen", "Toinen"):
        sent = typed(text=text, submission_key=str(uuid.uuid4()), page_key=str(uuid.uuid4()))
        aino.post(address("entry_draft", eero.id), sent, headers=HTMX)

    page = aino.get(address("case", eero.id))
    rows = aino.get(address("drafts"))

    assert kept(cast) == ["Ensimmäinen", "Toinen"]
    assert page.context["form"]["text"].value() == "Toinen"
    assert "1 other draft not saved" in page.content.decode()
    assert [draft.text for draft in rows.context["drafts"]] == ["Toinen", "Ensimmäinen"]
    other = rows.context["drafts"][1]
    opened = aino.get(address("draft", other.id), follow=True)
    assert opened.context["form"]["text"].value() == "Ensimmäinen"
    assert not aino.get(address("case", eero.id), {"new": "1"}).context["form"]["text"].value()


def test_a_draft_is_thrown_away_after_asking(aino: Browser, eero: Case, cast: Cast) -> None:
    OpenPage(aino, eero).keep("Turha")
    [draft] = aino.get(address("drafts")).context["drafts"]
    url = address("draft_discard", draft.id)

    assert "Turha" in aino.get(url).content.decode()
    assert kept(cast) == ["Turha"]
    answer: Any = aino.post(url)
    assert answer.url == address("drafts")
    assert kept(cast) == []
    assert aino.post(url).status_code == 404


@pytest.mark.parametrize("route", ["draft", "draft_discard"])
def test_somebody_elses_draft_is_not_found(route: str, aino: Browser, eero: Case, cast: Cast) -> None:
    OpenPage(aino, eero).keep("Omani")
    [draft] = aino.get(address("drafts")).context["drafts"]
    with inside(cast):
        eero.assignments.create(member=cast.bertta, role="second", from_on=DAY)

    assert browser_of(cast.bertta).get(address(route, draft.id)).status_code == 404
    assert browser_of(cast.otto).get(address(route, draft.id)).status_code == 404
    assert browser_of(cast.mirja).get(address(route, draft.id)).status_code == 403
    assert list(browser_of(cast.bertta).get(address("drafts")).context["drafts"]) == []


def test_a_draft_of_a_case_that_is_seen_no_more_is_not_listed(cast: Cast) -> None:
    case = new_case(cast, "KIURU", coach=cast.bertta, number=KIURUVESI)
    with inside(cast):
        assignment = case.assignments.create(member=cast.aino, role="second", from_on=DAY)
    aino = browser_of(cast.aino)
    OpenPage(aino, case).keep("Kiuruvedeltä")
    [draft] = aino.get(address("drafts")).context["drafts"]
    with inside(cast):
        assignment.delete()

    assert list(aino.get(address("drafts")).context["drafts"]) == []
    assert aino.get(address("draft", draft.id)).status_code == 404


def test_the_list_asks_the_same_number_of_queries_whatever_its_length(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    def write(number: int) -> None:
        for _ in range(number):
            sent = typed(submission_key=str(uuid.uuid4()), page_key=str(uuid.uuid4()))
            aino.post(address("entry_draft", eero.id), sent, headers=HTMX)

    write(1)
    before = queries_of(aino, address("drafts"))
    write(10)

    assert queries_of(aino, address("drafts")) == before <= 12
