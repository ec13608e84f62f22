"""Cases that single examples are about: the newest of a project, and those about which nothing else is told."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from clients.models import Case, EarlierName, Stay
from reporting.demo.workdays import HELSINKI
from tasmat.tenancy.models import Membership, Project


def cases_of(project: Project, *, are_open: bool) -> Sequence[Case]:
    """The newest first, with clients, coaches and absences."""
    going_on = Stay.objects.filter(exit_on__isnull=True).values("case")
    wanted = Q(id__in=going_on) if are_open else ~Q(id__in=going_on)
    cases = Case.objects.filter(wanted, project=project).select_related("client", "project", "area")
    return list(
        cases.prefetch_related("assignments__member", "absences", "stays", "referrals").order_by("-reference")
    )


def coach_of(case: Case) -> Membership:
    """The latest responsible coach of a case that `cases_of` gives."""
    member: Membership = [row for row in case.assignments.all() if row.role == "responsible"][-1].member
    return member


def plain(cases: Sequence[Case]) -> list[Case]:
    """Those of them whose clients no other example is about."""
    renamed = set(EarlierName.objects.values_list("client", flat=True))
    return [case for case in cases if case.client_id not in renamed and _is_plain(case)]


def _is_plain(case: Case) -> bool:
    client = case.client
    is_special = client.has_protected_address or client.interpreter_language or not client.phone
    is_complete = all(stay.entry_status and stay.education_level for stay in case.stays.all())
    is_alone = len(case.assignments.all()) == len(case.stays.all()) == 1
    is_over_a_remark = any(referral.override_reason for referral in case.referrals.all())
    is_usual = not (is_special or is_over_a_remark or case.absences.all())
    return bool(is_usual and is_complete and client.gender and is_alone)


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """A time of a day in Finland."""
    return dt.datetime.combine(day, dt.time(hour, minute), HELSINKI)
