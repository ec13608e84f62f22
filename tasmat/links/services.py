"""Issuing, finding and revoking private links. The random part exists only in the answer of issue()."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from tasmat import clock
from tasmat.links.models import LinkToken
from tasmat.tenancy.context import current_organisation, current_tenant

RANDOM_BYTES = 32


def issue(purpose: str, subject: UUID, *, valid_for: dt.timedelta | None = None) -> str:
    """A new random part for an address that opens the row for one purpose; without `valid_for` until revoked."""
    token, now = secrets.token_urlsafe(RANDOM_BYTES), clock.now()
    tenant = current_tenant()
    LinkToken.objects.create(
        digest=_digest(token),
        organisation_id=current_organisation(),
        purpose=purpose,
        subject=subject,
        created_at=now,
        created_by_id=tenant.user_id if tenant else None,
        expires_at=now + valid_for if valid_for else None,
    )
    return token


def find(purpose: str, token: str) -> LinkToken | None:
    """The link of an address; None for one that never was, is revoked, or is over."""
    is_valid = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    links = LinkToken.objects.select_related("organisation").filter(is_valid, revoked_at__isnull=True)
    return links.filter(digest=_digest(token), purpose=purpose).first()


def open_links(purpose: str, subject: UUID) -> QuerySet[LinkToken]:
    """The links of a row of this organisation that still open it, the newest first."""
    return open_links_of(purpose, [subject])


def open_links_of(purpose: str, subjects: Iterable[UUID]) -> QuerySet[LinkToken]:
    """The links of several rows, which a query may name; the newest first."""
    is_valid = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    links = LinkToken.objects.filter(
        is_valid, organisation_id=current_organisation(), revoked_at__isnull=True
    )
    return links.filter(purpose=purpose, subject__in=subjects).order_by("-created_at")


def revoke(purpose: str, subject: UUID) -> int:
    """Closes every open link of the row for the purpose; how many there were."""
    return open_links(purpose, subject).order_by().update(revoked_at=clock.now())


def mark_used(link: LinkToken) -> None:
    """The first time that a link did what it is for."""
    LinkToken.objects.filter(id=link.id, used_at__isnull=True).update(used_at=clock.now())


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
