"""The tabs of the pages of people who may be there twice."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.navigation import Item


def twin_tabs(request: TenantRequest) -> list[Item]:
    """Pairs that may be one person, and pairs of whom somebody has said that they are two."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    pages = ((_("May be one person"), "duplicates"), (_("Marked as different people"), "different_people"))
    return [
        Item(label, reverse(route, args=[request.organisation.slug]), route == here, 0)
        for label, route in pages
    ]
