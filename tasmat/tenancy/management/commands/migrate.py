"""Django's migrate as the owner of the database, with the rights of the application set first and last."""

from typing import Any

from django.core.management.commands import migrate

from tasmat.audit.hardening import harden
from tasmat.tenancy.owner import as_owner, default_grants


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner(options["database"]) as connection:
            with connection.cursor() as cursor:
                cursor.execute(default_grants())
            super().handle(*args, **options)
            with connection.cursor() as cursor:
                harden(cursor)
