"""Projects in the settings: whose they are to change, and what every page of one shares."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from tasmat.access.areas import areas_of
from tasmat.access.roles import Role
from tasmat.tenancy.models import Membership, Project
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.settings_menu import project_tabs


def projects_to_edit(member: Membership) -> QuerySet[Project]:
    """All of the organisation for its administrator, for others those in whose areas they work."""
    projects: QuerySet[Project] = Project.objects.all()
    if Role.ADMINISTRATOR in member.roles:
        return projects
    return projects.filter(id__in=areas_of(member).values("project"))


def project_or_404(request: TenantRequest, project_id: UUID) -> Project:
    """The project; while a post changes its settings, other such posts wait."""
    projects = projects_to_edit(request.membership)
    if request.method == "POST":
        projects = projects.select_for_update(no_key=True)
    return get_object_or_404(projects, id=project_id)


def show_project(
    request: TenantRequest, project: Project, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of a project's settings, under its tabs."""
    tabs = project_tabs(request, project)
    return render(request, template, {"project": project, "tabs": tabs, **context}, status=status)
