"""What follows an ending: the list on the case's page, the end statement until it is sent, what undoing does to it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils.translation import override
from pytest_django import Settings

from clients.choices import StatementKind
from clients.models import (
    Case,
    Client,
    Equipment,
    Handover,
    LabourMarketEvent,
    Statement,
    Stay,
)
from clients.rules.afterwards import Following, Stage, following
from clients.rules.due import EndFacts, StatementFacts, dues
from clients.rules.due_tasks import WatchedCase, wanted_tasks
from clients.rules.statements import State, due_on
from clients.services.network import let_in
from clients.services.plan_versions import LINK_IS_VALID, agree_on, issue_link
from clients.services.plans import start_plan
from clients.services.statements import begin, mark_sent
from clients.services.stays import close_stay, reenter, undo_closing
from clients.statements import compose
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Project
from tasmat.ui.templatetags.ui import day_of_year
from tests.cast import DAY, IISALMI, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, queries_of
from tests.clients.test_case_rules import KNOWN as START
from tests.clients.test_statements import as_seen

EXIT = dt.date(2026, 2, 3)
END = EndFacts(EXIT, "employed", False, False, "job_search", None)
ALL = {
    "exit_on": "2.3.2026",
    "exit_status": "employed",
    "exit_in_education": "no",
    "exit_qualification": "no",
    "direction": "vocational_studies",
}


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def close(browser: Browser, case: Case, **typed: str) -> Any:
    return browser.post(address("case_close", case.id), {**ALL, **typed})


def listed(browser: Browser, case: Case) -> list[tuple[str, str]]:
    """Words and pill of each thing that follows."""
    rows = browser.get(address("case", case.id)).context["following"]
    return [(row.words, row.pill.text) for row in rows]


def statements(cast: Cast, case: Case) -> list[Statement]:
    with inside(cast):
        return list(Statement.objects.filter(case=case).order_by("number"))


def write_and_approve(cast: Cast, browser: Browser, case: Case) -> Statement:
    """By the pages, from the list of what follows."""
    browser.post(address("case_statements", case.id), {"kind": "end", "language": "en"})
    [*_earlier, statement] = statements(cast, case)
    typed = as_seen(statement, recipient="Työllisyysalue", recommendation="Jatkaa.") | {"approve": "yes"}
    browser.post(address("case_statement", case.id, statement.id), typed)
    browser.post(address("case_statement_approve", case.id, statement.id), {"client_has_seen": "yes"})
    return statement


def send(browser: Browser, case: Case, statement: Statement) -> Any:
    typed = {"sent_on": "3.3.2026", "sent_how": "secure_mail"}
    return browser.post(address("case_statement_sent", case.id, statement.id), typed)


@pytest.mark.parametrize(
    ("statement", "has_later", "six", "on", "expected"),
    [
        # Regulation (EU) 2021/1057, Annex I, and SFC2021: four weeks and six months from the exit.
        pytest.param(
            StatementFacts(dt.date(2026, 2, 17)), False, None, EXIT,
            ["statement now 17.2.", "28 coming 3.3.", "6 coming 3.8."], id="the last day itself",
        ),
        pytest.param(
            StatementFacts(dt.date(2026, 2, 17), State.APPROVED), False, None, dt.date(2026, 2, 18),
            ["statement late 17.2.", "28 coming 3.3.", "6 coming 3.8."], id="approved is not sent",
        ),
        pytest.param(
            StatementFacts(dt.date(2026, 2, 17), State.SENT), False, None, dt.date(2026, 3, 2),
            ["statement done", "28 coming 3.3.", "6 coming 3.8."], id="day 27",
        ),
        pytest.param(
            StatementFacts(), False, None, dt.date(2026, 3, 3), ["28 now 3.3.", "6 coming 3.8."],
            id="day 28 is in (B12); no statement is asked",
        ),
        pytest.param(
            StatementFacts(), False, None, dt.date(2026, 3, 4), ["28 late 3.3.", "6 coming 3.8."],
            id="day 29 is out (B13)",
        ),
        pytest.param(
            StatementFacts(), True, None, dt.date(2026, 3, 4), ["28 done", "6 coming 3.8."], id="a job is known",
        ),
        pytest.param(
            StatementFacts(), False, None, dt.date(2026, 4, 1), ["6 coming 3.8."], id="asked no more",
        ),
        pytest.param(StatementFacts(), False, None, dt.date(2026, 8, 2), ["6 coming 3.8."], id="the day before"),
        pytest.param(StatementFacts(), False, None, dt.date(2026, 8, 3), ["6 now 3.8."], id="six months"),
        pytest.param(StatementFacts(), False, "employed", dt.date(2026, 8, 3), ["6 done"], id="answered"),
        pytest.param(
            StatementFacts(None, State.SENT), False, "employed", dt.date(2026, 8, 3),
            ["statement done", "6 done"], id="sent though nobody asked",
        ),
    ],
)  # fmt: skip
def test_what_follows_on_a_day(
    statement: StatementFacts, has_later: bool, six: str | None, on: dt.date, expected: list[str]
) -> None:
    end = EndFacts(EXIT, "employed", False, False, "job_search", six)

    found = following(end, statement, has_later_situation=has_later, today=on)

    assert [in_short(each) for each in found] == expected


def in_short(each: Following) -> str:
    name = {"end_statement": "statement", "follow_up_28": "28", "follow_up_6": "6"}[each.kind]
    day = f" {each.on.day}.{each.on.month}." if each.on else ""
    return f"{name} {each.stage.value}{day}"


def test_the_end_of_august_is_followed_up_at_the_end_of_february() -> None:
    """Worked case B14: exit 31.8.2024, six months after is 28.2.2025."""
    end = EndFacts(dt.date(2024, 8, 31), None, None, None, None, None)

    [_window, six] = following(end, StatementFacts(), has_later_situation=False, today=end.exit_on)

    assert six == Following(six.kind, Stage.COMING, dt.date(2025, 2, 28))


@pytest.mark.parametrize("state", [None, *State])
@pytest.mark.parametrize("has_later", [True, False])
@pytest.mark.parametrize("days", [0, 14, 15, 28, 56, 57, 181, 400])
def test_the_list_and_the_tasks_of_the_rules_want_the_same(
    state: State | None, has_later: bool, days: int
) -> None:
    today, statement = EXIT + dt.timedelta(days=days), StatementFacts(due_on(EXIT, 14), state)
    shown = following(END, statement, has_later_situation=has_later, today=today)
    watched = WatchedCase(new_id(), new_id(), None, END, has_later, statement)

    wanted = wanted_tasks(watched, today)

    assert {(row.kind, row.on) for row in shown if row.stage != Stage.DONE} == {
        (task.kind, task.due_on) for task in wanted
    }


@pytest.mark.parametrize(
    ("state", "words"),
    [(None, "not written"), (State.DRAFT, "being written"), (State.APPROVED, "approved, not sent")],
)
def test_a_statement_is_due_until_it_is_sent(state: State | None, words: str) -> None:
    [due] = dues(START, END, DAY, StatementFacts(dt.date(2026, 2, 17), state))

    with override("en"):
        assert ([str(gap.label) for gap in due.gaps], due.is_late) == ([words], True)


def test_an_ended_case_says_what_follows_until_it_is_done(cast: Cast, eero: Case, aino: Browser) -> None:
    later = [
        ("Ask the situation 28 days after the last day", "on 30.3.2026"),
        ("Ask the situation six months after the last day", "on 2.9.2026"),
    ]

    close(aino, eero)
    unwritten = listed(aino, eero)
    statement = write_and_approve(cast, aino, eero)
    approved = listed(aino, eero)
    send(aino, eero, statement)

    assert unwritten == [("Write the end statement", "by 16.3.2026"), *later]
    assert approved == [("Send the end statement and mark it as sent", "by 16.3.2026"), *later]
    assert listed(aino, eero) == [("End statement", "sent"), *later]
    assert aino.get(address("today")).context["dues"] == []


def test_today_and_the_list_of_clients_name_the_unsent_statement(
    cast: Cast, eero: Case, aino: Browser
) -> None:
    close(aino, eero)

    [group] = aino.get(address("today")).context["dues"]
    cases = aino.get(f"{address('cases')}?{group.query}").context["page"]

    assert (group.title, [row.words for row in group.rows]) == ("End statement", ["not written"])
    assert [row.case.id for row in cases] == [eero.id]


def test_no_statement_is_needed_for_a_reason_that_only_coaches_read(
    cast: Cast, eero: Case, aino: Browser
) -> None:
    close(aino, eero)
    url, reason = address("case_no_statement", eero.id), "Asiakas ei halua, ettei sitä lähetetä."

    refused = aino.post(url, {"no_statement_reason": " "})
    aino.post(url, {"no_statement_reason": reason})

    assert list(errors_of(refused)) == ["no_statement_reason"]
    assert listed(aino, eero)[0] == ("End statement", "not needed")
    assert reason in aino.get(address("case", eero.id)).content.decode()
    assert reason not in browser_of(cast.mirja).get(address("case", eero.id)).content.decode()
    assert aino.get(address("today")).context["dues"] == []
    aino.post(url, {"remove": "yes"})
    assert listed(aino, eero)[0] == ("Write the end statement", "by 16.3.2026")


def test_a_manager_sees_that_it_waits_but_writes_it_not(cast: Cast, eero: Case, aino: Browser) -> None:
    close(aino, eero)

    [statement, *_later] = browser_of(cast.mirja).get(address("case", eero.id)).context["following"]

    assert (statement.words, statement.url, statement.other_url) == ("Write the end statement", "", "")
    assert browser_of(cast.mirja).get(address("case_no_statement", eero.id)).status_code == 403


def test_a_project_that_writes_none_asks_for_none(cast: Cast, eero: Case, aino: Browser) -> None:
    with inside(cast):
        Project.objects.filter(id=eero.project_id).update(end_statement_days=None)
    close(aino, eero)

    assert [words for words, _pill in listed(aino, eero)] == [
        "Ask the situation 28 days after the last day",
        "Ask the situation six months after the last day",
    ]
    assert aino.get(address("today")).context["dues"] == []


def test_what_was_ended_elsewhere_asks_for_no_statement(cast: Cast, eero: Case, aino: Browser) -> None:
    with inside(cast):
        Stay.objects.filter(case=eero).update(exit_on=dt.date(2026, 3, 2))

    assert "Write the end statement" not in dict(listed(aino, eero))


def leave_things_open(cast: Cast, case: Case) -> None:
    with inside(cast):
        Equipment.objects.create(case=case, what="Turvakengät", handed_on=DAY)
        agree(cast, case)
        let_in(case, cast.pauli, agreed_on=DAY, until_on=dt.date(2026, 5, 1), from_on=dt.date(2026, 1, 1))
        plan = start_plan(case, "coaching", starts_on=DAY)
        version, _is_new = agree_on(plan, cast.aino, made_on=DAY)
        issue_link(version)


def agree(cast: Cast, case: Case, **facts: Any) -> Handover:
    defaults = {
        "direction": "vocational_studies",
        "to_body": "Savon ammattiopisto",
        "to_person": "Maija Ohjaaja",
        "agreed_on": dt.date(2026, 3, 1),
        "recorded_by": cast.aino,
    }
    way: Handover = Handover.objects.create(case=case, **{**defaults, **facts})
    return way


OPEN = [
    ("Turvakengät", "not returned"),
    ("Savon ammattiopisto", "not handed over"),
    ("Pauli Kumppani, – 1.5.2026", "partner sees the case"),
    (f"The client's link to the plan, – {day_of_year(DAY + LINK_IS_VALID)}", "link open"),
]


def test_what_is_still_open_stands_before_and_after_the_ending(cast: Cast, eero: Case, aino: Browser) -> None:
    leave_things_open(cast, eero)

    before = aino.get(address("case_close", eero.id)).context["things"]
    close(aino, eero)

    with override("en"):
        assert [(thing.words, str(thing.kind)) for thing, _url in before] == OPEN
    assert listed(aino, eero)[1:5] == OPEN
    for row in aino.get(address("case", eero.id)).context["following"]:
        assert not row.url or aino.get(row.url).status_code == 200
    of_manager = browser_of(cast.mirja).get(address("case", eero.id)).context["following"]
    assert [(row.words, row.pill.text) for row in of_manager][1:2] == OPEN[:1]
    assert "Savon ammattiopisto" not in {row.words for row in of_manager}


def test_the_dead_are_asked_nothing_but_what_is_to_be_returned(cast: Cast, eero: Case, aino: Browser) -> None:
    with inside(cast):
        Equipment.objects.create(case=eero, what="Turvakengät", handed_on=dt.date(2026, 1, 7))
        agree(cast, eero, handed_over_on=dt.date(2026, 3, 1))
        close_stay(eero, exit_on=dt.date(2026, 3, 2))
        Client.objects.filter(id=eero.client_id).update(died_on=dt.date(2026, 3, 2))

    assert listed(aino, eero) == [("Turvakengät", "not returned")]
    assert aino.get(address("today")).context["dues"] == []


def test_a_protected_address_stays_hidden_through_the_ending(cast: Cast, aino: Browser) -> None:
    """Neither the pages of the ending nor the statement and its form name the municipality."""
    case = new_case(cast, "SALA", has_protected_address=True)
    pages = [aino.get(address("case_close", case.id))]
    close(aino, case)
    statement = write_and_approve(cast, aino, case)
    afterwards = ("case", "case_undo_close", "case_no_statement", "case_reenter")
    pages += [aino.get(address(route, case.id)) for route in afterwards]
    pages.append(aino.get(address("case_statement", case.id, statement.id)))

    assert [page.status_code for page in pages] == [200] * 6
    assert not [page for page in pages if "Iisalmi" in page.content.decode()]


def test_a_move_after_the_ending_changes_neither_stay_nor_statement(
    cast: Cast, eero: Case, aino: Browser
) -> None:
    """The quota of entry and the coach stay; what was composed tells no municipality (issue 2/7)."""
    close(aino, eero)
    with inside(cast):
        Client.objects.filter(id=eero.client_id).update(municipality=KIURUVESI)
        quota = Case.objects.get(id=eero.id).area.municipality_id
        home = Stay.objects.get(case=eero).municipality_id
        told = "".join(section.text for section in compose(eero, StatementKind.END, "en"))

    assert (home, quota) == (IISALMI, IISALMI)
    assert "Kiuruvesi" not in told
    assert listed(aino, eero)[0] == ("Write the end statement", "by 16.3.2026")


def test_the_direction_is_that_of_the_plan_and_is_confirmed(cast: Cast, eero: Case, aino: Browser) -> None:
    with inside(cast):
        agree(cast, eero, direction="job_search", agreed_on=dt.date(2026, 1, 1))
        agree(cast, eero)

    page = aino.get(address("case_close", eero.id))

    assert page.context["form"]["direction"].value() == "vocational_studies"
    assert "Vocational studies: Savon ammattiopisto, Maija Ohjaaja" in page.content.decode()
    with inside(cast):
        assert Stay.objects.get(case=eero).direction is None
    shown_to_manager = browser_of(cast.mirja).get(address("case_close", eero.id))
    assert shown_to_manager.context["form"]["direction"].value() == "vocational_studies"
    assert "Savon ammattiopisto" not in shown_to_manager.content.decode()


def test_what_was_agreed_before_a_return_is_not_the_way_on_from_it(
    cast: Cast, eero: Case, aino: Browser
) -> None:
    with inside(cast):
        agree(cast, eero, agreed_on=dt.date(2026, 1, 7))
        close_stay(eero, exit_on=dt.date(2026, 1, 15))
        reenter(eero, entry_on=dt.date(2026, 2, 2), municipality=eero.stays.get().municipality)

    assert aino.get(address("case_close", eero.id)).context["form"]["direction"].value() is None


@pytest.mark.parametrize(
    ("came_out", "told"),
    [
        (
            "vocational_studies",
            "Vocational studies\nSavon ammattiopisto, Maija Ohjaaja, handed over 2.3.2026",
        ),
        ("job_search", "Job search with the employment services"),
        (None, "Vocational studies\nSavon ammattiopisto, Maija Ohjaaja, handed over 2.3.2026"),
    ],
)
def test_the_statement_tells_the_agreed_way_unless_it_came_out_otherwise(
    came_out: str | None, told: str, cast: Cast, eero: Case
) -> None:
    with inside(cast):
        agree(cast, eero, handed_over_on=dt.date(2026, 3, 2))
        close_stay(eero, exit_on=DAY, direction=came_out)
        sections = {section.key: section.text for section in compose(eero, StatementKind.END, "en")}

    assert sections["way_on"] == told


def test_undoing_keeps_a_sent_statement_marks_it_and_the_next_ending_asks_anew(
    cast: Cast, eero: Case, aino: Browser
) -> None:
    close(aino, eero)
    sent = write_and_approve(cast, aino, eero)
    send(aino, eero, sent)
    asked = aino.get(address("case_undo_close", eero.id)).content.decode()

    aino.post(address("case_undo_close", eero.id))
    read = aino.get(address("case_statement", eero.id, sent.id)).content.decode()
    close(aino, eero, exit_on="3.3.2026")
    again = listed(aino, eero)[0]
    aino.post(address("case_statements", eero.id), {"kind": "end", "language": "en"})

    assert "it was sent on 3.3.2026 to Työllisyysalue. Tell them that the case goes on." in asked
    assert "tell the recipient that the case goes on" in read
    assert again == ("Write the end statement", "by 17.3.2026")
    [first, second] = statements(cast, eero)
    assert first.sent_on == DAY
    assert first.void_since is not None
    assert "3.3.2026" in second.sections[0]["text"]
    assert {section["key"]: section["text"] for section in second.sections}["recommendation"] == ""


def test_what_was_approved_of_an_ending_undone_is_sent_no_more(cast: Cast, eero: Case, aino: Browser) -> None:
    close(aino, eero)
    statement = write_and_approve(cast, aino, eero)
    with inside(cast):
        undo_closing(eero)

    send(aino, eero, statement)

    page = aino.get(address("case_statement", eero.id, statement.id)).content.decode()
    assert statements(cast, eero)[0].sent_on is None
    assert "it is not sent any more" in page
    assert "Mark as sent" not in page


def test_a_draft_goes_on_after_an_undoing(cast: Cast, eero: Case, aino: Browser) -> None:
    close(aino, eero)
    with inside(cast):
        begin(eero, StatementKind.END, cast.aino, language="en", today=DAY)
        undo_closing(eero)
    close(aino, eero)

    assert listed(aino, eero)[0] == ("Finish and approve the end statement", "by 16.3.2026")


def test_a_return_asks_for_a_statement_of_its_own(cast: Cast, eero: Case, aino: Browser) -> None:
    """A sent statement tells of the first stay; the second one ends with another."""
    with inside(cast):
        close_stay(eero, exit_on=dt.date(2026, 1, 15))
        early = begin(eero, StatementKind.END, cast.aino, language="en", today=DAY)
        at = dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC)
        Statement.objects.filter(id=early.id).update(approved_at=at, approved_by=cast.aino, composed_at=at)
        mark_sent(early, cast.aino, sent_on=dt.date(2026, 1, 20), sent_how="secure_mail")
        reenter(eero, entry_on=dt.date(2026, 2, 2), municipality=eero.stays.get().municipality)

    close(aino, eero)

    assert listed(aino, eero)[0] == ("Write the end statement", "by 16.3.2026")


def test_the_page_asks_as_much_of_the_database_whatever_follows(
    cast: Cast, eero: Case, aino: Browser
) -> None:
    close(aino, eero)
    few = queries_of(aino, address("case", eero.id))
    leave_things_open(cast, eero)
    with inside(cast):
        for number in range(10):
            Equipment.objects.create(case=eero, what=f"Väline {number}", handed_on=DAY)
            LabourMarketEvent.objects.create(stay=eero.stays.get(), on=DAY, status="employed")

    assert queries_of(aino, address("case", eero.id)) == few
