"""manage.py create_project: an empty project, and its organisation when it is missing."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import CommandError, CommandParser

from tasmat.commands import DataCommand, day_of
from tasmat.tenancy.services import create_project

_AREA = re.compile(r"([0-9]{1,3}):([0-9]{1,9})")
CONTACT = {"contact_name": "NAME", "contact_phone": "NUMBER", "contact_email": "ADDRESS"}


class Command(DataCommand):
    """Writes the whole project or nothing."""

    help = "Creates an empty project with its municipalities, and its organisation when it is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="unique in the whole installation")
        parser.add_argument("--organisation", required=True, metavar="NAME")
        parser.add_argument("--name", required=True, metavar="NAME")
        parser.add_argument("--start", required=True, metavar="YYYY-MM-DD", help="first day")
        parser.add_argument("--end", required=True, metavar="YYYY-MM-DD", help="last day")
        parser.add_argument(
            "--areas",
            required=True,
            metavar="140:55,263:20",
            help="municipality numbers, each with its quota of participants",
        )
        for column, value in CONTACT.items():
            parser.add_argument(
                f"--{column.replace('_', '-')}",
                default="",
                metavar=value,
                help="whom those outside ask; shown on the referral form and on papers",
            )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            project = create_project(
                options["code"],
                organisation=options["organisation"],
                name=options["name"],
                starts_on=day_of("--start", options["start"]),
                ends_on=day_of("--end", options["end"]),
                quotas=quotas_of(options["areas"]),
                contact={column: options[column].strip() for column in CONTACT},
            )
        except ValidationError as error:
            raise CommandError(" ".join(_lines(error))) from None
        self.stdout.write(
            f"Created {project.code_id} for {project.organisation} (/o/{project.organisation.slug}/)."
        )


def quotas_of(text: str) -> dict[str, int]:
    """Quotas by three-digit municipality number; raises CommandError."""
    quotas: dict[str, int] = {}
    for part in text.split(","):
        matched = _AREA.fullmatch(part.strip())
        if matched is None:
            raise CommandError(
                f"--areas: {part.strip()!r} is not of the form number:quota, for example 140:55."
            )
        number = matched[1].zfill(3)
        if number in quotas:
            raise CommandError(f"--areas: {number} is given twice.")
        quotas[number] = int(matched[2])
    return quotas


def _lines(error: ValidationError) -> list[str]:
    """The messages, each with its field when it is of one."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        message if field == "__all__" else f"{field}: {message}"
        for field, messages in error.message_dict.items()
        for message in messages
    ]
