"""Services that a project excludes while a client is in it: until when a reason holds, what is not settled."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from clients.rules.stays import Span


@dataclass(frozen=True)
class Given:
    """A reason was given for a service of a kind that ends by a day (None: goes on)."""

    kind: str
    until_on: dt.date | None


@dataclass(frozen=True)
class Excluded:
    """A service that the project excludes, with the reasons given for it in this stay."""

    id: UUID
    kind: str
    span: Span
    reasons: tuple[Given, ...] = ()


def is_allowed(service: Excluded) -> bool:
    """Whether a reason holds: not once the service is of another kind or goes on longer than was told."""
    return any(_covers(given, service) for given in service.reasons)


def needs_reason(service: Excluded, stay: Span) -> bool:
    """Whether the service and the stay have a day in common and no reason holds."""
    return service.span.overlaps(stay) and not is_allowed(service)


def unsettled(services: Iterable[Excluded], stay: Span, today: dt.date) -> tuple[Excluded, ...]:
    """Those that need a reason and have not ended, while the stay goes on."""
    if stay.ends_on is not None:
        return ()
    return tuple(
        each
        for each in services
        if needs_reason(each, stay) and (each.span.ends_on is None or each.span.ends_on >= today)
    )


def _covers(given: Given, service: Excluded) -> bool:
    if given.kind != service.kind:
        return False
    ends_on = service.span.ends_on
    return given.until_on is None or (ends_on is not None and ends_on <= given.until_on)
