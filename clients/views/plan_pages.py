"""What the pages of a plan share: finding its rows of the case, the row of links, where a post leads."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from clients.models import Case, Goal, Plan
from clients.services.caseload import Overview
from clients.views.pages import find_case, render_form
from tasmat.access.actions import Action
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.forms import ModelForm
from tasmat.ui.navigation import Item


def find_plan(request: TenantRequest, case_id: UUID, plan_id: UUID) -> tuple[Overview, Plan]:
    """The case and its plan, locked while it is written; or 404."""
    found = find_case(request, case_id)
    return found, get_object_or_404(for_writing(request, Plan.objects.filter(case=found.case)), id=plan_id)


def find_goal(request: TenantRequest, case_id: UUID, goal_id: UUID) -> tuple[Overview, Goal]:
    """The case and a goal of one of its plans, locked while it is written; or 404."""
    found = find_case(request, case_id)
    goals = Goal.objects.filter(plan__case=found.case).select_related("plan")
    return found, get_object_or_404(for_writing(request, goals), id=goal_id)


def for_writing(request: TenantRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows, locked in a post: what a form compares with must not change under it."""
    return rows.select_for_update(of=("self",)) if request.method == "POST" else rows


def plan_tabs(request: TenantRequest, case: Case, plans: list[Plan], here: Any) -> list[Item]:
    """The plans of the case, and for the coach the pages of the network and of the way on."""
    slug = request.organisation.slug
    address = reverse("case_plan", args=[slug, case.id])
    items = [Item(_plan_name(plan), f"{address}?plan={plan.id}", plan.id == here, 0) for plan in plans]
    items = items or [Item(_("Plan"), address, here is None, 0)]
    if request.membership.can(Action.EDIT_PLAN):
        items += [
            Item(str(label), reverse(name, args=[slug, case.id]), name == here, 0)
            for label, name in (
                (_("Meetings"), "case_meetings"),
                (_("Partners"), "case_partners"),
                (_("Way on"), "case_handovers"),
            )
        ]
    return items


def _plan_name(plan: Plan) -> str:
    name = capfirst(plan.get_kind_display())
    return name if plan.closed_on is None else _("{plan} (ended)").format(plan=name)


def to_plan(request: TenantRequest, plan: Plan, words: str, anchor: str = "") -> HttpResponse:
    """Says what was done and leads to the plan."""
    messages.success(request, words)
    address = reverse("case_plan", args=[request.organisation.slug, plan.case_id])
    return lead_to(request, f"{address}?plan={plan.id}{anchor}")


def to_goal(request: TenantRequest, goal: Goal, words: str) -> HttpResponse:
    """Says what was done and leads to the goal."""
    messages.success(request, words)
    return lead_to(
        request, reverse("case_goal", args=[request.organisation.slug, goal.plan.case_id, goal.id])
    )


def lead_to(request: TenantRequest, address: str) -> HttpResponse:
    """A redirect of the whole page, also when the form was posted in the background."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def render_shared(
    request: TenantRequest,
    found: Overview,
    form: Any,
    title: str | Promise,
    back: str,
    template: str = "clients/plan/form.html",
    **context: Any,
) -> HttpResponse:
    """A page with one form, which keeps all that was typed; what a colleague has saved meanwhile is shown."""
    theirs = form.theirs if isinstance(form, ModelForm) and hasattr(form, "theirs") else []
    return render_form(request, found, form, title, template, back_url=back, theirs=theirs, **context)


def plan_address(request: TenantRequest, plan: Plan) -> str:
    address = reverse("case_plan", args=[request.organisation.slug, plan.case_id])
    return f"{address}?plan={plan.id}"


def page_address(request: TenantRequest, route: str, *ids: UUID) -> str:
    return reverse(route, args=[request.organisation.slug, *ids])
