"""Clients of a project that ends go on into the next one: new notice, new start data, chosen facts carried over."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.importing.apply import import_cases
from clients.models import (
    Assignment,
    Case,
    Client,
    ConcurrentService,
    Goal,
    GoalRating,
    GoalStep,
    Plan,
    ServiceOverride,
    Stay,
)
from clients.rules.continuing import Leaver, Remark, is_stopped, remarks
from clients.services.opening import open_case
from clients.services.stays import close_stay
from tasmat.access.areas import grant_areas
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import ExcludedService, Project, ProjectArea, ProjectCode
from tests.cast import DAY, IISALMI, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, queries_of

TERMS = {"entry_on": "3.3.2026", "informed_on": "2.3.2026", "informed_version": "2026-1"}
FILE = "reference,first_name,last_name,municipality,entry_date\nV-1,Viljo,Tuonti,140,2025-10-01\n"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def target(cast: Cast) -> Project:
    """A project that begins when Alpha's ends; Iisalmi alone, 18 years, without rehabilitation at the same time."""
    with tenant_context(cast.alpha.id, cast.aarne.user_id):
        code = ProjectCode.objects.create(code="JATKO", organisation=cast.alpha)
        project = Project.objects.create(
            code=code,
            name="Jatkohanke",
            starts_on=dt.date(2026, 3, 1),
            ends_on=dt.date(2028, 2, 28),
            minimum_age=18,
        )
        area = ProjectArea.objects.create(project=project, municipality_id=IISALMI, quota=30)
        ExcludedService.objects.create(project=project, kind="rehabilitation")
        grant_areas(cast.mirja, [*cast.areas.values(), area])
        grant_areas(cast.aino, [cast.areas[IISALMI], area])
    return project


@pytest.fixture
def mirja(cast: Cast) -> Browser:
    return browser_of(cast.mirja)


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


def page(cast: Cast, target: Project) -> str:
    return f"{address('continuing')}?earlier={cast.project.id}&target={target.id}"


def go_on(browser: Browser, cast: Cast, target: Project, *cases: Case, **typed: str) -> Any:
    chosen = {"chosen": [str(case.id) for case in cases]}
    return browser.post(page(cast, target), {**TERMS, **chosen, "confirm": "yes", **typed})


def made_of(cast: Cast, target: Project) -> list[Case]:
    with inside(cast):
        return list(Case.objects.filter(project=target).select_related("area", "client"))


def plan_for(cast: Cast, case: Case) -> None:
    with inside(cast):
        plan = Plan.objects.create(case=case, kind="coaching", situation="Kotona", starts_on=DAY)
        Plan.objects.create(case=case, kind="preliminary", starts_on=DAY, closed_on=DAY)
        goal = Goal.objects.create(plan=plan, title="Työrytmi", expected="Viisi päivää", set_on=DAY)
        Goal.objects.create(plan=plan, title="Saavutettu", set_on=DAY, closed_on=DAY)
        GoalStep.objects.create(goal=goal, what="Herätys")
        GoalStep.objects.create(goal=goal, what="Tehty", done_on=DAY)
        GoalRating.objects.create(goal=goal, on=DAY, level=0, recorded_by=cast.aino)
        Assignment.objects.create(case=case, member=cast.bertta, role="second", from_on=dt.date(2026, 1, 1))


def test_a_chosen_client_gets_a_case_of_the_next_project(
    cast: Cast, target: Project, eero: Case, mirja: Browser
) -> None:
    new_case(cast, "STAYS")

    response = go_on(mirja, cast, target, eero)

    assert response.status_code == 302
    [made] = made_of(cast, target)
    with inside(cast):
        stay = Stay.objects.get(case=made)
        [assignment] = Assignment.objects.filter(case=made)
        still_open = Stay.objects.get(case=eero).exit_on is None
        people = Client.objects.count()
    assert (made.client_id, made.continued_from_id, made.area.municipality_id) == (
        eero.client_id,
        eero.id,
        IISALMI,
    )
    assert (made.informed_on, made.informed_version) == (dt.date(2026, 3, 2), "2026-1")
    assert (stay.entry_on, stay.entry_status, stay.education_level, stay.unemployed_since) == (
        DAY,
        None,
        None,
        None,
    )
    assert (assignment.member_id, assignment.role, assignment.from_on) == (cast.aino.id, "responsible", DAY)
    assert (still_open, people) == (True, 2)


