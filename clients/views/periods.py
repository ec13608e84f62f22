"""The case's page of periods, agreements and supports, and the forms of periods and agreements."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.forms.periods import AgreementForm, EndEarlyForm, PeriodForm
from clients.forms.supports import InductionForm
from clients.models import Agreement, CoachingPeriod
from clients.period_words import length_words
from clients.rules.agreements import is_too_long, trial_length
from clients.rules.periods import InTheWay
from clients.services.caseload import Overview
from clients.services.periods import AlreadyExtended, begin_period, chains_of, make_agreement, term_of
from clients.services.practice import practice_of
from clients.services.supports import cost_of, induction_of
from clients.views.pages import find_case, posted, render_case, render_form, to_case, was_removed
from tasmat import clock
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.forms import columns_of

TAB = "case_periods"


@require_safe
def case_periods(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Coaching periods, agreements as chains, induction, equipment and purchases."""
    return render_tab(request, find_case(request, case_id))


def render_tab(
    request: TenantRequest, found: Overview, induction: InductionForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; `induction` is its form when something in it was wrong."""
    case = found.case
    agreements = list(agreements_of(found))
    trials = trial_length(term_of(agreement) for agreement in agreements)
    limit = practice_of(case.project).trial_limit_months
    purchases = list(case.purchases.all())
    context: dict[str, Any] = {
        "periods": case.periods.select_related("phase").order_by("-starts_on"),
        "chains": [(chain, length_words(chain.chain.length)) for chain in chains_of(agreements)],
        "trials": length_words(trials) if any(trials) else "",
        "trial_limit": limit,
        "is_too_long": is_too_long(trials, limit),
        "points": induction_of(case),
        "form": induction or InductionForm(case=case, today=clock.today()),
        "equipment": case.equipment.all(),
        "purchases": purchases,
        "cost": cost_of(purchases),
        "today": clock.today(),
    }
    return render_case(request, found, "clients/case/periods.html", status, **context)


def agreements_of(found: Overview) -> QuerySet[Agreement]:
    agreements: QuerySet[Agreement] = Agreement.objects.filter(case=found.case)
    return agreements


@require_http_methods(["GET", "POST"])
def case_period_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """A new phase: the earlier one ends the day before."""
    found = find_case(request, case_id)
    period = CoachingPeriod(case=found.case, starts_on=clock.today())
    form = PeriodForm(posted(request), instance=period, first_day=found.first.entry_on)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            begin_period(
                found.case, typed["phase"], typed["starts_on"], ends_on=typed["ends_on"], note=typed["note"]
            )
        except InTheWay as later:
            form.in_the_way(later.starts_on)
        else:
            messages.success(request, _("The coaching period has been saved."))
            return to_case(request, found.case, TAB)
    return render_form(request, found, form, _("New coaching period"), back=TAB)


@require_http_methods(["GET", "POST"])
def case_period(request: TenantRequest, case_id: UUID, period_id: UUID) -> HttpResponse:
    """Another day for a period, a correction, or its removal."""
    found = find_case(request, case_id)
    period = get_object_or_404(CoachingPeriod, case=found.case, id=period_id)
    if was_removed(request, period):
        return to_case(request, found.case, TAB)
    form = PeriodForm(posted(request), instance=copy(period), first_day=found.first.entry_on)
    if form.is_bound and form.is_valid():
        form.instance.save(update_fields=columns_of(form))
        messages.success(request, _("The coaching period has been saved."))
        return to_case(request, found.case, TAB)
    return render_form(request, found, form, _("Coaching period"), is_removable=True, back=TAB)


@require_http_methods(["GET", "POST"])
def case_agreement_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """A new agreement; the first one is suggested with the own workshop, from today on."""
    found = find_case(request, case_id)
    return _make(request, found, None, _("New agreement"))


@require_http_methods(["GET", "POST"])
def case_agreement_extend(request: TenantRequest, case_id: UUID, agreement_id: UUID) -> HttpResponse:
    """An extension: an agreement of its own that begins the day after."""
    found = find_case(request, case_id)
    agreement = get_object_or_404(Agreement, case=found.case, id=agreement_id)
    if agreement.ended_early_on is not None:
        return _nothing_done(request, found, _("The agreement ended early: make a new one."))
    if agreement.extensions.exists():
        return _nothing_done(request, found, _("The agreement has been extended already."))
    return _make(request, found, agreement, _("Extend the agreement"))


def _make(request: TenantRequest, found: Overview, before: Agreement | None, title: str) -> HttpResponse:
    form = _agreement_form(request, found, Agreement(case=found.case, extends=before))
    if not (form.is_bound and form.is_valid()):
        return render_form(request, found, form, title, back=TAB)
    facts = {**form.facts(), "extends": before}
    try:
        made = make_agreement(found.case, request.membership, form.cleaned_data["submission_key"], facts)
    except AlreadyExtended:
        return _nothing_done(request, found, _("The agreement has been extended already."))
    messages.success(request, _("The agreement has been made: print it for signature."))
    return _to_agreement(request, made)


@require_http_methods(["GET", "POST"])
def case_agreement(request: TenantRequest, case_id: UUID, agreement_id: UUID) -> HttpResponse:
    """One agreement: its paper for signature, the day it was signed, corrections, removal."""
    found = find_case(request, case_id)
    agreement = get_object_or_404(
        Agreement.objects.select_related("extends"), case=found.case, id=agreement_id
    )
    is_extended = agreement.extensions.exists()
    if not is_extended and was_removed(request, agreement):
        return to_case(request, found.case, TAB)
    form = _agreement_form(request, found, copy(agreement))
    if form.is_bound and form.is_valid():
        form.instance.save(update_fields=columns_of(form))
        messages.success(request, _("The agreement has been saved."))
        return to_case(request, found.case, TAB)
    return render_form(
        request,
        found,
        form,
        agreement.get_kind_display().capitalize(),
        template="clients/case/agreement.html",
        agreement=agreement,
        is_extended=is_extended,
        is_removable=not is_extended,
        back=TAB,
    )


@require_http_methods(["GET", "POST"])
def case_agreement_end(request: TenantRequest, case_id: UUID, agreement_id: UUID) -> HttpResponse:
    """The agreement ends before its last day; one ended already shows its day and reason for correction."""
    found = find_case(request, case_id)
    agreement = get_object_or_404(Agreement, case=found.case, id=agreement_id)
    if agreement.extensions.exists():
        return _nothing_done(request, found, _("The agreement has been extended: end the extension."))
    today = clock.today()
    initial = {"ended_early_on": min(max(agreement.starts_on, today), agreement.ends_on)}
    form = EndEarlyForm(
        posted(request), instance=copy(agreement), initial={} if agreement.ended_early_on else initial
    )
    if form.is_bound and form.is_valid():
        form.instance.save(update_fields=columns_of(form))
        messages.success(request, _("The agreement has been ended."))
        return to_case(request, found.case, TAB)
    return render_form(request, found, form, _("End the agreement early"), back=TAB)


def _to_agreement(request: TenantRequest, agreement: Agreement) -> HttpResponse:
    return redirect("case_agreement", request.organisation.slug, agreement.case_id, agreement.id)


def _agreement_form(request: TenantRequest, found: Overview, agreement: Agreement) -> AgreementForm:
    return AgreementForm(
        posted(request),
        instance=agreement,
        case=found.case,
        today=clock.today(),
        first_day=found.first.entry_on,
    )


def _nothing_done(request: TenantRequest, found: Overview, words: str) -> HttpResponse:
    """Somebody has been faster, or the button was pressed twice."""
    request.saved_nothing = True
    messages.info(request, words)
    return to_case(request, found.case, TAB)
