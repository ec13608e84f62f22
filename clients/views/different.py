"""People who are alike and yet two: marking a pair, the list of the marked, taking a mark back."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clients.models import Client
from clients.services.different import mark_of, marks_among, say_different, with_people
from clients.services.duplicates import mergeable
from clients.views.twin_tabs import twin_tabs
from tasmat import clock
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest

MARKS_ON_A_PAGE = 25


@require_safe
def different_people(request: TenantRequest) -> HttpResponse:
    """Pairs marked as different people, among the people all of whose cases the member sees."""
    marks = marks_among(mergeable(request.membership, clock.today()))
    page = Paginator(marks, MARKS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = with_people(list(page.object_list))
    record_access(request, [side.client.id for row in rows for side in (row.one, row.other)])
    context = {"page": page, "rows": rows, "tabs": twin_tabs(request)}
    return render(request, "clients/merging/different.html", context)


@require_POST
def clients_different(request: TenantRequest, client_id: UUID, other_id: UUID) -> HttpResponse:
    """The two are different people: nobody is asked about them again."""
    one, other = _both(request, client_id, other_id)
    say_different(one.id, [other.id], member=request.membership)
    text = _("{one} and {other} are marked as different people.")
    messages.success(request, text.format(one=one.full_name, other=other.full_name))
    return redirect("duplicates", request.organisation.slug)


@require_POST
def clients_different_undo(request: TenantRequest, client_id: UUID, other_id: UUID) -> HttpResponse:
    """They may be one person after all."""
    one, other = _both(request, client_id, other_id)
    mark = mark_of(one.id, other.id)
    if mark is not None:
        mark.delete()
        messages.success(request, _("Taken back: they may be one person."))
    return redirect("clients_merge", request.organisation.slug, one.id, other.id)


def _both(request: TenantRequest, client_id: UUID, other_id: UUID) -> tuple[Client, Client]:
    """The two of the address, or 404 unless the member sees all cases of both."""
    people = mergeable(request.membership, clock.today())
    one, other = get_object_or_404(people, id=client_id), get_object_or_404(people, id=other_id)
    if one == other:
        raise Http404
    record_access(request, [one.id, other.id])
    return one, other
