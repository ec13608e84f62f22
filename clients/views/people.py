"""What is known of a person: facts and names, services beside the project, times away."""

from copy import copy
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.forms.person import AbsenceForm, PersonForm, ServiceForm
from clients.models import Absence, ConcurrentService
from clients.presenters import services_chart
from clients.rules.merging import masked_code
from clients.services.background import background_of, network_of
from clients.services.caseload import Overview
from clients.services.exclusions import excluded_kinds, excluded_services, save_service
from clients.services.people import save_person
from clients.views.pages import find_case, posted, render_case, render_form, to_case, was_removed
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.forms import columns_of


@require_http_methods(["GET", "POST"])
def case_person(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """The person's facts, services beside the project and times away."""
    found = find_case(request, case_id)
    client = found.case.client
    form = PersonForm(posted(request), instance=copy(client), today=clock.today())
    if form.is_bound and form.is_valid():
        save_person(form.instance, columns_of(form), form.former_name())
        messages.success(request, _("The person's data have been saved."))
        return to_case(request, found.case, "case_person")
    services = list(client.services.all())
    context = {
        "form": form,
        "services": services,
        "excluded": excluded_services(found.case, found.last),
        "absences": found.case.absences.all(),
        "former_names": client.earlier_names.all(),
        "masked_code": masked_code(client.identity_code or ""),
        "was_merged": client.merges.exists(),
        "services_chart": services_chart(found, services, clock.today()),
    }
    if request.membership.can(Action.EDIT_BACKGROUND):
        groups = background_of(client, clock.today())
        context |= {
            "background": groups,
            "has_background": any(group.rows for group in groups),
            "network": network_of(client, clock.today()),
        }
    return render_case(request, found, "clients/case/person.html", 422 if form.is_bound else 200, **context)


@require_http_methods(["GET", "POST"])
def case_service_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """A service or benefit that runs beside the project."""
    found = find_case(request, case_id)
    return _edit_service(
        request, found, ConcurrentService(client=found.case.client), _("New service or benefit")
    )


@require_http_methods(["GET", "POST"])
def case_service(request: TenantRequest, case_id: UUID, service_id: UUID) -> HttpResponse:
    """Another day for the end of a service, a correction, or its removal."""
    found = find_case(request, case_id)
    service = get_object_or_404(ConcurrentService, client=found.case.client, id=service_id)
    return _edit_service(request, found, service, service.get_kind_display().capitalize())


def _edit_service(
    request: TenantRequest, found: Overview, service: ConcurrentService, title: str
) -> HttpResponse:
    """Saves the service; what the project excludes is looked at again whenever it changes."""
    excluded = excluded_kinds(found.case.project)
    form = ServiceForm(posted(request), instance=service, stay=found.last, excluded=excluded)
    if was_removed(request, service):
        return to_case(request, found.case, "case_person")
    if not (form.is_bound and form.is_valid()):
        return _render_row(request, found, form, title)
    save_service(service, found.last, form.given_reason, member=request.membership)
    messages.success(request, _("The service has been saved."))
    return to_case(request, found.case, "case_person")


@require_http_methods(["GET", "POST"])
def case_absence_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """A time away, when rules and clocks stop."""
    found = find_case(request, case_id)
    absence = Absence(case=found.case, starts_on=clock.today())
    return _edit_absence(request, found, absence, _("New time away"))


@require_http_methods(["GET", "POST"])
def case_absence(request: TenantRequest, case_id: UUID, absence_id: UUID) -> HttpResponse:
    """The day of return, a correction, or removal."""
    found = find_case(request, case_id)
    absence = get_object_or_404(Absence, case=found.case, id=absence_id)
    return _edit_absence(request, found, absence, _("Time away"))


def _edit_absence(request: TenantRequest, found: Overview, absence: Absence, title: str) -> HttpResponse:
    form = AbsenceForm(posted(request), instance=absence, first_day=found.first.entry_on)
    if was_removed(request, absence):
        return to_case(request, found.case, "case_person")
    if not (form.is_bound and form.is_valid()):
        return _render_row(request, found, form, title)
    form.save()
    messages.success(request, _("The time away has been saved."))
    return to_case(request, found.case, "case_person")


def _render_row(
    request: TenantRequest, found: Overview, form: ServiceForm | AbsenceForm, title: str
) -> HttpResponse:
    is_new = form.instance._state.adding
    return render_form(request, found, form, title, is_removable=not is_new, back="case_person")
