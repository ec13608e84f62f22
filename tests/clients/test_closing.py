"""Ending a case on its page: gaps need an attempt, a doubtful day is confirmed, what is open is named."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import (
    Absence,
    Agreement,
    Appointment,
    Assignment,
    Case,
    Client,
    EndDataAttempt,
    Equipment,
    LabourMarketEvent,
    Stay,
    Task,
)
from clients.registry import TimelineItem
from clients.services.stays import close_stay
from tasmat.tenancy.base import new_id
from tests.cast import DAY, IISALMI, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, new_entry, queries_of

ATTEMPT = {"attempt_on": "2.3.2026", "attempt_how": "phone", "attempt_result": "Numero ei ole käytössä."}
END = {
    "exit_on": "2.3.2026",
    "exit_status": "employed",
    "exit_in_education": "no",
    "exit_qualification": "no",
    "direction": "open_labour_market",
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
    return browser.post(address("case_close", case.id), typed)


def attempts_of(cast: Cast, case: Case) -> list[tuple[dt.date, str, str, Any]]:
    with inside(cast):
        rows = EndDataAttempt.objects.filter(stay__case=case)
        return list(rows.values_list("on", "how", "result", "made_by"))


def exits_of(cast: Cast, case: Case) -> list[dt.date | None]:
    with inside(cast):
        return list(Stay.objects.filter(case=case).values_list("exit_on", flat=True))


def test_a_case_without_end_data_is_not_closed_without_an_attempt(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    response = close(aino, eero, exit_on="2.3.2026", exit_status="employed", direction="unknown")

    assert response.status_code == 422
    assert errors_of(response) == {
        "attempt_on": ["Some end data stay open: log when it was tried to get them."],
        "attempt_how": ["Say how it was tried to get the end data."],
    }
    assert response.context["form"]["exit_status"].value() == "employed"
    assert exits_of(cast, eero) == [None]


def test_an_attempt_on_the_same_page_lets_it_close(aino: Browser, eero: Case, cast: Cast) -> None:
    response = close(aino, eero, exit_on="2.3.2026", **ATTEMPT)

    assert response.status_code == 302
    assert exits_of(cast, eero) == [dt.date(2026, 3, 2)]
    assert attempts_of(cast, eero) == [
        (dt.date(2026, 3, 2), "phone", "Numero ei ole käytössä.", cast.aino.id)
    ]


def test_whole_end_data_need_no_attempt(aino: Browser, eero: Case, cast: Cast) -> None:
    response = close(aino, eero, **END)

    assert response.status_code == 302
    assert attempts_of(cast, eero) == []


def test_the_dead_are_asked_nothing(aino: Browser, cast: Cast) -> None:
    case = new_case(cast, "EERO", died_on=dt.date(2026, 2, 20))

    shown = aino.get(address("case_close", case.id)).context["form"]["exit_on"].value()
    response = close(aino, case, exit_on="20.2.2026")

    assert shown == dt.date(2026, 2, 20)
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"attempt_on": "4.3.2026"}, {"attempt_on": ["The date is in the future."]}),
        (
            {"attempt_on": "1.9.2025"},
            {"attempt_on": ["The date is before the client's first day in the project."]},
        ),
        ({"attempt_how": ""}, {"attempt_how": ["Say how it was tried to get the end data."]}),
        (
            {"attempt_on": ""},
            {"attempt_on": ["Some end data stay open: log when it was tried to get them."]},
        ),
    ],
)
def test_half_an_attempt_is_said(
    typed: dict[str, str], errors: dict[str, list[str]], aino: Browser, eero: Case
) -> None:
    response = close(aino, eero, **END, **{**ATTEMPT, **typed})

    assert errors_of(response) == errors


def test_a_last_day_before_a_contact_is_confirmed_first(aino: Browser, eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, dt.date(2026, 2, 27))
    typed = {**END, "exit_on": "26.2.2026"}

    asked = close(aino, eero, **typed)
    done = close(aino, eero, **typed, confirms_day="on")

    assert asked.status_code == 422
    assert errors_of(asked) == {
        "confirms_day": [
            "The client was in contact on 27.2.2026, after this last day. Correct the day or confirm it."
        ]
    }
    assert done.status_code == 302
    assert exits_of(cast, eero) == [dt.date(2026, 2, 26)]


def test_the_box_to_confirm_stands_only_where_it_is_needed(aino: Browser, eero: Case) -> None:
    page = aino.get(address("case_close", eero.id)).content.decode()

    assert "confirms_day" not in page


def leave_things_open(cast: Cast, case: Case) -> None:
    starts_at = dt.datetime(2026, 3, 10, 8, tzinfo=dt.UTC)
    with inside(cast):
        Equipment.objects.create(case=case, what="Turvakengät", handed_on=DAY)
        Equipment.objects.create(case=case, what="Palautettu takki", handed_on=DAY, returned_on=DAY)
        Equipment.objects.create(case=case, what="Oma huivi", handed_on=DAY, is_to_return=False)
        Agreement.objects.create(
            case=case, kind="coaching", starts_on=DAY, ends_on=dt.date(2026, 5, 1), made_by=cast.aino
        )
        Agreement.objects.create(
            case=case,
            kind="other",
            starts_on=dt.date(2026, 1, 1),
            ends_on=dt.date(2026, 5, 1),
            ended_early_on=dt.date(2026, 2, 1),
            made_by=cast.aino,
        )
        Appointment.objects.create(
            member=cast.aino,
            case=case,
            submission_key=new_id(),
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=1),
        )
        Task.objects.create(owner=cast.aino, case=case, title="Soita Kelaan", key="t1")
        Task.objects.create(
            owner=cast.aino, case=case, title="Tehty", key="t2", done_at=starts_at, done_by=cast.aino
        )


def test_what_is_still_open_is_named_and_does_not_stop_the_ending(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    leave_things_open(cast, eero)

    things = aino.get(address("case_close", eero.id)).context["things"]
    response = close(aino, eero, **END)

    assert [thing.words for thing, _url in things] == [
        "Turvakengät",
        "coaching agreement, – 1.5.2026",
        "10.3.2026 at 10:00, Aino Valmentaja",
        "Soita Kelaan, Aino Valmentaja",
    ]
    assert response.status_code == 302


def test_missing_start_data_and_times_away_are_named(aino: Browser, eero: Case, cast: Cast) -> None:
    with inside(cast):
        Client.objects.filter(id=eero.client_id).update(gender=None)
        Absence.objects.create(case=eero, kind="paused", starts_on=DAY)

    things = aino.get(address("case_close", eero.id)).context["things"]

    assert [(thing.words, url) for thing, url in things] == [
        ("Gender", address("case_esf", eero.id)),
        ("paused, 3.3.2026 –", address("case_person", eero.id)),
    ]


def test_the_page_asks_as_much_of_the_database_whatever_is_open(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    few = queries_of(aino, address("case_close", eero.id))
    for _round in range(1):
        leave_things_open(cast, eero)
    with inside(cast):
        for number in range(10):
            Equipment.objects.create(case=eero, what=f"Väline {number}", handed_on=DAY)

    assert queries_of(aino, address("case_close", eero.id)) == few


def test_attempts_are_logged_after_the_closing(aino: Browser, eero: Case, cast: Cast) -> None:
    close(aino, eero, exit_on="2.3.2026", **ATTEMPT)
    key = aino.get(address("case_attempt_new", eero.id)).context["form"]["submission_key"].value()
    typed = {"on": "3.3.2026", "how": "letter", "result": "Ei vastausta.", "submission_key": str(key)}

    first = aino.post(address("case_attempt_new", eero.id), typed)
    aino.post(address("case_attempt_new", eero.id), typed)

    assert first.status_code == 302
    assert [attempt[1] for attempt in attempts_of(cast, eero)] == ["phone", "letter"]
    page = aino.get(address("case_esf", eero.id)).content.decode()
    assert "Ei vastausta." in page


def test_no_attempt_is_logged_while_the_case_goes_on(aino: Browser, eero: Case) -> None:
    response = aino.get(address("case_attempt_new", eero.id), follow=True)

    assert "The case goes on." in response.content.decode()


def attempt_id(cast: Cast, case: Case) -> Any:
    with inside(cast):
        return EndDataAttempt.objects.get(stay__case=case).id


def test_an_attempt_is_corrected(aino: Browser, eero: Case, cast: Cast) -> None:
    close(aino, eero, exit_on="2.3.2026", **ATTEMPT)
    url = address("case_attempt", eero.id, attempt_id(cast, eero))
    key = aino.get(url).context["form"]["submission_key"].value()

    response = aino.post(url, {"on": "1.3.2026", "how": "email", "result": "", "submission_key": str(key)})

    assert response.status_code == 302
    assert attempts_of(cast, eero)[0][:3] == (dt.date(2026, 3, 1), "email", "")


def test_the_only_proof_of_a_gap_is_not_removed(aino: Browser, eero: Case, cast: Cast) -> None:
    close(aino, eero, exit_on="2.3.2026", **ATTEMPT)
    url = address("case_attempt", eero.id, attempt_id(cast, eero))

    refused = aino.post(url, {"remove": "yes"}, follow=True)
    with inside(cast):
        Stay.objects.filter(case=eero).update(
            exit_status="employed", exit_in_education=False, exit_qualification=False, direction="unknown"
        )
    aino.post(url, {"remove": "yes"})

    assert "this only attempt must stay" in refused.content.decode()
    assert attempts_of(cast, eero) == []


def test_what_was_known_is_not_made_unknown_without_an_attempt(aino: Browser, eero: Case) -> None:
    close(aino, eero, **END)
    events = {"events-TOTAL_FORMS": "0", "events-INITIAL_FORMS": "0"}

    response = aino.post(address("case_end", eero.id), {**END, **events, "exit_status": ""})

    assert errors_of(response) == {
        "exit_status": ["Log first how it was tried to be known; then it can be left open."]
    }


def test_undoing_clears_the_attempts_says_so_and_leaves_a_trace(
    aino: Browser, eero: Case, cast: Cast
) -> None:
    close(aino, eero, exit_on="2.3.2026", **ATTEMPT)
    with inside(cast):
        LabourMarketEvent.objects.create(stay=Stay.objects.get(case=eero), on=DAY, status="employed")
    asked = aino.get(address("case_undo_close", eero.id)).content.decode()

    aino.post(address("case_undo_close", eero.id))

    assert "1 attempt to get the end data, 1 later change of the work situation" in asked
    assert attempts_of(cast, eero) == []
    timeline = aino.get(address("case", eero.id)).content.decode()
    assert "The ending was undone" in timeline
    assert "The case had been ended on 2.3.2026 by mistake." in timeline
    [undone] = _undone(aino, eero)
    assert undone.meta.endswith("· you")
    [undone] = _undone(browser_of(cast.mirja), eero)
    assert undone.meta.endswith("· Aino Valmentaja")


def _undone(browser: Browser, case: Case) -> list[TimelineItem]:
    items = browser.get(address("case", case.id)).context["timeline"]
    return [item for item, _new in items if item.title == "The ending was undone"]


def test_the_coach_goes_on_after_a_return(aino: Browser, eero: Case, cast: Cast) -> None:
    with inside(cast):
        close_stay(eero, exit_on=dt.date(2026, 1, 15))

    form = aino.get(address("case_reenter", eero.id)).context["form"]

    assert "responsible" not in form.fields


def test_a_return_asks_for_a_coach_when_the_one_of_before_has_left(aino: Browser, cast: Cast) -> None:
    case = new_case(cast, "PALAA", coach=cast.bertta, number=IISALMI)
    with inside(cast):
        close_stay(case, exit_on=dt.date(2026, 1, 15))
        type(cast.bertta).objects.filter(id=cast.bertta.id).update(is_active=False)
    typed = {"entry_on": "2.3.2026", "municipality": KIURUVESI}

    refused = aino.post(address("case_reenter", case.id), typed)
    done = aino.post(address("case_reenter", case.id), {**typed, "responsible": str(cast.aino.id)})

    assert errors_of(refused) == {"responsible": ["This field is required."]}
    assert done.status_code == 302
    with inside(cast):
        rows = Assignment.objects.filter(case=case).order_by("from_on")
        assert [(row.member_id, row.until_on) for row in rows] == [
            (cast.bertta.id, dt.date(2026, 3, 1)),
            (cast.aino.id, None),
        ]


@pytest.mark.parametrize("route", ["case_close", "case_undo_close", "case_attempt_new"])
def test_only_those_who_may_end_cases_come_here(route: str, eero: Case, cast: Cast) -> None:
    url = address(route, eero.id)

    statuses = [browser_of(member).get(url).status_code for member in (cast.otto, cast.aarne, cast.bertta)]

    assert statuses == [404, 403, 404]
    assert browser_of(cast.mirja).put(url).status_code == 405
