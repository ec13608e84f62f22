"""The tabs of the pages of referrals."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.navigation import Item


def referral_tabs(request: TenantRequest) -> list[Item]:
    """All referrals, the waiting list, people met by outreach."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    pages = (
        (_("Referrals"), "referrals"),
        (_("Waiting list"), "referral_queue"),
        (_("Outreach"), "referral_outreach"),
    )
    return [
        Item(label, reverse(route, args=[request.organisation.slug]), route == here, 0)
        for label, route in pages
    ]
