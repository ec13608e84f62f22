"""The contact rule: tables of cases with their sources, and what holds whatever happens.

Issue 2/7: "at least 2 in an ISO week for the first N weeks of the phase, the first week pro rata, then at most
N days between". 2.3.2026 is a Monday.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.rules.contacts import (
    Contact,
    ContactFacts,
    ContactRule,
    ContactState,
    Phase,
    Shortage,
    Way,
    asked_of_week,
    contact_state,
    days_without_contact,
    is_followed,
)
from clients.rules.stays import Span
from clients.rules.workdays import is_within_a_working_day, is_working_day, monday_of

WEEK, FACE, PAST, GAP = Shortage.WEEK, Shortage.FACE_TO_FACE, Shortage.PAST_WEEK, Shortage.GAP
PROJECT = ContactRule(longest_gap=14)
TWICE = ContactRule(longest_gap=14, weekly=2, weeks=4)
IN_PERSON = replace(TWICE, face_to_face=1)
SELDOM = ContactRule(longest_gap=30)
STRICT = ContactRule(longest_gap=7)
SILENT = ContactRule(longest_gap=None)


def day(text: str) -> dt.date:
    """A day of 2026 as 3.2."""
    date, month = text.rstrip(".").split(".")
    return dt.date(2026, int(month), int(date))


def contacts(text: str) -> tuple[Contact, ...]:
    """Contacts as "2.3. 4.3.f 5.3.g": remote, face to face, in a group."""
    ways = {"f": Way.FACE_TO_FACE, "g": Way.GROUP}
    return tuple(Contact(day(word.rstrip("fg")), ways.get(word[-1], Way.REMOTE)) for word in text.split())


def spans(text: str) -> tuple[Span, ...]:
    """Spans as "2.3.-6.3. 9.3.-": the last goes on."""
    days = (word.partition("-") for word in text.split())
    return tuple(Span(day(first), day(last) if last else None) for first, _dash, last in days)


def facts(
    entry: str, rules: dict[str, ContactRule] | None = None, made: str = "", away: str = "", **more: Any
) -> ContactFacts:
    """A stay; `rules` are its phases by their first day, each until the next one begins."""
    starts = [day(text) for text in rules or {}]
    ends = [*(start - dt.timedelta(days=1) for start in starts[1:]), None]
    phases = tuple(
        Phase(Span(start, end), rule)
        for start, end, rule in zip(starts, ends, (rules or {}).values(), strict=False)
    )
    return ContactFacts(
        entry_on=day(entry),
        rule=more.get("rule", PROJECT),
        contacts=contacts(made),
        absences=spans(away),
        phases=phases,
    )


def seen(state: ContactState) -> tuple[object, ...]:
    """A state as the tables write it: what is short, made/needed, until, broken since."""
    broken = state.broken_on and f"{state.broken_on.day}.{state.broken_on.month}."
    until = state.until and f"{state.until.day}.{state.until.month}."
    return state.shortage, f"{state.made}/{state.needed}", until, broken


@pytest.mark.parametrize(
    ("entry", "contact", "absences", "days", "is_short"),
    [
        pytest.param("1.1.", "17.2.", "", 14, False, id="just in time"),
        pytest.param("1.1.", "16.2.", "", 15, True, id="a day late"),
        pytest.param("1.1.", "3.3.", "", 0, False, id="contacted today"),
        pytest.param("17.2.", "", "", 14, False, id="new client, in time"),
        pytest.param("16.2.", "", "", 15, True, id="new client never contacted"),
        pytest.param("16.2.", "2.1.", "", 15, True, id="contact before a re-entry: from the entry"),
        pytest.param("1.1.", "10.2.", "11.2.-17.2.", 14, False, id="a week away does not count"),
        pytest.param("1.1.", "10.2.", "11.2.-16.2.", 15, True, id="six days away"),
        pytest.param("1.1.", "1.2.", "1.3.-", 27, False, id="away today: nothing is due"),
        pytest.param("1.1.", "1.2.", "1.3.-2.3.", 28, True, id="back today"),
        pytest.param("1.1.", "10.2.", "1.1.-20.2. 15.2.-25.2.", 6, False, id="overlapping absences"),
        pytest.param("1.1.", "10.2.", "1.4.-9.4.", 21, True, id="away in the future"),
        pytest.param("1.1.", "4.3.", "", 61, True, id="a contact of tomorrow is none"),
    ],
)
def test_a_project_without_phases_has_the_longest_gap_alone(
    entry: str, contact: str, absences: str, days: int, is_short: bool
) -> None:
    """Fourteen days, the setting of the project in 1/7."""
    state = contact_state(facts(entry, made=contact, away=absences), day("3.3."))

    assert state.days_without == days
    assert state.is_short == state.is_broken == is_short


@pytest.mark.parametrize(
    ("starts", "rule", "away", "asked"),
    [
        pytest.param("2.3.", TWICE, "", 2, id="begins on Monday"),
        pytest.param("3.3.", TWICE, "", 2, id="on Tuesday: 4/5 of 2 = 1.6"),
        pytest.param("4.3.", TWICE, "", 1, id="on Wednesday: 1.2"),
        pytest.param("5.3.", TWICE, "", 1, id="on Thursday: 0.8"),
        pytest.param("6.3.", TWICE, "", 0, id="on Friday: 0.4"),
        pytest.param("7.3.", TWICE, "", 0, id="on Saturday"),
        pytest.param("9.3.", TWICE, "", 0, id="next week"),
        pytest.param("9.2.", TWICE, "", 2, id="fourth week"),
        pytest.param("8.2.", TWICE, "", 0, id="fifth week: it began on a Sunday, in the first one"),
        pytest.param("2.3.", replace(TWICE, weekly=3), "", 3, id="three a week"),
        pytest.param("5.3.", replace(TWICE, weekly=3), "", 1, id="three, from Thursday: 1.2"),
        pytest.param("2.3.", TWICE, "4.3.-6.3.", 1, id="away from Wednesday"),
        pytest.param("2.3.", TWICE, "2.3.-5.3.", 0, id="there on Friday alone"),
        pytest.param("2.3.", TWICE, "2.3.-8.3.", 0, id="away the whole week"),
        pytest.param("2.3.", TWICE, "7.3.-8.3.", 2, id="away at the week-end"),
        pytest.param("2.3.", SELDOM, "", 0, id="no weekly contacts"),
    ],
)
def test_what_a_week_asks(starts: str, rule: ContactRule, away: str, asked: int) -> None:
    """The week of 2.3.; pro rata by working days to the nearest whole."""
    assert asked_of_week(facts("1.1.", {starts: rule}, away=away), day("2.3.")) == asked


@pytest.mark.parametrize(
    ("monday", "asked"),
    [
        pytest.param("30.3.", 2, id="Good Friday: four working days"),
        pytest.param("6.4.", 2, id="Easter Monday"),
        pytest.param("11.5.", 2, id="Ascension Day"),
        pytest.param("15.6.", 2, id="Midsummer Eve"),
        pytest.param("21.12.", 1, id="Christmas on Thursday and Friday: three working days"),
        pytest.param("28.12.", 2, id="New Year's Day"),
    ],
)
def test_holidays_ask_less(monday: str, asked: int) -> None:
    assert asked_of_week(facts("1.1.", {"1.1.": replace(TWICE, weeks=104)}), day(monday)) == asked


@pytest.mark.parametrize("change", range(7))
def test_the_parts_of_a_week_ask_as_much_as_the_whole(change: int) -> None:
    """A change of phase in mid-week."""
    begins = day("2.3.") + dt.timedelta(days=change)
    split = facts("1.1.", {"2.2.": replace(TWICE, weeks=8), f"{begins.day}.3.": TWICE})

    assert asked_of_week(split, day("2.3.")) == 2


@pytest.mark.parametrize(
    ("today", "made", "away", "expected"),
    [
        pytest.param("2.3.", "", "", (WEEK, "0/2", "8.3.", None), id="Monday of the first week"),
        pytest.param("4.3.", "2.3.", "", (WEEK, "1/2", "8.3.", None), id="1 of 2 until Sunday"),
        pytest.param("4.3.", "2.3. 4.3.", "", (None, "2/2", "8.3.", None), id="both"),
        pytest.param("4.3.", "2.3. 2.3.", "", (None, "2/2", "8.3.", None), id="both on one day"),
        pytest.param("8.3.", "2.3.", "", (WEEK, "1/2", "8.3.", None), id="Sunday is in time"),
        pytest.param("8.3.", "2.3. 8.3.", "", (None, "2/2", "8.3.", None), id="made on Sunday"),
        pytest.param("9.3.", "2.3. 4.3.", "", (WEEK, "0/2", "15.3.", None), id="a new week"),
        pytest.param("9.3.", "2.3.", "", (WEEK, "0/2", "15.3.", "9.3."), id="broken from Monday on"),
        pytest.param("12.3.", "", "", (WEEK, "0/2", "15.3.", "9.3."), id="since the first breach"),
        pytest.param("12.3.", "2.3. 10.3.", "", (WEEK, "1/2", "15.3.", None), id="a contact mends it"),
        pytest.param("17.3.", "2.3. 10.3.", "", (WEEK, "0/2", "22.3.", "16.3."), id="broken again"),
        pytest.param("3.3.", "1.2.", "", (WEEK, "0/2", "8.3.", None), id="contacts before the entry"),
        pytest.param(
            "4.3.", "2.3.", "5.3.-", (None, "1/1", "4.3.", None), id="away from tomorrow: 3 days ask 1"
        ),
        pytest.param("3.3.", "", "6.3.-15.3.", (WEEK, "0/2", "5.3.", None), id="until the last day there"),
        pytest.param("5.3.", "2.3.", "4.3.-6.3.", (None, "0/0", None, None), id="away today"),
        pytest.param("16.3.", "2.3. 4.3.", "9.3.-15.3.", (WEEK, "0/2", "22.3.", None), id="a week away"),
        pytest.param(
            "12.3.", "2.3. 4.3.", "9.3.-11.3.", (WEEK, "0/1", "15.3.", None), id="two days there ask 1"
        ),
        pytest.param(
            "18.3.", "2.3.", "9.3.-17.3.", (WEEK, "0/1", "22.3.", "18.3."), id="broken, but away until"
        ),
        pytest.param(
            "30.3.", "23.3. 24.3.", "", (None, "0/1", "7.4.", None), id="fifth week: the gap, from 24.3."
        ),
        pytest.param("30.3.", "23.3.", "", (PAST, "0/1", "6.4.", "30.3."), id="the fourth week was short"),
        pytest.param("31.3.", "23.3. 31.3.", "", (None, "0/1", "14.4.", None), id="mended after the weeks"),
        pytest.param("8.4.", "23.3. 24.3.", "", (GAP, "0/1", "7.4.", "8.4."), id="the gap is over"),
    ],
)
def test_the_first_weeks_of_a_phase(today: str, made: str, away: str, expected: tuple[object, ...]) -> None:
    """Two a week for four weeks from Monday 2.3., then fourteen days (seed S2, phase 1 and after)."""
    state = contact_state(facts("2.3.", {"2.3.": TWICE}, made, away), day(today))

    assert seen(state) == expected
    assert state.is_short == (expected[0] is not None)


@pytest.mark.parametrize(
    ("today", "phases", "made", "expected"),
    [
        pytest.param(
            "5.3.",
            {"5.1.": SELDOM, "4.3.": TWICE},
            "2.3.",
            (None, "1/1", "8.3.", None),
            id="the week counts as a whole: Monday's contact was in the earlier phase",
        ),
        pytest.param(
            "5.3.", {"5.1.": SELDOM, "4.3.": TWICE}, "25.2.", (WEEK, "0/1", "8.3.", None), id="pro rata"
        ),
        pytest.param(
            "5.3.",
            {"2.2.": TWICE, "4.3.": SELDOM},
            "2.3.",
            (None, "0/1", "1.4.", None),
            id="out of the weekly phase: the gap from the latest contact",
        ),
        pytest.param(
            "9.3.",
            {"16.2.": TWICE, "4.3.": SELDOM},
            "24.2. 25.2.",
            (PAST, "0/1", "27.3.", "9.3."),
            id="its last two days asked for one",
        ),
        pytest.param(
            "5.3.",
            {"5.1.": SELDOM, "4.3.": STRICT},
            "20.2.",
            (GAP, "0/1", "27.2.", "4.3."),
            id="a stricter phase is broken from its first day at the earliest",
        ),
        pytest.param(
            "5.3.",
            {"5.1.": STRICT, "4.3.": SELDOM},
            "20.2.",
            (None, "0/1", "22.3.", None),
            id="an easier phase",
        ),
        pytest.param(
            "5.3.",
            {"5.1.": STRICT, "4.3.": SILENT},
            "20.2.",
            (None, "0/0", None, None),
            id="a phase that asks nothing",
        ),
        pytest.param(
            "5.3.", {"9.3.": TWICE}, "20.2.", (None, "0/1", "6.3.", None), id="a phase of next week"
        ),
        pytest.param(
            "12.3.",
            {"2.2.": replace(TWICE, weeks=0)},
            "",
            (GAP, "0/1", "16.2.", "17.2."),
            id="weekly contacts for no weeks",
        ),
    ],
)
def test_a_change_of_phase(
    today: str, phases: dict[str, ContactRule], made: str, expected: tuple[object, ...]
) -> None:
    """From Wednesday 4.3. on in another phase."""
    entry = "2.2." if "2.2." in phases else "16.2." if "16.2." in phases else "5.1."

    assert seen(contact_state(facts(entry, phases, made), day(today))) == expected


def test_between_two_phases_the_projects_rule_holds() -> None:
    ended = Phase(Span(day("2.2."), day("27.2.")), TWICE)
    stay = replace(facts("2.2.", made="16.2. 26.2. 27.2."), phases=(ended,))

    assert seen(contact_state(stay, day("3.3."))) == (None, "0/1", "13.3.", None)
    assert seen(contact_state(stay, day("14.3."))) == (GAP, "0/1", "13.3.", "14.3.")


@pytest.mark.parametrize(
    ("today", "made", "expected"),
    [
        pytest.param("4.3.", "", (WEEK, "0/2", "8.3.", None), id="nothing yet"),
        pytest.param("4.3.", "2.3. 3.3.", (FACE, "0/1", "8.3.", None), id="two by phone"),
        pytest.param("4.3.", "2.3. 3.3.f", (None, "2/2", "8.3.", None), id="one of them in person"),
        pytest.param("4.3.", "2.3.f", (WEEK, "1/2", "8.3.", None), id="in person alone"),
        pytest.param("10.3.", "2.3. 3.3.", (WEEK, "0/2", "15.3.", "9.3."), id="last week nobody met"),
        pytest.param(
            "12.3.", "2.3. 3.3. 9.3. 10.3.", (FACE, "0/1", "15.3.", "9.3."), id="a call does not mend it"
        ),
        pytest.param("12.3.", "2.3. 3.3. 9.3. 10.3.f", (None, "2/2", "15.3.", None), id="a meeting does"),
    ],
)
def test_remote_and_face_to_face_are_counted_apart(
    today: str, made: str, expected: tuple[object, ...]
) -> None:
    """Two a week, one of them face to face."""
    assert seen(contact_state(facts("2.3.", {"2.3.": IN_PERSON}, made), day(today))) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [(True, (None, "2/2", "8.3.", None)), (False, (WEEK, "1/2", "8.3.", None))],
)
def test_a_group_session_counts_if_the_project_says_so(counts: bool, expected: tuple[object, ...]) -> None:
    rule = replace(TWICE, counts_group_sessions=counts)

    assert seen(contact_state(facts("2.3.", {"2.3.": rule}, "2.3. 3.3.g"), day("4.3."))) == expected


def test_a_group_session_is_no_meeting_face_to_face() -> None:
    rule = replace(IN_PERSON, counts_group_sessions=True)

    assert contact_state(facts("2.3.", {"2.3.": rule}, "2.3. 3.3.g"), day("4.3.")).shortage == FACE


@pytest.mark.parametrize(
    ("project", "exit_on", "died_on", "expected"),
    [
        ("1.1.-30.6.", None, None, True),
        ("1.1.-30.6.", "2.3.", None, False),
        ("1.1.-30.6.", None, "2.3.", False),
        ("1.1.-2.3.", None, None, False),
        ("1.1.-3.3.", None, None, True),
        ("4.3.-30.6.", None, None, False),
    ],
)
def test_who_is_followed(project: str, exit_on: str | None, died_on: str | None, expected: bool) -> None:
    """Not who has left or died, nor before or after the project."""
    [days] = spans(project)

    assert (
        is_followed(days, exit_on and day(exit_on), died_on and day(died_on), day("3.3.")) == expected  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("contact", "broken_on", "flagged_on"),
    [
        pytest.param("17.2.", "4.3.", "4.3.", id="on a Wednesday"),
        pytest.param("20.2.", "7.3.", "9.3.", id="on a Saturday: on Monday"),
        pytest.param("19.3.", "3.4.", "7.4.", id="on Good Friday: after Easter"),
    ],
)
def test_a_broken_rule_is_flagged_within_one_working_day(
    contact: str, broken_on: str, flagged_on: str
) -> None:
    state = contact_state(facts("1.1.", made=contact), day("30.4."))

    assert (state.broken_on, state.flagged_on) == (day(broken_on), day(flagged_on))


DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 7, 31))
RULES = st.builds(
    ContactRule,
    longest_gap=st.none() | st.integers(1, 40),
    weekly=st.integers(0, 3),
    weeks=st.integers(0, 8),
    face_to_face=st.integers(0, 1),
)


@st.composite
def stays(draw: st.DrawFn) -> ContactFacts:
    """A stay from January on with phases that follow each other, absences and contacts."""
    starts = sorted(draw(st.lists(DAYS, max_size=3, unique=True)))
    ends = [start - dt.timedelta(days=1) for start in starts[1:]]
    lengths = draw(st.lists(st.tuples(DAYS, st.integers(0, 30)), max_size=3))
    return ContactFacts(
        entry_on=draw(DAYS),
        rule=draw(RULES),
        contacts=tuple(
            draw(st.lists(st.builds(Contact, DAYS, st.sampled_from([Way.REMOTE, Way.FACE_TO_FACE]))))
        ),
        absences=tuple(Span(first, first + dt.timedelta(days=length)) for first, length in lengths),
        phases=tuple(
            Phase(Span(start, end), draw(RULES)) for start, end in zip(starts, [*ends, None], strict=False)
        ),
    )


@given(stays(), DAYS)
def test_nothing_is_asked_of_who_is_away(stay: ContactFacts, today: dt.date) -> None:
    away = replace(stay, absences=(*stay.absences, Span(today)))

    state = contact_state(away, today)

    assert not state.is_short
    assert not state.is_broken
    assert state.days_without <= days_without_contact(stay, today)


@given(stays(), DAYS)
def test_a_contact_today_mends_what_was_broken(stay: ContactFacts, today: dt.date) -> None:
    if today < stay.entry_on:
        return
    met = replace(stay, contacts=(*stay.contacts, Contact(today, Way.FACE_TO_FACE)))

    assert not contact_state(met, today).is_broken


@given(stays(), DAYS)
def test_the_contacts_since_the_latest_weeks_are_enough(stay: ContactFacts, today: dt.date) -> None:
    """What the service fetches gives what all contacts give."""
    made = [contact for contact in stay.contacts if contact.on <= today]
    in_person = [contact for contact in made if contact.way == Way.FACE_TO_FACE]
    latest = max((contact.on for contact in made), default=today)
    latest_in_person = max((contact.on for contact in in_person), default=today)
    enough = [
        contact
        for contact in made
        if contact.on >= monday_of(latest)
        or (contact.way == Way.FACE_TO_FACE and contact.on >= monday_of(latest_in_person))
    ]

    assert contact_state(replace(stay, contacts=tuple(enough)), today) == contact_state(stay, today)


@given(stays(), DAYS)
def test_a_breach_lies_in_the_stay_and_is_flagged_in_time(stay: ContactFacts, today: dt.date) -> None:
    state = contact_state(stay, today)

    if state.broken_on is None or state.flagged_on is None:
        return
    assert state.is_short
    assert stay.entry_on < state.broken_on <= today
    assert is_working_day(state.flagged_on)
    assert is_within_a_working_day(state.broken_on, state.flagged_on)
