"""Settings of what a project has promised and estimated; the figures themselves are never typed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reporting.models import IndicatorEstimate, OutcomeTarget, SupportedEntity
from reporting.settings_forms import EntityForm, EstimateForm, OutcomeForm, TargetsForm
from tasmat.tenancy.models import Project
from tasmat.tenancy.projects import project_or_404, show_project
from tasmat.tenancy.requests import TenantRequest


@require_http_methods(["GET", "POST"])
def targets(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """Targets of the funding decision by indicator."""
    project = project_or_404(request, project_id)
    form = TargetsForm(request.POST or None, project=project)
    if form.is_valid():
        form.save()
        messages.success(request, _("The targets are saved."))
        return redirect("settings_targets", request.organisation.slug, project.id)
    status = 422 if form.is_bound else 200
    return show_project(request, project, "reporting/settings/targets.html", status=status, form=form)


@require_http_methods(["GET", "POST"])
def estimates(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """Estimates of the indicators that participants are not asked for."""
    project = project_or_404(request, project_id)
    forms = [EstimateForm(request.POST or None, instance=each) for each in _estimates_of(project)]
    valid = [form.is_valid() for form in forms]  # all of them: each is to say what is wrong
    if all(valid):
        for form in forms:
            form.save()
        messages.success(request, _("The estimates are saved."))
        return redirect("settings_estimates", request.organisation.slug, project.id)
    status = 422 if request.method == "POST" else 200
    return show_project(request, project, "reporting/settings/estimates.html", status=status, forms=forms)


@require_http_methods(["GET", "POST"])
def entities(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """Public bodies and enterprises that the project has supported, and adding one."""
    project = project_or_404(request, project_id)
    form = EntityForm(request.POST or None, instance=SupportedEntity(project=project))
    if form.is_valid():
        form.save()
        messages.success(request, _("{name} is added.").format(name=form.instance))
        return redirect("settings_entities", request.organisation.slug, project.id)
    rows = SupportedEntity.objects.filter(project=project).order_by("kind", "name")
    status = 422 if form.is_bound else 200
    return show_project(
        request, project, "reporting/settings/entities.html", status=status, form=form, rows=rows
    )


@require_POST
def entity_remove(request: TenantRequest, project_id: UUID, entity_id: UUID) -> HttpResponse:
    """Removes one that was added by mistake; reports already made keep their figures."""
    project = project_or_404(request, project_id)
    entity = get_object_or_404(SupportedEntity, project=project, id=entity_id)
    entity.delete()
    messages.success(request, _("{name} is removed.").format(name=entity))
    return redirect("settings_entities", request.organisation.slug, project.id)


@require_safe
def outcomes(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """Where the project promised to bring people."""
    project = project_or_404(request, project_id)
    rows = OutcomeTarget.objects.filter(project=project)
    return show_project(request, project, "reporting/settings/outcomes.html", rows=rows)


@require_http_methods(["GET", "POST"])
def outcome_add(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """A further promise, after the others."""
    project = project_or_404(request, project_id)
    position = OutcomeTarget.objects.filter(project=project).count()
    return _edit_outcome(request, project, OutcomeTarget(project=project, position=position))


@require_http_methods(["GET", "POST"])
def outcome(request: TenantRequest, project_id: UUID, outcome_id: UUID) -> HttpResponse:
    """Changes a promise; reports already made keep the old one."""
    project = project_or_404(request, project_id)
    return _edit_outcome(request, project, get_object_or_404(OutcomeTarget, project=project, id=outcome_id))


@require_POST
def outcome_remove(request: TenantRequest, project_id: UUID, outcome_id: UUID) -> HttpResponse:
    project = project_or_404(request, project_id)
    get_object_or_404(OutcomeTarget, project=project, id=outcome_id).delete()
    messages.success(request, _("The outcome target is removed."))
    return redirect("settings_outcomes", request.organisation.slug, project.id)


def _edit_outcome(request: TenantRequest, project: Project, target: OutcomeTarget) -> HttpResponse:
    form = OutcomeForm(request.POST or None, instance=target)
    if form.is_valid():
        form.save()
        messages.success(request, _("The outcome target is saved."))
        return redirect("settings_outcomes", request.organisation.slug, project.id)
    status = 422 if form.is_bound else 200
    return show_project(request, project, "reporting/settings/outcome.html", status=status, form=form)


def _estimates_of(project: Project) -> list[Any]:
    """An estimate for each indicator that may have one, made or still to be made."""
    made = {each.code: each for each in IndicatorEstimate.objects.filter(project=project)}
    return [
        made.get(code) or IndicatorEstimate(project=project, code=code)
        for code in IndicatorEstimate.ESTIMATED
    ]
