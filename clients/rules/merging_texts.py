"""Two people edit one row: what each of them changed is kept, and where both changed it is told."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

Marks = dict[str, str]
SHORT = 16  # hexadecimal digits; enough to tell two versions of one field apart


@dataclass(frozen=True)
class Merged:
    """What to save, and the fields that both have changed to different things."""

    values: dict[str, Any]
    conflicts: tuple[str, ...]


def marks_of(values: dict[str, Any]) -> Marks:
    """A short fingerprint of each field as a form showed it."""
    return {name: _mark(value) for name, value in values.items()}


def merge(seen: Marks, typed: dict[str, Any], current: dict[str, Any]) -> Merged:
    """Field by field: what only one of the two has changed is taken; a field without a mark counts as changed."""
    values, conflicts = {}, []
    for name, mine in typed.items():
        theirs = current[name]
        i_changed, they_changed = _mark(mine) != seen.get(name), _mark(theirs) != seen.get(name)
        values[name] = mine if i_changed else theirs
        if i_changed and they_changed and mine != theirs:
            conflicts.append(name)
    return Merged(values, tuple(conflicts))


def _mark(value: Any) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:SHORT]
