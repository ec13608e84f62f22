"""Services of clients that their project excludes, and the reasons given for them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject

from clients.models import Case, Client, ConcurrentService, ServiceOverride, Stay
from clients.models.case import CaseQuerySet
from clients.rules.exclusions import Excluded, Given, needs_reason, unsettled
from clients.rules.stays import Span, runs_during
from tasmat import clock
from tasmat.tenancy.models import ExcludedService, Membership, Project


class ReasonMissing(Exception):
    """The client is in a service that the project excludes, and nobody tells why it is allowed."""


class ReasonRow(TypedDict):
    """A reason as the database writes it into JSON."""

    stay: str
    kind: str
    until_on: str | None


class ServiceRow(TypedDict):
    """An excluded service as the database writes it into JSON."""

    id: str
    kind: str
    starts_on: str
    ends_on: str | None
    reasons: list[ReasonRow]


class ExcludedColumn(TypedDict):
    """What with_excluded() adds to a case."""

    excluded_rows: list[ServiceRow]


def with_excluded(cases: CaseQuerySet) -> CaseQuerySet:
    """The cases with ExcludedColumn: what their project excludes of the client's services, with the reasons."""
    kinds = ExcludedService.objects.filter(project=OuterRef(OuterRef("project"))).values("kind")
    reasons = ServiceOverride.objects.filter(service=OuterRef("id")).values_list(
        JSONObject(stay="stay_id", kind="kind", until_on="until_on")
    )
    services = ConcurrentService.objects.filter(client=OuterRef("client"), kind__in=kinds).values_list(
        JSONObject(
            id="id", kind="kind", starts_on="starts_on", ends_on="ends_on", reasons=ArraySubquery(reasons)
        )
    )
    found: CaseQuerySet = cases.annotate(excluded_rows=ArraySubquery(services))
    return found


def unsettled_of(case: Case, last: Stay, today: dt.date) -> tuple[Excluded, ...]:
    """What of the services of a case, as given by with_excluded, waits for an end or a reason."""
    rows = cast(ExcludedColumn, vars(case))["excluded_rows"]
    services = (_excluded(row, last.id) for row in rows)
    return unsettled(services, Span(last.entry_on, last.exit_on), today)


def excluded_kinds(project: Project) -> frozenset[str]:
    return frozenset(ExcludedService.objects.filter(project=project).values_list("kind", flat=True))


def running_excluded(clients: Iterable[Client | UUID], project: Project, day: dt.date) -> QuerySet[Any]:
    """The clients' services that the project excludes and that run on a day or later."""
    kinds = ExcludedService.objects.filter(project=project).values("kind")
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return ConcurrentService.objects.filter(running, client__in=clients, kind__in=kinds)


@dataclass(frozen=True)
class Told:
    """An excluded service of a case; `reason` is the latest given in the last stay."""

    service: ConcurrentService
    reason: ServiceOverride | None
    waits: bool  # for its end or a reason


def excluded_services(case: Case, last: Stay) -> list[Told]:
    """The client's services that the project excludes and that run while the client is in it; two queries."""
    kinds = ExcludedService.objects.filter(project=case.project_id).values("kind")
    stays = [Span(stay.entry_on, stay.exit_on) for stay in case.stays.all()]
    given = ServiceOverride.objects.filter(stay=last).select_related("given_by__user")
    services = ConcurrentService.objects.filter(client=case.client_id, kind__in=kinds)
    return [
        _told(service, last)
        for service in services.prefetch_related(Prefetch("overrides", given))
        if runs_during(Span(service.starts_on, service.ends_on), stays)
    ]


@transaction.atomic
def save_service(service: ConcurrentService, stay: Stay, reason: str, *, member: Membership) -> None:
    """Saves a service or benefit, and why it is allowed if the project excludes it."""
    service.save()
    if reason:
        give_reason(stay, [service], reason, member=member)


def asks_reason(service: ConcurrentService, stay: Stay) -> bool:
    """Whether a service of a kind that the project excludes, saved or not yet, needs a reason in this stay."""
    rows = ServiceOverride.objects.filter(service=service.id, stay=stay)
    given = tuple(Given(row.kind, row.until_on) for row in rows)
    span = Span(service.starts_on, service.ends_on)
    return needs_reason(Excluded(service.id, service.kind, span, given), Span(stay.entry_on, stay.exit_on))


def give_reason(
    stay: Stay, services: Iterable[ConcurrentService], reason: str, *, member: Membership
) -> None:
    """Keeps why the client may be in these services, with person and time."""
    ServiceOverride.objects.bulk_create(
        ServiceOverride(
            stay=stay,
            service=service,
            kind=service.kind,
            until_on=service.ends_on,
            reason=reason,
            given_by=member,
            given_at=clock.now(),
        )
        for service in services
    )


def enter_over_excluded(stay: Stay, reason: str, *, member: Membership) -> None:
    """A stay begins: what runs on its first day or later is allowed by the reason.

    Raises ReasonMissing when something does and there is none.
    """
    services = [
        service
        for service in running_excluded([stay.case.client_id], stay.case.project, stay.entry_on)
        if asks_reason(service, stay)
    ]
    if services and not reason:
        raise ReasonMissing(f"case {stay.case_id}")
    give_reason(stay, services, reason, member=member)


def _told(service: ConcurrentService, last: Stay) -> Told:
    """`service` with its overrides of the last stay."""
    rows = list(service.overrides.all())
    given = tuple(Given(row.kind, row.until_on) for row in rows)
    span = Span(service.starts_on, service.ends_on)
    found = Excluded(service.id, service.kind, span, given)
    waits = bool(unsettled([found], Span(last.entry_on, last.exit_on), clock.today()))
    return Told(service, rows[-1] if rows else None, waits)


def _excluded(row: ServiceRow, stay_id: UUID) -> Excluded:
    return Excluded(
        id=UUID(row["id"]),
        kind=row["kind"],
        span=Span(dt.date.fromisoformat(row["starts_on"]), _day(row["ends_on"])),
        reasons=tuple(
            Given(each["kind"], _day(each["until_on"]))
            for each in row["reasons"]
            if each["stay"] == str(stay_id)
        ),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
