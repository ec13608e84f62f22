"""Keeping what is typed into any form with a text, and letting it go when the form is saved."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from clients.forms.form_drafts import PART, FormDraftForm, PageForm
from clients.models import Case
from clients.rules.form_drafts import Place
from clients.services.form_drafts import Spot, close, drop_fields, keep, throw_away
from tasmat import clock
from tasmat.tenancy.requests import TenantRequest


@require_POST
def form_draft(request: TenantRequest) -> HttpResponse:
    """Keeps what is being typed and answers when, or throws a draft away; shows nothing of a client.

    409 with the form's address when another page has typed something else into it, 410 when the form was
    saved from this page already.
    """
    form = FormDraftForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    asked, words = form.cleaned_data, ""
    spot = spot_of(request, asked["draft_place"])
    if spot.case_id is not None:
        get_object_or_404(Case.objects.visible_to(request.membership, clock.today()), id=spot.case_id)
    if asked["throw_away"]:
        throw_away(spot, asked["throw_away"])
        return _text("")
    address, _part, _rest = asked["draft_place"].partition(PART)
    kept = keep(spot, form.page(), asked["fields_typed"], title=asked["title"], address=address)
    if kept.is_late:
        return _text("", status=410)
    if kept.has_met:
        words = _("This is also being written on another page or device. Both are kept.")
        return _text(words, status=409, headers={"X-Merge": address})
    if kept.draft:
        time = dateformat.format(clock.now(), pgettext("time of day", "G:i"))
        words = _("Draft saved at {time}").format(time=time)
    return _text(words)


def spot_of(request: TenantRequest, place: str) -> Spot:
    """The form that a page calls by its address and part; 404 where the member may not open such forms."""
    address, _mark, part = place.partition(PART)
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404 as error:
        raise Http404 from error
    arguments = dict(match.kwargs)
    action = getattr(match.func, "action", None)
    is_own = arguments.pop("organisation", "") == request.organisation.slug
    if not (is_own and action and request.membership.can(action)):
        raise Http404
    case_id = arguments.pop("case_id", None)
    values = tuple(str(arguments[name]) for name in sorted(arguments))
    return Spot(request.membership, case_id, Place(str(match.url_name), values, part))


def when_answered(request: TenantRequest, response: HttpResponseBase, **_signal: Any) -> None:
    """A form is saved when its post is answered by a redirect, or by htmx's new part of the page."""
    if request.method != "POST" or "draft_place" not in request.POST or "fields_typed" in request.POST:
        return
    form = PageForm(request.POST)
    if _is_saved(request, response) and form.is_valid():
        try:
            spot = spot_of(request, form.cleaned_data["draft_place"])
        except Http404:  # no form of ours: what was saved stays saved
            return
        close(spot, form.page(), {name: request.POST.getlist(name) for name in request.POST})


def _is_saved(request: TenantRequest, response: HttpResponseBase) -> bool:
    if request.saved_nothing:
        return False
    return response.status_code in {302, 303} or (bool(request.htmx) and response.status_code in {200, 204})


def saved_in_part(request: TenantRequest, prefixes: set[str]) -> None:
    """Tells that a form of many rows, with errors in some, has saved the rows with these prefixes."""
    form = PageForm(request.POST)
    if form.is_valid():
        drop_fields(request.membership, form.cleaned_data["draft_page"], prefixes)


def _text(words: str, **how: Any) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain; charset=utf-8", **how)
