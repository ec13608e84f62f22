"""Double bookings: planned appointments at the same time, of one member or with one person."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from clients.choices import AppointmentState
from clients.models import Appointment, Case, Referral
from clients.rules.agenda import Slot, overlapping
from clients.rules.stays import Span
from clients.services.appointments import appointments_within, with_people
from tasmat.tenancy.models import Membership


def clashes_of(wanted: Appointment) -> QuerySet[Appointment]:
    """What else is planned in the time of an appointment, for its member or its person."""
    person = wanted.case.client_id if wanted.case else _person_of_referral(wanted.referral)
    meanwhile = Appointment.objects.filter(
        state=AppointmentState.PLANNED, starts_at__lt=wanted.ends_at, ends_at__gt=wanted.starts_at
    )
    others = _with_person(meanwhile).exclude(Q(id=wanted.id) | Q(submission_key=wanted.submission_key))
    who = Q(member=wanted.member) if person is None else Q(member=wanted.member) | Q(person=person)
    return with_people(others.filter(who))


def calendar_and_overlaps(member: Membership, days: Span) -> tuple[list[Appointment], set[UUID]]:
    """The member's appointments of some days, and the ids of those during which somebody is to be elsewhere too.

    One query: what colleagues have booked with the same people comes along and is left out again.
    """
    booked = _with_person(appointments_within(days))
    people = booked.filter(member=member).values("person")
    rows = list(with_people(booked.filter(Q(member=member) | Q(person__in=people))))
    planned = [row for row in rows if row.state == AppointmentState.PLANNED]
    return [row for row in rows if row.member_id == member.id], overlapping(map(_slot, planned))


def named_for(member: Membership, appointments: Collection[Appointment], today: dt.date) -> set[UUID]:
    """Ids of the appointments whose person the member may see."""
    cases = Case.objects.visible_to(member, today)
    referrals = Referral.objects.visible_to(member)
    seen = Q(case__in=cases) | Q(referral__case__in=cases) | Q(referral__in=referrals)
    ids = [each.id for each in appointments]
    return set(Appointment.objects.filter(seen, id__in=ids).values_list("id", flat=True))


def _slot(row: Appointment) -> Slot:
    person: UUID | None = vars(row)["person"]
    return Slot(row.id, row.starts_at, row.ends_at, {who for who in (row.member_id, person) if who})


def _with_person(appointments: QuerySet[Appointment]) -> Any:
    """With the id of the `person` each is with: the client, or a referral that is no case yet."""
    return appointments.annotate(person=Coalesce("case__client", "referral__case__client", "referral"))


def _person_of_referral(referral: Referral | None) -> UUID | None:
    if referral is None:
        return None
    person: UUID = referral.case.client_id if referral.case else referral.id
    return person
