"""Tasks of people: one's own, for a colleague, about a client; done, undone, put off, and who reads their words."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.choices import AssignmentRole
from clients.models import Case, Task
from clients.services.assignments import assign
from tasmat.audit.models import AccessEvent
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership
from tests.cast import DAY, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, queries_of

TASKS, NEW = address("tasks"), address("task_new")


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def typed(owner: Membership, /, **changes: Any) -> dict[str, Any]:
    return {
        "submission_key": str(new_id()),
        "title": "Tilaa tulkki",
        "due_on": "5.3.2026",
        "owner": str(owner.id),
        "note": "",
        **changes,
    }


def new_task(cast: Cast, owner: Membership, title: str = "Tilaa tulkki", **facts: Any) -> Task:
    with inside(cast):
        task: Task = Task.objects.create(
            **{"owner": owner, "made_by": owner, "title": title, "key": str(new_id()), **facts}
        )
    return task


def shown(browser: Browser) -> list[tuple[str, list[str]]]:
    """Headings of the own open tasks with what stands under each."""
    groups = browser.get(TASKS).context["groups"]
    return [(group.title, [row.words for row in group.rows]) for group in groups]


def reread(cast: Cast, task: Task) -> Task:
    with inside(cast):
        return Task.objects.get(id=task.id)


def test_a_task_for_oneself(cast: Cast) -> None:
    browser = browser_of(cast.aino)
    assert browser.get(NEW).context["form"]["owner"].value() == cast.aino.id

    response = browser.post(NEW, typed(cast.aino), follow=True)

    assert "The task is saved." in response.content.decode()
    assert shown(browser) == [("This week", ["Tilaa tulkki"])]
    with inside(cast):
        task = Task.objects.get()
    assert (task.owner_id, task.made_by_id, task.due_on, task.kind) == (
        cast.aino.id,
        cast.aino.id,
        dt.date(2026, 3, 5),
        "own",
    )


def test_a_double_click_makes_one_task(cast: Cast) -> None:
    data = typed(cast.aino)

    for _click in range(2):
        assert browser_of(cast.aino).post(NEW, data).status_code == 302

    with inside(cast):
        assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field", "error"),
    [
        ({"title": "  "}, "title", "This field is required."),
        ({"due_on": "soon"}, "due_on", "Write the date as day, month and year, for example 3.3.2026"),
        (
            {"owner": "{kaisa}"},
            "owner",
            "Select a valid choice. That choice is not one of the available choices.",
        ),
        ({"title": "x" * 201}, "title", "Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, str], field: str, error: str, cast: Cast) -> None:
    change = {name: value.format(kaisa=cast.kaisa.id) for name, value in change.items()}

    response = browser_of(cast.aino).post(NEW, typed(cast.aino, **change))

    assert response.status_code == 422
    assert errors_of(response) == {field: [error]}


def test_a_task_about_a_client_for_a_colleague(cast: Cast) -> None:
    case = new_case(cast, "EERO")
    url = address("case_task_new", case.id)

    refused = browser_of(cast.aino).post(url, typed(cast.bertta))
    asked = browser_of(cast.aino).post(url, typed(cast.mirja, due_on=""), follow=True)

    assert errors_of(refused) == {"owner": ["This colleague may not see the client."]}
    assert asked.redirect_chain == [(address("case_agenda", case.id), 302)]
    [row] = asked.context["tasks"]
    assert (row.words, row.note) == ("Tilaa tulkki", "Mirja Päällikkö")
    assert [row.words for row in browser_of(cast.aino).get(TASKS).context["others"]] == ["Tilaa tulkki"]
    page = browser_of(cast.mirja).get(TASKS)
    [group] = page.context["groups"]
    assert (group.title, group.rows[0].note) == ("No day", "EERO-last, EERO-first · from Aino Valmentaja")


def test_the_list_is_by_day(cast: Cast) -> None:
    for title, due_on in (
        ("late", DAY - dt.timedelta(days=1)),
        ("today", DAY),
        ("sunday", dt.date(2026, 3, 8)),
        ("monday", dt.date(2026, 3, 9)),
        ("some day", None),
    ):
        new_task(cast, cast.aino, title, due_on=due_on)

    assert shown(browser_of(cast.aino)) == [
        ("Late", ["late"]),
        ("Today", ["today"]),
        ("This week", ["sunday"]),
        ("Later", ["monday"]),
        ("No day", ["some day"]),
    ]


def test_an_empty_list_says_so(cast: Cast) -> None:
    assert "Nothing waits for you." in browser_of(cast.aino).get(TASKS).content.decode()


def test_done_and_undone(cast: Cast) -> None:
    task, browser = new_task(cast, cast.aino), browser_of(cast.aino)

    done = browser.post(address("task_done", task.id), follow=True)

    assert "Done: Tilaa tulkki." in done.content.decode()
    assert [row.words for row in done.context["done"]] == ["Tilaa tulkki"]
    assert reread(cast, task).done_by_id == cast.aino.id

    browser.post(address("task_undo", task.id))

    assert shown(browser) == [("No day", ["Tilaa tulkki"])]
    assert (reread(cast, task).done_at, reread(cast, task).done_by_id) == (None, None)


def test_the_first_to_do_a_task_has_done_it(cast: Cast) -> None:
    case = new_case(cast)
    task = new_task(cast, cast.aino, case=case)

    browser_of(cast.mirja).post(address("task_done", task.id))
    browser_of(cast.aino).post(address("task_done", task.id))

    assert reread(cast, task).done_by_id == cast.mirja.id


@pytest.mark.parametrize(
    ("until", "status", "due_on"),
    [
        ("9.3.2026", 302, dt.date(2026, 3, 9)),
        ("3.3.2026", 302, DAY),
        ("2.3.2026", 422, None),
        ("x", 422, None),
    ],
)
def test_a_task_is_put_off(until: str, status: int, due_on: dt.date | None, cast: Cast) -> None:
    task = new_task(cast, cast.aino)

    response = browser_of(cast.aino).post(address("task_postpone", task.id), {"until": until})

    assert response.status_code == status
    assert reread(cast, task).due_on == due_on


def test_the_buttons_that_put_off_offer_working_days(cast: Cast) -> None:
    new_task(cast, cast.aino)

    page = browser_of(cast.aino).get(TASKS)

    assert page.context["postponements"] == [
        ("Next working day 4.3.", dt.date(2026, 3, 4)),
        ("Next Monday 9.3.", dt.date(2026, 3, 9)),
        ("In two weeks 17.3.", dt.date(2026, 3, 17)),
    ]


@pytest.mark.parametrize(
    ("back", "route"), [("today", "today"), ("tasks", "tasks"), ("//evil.example", "tasks")]
)
def test_the_buttons_lead_back(back: str, route: str, cast: Cast) -> None:
    task = new_task(cast, cast.aino)

    response = browser_of(cast.aino).post(address("task_done", task.id), {"back": back})

    assert response["Location"] == address(route)


def test_a_task_is_changed(cast: Cast) -> None:
    task, browser = new_task(cast, cast.aino), browser_of(cast.aino)
    url = address("task", task.id)
    assert "submission_key" not in browser.get(url).context["form"].fields

    browser.post(url, typed(cast.bertta, title="Soita Kelaan"))

    assert (reread(cast, task).title, reread(cast, task).owner_id) == ("Soita Kelaan", cast.bertta.id)


def test_a_manager_does_not_read_the_words_between_coaches(cast: Cast) -> None:
    """Health data in free text is the coach role's."""
    case = new_case(cast, "EERO")
    new_task(cast, cast.aino, "Lääkärinlausunto", case=case)
    page = address("case_agenda", case.id)

    assert "Lääkärinlausunto" in browser_of(cast.aino).get(page).content.decode()
    assert "Lääkärinlausunto" not in browser_of(cast.mirja).get(page).content.decode()
    assert [row.words for row in browser_of(cast.mirja).get(page).context["tasks"]] == ["Task"]


