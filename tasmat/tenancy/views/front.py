"""The front door of an organisation and the first page of its settings."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.navigation import first_url
from tasmat.ui.settings_menu import choices_for


@require_safe
def organisation(request: TenantRequest) -> HttpResponse:
    """Sends the member to the first page of the own menu."""
    return redirect(first_url(request))


@require_safe
def settings(request: TenantRequest) -> HttpResponse:
    """What the member may set."""
    return render(request, "tenancy/settings.html", {"choices": choices_for(request)})
