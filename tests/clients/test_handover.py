"""A leaving coach's cases go to colleagues in one act that can be undone on the same day; the new coach reads up."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.choices import SixMonthStatus
from clients.importing.apply import import_cases
from clients.models import (
    Appointment,
    Assignment,
    Case,
    CaseTransfer,
    CoachingPeriod,
    Goal,
    Phase,
    Plan,
    Task,
)
from clients.services.assignments import BeforePresentCoach, change_responsible, responsible_of
from clients.services.stays import close_stay
from clients.services.transfers import TransferChanged, hand_over, undo
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership
from tests.cast import DAY, IISALMI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, new_entry, queries_of
from tests.clients.test_closing_rules import rows_of

TOMORROW = DAY + dt.timedelta(days=1)
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
FILE = "reference,first_name,last_name,municipality,entry_date\nV-1,Viljo,Tuonti,140,2025-10-01\n"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def mirja(cast: Cast) -> Browser:
    return browser_of(cast.mirja)


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    return [new_case(cast, mark) for mark in ("ANNA", "BERT", "CARL")]


def page(coach: Any) -> str:
    return f"{address('transfers')}?coach={coach}"


def ids(cases: list[Case]) -> list[str]:
    return [str(case.id) for case in cases]


def coaches_of(cast: Cast, case: Case) -> list[tuple[Any, dt.date, dt.date | None]]:
    with inside(cast):
        rows = Assignment.objects.filter(case=case, role="responsible").order_by("from_on")
        return list(rows.values_list("member", "from_on", "until_on"))


def give(cast: Cast, cases: list[Case], to: Membership, on: dt.date = TOMORROW) -> Any:
    with inside(cast):
        return hand_over(
            {case.id: to for case in cases},
            coach=cast.aino,
            from_on=on,
            reason="Aino lähtee",
            made_by=cast.mirja,
            now=NOW,
        )


def test_all_cases_go_in_one_act_after_a_preview(cast: Cast, cases: list[Case], mirja: Browser) -> None:
    typed = {"chosen": ids(cases), "to_all": cast.bertta.id, "from_on": "4.3.2026", "reason": "Aino lähtee"}

    preview = mirja.post(page(cast.aino.id), typed)
    untouched = coaches_of(cast, cases[0])
    done = mirja.post(page(cast.aino.id), {**typed, "confirm": "yes"})

    assert preview.status_code == 200
    assert [who for _case, who, *_along in preview.context["pairs"]] == [cast.bertta] * 3
    assert untouched == [(cast.aino.id, dt.date(2025, 9, 2), None)]
    assert done.status_code == 302
    for case in cases:
        assert coaches_of(cast, case) == [
            (cast.aino.id, dt.date(2025, 9, 2), DAY),
            (cast.bertta.id, TOMORROW, None),
        ]
    with inside(cast):
        assert CaseTransfer.objects.values("batch").distinct().count() == 1


def test_single_cases_go_to_another_colleague_or_stay(cast: Cast, cases: list[Case], mirja: Browser) -> None:
    anna, bert, carl = cases
    with inside(cast):
        Membership.objects.filter(id=cast.mirja.id).update(roles=["manager", "coach"])
    typed = {
        "chosen": ids([anna, bert]),
        "to_all": cast.bertta.id,
        f"to-{bert.id}": str(cast.mirja.id),
        "from_on": "4.3.2026",
        "reason": "Jako",
        "confirm": "yes",
    }

    mirja.post(page(cast.aino.id), typed)

    assert [coaches_of(cast, case)[-1][0] for case in (anna, bert, carl)] == [
        cast.bertta.id,
        cast.mirja.id,
        cast.aino.id,
    ]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"reason": ""}, {"reason": ["This field is required."]}),
        ({"chosen": []}, {"chosen": ["Choose at least one client."]}),
        (
            {"to_all": ""},
            {"to_all": ["Somebody chosen has no coach to go to: choose one for all, or for each."]},
        ),
        (
            {"from_on": "2.9.2025"},
            {
                "from_on": [
                    (
                        "A present coach of these cases began on the day before 3.9.2025: "
                        "choose that day or a later one."
                    )
                ]
            },
        ),
    ],
)
def test_what_is_wrong_is_said(
    typed: dict[str, Any], errors: dict[str, list[str]], cast: Cast, cases: list[Case], mirja: Browser
) -> None:
    whole = {
        "chosen": ids(cases),
        "to_all": str(cast.bertta.id),
        "from_on": "4.3.2026",
        "reason": "Jako",
        "confirm": "yes",
    }

    response = mirja.post(page(cast.aino.id), {**whole, **typed})

    assert response.status_code == 422
    assert errors_of(response) == errors
    assert len(coaches_of(cast, cases[0])) == 1


def test_all_or_none_are_chosen_by_a_button_without_scripts(
    cast: Cast, cases: list[Case], mirja: Browser
) -> None:
    typed = {"chosen": ids(cases[:1]), "to_all": cast.bertta.id, "reason": "Jako", "from_on": "9.3.2026"}

    forms = [
        mirja.post(page(cast.aino.id), {**typed, "pick": wish}).context["form"]
        for wish in ("all", "none", "same")
    ]

    assert [form["chosen"].value() for form in forms] == [ids(cases), [], ids(cases[:1])]
    assert {(form["reason"].value(), form["from_on"].value()) for form in forms} == {("Jako", "9.3.2026")}
    assert {form.is_bound for form in forms} == {False}


def test_the_table_and_the_preview_tell_what_goes(cast: Cast, cases: list[Case], mirja: Browser) -> None:
    anna, *_rest = cases
    leave_work(cast, anna)
    new_entry(cast, anna, dt.date(2026, 2, 27))
    with inside(cast):
        phase = Phase.objects.create(project=cast.project, name_fi="Alku", name_en="Start", position=99)
        CoachingPeriod.objects.create(case=anna, phase=phase, starts_on=dt.date(2026, 1, 1))
    typed = {"chosen": ids([anna]), "to_all": cast.bertta.id, "reason": "Jako", "from_on": "4.3.2026"}

    [first, *_others] = mirja.get(page(cast.aino.id)).context["form"].rows()
    preview = mirja.post(page(cast.aino.id), typed)

    assert (first.row.phase, first.row.open_tasks, first.row.last_contact_on) == (
        "Start",
        1,
        dt.date(2026, 2, 27),
    )
    assert [pair[1:] for pair in preview.context["pairs"]] == [(cast.bertta, 1, 1)]
    assert preview.context["stay"] == 2
    assert "until midnight" in preview.content.decode()


def leave_work(cast: Cast, case: Case) -> None:
    with inside(cast):
        Task.objects.create(owner=cast.aino, case=case, title="Soita", key="open")
        Task.objects.create(
            owner=cast.aino, case=case, title="Tehty", key="done", done_at=NOW, done_by=cast.aino
        )
        for day in (2, 10):
            starts_at = dt.datetime(2026, 3, day, 8, tzinfo=dt.UTC)
            Appointment.objects.create(
                member=cast.aino,
                case=case,
                submission_key=new_id(),
                starts_at=starts_at,
                ends_at=starts_at + dt.timedelta(hours=1),
            )


def test_open_tasks_and_coming_appointments_go_along(cast: Cast, cases: list[Case]) -> None:
    leave_work(cast, cases[0])

    give(cast, cases, cast.bertta)

    with inside(cast):
        tasks = dict(Task.objects.values_list("key", "owner"))
        members = list(Appointment.objects.order_by("starts_at").values_list("member", flat=True))
    assert tasks == {"open": cast.bertta.id, "done": cast.aino.id}
    assert members == [cast.aino.id, cast.bertta.id]


def test_undoing_on_the_same_day_leaves_every_row_as_it_was(cast: Cast, cases: list[Case]) -> None:
    leave_work(cast, cases[0])
    with inside(cast):
        before = [rows_of(case) for case in cases]
    batch = give(cast, cases, cast.bertta)

    with inside(cast):
        number = undo(batch, cast.mirja, DAY)
        again = undo(batch, cast.mirja, DAY)

        assert [rows_of(case) for case in cases] == before
    assert (number, again) == (3, 0)


def test_undoing_is_a_button_of_the_day(cast: Cast, cases: list[Case], mirja: Browser) -> None:
    batch = give(cast, cases, cast.bertta)
    shown = mirja.get(address("transfers")).content.decode()

    response = mirja.post(address("transfers_undo"), {"batch": str(batch)}, follow=True)

    assert "Undo this: 3 cases" in shown
    assert "3 cases are where they were." in response.content.decode()
    assert mirja.post(address("transfers_undo"), {"batch": "x"}).status_code == 302


def test_undoing_stops_at_midnight_and_when_a_case_has_gone_on(
    cast: Cast, cases: list[Case], mirja: Browser
) -> None:
    batch = give(cast, cases, cast.bertta)
    with inside(cast):
        with pytest.raises(TransferChanged):
            undo(batch, cast.mirja, TOMORROW)
        change_responsible(cases[0], cast.mirja, from_on=TOMORROW + dt.timedelta(days=1), reason="Taas")

    response = mirja.post(address("transfers_undo"), {"batch": str(batch)}, follow=True)

    assert "A case has changed hands since" in response.content.decode()
    assert len(coaches_of(cast, cases[1])) == 2


def test_a_case_that_is_somebody_elses_by_now_stays_there(cast: Cast, cases: list[Case]) -> None:
    with inside(cast):
        change_responsible(cases[0], cast.mirja, from_on=DAY, reason="Ehti ensin")

    give(cast, cases, cast.bertta)

    assert coaches_of(cast, cases[0])[-1][0] == cast.mirja.id
    assert coaches_of(cast, cases[1])[-1][0] == cast.bertta.id


def test_nothing_is_done_when_one_case_cannot_go(cast: Cast, cases: list[Case]) -> None:
    late = new_case(cast, "LATE", entry_on=TOMORROW)

    with pytest.raises(BeforePresentCoach):
        give(cast, [*cases, late], cast.bertta, on=TOMORROW)

    assert len(coaches_of(cast, cases[0])) == 1


def test_only_cases_to_be_looked_after_are_offered(cast: Cast, cases: list[Case], mirja: Browser) -> None:
    with inside(cast):
        close_stay(cases[0], exit_on=DAY, six_month_status=SixMonthStatus.INACTIVE)

    form = mirja.get(page(cast.aino.id)).context["form"]

    assert [case.id for case in form.cases] == [case.id for case in cases[1:]]


def test_imported_cases_get_their_coach_and_wait_again_when_undone(cast: Cast, mirja: Browser) -> None:
    with inside(cast):
        import_cases(cast.project, FILE, DAY)
        imported = [Case.objects.get(reference="V-1")]
    typed = {"to_all": cast.aino.id, "from_on": "3.3.2026", "reason": "Tuonti", "confirm": "yes"}

    mirja.post(page("none"), {**typed, "chosen": ids(imported)})

    with inside(cast):
        case = Case.objects.get(reference="V-1")
        batch = CaseTransfer.objects.get(case=case).batch
        named = case.awaits_coach
        undo(batch, cast.mirja, DAY)
        case.refresh_from_db()
        left = Assignment.objects.filter(case=case).count()
    assert (named, case.awaits_coach, left) == (False, True, 0)


def fill(cast: Cast, case: Case) -> None:
    leave_work(cast, case)
    with inside(cast):
        plan = Plan.objects.create(case=case, kind="coaching", starts_on=DAY, review_on=TOMORROW)
        Goal.objects.create(plan=plan, title="Työrytmi", set_on=DAY)
        case.client.safety_note = "Koira"
        case.client.save()
    for day in range(1, 6):
        new_entry(cast, case, dt.date(2026, 2, day), text=f"salainen {day}")


def test_the_new_coach_reads_and_ticks_off(cast: Cast, cases: list[Case]) -> None:
    fill(cast, cases[0])
    give(cast, cases, cast.bertta, on=DAY)
    bertta = browser_of(cast.bertta)

    response = bertta.get(address("reading"))
    item = next(each for each in response.context["items"] if each.overview.case == cases[0])
    ticked = bertta.post(address("reading_done"), {"transfer": str(item.transfer.id)})

    assert item.has_safety_note
    assert [plan.review_on for plan in item.plans] == [TOMORROW]
    assert [entry.happened_on.day for entry in item.entries] == [5, 4, 3]
    assert [appointment.starts_at.day for appointment in item.appointments] == [10]
    page_text = response.content.decode()
    assert "Työrytmi" in page_text
    assert "salainen" not in page_text
    assert "Koira" not in page_text
    assert ticked.status_code == 302
    assert len(bertta.get(address("reading")).context["items"]) == 2


def test_a_case_is_read_from_its_first_day(cast: Cast, cases: list[Case], settings: Settings) -> None:
    give(cast, cases, cast.bertta)
    bertta = browser_of(cast.bertta)

    today = bertta.get(address("reading")).context["items"]
    settings.TASMAT_TODAY = TOMORROW
    tomorrow = bertta.get(address("reading")).context["items"]

    assert (len(today), len(tomorrow)) == (0, 3)


def test_nobody_ticks_off_anothers_list(cast: Cast, cases: list[Case]) -> None:
    give(cast, cases, cast.bertta, on=DAY)
    with inside(cast):
        transfer = CaseTransfer.objects.first()

    assert transfer is not None
    aino = browser_of(cast.aino)
    assert aino.post(address("reading_done"), {"transfer": str(transfer.id)}).status_code == 404
    assert aino.get(address("reading")).context["items"] == []


def test_today_leads_to_the_reading_list_and_to_cases_without_a_coach(cast: Cast, cases: list[Case]) -> None:
    give(cast, cases, cast.bertta, on=DAY)
    with inside(cast):
        import_cases(cast.project, FILE, DAY)

    coach = browser_of(cast.bertta).get(address("today")).content.decode()
    manager = browser_of(cast.mirja).get(address("today")).content.decode()

    assert "3 cases handed over to you wait to be read" in coach
    assert "1 case has no responsible coach: name one" in manager


def test_the_pages_ask_as_much_of_the_database_for_ten_as_for_one(cast: Cast, mirja: Browser) -> None:
    bertta = browser_of(cast.bertta)
    first = new_case(cast, "YKSI", number=IISALMI)
    fill(cast, first)
    few = queries_of(mirja, page(cast.aino.id))
    give(cast, [first], cast.bertta, on=DAY)
    few_read, few_page = queries_of(bertta, address("reading")), queries_of(mirja, address("transfers"))
    more = [new_case(cast, f"KYMMENEN{number}") for number in range(10)]

    many = queries_of(mirja, page(cast.aino.id))
    give(cast, more, cast.bertta, on=DAY)

    assert many == few <= 12
    assert queries_of(bertta, address("reading")) == few_read <= 14
    assert queries_of(mirja, address("transfers")) == few_page <= 12


def test_an_administrator_is_told_who_hands_over(cast: Cast, cases: list[Case]) -> None:
    shown = browser_of(cast.aarne).get(address("settings_member", cast.aino.id)).content.decode()

    assert "3 clients would be without a responsible coach." in shown
    assert f"{address('transfers')}?coach={cast.aino.id}" in shown


def test_an_ended_case_is_handed_over_until_its_last_situation_is_known(cast: Cast, mirja: Browser) -> None:
    waiting, known = new_case(cast, "KESKEN"), new_case(cast, "VALMIS")
    with inside(cast):
        close_stay(waiting, exit_on=DAY - dt.timedelta(days=40))
        close_stay(known, exit_on=DAY - dt.timedelta(days=40), six_month_status=SixMonthStatus.EMPLOYED)

    told = browser_of(cast.aarne).get(address("settings_member", cast.aino.id)).content.decode()
    give(cast, [waiting], cast.bertta, on=DAY)

    assert "1 client would be without a responsible coach." in told
    with inside(cast):
        assert responsible_of(waiting) == cast.bertta
        assert responsible_of(known) == cast.aino


@pytest.mark.parametrize("route", ["transfers", "transfers_undo"])
def test_only_a_manager_hands_over(route: str, cast: Cast) -> None:
    statuses = [
        browser_of(member).post(address(route)).status_code for member in (cast.aino, cast.aarne, cast.otto)
    ]

    assert statuses == [403, 403, 404]
