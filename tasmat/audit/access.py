"""Recording that somebody was shown data of clients. Views call it; route() refuses a page that forgot."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest

from tasmat.audit.models import AccessEvent
from tasmat.tenancy.requests import LinkRequest, TenantRequest


def record_access(
    request: TenantRequest | LinkRequest, clients: Iterable[UUID], subject: UUID | None = None
) -> None:
    """Writes one access event for this page; `clients` are the ids of every person it shows.

    An empty page leaves no event but counts as recorded. Whoever came by a private link has no user.
    """
    request.access_recorded = True
    shown = list(dict.fromkeys(clients))
    if shown:
        AccessEvent.objects.create(
            user_id=None if hasattr(request, "link") else request.user.pk,
            link_id=request.link.id if hasattr(request, "link") else None,
            action=request.action.name,
            route=_route_name(request),
            clients=shown,
            subject=subject,
        )


def last_visit(user_id: UUID, subject: UUID, before: dt.datetime) -> dt.datetime | None:
    """When this user last opened the page of this row before an instant."""
    return (
        AccessEvent.objects.filter(user_id=user_id, subject=subject, at__lt=before)
        .order_by("-at")
        .values_list("at", flat=True)
        .first()
    )


def _route_name(request: HttpRequest) -> str:
    return (request.resolver_match.view_name if request.resolver_match else "") or ""
