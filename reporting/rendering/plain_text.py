"""ESF+ figures as aligned text for a terminal, from the document that the JSON contract describes."""

from collections.abc import Iterable, Mapping
from typing import Any

from reporting.rules.catalogue import CATALOGUE
from reporting.rules.indicators import COLUMNS, SCOPES

CODE_WIDTH = max(map(len, CATALOGUE))
CELL_WIDTH = 6
SCOPE_WIDTH = CELL_WIDTH * len(COLUMNS)


def figures_as_text(document: Mapping[str, Any]) -> str:
    """Figures, people left out, and checks; "–" stands where nothing is collected."""
    people = document["participants"]
    lines = [
        f"{document['project']}, {document['from']} – {document['until']}",
        f"Participants: {people['all']}, with a complete record {people['complete']}",
        "",
        f"{'':{CODE_WIDTH}}{'in the period':>{SCOPE_WIDTH}}{'since the start':>{SCOPE_WIDTH}}",
        _line("", [*COLUMNS, *COLUMNS]),
        *(_line(row["code"], _cells(row), CATALOGUE[row["code"]].name) for row in document["indicators"]),
        "",
        f"Incomplete records: {_listed(people['incomplete'])}",
        f"Exits whose results are not counted yet: {_listed(document['provisional_exits'])}",
        "",
        *(f"{check['id']:4}{_verdict(check):9}{check['detail']}" for check in document["checks"]),
    ]
    return "\n".join(line.rstrip() for line in lines)


def _line(code: str, cells: Iterable[object], name: object = "") -> str:
    figures = "".join(f"{'–' if cell is None else cell:>{CELL_WIDTH}}" for cell in cells)
    return f"{code:{CODE_WIDTH}}{figures}  {name}"


def _cells(row: Mapping[str, Any]) -> list[int | None]:
    return [row[scope][column] for scope in SCOPES for column in COLUMNS]


def _verdict(check: Mapping[str, Any]) -> str:
    return "ok" if check["ok"] else str(check["level"])


def _listed(references: list[str]) -> str:
    return ", ".join(references) or "none"
