"""manage.py import_cases: cases from a CSV file into a project; its columns are in docs/operations.md."""

from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser

from clients.importing.apply import import_cases, plan_import
from clients.importing.parse import FileRefused, Problem, decode
from clients.importing.plan import Outcome, Plan
from tasmat import clock
from tasmat.commands import DataCommand, project_context
from tasmat.tenancy.models import Project


class Command(DataCommand):
    """Writes the whole file or nothing."""

    help = "Imports clients, cases and stays from a CSV file (UTF-8, comma or semicolon, header row)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.csv", type=Path)
        parser.add_argument("--project", required=True, metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        with project_context(options["project"]) as project:
            plan = _plan(project, _read(options["file"]), dry_run=options["dry_run"])
        if plan.problems:
            raise CommandError("\n".join(["Nothing was imported.", *map(_line, plan.problems)]))
        self._tell(plan, dry_run=options["dry_run"])

    def _tell(self, plan: Plan, *, dry_run: bool) -> None:
        if dry_run:
            for row in plan.rows:
                self.stdout.write(f"row {row.line}: {row.reference}, {row.entry_on}: {row.outcome.value}")
        for row in plan.namesakes:
            self.stdout.write(
                f"row {row.line}: {row.reference} has the name and birth date of another client."
            )
        counts = ", ".join(f"{outcome.value}: {plan.counts[outcome.name.lower()]}" for outcome in Outcome)
        self.stdout.write(f"{'Would import' if dry_run else 'Imported'} {len(plan.rows)} rows ({counts}).")


def _read(path: Path) -> str:
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.") from None
    except FileRefused as error:
        raise CommandError(f"{path}: {error}") from None


def _plan(project: Project, text: str, *, dry_run: bool) -> Plan:
    act = plan_import if dry_run else import_cases
    try:
        return act(project, text, clock.today())
    except FileRefused as error:
        raise CommandError(str(error)) from None


def _line(problem: Problem) -> str:
    place = f"row {problem.row}, column {problem.column}" if problem.column else f"row {problem.row}"
    return f"{place}: {problem.text}"
