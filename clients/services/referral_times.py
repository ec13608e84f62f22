"""Reads when referrals were received, contacted and met, in one query for any number of them."""

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject, TruncDate
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from clients.choices import CONTACTS, AppointmentState, Counterpart, EntryKind
from clients.models import Appointment, Entry, Referral, ReferralStep
from clients.rules.referral_times import Events, Step

MEETINGS = CONTACTS - {EntryKind.CONTACT}


def events_of(referrals: QuerySet[Referral]) -> list[Events]:
    """What the rules of waiting times ask of each referral."""
    rows = referrals.order_by().annotate(
        received_on=TruncDate("received_at"),
        steps_taken=ArraySubquery(_steps()),
        entry_on=Subquery(_entries(CONTACTS)),
        meeting_entry_on=Subquery(_entries(MEETINGS)),
        held_at=Subquery(_held()),
    )
    found = rows.values("received_on", "state", "steps_taken", "entry_on", "meeting_entry_on", "held_at")
    return [_events(dict(row)) for row in found]


def _events(row: dict[str, Any]) -> Events:
    return Events(
        received_on=row["received_on"],
        state=row["state"],
        steps=tuple(_step(step) for step in row["steps_taken"]),
        entry_on=row["entry_on"],
        meeting_entry_on=row["meeting_entry_on"],
        held_on=_day(row["held_at"]) if row["held_at"] else None,
    )


def _step(step: dict[str, Any]) -> Step:
    at = parse_datetime(step["at"])
    assert at is not None, "PostgreSQL writes instants in ISO 8601"
    told = parse_date(step["happened_on"] or "")
    return Step(step["state"], told or _day(at), bool(step["while_waiting"]))


def _steps() -> QuerySet[ReferralStep, Any]:
    steps = ReferralStep.objects.filter(referral=OuterRef("id")).order_by("at", "id")
    taken: QuerySet[ReferralStep, Any] = steps.values(
        step=JSONObject(state="state", at="at", happened_on="happened_on", while_waiting="while_waiting")
    )
    return taken


def _entries(kinds: frozenset[EntryKind]) -> QuerySet[Entry, Any]:
    """The first day of such an entry with the client since the referral came."""
    entries = Entry.objects.filter(
        case=OuterRef("case"),
        counterpart=Counterpart.CLIENT,
        kind__in=kinds,
        happened_on__gte=OuterRef("received_on"),
    )
    first: QuerySet[Entry, Any] = entries.order_by("happened_on").values("happened_on")[:1]
    return first


def _held() -> QuerySet[Appointment, Any]:
    held = Appointment.objects.filter(referral=OuterRef("id"), state=AppointmentState.HELD)
    first: QuerySet[Appointment, Any] = held.order_by("starts_at").values("starts_at")[:1]
    return first


def _day(instant: dt.datetime) -> dt.date:
    return timezone.localtime(instant).date()
