"""Days for the expense allowance: derived from workshop days and times away, never typed."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from clients.models import Absence, Case, WorkshopDay
from clients.rules.stays import Span
from clients.rules.workshop import AllowanceDays, allowance_days
from tasmat.tenancy.models import Membership, Project


@dataclass(frozen=True)
class AllowanceRow:
    """One client's days in a period."""

    case: Case
    found: AllowanceDays


def allowance_rows(
    member: Membership, first: dt.date, last: dt.date, project: Project | None, today: dt.date
) -> list[AllowanceRow]:
    """Clients the member sees who were in the workshop in the period, by name; two queries."""
    visible = Case.objects.visible_to(member, today)
    if project is not None:
        visible = visible.filter(project=project)
    days = (
        WorkshopDay.objects.filter(case__in=visible, on__range=(first, last))
        .select_related("case__client", "case__project")
        .order_by("case__client__last_name", "case__client__first_name", "case", "on")
    )
    present: dict[Case, list[tuple[dt.date, Decimal | None]]] = defaultdict(list)
    for row in days:
        present[row.case].append((row.on, row.hours))
    times = defaultdict(list)
    for absence in Absence.objects.filter(case__in=list(present)):
        times[absence.case_id].append(Span(absence.starts_on, absence.ends_on))
    return [
        AllowanceRow(case, allowance_days(marked, times[case.id], Span(first, last)))
        for case, marked in present.items()
    ]
