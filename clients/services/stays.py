"""Ending a stay, undoing that, and coming back: three different acts on the stays of a case.

Each locks the case first, so that two people, or a double click, cannot do two of them at a time.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from clients.choices import EntryStatus, StatementKind
from clients.models import Case, CoachingPeriod, Statement, Stay
from clients.models.papers import StatementQuerySet
from clients.services.assignments import change_responsible
from clients.services.exclusions import enter_over_excluded
from tasmat import clock
from tasmat.tenancy.models import Membership, Municipality

EXIT_FACTS = ("exit_status", "exit_in_education", "exit_qualification", "direction", "six_month_status")


class StillOpen(RuntimeError):
    """A re-entry was asked for while the stay goes on."""


class NotAfterExit(ValueError):
    """A re-entry on or before the day of leaving would lie inside the earlier stay."""


@transaction.atomic
def close_stay(case: Case, *, exit_on: dt.date, **facts: Any) -> bool:
    """Ends the open stay; `facts` are any of EXIT_FACTS, what is left out stays unknown.

    False, and nothing is changed, when the stay had been ended already.
    """
    stay = last_stay_locked(case)
    if stay.exit_on is not None:
        return False
    stay.exit_on = exit_on
    stay.wants_statement = case.project.end_statement_days is not None
    for name, value in facts.items():
        if name not in EXIT_FACTS:
            raise TypeError(f"{name} is no fact of an exit.")
        setattr(stay, name, value)
    stay.save(update_fields=["exit_on", "wants_statement", *facts])
    return True


@transaction.atomic
def undo_closing(case: Case, responsible: tuple[Membership, dt.date] | None = None) -> bool:
    """Takes back a closing made by mistake: the last stay goes on as if it had never ended.

    `responsible` is another coach, and from which day, when the one of before works here no more.

    What was recorded of the exit, attempts to get the end data among it, is cleared; the change history keeps
    it and the timeline tells of it. An approved end statement stays and tells of no ending any more; a draft
    goes on. Ending a case touches no assignment, agreement or task, so there is nothing else to restore. False
    when the stay is open.
    """
    stay = last_stay_locked(case)
    if stay.exit_on is None:
        return False
    stay.events.all().delete()
    stay.attempts.all().delete()
    end_statements(stay).filter(approved_at__isnull=False).update(void_since=clock.now())
    for name in ("exit_on", *EXIT_FACTS):
        setattr(stay, name, None)
    stay.wants_statement, stay.no_statement_reason = False, ""
    stay.save(update_fields=["exit_on", *EXIT_FACTS, "wants_statement", "no_statement_reason"])
    if responsible is not None:
        coach, from_on = responsible
        change_responsible(case, coach, from_on=from_on, reason="")
    return True


def end_statements(stay: Stay) -> StatementQuerySet:
    """Those that tell of the end of the stay, drafts among them."""
    rows: StatementQuerySet = Statement.objects.told_of(stay.entry_on)
    return rows.filter(case=stay.case_id, kind=StatementKind.END)


def need_no_statement(stay: Stay, reason: str) -> None:
    """No end statement is asked for, and why; without a reason it is asked for again."""
    stay.wants_statement, stay.no_statement_reason = not reason, reason
    stay.save(update_fields=["wants_statement", "no_statement_reason"])


@transaction.atomic
def reenter(
    case: Case,
    *,
    entry_on: dt.date,
    municipality: Municipality,
    entry_status: EntryStatus | str | None = None,
    unemployed_since: dt.date | None = None,
    responsible: Membership | None = None,
) -> Stay:
    """The client comes back after an exit: a new stay; quota and ESF entry data remain those of the first.

    The coach of before goes on unless another one is named; a coaching period that went on when the client left
    ended then, so the contact rule begins anew with the next. Asked for twice with the same day it answers with
    the same stay. Raises StillOpen, NotAfterExit or BeforePresentCoach.
    """
    last = last_stay_locked(case)
    if last.exit_on is None:
        if last.entry_on == entry_on:
            return last
        raise StillOpen(f"case {case.id}")
    if entry_on <= last.exit_on:
        raise NotAfterExit(f"case {case.id}: {entry_on} is not after {last.exit_on}")
    _end_period(case, last.exit_on)
    stay: Stay = Stay.objects.create(
        case=case,
        entry_on=entry_on,
        municipality=municipality,
        entry_status=entry_status,
        unemployed_since=unemployed_since,
    )
    if responsible is not None:
        change_responsible(case, responsible, from_on=entry_on, reason="")
    return stay


def _end_period(case: Case, exit_on: dt.date) -> None:
    """Here and not at the exit: an ending undone leaves the period as it was."""
    for period in CoachingPeriod.objects.filter(case=case, ends_on__isnull=True):
        period.ends_on = max(exit_on, period.starts_on)
        period.save(update_fields=["ends_on"])


@transaction.atomic
def come_back(case: Case, *, member: Membership, override_reason: str = "", **facts: Any) -> Stay:
    """`reenter`, where a service that the project excludes needs a reason; raises ReasonMissing besides."""
    stay = reenter(case, **facts)
    enter_over_excluded(stay, override_reason, member=member)
    return stay


def last_stay_locked(case: Case) -> Stay:
    """The latest stay as it is now; nobody else changes the stays of the case before the transaction ends."""
    Case.objects.select_for_update().get(id=case.id)
    stay: Stay = Stay.objects.filter(case=case).order_by("-entry_on").select_for_update()[0]
    return stay
