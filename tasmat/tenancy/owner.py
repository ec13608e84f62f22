"""The owner of the database: used for migrations, set-up and tests' templates, for nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_DEFAULT_GRANTS = """
alter default privileges in schema public grant select, insert, update, delete on tables to {app};
alter default privileges in schema public grant usage on sequences to {app};
alter default privileges revoke execute on functions from public;
alter default privileges in schema public grant execute on functions to {app};
grant usage on schema public to {app};
"""


@contextmanager
def as_owner(alias: str = "default") -> Iterator[BaseDatabaseWrapper]:
    """The same connection under the owner's role; the application's role returns at the end.

    Raises ImproperlyConfigured when the process was not given the owner's credentials,
    RuntimeError inside a transaction.
    """
    connection = connections[alias]
    owner: dict[str, Any] | None = settings.DATABASE_OWNER
    if owner is None:
        raise ImproperlyConfigured("Set DATABASE_OWNER_URL for this command: it changes the structure.")
    if connection.settings_dict["USER"] == owner["USER"]:
        yield connection
        return
    if connection.in_atomic_block:
        raise RuntimeError("The role cannot change inside a transaction.")
    saved = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update(owner)
    try:
        yield connection
    finally:
        connection.close()
        connection.settings_dict.update(saved)


def default_grants() -> str:
    """SQL that lets the application use, but not own, whatever the owner creates from now on."""
    return _DEFAULT_GRANTS.format(app=connections["default"].ops.quote_name(settings.DATABASE_APP_ROLE))
