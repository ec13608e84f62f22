"""Saving an entry, keeping its draft, correcting it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from clients.forms.entry import DraftForm, EntryForm
from clients.models import Case, Entry
from clients.services.appointments import link_entry, told_by
from clients.services.entries import keep_draft, save_entry
from clients.timeline import title_of
from clients.views.cases import render_timeline
from clients.views.pages import find_case, load_case, render_case, to_case
from tasmat import clock
from tasmat.audit.access import record_access
from tasmat.audit.history import history_of
from tasmat.tenancy.requests import TenantRequest


@require_POST
def entry_save(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Saves the entry of the box; htmx gets box and timeline anew, a browser without script the page."""
    found = find_case(request, case_id, is_visit=True)
    template = f"clients/case/timeline.html{'#log' if request.htmx else ''}"
    form = EntryForm(request.POST, project=found.case.project, today=clock.today())
    if not form.is_valid():
        return render_timeline(request, found, form, template=template, status=422)
    entry = save_entry(found.case, request.membership, form.cleaned_data["submission_key"], form.facts())
    if told := told_by(found.case, request.POST.get("appointment", "")):
        link_entry(told, entry)
    if request.htmx:
        return render_timeline(request, load_case(request, case_id), None, template=template)
    messages.success(request, _("The entry has been saved."))
    return to_case(request, found.case)


@require_POST
def entry_draft(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Keeps what is being typed and answers when; shows nothing of the client."""
    case = get_object_or_404(Case.objects.visible_to(request.membership, clock.today()), id=case_id)
    record_access(request, [])
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    is_kept = keep_draft(case, request.membership, form.cleaned_data["submission_key"], form.typed())
    time = dateformat.format(clock.now(), pgettext("time of day", "G:i"))
    words = _("Draft saved at {time}").format(time=time) if is_kept else ""
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


@require_http_methods(["GET", "POST"])
def case_entry(request: TenantRequest, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """One entry with its earlier versions; its author corrects it here."""
    found = find_case(request, case_id)
    entry = get_object_or_404(Entry.objects.select_related("author__user"), case=found.case, id=entry_id)
    form = _correction(request, found.case, entry)
    if form and form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The entry has been corrected."))
        return to_case(request, found.case)
    versions = history_of(Entry).filter(pgh_obj=entry).order_by("-pgh_id")[1:]
    context = {
        "entry": entry,
        "entry_title": title_of(entry),
        "form": form,
        "versions": [(version, title_of(version)) for version in versions],
    }
    return render_case(
        request, found, "clients/case/entry.html", 422 if form and form.is_bound else 200, **context
    )


def _correction(request: TenantRequest, case: Case, entry: Entry) -> EntryForm | None:
    """The form for the author, None for others; another's post is refused."""
    if entry.author_id == request.membership.id:
        typed = request.POST if request.method == "POST" else None
        return EntryForm(typed, instance=entry, project=case.project, today=clock.today())
    if request.method == "POST":
        raise PermissionDenied
    return None
