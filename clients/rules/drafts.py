"""How two texts of the same entry meet: when one holds the other, and both joined with nobody's words dropped."""

from difflib import SequenceMatcher
from typing import NamedTuple
from uuid import UUID


class Page(NamedTuple):
    """An open form: the entry it makes, the page it stands on, the drafts it goes on from, its how manieth save."""

    submission_key: UUID
    page_key: UUID | None = None
    seen: frozenset[str] = frozenset()
    sequence: int = 0


def holds(whole: str, part: str) -> bool:
    """Whether every line of a text stands in another, in its order; then it may be dropped."""
    lines = iter(_lines(whole))
    return _plain(part) in _plain(whole) or all(line in lines for line in _lines(part) if line)


def joined(first: str, second: str) -> str:
    """Both texts: lines they share once, where they differ the first's lines and then the second's."""
    ours, theirs = _lines(first), _lines(second)
    lines: list[str] = []
    for _tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        own, other = ours[a:b], theirs[c:d]
        lines += own if own == other else _either(own, other)
    return "\n".join(lines)


def _either(ours: list[str], theirs: list[str]) -> list[str]:
    """Lines that differ; one that only goes on from its counterpart stands for both."""
    if len(ours) == len(theirs) == 1:
        longer, shorter = sorted((ours[0], theirs[0]), key=len, reverse=True)
        if longer.startswith(shorter.rstrip()):
            return [longer]
    return [*ours, *theirs]


def _lines(text: str) -> list[str]:
    return _plain(text).split("\n")


def _plain(text: str) -> str:
    """A text as the form stores it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
