"""The waiting list of each municipality, in order."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from clients.choices import ReferralState
from clients.models import Referral
from clients.services.referral_queue import move_in_line, waiting_lines
from clients.views.referral_tabs import referral_tabs
from tasmat.access.actions import Action
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest


@require_safe
def referral_queue(request: TenantRequest) -> HttpResponse:
    """Who waits where, and to whom a free place is offered next."""
    lines = waiting_lines(Referral.objects.visible_to(request.membership))
    record_access(request, [place.referral.id for line in lines for place in line.places])
    context = {
        "lines": lines,
        "tabs": referral_tabs(request),
        "may_decide": request.membership.can(Action.DECIDE_REFERRAL),
    }
    return render(request, "clients/referral/queue.html", context)


@require_POST
def referral_move(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """One place up or down."""
    visible = Referral.objects.visible_to(request.membership)
    referral = get_object_or_404(visible, id=referral_id)
    direction = request.POST.get("direction")
    if direction not in {"up", "down"}:
        return HttpResponseBadRequest()
    if referral.state == ReferralState.WAITING:
        move_in_line(visible, referral_id, up=direction == "up")
    return redirect("referral_queue", request.organisation.slug)
