"""What an import would do, row by row, or the problems for which it does nothing; pure."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from clients.importing.checks import Frame, case_problems, row_problems
from clients.importing.drafts import CaseDraft, KnownCase, Step, draft_case
from clients.importing.parse import COLUMNS, Cells, Parsed, Problem, Row
from clients.rules.words import fold


class Outcome(Enum):
    """What a row does; the value is how it is told."""

    NEW_CLIENT = _("new client")
    NEW_STAY = _("new stay")
    UPDATE = _("update")
    UNCHANGED = _("unchanged")


class RowPlan(NamedTuple):
    """One row and what it does."""

    line: int
    reference: str
    name: str
    entry_on: dt.date
    outcome: Outcome


class Person(NamedTuple):
    """Whom two records with the same folded name and birth date may both mean."""

    name: str
    born_on: dt.date


def person_of(cells: Cells) -> Person | None:
    """The person by facts by column; None without a birth date, since too many share a name."""
    born_on = cells.get("birth_date")
    return Person(fold(f"{cells.get('first_name')} {cells.get('last_name')}"), born_on) if born_on else None


@dataclass(frozen=True)
class Plan:
    """All that an import would do, if there are no problems; rows and problems go by line."""

    cases: tuple[CaseDraft, ...]
    rows: tuple[RowPlan, ...]
    problems: tuple[Problem, ...]
    namesakes: tuple[RowPlan, ...]  # new clients who may be somebody known, or somebody else of the file

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows by name of the outcome, all outcomes present."""
        counter = Counter(row.outcome for row in self.rows)
        return {outcome.name.lower(): counter[outcome] for outcome in Outcome}


def make_plan(
    parsed: Parsed, known: Mapping[str, KnownCase], others: Collection[Person], frame: Frame
) -> Plan:
    """The plan for a file against the known cases by reference; every problem of the file is in it.

    `others` are clients of the organisation who are in none of the known cases.
    """
    problems = [*parsed.problems, *(problem for row in parsed.rows for problem in row_problems(row, frame))]
    cases, rows = [], []
    for reference, stays in _by_reference(parsed).items():
        case, steps = draft_case(reference, known.get(reference), stays)
        problems += case_problems(case)
        cases.append(case)
        rows += [_row_plan(step, is_first=index == 0, case=case) for index, step in enumerate(steps)]
    rows.sort(key=lambda row: row.line)
    return Plan(
        tuple(cases), tuple(rows), tuple(sorted(problems, key=_place)), _namesakes(cases, rows, others)
    )


def _by_reference(parsed: Parsed) -> dict[str, list[Row]]:
    """Rows that can be placed, by reference and then entry date, in the order of the file within one day."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in parsed.rows:
        if row.cells.keys() >= {"reference", "entry_date"}:
            found[row.cells["reference"]].append(row)
    return {
        reference: sorted(rows, key=lambda row: row.cells["entry_date"]) for reference, rows in found.items()
    }


def _row_plan(step: Step, *, is_first: bool, case: CaseDraft) -> RowPlan:
    if is_first and case.known is None:
        outcome = Outcome.NEW_CLIENT
    elif step.is_new_stay:
        outcome = Outcome.NEW_STAY
    else:
        outcome = Outcome.UPDATE if step.is_change else Outcome.UNCHANGED
    cells = step.row.cells
    name = f"{cells.get('last_name', '')}, {cells.get('first_name', '')}"
    return RowPlan(step.row.line, case.reference, name, cells["entry_date"], outcome)


def _namesakes(
    cases: Iterable[CaseDraft], rows: Iterable[RowPlan], others: Iterable[Person]
) -> tuple[RowPlan, ...]:
    people = {case.reference: person_of(case.person) for case in cases}
    counter = Counter((*people.values(), *others))
    return tuple(
        row
        for row in rows
        if row.outcome is Outcome.NEW_CLIENT
        and (person := people[row.reference]) is not None
        and counter[person] > 1
    )


def _place(problem: Problem) -> tuple[int, int]:
    """Row, then column in the order of the contract."""
    columns = list(COLUMNS)
    return problem.row, columns.index(problem.column) if problem.column in COLUMNS else len(columns)
