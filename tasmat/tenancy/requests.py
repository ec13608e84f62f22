"""The request as views of a tenant see it: with organisation, member and action."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from tasmat.access.actions import Action
    from tasmat.accounts.models import User
    from tasmat.links.models import LinkToken
    from tasmat.tenancy.models import Membership, Organisation, Project


class Elsewhere(Exception):
    """Raised by a view of a tenant that is only read: what is asked for stands at another address now."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class TenantRequest(HttpRequest):
    """Set by route(): `organisation`, `membership`, `action`; `access_recorded` by record_access.

    A view that sends on without having saved what was typed sets `saved_nothing`: its draft stays.
    """

    user: "User"
    organisation: "Organisation"
    membership: "Membership"
    action: "Action"
    access_recorded: bool
    saved_nothing: bool
    htmx: HtmxDetails


class PublicRequest(HttpRequest):
    """Set by public_route(): the organisation and project of a form that needs no account."""

    organisation: "Organisation"
    project: "Project"
    action: "Action"


class LinkRequest(HttpRequest):
    """Set by link_route(): the organisation and the link of a private address; nobody is signed in for it."""

    organisation: "Organisation"
    link: "LinkToken"
    action: "Action"
    access_recorded: bool