def test_tasks_of_others_are_not_found(cast: Cast) -> None:
    own = new_task(cast, cast.aino)
    about = new_task(cast, cast.bertta, case=new_case(cast, "K", coach=cast.bertta, number=KIURUVESI))

    for member, task in ((cast.bertta, own), (cast.mirja, own), (cast.aino, about)):
        assert browser_of(member).get(address("task", task.id)).status_code == 404
        assert browser_of(member).post(address("task_done", task.id)).status_code == 404
    assert browser_of(cast.aarne).get(TASKS).status_code == 403
    assert browser_of(cast.aino).get(address("task_done", own.id)).status_code == 405
    assert reread(cast, own).done_at is None


def test_nobody_is_reminded_of_the_dead(cast: Cast) -> None:
    """What a person has written may have to be done all the same."""
    case = new_case(cast)
    new_task(cast, cast.aino, case=case, due_on=DAY)
    with inside(cast):
        case.client.died_on = DAY
        case.client.save()

    browser = browser_of(cast.aino)

    assert browser.get(address("today")).context["tasks"] == []
    assert shown(browser) == [("Today", ["Tilaa tulkki"])]
    assert len(browser.get(address("case_agenda", case.id)).context["tasks"]) == 1


def test_today_has_what_is_due_this_week_or_on_no_day(cast: Cast) -> None:
    new_task(cast, cast.aino, "late", due_on=dt.date(2026, 2, 1))
    new_task(cast, cast.aino, "sunday", due_on=dt.date(2026, 3, 8))
    new_task(cast, cast.aino, "monday", due_on=dt.date(2026, 3, 9))
    new_task(cast, cast.aino, "some day")

    rows = browser_of(cast.aino).get(address("today")).context["tasks"]

    assert [(row.words, row.pill and row.pill.text) for row in rows] == [
        ("late", "was due Sun 1.2."),
        ("sunday", "by Sun 8.3."),
        ("some day", None),
    ]


