"""Units of qualifications from a table: reading its rows, and what importing them would change."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from clients.importing.parse import Problem, records, shown

LONGEST = {"identifier": 50, "name": 200, "qualification": 200, "requirements": 5000}  # characters
NEVER_BLANK = ("identifier", "name")
MOST_POINTS = 1000


class UnitFacts(NamedTuple):
    """A unit as a row states it; `points` are competence points (osaamispiste)."""

    identifier: str
    name: str
    qualification: str = ""
    points: int | None = None
    requirements: str = ""


class UnitsTable(NamedTuple):
    """The units of a table and everything that is wrong in it."""

    units: tuple[UnitFacts, ...]
    problems: tuple[Problem, ...]


class UnitsPlan(NamedTuple):
    """What an import does with each unit."""

    new: tuple[UnitFacts, ...]
    changed: tuple[UnitFacts, ...]
    unchanged: tuple[UnitFacts, ...]


def read_units(text: str) -> UnitsTable:
    """Units of a CSV text by the names of its columns; raises FileRefused where the text is not CSV."""
    rows = records(text)
    first, header = next(rows, (1, []))
    problems = list(_header_problems(first, header))
    if problems:
        return UnitsTable((), tuple(problems))
    units: list[UnitFacts] = []
    lines: dict[str, int] = {}
    for line, cells in rows:
        unit = _unit(line, header, cells, problems)
        if unit is None:
            continue
        if unit.identifier in lines:
            twice = _("the same identifier as on row {row}").format(row=lines[unit.identifier])
            problems.append(Problem(line, "identifier", twice))
        lines.setdefault(unit.identifier, line)
        units.append(unit)
    if not units and not problems:
        problems.append(Problem(first, "", _("there are no units below the names of the columns")))
    return UnitsTable(tuple(units), tuple(problems))


def plan_units(wanted: Iterable[UnitFacts], known: Mapping[str, UnitFacts]) -> UnitsPlan:
    """Compares by identifier with the units that are there."""
    new: list[UnitFacts] = []
    changed: list[UnitFacts] = []
    unchanged: list[UnitFacts] = []
    for unit in wanted:
        there = known.get(unit.identifier)
        kind = new if there is None else unchanged if there == unit else changed
        kind.append(unit)
    return UnitsPlan(tuple(new), tuple(changed), tuple(unchanged))


def _header_problems(line: int, header: list[str]) -> Iterator[Problem]:
    for column in NEVER_BLANK:
        if column not in header:
            yield Problem(line, column, _("the column is missing"))
    for column in dict.fromkeys(header):
        if column not in UnitFacts._fields:
            yield Problem(line, shown(column), _("there is no column of this name"))
        elif header.count(column) > 1:
            yield Problem(line, column, _("the column is there twice"))


def _unit(line: int, header: list[str], cells: list[str], problems: list[Problem]) -> UnitFacts | None:
    """One row; None for one that cannot be read, whose faults are added to `problems`."""
    if len(cells) != len(header):
        text = _("the row has {count} cells, the header {wanted}")
        problems.append(Problem(line, "", text.format(count=len(cells), wanted=len(header))))
        return None
    row = dict(zip(header, cells, strict=True))
    faults = [
        Problem(line, column, fault) for column, value in row.items() if (fault := _fault(column, value))
    ]
    problems.extend(faults)
    if faults:
        return None
    points = row.pop("points", "")
    return UnitFacts(**row, points=int(points) if points else None)


def _fault(column: str, value: str) -> str:
    """What is wrong with a cell; nothing for a good one."""
    if not value:
        return _("must not be blank") if column in NEVER_BLANK else ""
    if column == "points":
        is_number = value.isascii() and value.isdigit() and len(value) <= 4 and int(value) <= MOST_POINTS
        return (
            ""
            if is_number
            else _("{value} is not a whole number up to {most}").format(value=shown(value), most=MOST_POINTS)
        )
    if any(unicodedata.category(character) == "Cc" for character in value if character not in "\n\r\t"):
        return _("holds control characters")
    if len(value) > LONGEST[column]:
        return _("longer than {count} characters").format(count=LONGEST[column])
    return ""
