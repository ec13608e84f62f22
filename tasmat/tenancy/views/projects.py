"""Settings of projects: the list, a new one, facts and rules, municipalities with quotas."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, ProtectedError, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasmat import clock
from tasmat.access.areas import grant_areas
from tasmat.access.roles import Role
from tasmat.tenancy.forms.projects import (
    AreaForm,
    DegurbaSourceForm,
    NewAreaForm,
    NewAreas,
    NewProjectForm,
    ProjectForm,
    municipality_choices,
)
from tasmat.tenancy.models import Membership, Project, ProjectArea
from tasmat.tenancy.projects import project_or_404, projects_to_edit, show_project
from tasmat.tenancy.requests import TenantRequest
from tasmat.tenancy.services import add_project
from tasmat.ui.settings_menu import public_forms


@require_safe
def project_list(request: TenantRequest) -> HttpResponse:
    """The projects that the member may change."""
    counted = projects_to_edit(request.membership).annotate(
        municipalities=Count("areas"), quota=Sum("areas__quota")
    )
    projects = counted.order_by("-starts_on", "name", "id")  # a query that groups knows no default order
    return render(request, "tenancy/projects.html", {"projects": projects})


@require_http_methods(["GET", "POST"])
def project_add(request: TenantRequest) -> HttpResponse:
    """A new project with its first municipalities; its page of facts and rules comes next."""
    data = request.POST or None
    form = NewProjectForm(data)
    areas = NewAreas(
        data, prefix="areas", form_kwargs={"municipalities": municipality_choices(clock.today())}
    )
    if form.is_valid() and areas.is_valid():
        try:
            project = add_project(organisation=request.organisation, quotas=areas.quotas, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("code", error)
        else:
            _let_manager_in(request.membership, project.areas.all())
            messages.success(request, _("The project is there. Check its rules now."))
            return redirect("settings_project", request.organisation.slug, project.id)
    context = {"form": form, "areas": areas}
    return render(request, "tenancy/project_add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def project_edit(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """Facts and rules of a project, and the address of its referral form."""
    project = project_or_404(request, project_id)
    form = ProjectForm(request.POST or None, instance=copy(project))
    if form.is_valid():
        form.save()
        messages.success(request, _("The project is saved."))
        return redirect("settings_project", request.organisation.slug, project.id)
    forms = public_forms(request, project)
    status = 422 if form.is_bound else 200
    return show_project(request, project, "tenancy/project.html", status=status, form=form, forms=forms)


@require_http_methods(["GET", "POST"])
def areas(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """Quotas and degrees of urbanisation of the project's municipalities."""
    project = project_or_404(request, project_id)
    data = request.POST or None
    source = DegurbaSourceForm(data, instance=project)
    rows = AreaForm.of_project(project, data)
    every: list[DegurbaSourceForm | AreaForm] = [source, *rows]
    valid = [form.is_valid() for form in every]  # all of them: each is to say what is wrong
    if all(valid):
        for form in every:
            form.save()
        messages.success(request, _("The municipalities are saved."))
        return redirect("settings_areas", request.organisation.slug, project.id)
    return _show_areas(request, project, source=source, rows=rows, status=422 if data else 200)


@require_POST
def area_add(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """Adds a municipality; a manager who adds it works in it."""
    project = project_or_404(request, project_id)
    form = NewAreaForm(request.POST, instance=ProjectArea(project=project), prefix="new", today=clock.today())
    if not form.is_valid():
        return _show_areas(request, project, new=form, status=422)
    area = form.save()
    _let_manager_in(request.membership, [area])
    messages.success(request, _("{municipality} is added.").format(municipality=area))
    return redirect("settings_areas", request.organisation.slug, project.id)


@require_POST
def area_remove(request: TenantRequest, project_id: UUID, area_id: UUID) -> HttpResponse:
    """Removes a municipality that no client has come from."""
    project = project_or_404(request, project_id)
    area = get_object_or_404(ProjectArea.objects.select_related("municipality"), project=project, id=area_id)
    try:
        area.delete()
    except ProtectedError:
        messages.error(request, _("{municipality} has clients and stays.").format(municipality=area))
    else:
        messages.success(request, _("{municipality} is removed.").format(municipality=area))
    return redirect("settings_areas", request.organisation.slug, project.id)


def _show_areas(request: TenantRequest, project: Project, *, status: int, **forms: Any) -> HttpResponse:
    """The page with the forms that were sent, and fresh ones for the rest."""
    context = {
        "source": DegurbaSourceForm(instance=project),
        "rows": AreaForm.of_project(project),
        "new": NewAreaForm(instance=ProjectArea(project=project), prefix="new", today=clock.today()),
        **forms,
    }
    return show_project(request, project, "tenancy/areas.html", status=status, **context)


def _let_manager_in(member: Membership, areas: Any) -> None:
    if Role.MANAGER in member.roles:
        grant_areas(member, areas)
