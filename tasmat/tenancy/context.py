"""Whose data this piece of work may touch: the organisation and the user, in Python and in the database session."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction


class Tenant(NamedTuple):
    organisation_id: UUID | None
    user_id: UUID | None


class NoTenant(RuntimeError):
    """Tenant data was asked for outside `tenant_context`, or for another organisation."""


_current: ContextVar[Tenant | None] = ContextVar("tenant", default=None)

SET_TENANT = "select set_config('tasmat.organisation', %s, true), set_config('tasmat.user', %s, true)"


def current_tenant() -> Tenant | None:
    return _current.get()


def current_organisation() -> UUID:
    """Id of the organisation of this context; raises NoTenant outside one."""
    tenant = _current.get()
    if tenant is None or tenant.organisation_id is None:
        raise NoTenant("No organisation is set: open tenant_context(organisation_id) first.")
    return tenant.organisation_id


@contextmanager
def tenant_context(organisation_id: UUID, user_id: UUID | None = None) -> Iterator[None]:
    """Work on one organisation's data in one transaction; what was set before returns at the end.

    The settings are local to the transaction, but survive the release of a savepoint: hence the
    explicit return to the outer values when nested.
    """
    with _context(Tenant(organisation_id, user_id)):
        yield


@contextmanager
def user_context(user_id: UUID) -> Iterator[None]:
    """Before an organisation is chosen: only the user's own memberships can be read."""
    with _context(Tenant(None, user_id)):
        yield


@contextmanager
def _context(tenant: Tenant) -> Iterator[None]:
    before, nested = _current.get(), connection.in_atomic_block
    with transaction.atomic():
        token = _current.set(tenant)
        try:
            _set(tenant)
            yield
            if nested and not connection.needs_rollback:
                _set(before or Tenant(None, None))
        finally:
            _current.reset(token)


def _set(tenant: Tenant) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET_TENANT, [str(value) if value else "" for value in tenant])
