"""What a coach who gets cases from another one reads first, in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from clients.choices import AppointmentState
from clients.models import Appointment, Case, CaseTransfer, Entry, Plan
from clients.services.caseload import Overview, overviews, with_facts
from tasmat.access.actions import Action
from tasmat.tenancy.models import Membership

LAST_ENTRIES, NEXT_APPOINTMENTS = 3, 2


@dataclass(frozen=True)
class ReadingItem:
    """One case to be read; `plans` are empty for a member who may not see them."""

    transfer: CaseTransfer
    overview: Overview
    has_safety_note: bool
    plans: list[Plan]
    entries: list[Entry]
    appointments: list[Appointment]


def reading_list(member: Membership, now: dt.datetime) -> list[ReadingItem]:
    """The member's cases that are not ticked off yet, in the order in which they came.

    A case is read from the day on that it is the member's.
    """
    visible = Case.objects.visible_to(member, now.date())
    own = unread(member).filter(case__in=visible.values("id"))
    waiting = {row.case_id: row for row in own.order_by("made_at", "id")}
    rows = overviews(with_facts(Case.objects.filter(id__in=waiting), now.date()), now.date())
    plans = _plans(waiting) if member.can(Action.SEE_PLAN) else {}
    entries, appointments = _last_entries(waiting), _next_appointments(waiting, now)
    by_case = {row.case.id: row for row in rows}
    return [
        ReadingItem(
            transfer=transfer,
            overview=by_case[case_id],
            has_safety_note=bool(by_case[case_id].case.client.safety_note),
            plans=plans.get(case_id, []),
            entries=entries.get(case_id, []),
            appointments=appointments.get(case_id, []),
        )
        for case_id, transfer in waiting.items()
    ]


def unread(member: Membership) -> Any:
    """Transfers to the member that go on and are not ticked off."""
    return CaseTransfer.objects.filter(
        assignment__member=member, assignment__until_on__isnull=True, read_at__isnull=True
    ).select_related("made_by__user", "ended__member__user", "assignment")


def _by_case(rows: Any) -> dict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _plans(cases: Any) -> dict[UUID, list[Plan]]:
    return _by_case(
        Plan.objects.filter(case__in=list(cases), closed_on__isnull=True).prefetch_related("goals")
    )


def _last_entries(cases: Any) -> dict[UUID, list[Entry]]:
    number = Window(
        RowNumber(),
        partition_by=F("case"),
        order_by=[F("happened_on").desc(), F("created_at").desc(), F("id").desc()],
    )
    rows = Entry.objects.filter(case__in=list(cases)).annotate(place_in_case=number)
    latest = rows.filter(place_in_case__lte=LAST_ENTRIES).select_related("author__user").defer("text")
    return _by_case(latest.order_by("case", "place_in_case"))


def _next_appointments(cases: Any, now: dt.datetime) -> dict[UUID, list[Appointment]]:
    coming = Appointment.objects.filter(
        case__in=list(cases), state=AppointmentState.PLANNED, starts_at__gte=now
    ).order_by("starts_at")
    return {case: rows[:NEXT_APPOINTMENTS] for case, rows in _by_case(coming).items()}
