"""What every page knows: organisation, member, menu, and the demo's day."""

from typing import Any, cast

from django.http import HttpRequest

from tasmat import clock
from tasmat.tenancy.context import current_tenant
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.navigation import items_for, search_url


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Outside a tenant's page, error pages included, only the demo's day."""
    common: dict[str, Any] = {
        "demo_day": clock.today() if clock.is_set_day() else None,
        "today": clock.today(),
    }
    tenant = current_tenant()
    if tenant is None or getattr(request, "membership", None) is None:
        return common
    member_request = cast(TenantRequest, request)
    return common | {
        "organisation": member_request.organisation,
        "membership": member_request.membership,
        "navigation": items_for(member_request),
        "search_url": search_url(member_request),
    }
