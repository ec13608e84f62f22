"""Agreed versions of a plan: agreeing, reading, comparing, and how the client accepted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.choices import AcceptedHow
from clients.forms.plan_versions import NOW, AcceptanceForm, AgreeForm, CompareForm
from clients.models import Plan, PlanVersion
from clients.plan_words import in_words, sheet
from clients.rules.plans import Content, compare
from clients.services.caseload import Overview
from clients.services.plan_versions import (
    agree_on,
    is_intact,
    issue_link,
    open_link,
    record_acceptance,
    revoke_links,
    validity,
)
from clients.services.plans import content_of, with_goals
from clients.views.pages import find_case, posted, render_case
from clients.views.plan_pages import (
    find_plan,
    lead_to,
    page_address,
    plan_address,
    render_shared,
    to_plan,
)
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.tenancy.requests import TenantRequest


@require_http_methods(["GET", "POST"])
def case_plan_agree(request: TenantRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """The plan as it is now becomes a version that stays."""
    found, plan = find_plan(request, case_id, plan_id)
    form = AgreeForm(posted(request), plan=plan, today=clock.today())
    if form.is_bound and form.is_valid():
        return _agree(request, plan, form.cleaned_data)
    back = plan_address(request, plan)
    return render_shared(request, found, form, _("Agree on this version"), back, "clients/plan/agree.html")


def _agree(request: TenantRequest, plan: Plan, asked: dict[str, Any]) -> HttpResponse:
    version, is_new = agree_on(
        plan, request.membership, made_on=asked["made_on"], meeting=asked.get("meeting")
    )
    if asked["accepted_how"] and version.accepted_on is None:
        record_acceptance(version, on=asked["made_on"], how=asked["accepted_how"], note="")
    if not is_new:
        words = _("Nothing has changed since version {number}: it still holds.")
        return to_plan(request, plan, words.format(number=version.number))
    messages.success(request, _("Version {number} has been agreed.").format(number=version.number))
    return lead_to(request, page_address(request, "case_plan_version", plan.case_id, version.id))


@require_safe
def case_plan_version(request: TenantRequest, case_id: UUID, version_id: UUID) -> HttpResponse:
    """A version as it was agreed, and how the client accepted it."""
    found, version = _find_version(request, case_id, version_id)
    return _render_version(request, found, version)


def _render_version(
    request: TenantRequest, found: Overview, version: PlanVersion, client_url: str = ""
) -> HttpResponse:
    """The version's page; `client_url` is the client's link, shown this once."""
    link = open_link(version)
    context: dict[str, Any] = {
        "version": version,
        "plan": version.plan,
        "sheet": sheet(version.content),
        "is_intact": is_intact(version),
        "may_edit": request.membership.can(Action.EDIT_PLAN),
        "reads_texts": request.membership.can(Action.READ_TEXTS),
        "link": link,
        "link_until": validity(link) if link else None,
        "client_url": client_url,
        "by_link": version.accepted_how == AcceptedHow.LINK,
        "title": _version_title(version),
        "back_url": plan_address(request, version.plan),
    }
    response = render_case(request, found, "clients/plan/version.html", **context)
    if client_url:
        response.headers["Cache-Control"] = "no-store"
    return response


def _version_title(version: PlanVersion) -> str:
    words = _("{plan}, version {number}")
    return words.format(plan=capfirst(version.plan.get_kind_display()), number=version.number)


@require_safe
def case_plan_compare(request: TenantRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """What differs between two versions, or between a version and the plan as it is now."""
    found, plan = find_plan(request, case_id, plan_id)
    versions = list(plan.versions.all())
    form = CompareForm(request.GET.dict(), versions=versions)
    form.is_valid()
    contents = {str(version.number): version.content for version in versions} | {NOW: _content_now(plan)}
    before, after = (contents.get(form.cleaned_data.get(name, NOW), {}) for name in ("before", "after"))
    context: dict[str, Any] = {
        "plan": plan,
        "form": form,
        "parts": in_words(compare(before, after)),
        "back_url": plan_address(request, plan),
    }
    return render_case(request, found, "clients/plan/compare.html", **context)


def _content_now(plan: Plan) -> Content:
    return content_of(Plan.objects.prefetch_related(with_goals()).get(id=plan.id))


@require_http_methods(["GET", "POST"])
def case_plan_accept(request: TenantRequest, case_id: UUID, version_id: UUID) -> HttpResponse:
    """The client signed on paper or agreed at a meeting; what came by link is not changed here."""
    found, version = _find_version(request, case_id, version_id)
    address = page_address(request, "case_plan_version", found.case.id, version.id)
    if version.accepted_how == AcceptedHow.LINK:
        messages.info(request, _("The client has accepted this version by link."))
        return lead_to(request, address)
    form = AcceptanceForm(posted(request), version=version, today=clock.today())
    if form.is_bound and form.is_valid():
        record_acceptance(version, **form.cleaned_data)
        messages.success(request, _("The acceptance has been recorded."))
        return lead_to(request, address)
    return render_shared(request, found, form, _("The client's acceptance"), address)


@require_POST
def case_plan_link(request: TenantRequest, case_id: UUID, version_id: UUID) -> HttpResponse:
    """Makes the client's link and shows it this once; an earlier one stops opening."""
    found, version = _find_version(request, case_id, version_id)
    if version.accepted_on is not None or found.case.client.died_on is not None:
        messages.info(request, _("This version needs no link."))
        return lead_to(request, page_address(request, "case_plan_version", found.case.id, version.id))
    client_url = request.build_absolute_uri(reverse("plan_accept", args=[issue_link(version)]))
    return _render_version(request, found, version, client_url)


@require_POST
def case_plan_link_close(request: TenantRequest, case_id: UUID, version_id: UUID) -> HttpResponse:
    """The client's link stops opening."""
    found, version = _find_version(request, case_id, version_id)
    revoke_links(version)
    messages.success(request, _("The link has been closed."))
    return lead_to(request, page_address(request, "case_plan_version", found.case.id, version.id))


def _find_version(request: TenantRequest, case_id: UUID, version_id: UUID) -> tuple[Overview, PlanVersion]:
    found = find_case(request, case_id)
    versions = PlanVersion.objects.filter(plan__case=found.case)
    return found, get_object_or_404(
        versions.select_related("plan", "made_by__user", "meeting"), id=version_id
    )
