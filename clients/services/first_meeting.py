"""The first meeting booked from a referral: an appointment that gets the case when the referral is accepted."""

import datetime as dt
from uuid import UUID

from clients.choices import EntryKind
from clients.models import Appointment, Referral
from tasmat.tenancy.models import Membership


def book_meeting(
    referral: Referral, coach: Membership, *, starts_at: dt.datetime, minutes: int, place: str, form_key: UUID
) -> Appointment:
    """An appointment in the coach's calendar; a double click gives the same one."""
    appointment: Appointment
    appointment, _is_new = Appointment.objects.get_or_create(
        submission_key=form_key,
        defaults={
            "referral": referral,
            "case": referral.case,
            "member": coach,
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(minutes=minutes),
            "kind": EntryKind.MEETING,
            "place": place,
        },
    )
    return appointment
