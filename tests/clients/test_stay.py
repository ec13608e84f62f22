"""Start data, ending, undoing, coming back, end data: each fact once, and the acts told apart."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.forms.stay import StartStayForm
from clients.models import Case, Client, CoachingPeriod, LabourMarketEvent, Phase, Stay
from clients.services.assignments import responsible_of
from clients.services.stays import NotAfterExit, StillOpen, close_stay, reenter, undo_closing
from tasmat.audit.history import history_of
from tasmat.tenancy.models import Membership, Project
from tasmat.ui.forms import columns_of
from tests.cast import DAY, IISALMI, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case

START = {
    "entry_status": "inactive",
    "unemployed_since": "",
    "education_level": "2",
    "in_education_at_entry": "yes",
    "gender": "NB",
    "born_on": "24.12.1985",
    "citizenship": "XX",
    "parents_born_abroad": "yes",
}
EXIT = {
    "exit_on": "2.3.2026",
    "exit_status": "employed",
    "exit_in_education": "no",
    "exit_qualification": "yes",
    "direction": "open_labour_market",
}
TRIED = {"attempt_on": "2.3.2026", "attempt_how": "phone"}
NO_EVENTS = {"events-TOTAL_FORMS": "2", "events-INITIAL_FORMS": "0"}


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def stays_of(cast: Cast, case: Case) -> list[Stay]:
    with inside(cast):
        return list(Stay.objects.filter(case=case))


def post(browser: Browser, route: str, case: Case, **typed: str) -> Any:
    return browser.post(address(route, case.id), typed)


def end(cast: Cast, case: Case, on: dt.date, **facts: Any) -> None:
    with inside(cast):
        close_stay(case, exit_on=on, **facts)


def test_start_data_are_stored_each_in_its_own_place(aino: Browser, eero: Case, cast: Cast) -> None:
    response = post(aino, "case_esf", eero, **START)

    assert response.status_code == 302
    [stay] = stays_of(cast, eero)
    with inside(cast):
        client = Client.objects.get(id=eero.client_id)
    assert (client.gender, client.born_on, client.citizenship, client.parents_born_abroad) == (
        "NB",
        dt.date(1985, 12, 24),
        "XX",
        True,
    )
    assert (stay.entry_status, stay.unemployed_since, stay.education_level, stay.in_education_at_entry) == (
        "inactive",
        None,
        2,
        True,
    )


def test_the_form_shows_what_is_stored(aino: Browser, eero: Case) -> None:
    context = aino.get(address("case_esf", eero.id)).context

    shown = {field.name: field.value() for form in (context["form"], context["stay_form"]) for field in form}
    assert shown == {
        "gender": "W",
        "born_on": dt.date(1980, 5, 17),
        "citizenship": "FI",
        "parents_born_abroad": "no",
        "entry_status": "unemployed",
        "unemployed_since": dt.date(2023, 1, 15),
        "education_level": 3,
        "in_education_at_entry": "no",
    }
    assert (context["missing"], context["unasked"]) == ((), ())


def test_everything_can_be_left_open(aino: Browser, eero: Case, cast: Cast) -> None:
    post(aino, "case_esf", eero, **dict.fromkeys(START, ""))

    context = aino.get(address("case_esf", eero.id)).context
    assert [gap.field for gap in context["missing"]] == [
        "gender",
        "born_on",
        "entry_status",
        "education_level",
    ]
    assert [gap.field for gap in context["unasked"]] == [
        "in_education_at_entry",
        "citizenship",
        "parents_born_abroad",
    ]


@pytest.mark.parametrize(
    ("changes", "form", "errors"),
    [
        (
            {"born_on": "2.9.2025"},
            "form",
            {"born_on": ["The date of birth is not before the first day in the project."]},
        ),
        (
            {"unemployed_since": "3.9.2025"},
            "stay_form",
            {"unemployed_since": ["The date is after the first day in the project."]},
        ),
        (
            {"citizenship": "ZZ"},
            "form",
            {"citizenship": ["Select a valid choice. ZZ is not one of the available choices."]},
        ),
    ],
)
def test_wrong_start_data_are_said_and_nothing_is_stored(
    changes: dict[str, str], form: str, errors: dict[str, list[str]], aino: Browser, eero: Case, cast: Cast
) -> None:
    response = post(aino, "case_esf", eero, **{**START, **changes})

    assert response.status_code == 422
    assert errors_of(response, form) == errors
    assert [stay.entry_status for stay in stays_of(cast, eero)] == ["unemployed"]
    assert response.context["facts"].startswith("45 years")


def test_a_form_opened_before_a_colleague_ended_the_case_does_not_undo_that(eero: Case, cast: Cast) -> None:
    with inside(cast):
        form = StartStayForm({**START, "education_level": "5"}, instance=eero.stays.get())
        assert form.is_valid()
        close_stay(eero, exit_on=DAY)

        form.instance.save(update_fields=columns_of(form))

    [stay] = stays_of(cast, eero)
    assert (stay.education_level, stay.exit_on) == (5, DAY)


def test_a_birth_after_death_is_refused_before_the_database_does(aino: Browser, cast: Cast) -> None:
    case = new_case(cast, "EERO", died_on=dt.date(1985, 12, 23))

    response = post(aino, "case_esf", case, **START)

    assert errors_of(response) == {"born_on": ["The date of birth is after the day of death."]}


def test_start_data_of_a_client_who_came_back_are_those_of_the_first_day(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    end(cast, eero, dt.date(2026, 1, 15))
    with inside(cast):
        reenter(eero, entry_on=DAY, municipality=cast.areas[IISALMI].municipality, entry_status="employed")

    post(aino, "case_esf", eero, **START)

    assert [stay.entry_status for stay in stays_of(cast, eero)] == ["inactive", "employed"]


def test_a_case_is_ended_with_all_end_data(aino: Browser, eero: Case, cast: Cast) -> None:
    response = post(aino, "case_close", eero, **EXIT)

    assert response.status_code == 302
    [stay] = stays_of(cast, eero)
    assert (
        stay.exit_on,
        stay.exit_status,
        stay.exit_in_education,
        stay.exit_qualification,
        stay.direction,
    ) == (
        dt.date(2026, 3, 2),
        "employed",
        False,
        True,
        "open_labour_market",
    )


def test_only_the_day_is_needed_and_what_is_missing_is_said(aino: Browser, eero: Case, cast: Cast) -> None:
    response = aino.post(address("case_close", eero.id), {"exit_on": "2.3.2026", **TRIED}, follow=True)

    [(due, deadline)] = response.context["dues"]
    assert len(due.gaps) == 4
    assert deadline.text == "by 30.3.2026"
    [stay] = stays_of(cast, eero)
    assert (stay.exit_status, stay.exit_in_education, stay.direction) == (None, None, None)


@pytest.mark.parametrize(
    ("exit_on", "error"),
    [
        ("1.9.2025", "The last day is before the first day."),
        ("4.3.2026", "The date is in the future."),
        ("", "This field is required."),
        ("31.2.2026", "Write the date as day, month and year, for example 3.3.2026"),
    ],
)
def test_a_wrong_last_day_is_said(exit_on: str, error: str, aino: Browser, eero: Case, cast: Cast) -> None:
    response = post(aino, "case_close", eero, exit_on=exit_on, **TRIED)

    assert response.status_code == 422
    assert errors_of(response) == {"exit_on": [error]}
    assert [stay.exit_on for stay in stays_of(cast, eero)] == [None]


def test_nobody_leaves_after_the_project_has_ended(aino: Browser, eero: Case, cast: Cast) -> None:
    with inside(cast):
        Project.objects.update(ends_on=dt.date(2026, 2, 28))

    response = post(aino, "case_close", eero, exit_on="1.3.2026", **TRIED)
    form = aino.get(address("case_close", eero.id)).context["form"]

    assert errors_of(response) == {"exit_on": ["The date is outside the time of the project."]}
    assert form["exit_on"].value() == dt.date(2026, 2, 28)


def test_ending_twice_ends_once(aino: Browser, eero: Case, cast: Cast) -> None:
    post(aino, "case_close", eero, **EXIT)

    second = aino.post(address("case_close", eero.id), {"exit_on": "1.3.2026"}, follow=True)

    assert "The case has ended already." in second.content.decode()
    assert [stay.exit_on for stay in stays_of(cast, eero)] == [dt.date(2026, 3, 2)]
    with inside(cast):
        assert not close_stay(eero, exit_on=DAY)


def test_an_ending_made_by_mistake_is_undone(aino: Browser, eero: Case, cast: Cast) -> None:
    post(aino, "case_close", eero, **EXIT)
    with inside(cast):
        LabourMarketEvent.objects.create(stay=eero.stays.get(), on=DAY, status="employed")
    asked = aino.get(address("case_undo_close", eero.id))

    response = post(aino, "case_undo_close", eero)

    assert "The case was ended on 2.3.2026 by mistake" in asked.content.decode()
    assert response.status_code == 302
    [stay] = stays_of(cast, eero)
    assert (
        stay.exit_on,
        stay.exit_status,
        stay.exit_in_education,
        stay.exit_qualification,
        stay.direction,
    ) == ((None,) * 5)
    with inside(cast):
        assert LabourMarketEvent.objects.count() == 0
        assert history_of(Stay).filter(pgh_obj=stay, exit_on=dt.date(2026, 3, 2)).exists()


def test_undoing_twice_undoes_once(aino: Browser, eero: Case, cast: Cast) -> None:
    post(aino, "case_close", eero, **EXIT)
    post(aino, "case_undo_close", eero)

    second = aino.post(address("case_undo_close", eero.id), follow=True)

    assert "The case goes on." in second.content.decode()
    with inside(cast):
        assert not undo_closing(eero)


def test_an_undone_ending_needs_a_coach_who_works_here(eero: Case, cast: Cast) -> None:
    with inside(cast):
        close_stay(eero, exit_on=DAY)
        Membership.objects.filter(id=cast.aino.id).update(is_active=False)
    url, mirja = address("case_undo_close", eero.id), browser_of(cast.mirja)
    assert "does not work here any more" in mirja.get(url).content.decode()

    without, named = mirja.post(url), mirja.post(url, {"responsible": cast.bertta.id})

    assert (without.status_code, named.status_code) == (422, 302)
    with inside(cast):
        assert responsible_of(eero) == cast.bertta
        assert Stay.objects.get(case=eero).exit_on is None


def test_a_return_ends_the_period_that_went_on_when_the_client_left(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    with inside(cast):
        phase = Phase.objects.create(project=cast.project, name_fi="Tuki")
        CoachingPeriod.objects.create(case=eero, phase=phase, starts_on=dt.date(2025, 10, 1))
    end(cast, eero, dt.date(2026, 1, 15))

    post(aino, "case_reenter", eero, entry_on="2.3.2026", municipality=IISALMI)

    with inside(cast):
        assert CoachingPeriod.objects.get().ends_on == dt.date(2026, 1, 15)
    assert "came back 2.3.2026" in aino.get(address("case", eero.id)).context["facts"]


def test_a_return_is_a_new_stay_and_the_first_one_stands(aino: Browser, eero: Case, cast: Cast) -> None:
    end(cast, eero, dt.date(2026, 1, 15), exit_status="employed")

    response = post(
        aino,
        "case_reenter",
        eero,
        entry_on="2.3.2026",
        municipality=KIURUVESI,
        entry_status="unemployed",
        unemployed_since="1.2.2026",
    )

    assert response.status_code == 302
    first, second = stays_of(cast, eero)
    assert (first.exit_on, first.exit_status, first.entry_status) == (
        dt.date(2026, 1, 15),
        "employed",
        "unemployed",
    )
    assert (second.entry_on, second.municipality_id, second.entry_status, second.unemployed_since) == (
        dt.date(2026, 3, 2),
        KIURUVESI,
        "unemployed",
        dt.date(2026, 2, 1),
    )
    with inside(cast):
        assert (
            Case.objects.get(id=eero.id).area == cast.areas[IISALMI]
        )  # the quota is that of the first entry
    acts = [url for _words, url in aino.get(address("case", eero.id)).context["acts"]]
    assert address("case_close", eero.id) in acts
    assert address("case_reenter", eero.id) not in acts


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"entry_on": "15.1.2026"}, {"entry_on": ["The return is after the last day of the earlier stay."]}),
        ({"entry_on": "4.3.2026"}, {"entry_on": ["The date is in the future."]}),
        ({"entry_on": ""}, {"entry_on": ["This field is required."]}),
        (
            {"unemployed_since": "3.3.2026"},
            {"unemployed_since": ["The date is after the first day in the project."]},
        ),
        (
            {"municipality": "999"},
            {"municipality": ["Select a valid choice. That choice is not one of the available choices."]},
        ),
    ],
)
def test_a_wrong_return_is_said(
    changes: dict[str, str], errors: dict[str, list[str]], aino: Browser, eero: Case, cast: Cast
) -> None:
    end(cast, eero, dt.date(2026, 1, 15))

    response = post(aino, "case_reenter", eero, **{"entry_on": "2.3.2026", **changes})

    assert response.status_code == 422
    assert errors_of(response) == errors
    assert len(stays_of(cast, eero)) == 1


def test_the_municipality_of_a_protected_client_is_not_asked(aino: Browser, cast: Cast) -> None:
    case = new_case(cast, "TURVA", has_protected_address=True)
    end(cast, case, dt.date(2026, 1, 15))

    form = aino.get(address("case_reenter", case.id)).context["form"]
    post(aino, "case_reenter", case, entry_on="2.3.2026", municipality=KIURUVESI)

    assert "municipality" not in form.fields
    assert [stay.municipality_id for stay in stays_of(cast, case)] == [IISALMI, IISALMI]


def test_returning_twice_makes_one_stay(aino: Browser, eero: Case, cast: Cast) -> None:
    end(cast, eero, dt.date(2026, 1, 15))
    post(aino, "case_reenter", eero, entry_on="2.3.2026")

    second = aino.post(address("case_reenter", eero.id), {"entry_on": "3.3.2026"}, follow=True)

    assert "The case goes on." in second.content.decode()
    with inside(cast):
        municipality = cast.areas[IISALMI].municipality
        again = reenter(eero, entry_on=dt.date(2026, 3, 2), municipality=municipality)
        assert again == eero.stays.last()
        with pytest.raises(StillOpen):
            reenter(eero, entry_on=DAY, municipality=municipality)


def test_a_return_inside_the_earlier_stay_is_refused(eero: Case, cast: Cast) -> None:
    end(cast, eero, DAY)

    with inside(cast), pytest.raises(NotAfterExit):
        reenter(eero, entry_on=DAY, municipality=cast.areas[IISALMI].municipality)


def test_after_a_return_only_the_last_ending_is_undone(aino: Browser, eero: Case, cast: Cast) -> None:
    end(cast, eero, dt.date(2026, 1, 15))
    post(aino, "case_reenter", eero, entry_on="2.3.2026")

    assert aino.get(address("case_undo_close", eero.id)).status_code == 302
    post(aino, "case_undo_close", eero)
    assert stays_of(cast, eero)[0].exit_on == dt.date(2026, 1, 15)

    post(aino, "case_close", eero, exit_on="3.3.2026", **TRIED)
    post(aino, "case_undo_close", eero)
    assert [stay.exit_on for stay in stays_of(cast, eero)] == [dt.date(2026, 1, 15), None]


def test_end_data_are_completed_with_what_happened_later(aino: Browser, eero: Case, cast: Cast) -> None:
    end(cast, eero, dt.date(2026, 2, 2))
    rows = {"events-0-on": "16.2.2026", "events-0-status": "employed"}

    response = aino.post(
        address("case_end", eero.id),
        {
            **EXIT,
            **NO_EVENTS,
            **rows,
            "exit_on": "2.2.2026",
            "exit_status": "unemployed",
            "exit_in_education": "yes",
        },
        follow=True,
    )

    assert (
        dict(response.context["end_rows"])["Situation at the end, as EURA asks it"]
        == "in education or training"
    )
    assert response.context["end_missing"] == ()
    assert [str(event) for event in response.context["events"]] == ["2026-02-16 employed"]
    assert "until 2.3.2026 counts as the immediate result" in response.content.decode()


def test_a_later_event_is_corrected_and_removed(aino: Browser, eero: Case, cast: Cast) -> None:
    end(cast, eero, dt.date(2026, 2, 2))
    with inside(cast):
        wrong = LabourMarketEvent.objects.create(stay=eero.stays.get(), on=DAY, status="employed")
    rows = {
        "events-TOTAL_FORMS": "1",
        "events-INITIAL_FORMS": "1",
        "events-0-id": str(wrong.id),
        "events-0-on": "3.3.2026",
        "events-0-status": "employed",
        "events-0-DELETE": "on",
    }

    response = aino.post(address("case_end", eero.id), {**EXIT, **rows})

    assert response.status_code == 302
    with inside(cast):
        assert LabourMarketEvent.objects.count() == 0


@pytest.mark.parametrize(
    ("on", "error"),
    [
        ("1.3.2026", "The date is before the last day in the project."),
        ("4.3.2026", "The date is in the future."),
    ],
)
def test_an_event_outside_its_time_is_said(
    on: str, error: str, aino: Browser, eero: Case, cast: Cast
) -> None:
    end(cast, eero, dt.date(2026, 2, 2))
    rows = {"events-0-on": on, "events-0-status": "employed"}

    response = aino.post(address("case_end", eero.id), {**EXIT, **NO_EVENTS, **rows})

    assert response.status_code == 422
    assert error in response.content.decode()
    assert [stay.exit_on for stay in stays_of(cast, eero)] == [dt.date(2026, 2, 2)]


def test_the_situation_six_months_after_is_asked_when_it_is_time(
    aino: Browser, cast: Cast, settings: Settings
) -> None:
    case = new_case(cast, "EERO", entry_on=dt.date(2025, 1, 7))
    end(cast, case, dt.date(2025, 8, 31))
    settings.TASMAT_TODAY = dt.date(2026, 2, 27)
    assert "six_month_status" not in aino.get(address("case_end", case.id)).context["form"].fields

    settings.TASMAT_TODAY = dt.date(2026, 2, 28)  # B14: the month's end is clamped
    typed = {**EXIT, **NO_EVENTS, "exit_on": "31.8.2025", "six_month_status": "improved"}
    aino.post(address("case_end", case.id), typed)

    assert [stay.six_month_status for stay in stays_of(cast, case)] == ["improved"]


def test_a_case_that_goes_on_has_no_end_data(aino: Browser, eero: Case) -> None:
    response = aino.get(address("case_end", eero.id))

    assert (response.status_code, response.headers["Location"]) == (302, address("case_close", eero.id))


def test_a_manager_ends_a_case_too(eero: Case, cast: Cast) -> None:
    assert post(browser_of(cast.mirja), "case_close", eero, **EXIT).status_code == 302
    assert [stay.exit_on for stay in stays_of(cast, eero)] == [dt.date(2026, 3, 2)]
