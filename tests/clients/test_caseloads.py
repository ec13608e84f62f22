"""The manager sees each coach's work in figures, and every figure opens the cases it counts."""

import datetime as dt
from html import escape

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.importing.apply import import_cases
from clients.models import Stay
from clients.rules.caseloads import CaseFacts, caseload, waited
from clients.services.stays import close_stay
from tests.cast import DAY, IISALMI, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, inside, new_case, new_entry, queries_of
from tests.world import make_referral

FILE = "reference,first_name,last_name,municipality,entry_date\nV-1,Viljo,Tuonti,140,2025-10-01\n"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def mirja(cast: Cast) -> Browser:
    return browser_of(cast.mirja)


def test_each_figure_opens_as_many_cases(cast: Cast, mirja: Browser) -> None:
    for mark in ("YKSI", "KAKSI"):
        new_case(cast, mark)
    met = new_case(cast, "TAVATTU")
    new_entry(cast, met, DAY)
    gone = new_case(cast, "LOPETTANUT")
    other = new_case(cast, "TOISEN", coach=cast.bertta, number=KIURUVESI)
    with inside(cast):
        close_stay(gone, exit_on=dt.date(2026, 2, 20))
        Stay.objects.filter(case=other).update(education_level=None)
        import_cases(cast.project, FILE, DAY)

    response = mirja.get(address("caseloads"))

    figures = {
        row.name: [everybody[0], *(number for _kind, number, _url in gaps)]
        for row, everybody, gaps, *_waits in response.context["rows"]
    }
    assert figures == {"Aino Valmentaja": [3, 2, 2, 0, 1, 1, 0], "Bertta Valmentaja": [1, 1, 1, 1, 0, 0, 0]}
    assert response.context["alone"][0][0] == 1
    shown = response.content.decode()
    for _row, everybody, gaps, *_waits in response.context["rows"]:
        for number, url in [everybody, *((number, url) for _kind, number, url in gaps)]:
            assert f'href="{escape(url)}">{number}</a>' in shown
            assert mirja.get(url).context["page"].paginator.count == number, url


def test_cases_without_a_coach_are_said_first_and_stand_first(cast: Cast, mirja: Browser) -> None:
    new_case(cast, "AAPELI")
    with inside(cast):
        import_cases(cast.project, FILE, DAY)

    page = mirja.get(address("caseloads"))
    listed = mirja.get(address("cases"), {"whose": "all"})

    assert "1 case has no responsible coach." in page.content.decode()
    assert [row.case.client.last_name for row, *_more in listed.context["rows"]] == ["Tuonti", "AAPELI-last"]
    assert "no coach yet: name one" in listed.content.decode()


def test_waiting_times_run_from_the_referral_and_from_the_first_day(cast: Cast, mirja: Browser) -> None:
    for mark, days in (("YKSI", 10), ("KAKSI", 21)):
        case = new_case(cast, mark)
        with inside(cast):
            referral = make_referral(
                mark,
                cast.areas[IISALMI],
                state="accepted",
                decided_at=dt.datetime.now(dt.UTC),
                decided_by=cast.mirja,
                case=case,
            )
            type(referral).objects.filter(id=referral.id).update(
                received_at=dt.datetime(2025, 9, 2, 9, tzinfo=dt.UTC) - dt.timedelta(days=days)
            )
        new_entry(cast, case, dt.date(2025, 9, 2) + dt.timedelta(days=days // 10))

    new_case(cast, "KOLMAS")  # neither referred nor met: in no median, and not among the cases behind it

    [(row, _all, _gaps, for_start, for_contact), _bertta] = mirja.get(address("caseloads")).context["rows"]
    behind = [
        [waited for *_case, waited in mirja.get(url).context["rows"]] for url in (for_start, for_contact)
    ]

    assert (row.load.wait_for_start, row.load.wait_for_contact) == (15.5, 1.5)
    assert behind == [[21, 10], [2, 1]]


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 1, 1), 0),
        (dt.date(2026, 1, 1), dt.date(2026, 1, 8), 7),
        (dt.date(2026, 1, 8), dt.date(2026, 1, 1), 0),
        (None, DAY, None),
        (DAY, None, None),
    ],
)
def test_days_waited(begin: dt.date | None, end: dt.date | None, expected: int | None) -> None:
    assert waited(begin, end) == expected


def test_a_coach_without_clients_has_zeros_and_no_waiting_time() -> None:
    load = caseload([], ["contact"])

    assert (load.open_cases, load.lacking, load.wait_for_start) == (0, {"contact": 0}, None)


def test_medians_leave_the_unknown_out() -> None:
    rows = [
        CaseFacts(None, is_open=True, lacks=frozenset(), waited_for_start=days) for days in (1, None, 9, 2)
    ]

    assert caseload(rows, []).wait_for_start == 2.0


def test_a_coach_who_was_closed_out_is_still_seen(cast: Cast, mirja: Browser) -> None:
    new_case(cast, "YKSI")
    with inside(cast):
        type(cast.aino).objects.filter(id=cast.aino.id).update(is_active=False)

    response = mirja.get(address("caseloads"))
    listed = mirja.get(address("cases"), {"whose": "all", "coach": str(cast.aino.id)})

    assert [row.name for row, *_rest in response.context["rows"]] == ["Aino Valmentaja", "Bertta Valmentaja"]
    assert listed.context["page"].paginator.count == 1


def test_the_page_asks_as_much_of_the_database_for_fifty_as_for_one(cast: Cast, mirja: Browser) -> None:
    new_case(cast, "YKSI")
    few = queries_of(mirja, address("caseloads"))
    for number in range(50):
        new_case(cast, f"LISÄÄ{number}")

    assert queries_of(mirja, address("caseloads")) == few <= 14


def test_only_a_manager_sees_it(cast: Cast) -> None:
    statuses = [
        browser_of(who).get(address("caseloads")).status_code for who in (cast.aino, cast.aarne, cast.otto)
    ]

    assert statuses == [403, 403, 404]
