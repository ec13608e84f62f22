"""The box for an entry on a case's page: empty, filled from an address, or with what was being typed."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clients.choices import Channel, EntryKind
from clients.forms.entry import EntryForm
from clients.models import Appointment, Case, EntryDraft
from clients.services.drafts import drafts_of, family_of
from tasmat import clock
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.templatetags.ui import day_and_time

# What a link may say beforehand, for instance the one of an appointment: parameter → field.
FROM_ADDRESS = {
    "kind": "kind",
    "channel": "channel",
    "on": "happened_on",
    "minutes": "minutes",
    "place": "place",
    "appointment": "appointment",
}


def entry_box(request: TenantRequest, case: Case, form: EntryForm | None) -> dict[str, Any]:
    """The context of the box; `form` is one with errors. A new entry after a saved one begins empty."""
    drafts = drafts_of(case, request.membership)
    draft = None if form or request.method == "POST" else chosen_draft(request, drafts)
    if form is None:
        initial = _beforehand(request, case) if draft is None else typed_before(draft)
        form = EntryForm(initial=initial, project=case.project, today=clock.today(), case=case)
    return {
        "form": form,
        "draft_words": draft_words(draft),
        "parted": draft if draft and len(family_of(draft)) > 1 else None,
        "other_drafts": len(drafts) - (draft is not None),
    }


def chosen_draft(request: TenantRequest, drafts: list[EntryDraft]) -> EntryDraft | None:
    """The draft that the address names, else the newest; none when the address fills the box."""
    wanted = request.GET.get("draft")
    if wanted:
        return next((draft for draft in drafts if str(draft.id) == wanted), None)
    return next(iter(drafts), None) if not _given(request.GET) and "new" not in request.GET else None


def typed_before(draft: EntryDraft) -> dict[str, Any]:
    """The initial values of a form that goes on from a draft."""
    return {**draft.fields, "submission_key": draft.submission_key, "seen": draft.as_seen}


def draft_words(draft: EntryDraft | None) -> str:
    if draft is None:
        return ""
    return _("Draft of {when}").format(when=day_and_time(timezone.localtime(draft.saved_at)))


def _beforehand(request: TenantRequest, case: Case) -> dict[str, Any]:
    """What the address and the appointment it names say; a meeting is not on the phone."""
    said = {**_of_appointment(case, request.GET.get("appointment", "")), **_given(request.GET)}
    if said.get("kind") == EntryKind.MEETING:
        said.setdefault("channel", Channel.FACE_TO_FACE)
    return said


def _of_appointment(case: Case, appointment_id: str) -> dict[str, Any]:
    """Kind, day and place of an appointment that no entry tells of yet. How long it took is not known."""
    waiting = Appointment.objects.filter(case=case, entry__isnull=True)
    found = next((row for row in waiting if str(row.id) == appointment_id), None) if appointment_id else None
    if found is None:
        return {}
    day = min(timezone.localtime(found.starts_at).date(), clock.today())
    return {"kind": found.kind, "happened_on": day, "place": found.place}


def _given(query: Mapping[str, str]) -> dict[str, str]:
    """The fields that the address fills; the form says what is wrong with them."""
    return {field: query[name] for name, field in FROM_ADDRESS.items() if query.get(name)}
