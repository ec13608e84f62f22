"""What apps contribute to the documents for the referrer: each registers its sections when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from django.utils import translation

from clients.choices import StatementKind
from clients.models import Case


class Section(NamedTuple):
    """A part of a statement; `key` names it among the sections of its statement."""

    key: str
    title: str
    text: str


Contribution = Callable[[Case], Section | None]


@dataclass(frozen=True)
class _Contribution:
    order: int
    kinds: frozenset[StatementKind]
    write: Contribution


_contributions: list[_Contribution] = []


def contributes(*kinds: StatementKind, order: int) -> Callable[[Contribution], Contribution]:
    """Decorator: the function writes one section of such statements in the language that is active.

    None when there is nothing to tell. A section without a text is offered for the coach's own words.
    """

    def register(write: Contribution) -> Contribution:
        _contributions.append(_Contribution(order, frozenset(kinds), write))
        _contributions.sort(key=attrgetter("order"))
        return write

    return register


def compose(case: Case, kind: StatementKind, language: str) -> list[Section]:
    """The sections of a new statement in their order."""
    with translation.override(language):
        written = [each.write(case) for each in _contributions if kind in each.kinds]
    return [section for section in written if section is not None]
