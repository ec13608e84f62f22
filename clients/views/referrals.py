"""Referrals as staff see them: the list, one keyed from a call, a visit or paper, one with all that was told."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.forms.referral_decision import ReferralFilter
from clients.forms.referral_staff import StaffReferralForm
from clients.models import OutreachPerson, Referral
from clients.rules.referral_times import delays
from clients.rules.referrals import Alike
from clients.services.outreach import join, known_of
from clients.services.referral_review import people_alike, review, with_places
from clients.services.referral_times import events_of
from clients.services.referrals import is_received, receive_referral
from clients.views.pages import posted
from clients.views.referral_page import alike_with_links, find_reviewed, show_referral
from clients.views.referral_tabs import referral_tabs
from tasmat import clock
from tasmat.access.areas import areas_of
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest

PAGE_SIZE = 25
MEASURED = dt.timedelta(days=365)  # waiting times are told of referrals that came within this time


@require_safe
def referral_list(request: TenantRequest) -> HttpResponse:
    """The referrals that the member may see, the undecided ones first, and how fast people are reached."""
    areas = list(areas_of(request.membership).select_related("project", "municipality"))
    form = ReferralFilter(request.GET, areas=areas)
    visible, today = Referral.objects.visible_to(request.membership), clock.today()
    page = Paginator(with_places(form.filter(visible)), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = review(list(page.object_list), today)
    record_access(request, [row.person_id for row in rows])
    measured = form.within(visible).filter(received_at__gte=clock.now() - MEASURED)
    context = {
        "filter_form": form,
        "page": page,
        "rows": rows,
        "delays": delays(events_of(measured), today),
        "tabs": referral_tabs(request),
    }
    return render(request, "clients/referral/list.html", context)


@require_http_methods(["GET", "POST"])
def referral_new(request: TenantRequest) -> HttpResponse:
    """A referral that staff heard or got on paper; `?tavattu` names a person of the outreach who joins."""
    met = _met(request)
    form = _staff_form(request, met)
    if not form.is_sent():
        return _show_new(request, form, met, [])
    facts = {**form.facts(), "keyed_by": request.membership}
    services, key = form.services.rows(), form.cleaned_data["submission_key"]
    if "all_the_same" not in request.POST and not is_received(facts, services, form_key=key):
        names = ("first_name", "last_name", "born_on", "identity_code")
        person = Referral(**{name: facts[name] for name in names})
        if alike := [each for each in people_alike(person) if met is None or each.id != met.id]:
            return _show_new(request, form, met, alike)
    referral = receive_referral(facts, services, form_key=key, arrived_on=form.arrived)
    if met is not None and met.may_join:
        join(met, referral)
    record_access(request, [])
    messages.success(request, _("The referral is saved: {reference}.").format(reference=referral.reference))
    if Referral.objects.visible_to(request.membership).filter(id=referral.id).exists():
        return redirect("referral", request.organisation.slug, referral.id)
    return redirect("referrals", request.organisation.slug)


@require_safe
def referral_detail(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """All that was told, how it stands, what stands against it, and what the member may do."""
    return show_referral(request, find_reviewed(request, referral_id))


def _staff_form(request: TenantRequest, met: OutreachPerson | None) -> StaffReferralForm:
    today = clock.today()
    running = areas_of(request.membership).filter(project__ends_on__gte=today)
    known: dict[str, Any] = {"initial": known_of(met)} if met else {}
    data = posted(request)
    return StaffReferralForm(data, areas=running, today=today, **known)


def _show_new(
    request: TenantRequest, form: StaffReferralForm, met: OutreachPerson | None, alike: list[Alike]
) -> HttpResponse:
    """The form as typed; with people alike it asks whether it is saved all the same."""
    record_access(request, [*([met.id] if met else []), *(person.id for person in alike)])
    context = {"form": form, "met": met, "alike": alike_with_links(request, alike)}
    return render(request, "clients/referral/new.html", context, status=422 if form.has_errors else 200)


def _met(request: TenantRequest) -> OutreachPerson | None:
    """The person of the outreach whom the address names; 404 for one the member may not see."""
    if "tavattu" not in request.GET:
        return None
    try:
        wanted = UUID(request.GET["tavattu"])
    except ValueError as error:
        raise Http404 from error
    visible = OutreachPerson.objects.visible_to(request.membership).select_related("referral")
    person: OutreachPerson = get_object_or_404(visible, id=wanted)
    return person
