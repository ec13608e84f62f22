"""Which draft of a form a page goes on from, and when the words of one all stand in another."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from clients.rules.drafts import holds

Fields = Mapping[str, Sequence[str]]

KEPT = dt.timedelta(days=30)  # what nobody has gone on with
LATE = dt.timedelta(days=2)  # as long a slow connection may send what was typed before the form was saved
MARKS = "seen"  # fields that say what the form showed; they hold no words


class Place(NamedTuple):
    """A form: the name of its address, the arguments besides organisation and case, and a part of the page."""

    route: str
    arguments: tuple[str, ...] = ()
    part: str = ""

    def __str__(self) -> str:
        return " ".join([self.route, *self.arguments, self.part]).strip()


class Page(NamedTuple):
    """An open form: its key, the drafts it showed with the one it goes on from first, its how manieth save."""

    key: UUID
    seen: tuple[str, ...] = ()
    sequence: int = 0


def holds_all(fields: Fields, others: Fields) -> bool:
    """Whether nothing would be lost without the others: each of their words stands in the same field."""
    return all(
        holds("\n".join(fields.get(name, ())), "\n".join(values))
        for name, values in others.items()
        if not is_mark(name)
    )


def is_mark(name: str) -> bool:
    return name == MARKS or name.endswith(f"-{MARKS}")
