"""Rules of entries: how long one can be corrected, and how shared ones are counted."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID


class Effort(NamedTuple):
    """What one entry took; empty numbers were not given. Entries of one shared visit have the same key."""

    minutes: int | None
    kilometres: int | None
    shared_key: UUID | None


def is_locked(created_at: dt.datetime, now: dt.datetime, lock_days: int) -> bool:
    """Whether an entry can only be amended any more: `lock_days` whole days after it was written."""
    return now - created_at >= dt.timedelta(days=lock_days)


def total(efforts: Iterable[Effort]) -> Effort:
    """Minutes and kilometres together. A visit with several clients was driven and held once: it counts once.

    Every sum over entries goes through here, or counts one entry of each shared key. An entry of the shared
    visit that was corrected later may differ from the others: the largest number counts.
    """
    shared: dict[UUID, list[Effort]] = {}
    counted: list[Effort] = []
    for effort in efforts:
        if effort.shared_key is None:
            counted.append(effort)
        else:
            shared.setdefault(effort.shared_key, []).append(effort)
    counted += [_largest(group) for group in shared.values()]
    return Effort(
        sum(effort.minutes or 0 for effort in counted),
        sum(effort.kilometres or 0 for effort in counted),
        None,
    )


def _largest(group: list[Effort]) -> Effort:
    return Effort(
        max(effort.minutes or 0 for effort in group), max(effort.kilometres or 0 for effort in group), None
    )
