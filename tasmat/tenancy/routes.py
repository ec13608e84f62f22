"""route() and public_route(): the only ways to publish a view that touches data of an organisation."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.dispatch import Signal
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from tasmat.access.actions import RULES, Action, may
from tasmat.accounts.second_factor import needs_second_factor
from tasmat.links.services import find
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership, Organisation, Project, ProjectCode
from tasmat.tenancy.requests import Elsewhere, LinkRequest, PublicRequest, TenantRequest

if TYPE_CHECKING:
    from tasmat.accounts.models import User

View = Callable[..., HttpResponseBase]

# A member's request has its answer; receivers get `request` and `response`, still inside the transaction.
answered = Signal()


def route(address: str, view: View, *, action: Action, name: str) -> URLPattern:
    """An address under /o/<organisation>/ for its members who may do `action`; everybody else gets the same 404."""
    return path(f"o/<slug:organisation>/{address}", _for_members(view, action), name=name)


def public_route(address: str, view: View, *, action: Action, name: str) -> URLPattern:
    """An address that needs no account; the project's code in it decides the organisation."""
    return path(address, _for_everybody(view, action), name=name)


def link_route(address: str, view: View, *, action: Action, purpose: str, name: str) -> URLPattern:
    """A private address without an account: `<str:token>` in it decides the organisation and the row it opens."""
    return path(address, _for_bearers(view, action, purpose), name=name)


def _for_members(view: View, action: Action) -> View:
    @wraps(view)
    def inner(request: HttpRequest, organisation: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        found = Organisation.objects.filter(slug=organisation).first()
        if found is None:
            raise Http404
        with tenant_context(found.id, request.user.pk):
            tenant_request = _admit(request, found, action)
            if needs_second_factor(tenant_request.user, found):
                return _ask_for_second_factor(request, found)
            try:
                response = _render(view(tenant_request, *args, **kwargs))
            except Elsewhere as elsewhere:
                return redirect(elsewhere.address)
            _refuse_forgotten_audit(tenant_request, response)
            answered.send(View, request=tenant_request, response=response)
        return response

    inner.action = action  # type: ignore[attr-defined]
    return inner


def _for_everybody(view: View, action: Action) -> View:
    @wraps(view)
    def inner(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        registered = ProjectCode.objects.select_related("organisation").filter(code=code).first()
        if registered is None:
            raise Http404
        with tenant_context(registered.organisation_id):
            public = cast(PublicRequest, request)
            public.organisation = registered.organisation
            public.project = Project.objects.get(code=registered)
            public.action = action
            return _render(view(public, *args, **kwargs))

    inner.action = action  # type: ignore[attr-defined]
    return inner


def _for_bearers(view: View, action: Action, purpose: str) -> View:
    @wraps(view)
    def inner(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = find(purpose, token)
        if link is None:
            raise Http404
        with tenant_context(link.organisation_id):
            private = cast(LinkRequest, request)
            private.organisation, private.link = link.organisation, link
            private.action, private.access_recorded = action, False
            response = _render(view(private, *args, **kwargs))
            _refuse_forgotten_audit(private, response)
        # The address is the key: it goes into no cache, no search engine and no other site's log. With
        # "no-referrer" browsers would send posts of the page with the origin "null", which is refused.
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    inner.action = action  # type: ignore[attr-defined]
    return inner


def session_ended() -> HttpResponse:
    """Tells the scripts of an open page to ask for signing in; see static/js/app.js."""
    return HttpResponse(status=401, headers={"HX-Trigger": "session-ended"})


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page; for a part of a page 401, so that the text typed stays where it is."""
    if request.headers.get("HX-Request"):
        return session_ended()
    return redirect_to_login(request.get_full_path())


def _ask_for_second_factor(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    messages.warning(
        request,
        _("{organisation} requires a second factor: set up one of these to go on.").format(
            organisation=organisation
        ),
    )
    return redirect("mfa_index")


def _admit(request: HttpRequest, organisation: Organisation, action: Action) -> TenantRequest:
    """The request with its member; raises Http404 for strangers and PermissionDenied for other roles."""
    if not connection.in_atomic_block:
        raise RuntimeError("ATOMIC_REQUESTS is off.")
    member = (
        Membership.objects.select_related("user")
        .filter(user=cast("User", request.user), is_active=True)
        .first()
    )
    if member is None:
        raise Http404
    member.organisation = organisation
    tenant_request = cast(TenantRequest, request)
    tenant_request.organisation, tenant_request.membership = organisation, member
    tenant_request.action, tenant_request.access_recorded = action, False
    tenant_request.saved_nothing = False
    if not may(member.roles, action):
        raise PermissionDenied
    return tenant_request


def _render(response: HttpResponseBase) -> HttpResponseBase:
    """Renders inside the transaction, where the organisation is set; refuses what would run after it."""
    if response.streaming and not getattr(response, "file_to_stream", None):
        raise TypeError("A view of a tenant must not stream: the transaction would be over.")
    render = getattr(response, "render", None)
    if callable(render):
        rendered: HttpResponseBase = render()
        return rendered
    return response


def _refuse_forgotten_audit(request: TenantRequest | LinkRequest, response: HttpResponseBase) -> None:
    if RULES[request.action].shows_clients and response.status_code == 200 and not request.access_recorded:
        raise RuntimeError(f"{request.action.name}: the page shows clients but recorded no access event.")
