"""ESF+ figures of one project for a period and cumulative to its end, with the people behind each."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from clients.rules.stays import WINDOW_DAYS
from reporting.rules.catalogue import CATALOGUE, ENTITY_CODES, ESTIMATE_CODES
from reporting.rules.citizenship import is_third_country
from reporting.rules.participants import (
    GENDERS,
    Gender,
    Participant,
    age_at_entry,
    has_entered,
    is_complete,
    is_long_term_unemployed,
    results_shown,
    window_state,
)

Column = Literal["total", "W", "M", "NB"]
Scope = Literal["in_period", "cumulative"]
Cells = Mapping[Column, int | None]
People = Mapping[Gender, frozenset[str]]

SCOPES: tuple[Scope, ...] = ("in_period", "cumulative")
COLUMNS: tuple[Column, ...] = ("total", *GENDERS)
NOT_COLLECTED: Cells = dict.fromkeys(COLUMNS, None)
NOBODY: People = dict.fromkeys(GENDERS, frozenset())

_STATUS_CODES = {"unemployed": "EECO02", "inactive": "EECO04", "employed": "EECO05"}
_RURAL = 3  # DEGURBA, Regulation (EC) No 1059/2003 as amended: thinly populated area


@dataclass(frozen=True, slots=True)
class Estimate:
    """An informed estimate of an indicator nobody is asked about (rules 10), for the project to date."""

    women: int
    men: int
    non_binary: int
    basis: str


@dataclass(frozen=True, slots=True)
class EsfSettings:
    """What the rules leave to the project; `start` and `end` are its first and last day.

    `areas` are the three-digit numbers of its municipalities (none: no limit), `min_age` and `max_age` its
    own age rule. `estimates` are given for EECO12, 15 and 16, `degurba` maps every municipality to 1–3, and
    `entities` holds for EECO18 and EECO19 the first day of support of each organisation. ValueError for an
    estimate or entities of another code.
    """

    start: dt.date
    end: dt.date
    areas: frozenset[str] = frozenset()
    long_term_months: int = 12
    age_split: bool = False
    free_movement_counts_as_third: bool = True
    window_days: int = WINDOW_DAYS
    min_age: int | None = None
    max_age: int | None = None
    estimates: Mapping[str, Estimate] = field(default_factory=dict)
    degurba: Mapping[str, int] | None = None
    entities: Mapping[str, tuple[dt.date, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := (self.estimates.keys() - ESTIMATE_CODES) | (self.entities.keys() - ENTITY_CODES):
            raise ValueError(f"neither estimates nor entities are counted for {sorted(unknown)}")


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator; a None in the cells means "not collected", which is not zero.

    `people` stand behind the cumulative cells. The cells of the period are `entering` minus `leaving`: who
    leaves has been counted before the period and is not any more, so a figure may be negative.
    """

    code: str
    in_period: Cells
    cumulative: Cells
    people: People = field(default_factory=lambda: NOBODY)
    entering: People = field(default_factory=lambda: NOBODY)
    leaving: People = field(default_factory=lambda: NOBODY)

    def cells(self, scope: Scope) -> Cells:
        """The cells of the period, or those since the start."""
        return self.in_period if scope == "in_period" else self.cumulative

    @property
    def needs_note(self) -> bool:
        """Whether results counted earlier have fallen away, which the report explains (rules 1)."""
        return any(self.leaving.values())


class PersonKey(NamedTuple):
    """Which participant is meant: the record's id for links, the reference for lists."""

    id: str
    reference: str


@dataclass(frozen=True, slots=True)
class EsfFigures:
    """All indicators by code in the order of the catalogue, and who is left out of them.

    `incomplete` and `provisional_exits` are as of `until`, by reference. `earlier` holds the cumulative
    totals by code of reports saved before.
    """

    start: dt.date
    until: dt.date
    today: dt.date
    by_code: Mapping[str, Figure]
    complete: int = 0
    incomplete: tuple[PersonKey, ...] = ()
    provisional_exits: tuple[PersonKey, ...] = ()
    earlier: Mapping[str, int] = field(default_factory=dict)

    @property
    def everybody(self) -> int:
        """Grand total of supported people, incomplete records included (rules 3)."""
        return self.complete + len(self.incomplete)

    @property
    def is_unfinished(self) -> bool:
        """Whether the period's last day is not over, so that events to come still change the figures."""
        return self.today <= self.until


def compute(
    participants: Sequence[Participant],
    settings: EsfSettings,
    start: dt.date,
    until: dt.date,
    today: dt.date,
    earlier: Mapping[str, int] | None = None,
) -> EsfFigures:
    """The figures of the period from `start` to `until`, both included; ValueError if it is upside down.

    The cut-off is always `until`, also when it lies ahead of `today` (rules 14). In the period is cumulative
    to `until` minus cumulative to the day before `start`, both from the facts known now.
    """
    if start > until:
        raise ValueError(f"the period ends before it starts: {start} – {until}")
    before = _tally(participants, settings, start - dt.timedelta(days=1))
    now = _tally(participants, settings, until)
    entered = [person for person in participants if has_entered(person, until)]
    complete = [person for person in entered if is_complete(person)]
    return EsfFigures(
        start,
        until,
        today,
        {code: _figure(code, settings, start, until, before, now) for code in CATALOGUE},
        complete=len(complete),
        incomplete=_keys(person for person in entered if not is_complete(person)),
        provisional_exits=_keys(
            person for person in complete if window_state(person, until, settings.window_days) == "open"
        ),
        earlier=dict(earlier or {}),
    )


