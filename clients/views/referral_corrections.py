"""Correcting a referral that is not decided yet."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.forms.referral_staff import CorrectionForm
from clients.models import Referral
from clients.services.referral_corrections import correct_referral
from clients.services.referral_steps import AlreadyDecided
from clients.views.pages import posted
from clients.views.referral_page import find_referral, may_name_referrer, taken_meanwhile, to_referral
from tasmat import clock
from tasmat.access.areas import areas_of
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest


@require_http_methods(["GET", "POST"])
def referral_correct(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """The form of keying with what is known; what stands against the referral is looked at anew afterwards."""
    referral = find_referral(request, referral_id)
    if not referral.is_open:
        return taken_meanwhile(request, referral)
    form = _form(request, referral)
    if not form.is_sent():
        record_access(request, [referral.id], subject=referral.id)
        context = {"form": form, "referral": referral}
        status = 422 if form.has_errors else 200
        return render(request, "clients/referral/correct.html", context, status=status)
    try:
        correct_referral(
            referral_id,
            form.facts(),
            form.services.rows(),
            member=request.membership,
            arrived_on=_moved_to(form, referral),
        )
    except AlreadyDecided as error:
        return taken_meanwhile(request, error.referral)
    messages.success(request, _("The data of the referral are corrected."))
    if Referral.objects.visible_to(request.membership).filter(id=referral_id).exists():
        return to_referral(request, referral_id)
    return redirect("referrals", request.organisation.slug)


def _form(request: TenantRequest, referral: Referral) -> CorrectionForm:
    return CorrectionForm(
        posted(request),
        referral=referral,
        names_referrer=may_name_referrer(request, referral),
        areas=areas_of(request.membership).filter(project=referral.project_id),
        today=clock.today(),
    )


def _moved_to(form: CorrectionForm, referral: Referral) -> dt.date | None:
    """Another day of arrival; None when it stays."""
    day: dt.date | None = form.cleaned_data.get("arrived_on")
    return None if day == localtime(referral.received_at).date() else day
