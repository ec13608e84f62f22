"""Tasks that rules make: what a case asks for on a day, under a key that makes each of them once."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from clients.choices import TaskKind
from clients.rules.contacts import ContactState
from clients.rules.due import NO_STATEMENT, EndFacts, StatementFacts, missing_end
from clients.rules.exclusions import Excluded
from clients.rules.stays import WINDOW_DAYS, follow_up_on, window_ends_on

# A situation 28 days after the exit that nobody has asked is not asked any more after so many days again.
ASKED_DAYS = WINDOW_DAYS


@dataclass(frozen=True)
class WantedTask:
    """A task that somebody should do by `due_on`."""

    kind: TaskKind
    key: str
    due_on: dt.date


@dataclass(frozen=True)
class WatchedCase:
    """What the rules look at. `end` is None while the last stay goes on; `contact` while nobody follows the case.

    `has_later_situation`: an event of the labour market after the exit is known.
    """

    case_id: UUID
    stay_id: UUID
    contact: ContactState | None = None
    end: EndFacts | None = None
    has_later_situation: bool = False
    statement: StatementFacts = NO_STATEMENT
    unsettled: tuple[Excluded, ...] = ()


def wanted_tasks(case: WatchedCase, today: dt.date) -> tuple[WantedTask, ...]:
    """What the case asks for that day: a broken contact rule, an excluded service's reason, what follows an end."""
    return (*_of_contact(case, today), *_of_services(case, today), *_of_end(case, today))


def _of_contact(case: WatchedCase, today: dt.date) -> Iterator[WantedTask]:
    flagged_on = case.contact.flagged_on if case.contact else None
    if case.contact and flagged_on and flagged_on <= today:
        yield WantedTask(
            TaskKind.CONTACT_RULE, f"contact_rule:{case.case_id}:{case.contact.broken_on}", flagged_on
        )


def _of_services(case: WatchedCase, today: dt.date) -> Iterator[WantedTask]:
    """One for each service in each stay; it is settled by the end of the service or by a reason."""
    for service in case.unsettled:
        key = f"excluded_service:{case.stay_id}:{service.id}"
        yield WantedTask(TaskKind.EXCLUDED_SERVICE, key, max(today, service.span.starts_on))


def _of_end(case: WatchedCase, today: dt.date) -> Iterator[WantedTask]:
    """The results of a leaving are those of its first 28 days and those six months after (docs/esf.md)."""
    if case.end is None:
        return
    window_ends = window_ends_on(case.end.exit_on)
    if missing_end(case.end):
        yield WantedTask(TaskKind.END_DATA, f"end_data:{case.stay_id}", window_ends)
    if case.statement.is_awaited and case.statement.due_on:
        yield WantedTask(TaskKind.END_STATEMENT, f"end_statement:{case.stay_id}", case.statement.due_on)
    if not case.has_later_situation and today <= window_ends + dt.timedelta(days=ASKED_DAYS):
        yield WantedTask(TaskKind.FOLLOW_UP_28, f"follow_up_28:{case.stay_id}", window_ends)
    if case.end.six_month_status is None:
        yield WantedTask(TaskKind.FOLLOW_UP_6, f"follow_up_6:{case.stay_id}", follow_up_on(case.end.exit_on))