def test_plan_and_second_coach_go_along_when_chosen(
    cast: Cast, target: Project, eero: Case, mirja: Browser
) -> None:
    plan_for(cast, eero)

    go_on(mirja, cast, target, eero, takes_plan="on", takes_second_coach="on")

    [made] = made_of(cast, target)
    with inside(cast):
        [plan] = Plan.objects.filter(case=made)
        [goal] = plan.goals.all()
        steps = list(goal.steps.values_list("what", flat=True))
        ratings = goal.ratings.count()
        second = Assignment.objects.get(case=made, role="second")
    assert (plan.kind, plan.situation, plan.starts_on) == ("coaching", "Kotona", DAY)
    assert (goal.title, goal.expected, goal.set_on, steps, ratings) == (
        "Työrytmi",
        "Viisi päivää",
        DAY,
        ["Herätys"],
        0,
    )
    assert (second.member_id, second.from_on) == (cast.bertta.id, DAY)


def test_they_stay_when_not_chosen(cast: Cast, target: Project, eero: Case, mirja: Browser) -> None:
    plan_for(cast, eero)

    go_on(mirja, cast, target, eero)

    [made] = made_of(cast, target)
    with inside(cast):
        assert not Plan.objects.filter(case=made).exists()
        assert not Assignment.objects.filter(case=made, role="second").exists()
        assert Plan.objects.filter(case=eero).count() == 2


def test_a_preview_tells_who_goes_with_what_before_anything_is_done(
    cast: Cast, target: Project, eero: Case, mirja: Browser
) -> None:
    plan_for(cast, eero)
    new_case(cast, "STAYS")

    preview = go_on(mirja, cast, target, eero, confirm="", takes_plan="on", takes_second_coach="on")
    bare = go_on(mirja, cast, target, eero, confirm="")

    assert (preview.status_code, made_of(cast, target)) == (200, [])
    assert [(each.case.id, *along) for each, *along in preview.context["rows"]] == [(eero.id, 1, 1)]
    assert [along for _each, *along in bare.context["rows"]] == [[0, 0]]
    assert "This is not undone with a button" in preview.content.decode()


def test_all_or_none_are_chosen_by_a_button_without_scripts(
    cast: Cast, target: Project, eero: Case, mirja: Browser
) -> None:
    new_case(cast, "DEAD", died_on=dt.date(2026, 1, 1))

    chosen = [
        go_on(mirja, cast, target, eero, pick=wish).context["form"]["chosen"].value()
        for wish in ("all", "none", "same")
    ]

    assert chosen == [[str(eero.id)], [], [str(eero.id)]]
    assert made_of(cast, target) == []


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"informed_version": ""}, {"informed_version": ["This field is required."]}),
        ({"informed_on": ""}, {"informed_on": ["This field is required."]}),
        ({"informed_on": "4.3.2026"}, {"informed_on": ["The date is in the future."]}),
        ({"entry_on": "28.2.2026"}, {"entry_on": ["The date is outside the time of the project."]}),
        ({"chosen": ""}, {"chosen": ["Choose at least one client."]}),
    ],
)
def test_what_is_wrong_is_said(
    typed: dict[str, str], errors: Any, cast: Cast, target: Project, eero: Case, mirja: Browser
) -> None:
    chosen = {"chosen": [str(eero.id)]}
    chosen = {} if "chosen" in typed else chosen

    response = mirja.post(
        page(cast, target), {**TERMS, **chosen, **typed} | ({} if chosen else {"chosen": []})
    )

    assert response.status_code == 422
    assert errors_of(response) == errors
    assert made_of(cast, target) == []


def test_over_an_excluded_service_a_reason_is_given_and_kept(
    cast: Cast, target: Project, eero: Case, mirja: Browser
) -> None:
    with inside(cast):
        ConcurrentService.objects.create(
            client=eero.client, kind="rehabilitation", starts_on=dt.date(2026, 1, 1)
        )

    refused = go_on(mirja, cast, target, eero)
    done = go_on(mirja, cast, target, eero, confirms_remarks="on", override_reason="Päättyy pian.")

    assert errors_of(refused) == {
        "confirms_remarks": ["Somebody chosen has a remark: take the choice away or confirm it."],
        "override_reason": ["Somebody chosen is in an excluded service: give the reason."],
    }
    assert "in a service that the next project excludes" in refused.content.decode()
    assert done.status_code == 302
    with inside(cast):
        kept = ServiceOverride.objects.get()
        assert (kept.stay.case.project_id, kept.reason, kept.given_by_id) == (
            target.id,
            "Päättyy pian.",
            cast.mirja.id,
        )


