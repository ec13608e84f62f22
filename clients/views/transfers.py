"""Handing over cases when a coach leaves: choosing, preview, undoing, and the new coach's reading list."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.forms.picking import asked_anew
from clients.forms.transfers import HandOverForm, WhoseForm
from clients.models import Case, CaseTransfer
from clients.services.picking import pick_rows
from clients.services.reading import reading_list
from clients.services.transfers import (
    TransferChanged,
    batches_of,
    cases_of,
    first_day,
    going_along,
    hand_over,
    undo,
)
from clients.views.pages import posted
from tasmat import clock
from tasmat.audit.access import record_access
from tasmat.tenancy.models import Membership
from tasmat.tenancy.requests import TenantRequest


@require_http_methods(["GET", "POST"])
def transfers(request: TenantRequest) -> HttpResponse:
    """Whose cases; then each with its receiver; then the preview; and what was handed over today."""
    whose = WhoseForm(request.GET or None, today=clock.today())
    batches = batches_of(clock.today(), request.membership)
    shown = [row.case.client_id for _batch, rows in batches for row in rows]
    context = {"whose": whose, "batches": batches}
    if not (whose.is_bound and whose.is_valid()):
        record_access(request, shown)
        return render(request, "clients/transfers/page.html", context)
    form = _form(request, whose.chosen)
    record_access(request, [*shown, *(case.client_id for case in form.cases)])
    if not (form.is_bound and form.is_valid()):
        status = 422 if form.is_bound else 200
        return render(request, "clients/transfers/page.html", {**context, "form": form}, status=status)
    if not request.POST.get("confirm"):
        return _preview(request, form, whose.chosen)
    _hand_over(request, form, whose.chosen)
    return redirect("transfers", request.organisation.slug)


def _form(request: TenantRequest, coach: Membership | None) -> HandOverForm:
    visible = Case.objects.visible_to(request.membership, clock.today())
    cases = cases_of(visible, coach, clock.today())
    rows = pick_rows(cases, clock.today())
    everybody = [row.case for row in rows]
    earliest = first_day(cases) if coach else None
    anew = asked_anew(request, everybody)
    first = {
        "from_on": max(filter(None, [earliest, clock.today()])),
        "chosen": [str(case.id) for case in everybody],
    }
    return HandOverForm(
        posted(request) if anew is None else None,
        initial=anew or first,
        cases=rows,
        coach=coach,
        first_day=earliest,
    )


def _preview(request: TenantRequest, form: HandOverForm, coach: Membership | None) -> HttpResponse:
    """What becomes of each chosen case, and how many stay."""
    given = form.given()
    chosen = Case.objects.filter(id__in=list(given))
    along = going_along(chosen, coach, form.cleaned_data["from_on"])
    context = {
        "form": form,
        "pairs": [
            (case, given[case.id], *along.get(case.id, (0, 0))) for case in form.cases if case.id in given
        ],
        "stay": len(form.cases) - len(given),
    }
    return render(request, "clients/transfers/preview.html", context)


def _hand_over(request: TenantRequest, form: HandOverForm, coach: Membership | None) -> None:
    given = form.given()
    hand_over(
        given,
        coach=coach,
        from_on=form.cleaned_data["from_on"],
        reason=form.cleaned_data["reason"],
        made_by=request.membership,
        now=clock.now(),
    )
    words = ngettext("{n} case has been handed over.", "{n} cases have been handed over.", len(given))
    messages.success(request, words.format(n=len(given)))


@require_POST
def transfers_undo(request: TenantRequest) -> HttpResponse:
    """Takes back an act of the same day as a whole."""
    record_access(request, [])
    try:
        number = undo(UUID(request.POST.get("batch", "")), request.membership, clock.today())
    except ValueError:
        number = 0
    except TransferChanged:
        messages.warning(
            request, _("A case has changed hands since, or the day is over: give the cases back one by one.")
        )
        return redirect("transfers", request.organisation.slug)
    if number:
        words = ngettext("{n} case is where it was.", "{n} cases are where they were.", number)
        messages.success(request, words.format(n=number))
    return redirect("transfers", request.organisation.slug)


@require_safe
def reading(request: TenantRequest) -> HttpResponse:
    """The cases handed over to the member and not yet read: what is due, the plan in short, what comes next."""
    items = reading_list(request.membership, clock.now())
    record_access(request, [item.overview.case.client_id for item in items])
    return render(request, "clients/transfers/reading.html", {"items": items})


@require_POST
def reading_done(request: TenantRequest) -> HttpResponse:
    """Ticks off one case of the member's own list."""
    record_access(request, [])
    own = CaseTransfer.objects.filter(assignment__member=request.membership)
    try:
        transfer = get_object_or_404(own, id=UUID(request.POST.get("transfer", "")))
    except ValueError:
        return redirect("reading", request.organisation.slug)
    transfer.read_at = clock.now()
    transfer.save(update_fields=["read_at"])
    messages.success(request, _("Ticked off."))
    return redirect("reading", request.organisation.slug)
