"""What commands that bring data in or figures out share: a migrated database, English, a project by code."""

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from tasmat import embedded
from tasmat.isodate import iso_day
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Project, ProjectCode


class DataCommand(BaseCommand):
    """A command of a fresh clone: on the embedded servers it needs no migrate before it.

    Whatever is wrong with what was given is a CommandError: words on standard error, exit status 1.
    """

    requires_system_checks = ()  # standard output is for figures, and a check says nothing about data

    def execute(self, *args: Any, **options: Any) -> str | None:
        if not settings.PRODUCTION:
            _migrate_if_needed()
        with translation.override("en"):
            return super().execute(*args, **options)


def _migrate_if_needed() -> None:
    """Runs pending migrations in silence, one process at a time."""
    if not _is_behind():
        return
    with embedded.locked(embedded.data_folder() / "migrate.lock"):
        if _is_behind():
            call_command("migrate", verbosity=0, interactive=False, stdout=io.StringIO())


def _is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def day_of(option: str, text: str) -> dt.date:
    """The day given to an option; raises CommandError."""
    try:
        return iso_day(text)
    except ValueError:
        raise CommandError(f"{option}: {text} is not a day: write YYYY-MM-DD.") from None


@contextmanager
def project_context(code: str) -> Iterator[Project]:
    """The project of a code, inside its organisation's context; raises CommandError when there is none."""
    registered = ProjectCode.objects.filter(code=code).first()
    if registered is None:
        raise CommandError(f"There is no project with the code {code}.")
    with tenant_context(registered.organisation_id):
        yield Project.objects.get(code=registered)
