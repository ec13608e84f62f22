"""Entries: saved once, drafts that outlive everything, corrections that keep the earlier text."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from clients.forms.entry import DraftForm
from clients.models import Case, Entry, EntryDraft
from clients.rules.drafts import Page
from clients.services.drafts import keep_draft
from tasmat.tenancy.base import new_id
from tests.cast import DAY, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, new_entry


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "submission_key": str(uuid.uuid4()),
        "kind": "contact",
        "channel": "phone",
        "text": "Soitin.",
        "happened_on": "3.3.2026",
        "minutes": "",
        **changes,
    }


def save(browser: Browser, case: Case, **changes: Any) -> Any:
    return browser.post(address("entry_save", case.id), typed(**changes))


def draft(browser: Browser, case: Case, **changes: Any) -> Any:
    return browser.post(address("entry_draft", case.id), typed(**changes), headers={"HX-Request": "true"})


def saved(cast: Cast) -> list[tuple[str, str | None, str, int | None]]:
    with inside(cast):
        return [
            (entry.kind, entry.channel, entry.text, entry.minutes) for entry in Entry.objects.order_by("id")
        ]


def drafts(cast: Cast) -> list[str]:
    with inside(cast):
        return [kept.fields["text"] for kept in EntryDraft.objects.all()]


def box(browser: Browser, case: Case) -> Any:
    return browser.get(address("case", case.id)).context["form"]


def test_a_contact_is_saved_with_the_defaults_and_a_text(aino: Browser, eero: Case, cast: Cast) -> None:
    form = box(aino, eero)
    answers = {name: form[name].value() for name in ("kind", "channel", "submission_key")}

    response = save(aino, eero, **answers, text="  Soitin.\r\nKaikki hyvin. ", minutes="15")

    assert response.status_code == 302
    assert response.url == address("case", eero.id)
    assert saved(cast) == [("contact", "phone", "Soitin.\nKaikki hyvin.", 15)]
    with inside(cast):
        entry = Entry.objects.get()
    assert (entry.author_id, entry.happened_on, entry.case_id) == (cast.aino.id, DAY, eero.id)


def test_nobody_answered_needs_no_text(aino: Browser, eero: Case, cast: Cast) -> None:
    save(aino, eero, kind="no_answer", text="")

    assert saved(cast) == [("no_answer", "phone", "", None)]


@pytest.mark.parametrize(
    ("kind", "channel", "kept"),
    [
        ("observation", "phone", None),
        ("note", "phone", None),
        ("workplace_visit", "phone", "face"),
        ("meeting", "remote", "remote"),
        ("contact", "message", "message"),
    ],
)
def test_the_channel_follows_what_happened(
    kind: str, channel: str, kept: str | None, aino: Browser, eero: Case, cast: Cast
) -> None:
    save(aino, eero, kind=kind, channel=channel)

    assert saved(cast) == [(kind, kept, "Soitin.", None)]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"text": " \r\n "}, {"text": ["Write what happened."]}),
        ({"happened_on": "4.3.2026"}, {"happened_on": ["The date is in the future."]}),
        ({"happened_on": "30.6.2024"}, {"happened_on": ["The date is before the first day of the project."]}),
        (
            {"happened_on": "eilen"},
            {"happened_on": ["Write the date as day, month and year, for example 3.3.2026"]},
        ),
        ({"minutes": "0"}, {"minutes": ["Write the minutes as a number from 1 to 1440, or leave them out."]}),
        (
            {"minutes": "1441"},
            {"minutes": ["Write the minutes as a number from 1 to 1440, or leave them out."]},
        ),
        (
            {"kind": "meeting"},
            {"channel": ["A meeting is face to face or by video; otherwise it is a contact."]},
        ),
        ({"channel": ""}, {"channel": ["Choose how it happened."]}),
        ({"submission_key": "x"}, {"submission_key": ["Enter a valid UUID."]}),
    ],
)
def test_a_wrong_entry_is_said_and_nothing_typed_is_lost(
    changes: dict[str, str], errors: dict[str, list[str]], aino: Browser, eero: Case, cast: Cast
) -> None:
    response = save(aino, eero, **{"text": "Kerrottiin.", **changes})

    assert response.status_code == 422
    assert errors_of(response) == errors
    assert changes.get("text", "Kerrottiin.") in response.content.decode()
    assert saved(cast) == []


def test_a_text_that_is_too_long_comes_back_whole(aino: Browser, eero: Case) -> None:
    response = save(aino, eero, text="a" * 20_001)

    assert response.status_code == 422
    assert "a" * 20_001 in response.content.decode()


def test_a_double_click_makes_one_entry(aino: Browser, eero: Case, cast: Cast) -> None:
    key = str(uuid.uuid4())

    answers = [save(aino, eero, submission_key=key, text="Soitin.") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(saved(cast)) == 1


def test_another_text_under_the_same_key_is_an_entry_of_its_own(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    """A second tab of the same page, or the page reached by the browser's back button."""
    key = str(uuid.uuid4())
    other = new_case(cast, "TOINEN")

    save(aino, eero, submission_key=key, text="Ensimmäinen.")
    save(aino, eero, submission_key=key, text="Toinen.")
    save(aino, other, submission_key=key, text="Ensimmäinen.")

    assert [text for _kind, _channel, text, _minutes in saved(cast)] == [
        "Ensimmäinen.",
        "Toinen.",
        "Ensimmäinen.",
    ]


