"""The cards of Today: clients by reason, the first of each group, and where all of them are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clients import presenters
from clients.choices import DueKind
from clients.rules.caseloads import CONTACT
from clients.rules.due import Due
from clients.services.caseload import Overview

# The page where the thing is done; the case's own page leads on to its statement, whoever the reader is.
DONE_AT = {
    DueKind.START: "case_esf",
    DueKind.END: "case_end",
    DueKind.STATEMENT: "case",
    DueKind.FOLLOW_UP: "case_end",
}
CONTACTS_SHOWN, TASKS_SHOWN = 10, 5  # of each group; the list of cases has them all


@dataclass(frozen=True)
class Row:
    """One client in a card, with the reason in words; `route` is the page where the thing is done."""

    case: Overview
    words: str
    route: str = "case"
    pill: presenters.Pill | None = None


@dataclass(frozen=True)
class Group:
    """The first rows of one kind, how many there are in all, and the query of the list where they are."""

    title: str
    rows: list[Row]
    total: int
    query: str


def contact_groups(cases: Iterable[Overview], *, shows_all: bool) -> list[Group]:
    """Clients short of contacts, the longest broken rule first; when all are shown, under each coach."""
    short = sorted((case for case in cases if case.needs_contact), key=_pressing)
    rows = [Row(case, presenters.why_contact(case)) for case in short]
    if not shows_all:
        return [_group("", rows, CONTACTS_SHOWN, whose="mine", missing=CONTACT)] if rows else []
    return [
        _group(
            name or _("No responsible coach"),
            list(group),
            CONTACTS_SHOWN,
            whose="all",
            coach=coach,
            missing=CONTACT,
        )
        for (name, coach), group in groupby(sorted(rows, key=_coach), key=_coach)
    ]


def due_groups(cases: Iterable[Overview], *, shows_all: bool) -> list[Group]:
    """What the funder waits for, by kind; what is late or ends first comes first."""
    pairs = [(case, due) for case in cases for due in case.dues]
    whose = "all" if shows_all else "mine"
    return [
        _group(capfirst(str(kind.label)), rows, TASKS_SHOWN, whose=whose, state="all", missing=kind)
        for kind in (DueKind.END, DueKind.STATEMENT, DueKind.START, DueKind.FOLLOW_UP)
        if (rows := [_task(case, due) for case, due in sorted(pairs, key=_urgency) if due.kind == kind])
    ]


def _task(case: Overview, due: Due) -> Row:
    pill = presenters.deadline(due) if due.until_on else None
    return Row(case, presenters.gaps(due), DONE_AT[due.kind], pill)


def _urgency(pair: tuple[Overview, Due]) -> tuple[bool, str, str]:
    case, due = pair
    return due.until_on is None, str(due.until_on), case.case.client.name


def _pressing(case: Overview) -> tuple[dt.date, dt.date, int]:
    state = case.contact
    return state.broken_on or dt.date.max, state.until or dt.date.max, -state.days_without


def _coach(row: Row) -> tuple[str, str]:
    return row.case.responsible_name, str(row.case.responsible_id or "")


def _group(title: str, rows: list[Row], shown: int, **query: str) -> Group:
    return Group(title, rows[:shown], len(rows), urlencode(query))
