"""The project's public referral form and its receipt; nobody signs in here."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.choices import ServiceKind
from clients.forms.referral import LANGUAGE, PublicReferralForm
from clients.models import Referral
from clients.rules.referrals import initials
from clients.services.quotas import QuotaRow, quota_board
from clients.services.referrals import receive_referral
from tasmat import clock
from tasmat.accounts.language import remember
from tasmat.accounts.limits import REFERRAL_BY_ADDRESS, count, is_over
from tasmat.tenancy.requests import PublicRequest

RECEIPT_SECONDS = 24 * 3600
_receipts = TimestampSigner(salt="referral receipt")


@require_http_methods(["GET", "POST"])
def refer(request: PublicRequest) -> HttpResponse:
    """The form, with free places first; one that was sent leads to its receipt."""
    project, today = request.project, clock.today()
    if not project.takes_referrals or today > project.ends_on:
        return render(request, "clients/referral_public/closed.html", _page(request))
    board = quota_board(project, today)
    data = request.POST if request.method == "POST" else None
    if data and LANGUAGE in data:
        return _in_another_language(request, data, board)
    form = PublicReferralForm(data, areas=[row.area for row in board], today=today)
    if not form.is_sent():
        return _show(request, form, board, status=422 if form.has_errors else 200)
    sender = get_adapter().get_client_ip(request)
    if is_over(REFERRAL_BY_ADDRESS, sender):
        form.add_error(None, _("Too many referrals have come from your network. Send this again in an hour."))
        return _show(request, form, board, status=429)
    count(REFERRAL_BY_ADDRESS, sender)
    referral = receive_referral(
        {**form.facts(), "project": project},
        form.services.rows(),
        form_key=form.cleaned_data["submission_key"],
    )
    return redirect("refer_receipt", project.code_id, _receipts.sign(referral.reference))


@require_safe
def receipt(request: PublicRequest, token: str) -> HttpResponse:
    """The reference number, for a day, to whoever was sent here after the form; `?paperi` is for printing."""
    try:
        reference = _receipts.unsign(token, max_age=RECEIPT_SECONDS)
    except BadSignature as error:
        raise Http404 from error
    referral = get_object_or_404(Referral, project=request.project, reference=reference)
    on_paper = "paperi" in request.GET
    context = {
        "referral": referral,
        "initials": initials(referral.first_name, referral.last_name),
        "on_paper": on_paper,
        "layout": "layout/print.html" if on_paper else "layout/public.html",
    }
    return render(request, "clients/referral_public/receipt.html", _page(request) | context)


def _in_another_language(request: PublicRequest, data: QueryDict, board: list[QuotaRow]) -> HttpResponse:
    """The form as it has been filled in so far; nothing is checked yet."""
    language = str(data[LANGUAGE])
    if language in dict(settings.LANGUAGES):
        translation.activate(language)  # until the end of the request: the middleware restores it
    form = PublicReferralForm(data, areas=[row.area for row in board], today=clock.today())
    response = _show(request, form, board, status=200)
    remember(response, request, language)
    return response


def _show(
    request: PublicRequest, form: PublicReferralForm, board: list[QuotaRow], *, status: int
) -> HttpResponse:
    excluded = request.project.excluded_services.values_list("kind", flat=True)
    words = dict(ServiceKind.choices)
    context = {
        "form": form,
        "board": board,
        "excluded": [words.get(kind, kind) for kind in sorted(excluded)],
        "language_form": "referral",  # changing the language sends what has been typed along
    }
    return render(request, "clients/referral_public/form.html", _page(request) | context, status=status)


def _page(request: PublicRequest) -> dict[str, object]:
    return {"organisation": request.organisation, "project": request.project}
