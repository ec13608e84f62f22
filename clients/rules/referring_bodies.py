"""Bodies that refer people and those that took over their work: their figures belong together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Body:
    """A body with the one that followed it, if any."""

    id: UUID
    name: str
    successor: UUID | None = None


@dataclass(frozen=True)
class Referred:
    """How many people were referred and how many of them accepted."""

    referrals: int = 0
    accepted: int = 0

    def __add__(self, other: "Referred") -> "Referred":
        return Referred(self.referrals + other.referrals, self.accepted + other.accepted)


@dataclass(frozen=True)
class BodyFigures:
    """A body with the figures of all that it followed."""

    name: str
    predecessors: tuple[str, ...]
    referred: Referred


def last_successor(body: UUID, successors: Mapping[UUID, UUID | None]) -> UUID:
    """Where the chain of successors ends; a chain that closes on itself ends before it would begin anew."""
    seen = {body}
    while (following := successors.get(body)) and following not in seen:
        seen.add(following)
        body = following
    return body


def closes_a_circle(body: UUID, successor: UUID, successors: Mapping[UUID, UUID | None]) -> bool:
    """Whether the successor is the body itself or one that the body followed."""
    return last_successor(successor, {**successors, body: None}) == body


def figures(bodies: Iterable[Body], counts: Mapping[UUID, Referred]) -> list[BodyFigures]:
    """The figures of each last successor with its predecessors' folded in, by name."""
    known = {body.id: body for body in bodies}
    successors = {body.id: body.successor for body in known.values()}
    grouped: defaultdict[UUID, list[Body]] = defaultdict(list)
    for body in known.values():
        grouped[last_successor(body.id, successors)].append(body)
    rows = [
        BodyFigures(
            name=known[last].name,
            predecessors=tuple(sorted(body.name for body in group if body.id != last)),
            referred=sum((counts.get(body.id, Referred()) for body in group), Referred()),
        )
        for last, group in grouped.items()
    ]
    return sorted(rows, key=lambda row: row.name)
