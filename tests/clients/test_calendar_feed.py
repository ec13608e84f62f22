"""The private calendar feed: read by the parser of another program, closed at once, never a name in it."""

import datetime as dt
import re

import pytest
from django.test import Client as Browser
from django.urls import reverse
from icalendar import Calendar
from pytest_django import Settings

from clients.choices import EntryKind
from clients.models import Appointment
from tasmat.access.roles import Role
from tasmat.links.models import LinkToken
from tasmat.tenancy.base import new_id
from tests.cast import DAY, IISALMI, Cast
from tests.clients.casework import address, browser_of, inside, new_case
from tests.e2e.words import t
from tests.world import make_referral

CHOICES, NEW, CLOSE = address("own_choices"), address("calendar_feed_new"), address("calendar_feed_close")
NINE = dt.datetime(2026, 3, 3, 7, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def feed_url(cast: Cast) -> str:
    url: str = browser_of(cast.aino).post(NEW).context["feed_url"]
    return url


def book(cast: Cast, at: dt.datetime = NINE, **facts: object) -> Appointment:
    with inside(cast):
        appointment: Appointment = Appointment.objects.create(
            **{
                "member": cast.aino,
                "submission_key": new_id(),
                "starts_at": at,
                "ends_at": at + HOUR,
                **facts,
            }
        )
    return appointment


def events(url: str) -> list[tuple[str, dt.date, str]]:
    """What a calendar program reads."""
    feed = Calendar.from_ical(Browser().get(url).content)
    return [(str(each["summary"]), each.start, str(each["status"])) for each in feed.events]


def test_a_calendar_program_reads_times_and_initials(feed_url: str, cast: Cast) -> None:
    made = book(cast, case=new_case(cast, first_name="Eero", last_name="Aaltonen"))
    with inside(cast):
        referral = make_referral("R", cast.areas[IISALMI])
    book(cast, NINE + HOUR, referral=referral, kind="contact", state="cancelled")
    book(cast, NINE + 2 * HOUR, title="Tiimipalaveri Eeron asiasta")
    book(cast, NINE - dt.timedelta(days=120), case=made.case)

    response = Browser().get(feed_url)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert events(feed_url) == [
        ("Tapaaminen E. A.", NINE, "CONFIRMED"),
        ("Yhteydenotto R. R.", NINE + HOUR, "CANCELLED"),
        ("Tapaaminen", NINE + 2 * HOUR, "CONFIRMED"),
    ]
    [first, *_others] = Calendar.from_ical(response.content).events
    assert (str(first["uid"]), first.end) == (f"{made.id}@tasmat", NINE + HOUR)


def lines_of(content: bytes) -> list[str]:
    """Unfolded content lines (RFC 5545, 3.1): ends are CR LF, no line is longer than 75 octets."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def test_the_feed_keeps_to_the_standard(feed_url: str, cast: Cast) -> None:
    case = new_case(cast, first_name="Eero, Antero; Å", last_name="Ähtävä")
    made = book(cast, dt.datetime(2026, 3, 29, 0, 30, tzinfo=dt.UTC), case=case)
    book(cast, title="Rivi\nBEGIN:VEVENT", state="not_come")

    lines = lines_of(Browser().get(feed_url).content)

    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"} <= set(lines)
    assert [line for line in lines if line.startswith("BEGIN:")] == ["BEGIN:VCALENDAR", *["BEGIN:VEVENT"] * 2]
    # The night the clocks go forward: instants in UTC need no table of time zones.
    assert {"DTSTART:20260329T003000Z", "DTEND:20260329T013000Z", f"UID:{made.id}@tasmat"} <= set(lines)
    stamps = [line for line in lines if line.startswith("DTSTAMP:")]
    assert all(re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", stamp) for stamp in stamps)
    assert [line for line in lines if line.startswith(("STATUS", "TRANSP"))] == [
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
    ]


def test_the_feed_speaks_the_members_language(feed_url: str, cast: Cast) -> None:
    book(cast)
    browser_of(cast.aino).post(reverse("set_language"), {"language": "sv"})

    assert [summary for summary, _at, _status in events(feed_url)] == [t(EntryKind.MEETING.label, "sv")]


def test_no_name_and_no_text_is_in_it(feed_url: str, cast: Cast) -> None:
    case = new_case(cast, first_name="Eero", last_name="Aaltonen", street_address="Kuja 1")
    book(cast, case=case, title="Eeron asia", place="Kuja 1", note="Masennus", kind="home_visit")

    text = Browser().get(feed_url).content.decode()

    for word in ("Eero", "Aaltonen", "Kuja", "Masennus", "Aino"):
        assert word not in text


def test_a_feed_holds_the_own_appointments_alone(feed_url: str, cast: Cast) -> None:
    book(cast, member=cast.bertta, case=new_case(cast))

    assert events(feed_url) == []


def test_nobody_meets_the_dead(feed_url: str, cast: Cast) -> None:
    book(cast, case=new_case(cast, died_on=DAY))

    assert events(feed_url) == []


def test_the_address_is_shown_once_and_kept_as_a_fingerprint(feed_url: str, cast: Cast) -> None:
    page = browser_of(cast.aino).get(CHOICES).content.decode()

    token = feed_url.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in page
    assert "A feed is open." in page
    assert LinkToken.objects.get().subject == cast.aino.id


def test_a_new_address_closes_the_old_one(feed_url: str, cast: Cast) -> None:
    newer = browser_of(cast.aino).post(NEW).context["feed_url"]

    assert Browser().get(feed_url).status_code == 404
    assert Browser().get(newer).status_code == 200


def test_a_closed_feed_is_not_found(feed_url: str, cast: Cast) -> None:
    page = browser_of(cast.aino).post(CLOSE, follow=True)

    assert "The calendar feed is closed." in page.content.decode()
    assert Browser().get(feed_url).status_code == 404


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": [Role.ADMINISTRATOR]}])
def test_who_no_longer_coaches_has_no_feed(change: dict[str, object], feed_url: str, cast: Cast) -> None:
    with inside(cast):
        for name, value in change.items():
            setattr(cast.aino, name, value)
        cast.aino.save()

    assert Browser().get(feed_url).status_code == 404


def test_a_guess_is_not_found(cast: Cast) -> None:
    assert Browser().get("/kalenteri/guess.ics").status_code == 404


def test_who_may_have_a_feed(cast: Cast) -> None:
    assert browser_of(cast.mirja).post(NEW).status_code == 200
    assert browser_of(cast.aarne).post(NEW).status_code == 403
    assert browser_of(cast.aino).get(NEW).status_code == 405
    assert browser_of(cast.aino).get(CLOSE).status_code == 405
    assert browser_of(cast.otto).get(CHOICES).status_code == 404
