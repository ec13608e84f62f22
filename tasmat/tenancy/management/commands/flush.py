"""Django's flush as the owner of the database: the application may not truncate."""

from typing import Any

from django.core.management.commands import flush

from tasmat.tenancy.owner import as_owner


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with as_owner(options["database"]):
            super().handle(**options)