def output_codes(participant: Participant, settings: EsfSettings) -> frozenset[str]:
    """Outputs EECO01–17 of a complete record, whatever the day (rules 5–10); estimates are not among them."""
    first = participant.first
    codes = {"EECO01", _STATUS_CODES.get(first.entry_status or "")}
    codes |= {_age_code(age_at_entry(participant)), _education_code(first.education_level)}
    if is_long_term_unemployed(participant, settings.long_term_months, age_split=settings.age_split):
        codes.add("EECO03")
    if _is_third_country_national(participant, settings):
        codes.add("EECO13")
    if participant.parents_born_abroad:
        codes.add("EECO14")
    if settings.degurba is not None and settings.degurba.get(first.municipality) == _RURAL:
        codes.add("EECO17")
    return frozenset(code for code in codes if code is not None)


def counted_codes(participant: Participant, settings: EsfSettings, cutoff: dt.date) -> frozenset[str]:
    """Outputs and results the person counts in at the cut-off; none for an incomplete record (rules 3).

    A result counts when the person stands in one of its reference outputs (rules 13, 15).
    """
    if not has_entered(participant, cutoff) or not is_complete(participant):
        return frozenset()
    outputs = output_codes(participant, settings)
    shown = results_shown(participant, cutoff, settings.window_days)
    return outputs | {code for code in shown if not outputs.isdisjoint(CATALOGUE[code].reference)}


def uncounted_results(participant: Participant, settings: EsfSettings, cutoff: dt.date) -> frozenset[str]:
    """Results that would count, or might, if the record were complete."""
    if is_complete(participant):
        return frozenset()
    status = participant.first.entry_status
    outputs = {"EECO01", _STATUS_CODES[status]} if status else {"EECO01", *_STATUS_CODES.values()}
    shown = results_shown(participant, cutoff, settings.window_days)
    return frozenset(code for code in shown if not outputs.isdisjoint(CATALOGUE[code].reference))


_Tally = dict[str, dict[Gender, set[str]]]


def _tally(participants: Iterable[Participant], settings: EsfSettings, cutoff: dt.date) -> _Tally:
    tally: _Tally = defaultdict(lambda: {gender: set() for gender in GENDERS})
    for person in participants:
        for code in counted_codes(person, settings, cutoff):
            if person.gender is not None:
                tally[code][person.gender].add(person.id)
    return tally


def _figure(
    code: str, settings: EsfSettings, start: dt.date, until: dt.date, before: _Tally, now: _Tally
) -> Figure:
    if code in ESTIMATE_CODES:
        return _estimated(code, settings, start, until)
    if code in ENTITY_CODES:
        return _entities(code, settings.entities.get(code, ()), start, until)
    if code == "EECO17" and settings.degurba is None:
        return Figure(code, NOT_COLLECTED, NOT_COLLECTED)
    earlier, people = _people(code, before), _people(code, now)
    entering = {gender: people[gender] - earlier[gender] for gender in GENDERS}
    leaving = {gender: earlier[gender] - people[gender] for gender in GENDERS}
    in_period = _cells(*(len(entering[gender]) - len(leaving[gender]) for gender in GENDERS))
    cumulative = _cells(*(len(people[gender]) for gender in GENDERS))
    return Figure(code, in_period, cumulative, people, entering, leaving)


def _people(code: str, tally: _Tally) -> People:
    parts = CATALOGUE[code].parts or (code,)
    return {
        gender: frozenset().union(*(tally[part][gender] for part in parts if part in tally))
        for gender in GENDERS
    }


def _estimated(code: str, settings: EsfSettings, start: dt.date, until: dt.date) -> Figure:
    """An estimate has no dates: in the period it is known only when nothing lies before the period."""
    estimate = settings.estimates.get(code)
    if estimate is None or until < settings.start:
        return Figure(code, NOT_COLLECTED, NOT_COLLECTED)
    cumulative = _cells(estimate.women, estimate.men, estimate.non_binary)
    return Figure(code, cumulative if start <= settings.start else NOT_COLLECTED, cumulative)


def _entities(code: str, supported_on: Sequence[dt.date], start: dt.date, until: dt.date) -> Figure:
    cumulative = sum(day <= until for day in supported_on)
    in_period = sum(start <= day <= until for day in supported_on)
    return Figure(code, {**NOT_COLLECTED, "total": in_period}, {**NOT_COLLECTED, "total": cumulative})


def _cells(women: int, men: int, non_binary: int) -> Cells:
    return {"total": women + men + non_binary, "W": women, "M": men, "NB": non_binary}


def _keys(participants: Iterable[Participant]) -> tuple[PersonKey, ...]:
    keys = (PersonKey(person.id, person.reference) for person in participants)
    return tuple(sorted(keys, key=lambda key: (key.reference, key.id)))


def _is_third_country_national(participant: Participant, settings: EsfSettings) -> bool:
    """Rules 9; an unknown citizenship is no."""
    if participant.citizenship is None:
        return False
    return is_third_country(
        participant.citizenship, free_movement_counts=settings.free_movement_counts_as_third
    )


def _age_code(age: int | None) -> str | None:
    if age is None or 30 <= age <= 54:
        return None
    if age < 18:
        return "EECO06"
    return "EECO07" if age < 30 else "EECO08"


def _education_code(level: int | None) -> str | None:
    if level is None or level > 8:
        return None
    if level <= 2:
        return "EECO09"
    return "EECO10" if level <= 4 else "EECO11"
