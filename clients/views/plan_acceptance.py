"""The client's own page of a plan, behind a private link: to read it and to accept it, without an account."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from clients.forms.plan_versions import ClientAcceptForm
from clients.models import PlanVersion
from clients.plan_words import sheet
from clients.services.plan_versions import accept_by_link, validity
from clients.views.pages import posted
from tasmat import clock
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import LinkRequest


@require_http_methods(["GET", "POST"])
def plan_accept(request: LinkRequest) -> HttpResponse:
    """The plan in plain words; accepted once, the page says so. Of the client's names only the first is shown."""
    version = _version(request)
    record_access(request, [version.plan.case.client_id], subject=version.id)
    form = ClientAcceptForm(posted(request))
    if form.is_bound and form.is_valid():
        accept_by_link(version, request.link, on=clock.today(), note=form.cleaned_data["note"])
        return redirect(request.path)
    context = {
        "organisation": request.organisation,
        "project": version.plan.case.project,
        "version": version,
        "first_name": version.plan.case.client.first_name,
        "sheet": sheet(version.content, to_client=True),
        "form": form,
        "until": validity(request.link),
    }
    return render(request, "clients/plan_public/accept.html", context, status=422 if form.is_bound else 200)


def _version(request: LinkRequest) -> PlanVersion:
    """The version of the link; nothing after the client's death."""
    versions = PlanVersion.objects.select_related("plan__case__client", "plan__case__project")
    version: PlanVersion = get_object_or_404(versions, id=request.link.subject)
    if version.plan.case.client.died_on is not None:
        raise Http404
    return version
