"""manage.py esf_indicators: the ESF+ figures of a project for a period, as JSON or as a table."""

import json
from typing import Any

from django.core.management import CommandError, CommandParser

from reporting.rendering.plain_text import figures_as_text
from reporting.rules.contract import as_json
from reporting.rules.periods import Period
from reporting.services.collect import esf_result
from tasmat import clock
from tasmat.commands import DataCommand, day_of, project_context


class Command(DataCommand):
    """Standard output holds the figures and nothing else."""

    help = "Prints every ESF+ indicator of a project, in the period and since its start, with the checks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, metavar="CODE")
        parser.add_argument("--from", required=True, metavar="YYYY-MM-DD", help="first day of the period")
        parser.add_argument("--until", required=True, metavar="YYYY-MM-DD", help="last day of the period")
        parser.add_argument("--format", choices=["json", "table"], default="table")

    def handle(self, *_args: Any, **options: Any) -> None:
        period = _period(options["from"], options["until"])
        with project_context(options["project"]) as project:
            result = esf_result(project, period, clock.today())
        document = as_json(result.figures, result.checks, project=project.code_id)
        if options["format"] == "json":
            self.stdout.write(json.dumps(document, indent=2))
        else:
            self.stdout.write(figures_as_text(document))


def _period(first: str, last: str) -> Period:
    start, until = day_of("--from", first), day_of("--until", last)
    if until < start:
        raise CommandError(f"--until {until} is before --from {start}.")
    return Period(start, until)
