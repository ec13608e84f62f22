"""CSV files of the import contract for tests, and the commands as a person would type them."""

import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

COLUMNS = (
    "reference",
    "first_name",
    "last_name",
    "birth_date",
    "gender",
    "municipality",
    "citizenship",
    "parents_born_abroad",
    "education_level",
    "entry_date",
    "entry_status",
    "unemployed_since",
    "in_education_at_entry",
    "exit_date",
    "exit_status",
    "exit_in_education",
    "exit_qualification",
    "later_events",
    "six_month_status",
)
COMPLETE = {
    "reference": "R1",
    "first_name": "Anna",
    "last_name": "Äyräs",
    "birth_date": "1985-05-05",
    "gender": "W",
    "municipality": "140",
    "citizenship": "FI",
    "parents_born_abroad": "no",
    "education_level": "3",
    "entry_date": "2024-10-01",
    "entry_status": "unemployed",
    "in_education_at_entry": "no",
}


def row(**facts: str) -> dict[str, str]:
    """A complete record that has not left; keyword arguments change it."""
    return COMPLETE | facts


def bare(**facts: str) -> dict[str, str]:
    """Only what may never be blank; keyword arguments add to it."""
    kept = ("reference", "first_name", "last_name", "municipality", "entry_date")
    return {column: COMPLETE[column] for column in kept} | facts


def sheet(*rows: dict[str, str], delimiter: str = ",") -> str:
    """The rows as a file with all columns."""
    lines = [COLUMNS, *([each.get(column, "") for column in COLUMNS] for each in rows)]
    return "".join(delimiter.join(cells) + "\r\n" for cells in lines)


def run(*arguments: str) -> str:
    """Standard output of a command."""
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def create_project(code: str = "P", **options: str) -> str:
    """Runs create_project with possible options; keyword arguments change them."""
    given = {
        "organisation": "Säätiö",
        "name": "Hanke",
        "start": "2017-01-01",
        "end": "2026-12-31",
        "areas": "140:55,263:20",
        **options,
    }
    return run("create_project", code, *(part for name in given for part in (f"--{name}", given[name])))


def import_rows(folder: Path, *rows: dict[str, str], project: str = "P", dry_run: bool = False) -> str:
    """Runs import_cases on a file of the rows."""
    file = folder / "cases.csv"
    file.write_text(sheet(*rows), encoding="utf-8")
    return run("import_cases", str(file), "--project", project, *(["--dry-run"] if dry_run else []))


def indicators(first: str = "2017-01-01", last: str = "2026-03-01", project: str = "P") -> dict[str, Any]:
    """What esf_indicators prints as JSON."""
    printed = run(
        "esf_indicators", "--project", project, "--from", first, "--until", last, "--format", "json"
    )
    document: dict[str, Any] = json.loads(printed)
    return document


def counted(document: dict[str, Any], scope: str = "cumulative") -> dict[str, int]:
    """Totals by code of the indicators in which anybody counts, reserved sums left out."""
    return {
        each["code"]: each[scope]["total"]
        for each in document["indicators"]
        if each[scope]["total"] and "+" not in each["code"]
    }


def check(document: dict[str, Any], check_id: str) -> dict[str, Any]:
    """One check of the document."""
    found: dict[str, Any] = next(each for each in document["checks"] if each["id"] == check_id)
    return found
