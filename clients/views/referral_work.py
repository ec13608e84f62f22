"""Acts on a referral beside its state: notes, the list of conditions, the referrer's link."""

from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clients.forms.referral_work import ChecksForm, NoteForm
from clients.models import ReferralNote
from clients.services.eligibility import checklist, save_checks
from clients.services.referral_links import renew_link, revoke_links
from clients.views.referral_page import (
    find_referral,
    find_reviewed,
    show_referral,
    taken_meanwhile,
    to_referral,
)
from tasmat import clock
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest


@require_POST
def referral_note(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """A note between staff; a double click writes one."""
    reviewed = find_reviewed(request, referral_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show_referral(request, reviewed, note=form)
    text = form.cleaned_data["text"]
    # With the text: whoever goes back in the browser and writes something else makes another note.
    key = uuid5(form.cleaned_data["submission_key"], f"{referral_id} {text}")
    facts = {"referral": reviewed.referral, "author": request.membership, "text": text}
    ReferralNote.objects.get_or_create(submission_key=key, defaults={**facts, "written_at": clock.now()})
    messages.success(request, _("The note is saved."))
    return to_referral(request, referral_id)


@require_POST
def referral_checks(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """What was found of the project's conditions."""
    reviewed = find_reviewed(request, referral_id)
    if not reviewed.referral.is_open:
        return taken_meanwhile(request, reviewed.referral)
    form = ChecksForm(request.POST, items=checklist(reviewed.referral))
    if not form.is_valid():
        return show_referral(request, reviewed, checks=form)
    save_checks(reviewed.referral, form.answers(), request.membership)
    messages.success(request, _("The conditions are saved."))
    return to_referral(request, referral_id)


@require_POST
def referral_link(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """A new private link for the referrer, shown this once; the earlier ones stop opening."""
    referral = find_referral(request, referral_id)
    address = reverse("referral_follow", args=[renew_link(referral)])
    record_access(request, [referral.case.client_id if referral.case else referral.id], subject=referral.id)
    context = {"referral": referral, "link": request.build_absolute_uri(address)}
    return render(request, "clients/referral/link.html", context)


@require_POST
def referral_link_close(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """The referrer can no longer follow the referral."""
    revoke_links(find_referral(request, referral_id))
    messages.success(request, _("The referrer's link is closed."))
    return to_referral(request, referral_id)
