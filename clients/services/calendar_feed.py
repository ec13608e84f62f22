"""The private calendar feed of a member (iCalendar, RFC 5545): times and initials, never a name or a text."""

import datetime as dt

from django.utils import translation
from icalendar import Calendar, Event, vDuration

from clients.choices import AppointmentState
from clients.models import Appointment
from clients.rules.referrals import initials
from clients.rules.stays import Span
from clients.services.appointments import calendar_of
from tasmat.accounts.language import language_of
from tasmat.links import services as links
from tasmat.tenancy.models import Membership

PURPOSE = "calendar"
PAST = dt.timedelta(days=90)
AHEAD = dt.timedelta(days=366)
PRODUCT = "-//Täsmät//Calendar//EN"
NAME = "Täsmät"  # of the calendar in a phone
REFRESHED = dt.timedelta(hours=1)  # how often a calendar should ask again


def new_feed(member: Membership) -> str:
    """A new random part for the feed's address; the earlier address closes."""
    close_feed(member)
    return links.issue(PURPOSE, member.id)


def close_feed(member: Membership) -> int:
    """Closes the member's feed; how many addresses there were."""
    return links.revoke(PURPOSE, member.id)


def has_feed(member: Membership) -> bool:
    return links.open_links(PURPOSE, member.id).exists()


def feed_of(member: Membership, today: dt.date, now: dt.datetime) -> bytes:
    """Three months back and a year ahead, in the member's language.

    What is cancelled stays, marked so, or calendars would keep it; its time is free.
    """
    feed = Calendar()
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("x-wr-calname", NAME)
    feed.add("x-published-ttl", vDuration(REFRESHED))
    feed.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})  # RFC 7986
    with translation.override(language_of(member.user)):
        for appointment in calendar_of(member, Span(today - PAST, today + AHEAD)):
            feed.add_component(_event(appointment, now))
    content: bytes = feed.to_ical()
    return content


def shown_initials(appointment: Appointment) -> str:
    """Initials of whom the appointment is with; empty for nobody."""
    person = appointment.case.client if appointment.case else appointment.referral
    return initials(person.first_name, person.last_name) if person else ""


def _event(appointment: Appointment, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{appointment.id}@tasmat")
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", appointment.starts_at.astimezone(dt.UTC))
    event.add("dtend", appointment.ends_at.astimezone(dt.UTC))
    event.add(
        "summary", " ".join(filter(None, [appointment.get_kind_display(), shown_initials(appointment)]))
    )
    is_off = appointment.state in {AppointmentState.CANCELLED, AppointmentState.NOT_COME}
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    event.add("class", "PRIVATE")
    return event
