"""The application refuses a database connection that would go round row-level security."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.signals import connection_created
from django.dispatch import receiver

ROLE_QUERY = "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = current_user"


@receiver(connection_created)
def refuse_strong_roles(connection: Any, **_: Any) -> None:
    """Closes and raises when the role of the web or a worker is a superuser, an owner or bypasses the policies."""
    owner = settings.DATABASE_OWNER
    if owner is not None and connection.settings_dict["USER"] == owner["USER"]:
        return
    with connection.cursor() as cursor:
        cursor.execute(ROLE_QUERY)
        row = cursor.fetchone()
    if row is None or row[0]:
        connection.close()
        raise ImproperlyConfigured(
            "DATABASE_URL names a role with too many rights: use one without SUPERUSER, BYPASSRLS and CREATEROLE."
        )
