"""Competences of a client, and the organisation's units of qualifications in the settings."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.forms.competences import CompetenceForm, UnitForm, UnitsFileForm, UnitsTableForm
from clients.models import Competence, QualificationUnit
from clients.services.caseload import Overview
from clients.services.competences import import_units, plan_import
from clients.views.pages import find_case, posted, render_form, to_case
from tasmat import clock
from tasmat.tenancy.requests import TenantRequest

UNITS_A_PAGE = 50
SHOWN_PROBLEMS = 200


@require_http_methods(["GET", "POST"])
def case_competence_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Something learned at work, shown against a unit."""
    found = find_case(request, case_id)
    competence = Competence(case=found.case)
    return _edit(request, found, competence, _("New competence"))


@require_http_methods(["GET", "POST"])
def case_competence(request: TenantRequest, case_id: UUID, competence_id: UUID) -> HttpResponse:
    """Assessment, correction or removal."""
    found = find_case(request, case_id)
    competence = get_object_or_404(
        Competence.objects.select_related("unit"), case=found.case, id=competence_id
    )
    if request.method == "POST" and "remove" in request.POST:
        competence.delete()
        messages.success(request, _("The row has been removed."))
        return to_case(request, found.case, "case_documents")
    return _edit(request, found, competence, str(competence.unit), is_removable=True)


def _edit(
    request: TenantRequest, found: Overview, competence: Competence, title: str, **context: Any
) -> HttpResponse:
    form = CompetenceForm(
        posted(request),
        instance=competence,
        member=request.membership,
        today=clock.today(),
    )
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The competence has been saved."))
        return to_case(request, found.case, "case_documents")
    template = "clients/competences/form.html"
    return render_form(request, found, form, title, template, back="case_documents", **context)


@require_safe
def units(request: TenantRequest) -> HttpResponse:
    """The units that competences are shown against."""
    page = Paginator(QualificationUnit.objects.all(), UNITS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "clients/competences/units.html", {"page": page, "file_form": UnitsFileForm()})


@require_http_methods(["GET", "POST"])
def unit_new(request: TenantRequest) -> HttpResponse:
    """A unit entered by hand."""
    return _edit_unit(request, QualificationUnit(), _("New unit"))


@require_http_methods(["GET", "POST"])
def unit(request: TenantRequest, unit_id: UUID) -> HttpResponse:
    """A correction, or the end of a unit's use."""
    found = get_object_or_404(QualificationUnit, id=unit_id)
    return _edit_unit(request, found, found.name)


def _edit_unit(request: TenantRequest, row: QualificationUnit, title: str) -> HttpResponse:
    form = UnitForm(posted(request), instance=row)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The unit has been saved."))
        return redirect("settings_units", request.organisation.slug)
    context = {"form": form, "title": title}
    status = 422 if form.is_bound else 200
    return render(request, "clients/competences/unit.html", context, status=status)


@require_POST
def units_look(request: TenantRequest) -> HttpResponse:
    """What importing the file would do, or what is wrong in it; nothing is saved."""
    file_form = UnitsFileForm(request.POST, request.FILES)
    if not file_form.is_valid():
        return _units_with_error(request, file_form)
    form = UnitsTableForm({"table": file_form.cleaned_data["file"]})
    if not form.is_valid():
        return _units_with_error(request, form)
    table = form.cleaned_data["table"]
    context = {"form": form, "problems": table.problems[:SHOWN_PROBLEMS], "number": len(table.problems)}
    if not table.problems:
        context["plan"] = plan_import(table.units)
    return render(request, "clients/competences/units_preview.html", context)


@require_POST
def units_import(request: TenantRequest) -> HttpResponse:
    """Imports what was looked at; read again, and as a whole or not at all."""
    form = UnitsTableForm(request.POST)
    if not form.is_valid() or form.cleaned_data["table"].problems:
        return _units_with_error(request, form)
    plan = import_units(form.cleaned_data["table"].units)
    number = len(plan.new) + len(plan.changed)
    text = ngettext("%(count)s unit is imported.", "%(count)s units are imported.", number)
    messages.success(request, text % {"count": number})
    return redirect("settings_units", request.organisation.slug)


def _units_with_error(request: TenantRequest, form: UnitsFileForm | UnitsTableForm) -> HttpResponse:
    page = Paginator(QualificationUnit.objects.all(), UNITS_A_PAGE).get_page(1)
    is_file = isinstance(form, UnitsFileForm)
    context = {"page": page, "file_form": form if is_file else UnitsFileForm(), "form": form}
    return render(request, "clients/competences/units.html", context, status=422)
