"""manage.py add_administrator: the first administrator of an organisation, who adds everybody else."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import CommandError, CommandParser
from django.core.validators import validate_email

from tasmat.access.roles import Role
from tasmat.accounts.links import password_path
from tasmat.commands import DataCommand
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.joining import join_path
from tasmat.tenancy.members import add_member
from tasmat.tenancy.models import Membership, Organisation


class Command(DataCommand):
    """Adds the person with the administrator's role and prints a one-time link to choose a password."""

    help = "Adds an administrator to an organisation and prints a one-time link to a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--organisation", required=True, metavar="NAME")
        parser.add_argument("--name", required=True, metavar="NAME", help="of the person")
        parser.add_argument("--site", required=True, metavar="https://tasmat.example.fi")

    def handle(
        self, *_args: Any, email: str, organisation: str, name: str, site: str, **_options: Any
    ) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail.") from None
        found = Organisation.objects.filter(name=organisation.strip()).first()
        if found is None:
            raise CommandError(f"There is no organisation named {organisation}.")
        with tenant_context(found.id):
            if Membership.objects.filter(user__email=email.lower()).exists():
                raise CommandError(f"{email} is a member already.")
            member = add_member(email, name, [Role.ADMINISTRATOR], [])
        if member.awaits_owner:
            self.stdout.write(f"{email} has an account already and joins with it.")
        path = join_path(member) if member.awaits_owner else password_path(member.user)
        self.stdout.write(f"Give this one-time link to {name}: {site.rstrip('/')}{path}")
