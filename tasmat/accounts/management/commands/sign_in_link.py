"""manage.py sign_in_link: lets a person in again whom no administrator may help."""

from typing import Any

from django.core.management import CommandError, CommandParser

from tasmat.accounts.links import password_path
from tasmat.accounts.models import User
from tasmat.accounts.second_factor import forget_second_factor as forget
from tasmat.commands import DataCommand


class Command(DataCommand):
    """For accounts that belong to several organisations, or to the only administrator of one."""

    help = "Prints a one-time link by which a person chooses a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--site", required=True, metavar="https://tasmat.example.fi")
        parser.add_argument(
            "--forget-second-factor", action="store_true", help="removes app, passkeys and recovery codes"
        )

    def handle(self, *_args: Any, email: str, site: str, forget_second_factor: bool, **_options: Any) -> None:
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"There is no account {email}.")
        if forget_second_factor:
            forget(user)
        self.stdout.write(site.rstrip("/") + password_path(user))
