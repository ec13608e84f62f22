"""The frozen figures of one report: their shape, canonical text and fingerprint."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict


class LocalText(TypedDict):
    """A text in the languages of the program; Finnish stands in for a missing one."""

    fi: str
    sv: NotRequired[str]
    en: NotRequired[str]


class OrganisationPart(TypedDict):
    """The organisation that runs the project."""

    name: str
    slug: str


class ProjectPart(TypedDict):
    """The project as it was called on the day of the snapshot; dates are ISO 8601."""

    code: str
    name: str
    funder: str
    starts_on: str
    ends_on: str
    coach_word: str
    suppress_below: NotRequired[int]


PeriodPart = TypedDict("PeriodPart", {"from": str, "until": str, "label": str})


class ParticipantsPart(TypedDict):
    """Persons that had entered by the end of the period; incomplete ones by case reference."""

    all: int
    complete: int
    incomplete: list[str]


class CellsPart(TypedDict):
    """One figure by women, men and non-binary; null where it is not collected."""

    total: int | None
    W: int | None
    M: int | None
    NB: int | None


class BehindPart(TypedDict):
    """Ids of the cases behind a figure; `left` lists those that a re-entry or correction took away."""

    in_period: list[str]
    cumulative: list[str]
    left: list[str]


class IndicatorPart(TypedDict):
    """One ESF+ indicator in the period and since the start of the project."""

    code: str
    in_period: CellsPart
    cumulative: CellsPart
    target: int | None
    behind: BehindPart


class CheckPart(TypedDict):
    """The result of one check (E1–E10, W1–W6) and the references it means."""

    id: str
    level: Literal["error", "warning"]
    ok: bool
    detail: LocalText
    references: list[str]


class AreaPart(TypedDict):
    """Places of one municipality; `quota` and `free` are null where the project sets none."""

    number: str
    name: LocalText
    quota: int | None
    used: int
    free: int | None


class TargetPart(TypedDict):
    """One outcome of the project with its target as written in the funding decision."""

    name: LocalText
    numerator: int
    denominator: int
    target: str | None
    definition: LocalText


class NotePart(TypedDict):
    """A remark on the figures, for instance why one is negative."""

    code: str
    text: LocalText


class Snapshot(TypedDict):
    """Everything a quarterly ESF report shows. It holds keys and figures, no names of people."""

    schema: Literal[1]
    kind: Literal["esf_quarter"]
    organisation: OrganisationPart
    project: ProjectPart
    period: PeriodPart
    as_of: str
    participants: ParticipantsPart
    indicators: list[IndicatorPart]
    provisional_exits: list[str]
    checks: list[CheckPart]
    areas: list[AreaPart]
    outside_area: int
    targets: list[TargetPart]
    finance: NotRequired[list[dict[str, Any]]]
    notes: list[NotePart]


def canonical_json(snapshot: Mapping[str, Any]) -> bytes:
    """The one UTF-8 text of a snapshot: sorted keys, no spaces.

    Raises TypeError for a float, whose text may differ between programs, and for what JSON cannot hold.
    """
    _refuse_inexact(snapshot, "snapshot")
    return json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(snapshot)).hexdigest()


def _refuse_inexact(value: object, path: str) -> None:
    if isinstance(value, float):
        raise TypeError(f"{path} is a float")
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{path} has the key {key!r}, which is not text")
            _refuse_inexact(item, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for position, item in enumerate(value):
            _refuse_inexact(item, f"{path}[{position}]")
