"""manage.py demo_data: fills an empty database with the demo, and prints its sign-ins."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, CommandParser

from clients.models import Client, Entry
from reporting.demo.loading import demo_organisations, load
from reporting.demo.making import DAY, WrongDay, make_demo
from reporting.demo.sign_ins import sign_in_lines
from tasmat import clock
from tasmat.commands import DataCommand
from tasmat.tenancy.context import tenant_context


class Command(DataCommand):
    """Loads at most once; a second call says so and changes nothing."""

    help = "Fills the database with four made-up organisations and their projects. Refuses in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--print-sign-ins",
            action="store_true",
            help="print who can sign in and where the referral forms are",
        )
        parser.add_argument(
            "--address", "--base-url", default="http://127.0.0.1:8000", metavar="URL", help="of the program"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This database is a real one (DATABASE_URL is set): it gets no demo data.")
        organisations = demo_organisations()
        if not organisations:
            said = _load()
            organisations = demo_organisations()
        else:
            said = "The demo is there already; nothing was changed."
        if options["print_sign_ins"]:
            said = "\n".join(sign_in_lines(organisations, options["address"].rstrip("/")))
        self.stdout.write(said)


def _load() -> str:
    """Writes the demo as of the set day, and says what there is now."""
    try:
        plans = make_demo(clock.today() if clock.is_set_day() else DAY)
        load(plans)
    except WrongDay as error:
        raise CommandError(str(error)) from None
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    clients, entries = 0, 0
    for organisation in demo_organisations():
        with tenant_context(organisation.id):
            clients += Client.objects.not_merged().count()
            entries += Entry.objects.count()
    return f"Loaded {len(plans)} organisations, {clients} clients and {entries} entries."
