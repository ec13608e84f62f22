"""Acts that bring a referral from state to state: looking, contacting, waiting, deciding, taking back."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from clients.choices import NOT_TAKEN, DeclineReason, ReferralState
from clients.forms.referral_decision import DeclineForm, WithdrawForm, typed_code
from clients.forms.referral_work import ContactedForm
from clients.models import Referral
from clients.rules.referrals import COACHES_STEPS
from clients.services.referral_review import with_code
from clients.services.referral_steps import (
    AlreadyDecided,
    ends_with_contact,
    record_contact,
    take_back_contact,
    take_back_step,
    take_step,
)
from clients.services.referrals import CannotAccept, accept_referral
from clients.views.referral_page import (
    accept_form,
    find_referral,
    find_reviewed,
    show_referral,
    taken_meanwhile,
    to_referral,
)
from tasmat import clock
from tasmat.tenancy.requests import TenantRequest


@require_POST
def referral_step(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """Somebody looks at the referral, or has contacted the person."""
    referral = find_referral(request, referral_id)
    state = request.POST.get("state")
    if state not in COACHES_STEPS:
        return HttpResponseBadRequest()
    form = ContactedForm(request.POST, referral=referral, today=clock.today())
    if state != ReferralState.CONTACTED:
        return _step(request, referral.id, ReferralState(state))
    if not form.is_valid():
        return show_referral(request, find_reviewed(request, referral_id), contacted=form)
    if referral.state == ReferralState.WAITING:
        return _contact(request, referral, form.cleaned_data["on"])
    return _step(request, referral.id, ReferralState.CONTACTED, on=form.cleaned_data["on"])


@require_POST
def referral_wait(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """The person comes last on the waiting list."""
    return _step(request, find_referral(request, referral_id).id, ReferralState.WAITING)


@require_POST
def referral_step_back(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """A step of the staff was a mistake."""
    referral = find_referral(request, referral_id)
    if ends_with_contact(referral):
        return _take_back_contact(request, referral)
    return _take_back(request, referral.id, COACHES_STEPS)


@require_POST
def referral_take_back(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """A declined, withdrawn or waiting referral returns to the state before."""
    among = frozenset({ReferralState.WAITING, *NOT_TAKEN})
    return _take_back(request, find_referral(request, referral_id).id, among)


@require_POST
def referral_accept(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """The person becomes a client with a case."""
    reviewed = with_code(find_reviewed(request, referral_id), typed_code(request.POST), clock.today())
    if not reviewed.referral.is_open:
        return taken_meanwhile(request, reviewed.referral)
    form = accept_form(reviewed, request.POST)
    if not form.is_valid():
        return show_referral(request, reviewed, accept=form)
    try:
        case, moved = accept_referral(referral_id, member=request.membership, **form.decision())
    except AlreadyDecided as error:
        return taken_meanwhile(request, error.referral)
    except CannotAccept as error:
        form.add_error(None, str(error))
        return show_referral(request, reviewed, accept=form)
    said = [_("Accepted: the case is {reference}.").format(reference=case.reference)]
    if moved:
        text = ngettext(
            "One coming meeting went over to the calendar of {name}.",
            "{number} coming meetings went over to the calendar of {name}.",
            moved,
        )
        said.append(text.format(number=moved, name=form.cleaned_data["responsible"]))
    messages.success(request, " ".join(said))
    return to_referral(request, referral_id)


@require_POST
def referral_decline(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """The project does not take the person."""
    form = DeclineForm(request.POST)
    return _end(request, referral_id, ReferralState.DECLINED, decline=form)


@require_POST
def referral_withdraw(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """The person does not come, or the referrer takes the referral back."""
    form = WithdrawForm(request.POST)
    return _end(request, referral_id, ReferralState.WITHDRAWN, withdraw=form)


def _end(
    request: TenantRequest, referral_id: UUID, state: ReferralState, **named: DeclineForm | WithdrawForm
) -> HttpResponse:
    """Ends the referral without a place; `named` is the form of its reason under its name in the page."""
    reviewed = find_reviewed(request, referral_id)
    if not reviewed.referral.is_open:
        return taken_meanwhile(request, reviewed.referral)
    [form] = named.values()
    if not form.is_valid():
        return show_referral(request, reviewed, **named)
    return _step(request, referral_id, state, DeclineReason(form.cleaned_data["reason"]))


def _step(
    request: TenantRequest,
    referral_id: UUID,
    state: ReferralState,
    reason: DeclineReason | None = None,
    on: dt.date | None = None,
) -> HttpResponse:
    try:
        referral = take_step(referral_id, state, member=request.membership, reason=reason, on=on)
    except AlreadyDecided as error:
        return taken_meanwhile(request, error.referral)
    said = _("The referral is now: {state}.").format(state=referral.get_state_display())
    messages.success(request, said)
    return to_referral(request, referral_id)


def _contact(request: TenantRequest, referral: Referral, on: dt.date) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        record_contact(referral.id, member=request.membership, seen=seen, on=on)
    except AlreadyDecided as error:
        return taken_meanwhile(request, error.referral)
    messages.success(request, _("The contact is recorded. The person keeps the place in the line."))
    return to_referral(request, referral.id)


def _take_back_contact(request: TenantRequest, referral: Referral) -> HttpResponse:
    try:
        take_back_contact(referral.id, member=request.membership)
    except AlreadyDecided as error:
        return taken_meanwhile(request, error.referral)
    messages.success(request, _("The contact is taken back. The person keeps the place in the line."))
    return to_referral(request, referral.id)


def _take_back(request: TenantRequest, referral_id: UUID, among: frozenset[ReferralState]) -> HttpResponse:
    try:
        referral = take_back_step(referral_id, member=request.membership, among=among)
    except AlreadyDecided as error:
        return taken_meanwhile(request, error.referral)
    said = _("Taken back. The referral is again: {state}.").format(state=referral.get_state_display())
    messages.success(request, said)
    return to_referral(request, referral_id)
