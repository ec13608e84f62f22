"""What makes a form keep drafts: `{% form_draft %}` inside it."""

import json
from typing import Any

from django import template
from django.template.context import Context

from clients.forms.form_drafts import PART
from clients.services.form_drafts import open_drafts
from clients.views.form_drafts import spot_of
from tasmat.tenancy.requests import TenantRequest

register = template.Library()


@register.inclusion_tag("clients/form_draft.html", takes_context=True)
def form_draft(context: Context, part: object = "") -> dict[str, Any]:
    """The hidden fields, what was typed there before, and the line that says what is saved.

    A form is known by the page's address with its parameters, since these may fill it in for somebody else.
    `part` stands for the parameters where a page has several forms, or parameters that do not matter.
    A page that answers a post shows what was typed anyway: it goes on with the key of the page before.
    """
    request: TenantRequest = context["request"]
    posted = _posted(request, str(part))
    here = str(part) or request.META.get("QUERY_STRING", "")
    place = posted.get("draft_place") or f"{request.get_full_path()}{PART}{here}"
    drafts = [] if posted else spot_of(request, place).among(_open_drafts(request))
    return {
        "organisation": request.organisation,
        "place": place,
        "is_swapped": bool(request.htmx),
        "page_key": posted.get("draft_page", ""),
        "seen": posted.get("draft_seen", " ".join(draft.as_seen for draft in drafts)),
        "drafts": [(draft, json.dumps(draft.fields, ensure_ascii=False)) for draft in drafts],
    }


def _posted(request: TenantRequest, part: str) -> dict[str, str]:
    """What the page before said, if it is this form that was posted."""
    place = request.POST.get("draft_place", "")
    address, _mark, posted_part = place.partition(PART)
    is_this = posted_part == (part or address.partition("?")[2])
    return request.POST.dict() if place and is_this else {}


def _open_drafts(request: TenantRequest) -> Any:
    """One query for all forms of a page."""
    if not hasattr(request, "open_form_drafts"):
        request.open_form_drafts = open_drafts(request.membership)  # type: ignore[attr-defined]
    return request.open_form_drafts  # type: ignore[attr-defined]
