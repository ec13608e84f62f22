"""The tab with the plans of a case: reading, starting, writing the texts, going through all goals."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients import plan_figures
from clients.forms.plan import PlanForm, PlanStartForm, ReviewForm
from clients.models import Goal, Plan
from clients.services.plan_versions import standing
from clients.services.plans import kinds_to_start, next_review, plans_of, save_review, start_plan
from clients.views.pages import find_case, posted, render_case, to_case
from clients.views.plan_pages import (
    find_plan,
    page_address,
    plan_address,
    plan_tabs,
    render_shared,
    to_plan,
)
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.tenancy.requests import TenantRequest


@require_safe
def case_plan(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """A plan with its goals, the one that the address names or the first one under way."""
    found = find_case(request, case_id)
    plans = plans_of(found.case)
    asked = request.GET.get("plan", "")
    plan = next((plan for plan in plans if str(plan.id) == asked), plans[0] if plans else None)
    may_edit = request.membership.can(Action.EDIT_PLAN)
    context: dict[str, Any] = {
        "plan": plan,
        "sections": plan_tabs(request, found.case, plans, plan.id if plan else None),
        "may_edit": may_edit,
        "kinds": kinds_to_start(found.case, plans) if may_edit else [],
        "today": clock.today(),
    }
    if plan is not None:
        context |= _of_plan(plan)
    return render_case(request, found, "clients/plan/plan.html", **context)


def _of_plan(plan: Plan) -> dict[str, Any]:
    versions = list(plan.versions.defer("content"))
    return {
        "goals": plan_figures.goal_lines(plan, clock.today()),
        "figures": plan_figures.figures(plan, clock.today()),
        "texts": plan_figures.texts(plan),
        "versions": versions,
        "standing": standing(plan, versions),
    }


@require_http_methods(["GET", "POST"])
def case_plan_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Starts a plan of a kind that the project uses; a second post finds the plan of the first."""
    found = find_case(request, case_id)
    kinds = kinds_to_start(found.case, Plan.objects.filter(case=found.case))
    if not kinds and request.method != "POST":
        messages.info(request, _("Every kind of plan that the project uses is under way already."))
        return to_case(request, found.case, "case_plan")
    offered = kinds_to_start(found.case, []) if request.method == "POST" else kinds
    form = PlanStartForm(posted(request), kinds=offered, today=clock.today())
    if form.is_bound and form.is_valid():
        plan = start_plan(found.case, form.cleaned_data["kind"], starts_on=form.cleaned_data["starts_on"])
        return to_plan(request, plan, _("The plan has been started."))
    back = page_address(request, "case_plan", found.case.id)
    return render_shared(request, found, form, _("New plan"), back)


@require_http_methods(["GET", "POST"])
def case_plan_edit(request: TenantRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """The plan's texts, its next review, and its end."""
    found, plan = find_plan(request, case_id, plan_id)
    form = PlanForm(posted(request), instance=plan, today=clock.today())
    if form.is_bound and form.is_valid():
        return to_plan(request, form.save(), _("The plan has been saved."))
    title = capfirst(plan.get_kind_display())
    return render_shared(request, found, form, title, plan_address(request, plan))


@require_http_methods(["GET", "POST"])
def case_plan_review(request: TenantRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """All goals that are worked for, gone through on one page."""
    found, plan = find_plan(request, case_id, plan_id)
    today = clock.today()
    goals = Goal.objects.filter(plan=plan, closed_on=None).prefetch_related("steps", "ratings")
    form = ReviewForm(
        posted(request), goals=goals, today=today, review_on=next_review(found.case.project, today)
    )
    if form.is_bound and form.is_valid():
        _save(form, plan, request)
        return to_plan(request, plan, _("The review has been saved."))
    back = plan_address(request, plan)
    return render_shared(
        request, found, form, _("Review of the plan"), back, "clients/plan/review.html", plan=plan
    )


def _save(form: ReviewForm, plan: Plan, request: TenantRequest) -> None:
    asked = form.cleaned_data
    save_review(
        plan,
        request.membership,
        on=asked["on"],
        rater=asked["rater"],
        goals=form.reviews(),
        done=form.done(),
        review_on=asked["review_on"],
    )