def test_htmx_gets_the_box_and_the_timeline_anew(aino: Browser, eero: Case, cast: Cast) -> None:
    htmx = {"HX-Request": "true"}
    response = aino.post(address("entry_save", eero.id), typed(text="Soitin äsken."), headers=htmx)
    wrong = aino.post(address("entry_save", eero.id), typed(text=""), headers=htmx)

    body = response.content.decode()
    assert (response.status_code, wrong.status_code) == (200, 422)
    assert body.lstrip().startswith('<div id="log">')
    assert "Soitin äsken." in body
    assert 'id="pills" hx-swap-oob="true"' in body
    assert "days without contact" not in body
    assert '<div class="govuk-error-summary"' in wrong.content.decode()
    assert "<html" not in body + wrong.content.decode()


def test_a_fragment_is_what_a_reload_shows(aino: Browser, eero: Case, cast: Cast) -> None:
    answer = aino.post(address("entry_save", eero.id), typed(), headers={"HX-Request": "true"})
    page = aino.get(address("case", eero.id))

    assert [item for item, _new in answer.context["timeline"]] == [
        item for item, _new in page.context["timeline"]
    ]
    assert answer.context["pills"] == page.context["pills"]


def test_a_draft_is_kept_and_comes_back_with_its_key(aino: Browser, eero: Case, cast: Cast) -> None:
    key = str(uuid.uuid4())

    response = draft(
        aino,
        eero,
        submission_key=key,
        text="Kesken\r\n",
        kind="workplace_visit",
        happened_on="2.3.",
        minutes="viisi",
    )

    assert response.status_code == 200
    assert response.content.decode().startswith("Draft saved at ")
    page = aino.get(address("case", eero.id))
    form = page.context["form"]
    values = {name: form[name].value() for name in ("text", "kind", "happened_on", "minutes")}
    assert values == {
        "text": "Kesken\n",
        "kind": "workplace_visit",
        "happened_on": "2.3.",
        "minutes": "viisi",
    }
    assert str(form["submission_key"].value()) == key
    assert "Draft of 3.3.2026" in page.content.decode()


def test_a_saved_entry_ends_its_draft(aino: Browser, eero: Case, cast: Cast) -> None:
    key = str(uuid.uuid4())
    draft(aino, eero, submission_key=key)

    save(aino, eero, submission_key=key)

    assert drafts(cast) == []
    assert box(aino, eero)["text"].value() in {None, ""}


def test_a_draft_that_comes_after_its_entry_is_dropped(aino: Browser, eero: Case, cast: Cast) -> None:
    key = str(uuid.uuid4())
    save(aino, eero, submission_key=key, text="Soitin.\r\nHyvin menee.")

    response = draft(aino, eero, submission_key=key, text="Soitin.\r\nHyvin menee. ")

    assert (response.status_code, response.content) == (200, b"")
    assert drafts(cast) == []


def test_a_draft_typed_on_after_saving_elsewhere_is_kept(aino: Browser, eero: Case, cast: Cast) -> None:
    key = str(uuid.uuid4())
    save(aino, eero, submission_key=key)

    draft(aino, eero, submission_key=key, text="Toisessa välilehdessä")

    assert drafts(cast) == ["Toisessa välilehdessä"]


def test_an_emptied_box_leaves_no_draft(aino: Browser, eero: Case, cast: Cast) -> None:
    key = str(uuid.uuid4())
    draft(aino, eero, submission_key=key)

    draft(aino, eero, submission_key=key, text="  ")

    assert drafts(cast) == []


def test_drafts_are_everybodys_own(eero: Case, cast: Cast) -> None:
    with inside(cast):
        keep_draft(eero, cast.bertta, Page(new_id()), {"text": "Bertan"})

    assert box(browser_of(cast.aino), eero)["text"].value() in {None, ""}


