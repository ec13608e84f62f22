"""Appointments and the calendar: booked, changed, what became of them, by day, week and list."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Appointment, Case, Entry
from clients.rules.agenda import Shown, Slot, overlapping, pages
from clients.rules.stays import Span
from tasmat.audit.models import AccessEvent
from tasmat.tenancy.base import new_id
from tests.cast import DAY, IISALMI, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, queries_of
from tests.world import make_referral

CALENDAR, NEW = address("calendar"), address("appointment_new")
NINE = dt.datetime(2026, 3, 3, 7, tzinfo=dt.UTC)  # 9.00 in Helsinki


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "submission_key": str(new_id()),
        "kind": "meeting",
        "on": "5.3.2026",
        "at": "9.30",
        "minutes": "60",
        "title": "",
        "place": "Kirjasto",
        "note": "",
        **changes,
    }


def booked(cast: Cast, case: Case | None = None, at: dt.datetime = NINE, **facts: Any) -> Appointment:
    with inside(cast):
        appointment: Appointment = Appointment.objects.create(
            **{
                "member": cast.aino,
                "case": case,
                "submission_key": new_id(),
                "starts_at": at,
                "ends_at": at + dt.timedelta(hours=1),
                **facts,
            }
        )
    return appointment


def reread(cast: Cast, appointment: Appointment) -> Appointment:
    with inside(cast):
        return Appointment.objects.get(id=appointment.id)


def days(browser: Browser, query: str = "") -> list[tuple[str, list[str]]]:
    """Of each day on the page: the day, and time and person of what stands there."""
    shown = browser.get(f"{CALENDAR}{query}").context["days"]
    return [(f"{day.on:%-d.%-m.}", [f"{row.time} {row.who}" for row in day.rows]) for day in shown]


def test_an_appointment_with_a_client(cast: Cast) -> None:
    case = new_case(cast, "EERO")
    url = address("case_appointment_new", case.id)
    browser = browser_of(cast.aino)
    assert "case" not in browser.get(url).context["form"].fields

    response = browser.post(url, typed(), follow=True)

    assert response.redirect_chain == [(address("case_agenda", case.id), 302)]
    [row] = response.context["coming"]
    assert (row.time, row.who, row.note) == ("9.30–10.30", "EERO-last, EERO-first", "Meeting · Kirjasto")
    with inside(cast):
        made = Appointment.objects.get()
    assert (made.member_id, made.case_id) == (cast.aino.id, case.id)
    assert made.starts_at == dt.datetime(2026, 3, 5, 7, 30, tzinfo=dt.UTC)


def test_a_double_click_books_once(cast: Cast) -> None:
    data, url = typed(), address("case_appointment_new", new_case(cast).id)

    for _click in range(2):
        assert browser_of(cast.aino).post(url, data).status_code == 302

    with inside(cast):
        assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field", "error"),
    [
        ({"on": "2.3.2026"}, "on", "The day is past. Log what was done as an entry."),
        ({"at": "25.00"}, "at", "Write the time as hours and minutes, for example 9.30"),
        ({"minutes": "7"}, "minutes", "Select a valid choice. 7 is not one of the available choices."),
        ({"kind": "note"}, "kind", "Select a valid choice. note is not one of the available choices."),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, str], field: str, error: str, cast: Cast) -> None:
    url = address("case_appointment_new", new_case(cast).id)

    response = browser_of(cast.aino).post(url, typed(**change))

    assert response.status_code == 422
    assert errors_of(response) == {field: [error]}


@pytest.mark.parametrize(
    ("at", "time"), [("9", "9.00–10.00"), ("9:05", "9.05–10.05"), ("23.30", "23.30–0.30")]
)
def test_times_are_written_in_several_ways(at: str, time: str, cast: Cast) -> None:
    case = new_case(cast)

    response = browser_of(cast.aino).post(address("case_appointment_new", case.id), typed(at=at), follow=True)

    assert [row.time for row in response.context["coming"]] == [time]


def test_an_appointment_without_a_client_says_what_it_is(cast: Cast) -> None:
    browser = browser_of(cast.aino)

    refused = browser.post(NEW, typed(case=""))
    made = browser.post(NEW, typed(case="", title="Tiimipalaveri"), follow=True)

    assert errors_of(refused) == {"title": ["Choose a client, or write what it is about."]}
    assert made.redirect_chain == [(f"{CALENDAR}?on=2026-03-05", 302)]
    assert ("5.3.", ["9.30–10.30 Tiimipalaveri"]) in days(browser, "?on=2026-03-05")


def test_the_own_living_clients_are_offered(cast: Cast) -> None:
    mine = new_case(cast, "MINE")
    new_case(cast, "DEAD", died_on=DAY)
    other = new_case(cast, "OTHER", coach=cast.bertta, number=KIURUVESI)
    browser = browser_of(cast.aino)

    page = browser.get(f"{NEW}?on=2026-03-09")
    refused = browser.post(NEW, typed(case=str(other.id)))
    browser.post(NEW, typed(case=str(mine.id)))

    assert page.context["form"]["on"].value() == dt.date(2026, 3, 9)
    options = re.findall(r"<option[^>]*>([^<]*)</option>", page.content.decode().partition("id_minutes")[0])
    assert options == ["no client", "MINE-last, MINE-first"]
    assert "case" in errors_of(refused)
    with inside(cast):
        assert [row.case_id for row in Appointment.objects.all()] == [mine.id]


def test_the_first_meeting_is_booked_from_the_referral(cast: Cast) -> None:
    with inside(cast):
        referral = make_referral("R", cast.areas[IISALMI])
    url = address("referral_appointment_new", referral.id)
    browser = browser_of(cast.aino)

    response = browser.post(url, typed())

    assert response["Location"] == address("referral", referral.id)
    assert ("5.3.", ["9.30–10.30 R-person, R-referred"]) in days(browser)
    assert browser_of(cast.bertta).get(url).status_code == 404


def test_another_time(cast: Cast) -> None:
    row = booked(cast, new_case(cast))
    url, browser = address("appointment", row.id), browser_of(cast.aino)
    form = browser.get(url).context["form"]
    assert (form["on"].value(), form["at"].value(), form["minutes"].value()) == (DAY, dt.time(9), 60)

    browser.post(url, typed(on="6.3.2026", at="13", minutes="30", kind="contact"))

    changed = reread(cast, row)
    assert changed.starts_at == dt.datetime(2026, 3, 6, 11, tzinfo=dt.UTC)
    assert changed.ends_at - changed.starts_at == dt.timedelta(minutes=30)
    assert changed.kind == "contact"


def test_the_place_of_a_passed_appointment_is_corrected(cast: Cast) -> None:
    row = booked(cast, new_case(cast), NINE - dt.timedelta(days=3))

    response = browser_of(cast.aino).post(
        address("appointment", row.id), typed(on="28.2.2026", at="9", place="Kahvila")
    )

    assert response.status_code == 302
    assert reread(cast, row).place == "Kahvila"


def test_held_leads_to_the_entry(cast: Cast) -> None:
    case = new_case(cast)
    row = booked(cast, case)
    browser = browser_of(cast.aino)

    response = browser.post(address("appointment_outcome", row.id), {"state": "held"})

    assert response["Location"] == f"{address('case', case.id)}?appointment={row.id}#kirjaa"
    assert reread(cast, row).state == "held"
    [shown] = browser.get(address("today")).context["appointments"]
    assert shown.is_unlogged


def test_an_entry_tells_of_its_appointment_and_keeps_it_held(cast: Cast) -> None:
    case = new_case(cast)
    row, browser = booked(cast, case, place="Kirjasto"), browser_of(cast.aino)
    page = browser.get(f"{address('case', case.id)}?appointment={row.id}")
    form = page.context["form"]
    # How long it took is not known from how long it was to take.
    said = [str(form[name].value()) for name in ("kind", "channel", "place", "minutes")]
    assert said == ["meeting", "face", "Kirjasto", "None"]
    assert form["happened_on"].value() in {DAY, "3.3.2026"}

    data = {name: form[name].value() for name in ("submission_key", "kind", "channel")}
    told = {**data, "happened_on": "3.3.2026", "appointment": str(row.id)}
    refused = browser.post(address("entry_save", case.id), told)
    browser.post(address("entry_save", case.id), {**told, "text": "Tavattiin."})

    assert f'name="appointment" value="{row.id}"' in refused.content.decode()
    with inside(cast):
        entry = Entry.objects.get()
    assert (reread(cast, row).state, reread(cast, row).entry_id) == ("held", entry.id)
    browser.post(address("appointment_outcome", row.id), {"state": "cancelled"})
    assert reread(cast, row).state == "held"


@pytest.mark.parametrize("appointment", ["{other}", "x", ""])
def test_an_entry_of_another_client_tells_nothing_of_it(appointment: str, cast: Cast) -> None:
    row = booked(cast, new_case(cast, "OTHER"))
    url = address("case", new_case(cast).id)

    page = browser_of(cast.aino).get(url, {"appointment": appointment.format(other=row.id)})

    assert page.context["form"]["kind"].value() == "contact"
    assert not page.context["form"]["place"].value()


def test_nobody_has_stayed_away_from_what_is_still_to_come(cast: Cast) -> None:
    row = booked(cast, new_case(cast), at=NINE + dt.timedelta(days=1))

    browser_of(cast.aino).post(address("appointment_outcome", row.id), {"state": "not_come"})

    assert reread(cast, row).state == "planned"


@pytest.mark.parametrize(
    ("state", "words"), [("cancelled", "cancelled"), ("not_come", "the client did not come")]
)
def test_what_became_of_it_can_be_taken_back(state: str, words: str, cast: Cast) -> None:
    case = new_case(cast)
    row, browser = booked(cast, case), browser_of(cast.aino)
    url = address("appointment_outcome", row.id)

    browser.post(url, {"state": state})

    assert [each.pill.text for each in browser.get(address("today")).context["appointments"]] == [words]
    assert [each.pill.text for each in browser.get(address("case_agenda", case.id)).context["passed"]] == [
        words
    ]
    browser.post(url, {"state": "planned"})
    assert reread(cast, row).state == "planned"
    assert browser.post(url, {"state": "nonsense"}).status_code == 422


def test_a_manager_who_may_not_log_goes_back_to_the_calendar(cast: Cast) -> None:
    row = booked(cast, new_case(cast))

    response = browser_of(cast.mirja).post(address("appointment_outcome", row.id), {"state": "held"})

    assert response["Location"] == f"{CALENDAR}?on=2026-03-03"


def test_appointments_of_others_are_not_found(cast: Cast) -> None:
    row = booked(cast, new_case(cast))
    private = booked(cast, title="Lääkäri")

    assert browser_of(cast.mirja).get(address("appointment", row.id)).status_code == 200
    for member, appointment in ((cast.bertta, row), (cast.mirja, private)):
        assert browser_of(member).get(address("appointment", appointment.id)).status_code == 404
        outcome = address("appointment_outcome", appointment.id)
        assert browser_of(member).post(outcome, {"state": "cancelled"}).status_code == 404
    assert browser_of(cast.aarne).get(CALENDAR).status_code == 403
    assert browser_of(cast.aino).get(address("appointment_outcome", row.id)).status_code == 405
    assert days(browser_of(cast.mirja))[1] == ("3.3.", [])


def test_a_home_visit_shows_what_is_to_be_known(cast: Cast) -> None:
    case = new_case(cast, safety_note="Koira irti pihalla")
    visit, meeting = booked(cast, case, kind="home_visit"), booked(cast, case)

    assert "Koira irti" in browser_of(cast.aino).get(address("appointment", visit.id)).content.decode()
    assert (
        "Koira irti" in browser_of(cast.aino).get(address("case_appointment_new", case.id)).content.decode()
    )
    assert "Koira irti" not in browser_of(cast.aino).get(address("appointment", meeting.id)).content.decode()
    assert "Koira irti" not in browser_of(cast.mirja).get(address("appointment", visit.id)).content.decode()


@pytest.mark.parametrize(
    ("shown", "on", "first", "last", "before", "after"),
    [
        (Shown.DAY, "2026-03-03", "2026-03-03", "2026-03-03", "2026-03-02", "2026-03-04"),
        (Shown.WEEK, "2026-03-03", "2026-03-02", "2026-03-08", "2026-02-23", "2026-03-09"),
        (Shown.WEEK, "2027-01-01", "2026-12-28", "2027-01-03", "2026-12-21", "2027-01-04"),
        (Shown.LIST, "2026-03-03", "2026-03-03", "2026-03-30", "2026-02-03", "2026-03-31"),
    ],
)
def test_the_pages_of_a_calendar(
    shown: Shown, on: str, first: str, last: str, before: str, after: str
) -> None:
    page = pages(shown, dt.date.fromisoformat(on))

    assert page.days == Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert (page.before, page.after) == (dt.date.fromisoformat(before), dt.date.fromisoformat(after))


def test_the_calendar_by_week_day_and_list(cast: Cast) -> None:
    booked(cast, new_case(cast, "TUE"))
    booked(cast, new_case(cast, "SAT"), NINE + dt.timedelta(days=4))
    booked(cast, new_case(cast, "NEXT"), NINE + dt.timedelta(days=8))
    browser = browser_of(cast.aino)

    assert days(browser) == [
        ("2.3.", []),
        ("3.3.", ["9.00–10.00 TUE-last, TUE-first"]),
        ("4.3.", []),
        ("5.3.", []),
        ("6.3.", []),
        ("7.3.", ["9.00–10.00 SAT-last, SAT-first"]),
    ]
    assert days(browser, "?show=day") == [("3.3.", ["9.00–10.00 TUE-last, TUE-first"])]
    assert days(browser, "?show=day&on=2026-03-08") == [("8.3.", [])]
    assert [day for day, _rows in days(browser, "?show=list")] == ["3.3.", "7.3.", "11.3."]
    assert days(browser, "?show=list&on=2026-05-01") == []


@pytest.mark.parametrize(
    "query", ["?show=year&on=x", "?on=2026-02-30", "?on=9999-12-31", "?on=0001-01-01", "?show="]
)
def test_a_wrong_address_shows_some_week(query: str, cast: Cast) -> None:
    assert len(days(browser_of(cast.aino), query)) >= 5


def test_the_day_of_an_appointment_is_finlands(cast: Cast) -> None:
    """22.30 UTC on the second is half past midnight on the third."""
    booked(cast, new_case(cast), dt.datetime(2026, 3, 2, 22, 30, tzinfo=dt.UTC))

    assert days(browser_of(cast.aino), "?show=day") == [("3.3.", ["0.30–1.30 EERO-last, EERO-first"])]


def test_nobody_meets_the_dead(cast: Cast) -> None:
    case = new_case(cast)
    booked(cast, case)
    with inside(cast):
        case.client.died_on = DAY
        case.client.save()
    browser = browser_of(cast.aino)

    assert days(browser, "?show=day") == [("3.3.", [])]
    assert browser.get(address("today")).context["appointments"] == []
    assert browser.get(address("case_agenda", case.id)).context["coming"] == []


def test_the_pages_tell_whom_they_showed(cast: Cast) -> None:
    case = new_case(cast)
    booked(cast, case)

    for route in ("calendar", "today"):
        browser_of(cast.aino).get(address(route))

    with inside(cast):
        events = AccessEvent.objects.filter(clients__contains=[case.client_id]).order_by("at")
        assert [event.action for event in events] == ["EDIT_AGENDA", "SEE_TODAY"]


def test_the_pages_ask_the_same_number_of_queries_for_any_number_of_appointments(cast: Cast) -> None:
    case, browser = new_case(cast), browser_of(cast.aino)
    with inside(cast):
        referral = make_referral("R", cast.areas[IISALMI])
    urls = [CALENDAR, f"{CALENDAR}?show=list", address("case_agenda", case.id), address("today"), NEW]
    booked(cast, case)
    booked(cast, referral=referral)
    before = [queries_of(browser, url) for url in urls for _twice in range(2)][1::2]
    for number in range(20):
        booked(cast, new_case(cast, f"C{number}"), NINE + dt.timedelta(minutes=number))
        booked(cast, case)
        booked(cast, referral=referral)

    assert [queries_of(browser, url) for url in urls] == before
    assert max(before) <= 12


HALF_PAST = {"on": "3.3.2026", "at": "9.30"}  # while something booked at NINE goes on


def warned(response: Any) -> list[str]:
    """What a page says of other appointments at the same time."""
    return [words for _appointment, words in response.context["clashes"]]


def despite(response: Any) -> str:
    """What the button "Book all the same" sends."""
    return " ".join(str(appointment.id) for appointment, _words in response.context["clashes"])


def test_an_overlap_is_told_and_booked_all_the_same(cast: Cast) -> None:
    case, other = new_case(cast, "EERO"), new_case(cast, "ANNA")
    booked(cast, other)
    browser, url, data = browser_of(cast.aino), address("case_appointment_new", case.id), typed(**HALF_PAST)

    refused = browser.post(url, data)

    assert refused.status_code == 422
    assert warned(refused) == ["Tue 3.3. 9.00–10.00 · ANNA-last, ANNA-first"]
    assert "Book all the same" in refused.content.decode()
    with inside(cast):
        assert Appointment.objects.count() == 1
        assert other.client_id in AccessEvent.objects.latest("id").clients
    for _click in range(2):
        assert browser.post(url, data | {"despite": despite(refused)}).status_code == 302
    with inside(cast):
        assert Appointment.objects.count() == 2


def test_a_yes_holds_for_what_was_shown_only(cast: Cast) -> None:
    booked(cast, new_case(cast, "ANNA"))
    browser, data = browser_of(cast.aino), typed(case="", title="Palaveri", **HALF_PAST)
    shown = despite(browser.post(NEW, data))
    booked(cast, new_case(cast, "BENNO"))

    again = browser.post(NEW, data | {"despite": shown})

    assert again.status_code == 422
    assert len(warned(again)) == 2
    assert browser.post(NEW, data | {"despite": despite(again)}).status_code == 302


def test_a_colleagues_time_with_the_same_person_is_told(cast: Cast) -> None:
    case = new_case(cast, "EERO")
    booked(cast, case, member=cast.bertta, title="Berttan oma asia")

    refused = browser_of(cast.aino).post(address("case_appointment_new", case.id), typed(**HALF_PAST))

    assert warned(refused) == ["Tue 3.3. 9.00–10.00 · EERO-last, EERO-first · Bertta Valmentaja"]


def test_whom_the_reader_may_not_see_stands_by_initials(cast: Cast) -> None:
    far = new_case(cast, "ANNA", coach=cast.bertta, number=KIURUVESI)
    booked(cast, far)

    refused = browser_of(cast.aino).post(NEW, typed(case="", title="Palaveri", **HALF_PAST))

    assert warned(refused) == ["Tue 3.3. 9.00–10.00 · A. A."]
    assert "ANNA-last" not in refused.content.decode()


@pytest.mark.parametrize(
    "facts", [{"state": "cancelled"}, {"state": "not_come"}, {"at": NINE - dt.timedelta(minutes=30)}]
)
def test_what_is_off_or_over_is_in_nobodys_way(facts: dict[str, Any], cast: Cast) -> None:
    booked(cast, new_case(cast, "ANNA"), **facts)

    response = browser_of(cast.aino).post(NEW, typed(case="", title="Palaveri", **HALF_PAST))

    assert response.status_code == 302


def test_a_change_warns_where_the_time_changes(cast: Cast) -> None:
    booked(cast, new_case(cast, "ANNA"))
    row = booked(cast, new_case(cast, "EERO"), NINE + dt.timedelta(minutes=30))
    browser, url = browser_of(cast.aino), address("appointment", row.id)
    data = typed(**HALF_PAST)

    assert browser.post(url, data | {"place": "Torni"}).status_code == 302
    moved = browser.post(url, data | {"at": "9.15"})

    assert moved.status_code == 422
    assert warned(moved) == ["Tue 3.3. 9.00–10.00 · ANNA-last, ANNA-first"]
    assert browser.post(url, data | {"at": "9.15", "despite": despite(moved)}).status_code == 302
    assert reread(cast, row).starts_at == NINE + dt.timedelta(minutes=15)


def test_calendars_mark_what_overlaps(cast: Cast) -> None:
    case = new_case(cast, "EERO")
    booked(cast, case)
    booked(cast, None, NINE + dt.timedelta(minutes=30), title="Palaveri")
    booked(cast, None, NINE + dt.timedelta(minutes=90), title="Ruokailu")
    booked(cast, case, NINE + dt.timedelta(days=1))
    booked(cast, case, NINE + dt.timedelta(days=1), member=cast.bertta)
    browser = browser_of(cast.aino)

    shown = [row for day in browser.get(CALENDAR).context["days"] for row in day.rows]
    today = browser.get(address("today")).context["appointments"]

    assert [row.overlaps for row in shown] == [True, True, False, True]
    assert [row.overlaps for row in today] == [True, True, False]


MINUTES = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("other", "is_double"),
    [((0, 60), True), ((59, 90), True), ((60, 90), False), ((-30, 0), False), ((-30, 90), True)],
)
def test_an_end_frees_the_next_beginning(other: tuple[int, int], is_double: bool) -> None:
    member, first, second = new_id(), new_id(), new_id()
    begins, ends = other
    slots = [
        Slot(first, NINE, NINE + 60 * MINUTES, [member, new_id()]),
        Slot(second, NINE + begins * MINUTES, NINE + ends * MINUTES, [member]),
        Slot(new_id(), NINE, NINE + 60 * MINUTES, [new_id()]),
    ]

    assert overlapping(slots) == ({first, second} if is_double else set())
