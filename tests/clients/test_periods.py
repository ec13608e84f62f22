"""Coaching periods that follow one another, agreements with extensions and their limit, the first suggestion."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Agreement, Case, CoachingPeriod, Phase, Practice
from tasmat.audit.history import history_of
from tests.cast import DAY, Cast
from tests.clients.casework import ENTRY_DAY, address, browser_of, errors_of, inside, new_case, queries_of


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
def phases(cast: Cast) -> list[Phase]:
    with inside(cast):
        return [Phase.objects.create(project=cast.project, name_fi=name) for name in ("Alku", "Paja", "Haku")]


def periods_of(cast: Cast, case: Case) -> list[tuple[str, dt.date, dt.date | None]]:
    with inside(cast):
        rows = CoachingPeriod.objects.filter(case=case)
        return list(rows.values_list("phase__name_fi", "starts_on", "ends_on"))


def agreements_of(cast: Cast, case: Case) -> list[Agreement]:
    with inside(cast):
        return list(Agreement.objects.filter(case=case))


def period(phase: Phase, starts_on: str, ends_on: str = "", note: str = "") -> dict[str, str]:
    return {"phase": str(phase.id), "starts_on": starts_on, "ends_on": ends_on, "note": note}


def suggested(aino: Browser, route: str, *ids: Any) -> dict[str, str]:
    """What the form would send as it is suggested."""
    form = aino.get(address(route, *ids)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {
        name: f"{value.day}.{value.month}.{value.year}" if isinstance(value, dt.date) else str(value or "")
        for name, value in values.items()
    }


def make(aino: Browser, case: Case, **changed: str) -> Any:
    typed = suggested(aino, "case_agreement_new", case.id) | changed
    return aino.post(address("case_agreement_new", case.id), typed)


def test_a_new_period_ends_the_earlier_one_in_the_same_act(
    aino: Browser, cast: Cast, eero: Case, phases: list[Phase]
) -> None:
    url = address("case_period_new", eero.id)
    aino.post(url, period(phases[0], "2.9.2025"))

    for _time in range(2):
        response = aino.post(url, period(phases[1], "1.3.2026"))
        assert response.status_code == 302

    assert periods_of(cast, eero) == [
        ("Alku", dt.date(2025, 9, 2), dt.date(2026, 2, 28)),
        ("Paja", dt.date(2026, 3, 1), None),
    ]
    with inside(cast):
        assert history_of(CoachingPeriod).count() == 3


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "error"),
    [
        ("1.3.2026", "", "A coaching period begins on 1.3.2026: begin after it, or end this one before it."),
        ("1.2.2026", "", "A coaching period begins on 1.3.2026: begin after it, or end this one before it."),
        ("1.9.2025", "", "The date is before the client's first day in the project."),
        ("", "", "This field is required."),
    ],
)
def test_a_period_that_does_not_fit_is_refused_in_words(
    aino: Browser, cast: Cast, eero: Case, phases: list[Phase], starts_on: str, ends_on: str, error: str
) -> None:
    with inside(cast):
        CoachingPeriod.objects.create(case=eero, phase=phases[0], starts_on=dt.date(2026, 3, 1))

    response = aino.post(address("case_period_new", eero.id), period(phases[1], starts_on, ends_on))

    assert response.status_code == 422
    assert errors_of(response)["starts_on"] == [error]
    assert len(periods_of(cast, eero)) == 1


def test_the_last_day_is_not_before_the_first(aino: Browser, eero: Case, phases: list[Phase]) -> None:
    response = aino.post(address("case_period_new", eero.id), period(phases[1], "3.3.2026", "2.3.2026"))

    assert response.status_code == 422
    assert errors_of(response) == {"": ["The last day is before the first day."]}


def test_a_correction_may_not_touch_another_period(
    aino: Browser, cast: Cast, eero: Case, phases: list[Phase]
) -> None:
    with inside(cast):
        first = CoachingPeriod.objects.create(
            case=eero, phase=phases[0], starts_on=ENTRY_DAY, ends_on=dt.date(2026, 2, 28)
        )
        CoachingPeriod.objects.create(case=eero, phase=phases[1], starts_on=dt.date(2026, 3, 1))
    url = address("case_period", eero.id, first.id)

    refused = aino.post(url, period(phases[2], "2.9.2025", "1.3.2026"))
    taken = aino.post(url, period(phases[2], "2.9.2025", "27.2.2026"))

    assert errors_of(refused)["starts_on"] == ["Another coaching period has days in common with this one."]
    assert taken.status_code == 302
    assert periods_of(cast, eero)[0] == ("Haku", ENTRY_DAY, dt.date(2026, 2, 27))


def test_a_period_entered_by_mistake_is_removed(
    aino: Browser, cast: Cast, eero: Case, phases: list[Phase]
) -> None:
    with inside(cast):
        row = CoachingPeriod.objects.create(case=eero, phase=phases[0], starts_on=ENTRY_DAY)

    aino.post(address("case_period", eero.id, row.id), {"remove": "yes"})

    assert periods_of(cast, eero) == []


def test_phases_of_another_project_and_those_out_of_use_are_not_offered(
    aino: Browser, cast: Cast, eero: Case, phases: list[Phase]
) -> None:
    with inside(cast):
        Phase.objects.filter(id=phases[2].id).update(is_active=False)

    form = aino.get(address("case_period_new", eero.id)).context["form"]

    with inside(cast):
        assert [choice[1] for choice in form.fields["phase"].choices][1:] == ["Alku", "Paja"]


def test_the_first_agreement_is_suggested_with_the_own_workshop(
    aino: Browser, cast: Cast, eero: Case
) -> None:
    assert make(aino, eero).status_code == 302

    [made] = agreements_of(cast, eero)
    assert (made.kind, made.starts_on, made.ends_on) == ("own_workshop", DAY, dt.date(2026, 4, 1))
    assert (made.place, made.made_by_id, made.signed_on) == ("Alpha-säätiö", cast.aino.id, None)


def test_a_project_decides_the_kinds_and_the_length(aino: Browser, cast: Cast, eero: Case) -> None:
    with inside(cast):
        Practice.objects.create(
            project=cast.project, agreement_kinds=["outside_trial", "coaching"], workshop_trial_days=14
        )

    form = aino.get(address("case_agreement_new", eero.id)).context["form"]

    assert [code for code, _label in form.fields["kind"].choices] == ["outside_trial", "coaching"]
    assert (form["kind"].value(), form["ends_on"].value()) == ("", dt.date(2026, 3, 16))


def test_a_double_click_makes_one_agreement(aino: Browser, cast: Cast, eero: Case) -> None:
    typed = suggested(aino, "case_agreement_new", eero.id)

    answers = [aino.post(address("case_agreement_new", eero.id), typed) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert len(agreements_of(cast, eero)) == 1


def test_a_second_agreement_of_the_kind_at_the_same_time_is_refused(
    aino: Browser, cast: Cast, eero: Case
) -> None:
    make(aino, eero)

    response = make(aino, eero, kind="own_workshop")

    assert errors_of(response)["starts_on"] == [
        "An agreement of this kind runs until 1.4.2026: extend it, or begin after it."
    ]
    assert make(aino, eero, kind="coaching").status_code == 302


def test_an_extension_begins_the_day_after_and_is_made_once(aino: Browser, cast: Cast, eero: Case) -> None:
    make(aino, eero, tasks="Puutyöt", hours_a_week="22,5")
    [first] = agreements_of(cast, eero)
    url = address("case_agreement_extend", eero.id, first.id)
    typed = suggested(aino, "case_agreement_extend", eero.id, first.id)

    answers = [aino.post(url, typed), aino.post(url, typed), aino.get(url)]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    _, second = agreements_of(cast, eero)
    assert (second.extends_id, second.kind) == (first.id, "own_workshop")
    assert (second.starts_on, second.ends_on) == (dt.date(2026, 4, 2), dt.date(2026, 5, 1))
    assert (second.tasks, str(second.hours_a_week)) == ("Puutyöt", "22.5")


def test_the_chain_and_its_length_are_shown(aino: Browser, cast: Cast, eero: Case) -> None:
    make(aino, eero, starts_on="1.2.2026", ends_on="28.2.2026")
    [first] = agreements_of(cast, eero)
    typed = suggested(aino, "case_agreement_extend", eero.id, first.id) | {"ends_on": "15.3.2026"}
    aino.post(address("case_agreement_extend", eero.id, first.id), typed)

    page = aino.get(address("case_periods", eero.id))

    [(chain, length)] = page.context["chains"]
    assert [agreement.starts_on.month for agreement in chain.agreements] == [2, 3]
    assert length == "1 month 15 days"
    assert "2 agreements, together 1 month 15 days" in page.content.decode()


@pytest.mark.parametrize(("ends_on", "is_warned"), [("1.3.2026", False), ("2.3.2026", True)])
def test_work_trials_over_the_limit_are_warned_of(
    aino: Browser, eero: Case, ends_on: str, is_warned: bool
) -> None:
    """From 2.9. six months end on 1.3."""
    make(aino, eero, starts_on="2.9.2025", ends_on=ends_on)

    page = aino.get(address("case_periods", eero.id))

    assert page.context["is_too_long"] is is_warned
    assert ("the project's limit is 6 months" in page.content.decode()) is is_warned


def test_ending_early_with_its_reason(aino: Browser, cast: Cast, eero: Case) -> None:
    make(aino, eero)
    [made] = agreements_of(cast, eero)
    url = address("case_agreement_end", eero.id, made.id)

    refused = aino.post(url, {"ended_early_on": "2.4.2026", "ended_why": ""})
    taken = aino.post(url, {"ended_early_on": "5.3.2026", "ended_why": "Työpaikka löytyi."})

    assert errors_of(refused) == {
        "ended_early_on": ["The day is not within the agreement."],
        "ended_why": ["This field is required."],
    }
    assert taken.status_code == 302
    [ended] = agreements_of(cast, eero)
    assert (ended.ended_early_on, ended.ended_why) == (dt.date(2026, 3, 5), "Työpaikka löytyi.")
    assert aino.get(address("case_agreement_extend", eero.id, made.id)).status_code == 302
    assert make(aino, eero, kind="own_workshop", starts_on="6.3.2026").status_code == 302


def test_an_extended_agreement_is_neither_ended_nor_removed(aino: Browser, cast: Cast, eero: Case) -> None:
    make(aino, eero)
    [first] = agreements_of(cast, eero)
    aino.post(
        address("case_agreement_extend", eero.id, first.id),
        suggested(aino, "case_agreement_extend", eero.id, first.id),
    )

    aino.post(address("case_agreement", eero.id, first.id), {"remove": "yes"})
    aino.post(
        address("case_agreement_end", eero.id, first.id), {"ended_early_on": "5.3.2026", "ended_why": "x"}
    )

    [there, _extension] = agreements_of(cast, eero)
    assert (there.id, there.ended_early_on) == (first.id, None)


def test_signing_is_written_down(aino: Browser, cast: Cast, eero: Case) -> None:
    make(aino, eero)
    [made] = agreements_of(cast, eero)
    typed = suggested(aino, "case_agreement", eero.id, made.id)

    refused = aino.post(address("case_agreement", eero.id, made.id), typed | {"signed_on": "4.3.2026"})
    aino.post(address("case_agreement", eero.id, made.id), typed | {"signed_on": "3.3.2026"})

    assert errors_of(refused) == {"signed_on": ["The date is in the future."]}
    assert agreements_of(cast, eero)[0].signed_on == DAY


def test_the_page_says_when_there_is_nothing(aino: Browser, eero: Case) -> None:
    page = aino.get(address("case_periods", eero.id)).content.decode()

    assert "No coaching period has begun." in page
    assert "No agreement has been made." in page


def test_another_cases_rows_are_not_found(aino: Browser, cast: Cast, eero: Case, phases: list[Phase]) -> None:
    other = new_case(cast, "LIISA")
    with inside(cast):
        row = CoachingPeriod.objects.create(case=other, phase=phases[0], starts_on=ENTRY_DAY)
        agreement = Agreement.objects.create(
            case=other, kind="coaching", starts_on=DAY, ends_on=DAY, made_by=cast.aino
        )

    routes = (
        ("case_period", row.id),
        ("case_agreement", agreement.id),
        ("case_agreement_extend", agreement.id),
    )
    assert {aino.get(address(route, eero.id, row_id)).status_code for route, row_id in routes} == {404}


def test_the_number_of_queries_does_not_grow(
    aino: Browser, cast: Cast, eero: Case, phases: list[Phase]
) -> None:
    url = address("case_periods", eero.id)
    few = queries_of(aino, url)
    with inside(cast):
        for number in range(10):
            first = dt.date(2025, 10, 1) + dt.timedelta(days=10 * number)
            CoachingPeriod.objects.create(
                case=eero, phase=phases[0], starts_on=first, ends_on=first + dt.timedelta(days=5)
            )
            Agreement.objects.create(
                case=eero, kind="coaching", starts_on=first, ends_on=first, made_by=cast.aino
            )

    assert queries_of(aino, url) == few
