"""What others still have to be told of a client: start and end data, the end statement, six months after."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.choices import DueKind, EducationLevel, EntryStatus
from clients.rules.statements import State
from clients.rules.stays import add_months, follow_up_on, window_ends_on

# Tasks of a project end when its last possible follow-up, six months after the last day, is a month old.
REMINDED_MONTHS_AFTER_PROJECT = 7


class Gap(NamedTuple):
    """A fact not known yet: the field of the form that asks it, and its name in words."""

    field: str
    label: Promise


@dataclass(frozen=True)
class StartFacts:
    """What is known of the person on the first day; None is not asked yet."""

    gender: str | None
    born_on: dt.date | None
    entry_status: str | None
    education_level: int | None
    unemployed_since: dt.date | None = None
    in_education: bool | None = None
    citizenship: str | None = None
    parents_born_abroad: bool | None = None


@dataclass(frozen=True)
class EndFacts:
    """What is known of the last stay after its exit."""

    exit_on: dt.date
    exit_status: str | None
    in_education: bool | None
    qualification: bool | None
    direction: str | None
    six_month_status: str | None


@dataclass(frozen=True)
class StatementFacts:
    """The end statement of the last stay: by when it is to be sent and how far it is; None is not begun.

    `due_on` is None where none is asked for: the project writes none, a person has said why none is needed,
    or the ending came by an import.
    """

    due_on: dt.date | None = None
    state: State | None = None

    @property
    def is_awaited(self) -> bool:
        return self.due_on is not None and self.state != State.SENT


NO_STATEMENT = StatementFacts()


@dataclass(frozen=True)
class Due:
    """One thing to do. `until_on` is the last day that counts, where there is one; after it the task is late."""

    kind: DueKind
    gaps: tuple[Gap, ...]
    until_on: dt.date | None = None
    is_late: bool = False


def missing_start(facts: StartFacts) -> tuple[Gap, ...]:
    """What keeps the person out of every figure: a record is complete when these four are known.

    Guidance of the programme 2014-20, valid unless changed; education 9 means unknown.
    """
    knows_education = facts.education_level not in {None, EducationLevel.UNKNOWN}
    return _gaps(
        (facts.gender is not None, "gender", _("gender")),
        (facts.born_on is not None, "born_on", _("date of birth")),
        (facts.entry_status is not None, "entry_status", _("work situation at entry")),
        (knows_education, "education_level", _("education")),
    )


def unasked_start(facts: StartFacts) -> tuple[Gap, ...]:
    """What leaves the record complete, but the person is counted there only when it is known."""
    is_unemployed = facts.entry_status == EntryStatus.UNEMPLOYED
    return _gaps(
        (not is_unemployed or facts.unemployed_since is not None, "unemployed_since", _("unemployed since")),
        (facts.in_education is not None, "in_education_at_entry", _("in education or training at entry")),
        (facts.citizenship is not None, "citizenship", _("citizenship")),
        (facts.parents_born_abroad is not None, "parents_born_abroad", _("parents born abroad")),
    )


def missing_end(facts: EndFacts) -> tuple[Gap, ...]:
    """What is not known of the leaving: said, never guessed."""
    return _gaps(
        (facts.exit_status is not None, "exit_status", _("work situation at exit")),
        (facts.in_education is not None, "exit_in_education", _("in education or training at exit")),
        (facts.qualification is not None, "exit_qualification", _("qualification gained")),
        (facts.direction is not None, "direction", _("direction after the project")),
    )


def missing_statement(statement: StatementFacts) -> tuple[Gap, ...]:
    """What the end statement lacks before it has been sent."""
    if not statement.is_awaited:
        return ()
    words = {State.DRAFT: _("being written"), State.APPROVED: _("approved, not sent")}
    return (Gap("statement", words.get(statement.state, _("not written"))),)  # type: ignore[arg-type]


def dues(
    start: StartFacts, end: EndFacts | None, today: dt.date, statement: StatementFacts = NO_STATEMENT
) -> tuple[Due, ...]:
    """Everything to be done for a living person; `end` is None while the stay goes on."""
    found: list[Due] = []
    if start_gaps := missing_start(start):
        found.append(Due(DueKind.START, start_gaps))
    if end is not None:
        found += _after_exit(end, statement, today)
    return tuple(found)


def is_reminded(project_ends_on: dt.date, today: dt.date) -> bool:
    """Whether the tasks of a project are still brought up; its cases can be completed for ever."""
    return today <= add_months(project_ends_on, REMINDED_MONTHS_AFTER_PROJECT)


def first_reminded_end(today: dt.date) -> dt.date:
    """The earliest last day of a project whose tasks are brought up: the inverse of `is_reminded`."""
    day = add_months(today, -REMINDED_MONTHS_AFTER_PROJECT)
    while not is_reminded(day, today):
        day += dt.timedelta(days=1)
    return day


def _after_exit(end: EndFacts, statement: StatementFacts, today: dt.date) -> list[Due]:
    found: list[Due] = []
    if end_gaps := missing_end(end):
        last_day = window_ends_on(end.exit_on)
        found.append(Due(DueKind.END, end_gaps, last_day, is_late=today > last_day))
    if gaps := missing_statement(statement):
        is_late = statement.due_on is not None and today > statement.due_on
        found.append(Due(DueKind.STATEMENT, gaps, statement.due_on, is_late))
    if end.six_month_status is None and today >= follow_up_on(end.exit_on):
        found.append(Due(DueKind.FOLLOW_UP, (Gap("six_month_status", _("situation six months after")),)))
    return found


def _gaps(*facts: tuple[bool, str, Promise]) -> tuple[Gap, ...]:
    return tuple(Gap(field, label) for is_known, field, label in facts if not is_known)
