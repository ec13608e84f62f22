"""Referrals as staff see them: the list, one keyed from a call or a visit, one with its decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.choices import DeclineReason, ReferralState
from clients.forms.referral import StaffReferralForm
from clients.forms.referral_decision import AcceptForm, DeclineForm, ReferralFilter
from clients.models import Case, Referral
from clients.rules.referrals import Alike
from clients.services.referral_review import ReviewedReferral, review, with_places
from clients.services.referrals import (
    AlreadyDecided,
    CannotAccept,
    accept_referral,
    decline_referral,
    receive_referral,
    take_back_decision,
)
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.access.areas import areas_of
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest

PAGE_SIZE = 25


@require_safe
def referral_list(request: TenantRequest) -> HttpResponse:
    """The referrals that the member may see, the undecided ones first."""
    areas = list(areas_of(request.membership).select_related("project", "municipality"))
    form = ReferralFilter(request.GET, areas=areas)
    found = form.filter(Referral.objects.visible_to(request.membership))
    page = Paginator(with_places(found), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = review(list(page.object_list), clock.today())
    record_access(request, [row.person_id for row in rows])
    return render(request, "clients/referral/list.html", {"filter_form": form, "page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
def referral_new(request: TenantRequest) -> HttpResponse:
    """A referral that came by phone or at a visit, keyed with the questions of the public form."""
    today = clock.today()
    running = areas_of(request.membership).filter(project__ends_on__gte=today)
    data = request.POST if request.method == "POST" else None
    form = StaffReferralForm(data, areas=running, today=today)
    if not form.is_sent():
        status = 422 if form.has_errors else 200
        return render(request, "clients/referral/new.html", {"form": form}, status=status)
    referral = receive_referral(
        {**form.facts(), "keyed_by": request.membership},
        form.services.rows(),
        form_key=form.cleaned_data["submission_key"],
    )
    messages.success(request, _("The referral is saved: {reference}.").format(reference=referral.reference))
    if Referral.objects.visible_to(request.membership).filter(id=referral.id).exists():
        return redirect("referral", request.organisation.slug, referral.id)
    return redirect("referrals", request.organisation.slug)


@require_safe
def referral_detail(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """All that was told, what stands against it, and for a manager the decision."""
    return _show(request, _reviewed_or_404(request, referral_id))


@require_POST
def referral_accept(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    reviewed = _reviewed_or_404(request, referral_id)
    if not reviewed.referral.is_open:
        return _decided_meanwhile(request, reviewed.referral)
    form = _accept_form(reviewed, request.POST)
    if not form.is_valid():
        return _show(request, reviewed, accept=form)
    try:
        case = accept_referral(referral_id, member=request.membership, **form.decision())
    except AlreadyDecided as error:
        return _decided_meanwhile(request, error.referral)
    except CannotAccept as error:
        form.add_error(None, str(error))
        return _show(request, reviewed, accept=form)
    messages.success(request, _("Accepted: the case is {reference}.").format(reference=case.reference))
    return redirect("referral", request.organisation.slug, referral_id)


@require_POST
def referral_decline(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    reviewed = _reviewed_or_404(request, referral_id)
    if not reviewed.referral.is_open:
        return _decided_meanwhile(request, reviewed.referral)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, reviewed, decline=form)
    try:
        reason = DeclineReason(form.cleaned_data["reason"])
        decline_referral(referral_id, member=request.membership, reason=reason)
    except AlreadyDecided as error:
        return _decided_meanwhile(request, error.referral)
    messages.success(request, _("The referral is declined."))
    return redirect("referral", request.organisation.slug, referral_id)


@require_POST
def referral_take_back(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """A declined referral waits for a decision again."""
    referral = get_object_or_404(Referral.objects.visible_to(request.membership), id=referral_id)
    try:
        take_back_decision(referral.id)
    except AlreadyDecided as error:
        return _decided_meanwhile(request, error.referral)
    messages.success(request, _("The decision is taken back: the referral waits again."))
    return redirect("referral", request.organisation.slug, referral_id)


def _reviewed_or_404(request: TenantRequest, referral_id: UUID) -> ReviewedReferral:
    visible = with_places(Referral.objects.visible_to(request.membership))
    return review([get_object_or_404(visible, id=referral_id)], clock.today())[0]


def _accept_form(reviewed: ReviewedReferral, data: QueryDict | None = None) -> AcceptForm:
    return AcceptForm(
        data,
        referral=reviewed.referral,
        alike=reviewed.alike,
        is_blocked=reviewed.is_blocked,
        today=clock.today(),
    )


def _decided_meanwhile(request: TenantRequest, referral: Referral) -> HttpResponse:
    """Says what another person, or the first of two clicks, has decided already."""
    text = _("Nothing was changed: the referral was already {state}.")
    messages.warning(request, text.format(state=referral.get_state_display()))
    return redirect("referral", request.organisation.slug, referral.id)


def _show(
    request: TenantRequest,
    reviewed: ReviewedReferral,
    *,
    accept: AcceptForm | None = None,
    decline: DeclineForm | None = None,
) -> HttpResponse:
    """The page of a referral; with a form that has errors it answers 422."""
    referral = reviewed.referral
    record_access(
        request, [reviewed.person_id, *(person.id for person in reviewed.alike)], subject=referral.id
    )
    context = {
        "reviewed": reviewed,
        "referral": referral,
        "alike": _alike_with_links(request, reviewed.alike),
        "case_url": _case_urls(request, id=referral.case_id).get(reviewed.person_id, ""),
        "form": accept or decline,
    }
    may_decide = request.membership.can(Action.DECIDE_REFERRAL)
    context["can_take_back"] = may_decide and referral.state == ReferralState.DECLINED
    if may_decide and referral.is_open:
        context["accept"] = accept or _accept_form(reviewed)
        context["decline"] = decline or DeclineForm()
    return render(request, "clients/referral/detail.html", context, status=422 if accept or decline else 200)


def _alike_with_links(request: TenantRequest, alike: list[Alike]) -> list[tuple[Alike, str]]:
    """Each person with the page that the member may open, if any."""
    if not alike:
        return []
    ids = [person.id for person in alike]
    urls = _case_urls(request, client__in=ids)
    for referral in Referral.objects.visible_to(request.membership).filter(id__in=ids):
        urls[referral.id] = reverse("referral", args=[request.organisation.slug, referral.id])
    return [(person, urls.get(person.id, "")) for person in alike]


def _case_urls(request: TenantRequest, **wanted: Any) -> dict[UUID, str]:
    """By client: the address of a case that the member may open."""
    cases = Case.objects.visible_to(request.membership, clock.today()).filter(**wanted)
    return {case.client_id: reverse("case", args=[request.organisation.slug, case.id]) for case in cases}
