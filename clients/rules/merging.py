"""Two rows of one person: how alike they are, and what becomes of what both of them hold."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.fi import hetu

from clients.choices import AssignmentRole
from clients.rules.stays import Span
from clients.rules.words import fold

Row = TypeVar("Row")
Facts = dict[str, Any]

UNDO_FOR = dt.timedelta(days=30)  # long enough to notice over a month's reports and a holiday

# Of a stay: what is true on its first day, and what is true on its last.
ENTRY_FACTS = (
    "entry_on",
    "municipality_id",
    "entry_status",
    "unemployed_since",
    "in_education_at_entry",
    "education_level",
)
EXIT_FACTS = (
    "exit_on",
    "exit_status",
    "exit_in_education",
    "exit_qualification",
    "direction",
    "six_month_status",
)


class Likeness(StrEnum):
    """Why two rows may be one person, the surest first."""

    SAME_CODE = "same_code"
    SAME_NAME_AND_BIRTH = "same_name_and_birth"
    SAME_NAME = "same_name"


LIKENESS_WORDS: dict[Likeness, Promise] = {
    Likeness.SAME_CODE: _("same personal identity code"),
    Likeness.SAME_NAME_AND_BIRTH: _("same name and date of birth"),
    Likeness.SAME_NAME: _("same name, one date of birth is not known"),
}


@dataclass(frozen=True)
class Person:
    """What persons are compared by: every name they have had, birth, and the hash of the identity code."""

    id: UUID
    names: frozenset[tuple[str, ...]]
    born_on: dt.date | None
    code: bytes | None


@dataclass(frozen=True)
class Pair:
    """Two rows that may be one person."""

    one: UUID
    other: UUID
    likeness: Likeness


def in_pair(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """The two as a pair is kept: the row that is older, whose id is the smaller one, first."""
    return min(one, other), max(one, other)


def name_key(first_name: str, last_name: str) -> tuple[str, ...]:
    """The words of a name in one order: "Äyräs, Eero-Olli" and "eero olli äyräs" are the same."""
    return tuple(sorted(fold(f"{first_name} {last_name}").split()))


def likeness(one: Person, other: Person) -> Likeness | None:
    """Two known codes or dates of birth that differ are two persons, whatever their names."""
    if one.code is not None and other.code is not None:
        return Likeness.SAME_CODE if one.code == other.code else None
    if one.names.isdisjoint(other.names):
        return None
    if one.born_on is None or other.born_on is None:
        return Likeness.SAME_NAME
    return Likeness.SAME_NAME_AND_BIRTH if one.born_on == other.born_on else None


def alike_pairs(people: Iterable[Person]) -> list[Pair]:
    """Every pair that is alike, the surest first."""
    groups: defaultdict[object, list[Person]] = defaultdict(list)
    for person in people:
        for key in {*person.names, person.code} - {None}:
            groups[key].append(person)
    found = {
        Pair(one.id, other.id, why)
        for group in groups.values()
        for one, other in combinations(sorted(group, key=lambda person: person.id), 2)
        if (why := likeness(one, other))
    }
    order = list(Likeness)
    return sorted(found, key=lambda pair: (order.index(pair.likeness), pair.one, pair.other))


@dataclass(frozen=True)
class StayUnion(Generic[Row]):
    """A stay that becomes part of stays of the kept case: `first` begins no later, `last` ends no sooner."""

    absorbed: Row
    first: Row
    last: Row


def unite_stays(kept: Mapping[Row, Span], merged: Mapping[Row, Span]) -> list[StayUnion[Row]]:
    """The merged case's stays that overlap stays of the kept one; every other is a stay of its own.

    One that overlaps several does not fill the gap between them: that the client had left and come back
    is a fact somebody recorded, while a row without its end is what duplicates are like.
    """
    unions = []
    for row, span in merged.items():
        touched = sorted(
            (other for other in kept if kept[other].overlaps(span)), key=lambda other: kept[other].starts_on
        )
        if touched:
            unions.append(StayUnion(row, touched[0], touched[-1]))
    return unions


def united_entry(kept: Facts, absorbed: Facts) -> Facts:
    """Facts of the earlier first day; what is not known of it is taken from the other row."""
    is_earlier = absorbed["entry_on"] < kept["entry_on"]
    leading, other = (absorbed, kept) if is_earlier else (kept, absorbed)
    facts = {name: _known(leading[name], other[name]) for name in ENTRY_FACTS}
    if facts["unemployed_since"] and facts["unemployed_since"] > facts["entry_on"]:
        facts["unemployed_since"] = None
    return facts


def united_exit(kept: Facts, absorbed: Facts) -> Facts:
    """Facts of the later last day, the rest from the other row; a stay that goes on in either goes on."""
    leading, other = (absorbed, kept) if _ends_later(absorbed, kept) else (kept, absorbed)
    if leading["exit_on"] is None:
        return {name: leading[name] for name in EXIT_FACTS}
    return {name: _known(leading[name], other[name]) for name in EXIT_FACTS}


# The sign of the century in a personal identity code; a decree of 2022 added letters to - and A.
CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}


def birth_of_code(code: str) -> dt.date:
    """The date of birth that a valid personal identity code tells."""
    return dt.date(CENTURIES[code[6]] + int(code[4:6]), int(code[2:4]), int(code[:2]))


def identity_code_in(query: str) -> str:
    """The personal identity code that somebody typed into a search, as it is kept; empty for anything else."""
    typed = "".join(query.split())
    return str(hetu.compact(typed)) if hetu.is_valid(typed) else ""


def masked_code(code: str) -> str:
    """The code as pages show it: the birth date, which stands beside it anyway."""
    return f"{code[:7]}****" if code else ""


def united_facts(kept: Facts, merged: Facts, from_merged: Collection[str]) -> Facts:
    """The columns of the kept person that change: those chosen from the other row, and the unknown ones."""
    return {
        name: value
        for name, value in merged.items()
        if is_known(value) and value != kept[name] and (name in from_merged or not is_known(kept[name]))
    }


def is_known(value: object) -> bool:
    """An empty text and None are what nobody has told."""
    return value is not None and value != ""


class Settled(StrEnum):
    """What becomes of an assignment of the merged case when it moves to the kept one."""

    STAYS = "stays"  # as it is
    ENDS = "ends"  # on the day of the merge: the coach goes on in the kept case
    SECOND = "second"  # goes on as second coach, since the kept case has a responsible one


def settle_assignment(
    role: str, member: Row, kept_open: Sequence[tuple[str, Row]], *, is_open: bool
) -> Settled:
    """One responsible coach, and no coach loses the client. `kept_open`: roles and members that go on."""
    has_responsible = any(kept_role == AssignmentRole.RESPONSIBLE for kept_role, _member in kept_open)
    if not is_open or (role == AssignmentRole.RESPONSIBLE and not has_responsible):
        return Settled.STAYS
    if any(kept_member == member for _role, kept_member in kept_open):
        return Settled.ENDS
    return Settled.SECOND if role == AssignmentRole.RESPONSIBLE else Settled.STAYS


def _known(value: Any, other: Any) -> Any:
    return other if value is None else value


def _ends_later(one: Facts, other: Facts) -> bool:
    if other["exit_on"] is None:
        return False
    return one["exit_on"] is None or one["exit_on"] > other["exit_on"]
