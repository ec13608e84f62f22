"""Tänään: who needs a contact, what is due, for a coach and for a manager."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Absence, Assignment, Case, Task
from clients.services.stays import close_stay, need_no_statement
from tasmat.access.areas import grant_areas
from tasmat.access.roles import Role
from tasmat.audit.models import AccessEvent
from tasmat.tenancy.models import Project
from tests.cast import DAY, IISALMI, KIURUVESI, Cast, make_project
from tests.clients.casework import address, browser_of, inside, new_case, new_entry, queries_of
from tests.world import make_referral

TODAY = address("today")


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def ago(days: int) -> dt.date:
    return DAY - dt.timedelta(days=days)


def waiting(browser: Browser, query: str = "") -> list[tuple[str, list[str]]]:
    """Of each group of the card: its heading and the reasons in words."""
    groups = browser.get(f"{TODAY}{query}").context["contacts"]
    return [(group.title, [row.words for row in group.rows]) for group in groups]


def due(browser: Browser) -> list[tuple[str, list[str]]]:
    groups = browser.get(TODAY).context["dues"]
    return [(group.title, [row.words for row in group.rows]) for group in groups]


def test_a_coach_sees_who_has_not_been_contacted_and_why(cast: Cast) -> None:
    new_entry(cast, new_case(cast, "FRESH"), ago(3))
    late = new_case(cast, "LATE")
    new_entry(cast, late, ago(20))
    new_entry(cast, late, ago(30), "meeting", channel="face")
    new_entry(cast, late, ago(5), "no_answer")
    new_entry(cast, late, ago(2), "no_answer")
    new_entry(cast, late, ago(1), "note")
    new_case(cast, "NEVER", entry_on=ago(16))

    response = browser_of(cast.aino).get(TODAY)

    assert "You have 3 clients." in response.content.decode()
    assert "2 need a contact." in response.content.decode()
    assert response.context["rule"] == "rule: at least every 14 days; absences stop the clock"
    [group] = response.context["contacts"]
    assert [row.words for row in group.rows] == [
        "20 days without contact (at most 14) · last on Wed 11.2. (contact, phone) · tried 2 times since",
        "16 days without contact (at most 14) · no contact yet",
    ]
    assert f'href="{address("case", late.id)}#kirjaa"' in response.content.decode()


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(0, "Good morning!"), (9, "Good morning!"), (10, "Hello!"), (16, "Hello!"), (17, "Good evening!")],
)
def test_the_greeting_is_by_the_real_time_of_the_set_day(hour: int, greeting: str, cast: Cast) -> None:
    with time_machine.travel(
        dt.datetime(2026, 7, 1, hour - 3 if hour >= 3 else hour + 21, 30, tzinfo=dt.UTC)
    ):
        response = browser_of(cast.aino).get(TODAY)

    assert response.context["heading"] == f"{greeting} Today is Tuesday 3.3."


def test_absence_death_end_and_an_ended_project_stop_the_rule(cast: Cast) -> None:
    away, gone = new_case(cast, "AWAY"), new_case(cast, "GONE")
    new_case(cast, "DEAD", died_on=ago(1))
    with inside(cast):
        Absence.objects.create(case=away, kind="sick", starts_on=ago(2))
        close_stay(gone, exit_on=ago(1), exit_status="employed")

    assert waiting(browser_of(cast.aino)) == []

    with inside(cast):
        Absence.objects.update(ends_on=ago(1))
        Project.objects.update(ends_on=ago(1))

    assert waiting(browser_of(cast.aino)) == []


def test_a_dead_client_has_no_tasks(cast: Cast) -> None:
    case = new_case(cast, "DEAD", gender=None)
    assert due(browser_of(cast.aino)) == [("Start data", ["gender"])]

    with inside(cast):
        case.client.died_on = ago(1)
        case.client.save()

    assert due(browser_of(cast.aino)) == []


def test_tasks_name_what_is_missing_and_what_is_late_comes_first(cast: Cast) -> None:
    new_case(cast, "START", gender=None, born_on=None)
    old, fresh = new_case(cast, "OLD"), new_case(cast, "RECENT")
    with inside(cast):
        close_stay(fresh, exit_on=ago(3), exit_status="employed", direction="job_search")
        close_stay(old, exit_on=ago(100), exit_in_education=False, exit_qualification=False)

    response = browser_of(cast.aino).get(TODAY)

    assert [
        (group.title, [(row.words, row.pill and row.pill.text, row.route) for row in group.rows])
        for group in response.context["dues"]
    ] == [
        (
            "End data",
            [
                ("work situation at exit, direction after the project", "was due 21.12.2025", "case_end"),
                ("in education or training at exit, qualification gained", "by 28.3.2026", "case_end"),
            ],
        ),
        (
            "End statement",
            [("not written", "was due 7.12.2025", "case"), ("not written", "by 14.3.2026", "case")],
        ),
        ("Start data", [("gender, date of birth", None, "case_esf")]),
    ]


def test_a_follow_up_is_due_after_six_months(cast: Cast) -> None:
    case = new_case(cast, "OLD", entry_on=dt.date(2025, 1, 7))
    with inside(cast):
        facts = {"exit_in_education": False, "exit_qualification": False, "direction": "job_search"}
        close_stay(case, exit_on=dt.date(2025, 9, 3), exit_status="employed", **facts)
        need_no_statement(case.stays.get(), "Kukaan ei ohjannut.")

    assert due(browser_of(cast.aino)) == [("Situation six months after", ["situation six months after"])]


def test_tasks_of_a_project_that_ended_long_ago_are_not_brought_up(cast: Cast) -> None:
    new_case(cast, "OLD", gender=None)
    with inside(cast):
        Project.objects.update(ends_on=dt.date(2025, 7, 31))

    assert due(browser_of(cast.aino)) == []


def test_a_coach_sees_the_own_cases_and_those_of_a_substitution(cast: Cast) -> None:
    new_case(cast, "OWN")
    others = new_case(cast, "OTHER", coach=cast.bertta, number=KIURUVESI)
    assert [len(rows) for _title, rows in waiting(browser_of(cast.aino))] == [1]

    with inside(cast):
        Assignment.objects.create(case=others, member=cast.aino, role="substitute", from_on=DAY, until_on=DAY)

    assert [len(rows) for _title, rows in waiting(browser_of(cast.aino))] == [2]


def test_a_manager_sees_all_under_each_coach_and_referrals_but_no_box(cast: Cast) -> None:
    new_case(cast, "OWN")
    new_case(cast, "OTHER", coach=cast.bertta, number=KIURUVESI)
    with inside(cast):
        Case.objects.filter(client__first_name="OWN-first").update(awaits_coach=True)
        Assignment.objects.filter(case__client__first_name="OWN-first").delete()
        make_referral("R", cast.areas[KIURUVESI])

    response = browser_of(cast.mirja).get(TODAY)

    assert [group.title for group in response.context["contacts"]] == [
        "No responsible coach",
        "Bertta Valmentaja",
    ]
    assert "1 referral waits for a decision" in response.content.decode()
    assert "#kirjaa" not in response.content.decode()


def test_a_manager_who_coaches_chooses(cast: Cast) -> None:
    with inside(cast):
        cast.aino.roles = [Role.COACH, Role.MANAGER]
        cast.aino.save()
    new_case(cast, "OWN")
    browser = browser_of(cast.aino)

    assert [title for title, _rows in waiting(browser)] == [""]
    assert [title for title, _rows in waiting(browser, "?whose=all")] == ["Aino Valmentaja"]


def test_long_groups_lead_to_the_list_that_has_them_all(cast: Cast) -> None:
    for number in range(12):
        new_case(cast, f"C{number:02}", gender=None)
    browser = browser_of(cast.aino)

    page = browser.get(TODAY)

    links = re.findall(r'href="([^"]*asiakkaat/\?[^"]*)"', page.content.decode())
    assert len(links) == 2
    for link in links:
        assert browser.get(link.replace("&amp;", "&")).context["page"].paginator.count == 12


def test_the_page_tells_whom_it_showed(cast: Cast) -> None:
    shown = new_case(cast, "SHOWN")
    new_entry(cast, new_case(cast, "FRESH"), ago(1))

    browser_of(cast.aino).get(TODAY)

    with inside(cast):
        event = AccessEvent.objects.get()
    assert (event.action, event.clients) == ("SEE_TODAY", [shown.client_id])


def test_the_quotas_are_those_of_running_projects(cast: Cast) -> None:
    new_case(cast, "ONE")

    [board] = browser_of(cast.bertta).get(TODAY).context["boards"]

    assert board.project == cast.project
    assert [(str(row.area), row.places.used) for row in board.own] == [("Kiuruvesi", 0)]
    assert [(str(row.area), row.places.used) for row in board.others] == [("Iisalmi", 1), ("Sonkajärvi", 0)]


def test_the_project_stands_beside_the_person_when_there_are_several(cast: Cast) -> None:
    case = new_case(cast, "LATE")
    browser = browser_of(cast.aino)
    with inside(cast):
        Task.objects.create(key="1", case=case, owner=cast.aino, made_by=cast.aino, title="Soita")
    pages = [TODAY, address("tasks"), address("cases"), address("case", case.id)]
    beside = re.compile(rf"(· |<p class=\"app-row__note\">|app-quiet\">){cast.project.name}")

    alone = [bool(beside.search(browser.get(page).content.decode())) for page in pages]
    with inside(cast):
        another = make_project(cast.alpha, "TOINEN", "Toinen hanke", {IISALMI: 5})
        grant_areas(cast.aino, another.areas.all())
    beside_others = [bool(beside.search(browser.get(page).content.decode())) for page in pages]

    assert (alone, beside_others) == ([False] * 4, [True] * 4)


@pytest.mark.parametrize(("who", "at_most"), [("aino", 12), ("mirja", 12)])
def test_the_page_asks_the_same_number_of_queries_for_any_number_of_cases(
    who: str, at_most: int, cast: Cast
) -> None:
    browser = browser_of(cast.members()[who])
    one = [new_case(cast, "C000")]
    new_entry(cast, one[0], ago(20))
    browser.get(TODAY)
    before = queries_of(browser, TODAY)
    for number in range(40):
        many = new_case(cast, f"C{number + 1:03}")
        new_entry(cast, many, ago(number))

    assert queries_of(browser, TODAY) == before <= at_most
