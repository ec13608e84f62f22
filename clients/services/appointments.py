"""Appointments: whose they are, booking one, what became of it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from clients.choices import AppointmentState
from clients.models import Appointment, Case, Referral
from clients.rules.stays import Span
from clients.services.assignments import stands_in
from tasmat import clock
from tasmat.tenancy.models import Membership

ABOUT_THE_LIVING = Q(case__isnull=True) | Q(case__client__died_on__isnull=True)


def appointments_seen_by(member: Membership, today: dt.date) -> QuerySet[Appointment]:
    """Those about cases and referrals that the member may see, and the member's own with nobody of the clients."""
    return with_people(Appointment.objects.filter(seen_by(member, today)))


def seen_by(member: Membership, today: dt.date) -> Q:
    cases = Case.objects.visible_to(member, today)
    with_nobody = Q(case__isnull=True, referral__isnull=True, member=member)
    with_referred = Q(referral__in=Referral.objects.visible_to(member)) | Q(referral__case__in=cases)
    return Q(case__in=cases) | with_referred | with_nobody


def calendar_of(member: Membership, days: Span) -> QuerySet[Appointment]:
    """What the member keeps on some days, in order; none with the dead or whom the member sees no more."""
    return with_people(appointments_within(days).filter(kept_by(member)))


def kept_by(member: Membership) -> Q:
    """Of appointments with the day as `on`: the member's own, and those of a coach whom the member substitutes."""
    own = Q(member=member) | stands_in(member, day=OuterRef("on"), coach="member")
    return seen_by(member, clock.today()) & own


def appointments_within(days: Span) -> QuerySet[Appointment]:
    """Everybody's appointments that begin on these days, with their day as `on`; none with the dead."""
    dated: QuerySet[Appointment] = Appointment.objects.annotate(on=TruncDate("starts_at"))
    begun = dated.filter(ABOUT_THE_LIVING, starts_at__gte=_midnight(days.starts_on))
    if days.ends_on is None:
        return begun
    return begun.filter(starts_at__lt=_midnight(days.ends_on + dt.timedelta(days=1)))


def coming_to_case(case: Case, now: dt.datetime) -> QuerySet[Appointment]:
    """Planned appointments of the case that are not over; none with the dead."""
    coming = Appointment.objects.filter(ABOUT_THE_LIVING, case=case, state=AppointmentState.PLANNED)
    return with_people(coming.filter(ends_at__gte=now))


def passed_of_case(case: Case, now: dt.datetime) -> QuerySet[Appointment]:
    """What was agreed before, the latest first: held, cancelled, not come, or not told yet."""
    is_over = ~Q(state=AppointmentState.PLANNED) | Q(ends_at__lt=now)
    return with_people(Appointment.objects.filter(is_over, case=case)).order_by("-starts_at", "-id")


def book(key: UUID, member: Membership, **facts: Any) -> Appointment:
    """An appointment in the member's calendar; the form's key makes a double click one appointment."""
    appointment, _created = Appointment.objects.get_or_create(
        submission_key=key, defaults={"member": member, **facts}
    )
    return appointment


def set_state(appointment: Appointment, state: AppointmentState) -> bool:
    """What became of it; False when an entry tells it already, which only the entry's author takes back."""
    free = Appointment.objects.filter(id=appointment.id, entry__isnull=True)
    return bool(free.update(state=state))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def with_people(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """In order, with what their rows say of member and person."""
    return appointments.select_related(
        "member__user", "case__client", "case__project", "referral__case__client", "referral__case__project"
    ).order_by("starts_at", "id")
