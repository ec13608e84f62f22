"""An entry for several clients at once, and moving one that stands with the wrong person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clients.entry_timeline import title_of
from clients.forms.entry_others import MoveForm, SharedEntryForm
from clients.models import Case, Entry, EntryDraft
from clients.models.case import CaseQuerySet
from clients.services.drafts import drafts_of
from clients.services.entries import share_entry
from clients.services.entry_moves import AlreadyMoved, move_entry
from clients.services.people import search
from clients.services.shared_visits import MOST_FOUND, by_name, offered_to
from clients.views.entries import answer_to_draft
from clients.views.entry_box import draft_words, typed_before
from clients.views.pages import find_case, posted, render_case, to_case
from tasmat import clock
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest

LONGEST_QUERY = 100  # characters


@require_http_methods(["GET", "POST"])
def entry_shared(request: TenantRequest) -> HttpResponse:
    """One visit or meeting with several clients: an entry for each, all or none.

    The button beside the search posts the whole form, so that nothing typed is lost; it saves nothing.
    """
    draft = _draft(request)
    sent = posted(request)
    looks = sent is not None and "look" in sent
    form = _shared_form(request, draft, sent, looks=looks)
    if sent is not None and not looks and form.is_valid():
        return _share(request, form)
    context = {"form": form, "draft_words": draft_words(draft), "chosen": form.names_chosen()}
    return render(request, "clients/entry_shared.html", context, status=422 if form.is_bound else 200)


@require_POST
def entry_shared_draft(request: TenantRequest) -> HttpResponse:
    """Keeps what is being typed of several clients."""
    return answer_to_draft(request, None)


def _draft(request: TenantRequest) -> EntryDraft | None:
    """The draft that the address names; without one the page begins empty."""
    wanted = request.GET.get("draft")
    mine = drafts_of(None, request.membership) if wanted else []
    return next((draft for draft in mine if str(draft.id) == wanted), None)


def _shared_form(
    request: TenantRequest, draft: EntryDraft | None, sent: QueryDict | None, *, looks: bool
) -> SharedEntryForm:
    """Bound when it is to be saved; looking for another client only carries over what is typed."""
    initial = _carried_over(sent) if sent is not None else _begun(request, draft)
    cases = _open_cases(request)
    query = sent.get("find", "")[:LONGEST_QUERY] if sent is not None else ""
    chosen = [UUID(value) for value in initial.get("cases", []) if _is_id(value)]
    offered = offered_to(request.membership, cases, clock.today(), chosen, query)
    record_access(request, [case.client_id for case in offered.everybody()])
    typed = None if looks else sent
    return SharedEntryForm(typed, initial=initial, cases=cases, offered=offered, today=clock.today())


def _carried_over(sent: QueryDict) -> dict[str, Any]:
    lists = {name: sent.getlist(name) for name in ("cases", "icf")}
    return {name: value for name, value in {**sent.dict(), **lists}.items() if value}


def _begun(request: TenantRequest, draft: EntryDraft | None) -> dict[str, Any]:
    return {"cases": request.GET.getlist("case")} if draft is None else typed_before(draft)


def _open_cases(request: TenantRequest) -> CaseQuerySet:
    today = clock.today()
    visible: CaseQuerySet = Case.objects.visible_to(request.membership, today)
    return visible.open_on(today)


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _share(request: TenantRequest, form: SharedEntryForm) -> HttpResponse:
    cases = form.cleaned_data["cases"]
    share_entry(cases, request.membership, form.page().submission_key, form.facts())
    words = ngettext("Saved for {n} client.", "Saved for {n} clients.", len(cases)).format(n=len(cases))
    messages.success(request, words)
    return redirect("today", request.organisation.slug)


@require_http_methods(["GET", "POST"])
def entry_move(request: TenantRequest, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """Finds the right person and moves the entry there; moving back is the same act."""
    found = find_case(request, case_id)
    entry = get_object_or_404(
        Entry.objects.select_related("author__user", "case"), case=found.case, id=entry_id
    )
    visible = Case.objects.visible_to(request.membership, clock.today()).exclude(id=found.case.id)
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    offered = list(by_name(search(visible, query))[:MOST_FOUND])
    record_access(request, [case.client_id for case in offered])
    form = MoveForm(posted(request), cases=visible, offered=offered)
    if form.is_bound and form.is_valid():
        return _move(request, entry, form)
    context = {
        "entry": entry,
        "entry_title": title_of(entry),
        "form": form,
        "query": query,
        "offered": offered,
    }
    return render_case(
        request, found, "clients/case/entry_move.html", 422 if form.is_bound else 200, **context
    )


def _move(request: TenantRequest, entry: Entry, form: MoveForm) -> HttpResponse:
    asked = form.cleaned_data
    from_case = entry.case
    try:
        move_entry(entry, asked["to_case"], request.membership, asked["reason"])
    except AlreadyMoved:
        messages.info(request, _("The entry had been moved already."))
    else:
        messages.success(request, _("The entry has been moved. It is no longer on this person's pages."))
    return to_case(request, from_case)
