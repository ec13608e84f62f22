"""The manager's view of the work: each coach's clients, what is missing, how long people wait."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from clients.models import Case
from clients.rules.caseloads import FIRST_MEETING, START
from clients.services.caseloads import AFTERWARDS, KINDS, CoachRow, caseloads
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest


@require_safe
def caseload_page(request: TenantRequest) -> HttpResponse:
    """Figures only; each leads to the list of the cases it counts."""
    visible = Case.objects.visible_to(request.membership, clock.today())
    rows, alone = caseloads(visible, clock.today())
    record_access(request, [])
    context = {
        "rows": [(row, *_links(request, row), *_waits(request, row)) for row in rows],
        "alone": _links(request, alone) if alone else None,
        "may_hand_over": request.membership.can(Action.HAND_OVER_CASES),
    }
    return render(request, "clients/caseloads.html", context)


def _links(request: TenantRequest, row: CoachRow) -> tuple[tuple[int, str], list[tuple[str, int, str]]]:
    """The number of cases and each kind of gap with its number, with the addresses of their lists."""
    everybody = row.load.open_cases, _list(request, row, state="open")
    gaps = [
        (kind, row.load.lacking[kind], _list(request, row, state=_state(kind), missing=kind))
        for kind in KINDS
    ]
    return everybody, gaps


def _waits(request: TenantRequest, row: CoachRow) -> tuple[str, str]:
    """The addresses of the cases whose waiting times the two medians are of."""
    return (
        _list(request, row, state="all", waited=START),
        _list(request, row, state="all", waited=FIRST_MEETING),
    )


def _state(kind: str) -> str:
    return "all" if kind in AFTERWARDS else "open"


def _list(request: TenantRequest, row: CoachRow, **query: str) -> str:
    address = reverse("cases", args=[request.organisation.slug])
    return f"{address}?{urlencode({'whose': 'all', 'coach': row.key, **query})}"
