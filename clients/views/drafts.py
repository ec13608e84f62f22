"""Entries not finished: the list of them, going on with one, putting two together, throwing one away."""

from functools import reduce
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.forms.entry import EntryForm
from clients.models import Case, EntryDraft
from clients.rules.drafts import joined
from clients.services.drafts import all_drafts, family_of
from clients.services.form_drafts import drafts_of
from clients.views.entry_box import typed_before
from clients.views.pages import find_case, render_case
from tasmat import clock
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest


@require_safe
def drafts(request: TenantRequest) -> HttpResponse:
    """The member's own drafts of entries and of other forms, newest first."""
    visible = Case.objects.visible_to(request.membership, clock.today())
    rows, of_forms = all_drafts(request.membership, visible), drafts_of(request.membership, visible)
    cases = [draft.case for draft in rows] + [draft.case for draft in of_forms]
    record_access(request, [case.client_id for case in cases if case])
    return render(request, "clients/drafts.html", {"drafts": rows, "of_forms": of_forms})


@require_safe
def draft(request: TenantRequest, draft_id: UUID) -> HttpResponse:
    """Goes on with the draft where it was typed; first puts it together with what another page has typed."""
    found = _find(request, draft_id)
    family = family_of(found)
    if found.case is None or len(family) == 1:
        record_access(request, [])
        return redirect(_place_of(request, found))
    overview = find_case(request, found.case.id)
    newest = max(family, key=lambda row: row.saved_at)
    initial = {
        **typed_before(newest),
        "submission_key": found.parted_from or found.submission_key,
        "seen": " ".join(row.as_seen for row in family),
        "text": reduce(joined, (row.text for row in family)),
    }
    case = overview.case
    form = EntryForm(initial=initial, project=case.project, today=clock.today(), case=case)
    return render_case(request, overview, "clients/case/draft_merge.html", form=form, family=family)


@require_http_methods(["GET", "POST"])
def draft_discard(request: TenantRequest, draft_id: UUID) -> HttpResponse:
    """Asks whether the draft is thrown away, and throws it away."""
    found = _find(request, draft_id)
    record_access(request, [found.case.client_id] if found.case else [])
    if request.method == "POST":
        found.delete()
        messages.success(request, _("The draft has been thrown away."))
        return redirect("drafts", request.organisation.slug)
    return render(request, "clients/draft_discard.html", {"draft": found})


def _find(request: TenantRequest, draft_id: UUID) -> EntryDraft:
    """The member's own draft of a case that is still seen, or 404."""
    visible = Case.objects.visible_to(request.membership, clock.today())
    mine = EntryDraft.objects.filter(Q(case__in=visible) | Q(case__isnull=True), author=request.membership)
    found: EntryDraft = get_object_or_404(mine.select_related("case__client", "author"), id=draft_id)
    return found


def _place_of(request: TenantRequest, draft: EntryDraft) -> str:
    slug = request.organisation.slug
    if draft.case_id is None:
        return f"{reverse('entry_shared', args=[slug])}?draft={draft.id}"
    return f"{reverse('case', args=[slug, draft.case_id])}?draft={draft.id}#kirjaa"
