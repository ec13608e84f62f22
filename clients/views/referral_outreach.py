"""People met by the project's own outreach before any referral."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.forms.outreach import NewOutreachForm, OutreachFilter, OutreachForm
from clients.models import OutreachPerson
from clients.services.outreach import add_person, outreach_counts
from clients.views.pages import posted
from clients.views.referral_tabs import referral_tabs
from tasmat import clock
from tasmat.access.areas import areas_of
from tasmat.audit.access import record_access
from tasmat.tenancy.models import ProjectArea
from tasmat.tenancy.requests import TenantRequest

PAGE_SIZE = 25


@require_http_methods(["GET", "POST"])
def outreach(request: TenantRequest) -> HttpResponse:
    """The people met, how far they have come, and a form for one more."""
    areas = _areas(request)
    person = OutreachPerson(met_by=request.membership, met_on=clock.today())
    data = posted(request)
    form = NewOutreachForm(data, instance=person, areas=areas, today=clock.today())
    if form.is_valid():
        key = form.cleaned_data["submission_key"]
        add_person(form.facts(), met_by=request.membership, form_key=key)
        messages.success(request, _("The person is added."))
        return redirect("referral_outreach", request.organisation.slug)
    filter_form = OutreachFilter(request.GET, areas=areas)
    visible = OutreachPerson.objects.visible_to(request.membership)
    found = filter_form.filter(visible).select_related("municipality", "project", "met_by__user", "referral")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    record_access(request, [row.id for row in page])
    context = {
        "filter_form": filter_form,
        "page": page,
        "counts": outreach_counts(filter_form.of_project(visible)),
        "form": form,
        "tabs": referral_tabs(request),
    }
    return render(request, "clients/referral/outreach.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def outreach_person(request: TenantRequest, outreach_id: UUID) -> HttpResponse:
    """What is known of the person, and how far it has come; joining goes on in the referral form."""
    visible = OutreachPerson.objects.visible_to(request.membership).with_stage()
    visible = visible.select_related("project", "municipality", "met_by__user", "referral")
    person = get_object_or_404(visible, id=outreach_id)
    record_access(request, [person.id], subject=person.id)
    data = posted(request)
    form = OutreachForm(data, instance=person, areas=_areas(request), today=clock.today())
    if person.referral is None and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("referral_outreach", request.organisation.slug)
    context = {"person": person, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "clients/referral/outreach_person.html", context, status=status)


def _areas(request: TenantRequest) -> list[ProjectArea]:
    return list(areas_of(request.membership).select_related("project", "municipality"))
