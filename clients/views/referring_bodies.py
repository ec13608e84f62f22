"""Settings of the bodies that refer people."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.forms.referring_body import ReferringBodyForm
from clients.models import ReferringBody
from clients.services.referring_bodies import body_figures, unlisted
from clients.views.pages import posted
from tasmat.tenancy.requests import TenantRequest


@require_safe
def bodies(request: TenantRequest) -> HttpResponse:
    """The bodies, and how many people they have referred, across their successors."""
    rows = list(ReferringBody.objects.select_related("successor").order_by("role", "name"))
    context = {"rows": rows, "figures": body_figures(rows), "unlisted": unlisted()}
    return render(request, "clients/settings/bodies.html", context)


@require_http_methods(["GET", "POST"])
def body_add(request: TenantRequest) -> HttpResponse:
    """A further body."""
    return _edit(request, ReferringBody())


@require_http_methods(["GET", "POST"])
def body(request: TenantRequest, body_id: UUID) -> HttpResponse:
    """Changes a body; referrals already received keep the name that they came with."""
    return _edit(request, get_object_or_404(ReferringBody, id=body_id))


def _edit(request: TenantRequest, row: ReferringBody) -> HttpResponse:
    name = row.name
    form = ReferringBodyForm(posted(request), instance=row)
    if form.is_valid():
        form.save()
        messages.success(request, _("The body is saved."))
        return redirect("settings_bodies", request.organisation.slug)
    context = {"form": form, "name": name}
    return render(request, "clients/settings/body.html", context, status=422 if form.is_bound else 200)
