"""Finding a client by any part of any name, by phone or by reference; and what other apps find."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clients import presenters
from clients.models import Case
from clients.rules.merging import identity_code_in, masked_code
from clients.search_sources import search_sources
from clients.services.caseload import with_facts
from clients.services.people import search
from clients.views.pages import page_of
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest

LONGEST_QUERY = 100  # characters


@require_safe
def search_page(request: TenantRequest) -> HttpResponse:
    """Cases among those the member may see; somebody else's are not hinted at."""
    today = clock.today()
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    visible = with_facts(search(Case.objects.visible_to(request.membership, today), query), today)
    cases = visible.prefetch_related("client__earlier_names").order_by(
        "client__last_name", "client__first_name", "id"
    )
    page = page_of(cases, request.GET.get("page"))
    record_access(request, [row.case.client_id for row in page])
    code = identity_code_in(query)
    context = {
        "query": masked_code(code) if code else query,
        "page": page,
        "rows": [(row, presenters.pills(row)) for row in page],
        "others": search_sources(request, query),
        "may_log": request.membership.can(Action.LOG_ENTRY),
    }
    return render(request, "clients/search.html", context)
