"""What the referrer sees afterwards: the receipt of a day, and the state of the referral by a private link."""

from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from clients.choices import ReferralState
from clients.follow_words import told_of
from clients.models import Referral
from clients.rules.referrals import initials
from clients.services.referral_links import issue_link
from clients.services.referral_steps import last_contact
from tasmat.audit.access import record_access
from tasmat.links.services import mark_used
from tasmat.tenancy.requests import LinkRequest, PublicRequest

RECEIPT_SECONDS = 24 * 3600
_receipts = TimestampSigner(salt="referral receipt")


def receipt_token(referral: Referral) -> str:
    """The last part of the receipt's address, signed: the reference, and a private link made for it."""
    return _receipts.sign(f"{referral.reference}.{issue_link(referral)}")


@require_safe
@cache_control(no_store=True)
def receipt(request: PublicRequest, token: str) -> HttpResponse:
    """The reference number, for a day, to whoever was sent here after the form; `?paperi` is for printing."""
    try:
        reference, _dot, link = _receipts.unsign(token, max_age=RECEIPT_SECONDS).partition(".")
    except BadSignature as error:
        raise Http404 from error
    referral = get_object_or_404(Referral, project=request.project, reference=reference)
    on_paper = "paperi" in request.GET
    context = {
        "organisation": request.organisation,
        "project": request.project,
        "referral": referral,
        "initials": initials(referral.first_name, referral.last_name),
        "follow_url": request.build_absolute_uri(reverse("referral_follow", args=[link])),
        "on_paper": on_paper,
        "layout": "layout/print.html" if on_paper else "layout/public.html",
    }
    return render(request, "clients/referral_public/receipt.html", context)


@require_safe
def follow(request: LinkRequest) -> HttpResponse:
    """Where the referral stands. It tells nothing of the person, and no reason: the same page for all."""
    referrals = Referral.objects.select_related("project", "case")
    referral = get_object_or_404(referrals, id=request.link.subject)
    record_access(request, [referral.case.client_id if referral.case else referral.id], subject=referral.id)
    mark_used(request.link)
    steps = referral.steps.select_related("member__user")
    step, entered = steps.last(), steps.filter(while_waiting=False).last()
    context = {
        "organisation": request.organisation,
        "project": referral.project,
        "referral": referral,
        "initials": initials(referral.first_name, referral.last_name),
        "told": told_of(referral),
        "since": entered.on if entered else localtime(referral.received_at).date(),
        "contacted_on": last_contact(referral) if referral.state == ReferralState.WAITING else None,
        "handled_by": step.member if step else None,
    }
    return render(request, "clients/referral_public/follow.html", context)
