"""The timeline on a case's page: which part is asked for, and what is new since the reader's last visit."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from clients.forms.timeline import TimelineFilter
from clients.models import Case
from clients.registry import Asked, Mark, Position, Reading, Visit, read_timeline
from tasmat.access.actions import Action
from tasmat.audit.access import last_visit
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.navigation import Item

PAGE_LENGTH = 25  # items
MOST_NEWS = 1000  # so many are counted
SAME_VISIT = dt.timedelta(minutes=30)  # coming back within it does not make the new things old

EVERYTHING: frozenset[Mark] = frozenset({"contact", "missed", "observation", "event"})
SHOWN: dict[str, tuple[Any, frozenset[Mark]]] = {
    "": (_("All"), EVERYTHING),
    "contacts": (_("Contacts"), frozenset({"contact", "missed"})),
    "observations": (_("Observations and notes"), frozenset({"observation"})),
    "events": (_("Events"), frozenset({"event"})),
}


def timeline_context(request: TenantRequest, case: Case) -> dict[str, Any]:
    """The page's part of the timeline by the address's `show`, filter and `before`, newest first."""
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    before = Position.parse(request.GET.get("before", ""))
    visit = _visit(request, case)
    form = TimelineFilter(request.GET, case=case, reads_texts=request.membership.can(Action.READ_TEXTS))
    asked = Reading(case, request.membership, SHOWN[show][1], before, PAGE_LENGTH + 1, form.asked(visit))
    items = read_timeline(asked)
    page = [(item, item.is_new(visit)) for item in items[:PAGE_LENGTH]]
    is_all = len(items) <= PAGE_LENGTH and not (show or before or form.is_used)
    address, kept = reverse("case", args=[request.organisation.slug, case.id]), form.in_address()
    return {
        "timeline": page,
        "timeline_filter": form,
        "timeline_address": address,
        "reads_texts": request.membership.can(Action.READ_TEXTS),
        "news": sum(is_new for _item, is_new in page) if is_all else _news(request, case, visit),
        "unseen": f"{_address(address, since='visit')}#aikajana",
        "filters": [
            Item(str(label), _address(address, **kept, show=name), name == show, 0)
            for name, (label, _marks) in SHOWN.items()
        ],
        "newest": _address(address, **kept, show=show) if before else "",
        "older": _address(address, **kept, show=show, before=str(page[-1][0].position))
        if len(items) > PAGE_LENGTH
        else "",
    }


def _news(request: TenantRequest, case: Case, visit: Visit) -> int:
    """How much others have recorded since the last visit, whatever part of the timeline is shown."""
    if visit.since is None:
        return 0
    unseen = Asked(unseen=visit)
    return len(read_timeline(Reading(case, request.membership, EVERYTHING, None, MOST_NEWS, unseen)))


def _visit(request: TenantRequest, case: Case) -> Visit:
    """Access events and entries carry the real time, also when the demo sets the day: so it is asked here."""
    now = timezone.now()
    return Visit(request.user.pk, last_visit(request.user.pk, case.id, before=now - SAME_VISIT), now)


def _address(address: str, **query: str) -> str:
    return f"{address}?{urlencode(query)}"
