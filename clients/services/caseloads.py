"""Every coach's work in figures for the manager, in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Min
from django.utils.timezone import localtime

from clients.choices import CONTACTS, Counterpart, DueKind, ReferralState
from clients.models import Entry, Referral, Stay
from clients.models.case import CaseQuerySet
from clients.rules.caseloads import (
    CONTACT,
    FIRST_CONTACT,
    NOBODY,
    START,
    CaseFacts,
    Caseload,
    caseload,
    waited,
)
from clients.services.assignments import coaches, responsible_members
from clients.services.caseload import Overview, overviews, with_facts

KINDS = (CONTACT, FIRST_CONTACT, *DueKind.values)
# What is asked of people who have left too: the list of cases must show them.
AFTERWARDS = frozenset(DueKind.values)


@dataclass(frozen=True)
class CoachRow:
    """One coach's figures; `key` is what the filter of the list of cases takes for the coach."""

    key: str
    name: str
    load: Caseload


def caseloads(cases: CaseQuerySet, today: dt.date) -> tuple[list[CoachRow], CoachRow | None]:
    """A row for each coach by name, without a client too, and one for cases without a coach, if there are any."""
    by_coach: defaultdict[UUID | None, list[CaseFacts]] = defaultdict(list)
    for facts in _facts(cases, today):
        by_coach[facts.coach].append(facts)
    members = (coaches() | responsible_members(today)).distinct()
    rows = [CoachRow(str(each.id), each.user.name, caseload(by_coach[each.id], KINDS)) for each in members]
    alone = caseload(by_coach[None], KINDS)
    return rows, CoachRow(NOBODY, "", alone) if alone.open_cases else None


def _facts(cases: CaseQuerySet, today: dt.date) -> list[CaseFacts]:
    referred, contacted = _referred_on(cases), _first_contact_on(cases)
    return [
        _fact(row, referred.get(row.case.id), contacted.get(row.case.id))
        for row in overviews(with_facts(cases, today), today)
    ]


def _fact(row: Overview, referred_on: dt.date | None, contact_on: dt.date | None) -> CaseFacts:
    lacks = {str(kind) for kind in row.due_kinds}
    lacks |= {CONTACT} if row.needs_contact else set()
    lacks |= {FIRST_CONTACT} if row.awaits_first_contact else set()
    return CaseFacts(
        coach=row.responsible_id,
        is_open=row.is_open,
        lacks=frozenset(lacks),
        waited_for_start=waited(referred_on, row.first.entry_on),
        waited_for_contact=waited(row.first.entry_on, contact_on),
    )


def days_waited(cases: CaseQuerySet, what: str) -> dict[UUID, int]:
    """Days that each case waited for its first day or its first contact, where both ends are known; two queries.

    These are the days whose medians stand among the figures.
    """
    stays = Stay.objects.filter(case__in=cases.values("id")).order_by()
    entered = dict(stays.values_list("case").annotate(first=Min("entry_on")))
    if what == START:
        found = {key: waited(day, entered.get(key)) for key, day in _referred_on(cases).items()}
    else:
        found = {key: waited(entered.get(key), day) for key, day in _first_contact_on(cases).items()}
    return {key: days for key, days in found.items() if days is not None}


def _referred_on(cases: CaseQuerySet) -> dict[UUID, dt.date]:
    rows = Referral.objects.filter(case__in=cases.values("id"), state=ReferralState.ACCEPTED).order_by()
    first = rows.values_list("case").annotate(first=Min("received_at"))
    return {case: localtime(at).date() for case, at in first}


def _first_contact_on(cases: CaseQuerySet) -> dict[UUID, dt.date]:
    rows = Entry.objects.filter(
        case__in=cases.values("id"), kind__in=sorted(CONTACTS), counterpart=Counterpart.CLIENT
    ).order_by()
    return dict(rows.values_list("case").annotate(first=Min("happened_on")))
