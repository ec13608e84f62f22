"""Persons who are there twice: who is alike, the preview of a merge, merging, and undoing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.forms.merging import MergeForm
from clients.models import Case, Client, ClientMerge
from clients.rules.merging import UNDO_FOR
from clients.services.different import ToldApart, mark_of, marks_among, with_people
from clients.services.duplicates import AlikePair, Candidate, alike_people, alike_to, candidates, mergeable
from clients.services.merge_preview import facts_of, fates_of, rows_that_move
from clients.services.merge_trace import merges_of
from clients.services.merging import CannotMerge, CannotUndo, merge_clients, refusal, undo_merge
from clients.services.people import search
from clients.views.pages import find_case, posted, render_case, to_case
from clients.views.twin_tabs import twin_tabs
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.templatetags.ui import day_of_year

PAIRS_ON_A_PAGE = 25
MOST_FOUND = 20
LONGEST_QUERY = 100  # characters


@require_safe
def duplicates(request: TenantRequest) -> HttpResponse:
    """Pairs that may be one person, among the people all of whose cases the member sees."""
    pairs = alike_people(mergeable(request.membership, clock.today()))
    page = Paginator(pairs, PAIRS_ON_A_PAGE).get_page(request.GET.get("page"))
    record_access(request, [side.client.id for pair in page for side in (pair.one, pair.other)])
    return render(request, "clients/merging/duplicates.html", {"page": page, "tabs": twin_tabs(request)})


@require_safe
def case_twins(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Whom the client may be merged with: people alike, and those found by a search."""
    found = find_case(request, case_id)
    client, today = found.case.client, clock.today()
    people = mergeable(request.membership, today)
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    visible = search(Case.objects.visible_to(request.membership, today), query)
    ids = people.filter(id__in=visible.values("client")).exclude(id=client.id).values_list("id", flat=True)
    rows = list(candidates(ids[:MOST_FOUND]).values())
    alike = alike_to(client, people)
    apart = with_people(marks_among(people).filter(Q(first=client) | Q(second=client))[:MOST_FOUND])
    others = [
        *(_other_of(pair, client) for pair in alike),
        *(_other_of(pair, client) for pair in apart),
        *rows,
    ]
    record_access(request, [other.client.id for other in others])
    context: dict[str, Any] = {
        "alike": [(_other_of(pair, client), pair.words) for pair in alike],
        "apart": [(_other_of(pair, client), pair.mark) for pair in apart],
        "query": query,
        "rows": rows,
        "may_merge": people.filter(id=client.id).exists(),
    }
    return render_case(request, found, "clients/merging/twins.html", **context)


def _other_of(pair: AlikePair | ToldApart, client: Client) -> Candidate:
    return pair.other if pair.one.client == client else pair.one


@require_http_methods(["GET", "POST"])
def clients_merge(request: TenantRequest, client_id: UUID, other_id: UUID) -> HttpResponse:
    """Both side by side and what a merge would do; the first of the two is kept."""
    people = mergeable(request.membership, clock.today()).select_related("municipality")
    kept = get_object_or_404(people, id=client_id)
    merged = get_object_or_404(people.exclude(id=client_id), id=other_id)
    record_access(request, [kept.id, merged.id])
    facts = facts_of(kept, merged)
    form = MergeForm(posted(request), facts=facts)
    if form.is_bound and form.is_valid() and _merged(request, kept, merged, form):
        case = Case.objects.not_merged().filter(client=kept).order_by("-id").first()
        return redirect("case_merges", request.organisation.slug, case.id)
    sides = candidates([kept.id, merged.id])
    context = {
        "kept": kept,
        "merged": merged,
        "kept_side": sides[kept.id],
        "merged_side": sides[merged.id],
        "facts": facts,
        "form": form,
        "fates": fates_of(kept, merged),
        "rows": rows_that_move(merged),
        "refusal": refusal(kept, merged),
        "mark": mark_of(kept.id, merged.id),
    }
    return render(request, "clients/merging/merge.html", context, status=422 if form.is_bound else 200)


def _merged(request: TenantRequest, kept: Client, merged: Client, form: MergeForm) -> bool:
    """Does the merge; False with the reason on the form when it cannot be."""
    try:
        merge_clients(kept.id, merged.id, from_merged=form.from_merged(), member=request.membership)
    except CannotMerge as error:
        form.add_error(None, str(error))
        return False
    until = day_of_year(clock.today() + UNDO_FOR)
    messages.success(
        request, _("The two are one person now. It can be undone until {day}.").format(day=until)
    )
    return True


@require_safe
def case_merges(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """The rows that became this person: when, by whom, what moved and what was set aside."""
    found = find_case(request, case_id)
    reads_texts = request.membership.can(Action.READ_TEXTS)
    merges = merges_of(found.case.client, clock.now(), with_texts=reads_texts)
    people = mergeable(request.membership, clock.today())
    may_undo = (
        request.membership.can(Action.MERGE_CLIENTS) and people.filter(id=found.case.client_id).exists()
    )
    return render_case(request, found, "clients/merging/merges.html", merges=merges, may_undo=may_undo)


@require_POST
def merge_undo(request: TenantRequest, case_id: UUID, merge_id: UUID) -> HttpResponse:
    """The two are two again, for whoever may make two such people one: who sees all their cases."""
    found = find_case(request, case_id)
    get_object_or_404(mergeable(request.membership, clock.today()), id=found.case.client_id)
    merge = get_object_or_404(ClientMerge, kept=found.case.client, id=merge_id)
    try:
        undo_merge(merge.id, member=request.membership)
    except CannotUndo as error:
        messages.warning(request, str(error))
        return to_case(request, found.case, "case_merges")
    messages.success(request, _("Undone: they are two persons again."))
    return redirect("cases", request.organisation.slug)
