"""The first page of a partner organisation's worker: the cases one has been let in to, and until when."""

import datetime as dt

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render

from clients.choices import AssignmentRole
from clients.models import Assignment, Case
from clients.presenters import Pill
from tasmat import clock
from tasmat.access.roles import Role
from tasmat.audit.access import record_access
from tasmat.tenancy.models import Membership
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.templatetags.ui import day_of_year

ENDS_SOON = dt.timedelta(days=14)


def is_partner(member: Membership) -> bool:
    """Whether the member has no other role."""
    return set(member.roles) == {Role.PARTNER}


def partner_cases(request: TenantRequest) -> HttpResponse:
    """Those open to the worker today, by name, with their last day and whom to ask."""
    member, today = request.membership, clock.today()
    present = Assignment.objects.open_on(today)
    responsible = present.filter(case=OuterRef("case"), role=AssignmentRole.RESPONSIBLE)
    mine = (
        present.filter(member=member, role=AssignmentRole.PARTNER)
        .filter(case__in=Case.objects.visible_to(member, today))
        .select_related("case__client", "case__project")
        .annotate(coach=Subquery(responsible.values("member__user__name")[:1]))
        .order_by("case__client__last_name", "case__client__first_name", "id")
    )
    rows = [(row, _last_day(row, today)) for row in mine]
    record_access(request, [row.case.client_id for row, _pill in rows])
    return render(request, "clients/cases_partner.html", {"rows": rows})


def _last_day(row: Assignment, today: dt.date) -> Pill:
    assert row.until_on is not None  # a partner's always has one
    return Pill(day_of_year(row.until_on), "warn" if row.until_on <= today + ENDS_SOON else "info")
