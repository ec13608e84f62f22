"""Referring bodies: which may be chosen on a day, and how many people each has referred."""

import datetime as dt
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from clients.choices import ReferralState
from clients.models import Referral, ReferringBody
from clients.rules.referring_bodies import Body, BodyFigures, Referred, figures

_COUNTS = {"referrals": Count("id"), "accepted": Count("id", filter=Q(state=ReferralState.ACCEPTED))}


def bodies_on(day: dt.date) -> QuerySet[ReferringBody]:
    """The bodies that exist on the day, by name."""
    began = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    goes_on = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return ReferringBody.objects.filter(began, goes_on)


def body_figures(bodies: list[ReferringBody]) -> list[BodyFigures]:
    """Referrals and accepted people by body, predecessors folded in."""
    rows = Referral.objects.filter(body__isnull=False).order_by().values("body").annotate(**_COUNTS)
    counts: dict[UUID, Referred] = {row["body"]: Referred(row["referrals"], row["accepted"]) for row in rows}
    return figures([Body(body.id, body.name, body.successor_id) for body in bodies], counts)


def unlisted() -> Referred:
    """Referrals of bodies that were written by name, and of people for themselves."""
    return Referred(**Referral.objects.filter(body__isnull=True).aggregate(**_COUNTS))
