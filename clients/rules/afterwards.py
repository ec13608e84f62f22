"""What follows the end of a case, each thing with its day and how far it is; pure."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from clients.choices import TaskKind
from clients.rules.due import EndFacts, StatementFacts
from clients.rules.due_tasks import ASKED_DAYS
from clients.rules.statements import State
from clients.rules.stays import follow_up_on, window_ends_on


class Stage(Enum):
    """How far a thing is on a day."""

    COMING = "coming"
    NOW = "now"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True)
class Following:
    """One thing that follows; `on` is its day, None where it is done."""

    kind: TaskKind
    stage: Stage
    on: dt.date | None = None


def following(
    end: EndFacts, statement: StatementFacts, *, has_later_situation: bool, today: dt.date
) -> tuple[Following, ...]:
    """The end statement, the situation of the 28 days (day 28 included) and the one six months after.

    A thing that nobody asks is not among them: a statement that the project does not write, the 28 days when
    as many have passed again. End data are missing or not from the first day on: rules/due.py tells of them.
    """
    found = (
        _statement(statement, today),
        _window(end, today, is_known=has_later_situation),
        _six_months(end, today),
    )
    return tuple(each for each in found if each is not None)


def _statement(statement: StatementFacts, today: dt.date) -> Following | None:
    if statement.state == State.SENT:
        return Following(TaskKind.END_STATEMENT, Stage.DONE)
    if statement.due_on is None:
        return None
    stage = Stage.LATE if today > statement.due_on else Stage.NOW
    return Following(TaskKind.END_STATEMENT, stage, statement.due_on)


def _window(end: EndFacts, today: dt.date, *, is_known: bool) -> Following | None:
    last_day = window_ends_on(end.exit_on)
    if is_known:
        return Following(TaskKind.FOLLOW_UP_28, Stage.DONE)
    if today > last_day + dt.timedelta(days=ASKED_DAYS):
        return None
    stage = Stage.COMING if today < last_day else Stage.NOW if today == last_day else Stage.LATE
    return Following(TaskKind.FOLLOW_UP_28, stage, last_day)


def _six_months(end: EndFacts, today: dt.date) -> Following:
    if end.six_month_status is not None:
        return Following(TaskKind.FOLLOW_UP_6, Stage.DONE)
    day = follow_up_on(end.exit_on)
    return Following(TaskKind.FOLLOW_UP_6, Stage.COMING if today < day else Stage.NOW, day)
