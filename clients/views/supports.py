"""Induction, equipment and purchases of a case; what a project has spent."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clients.forms.supports import EquipmentForm, InductionForm, PurchaseForm
from clients.models import Equipment, InductionDone, Purchase
from clients.services.caseload import Overview
from clients.services.supports import buy, go_through, hand_out
from clients.views.pages import find_case, posted, render_form, to_case, was_removed
from clients.views.periods import TAB, render_tab
from tasmat import clock
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.forms import columns_of


@require_POST
def case_induction(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Points of the induction list that have been gone through with the client."""
    found = find_case(request, case_id)
    form = InductionForm(request.POST, case=found.case, today=clock.today())
    if not form.is_valid():
        return render_tab(request, found, form, status=422)
    go_through(found.case, form.cleaned_data["items"], form.cleaned_data["on"], request.membership)
    messages.success(request, _("The induction has been saved."))
    return to_case(request, found.case, TAB)


@require_POST
def case_induction_undo(request: TenantRequest, case_id: UUID, induction_id: UUID) -> HttpResponse:
    """A point ticked by mistake is open again."""
    found = find_case(request, case_id)
    get_object_or_404(InductionDone, case=found.case, item=induction_id).delete()
    messages.success(request, _("The point is open again."))
    return to_case(request, found.case, TAB)


@require_http_methods(["GET", "POST"])
def case_equipment_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Something handed to the client."""
    found = find_case(request, case_id)
    today = clock.today()
    form = EquipmentForm(posted(request), instance=Equipment(case=found.case, handed_on=today), today=today)
    if form.is_bound and form.is_valid():
        hand_out(found.case, **form.facts())
        messages.success(request, _("The equipment has been saved."))
        return to_case(request, found.case, TAB)
    return render_form(request, found, form, _("Hand out equipment"), back=TAB)


@require_http_methods(["GET", "POST"])
def case_equipment(request: TenantRequest, case_id: UUID, equipment_id: UUID) -> HttpResponse:
    """The return of something, a correction, or its removal."""
    found = find_case(request, case_id)
    equipment = get_object_or_404(Equipment, case=found.case, id=equipment_id)
    if was_removed(request, equipment):
        return to_case(request, found.case, TAB)
    form = EquipmentForm(posted(request), instance=copy(equipment), today=clock.today())
    return _save_row(request, found, form, _("Equipment"), _("The equipment has been saved."))


@require_POST
def case_equipment_return(request: TenantRequest, case_id: UUID, equipment_id: UUID) -> HttpResponse:
    """Something came back today; pressed twice it keeps its day."""
    found = find_case(request, case_id)
    equipment = get_object_or_404(Equipment, case=found.case, id=equipment_id)
    if equipment.returned_on is None:
        equipment.returned_on = max(clock.today(), equipment.handed_on)
        equipment.save(update_fields=["returned_on"])
    messages.success(request, _("Returned: {what}.").format(what=equipment.what))
    return to_case(request, found.case, TAB)


@require_http_methods(["GET", "POST"])
def case_purchase_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Something bought for the client."""
    found = find_case(request, case_id)
    today = clock.today()
    form = PurchaseForm(posted(request), instance=Purchase(case=found.case, bought_on=today), today=today)
    if form.is_bound and form.is_valid():
        buy(found.case, **form.facts())
        messages.success(request, _("The purchase has been saved."))
        return to_case(request, found.case, TAB)
    return render_form(request, found, form, _("New purchase"), back=TAB)


@require_http_methods(["GET", "POST"])
def case_purchase(request: TenantRequest, case_id: UUID, purchase_id: UUID) -> HttpResponse:
    """The cost or the result of a purchase, a correction, or its removal."""
    found = find_case(request, case_id)
    purchase = get_object_or_404(Purchase, case=found.case, id=purchase_id)
    if was_removed(request, purchase):
        return to_case(request, found.case, TAB)
    form = PurchaseForm(posted(request), instance=copy(purchase), today=clock.today())
    return _save_row(request, found, form, _("Purchase"), _("The purchase has been saved."))


def _save_row(request: TenantRequest, found: Overview, form: Any, title: str, words: str) -> HttpResponse:
    """Saves what the form asks of a row that is there; what was typed wrong comes back."""
    if form.is_bound and form.is_valid():
        form.instance.save(update_fields=columns_of(form))
        messages.success(request, words)
        return to_case(request, found.case, TAB)
    return render_form(request, found, form, title, is_removable=True, back=TAB)
