"""A visit shared by several clients, and an entry on the wrong person."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import translation
from pytest_django import Settings

from clients.models import (
    Appointment,
    Case,
    Entry,
    EntryDraft,
    EntryGoal,
    EntryMove,
    Goal,
    Plan,
    WorkshopDay,
)
from clients.services.stays import close_stay
from tests.cast import DAY, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, new_entry, queries_of
from tests.clients.test_entry import typed

NINE = dt.datetime(2026, 3, 3, 7, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aava(cast: Cast) -> Case:
    return new_case(cast, "AAVA")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def share(browser: Browser, *cases: Case, **changes: Any) -> Any:
    sent = typed(kind="workplace_visit", minutes="60", cases=[str(case.id) for case in cases])
    return browser.post(address("entry_shared"), sent | changes)


def groups(response: Any) -> dict[str, list[str]]:
    """Last names by the heading under which the page offers them."""
    with translation.override("en"):
        return {
            str(title): [label.partition("-last")[0] for _value, label in choices]
            for title, choices in response.context["form"].fields["cases"].choices
        }


def offered(response: Any) -> set[str]:
    groups = response.context["form"].fields["cases"].choices
    return {str(value) for _title, choices in groups for value, _label in choices}


def entries(cast: Cast) -> list[Entry]:
    with inside(cast):
        return list(Entry.objects.order_by("id"))


def told(browser: Browser, case: Case) -> list[tuple[str, str, tuple[str, ...]]]:
    timeline = browser.get(address("case", case.id)).context["timeline"]
    return [(item.title, item.text, item.lines) for item, _new in timeline]


def test_a_visit_with_several_clients_is_an_entry_for_each(
    aino: Browser, eero: Case, aava: Case, cast: Cast
) -> None:
    response = share(aino, eero, aava)

    assert response.url == address("today")
    first, second = entries(cast)
    assert {first.case_id, second.case_id} == {eero.id, aava.id}
    assert first.shared_key == second.shared_key is not None
    assert told(aino, eero)[0] == (
        "Workplace visit, face to face, 60 min",
        "Soitin.",
        ("shared with 1 other",),
    )
    assert "AAVA" not in aino.get(address("case", eero.id)).content.decode()


def test_a_double_click_makes_one_entry_for_each(aino: Browser, eero: Case, aava: Case, cast: Cast) -> None:
    key = str(uuid.uuid4())

    for _ in range(2):
        share(aino, eero, aava, submission_key=key)
    share(aino, eero, aava, submission_key=key, text="Toinen teksti.")

    assert sorted(entry.text for entry in entries(cast)) == [
        "Soitin.",
        "Soitin.",
        "Toinen teksti.",
        "Toinen teksti.",
    ]


def test_one_client_is_no_shared_visit(aino: Browser, eero: Case, cast: Cast) -> None:
    response = share(aino, eero)

    assert response.status_code == 422
    assert errors_of(response) == {
        "cases": ["Choose at least two clients. For one, log on the client's own page."]
    }
    assert entries(cast) == []


def test_own_clients_are_offered_and_others_found(aino: Browser, eero: Case, cast: Cast) -> None:
    colleagues = new_case(cast, "VIERAS", coach=cast.bertta)
    ended = new_case(cast, "LOPPU")
    with inside(cast):
        close_stay(ended, exit_on=DAY - dt.timedelta(days=9))
    hidden = new_case(cast, "KIURU", coach=cast.bertta, number=KIURUVESI)

    first = aino.get(address("entry_shared"), {"case": str(eero.id)})
    sent = typed(look="yes", find="VIERAS", cases=[str(eero.id)], text="Kesken")
    found = aino.post(address("entry_shared"), sent)

    assert offered(first) == {str(eero.id)}
    assert first.context["form"]["cases"].value() == [str(eero.id)]
    assert found.status_code == 200
    assert offered(found) == {str(eero.id), str(colleagues.id)}
    assert found.context["form"]["text"].value() == "Kesken"
    assert found.context["form"]["cases"].value() == [str(eero.id)]
    assert entries(cast) == []
    for case in (ended, hidden):
        assert share(aino, eero, case).status_code == 422


def test_the_likely_ones_come_first(aino: Browser, eero: Case, aava: Case, cast: Cast) -> None:
    booked, off, daily = (new_case(cast, name) for name in ("VARATTU", "PERUTTU", "PAJA"))
    colleagues = new_case(cast, "MUU", coach=cast.bertta)
    for companions in ((booked, off), (eero, colleagues)):
        share(aino, *companions)
    with inside(cast):
        facts = {"member": cast.aino, "starts_at": NINE, "ends_at": NINE + dt.timedelta(hours=1)}
        Appointment.objects.create(case=booked, submission_key=uuid.uuid4(), **facts)
        Appointment.objects.create(case=off, submission_key=uuid.uuid4(), state="cancelled", **facts)
        WorkshopDay.objects.create(case=daily, on=DAY, recorded_by=cast.aino)

    page = aino.get(address("entry_shared"), {"case": str(aava.id)})

    assert groups(page) == {
        "Chosen": ["AAVA"],
        "Today and lately": ["EERO", "MUU", "PAJA", "VARATTU"],
        "Own clients": ["PERUTTU"],
    }
    assert page.context["chosen"] == [f"AAVA-last, AAVA-first · {aava.reference} · Iisalmi"]


def test_a_draft_of_a_shared_visit_comes_back_with_its_clients(
    aino: Browser, eero: Case, aava: Case, cast: Cast
) -> None:
    key = str(uuid.uuid4())
    sent = typed(submission_key=key, text="Käytiin yhdessä", cases=[str(eero.id), str(aava.id)])
    answer = aino.post(address("entry_shared_draft"), sent, headers={"HX-Request": "true"})
    [draft] = aino.get(address("drafts")).context["drafts"]

    page = aino.get(address("draft", draft.id), follow=True)

    assert answer.status_code == 200
    assert page.context["form"]["text"].value() == "Käytiin yhdessä"
    assert set(page.context["form"]["cases"].value()) == {str(eero.id), str(aava.id)}
    share(aino, eero, aava, submission_key=key, text="Käytiin yhdessä")
    with inside(cast):
        assert not EntryDraft.objects.exists()


def test_the_shared_page_asks_the_same_number_of_queries(aino: Browser, eero: Case, cast: Cast) -> None:
    before = queries_of(aino, address("entry_shared"))
    for number in range(40):
        new_case(cast, f"NRO{number}")

    assert queries_of(aino, address("entry_shared")) == before <= 12


def move(browser: Browser, entry: Entry, away: Case, to: Case, **changes: Any) -> Any:
    sent = {"to_case": str(to.id), "reason": "Väärä henkilö.", "is_checked": "on", **changes}
    return browser.post(address("entry_move", away.id, entry.id), sent)


def test_an_entry_on_the_wrong_person_is_moved(aino: Browser, eero: Case, aava: Case, cast: Cast) -> None:
    entry = new_entry(cast, eero, DAY, text="Salaisuus.")
    with inside(cast):
        plan = Plan.objects.create(case=eero, kind="coaching", starts_on=DAY)
        goal = Goal.objects.create(plan=plan, title="Eeron", set_on=DAY)
        EntryGoal.objects.create(entry=entry, goal=goal)
        EntryDraft.objects.create(
            case=eero, author=cast.aino, submission_key=entry.submission_key, fields={"text": "Salaisuus."}
        )

    response = move(aino, entry, eero, aava)

    assert response.url == address("case", eero.id)
    old, new = told(aino, eero), told(aino, aava)
    assert "Salaisuus." not in aino.get(address("case", eero.id)).content.decode()
    assert old[0] == ("An entry was moved away: wrong person", "Väärä henkilö.", ())
    assert new[0][:2] == ("An entry was moved here from another person", "Väärä henkilö.")
    assert new[1][:2] == ("Contact, phone", "Salaisuus.")
    with inside(cast):
        assert not EntryGoal.objects.exists()
        assert not EntryDraft.objects.exists()


def test_nothing_of_a_moved_entry_is_left_at_the_wrong_person(
    aino: Browser, eero: Case, aava: Case, cast: Cast
) -> None:
    entry = new_entry(cast, eero, DAY, text="Ensin näin.")
    aino.post(address("case_entry", eero.id, entry.id), typed(text="Sitten näin."))

    move(aino, entry, eero, aava)

    for route in ("case_entry", "entry_move"):
        assert aino.get(address(route, eero.id, entry.id)).status_code == 404
        assert aino.post(address(route, eero.id, entry.id), typed()).status_code == 404
    page = aino.get(address("case_entry", aava.id, entry.id))
    assert [version.text for version, _title in page.context["versions"]] == ["Ensin näin."]


def test_moving_back_undoes_it_and_both_traces_stay(
    aino: Browser, eero: Case, aava: Case, cast: Cast
) -> None:
    entry = new_entry(cast, eero, DAY, text="Salaisuus.")

    move(aino, entry, eero, aava)
    response = move(aino, entry, aava, eero, reason="Sittenkin oikea.")

    assert response.status_code == 302
    assert [text for _title, text, _lines in told(aino, eero)][:3] == [
        "Sittenkin oikea.",
        "Väärä henkilö.",
        "Salaisuus.",
    ]
    with inside(cast):
        assert EntryMove.objects.count() == 2


def test_a_move_is_no_correction(aino: Browser, eero: Case, aava: Case, cast: Cast) -> None:
    entry = new_entry(cast, eero, DAY)

    move(aino, entry, eero, aava)

    assert "corrected" not in aino.get(address("case", aava.id)).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": " "}, "reason"), ({"is_checked": ""}, "is_checked"), ({"to_case": ""}, "to_case")],
)
def test_a_move_asks_for_person_reason_and_check(
    changes: dict[str, str], field: str, aino: Browser, eero: Case, aava: Case, cast: Cast
) -> None:
    entry = new_entry(cast, eero, DAY)

    response = move(aino, entry, eero, aava, **changes)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    with inside(cast):
        assert not EntryMove.objects.exists()


def test_an_entry_goes_only_to_whom_the_coach_may_see(aino: Browser, eero: Case, cast: Cast) -> None:
    hidden = new_case(cast, "KIURU", coach=cast.bertta, number=KIURUVESI)
    entry = new_entry(cast, eero, DAY)

    page = aino.get(address("entry_move", eero.id, entry.id), {"q": "KIURU"})

    assert page.context["offered"] == []
    assert move(aino, entry, eero, hidden).status_code == 422
    assert move(aino, entry, eero, eero).status_code == 422
    assert move(browser_of(cast.mirja), entry, eero, hidden).status_code == 403


def test_the_right_person_is_found_by_search(aino: Browser, eero: Case, aava: Case, cast: Cast) -> None:
    entry = new_entry(cast, eero, DAY)

    page = aino.get(address("entry_move", eero.id, entry.id), {"q": "aava"})

    assert [case.id for case in page.context["offered"]] == [aava.id]
