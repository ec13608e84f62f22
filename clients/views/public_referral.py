"""The project's public referral form; nobody signs in here."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods, require_safe

from clients.choices import ServiceKind
from clients.forms.public_referral import OwnReferralForm, PublicReferralForm
from clients.forms.referral import LANGUAGE
from clients.rules.form_limits import AT_FIRST, LONGEST, MESSAGES, WITHOUT_SCRIPT, Verdict
from clients.services.form_limits import Sender, admit, age_of, is_busy, new_stamp
from clients.services.quotas import QuotaRow, quota_board
from clients.services.referrals import is_received, receive_referral
from clients.views.pages import posted
from clients.views.referral_receipt import receipt_token
from tasmat import clock
from tasmat.accounts.language import remember
from tasmat.accounts.proofs import new_challenge
from tasmat.tenancy.requests import PublicRequest

STAMP, PROOF = "shown", "altcha"  # hidden fields of the form


@require_http_methods(["GET", "POST"])
def refer(request: PublicRequest) -> HttpResponse:
    """The form for who refers somebody."""
    return _answer(request, PublicReferralForm)


@require_http_methods(["GET", "POST"])
def refer_oneself(request: PublicRequest) -> HttpResponse:
    """The form for who applies for oneself."""
    return _answer(request, OwnReferralForm)


@require_safe
def challenge(_request: PublicRequest) -> HttpResponse:
    """A new proof of work for the browser; see static/js/proof.js."""
    return JsonResponse(new_challenge())


def _answer(request: PublicRequest, form_class: type[PublicReferralForm]) -> HttpResponse:
    """The form, with free places first; one that was sent leads to its receipt."""
    project, today = request.project, clock.today()
    if not project.takes_referrals or today > project.ends_on:
        return render(request, "clients/referral_public/closed.html", _page(request))
    board = quota_board(project, today)
    data = posted(request)
    if data and LANGUAGE in data:
        return _in_another_language(request, data, board, form_class)
    form = form_class(data, areas=[row.area for row in board], today=today)
    if not form.is_sent():
        return _show(request, form, board, status=422 if form.has_errors else 200)
    facts, rows = {**form.facts(), "project": project}, form.services.rows()
    key = form.cleaned_data["submission_key"]
    verdict = admit(_sender(request), stamp=request.POST.get(STAMP, ""), proof=request.POST.get(PROOF, ""))
    if verdict is not Verdict.TAKEN and not is_received(facts, rows, form_key=key):
        form.add_error(None, str(MESSAGES[verdict]))
        return _show(request, form, board, status=429 if verdict is Verdict.REFUSED else 422, verdict=verdict)
    referral = receive_referral(facts, rows, form_key=key)
    return redirect("refer_receipt", project.code_id, receipt_token(referral))


def _in_another_language(
    request: PublicRequest, data: QueryDict, board: list[QuotaRow], form_class: type[PublicReferralForm]
) -> HttpResponse:
    """The form as it has been filled in so far; nothing is checked yet."""
    language = str(data[LANGUAGE])
    if language in dict(settings.LANGUAGES):
        translation.activate(language)  # until the end of the request: the middleware restores it
    form = form_class(data, areas=[row.area for row in board], today=clock.today())
    response = _show(request, form, board, status=200)
    remember(response, request, language)
    return response


def _show(
    request: PublicRequest,
    form: PublicReferralForm,
    board: list[QuotaRow],
    *,
    status: int,
    verdict: Verdict | None = None,
) -> HttpResponse:
    excluded = request.project.excluded_services.values_list("kind", flat=True)
    words = dict(ServiceKind.choices)
    context = {
        "form": form,
        "board": board,
        "excluded": [words.get(kind, kind) for kind in sorted(excluded)],
        "language_form": "referral",  # changing the language sends what has been typed along
        "stamp": _kept_stamp(request),
        "wants_proof": _what_to_do(request, verdict),
    }
    return render(request, "clients/referral_public/form.html", _page(request) | context, status=status)


def _sender(request: PublicRequest) -> Sender:
    return Sender(get_adapter().get_client_ip(request), request.project.code_id)


def _kept_stamp(request: PublicRequest) -> str:
    """The time of the first showing as long as it counts: a form that comes back is no new one."""
    stamp = request.POST.get(STAMP, "")
    age = age_of(stamp)
    return new_stamp() if age is None or age > LONGEST else stamp


def _what_to_do(request: PublicRequest, verdict: Verdict | None) -> Promise | None:
    """Where a proof of work is wanted: what to do without script. None where no proof is wanted."""
    if verdict is None and is_busy(_sender(request)):
        return AT_FIRST
    return WITHOUT_SCRIPT.get(verdict) if verdict else None


def _page(request: PublicRequest) -> dict[str, object]:
    return {"organisation": request.organisation, "project": request.project}
