"""Settings of the conditions that a project checks before it accepts a referral."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.forms.eligibility import EligibilityForm
from clients.models import EligibilityItem
from clients.services.eligibility import move_item
from clients.views.pages import posted
from tasmat.tenancy.models import Project
from tasmat.tenancy.projects import project_or_404, show_project
from tasmat.tenancy.requests import TenantRequest


@require_safe
def conditions(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """The conditions in their order."""
    project = project_or_404(request, project_id)
    rows = EligibilityItem.objects.filter(project=project)
    return show_project(request, project, "clients/settings/eligibility.html", rows=rows)


@require_http_methods(["GET", "POST"])
def condition_add(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """A further condition, after the others."""
    project = project_or_404(request, project_id)
    position = EligibilityItem.objects.filter(project=project).count()
    return _edit(request, project, EligibilityItem(project=project, position=position))


@require_http_methods(["GET", "POST"])
def condition(request: TenantRequest, project_id: UUID, eligibility_id: UUID) -> HttpResponse:
    """Changes a condition or takes it out of use."""
    project = project_or_404(request, project_id)
    return _edit(request, project, get_object_or_404(EligibilityItem, project=project, id=eligibility_id))


@require_POST
def condition_move(request: TenantRequest, project_id: UUID, eligibility_id: UUID) -> HttpResponse:
    """One place up or down."""
    project = project_or_404(request, project_id)
    item = get_object_or_404(EligibilityItem, project=project, id=eligibility_id)
    direction = request.POST.get("direction")
    if direction not in {"up", "down"}:
        return HttpResponseBadRequest()
    move_item(project, item.id, up=direction == "up")
    return redirect("settings_eligibility", request.organisation.slug, project.id)


def _edit(request: TenantRequest, project: Project, item: EligibilityItem) -> HttpResponse:
    form = EligibilityForm(posted(request), instance=item)
    if form.is_valid():
        form.save()
        messages.success(request, _("The condition is saved."))
        return redirect("settings_eligibility", request.organisation.slug, project.id)
    status = 422 if form.is_bound else 200
    return show_project(request, project, "clients/settings/condition.html", status=status, form=form)
