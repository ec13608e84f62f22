"""Seals every encrypted value again with the first key of FIELD_KEYS; see docs/security.md."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tasmat.accounts.secrets import renew_secrets
from tasmat.crypto.rotation import Rotated, encrypted_models, rotate
from tasmat.tenancy.models import Organisation
from tasmat.tenancy.owner import as_owner


class Command(BaseCommand):
    help = "Seals every encrypted value with the first key of FIELD_KEYS; may be stopped and started again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only this organisation")

    def handle(self, *, organisation: str | None = None, **_: Any) -> None:
        with as_owner():
            unreadable = [place for found in _organisations(organisation) for place in self._rotate(found)]
            if organisation is None:  # second factors belong to people, not to organisations
                unreadable += self._told("second factors", renew_secrets())
        if unreadable:
            raise CommandError(
                "These values could not be opened and were left as they are:\n" + "\n".join(unreadable)
            )

    def _rotate(self, organisation: Organisation) -> list[str]:
        unreadable = []
        for model, fields in encrypted_models():
            result = rotate(model, fields, organisation.pk)
            unreadable += self._told(f"{organisation.slug} {model._meta.db_table}", result)
        return unreadable

    def _told(self, what: str, result: Rotated) -> list[str]:
        self.stdout.write(f"{what}: {result.rows}")
        return result.unreadable


def _organisations(slug: str | None) -> list[Organisation]:
    organisations = Organisation.objects.order_by("slug")
    found = list(organisations.filter(slug=slug) if slug else organisations)
    if slug and not found:
        raise CommandError(f"There is no organisation {slug}.")
    return found
