"""The waiting list: who is next in each municipality, and changing the order."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from clients.choices import ReferralState
from clients.models import Referral
from clients.rules.quotas import Quota
from clients.services.referral_review import with_places
from clients.services.referral_steps import last_contact
from tasmat.tenancy.models import Municipality, Project

# The list of people with a protected address stands apart: the municipality's own would tell where they live.
Key = tuple[Project, Municipality | None]


@dataclass(frozen=True)
class Place:
    """One person on a list: the number in the line, whether a place is free, and the day of the last contact."""

    referral: Referral
    number: int
    is_offered: bool
    is_last: bool
    contacted_on: dt.date | None


@dataclass(frozen=True)
class Line:
    """The waiting list of a municipality, or of a project's people with a protected address (None)."""

    project: Project
    municipality: Municipality | None
    quota: Quota | None
    places: list[Place]

    @property
    def free(self) -> int:
        return self.quota.free if self.quota else 0


def waiting_lines(referrals: QuerySet[Referral]) -> list[Line]:
    """The lists of these referrals by project and municipality, with their steps, in two queries."""
    waiting = with_places(_waiting(referrals)).prefetch_related(None).prefetch_related("steps")
    found = sorted(waiting, key=_order)
    return [_line(key, list(rows)) for key, rows in groupby(found, key=_key)]


def place_in_line(referral: Referral) -> tuple[int, int] | None:
    """The number in the line and its length; None when the referral does not wait in one."""
    if referral.state != ReferralState.WAITING:
        return None
    ids = list(_same_line(Referral.objects.all(), referral).values_list("id", flat=True))
    return ids.index(referral.id) + 1, len(ids)


@transaction.atomic
def move_in_line(referrals: QuerySet[Referral], referral_id: UUID, *, up: bool) -> None:
    """Changes places with the neighbour among these referrals; at the end of the line nothing happens.

    The project's row is locked: two moves at a time come one after the other. Raises Referral.DoesNotExist.
    """
    referral = _waiting(referrals).get(id=referral_id)
    Project.objects.select_for_update(no_key=True).get(id=referral.project_id)
    line = list(_same_line(referrals, referral))
    index = [each.id for each in line].index(referral.id)
    neighbour = index - 1 if up else index + 1
    if 0 <= neighbour < len(line):
        _swap(line[index], line[neighbour])


def _swap(one: Referral, other: Referral) -> None:
    one.queue_position, other.queue_position = other.queue_position, one.queue_position
    for referral in (one, other):
        referral.save(update_fields=["queue_position"])


def _waiting(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    return referrals.filter(state=ReferralState.WAITING).order_by("queue_position", "id")


def _same_line(referrals: QuerySet[Referral], referral: Referral) -> QuerySet[Referral]:
    line = _waiting(referrals).filter(
        project=referral.project_id, has_protected_address=referral.has_protected_address
    )
    return line if referral.has_protected_address else line.filter(municipality=referral.municipality_id)


def _key(referral: Referral) -> Key:
    return referral.project, None if referral.has_protected_address else referral.municipality


def _order(referral: Referral) -> tuple[Any, ...]:
    project, municipality = _key(referral)
    name = municipality.name if municipality else ""
    return project.name, project.id, municipality is None, name, referral.queue_position or 0, referral.id


def _line(key: Key, rows: Iterable[Any]) -> Line:
    """`rows` carry the annotations of with_places."""
    project, municipality = key
    line = list(rows)
    is_inside = municipality is not None and line[0].area_quota is not None
    quota = Quota(line[0].area_quota, line[0].area_used) if is_inside else None
    free = quota.free if quota else 0
    places = [
        Place(
            referral,
            number,
            is_offered=number <= free,
            is_last=number == len(line),
            contacted_on=last_contact(referral),
        )
        for number, referral in enumerate(line, start=1)
    ]
    return Line(project, municipality, quota, places)
