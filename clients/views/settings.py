"""What of a project's settings speaks of services: those that exclude a person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.forms.settings import ExcludedServicesForm
from clients.views.pages import posted
from tasmat.tenancy.projects import project_or_404, show_project
from tasmat.tenancy.requests import TenantRequest


@require_http_methods(["GET", "POST"])
def excluded_services(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """Services that a participant of the project may not be in at the same time."""
    project = project_or_404(request, project_id)
    form = ExcludedServicesForm(posted(request), project=project)
    if form.is_valid():
        form.save()
        messages.success(request, _("The services are saved."))
        return redirect("settings_excluded_services", request.organisation.slug, project.id)
    status = 422 if form.is_bound else 200
    return show_project(request, project, "clients/settings/excluded_services.html", status=status, form=form)
