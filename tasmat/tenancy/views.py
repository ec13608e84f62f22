"""The front door of an organisation."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.navigation import first_url


@require_safe
def organisation(request: TenantRequest) -> HttpResponse:
    """Sends the member to the first page of the own menu."""
    return redirect(first_url(request))
