"""Tasks that rules make: once, for who is responsible, closed when their reason is gone; and contacts by phase."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from clients.models import (
    Absence,
    Agreement,
    Assignment,
    Case,
    CoachingPeriod,
    LabourMarketEvent,
    Phase,
    Plan,
    Task,
)
from clients.rules.contacts import ContactRule, ContactState, Shortage
from clients.rules.due import EndFacts, first_reminded_end, is_reminded
from clients.rules.due_tasks import WatchedCase, wanted_tasks
from clients.services.assignments import change_responsible
from clients.services.caseload import overviews, with_facts
from clients.services.stays import close_stay, undo_closing
from clients.services.watch import Watched, watch
from tasmat import clock
from tasmat.tenancy.base import new_id
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, inside, new_case, new_entry

TODAY = address("today")
MONDAY = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def ago(days: int) -> dt.date:
    return DAY - dt.timedelta(days=days)


def in_phase(cast: Cast, case: Case, since: dt.date, **rule: int | None) -> Phase:
    """The case is from a day on in a phase with two contacts a week for four weeks, then fourteen days."""
    usual = {"weekly_contacts": 2, "weekly_for_weeks": 4, "longest_gap_days": 14}
    with inside(cast):
        phase: Phase = Phase.objects.create(project=cast.project, name_fi="Alku", **(usual | rule))
        CoachingPeriod.objects.create(case=case, phase=phase, starts_on=since)
    return phase


def look(cast: Cast, on: dt.date = DAY) -> Watched:
    with inside(cast):
        return watch(on, clock.now())


def tasks(cast: Cast) -> list[tuple[str, dt.date | None, str, bool]]:
    """Of each task of a rule: its kind, its day, whose it is, whether it is open."""
    with inside(cast):
        rows = Task.objects.exclude(kind="own").select_related("owner__user").order_by("due_on", "kind")
        return [(row.kind, row.due_on, row.owner.user.name.split()[0], not row.done_at) for row in rows]


EXIT = dt.date(2026, 2, 3)
KNOWN = EndFacts(EXIT, "employed", False, False, "job_search", None)
BROKEN = ContactState(20, 14, Shortage.GAP, 0, 1, ago(1), DAY)


@pytest.mark.parametrize(
    ("contact", "end", "is_later_known", "on", "expected"),
    [
        pytest.param(None, None, False, DAY, [], id="nothing"),
        pytest.param(ContactState(3, 14), None, False, DAY, [], id="contacted in time"),
        pytest.param(BROKEN, None, False, DAY, ["contact_rule 3.3."], id="a broken rule"),
        pytest.param(
            ContactState(15, 14, Shortage.GAP, broken_on=dt.date(2026, 3, 7)), None, False,
            dt.date(2026, 3, 8), [], id="broken on Saturday: not on Sunday",
        ),
        pytest.param(
            ContactState(17, 14, Shortage.GAP, broken_on=dt.date(2026, 3, 7)), None, False,
            dt.date(2026, 3, 9), ["contact_rule 9.3."], id="but on Monday",
        ),
        pytest.param(None, KNOWN, False, DAY, ["follow_up_28 3.3.", "follow_up_6 3.8."], id="after an exit"),
        pytest.param(None, KNOWN, True, DAY, ["follow_up_6 3.8."], id="a later situation is known"),
        pytest.param(
            None, replace(KNOWN, six_month_status="employed"), True, DAY, [], id="all known",
        ),
        pytest.param(
            None, EndFacts(EXIT, None, None, None, None, None), True, DAY,
            ["end_data 3.3.", "follow_up_6 3.8."], id="end data missing",
        ),
        pytest.param(
            None, KNOWN, False, EXIT + dt.timedelta(days=57), ["follow_up_6 3.8."],
            id="28 days after the 28 days nobody asks any more",
        ),
    ],
)  # fmt: skip
def test_what_the_rules_want(
    contact: ContactState | None, end: EndFacts | None, is_later_known: bool, on: dt.date, expected: list[str]
) -> None:
    """Issue 2/7: a broken contact rule, end data, ESF follow-ups at 28 days and 6 months from the exit."""
    wanted = wanted_tasks(WatchedCase(new_id(), new_id(), contact, end, is_later_known), on)

    assert [f"{task.kind} {task.due_on.day}.{task.due_on.month}." for task in wanted] == expected


@pytest.mark.parametrize("today", [DAY, dt.date(2026, 9, 30), dt.date(2027, 2, 28), dt.date(2028, 2, 29)])
def test_the_first_end_of_projects_whose_tasks_are_brought_up(today: dt.date) -> None:
    first = first_reminded_end(today)

    assert is_reminded(first, today)
    assert not is_reminded(first - dt.timedelta(days=1), today)


def test_looking_twice_makes_a_task_once(cast: Cast) -> None:
    new_case(cast, "LATE", entry_on=ago(15))
    new_entry(cast, new_case(cast, "FRESH"), ago(1))

    assert look(cast) == Watched(made=1, closed=0)
    assert look(cast) == Watched(made=0, closed=0)
    assert tasks(cast) == [("contact_rule", DAY, "Aino", True)]


def test_a_contact_closes_the_task_by_nobody(cast: Cast) -> None:
    case = new_case(cast, "LATE", entry_on=ago(20))
    look(cast)
    new_entry(cast, case, DAY, author=cast.mirja)

    assert look(cast) == Watched(made=0, closed=1)
    with inside(cast):
        task = Task.objects.get()
    assert task.done_at is not None
    assert task.done_by_id is None


def test_what_a_person_has_done_is_not_made_again(cast: Cast) -> None:
    new_case(cast, "LATE", entry_on=ago(20))
    look(cast)
    with inside(cast):
        task = Task.objects.get()
    browser_of(cast.aino).post(address("task_done", task.id))

    assert look(cast) == Watched(made=0, closed=0)
    assert [is_open for *_rest, is_open in tasks(cast)] == [False]


def test_a_day_that_a_person_has_chosen_stays(cast: Cast) -> None:
    new_case(cast, "LATE", entry_on=ago(20))
    look(cast)
    with inside(cast):
        task = Task.objects.get()
    browser_of(cast.aino).post(address("task_postpone", task.id), {"until": "9.3.2026"})

    look(cast)

    assert tasks(cast) == [("contact_rule", dt.date(2026, 3, 9), "Aino", True)]


def test_leaving_makes_follow_ups_and_undoing_closes_them(cast: Cast) -> None:
    case = new_case(cast, "GONE")
    new_entry(cast, case, ago(1))
    with inside(cast):
        close_stay(case, exit_on=DAY, exit_status="employed")

    look(cast)

    assert tasks(cast) == [
        ("end_statement", dt.date(2026, 3, 17), "Aino", True),
        ("end_data", dt.date(2026, 3, 31), "Aino", True),
        ("follow_up_28", dt.date(2026, 3, 31), "Aino", True),
        ("follow_up_6", dt.date(2026, 9, 3), "Aino", True),
    ]
    with inside(cast):
        undo_closing(case)
    assert look(cast) == Watched(made=0, closed=4)
    with inside(cast):
        close_stay(case, exit_on=DAY, exit_status="employed")
        LabourMarketEvent.objects.create(
            stay=case.stays.get(), on=DAY + dt.timedelta(days=9), status="employed"
        )
    assert look(cast) == Watched(made=3, closed=0)
    assert [is_open for *_rest, is_open in tasks(cast)] == [True, True, False, True]


def test_reviews_and_ends_of_agreements_come_up_two_weeks_before(cast: Cast) -> None:
    case = new_case(cast)
    new_entry(cast, case, DAY)
    with inside(cast):
        for days in (14, 15):
            kind = "coaching" if days == 14 else "preliminary"
            Plan.objects.create(case=case, kind=kind, starts_on=ago(80), review_on=ago(-days))
        common = {"case": case, "kind": "own_workshop", "starts_on": ago(30), "made_by": cast.aino}
        ending = Agreement.objects.create(**common, ends_on=ago(-14))
        Agreement.objects.create(**common, ends_on=ago(-15))
        Agreement.objects.create(**common, ends_on=ago(1))
        Agreement.objects.create(**common, ends_on=ago(-3), ended_early_on=ago(2))

    look(cast)

    assert tasks(cast) == [
        ("agreement_ends", ago(-14), "Aino", True),
        ("plan_review", ago(-14), "Aino", True),
    ]
    with inside(cast):
        extension = {**common, "starts_on": ago(-15), "ends_on": ago(-60)}
        Agreement.objects.create(**extension, extends=ending)
        Plan.objects.filter(kind="coaching").update(review_on=ago(-90))
    assert look(cast) == Watched(made=0, closed=2)


def test_death_closes_every_task_of_a_rule(cast: Cast) -> None:
    case = new_case(cast, "LATE", entry_on=ago(20))
    look(cast)
    with inside(cast):
        case.client.died_on = DAY
        case.client.save()

    assert look(cast) == Watched(made=0, closed=1)


def test_a_task_goes_to_the_next_coach(cast: Cast) -> None:
    case = new_case(cast, "LATE", entry_on=ago(20))
    look(cast)
    with inside(cast):
        change_responsible(case, cast.bertta, from_on=DAY, reason="Aino leaves")

    look(cast)

    assert tasks(cast) == [("contact_rule", ago(5), "Bertta", True)]


def test_a_substitute_keeps_the_task_that_was_handed_over(cast: Cast) -> None:
    case = new_case(cast, "LATE", entry_on=ago(20))
    look(cast)
    with inside(cast):
        Assignment.objects.create(case=case, member=cast.bertta, role="substitute", from_on=DAY, until_on=DAY)
        Task.objects.update(owner=cast.bertta)

    look(cast)

    assert [name for _kind, _day, name, _open in tasks(cast)] == ["Bertta"]


def test_the_look_asks_the_same_number_of_queries_for_any_number_of_cases(cast: Cast) -> None:
    def asked() -> int:
        with inside(cast), CaptureQueriesContext(connection) as captured:
            watch(DAY, clock.now())
        return len(captured)

    new_case(cast, "C", entry_on=ago(20))
    look(cast)
    before = asked()
    for number in range(10):
        new_case(cast, f"C{number}", entry_on=ago(20))
    look(cast)

    assert asked() == before


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        pytest.param(
            [],
            "0 of 2 contacts this week, until Sun 8.3. · no contact yet",
            id="none",
        ),
        pytest.param(
            [("contact", {})],
            "1 of 2 contacts this week, until Sun 8.3. · last on Mon 2.3. (contact, phone)",
            id="one",
        ),
        pytest.param([("contact", {}), ("meeting", {"channel": "remote"})], None, id="both"),
        pytest.param(
            [("contact", {}), ("no_answer", {})],
            "1 of 2 contacts this week, until Sun 8.3. · last on Mon 2.3. (contact, phone)",
            id="an attempt is no contact",
        ),
        pytest.param(
            [("contact", {"counterpart": "employer"}), ("contact", {"counterpart": "network"})],
            "0 of 2 contacts this week, until Sun 8.3. · no contact yet",
            id="with others than the client",
        ),
        pytest.param(
            [("observation", {}), ("note", {})],
            "0 of 2 contacts this week, until Sun 8.3. · no contact yet",
            id="observations",
        ),
        pytest.param(
            [("home_visit", {"channel": "face"}), ("workplace_visit", {"channel": "face"})], None, id="visits"
        ),
    ],
)
def test_who_is_short_this_week(
    entries: list[tuple[str, dict[str, str]]], words: str | None, cast: Cast
) -> None:
    """The first card of Today: the reason in words."""
    case = new_case(cast, "NEW", entry_on=MONDAY)
    in_phase(cast, case, MONDAY)
    for kind, facts in entries:
        new_entry(cast, case, MONDAY, kind, **facts)

    response = browser_of(cast.aino).get(TODAY)

    rows = [row.words for group in response.context["contacts"] for row in group.rows]
    assert rows == ([words] if words else [])
    assert response.context["rule"] == "rule: by project and phase; absences stop the clock"


def test_contacts_of_other_staff_count(cast: Cast) -> None:
    case = new_case(cast, "NEW", entry_on=MONDAY)
    in_phase(cast, case, MONDAY)
    new_entry(cast, case, MONDAY, author=cast.aino)
    new_entry(cast, case, DAY, author=cast.mirja)

    assert browser_of(cast.aino).get(TODAY).context["contacts"] == []


def test_face_to_face_is_counted_apart(cast: Cast) -> None:
    case = new_case(cast, "NEW", entry_on=MONDAY)
    in_phase(cast, case, MONDAY, weekly_face_to_face=1)
    new_entry(cast, case, MONDAY)
    new_entry(cast, case, DAY)

    [group] = browser_of(cast.aino).get(TODAY).context["contacts"]

    assert group.rows[0].words.startswith("0 of 1 meetings face to face this week, until Sun 8.3.")


def test_a_week_that_was_short_is_said_until_the_next_contact(cast: Cast) -> None:
    case = new_case(cast, "NEW", entry_on=dt.date(2026, 2, 23))
    in_phase(cast, case, dt.date(2026, 2, 23))
    new_entry(cast, case, dt.date(2026, 2, 24))
    browser = browser_of(cast.aino)

    [group] = browser.get(TODAY).context["contacts"]

    assert group.rows[0].words == (
        "0 of 2 contacts this week, until Sun 8.3. · rule broken since Mon 2.3."
        " · last on Tue 24.2. (contact, phone)"
    )
    assert look(cast) == Watched(made=1, closed=0)
    page = browser.get(address("cases"), {"missing": "contact"})
    assert re.search(r"app-pill--warn\W+0 / 2 contacts this week", page.content.decode())
    with inside(cast):
        Absence.objects.create(case=case, kind="holiday", starts_on=DAY)
    assert browser.get(TODAY).context["contacts"] == []


def test_the_longest_broken_rule_comes_first(cast: Cast) -> None:
    week = new_case(cast, "WEEK", entry_on=MONDAY)
    in_phase(cast, week, MONDAY)
    new_case(cast, "LATE", entry_on=ago(16))
    new_case(cast, "LATER", entry_on=ago(18))

    [group] = browser_of(cast.aino).get(TODAY).context["contacts"]

    assert [row.case.case.client.first_name for row in group.rows] == [
        "LATER-first",
        "LATE-first",
        "WEEK-first",
    ]


def test_a_phase_without_numbers_asks_nothing(cast: Cast) -> None:
    case = new_case(cast, "FREE", entry_on=ago(100))
    empty = {"weekly_contacts": None, "weekly_for_weeks": None, "longest_gap_days": None}
    in_phase(cast, case, ago(100), **empty)

    assert browser_of(cast.aino).get(TODAY).context["contacts"] == []
    with inside(cast):
        [row] = overviews(with_facts(Case.objects.all(), DAY), DAY)
    assert row.contact == ContactState(100, ContactRule(None).longest_gap)