@pytest.mark.parametrize("changes", [{"submission_key": ""}, {"submission_key": "x"}])
def test_a_draft_without_a_key_is_refused(changes: dict[str, str], aino: Browser, eero: Case) -> None:
    assert draft(aino, eero, **changes).status_code == 400


@given(st.text(max_size=60), st.text(max_size=10), st.text(max_size=10))
def test_anything_typed_can_be_a_draft(text: str, kind: str, minutes: str) -> None:
    form = DraftForm({"submission_key": str(uuid.uuid4()), "text": text, "kind": kind, "minutes": minutes})

    assert form.is_valid()
    assert "\0" not in "".join(form.typed().values())


def test_the_author_corrects_the_entry_and_the_earlier_version_is_kept(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    save(aino, eero, text="Väärä teksti.", minutes="15")
    with inside(cast):
        entry = Entry.objects.get()
    url = address("case_entry", eero.id, entry.id)

    response = aino.post(url, typed(text="Oikea teksti.", minutes="30", happened_on="2.3.2026"))

    assert response.status_code == 302
    assert saved(cast) == [("contact", "phone", "Oikea teksti.", 30)]
    [item] = [item for item, _new in aino.get(address("case", eero.id)).context["timeline"] if item.text]
    assert "corrected" in item.meta
    assert item.link == "Correct"
    assert [(version.text, title) for version, title in aino.get(url).context["versions"]] == [
        ("Väärä teksti.", "Contact, phone, 15 min")
    ]


def test_a_wrong_correction_changes_nothing(aino: Browser, eero: Case, cast: Cast) -> None:
    entry = new_entry(cast, eero, DAY)

    response = aino.post(address("case_entry", eero.id, entry.id), typed(text=""))

    assert response.status_code == 422
    assert saved(cast) == [("contact", "phone", "Juteltiin.", None)]


def test_a_colleague_reads_earlier_versions_and_cannot_correct(eero: Case, cast: Cast) -> None:
    entry = new_entry(cast, eero, DAY, author=cast.bertta, text="Ensin.")
    with inside(cast):
        entry.text = "Sitten."
        entry.save()
    browser, url = browser_of(cast.aino), address("case_entry", eero.id, entry.id)

    page = browser.get(url)

    assert "Ensin." in page.content.decode()
    assert "Sitten." in page.content.decode()
    assert page.context["form"] is None
    assert browser.post(url, typed()).status_code == 403
    [item] = [item for item, _new in browser.get(address("case", eero.id)).context["timeline"] if item.url]
    assert item.link == "Earlier versions"


def test_an_entry_is_found_under_its_own_case_only(aino: Browser, eero: Case, cast: Cast) -> None:
    entry = new_entry(cast, new_case(cast, "TOINEN"), DAY)

    assert aino.get(address("case_entry", eero.id, entry.id)).status_code == 404


@pytest.mark.parametrize("route", ["entry_save", "entry_draft"])
def test_who_may_not_write(route: str, eero: Case, cast: Cast) -> None:
    url = address(route, eero.id)

    assert browser_of(cast.mirja).post(url, typed()).status_code == 403  # facts, not texts
    assert browser_of(cast.kaisa).post(url, typed()).status_code == 403
    assert browser_of(cast.bertta).post(url, typed()).status_code == 404
    assert browser_of(cast.otto).post(url, typed()).status_code == 404
    assert browser_of(cast.aino).post(address(route, uuid.UUID(int=7)), typed()).status_code == 404
    assert browser_of(cast.aino).get(url).status_code == 405
    assert saved(cast) == []


def test_a_session_that_has_ended_asks_htmx_to_sign_in(eero: Case) -> None:
    response = Browser().post(address("entry_save", eero.id), typed(), headers={"HX-Request": "true"})

    assert (response.status_code, response.headers["HX-Trigger"]) == (401, "session-ended")


def test_a_lost_csrf_cookie_asks_htmx_to_sign_in_too(eero: Case, aino: Browser) -> None:
    careful = Browser(enforce_csrf_checks=True)
    careful.cookies.update(aino.cookies)

    response = careful.post(address("entry_draft", eero.id), typed(), headers={"HX-Request": "true"})

    assert (response.status_code, response.headers["HX-Trigger"]) == (401, "session-ended")


def test_a_coach_of_another_area_logs_on_an_assigned_case(cast: Cast) -> None:
    case = new_case(cast, "KIURU", coach=cast.bertta, number=KIURUVESI)
    with inside(cast):
        case.assignments.create(member=cast.aino, role="substitute", from_on=DAY, until_on=DAY)

    save(browser_of(cast.aino), case, happened_on=f"{DAY - dt.timedelta(days=1):%d.%m.%Y}")

    assert len(saved(cast)) == 1
