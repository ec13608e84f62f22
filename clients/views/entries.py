"""Saving an entry, keeping its draft, correcting it and adding to it."""

from itertools import pairwise
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from clients.entry_timeline import title_of
from clients.forms.entry import AmendmentForm, DraftForm, EntryForm
from clients.models import Case, Entry
from clients.rules.entries import is_locked
from clients.rules.icf import word_of
from clients.services.drafts import Kept, keep_draft, rivals_of
from clients.services.entries import amend_entry, correct_entry, lock_days, save_entry
from clients.views.cases import render_timeline
from clients.views.pages import find_case, load_case, posted, render_case, to_case
from tasmat import clock
from tasmat.audit.access import record_access
from tasmat.audit.history import history_of
from tasmat.tenancy.requests import TenantRequest

# What a version of an entry shows.
VERSIONED = (
    "happened_on",
    "kind",
    "channel",
    "counterpart",
    "place",
    "minutes",
    "kilometres",
    "icf_codes",
    "text",
)


@require_POST
def entry_save(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Saves the entry of the box; htmx gets box and timeline anew, a browser without script the page.

    When another page has typed something else into the same entry, the two are put together first.
    """
    found = find_case(request, case_id, is_visit=True)
    template = f"clients/case/timeline.html{'#log' if request.htmx else ''}"
    form = EntryForm(request.POST, project=found.case.project, today=clock.today(), case=found.case)
    if not form.is_valid():
        return render_timeline(request, found, form, template=template, status=422)
    if rivals_of(found.case, request.membership, form.page(), form.cleaned_data["text"]):
        return _to_merge(request, found.case)
    page, appointment = form.page(), form.cleaned_data["appointment"]
    save_entry(
        found.case, request.membership, page.submission_key, form.facts(), form.chosen_goals(), appointment
    )
    if request.htmx:
        return render_timeline(request, load_case(request, case_id), None, template=template)
    messages.success(request, _("The entry has been saved."))
    return to_case(request, found.case)


def _to_merge(request: TenantRequest, case: Case) -> HttpResponse:
    """Keeps the text as a draft too and leads to where both are put together."""
    form = DraftForm(request.POST)
    form.is_valid()
    kept = keep_draft(case, request.membership, form.page(), form.typed())
    address = _address_of(request, kept)
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


@require_POST
def entry_draft(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Keeps what is being typed and answers when; shows nothing of the client."""
    case = get_object_or_404(Case.objects.visible_to(request.membership, clock.today()), id=case_id)
    return answer_to_draft(request, case)


def answer_to_draft(request: TenantRequest, case: Case | None) -> HttpResponse:
    """One short text; 409 with an address when another page has typed into the same entry."""
    record_access(request, [])
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    kept = keep_draft(case, request.membership, form.page(), form.typed())
    if kept.has_met:
        words = _("This entry is also being written on another page. Both texts are kept.")
        return HttpResponse(
            words,
            status=409,
            content_type="text/plain; charset=utf-8",
            headers={"X-Merge": _address_of(request, kept)},
        )
    time = dateformat.format(clock.now(), pgettext("time of day", "G:i"))
    words = _("Draft saved at {time}").format(time=time) if kept.draft else ""
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def _address_of(request: TenantRequest, kept: Kept) -> str:
    slug = request.organisation.slug
    return reverse("draft", args=[slug, kept.draft.id]) if kept.draft else reverse("drafts", args=[slug])


@require_http_methods(["GET", "POST"])
def case_entry(request: TenantRequest, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """One entry with its earlier versions; its author corrects it here, later anybody adds to it."""
    found = find_case(request, case_id)
    entries = Entry.objects.select_related("author__user").prefetch_related("entry_goals__goal")
    entry = get_object_or_404(entries, case=found.case, id=entry_id)
    locked = is_locked(entry.created_at, clock.now(), lock_days(found.case.project))
    form = _amendment(request) if locked else _correction(request, found.case, entry)
    if form and form.is_bound and form.is_valid():
        _write(request, entry, form)
        return to_case(request, found.case)
    context = {
        "entry": entry,
        "entry_title": title_of(entry),
        "icf_words": [word_of(code) for code in entry.icf_codes],
        "amendments": entry.amendments.select_related("author__user"),
        "is_locked": locked,
        "form": form,
        "versions": _versions(entry),
    }
    return render_case(
        request, found, "clients/case/entry.html", 422 if form and form.is_bound else 200, **context
    )


def _correction(request: TenantRequest, case: Case, entry: Entry) -> EntryForm | None:
    """The form for the author, None for others; another's post is refused."""
    if entry.author_id == request.membership.id:
        typed = posted(request)
        return EntryForm(typed, instance=entry, project=case.project, today=clock.today(), case=case)
    if request.method == "POST":
        raise PermissionDenied
    return None


def _amendment(request: TenantRequest) -> AmendmentForm:
    return AmendmentForm(posted(request))


def _write(request: TenantRequest, entry: Entry, form: EntryForm | AmendmentForm) -> None:
    if isinstance(form, EntryForm):
        correct_entry(entry, form.facts(), form.chosen_goals())
        messages.success(request, _("The entry has been corrected."))
        return
    asked = form.cleaned_data
    amend_entry(entry, request.membership, asked["submission_key"], asked["text"])
    messages.success(request, _("Your words have been added to the entry."))


def _versions(entry: Entry) -> list[tuple[Any, str]]:
    """The earlier versions that say something else than the one after them, newest first."""
    versions = list(history_of(Entry).filter(pgh_obj=entry).order_by("-pgh_id"))
    changed = [earlier for later, earlier in pairwise(versions) if _shown(later) != _shown(earlier)]
    return [(version, title_of(version)) for version in changed]


def _shown(version: Any) -> list[Any]:
    return [getattr(version, name) for name in VERSIONED]