def test_the_pages_tell_whom_they_showed(cast: Cast) -> None:
    case: Case = new_case(cast)
    new_task(cast, cast.aino, case=case, due_on=DAY)

    for route in ("tasks", "today"):
        browser_of(cast.aino).get(address(route))

    with inside(cast):
        events = AccessEvent.objects.filter(clients__contains=[case.client_id]).order_by("at")
        assert [event.action for event in events] == ["EDIT_AGENDA", "SEE_TODAY"]


def test_the_lists_ask_the_same_number_of_queries_for_any_number_of_tasks(cast: Cast) -> None:
    browser, case = browser_of(cast.aino), new_case(cast)
    pages = [TASKS, address("today"), address("case_agenda", case.id)]
    new_task(cast, cast.mirja, made_by=cast.aino, case=case, due_on=DAY)
    new_task(cast, cast.aino, case=case, due_on=DAY)
    before = [queries_of(browser, page) for page in pages for _twice in range(2)][1::2]
    for number in range(30):
        new_task(cast, cast.aino, case=new_case(cast, f"C{number}"), due_on=DAY)
        new_task(cast, cast.aino, case=case, due_on=DAY)
        new_task(cast, cast.mirja, made_by=cast.aino, case=case)

    assert [queries_of(browser, page) for page in pages] == before
    assert max(before) <= 12


def test_a_substitute_sees_what_the_coach_had_to_do_by_today(cast: Cast) -> None:
    case = new_case(cast, "EERO")
    new_task(cast, cast.aino, "Soita", case=case, due_on=DAY)
    new_task(cast, cast.aino, "Huomenna", case=case, due_on=DAY + dt.timedelta(days=1))
    new_task(cast, cast.aino, "Muu asia", due_on=DAY)
    with inside(cast):
        assign(case, cast.bertta, AssignmentRole.SUBSTITUTE, from_on=DAY, until_on=DAY)

    tasks = browser_of(cast.bertta).get(address("today")).context["tasks"]

    assert [row.words for row in tasks] == ["Soita"]
    assert cast.aino.user.name in tasks[0].note