def test_who_is_there_already_died_or_has_no_coach_cannot_be_chosen(
    cast: Cast, target: Project, mirja: Browser
) -> None:
    there, dead = new_case(cast, "THERE"), new_case(cast, "DEAD", died_on=dt.date(2026, 1, 1))
    with inside(cast):
        municipality = cast.areas[IISALMI].municipality
        open_case(there.client, target, entry_on=DAY, municipality=municipality, responsible=cast.aino)
        import_cases(cast.project, FILE, DAY)

    response = mirja.get(page(cast, target))
    forced = go_on(mirja, cast, target, dead)

    told = {each.case.client.last_name: each.remarks for each in response.context["stopped"]}
    assert told == {
        "THERE-last": (Remark.IN_ALREADY,),
        "DEAD-last": (Remark.DIED,),
        "Tuonti": (Remark.NO_COACH,),
    }
    assert forced.status_code == 422


def test_pressed_twice_it_is_done_once(cast: Cast, target: Project, eero: Case, mirja: Browser) -> None:
    go_on(mirja, cast, target, eero)

    second = go_on(mirja, cast, target, eero)

    assert second.status_code == 422
    assert len(made_of(cast, target)) == 1


def test_ended_cases_are_not_offered(cast: Cast, target: Project, eero: Case, mirja: Browser) -> None:
    with inside(cast):
        close_stay(eero, exit_on=DAY)

    assert mirja.get(page(cast, target)).context["form"].candidates == []


def test_of_two_projects_the_one_goes_on_into_the_other(cast: Cast, target: Project, mirja: Browser) -> None:
    projects = mirja.get(address("continuing")).context["projects"]

    assert [field.value() for field in projects] == [str(cast.project.id), str(target.id)]


def test_the_same_project_is_none(cast: Cast, target: Project, mirja: Browser) -> None:
    response = mirja.get(page(cast, cast.project))

    assert errors_of(response, "projects") == {"target": ["Choose another project than the one that ends."]}


ADULT = Leaver(
    is_in_already=False,
    has_died=False,
    has_coach=True,
    is_in_excluded_service=False,
    is_outside=False,
    born_on=dt.date(2008, 3, 3),
)


@pytest.mark.parametrize(
    ("changes", "told", "stopped"),
    [
        ({}, (), False),
        ({"born_on": dt.date(2008, 3, 4)}, (Remark.TOO_YOUNG,), False),
        ({"born_on": None}, (), False),
        ({"is_outside": True}, (Remark.OUTSIDE,), False),
        (
            {"is_in_excluded_service": True, "is_outside": True},
            (Remark.EXCLUDED_SERVICE, Remark.OUTSIDE),
            False,
        ),
        ({"is_in_already": True}, (Remark.IN_ALREADY,), True),
        ({"has_died": True, "has_coach": False}, (Remark.DIED, Remark.NO_COACH), True),
    ],
)
def test_remarks_on_the_first_day(changes: dict[str, Any], told: tuple[Remark, ...], stopped: bool) -> None:
    leaver = Leaver(**{**vars(ADULT), **changes})

    found = remarks(leaver, DAY, 18)

    assert (found, is_stopped(found)) == (told, stopped)


def test_the_page_asks_as_much_of_the_database_for_ten_as_for_one(
    cast: Cast, target: Project, eero: Case, mirja: Browser
) -> None:
    few = queries_of(mirja, page(cast, target))
    for number in range(10):
        new_case(cast, f"LISÄÄ{number}", number=KIURUVESI if number % 2 else IISALMI)

    assert queries_of(mirja, page(cast, target)) == few <= 16


def test_only_a_manager_continues(cast: Cast, target: Project) -> None:
    statuses = [browser_of(who).get(address("continuing")).status_code for who in (cast.aino, cast.otto)]

    assert statuses == [403, 404]
