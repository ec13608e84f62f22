"""Ending a case, attempts to get its end data, and undoing an ending made by mistake."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.forms.closing import AttemptForm, CloseForm
from clients.forms.stay import CoachForm
from clients.models import EndDataAttempt
from clients.rules.closing import likely_last_day, may_remove_attempt
from clients.services.assignments import responsible_of
from clients.services.caseload import Overview, end_facts
from clients.services.closing import Attempt, close_case, log_attempt, missing_start_data, open_things
from clients.services.plan_versions import latest_handover
from clients.services.stays import end_statements, undo_closing
from clients.views.pages import find_case, nothing_done, posted, render_case, render_form, to_case
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.tenancy.requests import TenantRequest


@require_http_methods(["GET", "POST"])
def case_close(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Ends the open stay. Pressed twice it ends once; ended by somebody else it says so."""
    found = find_case(request, case_id)
    if not found.is_open:
        return nothing_done(request, found, _("The case has ended already."))
    form = _close_form(request, found)
    if not (form.is_bound and form.is_valid()):
        still_open = open_things(found.case, found.last, clock.now(), request.membership)
        things = [
            (thing, reverse(thing.route, args=[request.organisation.slug, found.case.id]))
            for thing in (*missing_start_data(found), *still_open)
        ]
        context = {"things": things, "may_plan": request.membership.can(Action.EDIT_PLAN)}
        return render_form(request, found, form, _("End the case"), "clients/case/close.html", **context)
    is_ended = close_case(
        found.case,
        request.membership,
        exit_on=form.cleaned_data["exit_on"],
        facts=form.facts(),
        attempt=form.attempt(),
    )
    if not is_ended:
        return nothing_done(request, found, _("The case has ended already."))
    messages.success(request, _("The case has been ended. What follows stands on this page."))
    return to_case(request, found.case)


def _close_form(request: TenantRequest, found: Overview) -> CloseForm:
    today, project = clock.today(), found.case.project
    return CloseForm(
        posted(request),
        instance=copy(found.last),
        initial={"exit_on": likely_last_day(today, project.ends_on, found.case.client.died_on)},
        today=today,
        project=project,
        last_contact_on=found.last_contact_on,
        agreed=latest_handover(found.last),
    )


@require_http_methods(["GET", "POST"])
def case_undo_close(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Takes back an ending made by mistake; says first what that means and what is another act."""
    found = find_case(request, case_id)
    if found.is_open:
        return nothing_done(request, found, _("The case goes on."))
    form = CoachForm(posted(request), coach=responsible_of(found.case))
    if not (form.is_bound and form.is_valid()):
        context: dict[str, Any] = {
            "form": form,
            "attempts": found.last.attempts.count(),
            "events": found.last.events.count(),
            "statements": list(end_statements(found.last)),
        }
        status = 422 if form.is_bound else 200
        return render_case(request, found, "clients/case/undo_close.html", status, **context)
    coach = form.cleaned_data.get("responsible")
    if not undo_closing(found.case, (coach, clock.today()) if coach else None):
        return nothing_done(request, found, _("The case goes on."))
    messages.success(request, _("The ending has been undone: the case goes on as before."))
    return to_case(request, found.case)


@require_http_methods(["GET", "POST"])
def case_attempt_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Logs a further attempt to get the end data of a case that has ended."""
    found = find_case(request, case_id)
    if found.is_open:
        return nothing_done(request, found, _("The case goes on. The end data are asked when it ends."))
    form = AttemptForm(
        posted(request),
        initial={"on": clock.today()},
        stay=found.last,
        today=clock.today(),
    )
    if not (form.is_bound and form.is_valid()):
        return render_form(request, found, form, _("Attempt to get the end data"), back="case_esf")
    asked = form.cleaned_data
    attempt = Attempt(asked["on"], asked["how"], asked["result"])
    log_attempt(found.last, request.membership, attempt, asked["submission_key"])
    messages.success(request, _("The attempt has been logged."))
    return to_case(request, found.case, "case_esf")


@require_http_methods(["GET", "POST"])
def case_attempt(request: TenantRequest, case_id: UUID, attempt_id: UUID) -> HttpResponse:
    """Corrects an attempt, or takes it away unless the gap it proves is still there."""
    found = find_case(request, case_id)
    row = get_object_or_404(EndDataAttempt, stay__case=found.case, id=attempt_id)
    if "remove" in request.POST:
        return _remove(request, found, row)
    form = AttemptForm(
        posted(request),
        instance=row,
        stay=row.stay,
        today=clock.today(),
    )
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The attempt has been corrected."))
        return to_case(request, found.case, "case_esf")
    title = _("Attempt to get the end data")
    return render_form(request, found, form, title, back="case_esf", is_removable=True)


def _remove(request: TenantRequest, found: Overview, row: EndDataAttempt) -> HttpResponse:
    end, has_died = end_facts(row.stay), found.case.client.died_on is not None
    attempts = row.stay.attempts.count()
    if end is not None and not may_remove_attempt(end, attempts, has_died=has_died):
        messages.warning(request, _("End data are missing: this only attempt must stay, correct it instead."))
        return to_case(request, found.case, "case_esf")
    row.delete()
    messages.success(request, _("The attempt has been removed."))
    return to_case(request, found.case, "case_esf")
