"""Correcting what a referral tells before it is decided; the change history keeps what was told before."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from clients.choices import ReferralState
from clients.models import Referral, ReferralService
from clients.services.referral_steps import AlreadyDecided
from clients.services.referrals import beginning_of
from tasmat import clock
from tasmat.tenancy.models import Membership


@transaction.atomic
def correct_referral(
    referral_id: UUID,
    facts: dict[str, Any],
    services: Iterable[dict[str, Any]],
    *,
    member: Membership,
    arrived_on: dt.date | None = None,
) -> Referral:
    """Writes the corrected facts and services; `arrived_on` moves the day the referral came.

    Raises AlreadyDecided.
    """
    referral: Referral = Referral.objects.select_for_update().get(id=referral_id)
    if not referral.is_open:
        raise AlreadyDecided(referral)
    for name, value in facts.items():
        setattr(referral, name, value)
    if arrived_on is not None:
        _move_arrival(referral, arrived_on)
    referral.corrected_at, referral.corrected_by = clock.now(), member
    referral.save()
    _replace_services(referral, list(services))
    return referral


def _move_arrival(referral: Referral, arrived_on: dt.date) -> None:
    referral.received_at = beginning_of(arrived_on)
    first = referral.steps.filter(state=ReferralState.RECEIVED).first()
    if first is not None:
        first.happened_on = arrived_on
        first.save(update_fields=["happened_on"])


def _replace_services(referral: Referral, wanted: list[dict[str, Any]]) -> None:
    """Rows that are told still stay as they are."""
    for row in referral.services.all():
        told = {"kind": row.kind, "starts_on": row.starts_on, "ends_on": row.ends_on}
        if told in wanted:
            wanted.remove(told)
        else:
            row.delete()
    ReferralService.objects.bulk_create([ReferralService(referral=referral, **row) for row in wanted])
