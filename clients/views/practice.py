"""Settings of a project's casework: its practice, its induction list, and what it has spent on clients."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.forms.practice import InductionItemForm, PracticeForm
from clients.models import InductionItem
from clients.services.practice import practice_of
from clients.services.supports import spending_of
from clients.views.pages import posted
from tasmat.tenancy.models import Project
from tasmat.tenancy.projects import project_or_404, show_project
from tasmat.tenancy.requests import TenantRequest


@require_http_methods(["GET", "POST"])
def settings_practice(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """Kinds of plans and agreements, and the times that rules go by."""
    project = project_or_404(request, project_id)
    form = PracticeForm(posted(request), instance=practice_of(project))
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The practice is saved."))
        return redirect("settings_practice", request.organisation.slug, project.id)
    status = 422 if form.is_bound else 200
    return show_project(request, project, "clients/settings/practice.html", status=status, form=form)


@require_http_methods(["GET", "POST"])
def settings_induction(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """The induction list in order, and adding a point at its end."""
    project = project_or_404(request, project_id)
    rows = InductionItem.objects.filter(project=project)
    item = InductionItem(project=project, position=_next_position(project))
    form = InductionItemForm(posted(request), instance=item)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("{name} is added.").format(name=item))
        return redirect("settings_induction", request.organisation.slug, project.id)
    status = 422 if form.is_bound else 200
    return show_project(
        request, project, "clients/settings/induction.html", status=status, form=form, rows=rows
    )


def _next_position(project: Project) -> int:
    last = InductionItem.objects.filter(project=project).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@require_http_methods(["GET", "POST"])
def settings_induction_item(request: TenantRequest, project_id: UUID, induction_id: UUID) -> HttpResponse:
    """Another name or place of a point, or taking it out of use; what was gone through stays."""
    project = project_or_404(request, project_id)
    item = get_object_or_404(InductionItem, project=project, id=induction_id)
    form = InductionItemForm(posted(request), instance=item)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The point is saved."))
        return redirect("settings_induction", request.organisation.slug, project.id)
    status = 422 if form.is_bound else 200
    return show_project(request, project, "clients/settings/induction_item.html", status=status, form=form)


@require_safe
def settings_purchases(request: TenantRequest, project_id: UUID) -> HttpResponse:
    """What the project has bought for clients, by year and kind; no names."""
    project = project_or_404(request, project_id)
    rows = spending_of(project)
    total = sum((row.total for row in rows), Decimal(0))
    return show_project(request, project, "clients/settings/purchases.html", rows=rows, total=total)
