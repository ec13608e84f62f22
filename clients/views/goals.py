"""Goals of a plan, their steps and their ratings."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.entry_timeline import title_of
from clients.forms.plan import GoalForm, RatingForm, StepForm
from clients.models import Entry, Goal, GoalRating, GoalStep
from clients.plan_figures import goal_line, ratings_chart
from clients.services.caseload import Overview
from clients.services.plans import add_goal, add_step, entries_about, move_goal, rate, tick
from clients.views.pages import find_case, is_removal, posted, render_case
from clients.views.plan_pages import (
    find_goal,
    find_plan,
    for_writing,
    lead_to,
    page_address,
    plan_address,
    render_shared,
    to_goal,
    to_plan,
)
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.tenancy.requests import TenantRequest

ENTRIES_SHOWN = 5  # on the page of a goal; the timeline shows all


@require_http_methods(["GET", "POST"])
def case_goal_new(request: TenantRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """A goal; only its words are needed at first."""
    found, plan = find_plan(request, case_id, plan_id)
    form = GoalForm(posted(request), today=clock.today())
    if form.is_bound and form.is_valid():
        goal = add_goal(plan, form.cleaned_data, clock.today())
        return to_goal(request, goal, _("The goal has been added."))
    back = plan_address(request, plan)
    return render_shared(request, found, form, _("New goal"), back, "clients/plan/goal_form.html")


@require_safe
def case_goal(request: TenantRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """A goal with its levels, steps and ratings."""
    found, goal = find_goal(request, case_id, goal_id)
    return _render_goal(request, found, goal)


def _render_goal(
    request: TenantRequest,
    found: Overview,
    goal: Goal,
    *,
    step_form: StepForm | None = None,
    rating_form: RatingForm | None = None,
) -> HttpResponse:
    """The goal's page; a form given is one that was filled in wrong."""
    may_edit = request.membership.can(Action.EDIT_PLAN)
    reads_texts = request.membership.can(Action.READ_TEXTS)
    about = entries_about(goal) if reads_texts else Entry.objects.none()
    context = {
        "goal": goal,
        "line": goal_line(goal, clock.today()),
        "ratings": list(reversed(goal.ratings.all())),
        "entries": [(title_of(entry), entry) for entry in about[:ENTRIES_SHOWN]],
        "more_entries": max(0, about.count() - ENTRIES_SHOWN),
        "chart": ratings_chart(goal),
        "reads_texts": reads_texts,
        "may_edit": may_edit,
        "back_url": plan_address(request, goal.plan),
    }
    if may_edit:
        context |= {
            "step_form": step_form or StepForm(),
            "rating_form": rating_form or RatingForm(goal=goal, today=clock.today()),
        }
    status = 422 if step_form or rating_form else 200
    return render_case(request, found, "clients/plan/goal.html", status, **context)


@require_http_methods(["GET", "POST"])
def case_goal_edit(request: TenantRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """The goal's words, levels and weight, and its end; one entered by mistake is removed."""
    found, goal = find_goal(request, case_id, goal_id)
    if is_removal(request):
        goal.delete()
        return to_plan(request, goal.plan, _("The goal has been removed."))
    form = GoalForm(posted(request), instance=goal, today=clock.today())
    if form.is_bound and form.is_valid():
        return to_goal(request, form.save(), _("The goal has been saved."))
    back = page_address(request, "case_goal", found.case.id, goal.id)
    return render_shared(
        request, found, form, _("Goal"), back, "clients/plan/goal_form.html", is_removable=True
    )


@require_POST
def case_goal_move(request: TenantRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """The goal one place up or down."""
    _found, goal = find_goal(request, case_id, goal_id)
    move_goal(goal, -1 if request.POST.get("to") == "up" else 1)
    return lead_to(request, f"{plan_address(request, goal.plan)}#goal-{goal.id}")


@require_POST
def case_step_new(request: TenantRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """A step of the goal."""
    found, goal = find_goal(request, case_id, goal_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _render_goal(request, found, goal, step_form=form)
    add_step(goal, form.cleaned_data)
    return to_goal(request, goal, _("The step has been added."))


@require_http_methods(["GET", "POST"])
def case_step(request: TenantRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """A step is corrected or removed."""
    found, step = _find_step(request, case_id, step_id)
    if is_removal(request):
        step.delete()
        return to_goal(request, step.goal, _("The step has been removed."))
    form = StepForm(posted(request), instance=step)
    if form.is_bound and form.is_valid():
        form.save()
        return to_goal(request, step.goal, _("The step has been saved."))
    back = page_address(request, "case_goal", found.case.id, step.goal_id)
    return render_shared(request, found, form, _("Step"), back, is_removable=True)


@require_POST
def case_step_done(request: TenantRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """The step is done, or open again, in one press; pressed twice it stays so."""
    _found, step = _find_step(request, case_id, step_id)
    is_done = request.POST.get("done") == "yes"
    tick(step, clock.today() if is_done else None)
    messages.success(request, _("The step is done.") if is_done else _("The step is open again."))
    if request.POST.get("from") == "goal":
        address = page_address(request, "case_goal", step.goal.plan.case_id, step.goal_id)
        return lead_to(request, f"{address}#steps")
    return lead_to(request, f"{plan_address(request, step.goal.plan)}#goal-{step.goal_id}")


def _find_step(request: TenantRequest, case_id: UUID, step_id: UUID) -> tuple[Overview, GoalStep]:
    found = find_case(request, case_id)
    steps = GoalStep.objects.filter(goal__plan__case=found.case).select_related("goal__plan")
    return found, get_object_or_404(for_writing(request, steps), id=step_id)


@require_POST
def case_rating_new(request: TenantRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """How far the goal is; the same rater's rating of the same day is corrected."""
    found, goal = find_goal(request, case_id, goal_id)
    form = RatingForm(request.POST, goal=goal, today=clock.today())
    if not form.is_valid():
        return _render_goal(request, found, goal, rating_form=form)
    rate(goal, request.membership, **form.cleaned_data)
    return to_goal(request, goal, _("The rating has been saved."))


@require_http_methods(["GET", "POST"])
def case_rating(request: TenantRequest, case_id: UUID, rating_id: UUID) -> HttpResponse:
    """A rating is corrected or removed."""
    found = find_case(request, case_id)
    ratings = GoalRating.objects.filter(goal__plan__case=found.case).select_related("goal__plan")
    rating = get_object_or_404(for_writing(request, ratings), id=rating_id)
    if is_removal(request):
        rating.delete()
        return to_goal(request, rating.goal, _("The rating has been removed."))
    form = RatingForm(posted(request), instance=rating, goal=rating.goal, today=clock.today())
    if form.is_bound and form.is_valid():
        form.save()
        return to_goal(request, rating.goal, _("The rating has been saved."))
    back = page_address(request, "case_goal", found.case.id, rating.goal_id)
    return render_shared(request, found, form, _("Rating"), back, is_removable=True)
