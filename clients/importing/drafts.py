"""Cases and stays as an import would leave them, made by laying the rows of a file over what is known.

A row is a stay. The same reference and entry date updates it, a blank keeping what is there; a later entry
is a re-entry. Facts of the person are those of the latest row that states them, by entry date, and of two
rows of one entry date the later in the file.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from clients.importing.parse import COLUMNS, Cells, Row

NAMES = ("first_name", "last_name")
PERSON_FACTS = ("birth_date", "gender", "citizenship", "parents_born_abroad")
STAY_FACTS = tuple(COLUMNS.keys() - {"reference", "entry_date", *NAMES, *PERSON_FACTS})


@dataclass(frozen=True)
class KnownStay:
    """A stay of the database: its facts by column, and which facts of the person its row has stated."""

    id: UUID
    facts: Cells
    stated: frozenset[str] = frozenset()


@dataclass(frozen=True)
class KnownCase:
    """A case of the database with its stays by entry date; facts of the person by column, names included."""

    id: UUID
    client_id: UUID
    person: Cells
    stays: Mapping[dt.date, KnownStay]
    former_names: frozenset[tuple[str, str]] = frozenset()


class FormerName(NamedTuple):
    """A name, and the entry date of the stay whose row brought another one."""

    first_name: str
    last_name: str
    until_on: dt.date


@dataclass
class StayDraft:
    """One stay; `lines` says for each column which line of the file stated it last."""

    entry_on: dt.date
    known: KnownStay | None = None
    facts: Cells = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)
    lines: dict[str, int] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    @property
    def exit_on(self) -> dt.date | None:
        """The last day, None while the stay goes on."""
        return self.facts.get("exit_date")

    @property
    def is_in_file(self) -> bool:
        return bool(self.lines)

    def changes(self) -> Cells:
        """Facts by column that differ from the database's; of a new stay all."""
        before = self.known.facts if self.known else {}
        return {column: fact for column, fact in self.facts.items() if before.get(column) != fact}

    def merge(self, row: Row) -> None:
        """Lays one row over the stay."""
        self.facts |= {column: row.cells[column] for column in STAY_FACTS if column in row.cells}
        self.stated |= row.cells.keys() & set(PERSON_FACTS)
        self.lines |= dict.fromkeys(row.cells, row.line)
        self.unread |= row.unread


@dataclass
class CaseDraft:
    """One reference; stays go by entry date."""

    reference: str
    known: KnownCase | None
    person: Cells
    stays: dict[dt.date, StayDraft]
    former_names: tuple[FormerName, ...] = ()

    @property
    def first(self) -> StayDraft:
        """The stay whose municipality decides the quota."""
        return self.stays[min(self.stays)]

    @property
    def last(self) -> StayDraft:
        return self.stays[max(self.stays)]

    def changes(self) -> Cells:
        """Facts of the person by column that differ from the database's; of a new case all."""
        before = self.known.person if self.known else {}
        return {column: fact for column, fact in self.person.items() if before.get(column) != fact}


class Step(NamedTuple):
    """What laying one row over a case did."""

    row: Row
    is_new_stay: bool
    is_change: bool


def draft_case(reference: str, known: KnownCase | None, rows: Iterable[Row]) -> tuple[CaseDraft, list[Step]]:
    """The case with the rows laid over it, and what each of them did; rows go by entry date."""
    case = CaseDraft(reference, known, dict(known.person) if known else {}, _known_stays(known))
    stated_on = _statements(known)
    steps = [_lay(row, case, stated_on) for row in rows]
    case.former_names = _former_names(case, [step.row for step in steps])
    return case, steps


def _known_stays(known: KnownCase | None) -> dict[dt.date, StayDraft]:
    stays = known.stays if known else {}
    return {
        entry_on: StayDraft(entry_on, stay, dict(stay.facts), set(stay.stated))
        for entry_on, stay in stays.items()
    }


def _statements(known: KnownCase | None) -> dict[str, dt.date]:
    """Entry date of the latest row that has stated each fact of the person; every row states the names."""
    stated_on: dict[str, dt.date] = {}
    stays = known.stays if known else {}
    for entry_on in sorted(stays):
        stated_on |= dict.fromkeys((*NAMES, *stays[entry_on].stated), entry_on)
    return stated_on


def _lay(row: Row, case: CaseDraft, stated_on: dict[str, dt.date]) -> Step:
    entry_on: dt.date = row.cells["entry_date"]
    is_new = entry_on not in case.stays
    stay = case.stays.setdefault(entry_on, StayDraft(entry_on))
    facts, person = dict(stay.facts), dict(case.person)
    stay.merge(row)
    for column in (*NAMES, *PERSON_FACTS):
        if column in row.cells and entry_on >= stated_on.get(column, entry_on):
            case.person[column] = row.cells[column]
            stated_on[column] = entry_on
    return Step(row, is_new, facts != stay.facts or person != case.person)


class _NameOn(NamedTuple):
    entry_on: dt.date
    name: tuple[str, str]


def _former_names(case: CaseDraft, rows: Sequence[Row]) -> tuple[FormerName, ...]:
    """Names that another one has followed, without the present one and those that are known already."""
    present, known = _name_in(case.person), case.known
    names = [_NameOn(row.cells["entry_date"], _name_in(row.cells)) for row in rows]
    if known is not None:
        names.insert(0, _NameOn(max(known.stays, default=dt.date.min), _name_in(known.person)))
    settled = {present} | (known.former_names if known else frozenset())
    followed = {
        earlier.name: FormerName(*earlier.name, later.entry_on)
        for earlier, later in pairwise(sorted(names, key=lambda dated: dated.entry_on))
        if earlier.name != later.name and earlier.name not in settled
    }
    return tuple(followed.values())


def _name_in(cells: Cells) -> tuple[str, str]:
    return cells.get("first_name", ""), cells.get("last_name", "")
