"""The page of one referral: what every act on it begins with and comes back to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clients.choices import NOT_TAKEN, UNDECIDED, ReferralState
from clients.forms.referral_decision import AcceptForm, DeclineForm, WithdrawForm
from clients.forms.referral_work import ChecksForm, ContactedForm, NoteForm
from clients.models import Case, OutreachPerson, Referral
from clients.rules.referral_times import times
from clients.rules.referrals import COACHES_STEPS, Alike, may_enter, steps_of_staff
from clients.services.eligibility import checklist
from clients.services.referral_links import open_links
from clients.services.referral_meetings import coming_meetings
from clients.services.referral_queue import place_in_line
from clients.services.referral_review import ReviewedReferral, review, with_places
from clients.services.referral_steps import ends_with_contact
from clients.services.referral_times import events_of
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest


def find_referral(request: TenantRequest, referral_id: UUID) -> Referral:
    """The referral of the address, or 404."""
    visible = Referral.objects.visible_to(request.membership)
    referral: Referral = get_object_or_404(visible, id=referral_id)
    return referral


def find_reviewed(request: TenantRequest, referral_id: UUID) -> ReviewedReferral:
    """The referral with what stands against it, or 404."""
    visible = with_places(Referral.objects.visible_to(request.membership)).select_related("body")
    return review([get_object_or_404(visible, id=referral_id)], clock.today())[0]


def may_name_referrer(request: TenantRequest, referral: Referral) -> bool:
    """The name of the referring body tells the municipality: of a protected person only who decides reads it."""
    return not referral.hides_municipality or request.membership.can(Action.DECIDE_REFERRAL)


def to_referral(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    return redirect("referral", request.organisation.slug, referral_id)


def taken_meanwhile(request: TenantRequest, referral: Referral) -> HttpResponse:
    """Says what another person, or the first of two clicks, has done already."""
    if ends_with_contact(referral):
        messages.warning(request, _("The contact was recorded already. Nothing more was changed."))
        return to_referral(request, referral.id)
    text = _("Nothing was changed: the referral was already {state}.")
    messages.warning(request, text.format(state=referral.get_state_display()))
    return to_referral(request, referral.id)


def accept_form(reviewed: ReviewedReferral, data: Any = None) -> AcceptForm:
    """How the referral is accepted, with the questions that what stands against it makes necessary."""
    return AcceptForm(
        data,
        referral=reviewed.referral,
        alike=reviewed.alike,
        is_blocked=reviewed.is_blocked,
        in_excluded=reviewed.in_excluded,
        meetings=list(coming_meetings(reviewed.referral, clock.now())),
        today=clock.today(),
    )


def show_referral(request: TenantRequest, reviewed: ReviewedReferral, **wrong: Any) -> HttpResponse:
    """The page; `wrong` is a form with errors under its name in the page, and the answer is 422 then."""
    referral = reviewed.referral
    record_access(
        request, [reviewed.person_id, *(person.id for person in reviewed.alike)], subject=referral.id
    )
    context = {
        "reviewed": reviewed,
        "referral": referral,
        "alike": alike_with_links(request, reviewed.alike),
        "names_referrer": may_name_referrer(request, referral),
        "case_url": _case_urls(request, id=referral.case_id).get(reviewed.person_id, ""),
        "form": next(iter(wrong.values()), None),
        **_way(referral),
        **_work(referral),
        **(_decision(reviewed) if request.membership.can(Action.DECIDE_REFERRAL) else {}),
    }
    return render(request, "clients/referral/detail.html", context | wrong, status=422 if wrong else 200)


def alike_with_links(request: TenantRequest, alike: list[Alike]) -> list[tuple[Alike, str]]:
    """Each person with the page that the member may open, if any."""
    if not alike:
        return []
    ids = [person.id for person in alike]
    urls = _case_urls(request, client__in=ids)
    for referral in Referral.objects.visible_to(request.membership).filter(id__in=ids):
        urls[referral.id] = reverse("referral", args=[request.organisation.slug, referral.id])
    if any(person.is_met for person in alike):
        for met in OutreachPerson.objects.visible_to(request.membership).filter(id__in=ids):
            urls[met.id] = reverse("referral_outreach_person", args=[request.organisation.slug, met.id])
    return [(person, urls.get(person.id, "")) for person in alike]


def _way(referral: Referral) -> dict[str, Any]:
    """How the referral has come to where it is."""
    [events] = events_of(Referral.objects.filter(id=referral.id))
    return {
        "steps": referral.steps.select_related("member__user").order_by("-at", "-id"),
        "times": times(events),
        "place": place_in_line(referral),
    }


def _work(referral: Referral) -> dict[str, Any]:
    """What every member who sees the referral may do with it."""
    items, last = checklist(referral), referral.steps.last()
    context: dict[str, Any] = {
        "notes": referral.notes.select_related("author__user").order_by("-written_at", "-id"),
        "note": NoteForm(),
        "appointments": referral.appointments.select_related("member__user"),
        "checklist": items,
        "links": open_links(referral),
        "next_steps": steps_of_staff(referral.state),
        "contacted": ContactedForm(None, referral=referral, today=clock.today()),
        "last_step": last,
        "can_step_back": referral.state in COACHES_STEPS,
        "can_take_contact_back": last is not None and last.is_contact_while_waiting,
    }
    if referral.is_open:
        context["checks"] = ChecksForm(None, items=items)
    return context


def _decision(reviewed: ReviewedReferral) -> dict[str, Any]:
    """What the manager may do besides."""
    referral = reviewed.referral
    if not referral.is_open:
        return {"can_take_back": referral.state in NOT_TAKEN}
    return {
        "can_take_back": referral.state in UNDECIDED - COACHES_STEPS - {ReferralState.RECEIVED},
        "can_wait": may_enter(referral.state, ReferralState.WAITING),
        "accept": accept_form(reviewed),
        "decline": DeclineForm(),
        "withdraw": WithdrawForm(),
    }


def _case_urls(request: TenantRequest, **wanted: Any) -> dict[UUID, str]:
    """By client: the address of a case that the member may open."""
    cases = Case.objects.visible_to(request.membership, clock.today()).filter(**wanted)
    return {case.client_id: reverse("case", args=[request.organisation.slug, case.id]) for case in cases}
