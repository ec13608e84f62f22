"""Plans on the pages: starting, texts that two people write, goals, steps, ratings, the review of all goals."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Case, EntryGoal, Goal, GoalRating, GoalStep, Plan, Practice
from clients.services.plans import plans_to_review
from tasmat.tenancy.base import new_id
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, new_entry, queries_of
from tests.clients.plans import BEGAN, new_goal, new_plan, new_rating, new_step, stored

TEXTS = {"situation": "", "strengths": "", "support": "", "agreed": "", "review_on": "", "closed_on": ""}


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


@pytest.fixture
def plan(cast: Cast, eero: Case) -> Plan:
    return new_plan(cast, eero)


def plans_of(cast: Cast, case: Case) -> list[Plan]:
    with inside(cast):
        return list(Plan.objects.filter(case=case))


def goals_of(cast: Cast, plan: Plan) -> list[Goal]:
    with inside(cast):
        return list(Goal.objects.filter(plan=plan))


def page_of(browser: Browser, case: Case) -> str:
    return str(browser.get(address("case_plan", case.id)).content.decode())


def seen_of(browser: Browser, url: str) -> str:
    """What the form remembers of the row as it was shown."""
    return str(browser.get(url).context["form"]["seen"].value())


def start(browser: Browser, case: Case, **changes: str) -> Any:
    return browser.post(
        address("case_plan_new", case.id), {"kind": "coaching", "starts_on": "3.3.2026", **changes}
    )


def test_a_plan_is_started_once(aino: Browser, eero: Case, cast: Cast) -> None:
    answers = [start(aino, eero), start(aino, eero)]

    [plan] = plans_of(cast, eero)
    assert {answer["Location"] for answer in answers} == {f"{address('case_plan', eero.id)}?plan={plan.id}"}
    assert (plan.kind, plan.starts_on, plan.review_on) == ("coaching", DAY, DAY + dt.timedelta(days=90))
    assert "Coaching plan" in page_of(aino, eero)


def test_the_project_decides_which_kinds_there_are(aino: Browser, eero: Case, cast: Cast) -> None:
    with inside(cast):
        Practice.objects.create(
            project=cast.project, plan_kinds=["preliminary", "work_ability"], plan_review_days=30
        )

    refused = start(aino, eero)
    start(aino, eero, kind="preliminary")
    start(aino, eero, kind="work_ability")

    assert list(errors_of(refused)) == ["kind"]
    assert {plan.kind for plan in plans_of(cast, eero)} == {"preliminary", "work_ability"}
    assert {plan.review_on for plan in plans_of(cast, eero)} == {dt.date(2026, 4, 2)}
    assert aino.get(address("case_plan_new", eero.id))["Location"] == address("case_plan", eero.id)


def test_the_texts_are_saved(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    url = address("case_plan_edit", eero.id, plan.id)

    response = aino.post(
        url,
        TEXTS | {"seen": seen_of(aino, url), "agreed": "Tavataan.\r\nTorstaisin.", "review_on": "1.6.2026"},
    )

    assert response.status_code == 302
    found = stored(cast, plan)
    assert (found.situation, found.agreed, found.review_on) == (
        "",
        "Tavataan.\nTorstaisin.",
        dt.date(2026, 6, 1),
    )


def test_an_error_keeps_everything_that_was_typed(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    url = address("case_plan_edit", eero.id, plan.id)

    response = aino.post(
        url, TEXTS | {"seen": seen_of(aino, url), "agreed": "Pitkä teksti.", "review_on": "huomenna"}
    )

    assert response.status_code == 422
    assert "Pitkä teksti." in response.content.decode()
    assert list(errors_of(response)) == ["review_on"]
    assert stored(cast, plan).agreed == ""


def test_a_colleagues_change_of_another_text_is_kept(
    aino: Browser, eero: Case, plan: Plan, cast: Cast
) -> None:
    url = address("case_plan_edit", eero.id, plan.id)
    seen = seen_of(aino, url)
    with inside(cast):
        Plan.objects.filter(id=plan.id).update(strengths="Kollegan teksti.")

    response = aino.post(url, TEXTS | {"seen": seen, "situation": "Töissä."})

    found = stored(cast, plan)
    assert response.status_code == 302
    assert (found.situation, found.strengths) == ("Töissä.", "Kollegan teksti.")


def test_two_changes_of_one_text_are_both_shown(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    url = address("case_plan_edit", eero.id, plan.id)
    seen = seen_of(aino, url)
    with inside(cast):
        Plan.objects.filter(id=plan.id).update(situation="Kollegan teksti.", strengths="Kollegan toinen.")

    conflict = aino.post(url, TEXTS | {"seen": seen, "situation": "Oma teksti."})
    body = conflict.content.decode()
    again = aino.post(
        url,
        TEXTS | {"seen": conflict.context["form"]["seen"].value(), "situation": "Oma ja kollegan teksti."},
    )

    assert conflict.status_code == 422
    assert "Oma teksti." in body
    assert "Kollegan teksti." in body
    assert again.status_code == 302
    found = stored(cast, plan)
    # The colleague's other text was never touched here, so it stays too.
    assert (found.situation, found.strengths) == ("Oma ja kollegan teksti.", "Kollegan toinen.")


def test_the_same_post_twice_is_no_conflict(aino: Browser, eero: Case, plan: Plan) -> None:
    url = address("case_plan_edit", eero.id, plan.id)
    typed = TEXTS | {"seen": seen_of(aino, url), "situation": "Töissä."}

    assert [aino.post(url, typed).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("seen", ["", "[]", "{", '"x"', "null", '{"situation": {}}'])
def test_a_broken_memory_of_the_form_overwrites_nothing(
    aino: Browser, eero: Case, plan: Plan, cast: Cast, seen: str
) -> None:
    response = aino.post(
        address("case_plan_edit", eero.id, plan.id), TEXTS | {"seen": seen, "situation": "Oma."}
    )

    assert response.status_code == 422
    assert stored(cast, plan).situation == "Kotona."


def test_an_ended_plan_makes_room_for_another(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    url = address("case_plan_edit", eero.id, plan.id)
    aino.post(url, TEXTS | {"seen": seen_of(aino, url), "closed_on": "2.3.2026"})
    start(aino, eero)
    reopened = aino.post(url, TEXTS | {"seen": seen_of(aino, url)})

    assert len(plans_of(cast, eero)) == 2
    assert errors_of(reopened)["closed_on"] == ["A plan of this kind is under way already."]


GOAL = {"title": "Ajokortti", "importance": "3", "difficulty": "2", "can_get_worse": "on"}


def test_a_goal_needs_only_its_words(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    url = address("case_goal_new", eero.id, plan.id)

    answers = [aino.post(url, GOAL), aino.post(url, GOAL)]

    [goal] = goals_of(cast, plan)
    assert {answer["Location"] for answer in answers} == {address("case_goal", eero.id, goal.id)}
    assert (goal.title, goal.importance, goal.difficulty, goal.set_on) == ("Ajokortti", 3, 2, DAY)
    assert "Ajokortti" in page_of(aino, eero)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"importance": "4"}, "importance"),
        ({"icf_code": "x850"}, "icf_code"),
        ({"icf_code": "d85"}, "icf_code"),
        ({"target_on": "joskus"}, "target_on"),
    ],
)
def test_a_goal_with_an_error(
    aino: Browser, eero: Case, plan: Plan, cast: Cast, changes: dict[str, str], field: str
) -> None:
    response = aino.post(address("case_goal_new", eero.id, plan.id), GOAL | changes)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert goals_of(cast, plan) == []


def test_goals_change_places(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    goals = [new_goal(cast, plan, title, position=n) for n, title in enumerate(("Eka", "Toka", "Kolmas"))]

    aino.post(address("case_goal_move", eero.id, goals[2].id), {"to": "up"})
    aino.post(address("case_goal_move", eero.id, goals[0].id), {"to": "up"})

    assert [goal.title for goal in goals_of(cast, plan)] == ["Eka", "Kolmas", "Toka"]


def test_a_goal_is_removed_and_its_history_stays(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    goal = new_goal(cast, plan)

    aino.post(address("case_goal_edit", eero.id, goal.id), {"remove": "yes"})

    assert goals_of(cast, plan) == []


def test_a_step_is_added_ticked_and_opened_again(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    goal = new_goal(cast, plan)
    url = address("case_step_new", eero.id, goal.id)
    for _ in range(2):
        aino.post(url, {"what": "Haetaan paikkaa", "doer": "other", "doer_name": "opo", "due_on": "1.3.2026"})
    with inside(cast):
        step = GoalStep.objects.get(goal=goal)
    assert "somebody else: opo" in page_of(aino, eero)
    assert "late" in page_of(aino, eero)

    days = []
    for done in ("yes", "yes", "no"):
        aino.post(address("case_step_done", eero.id, step.id), {"done": done})
        with inside(cast):
            days.append(GoalStep.objects.get(id=step.id).done_on)

    assert days == [DAY, DAY, None]


def test_a_step_with_an_error_comes_back(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    goal = new_goal(cast, plan)

    response = aino.post(address("case_step_new", eero.id, goal.id), {"what": "", "doer": "client"})

    assert response.status_code == 422
    assert list(errors_of(response, "step_form")) == ["what"]


def test_rated_again_on_the_same_day_it_is_corrected(
    aino: Browser, eero: Case, plan: Plan, cast: Cast
) -> None:
    goal = new_goal(cast, plan)
    url = address("case_rating_new", eero.id, goal.id)
    for level in ("-1", "1"):
        aino.post(url, {"level": level, "rater": "together", "on": "3.3.2026", "note": ""})
    aino.post(url, {"level": "2", "rater": "client", "on": "3.3.2026", "note": "Hyvä!"})

    with inside(cast):
        ratings = list(GoalRating.objects.filter(goal=goal).values_list("rater", "level"))
    assert sorted(ratings) == [("client", 2), ("together", 1)]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("4.3.2026", "The date is in the future."),
        ("5.10.2025", "The date is before the day the goal was set."),
    ],
)
def test_a_goal_is_rated_between_its_first_day_and_today(
    aino: Browser, eero: Case, plan: Plan, cast: Cast, on: str, words: str
) -> None:
    goal = new_goal(cast, plan)

    response = aino.post(
        address("case_rating_new", eero.id, goal.id), {"level": "0", "rater": "coach", "on": on}
    )

    assert errors_of(response, "rating_form")["on"] == [words]


def test_a_rating_does_not_move_onto_another_one(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    goal = new_goal(cast, plan)
    new_rating(cast, goal, DAY, 0)
    rating = new_rating(cast, goal, dt.date(2026, 2, 2), 1)

    response = aino.post(
        address("case_rating", eero.id, rating.id), {"level": "1", "rater": "together", "on": "3.3.2026"}
    )

    assert list(errors_of(response)) == ["on"]


def test_levels_and_score_at_the_start_and_now(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    first, second = new_goal(cast, plan), new_goal(cast, plan, "Kunto", can_get_worse=False)
    new_rating(cast, first, dt.date(2026, 2, 2), 1)
    new_rating(cast, second, DAY, 1)

    response = aino.get(address("case_plan", eero.id))

    figures = response.context["figures"]
    assert (str(figures.start), str(figures.now)) == ("31.39", "62.40")
    assert [str(score) for _day, score in figures.by_day] == ["31.39", "43.80", "62.40"]
    assert "<svg" in figures.chart
    assert [(line.start, line.now) for line in response.context["goals"]] == [
        ("-1 less than expected", "+1 more than expected"),
        ("-2 much less than expected", "+1 more than expected"),
    ]


def test_a_goals_page_shows_its_levels_over_time(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    goal = new_goal(cast, plan, expected="On hakenut.")
    new_rating(cast, goal, dt.date(2026, 2, 2), -2, note="Vaikeaa.")
    new_rating(cast, goal, DAY, 0, rater="client")

    body = aino.get(address("case_goal", eero.id, goal.id)).content.decode()

    assert "Levels over time" in body
    assert "On hakenut." in body
    assert "Vaikeaa." in body


def test_a_goals_page_shows_the_entries_that_speak_of_it(
    aino: Browser, eero: Case, plan: Plan, cast: Cast
) -> None:
    goal, other = new_goal(cast, plan), new_goal(cast, plan, "Ajokortti")
    for number in range(7):
        entry = new_entry(cast, eero, DAY - dt.timedelta(days=number), text=f"Kerta {number}.")
        with inside(cast):
            EntryGoal.objects.create(entry=entry, goal=goal)

    page = aino.get(address("case_goal", eero.id, goal.id)).content.decode()
    empty = aino.get(address("case_goal", eero.id, other.id)).content.decode()

    assert ("Kerta 4." in page, "Kerta 5." in page, "2 more on the timeline" in page) == (True, False, True)
    assert "No entry speaks of the goal yet." in empty


def test_a_review_goes_through_all_goals_at_once(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    first, second, ended = new_goal(cast, plan), new_goal(cast, plan, "Kunto"), new_goal(cast, plan, "Vanha")
    with inside(cast):
        Goal.objects.filter(id=ended.id).update(closed_on=DAY)
    done, left = new_step(cast, first), new_step(cast, second, "Kävellään")
    review = {
        "rater": "together",
        "on": "3.3.2026",
        "review_on": "1.6.2026",
        f"level_{first.id}": "1",
        f"note_{first.id}": "Hakemus lähti.",
        f"steps_{first.id}": [str(done.id)],
        f"level_{second.id}": "",
        f"note_{second.id}": "",
    }
    url = address("case_plan_review", eero.id, plan.id)
    shown = aino.get(url)

    answers = [aino.post(url, review) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert "Vanha" not in shown.content.decode()
    with inside(cast):
        assert list(GoalRating.objects.values_list("goal", "level", "rater", "note")) == [
            (first.id, 1, "together", "Hakemus lähti.")
        ]
        assert dict(GoalStep.objects.values_list("id", "done_on")) == {done.id: DAY, left.id: None}
    assert stored(cast, plan).review_on == dt.date(2026, 6, 1)


def test_a_review_takes_no_step_of_another_case(aino: Browser, eero: Case, plan: Plan, cast: Cast) -> None:
    goal = new_goal(cast, plan)
    new_step(cast, goal)
    elsewhere = new_step(cast, new_goal(cast, new_plan(cast, new_case(cast, "MUU"))))

    response = aino.post(
        address("case_plan_review", eero.id, plan.id),
        {"rater": "together", "on": "3.3.2026", f"steps_{goal.id}": [str(elsewhere.id)]},
    )

    assert response.status_code == 422
    with inside(cast):
        assert not GoalStep.objects.filter(done_on__isnull=False).exists()


def test_the_next_review_is_after_this_one(aino: Browser, eero: Case, plan: Plan) -> None:
    response = aino.post(
        address("case_plan_review", eero.id, plan.id),
        {"rater": "together", "on": "3.3.2026", "review_on": "3.3.2026"},
    )

    assert errors_of(response)["review_on"] == ["The next review is after this one."]


def test_plans_to_review(eero: Case, plan: Plan, cast: Cast) -> None:
    others = [new_plan(cast, new_case(cast, mark)) for mark in ("LATER", "ENDED", "NONE")]
    with inside(cast):
        for row, review_on in ((plan, DAY), (others[0], DAY + dt.timedelta(days=1)), (others[1], BEGAN)):
            Plan.objects.filter(id=row.id).update(review_on=review_on)
        Plan.objects.filter(id=others[1].id).update(closed_on=DAY)

        found = list(plans_to_review(Case.objects.all(), DAY))

    assert found == [plan]


def test_the_plan_page_asks_the_same_number_of_queries(
    aino: Browser, eero: Case, plan: Plan, cast: Cast
) -> None:
    goal = new_goal(cast, plan)
    new_step(cast, goal)
    new_rating(cast, goal, DAY, 0)
    few = queries_of(aino, address("case_plan", eero.id))
    for number in range(9):
        another = new_goal(cast, plan, f"Tavoite {number}")
        for month in (1, 2):
            new_step(cast, another, f"Vaihe {month}")
            new_rating(cast, another, dt.date(2026, month, 2), 1)

    many = queries_of(aino, address("case_plan", eero.id))

    assert many == few <= 16


@pytest.mark.parametrize("route", ["case_plan_edit", "case_plan_review", "case_goal_new", "case_plan_agree"])
def test_a_plan_of_another_case_is_not_found(aino: Browser, eero: Case, cast: Cast, route: str) -> None:
    elsewhere = new_plan(cast, new_case(cast, "MUU"))

    assert aino.get(address(route, eero.id, elsewhere.id)).status_code == 404
    assert aino.get(address(route, eero.id, new_id())).status_code == 404
