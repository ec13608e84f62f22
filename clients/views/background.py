"""Pages of a person's background, network and safety note; they are the coaches'."""

from copy import copy
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.choices import BackgroundKind
from clients.forms.background import BackgroundForm, NetworkForm, SafetyForm
from clients.models import Background, NetworkPerson
from clients.services.caseload import Overview
from clients.views.pages import find_case, is_removal, posted, render_form, to_case, was_removed
from tasmat import clock
from tasmat.tenancy.requests import TenantRequest

HOME = "case_person"


@require_http_methods(["GET", "POST"])
def case_background_new(request: TenantRequest, case_id: UUID, background_kind: str) -> HttpResponse:
    """A further fact of one kind: a school, a job, a language, a card, a skill, an obstacle, a support."""
    found = find_case(request, case_id)
    if background_kind not in BackgroundKind.values:
        raise Http404
    row = Background(client=found.case.client, kind=background_kind)
    return _edit_background(request, found, row)


@require_http_methods(["GET", "POST"])
def case_background(request: TenantRequest, case_id: UUID, background_id: UUID) -> HttpResponse:
    """One fact corrected, ended or taken away."""
    found = find_case(request, case_id)
    row = get_object_or_404(Background, client=found.case.client, id=background_id)
    return _edit_background(request, found, row)


def _edit_background(request: TenantRequest, found: Overview, row: Background) -> HttpResponse:
    form = BackgroundForm(posted(request), instance=row, today=clock.today())
    return _edit(request, found, form, capfirst(row.get_kind_display()))


@require_http_methods(["GET", "POST"])
def case_network_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Somebody of the client's network."""
    found = find_case(request, case_id)
    return _edit_network(
        request, found, NetworkPerson(client=found.case.client), _("New person of the network")
    )


@require_http_methods(["GET", "POST"])
def case_network(request: TenantRequest, case_id: UUID, network_id: UUID) -> HttpResponse:
    """A person of the network corrected, or the client's agreement ended."""
    found = find_case(request, case_id)
    row = get_object_or_404(NetworkPerson, client=found.case.client, id=network_id)
    return _edit_network(request, found, row, row.name)


def _edit_network(request: TenantRequest, found: Overview, row: NetworkPerson, title: str) -> HttpResponse:
    form = NetworkForm(posted(request), instance=row, today=clock.today())
    return _edit(request, found, form, title)


@require_http_methods(["GET", "POST"])
def case_safety(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """What has to be known before a home visit."""
    found = find_case(request, case_id)
    form = SafetyForm(posted(request), instance=copy(found.case.client))
    if not (form.is_bound and form.is_valid()):
        return render_form(request, found, form, _("Before a home visit"), back=HOME)
    form.instance.save(update_fields=["safety_note"])
    messages.success(request, _("Saved."))
    return to_case(request, found.case, HOME)


def _edit(
    request: TenantRequest, found: Overview, form: BackgroundForm | NetworkForm, title: str | Promise
) -> HttpResponse:
    """Saves the row of the form, or takes away one entered by mistake; the change history keeps it."""
    row, is_new = form.instance, form.instance._state.adding
    if not is_new and is_removal(request) and isinstance(row, NetworkPerson) and row.meetings.exists():
        messages.warning(
            request, _("The person was at a case meeting: end the agreement instead of removing.")
        )
        return to_case(request, found.case, HOME)
    if was_removed(request, row):
        return to_case(request, found.case, HOME)
    if not (form.is_bound and form.is_valid()):
        return render_form(request, found, form, title, is_removable=not is_new, back=HOME)
    form.save()
    messages.success(request, _("Saved."))
    return to_case(request, found.case, HOME)
