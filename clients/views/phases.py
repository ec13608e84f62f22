"""A project's phases of coaching with their contact rules, in its settings."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients import presenters
from clients.forms.phases import PhaseForm
from clients.models import Phase
from clients.views.pages import posted
from tasmat.tenancy.models import Project
from tasmat.tenancy.projects import project_or_404, show_project
from tasmat.tenancy.requests import TenantRequest

STEP = 10  # between the places of two phases, so that one fits in


@require_safe
def phases(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """The phases in their order, each with its rule in words, and the rule of who is in none."""
    project = project_or_404(request, project_id)
    rows = [(phase, presenters.phase_rule(phase)) for phase in Phase.objects.filter(project=project)]
    return show_project(request, project, "clients/settings/phases.html", rows=rows)


@require_http_methods(["GET", "POST"])
def phase_new(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """A new phase, after the others."""
    project = project_or_404(request, project_id)
    last = Phase.objects.filter(project=project).aggregate(last=Max("position"))["last"]
    return _edit(request, project, Phase(project=project, position=(last or 0) + STEP), _("New phase"))


@require_http_methods(["GET", "POST"])
def phase(request: TenantRequest, project_id: UUID, phase_id: UUID) -> HttpResponse:
    """Another name or rule; the rule holds at once for everybody who is in the phase."""
    project = project_or_404(request, project_id)
    row = get_object_or_404(Phase, project=project, id=phase_id)
    return _edit(request, project, row, row.name)


def _edit(request: TenantRequest, project: Project, row: Phase, title: str) -> HttpResponse:
    form = PhaseForm(posted(request), instance=row)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The phase is saved."))
        return redirect("settings_phases", request.organisation.slug, project.id)
    status = 422 if form.is_bound else 200
    return show_project(
        request, project, "clients/settings/phase.html", status=status, form=form, title=title
    )
