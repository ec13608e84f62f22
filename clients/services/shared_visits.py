"""Whom a coach may have met together: the clients offered for an entry for several, in groups."""

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from clients.choices import AppointmentState
from clients.models import Case, Entry
from clients.models.case import CaseQuerySet
from clients.rules.stays import Span
from clients.services.appointments import appointments_within
from clients.services.caseload import assigned_to
from clients.services.people import search
from clients.services.workshop import on_the_list
from tasmat.tenancy.models import Membership

MOST_FOUND = 20  # of a search


class Offered(NamedTuple):
    """Cases by name, each in the first group that it belongs to."""

    chosen: list[Case]
    found: list[Case]
    likely: list[Case]
    own: list[Case]

    def everybody(self) -> list[Case]:
        return [case for group in self for case in group]


def offered_to(
    member: Membership, cases: CaseQuerySet, today: dt.date, chosen: Collection[UUID], query: str
) -> Offered:
    """The member's own clients, those chosen already and those that the search finds; two queries."""
    found = set(search(cases, query).values_list("id", flat=True)[:MOST_FOUND]) if query else set()
    own = assigned_to(cases, member, today)
    likely = _likely(member, cases, own, today)
    rows = by_name(cases.filter(Q(id__in=own.values("id")) | Q(id__in=likely) | Q(id__in={*chosen, *found})))
    rows = rows.annotate(is_likely=Exists(likely.filter(id=OuterRef("id"))))
    offered = Offered([], [], [], [])
    for case in rows:
        if case.id in chosen:
            offered.chosen.append(case)
        elif case.id in found:
            offered.found.append(case)
        else:
            (offered.likely if vars(case)["is_likely"] else offered.own).append(case)
    return offered


def by_name(cases: CaseQuerySet) -> CaseQuerySet:
    """In the order of a list of people, with what their names need."""
    rows: CaseQuerySet = cases.select_related("client", "area__municipality").order_by(
        "client__last_name", "client__first_name", "id"
    )
    return rows


def _likely(member: Membership, cases: CaseQuerySet, own: CaseQuerySet, today: dt.date) -> CaseQuerySet:
    """With an appointment today, in the member's latest shared visit, or own and in the workshop today."""
    booked = appointments_within(Span(today, today)).filter(member=member)
    booked = booked.exclude(state=AppointmentState.CANCELLED)
    shared = Entry.objects.filter(author=member, shared_key__isnull=False)
    latest = shared.order_by("-created_at", "-id").values("shared_key")[:1]
    likely: CaseQuerySet = cases.filter(
        Q(id__in=booked.values("case"))
        | Q(id__in=Entry.objects.filter(shared_key__in=latest).values("case"))
        | Q(id__in=on_the_list(own, today).values("id"))
    )
    return likely
