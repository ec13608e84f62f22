"""Looking for something on a case's timeline: kind, writer, goal, days, words, and what is new."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from clients.models import Case, Entry, EntryAmendment, EntryGoal, Goal, Plan
from clients.registry import TimelineItem
from clients.services.stays import close_stay, undo_closing
from tasmat.audit.history import history_of
from tasmat.audit.models import AccessEvent
from tasmat.tenancy.base import new_id
from tests.cast import DAY, IISALMI, Cast
from tests.clients.casework import address, browser_of, inside, new_case, new_entry
from tests.world import World, make_case


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def looked(browser: Browser, case: Case, **query: Any) -> list[str]:
    timeline = browser.get(address("case", case.id), query).context["timeline"]
    return [item.text or item.title for item, _new in timeline]


def test_entries_are_found_by_kind_writer_and_days(aino: Browser, eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, dt.date(2026, 1, 10), "meeting", channel="face", text="tapaaminen")
    new_entry(cast, eero, dt.date(2026, 2, 10), text="ainon puhelu")
    new_entry(cast, eero, dt.date(2026, 2, 20), text="bertan puhelu", author=cast.bertta)

    assert looked(aino, eero, kind="meeting") == ["tapaaminen"]
    assert looked(aino, eero, author=str(cast.bertta.id)) == ["bertan puhelu"]
    assert looked(aino, eero, first_day="1.2.2026", last_day="15.2.2026") == ["ainon puhelu"]
    assert looked(aino, eero, first_day="20.2.2026") == ["bertan puhelu"]


def test_entries_are_found_by_goal(aino: Browser, eero: Case, cast: Cast) -> None:
    entry = new_entry(cast, eero, DAY, text="tavoitteesta")
    new_entry(cast, eero, DAY, text="muusta")
    with inside(cast):
        plan = Plan.objects.create(case=eero, kind="coaching", starts_on=DAY)
        goal = Goal.objects.create(plan=plan, title="Työpaikka", set_on=DAY)
        EntryGoal.objects.create(entry=entry, goal=goal)

    assert looked(aino, eero, goal=str(goal.id)) == ["tavoitteesta"]
    assert looked(browser_of(cast.mirja), eero, goal=str(goal.id)) != ["tavoitteesta"]


@pytest.mark.parametrize(
    "words", ["äyräs", "AYRAS", "ayrä", "kahvila ayras", "  äyräs—kahvila ", "Ålands äyräs", "lisätty äyräs"]
)
def test_words_are_found_however_they_are_written(words: str, aino: Browser, eero: Case, cast: Cast) -> None:
    entry = new_entry(cast, eero, DAY, text="Tavattiin ÄYRÄS-kahvilassa, Ålandsgatan 1.", place="Ålands")
    new_entry(cast, eero, DAY, text="Jotain muuta.")
    with inside(cast):
        EntryAmendment.objects.create(
            entry=entry, author=cast.aino, submission_key=new_id(), text="Lisätty myöhemmin."
        )

    assert looked(aino, eero, words=words) == ["Tavattiin ÄYRÄS-kahvilassa, Ålandsgatan 1."]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("kokeilu", "Palaute työkokeilusta."),
        ("työkokeilussa", "TYÖKOKEILU alkaa."),
        ("hakemus", "Täytettiin hakemuksia."),
        ("hakemuksen", "Hakemusta ei ole."),
        ("palkkatuki", "Kysyttiin palkkatuesta."),
        ("asunnossa", "Etsitään asuntoa."),
        ("puhelimen", "Uusi puhelin."),
        ("lapsen", "Kaksi lasta? Lapset koulussa."),
        ("KÄYNTI", "Sovittiin kotikäynnistä."),
        ("mötet", "Bokade möte."),
        ("skulder", "Skulden är betald."),
    ],
)
def test_a_word_is_found_in_other_forms_and_within_compounds(
    words: str, text: str, aino: Browser, eero: Case, cast: Cast
) -> None:
    entry = new_entry(cast, eero, DAY, text=text)
    amended = new_entry(cast, eero, dt.date(2026, 1, 10), text="Vanha.")
    with inside(cast):
        EntryAmendment.objects.create(entry=amended, author=cast.aino, submission_key=new_id(), text=text)

    assert looked(aino, eero, words=words) == [entry.text, "Vanha."]


def test_another_word_that_begins_like_it_is_not_found(aino: Browser, eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, DAY, text="Pitkä työpäivä.")

    assert looked(aino, eero, words="työpaikka") == []


def test_a_corrected_text_is_found_by_its_new_words(aino: Browser, eero: Case, cast: Cast) -> None:
    entry = new_entry(cast, eero, DAY, text="Käytiin kirjastossa.")
    with inside(cast):
        entry.text = "Käytiin uimassa."
        entry.save()

    assert looked(aino, eero, words="uima") == ["Käytiin uimassa."]
    assert looked(aino, eero, words="kirjasto") == []


def test_folded_words_stay_in_the_database(eero: Case, cast: Cast) -> None:
    """Neither the change history nor a page that reads entries tells the same text twice."""
    new_entry(cast, eero, DAY)

    with inside(cast):
        versions = history_of(Entry).values().first()
        assert versions is not None
        assert "words" not in versions
        assert Entry.objects.get(case=eero).get_deferred_fields() == {"words"}


@pytest.mark.parametrize("words", ["%", "100 %_", "\\", "'"])
def test_signs_are_no_pattern(words: str, aino: Browser, eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, DAY, text="Sovittiin 100 % osallistumisesta.")

    assert "Sovittiin 100 % osallistumisesta." in looked(aino, eero, words=words)


def test_texts_are_looked_through_only_by_their_readers(eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, DAY, text="masennus")

    page = browser_of(cast.mirja).get(address("case", eero.id), {"words": "masennus"})

    assert "words" not in page.context["timeline_filter"].fields
    assert "masennus" not in page.content.decode().split('id="timeline"')[1]


def test_events_are_looked_for_too(aino: Browser, eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, DAY, text="Puhelu.")

    assert looked(aino, eero, words="joined project") == ["Joined the project"]
    assert looked(aino, eero, last_day="2.9.2025") == [
        "Responsible coach: Aino Valmentaja",
        "Joined the project",
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "nonsense"},
        {"author": "x"},
        {"author": "00000000-0000-7000-8000-000000000000"},
        {"goal": "x"},
        {"first_day": "eilen"},
        {"words": "\x00"},
        {"since": "x"},
    ],
)
def test_a_wrong_filter_filters_nothing(query: dict[str, str], aino: Browser, eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, DAY, text="Puhelu.")

    assert looked(aino, eero, **query)[0] == "Puhelu."


def test_older_pages_keep_the_filter(aino: Browser, eero: Case, cast: Cast) -> None:
    for number in range(60):
        new_entry(
            cast,
            eero,
            DAY - dt.timedelta(days=number),
            "meeting" if number % 2 else "contact",
            channel="face",
            text=f"sana {number}",
        )

    seen: list[TimelineItem] = []
    query = "?kind=meeting&words=sana&first_day=1.1.2026&show=contacts"
    url = address("case", eero.id) + query
    while url:
        context = aino.get(url).context
        seen += [item for item, _new in context["timeline"]]
        url = context["older"]

    assert len(seen) == 30
    assert all("meeting" in item.title.lower() for item in seen)


def test_only_what_is_new_since_the_last_visit(aino: Browser, eero: Case, cast: Cast) -> None:
    now = timezone.now()
    new_entry(cast, eero, DAY, text="vanha", author=cast.bertta, created_at=now - dt.timedelta(hours=9))
    new_entry(cast, eero, DAY, text="uusi", author=cast.bertta, created_at=now - dt.timedelta(hours=1))
    new_entry(cast, eero, DAY, text="oma", created_at=now - dt.timedelta(hours=1))
    assert looked(aino, eero, since="visit") == []
    with inside(cast):
        AccessEvent.objects.create(
            user=cast.aino.user,
            action="SEE_CASES",
            route="case",
            clients=[eero.client_id],
            subject=eero.id,
            at=now - dt.timedelta(hours=5),
        )

    page = aino.get(address("case", eero.id))

    assert [
        item.text for item, _new in aino.get(page.context["unseen"]).context["timeline"] if item.text
    ] == ["uusi"]


def test_an_undone_ending_leaves_its_trace(aino: Browser, eero: Case, cast: Cast) -> None:
    with inside(cast):
        close_stay(eero, exit_on=DAY)
        undo_closing(eero)

    timeline = aino.get(address("case", eero.id)).context["timeline"]
    [undone] = [item for item, _new in timeline if item.title == "The ending was undone"]
    assert undone.meta == "Tue 3.3.2026 · you"


SMALL = hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SMALL
@given(
    entries=st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 3), st.sampled_from(["contact", "observation", "note"])),
        max_size=40,
    ),
    show=st.sampled_from(["", "contacts", "observations"]),
)
def test_pages_tell_everything_once_newest_first(
    populated: tuple[Cast, tuple[World, World, World]],
    entries: list[tuple[int, int, str]],
    show: str,
) -> None:
    """Also when days and instants are the same, so that only the id tells the order."""
    cast, _worlds = populated
    with inside(cast):
        case = make_case(f"T{new_id().hex}", cast.areas[IISALMI], cast.aino)
        written = Entry.objects.bulk_create(
            Entry(
                case=case,
                author=cast.aino,
                submission_key=new_id(),
                happened_on=DAY - dt.timedelta(days=day),
                kind=kind,
                channel="phone" if kind == "contact" else None,
                text="x",
                created_at=dt.datetime(2026, 3, 3, 12, minute, tzinfo=dt.UTC),
            )
            for day, minute, kind in entries
        )
    browser, url, seen = browser_of(cast.aino), f"{address('case', case.id)}?show={show}", []
    while url:
        context = browser.get(url).context
        seen += [item.position for item, _new in context["timeline"]]
        url = context["older"]

    kinds = {"contacts": {"contact"}, "observations": {"observation", "note"}}.get(show)
    wanted = {entry.id for entry in written if kinds is None or entry.kind in kinds}
    assert seen == sorted(set(seen), reverse=True)
    assert wanted <= {position.id for position in seen}
    assert kinds is None or wanted == {position.id for position in seen}
