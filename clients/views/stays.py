"""ESF start and end data, and coming back.

Forms get copies of the rows: what was typed wrong must not stand on the page as if it were known.
"""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.forms.stay import EndForm, EventFormSet, ReentryForm, StartClientForm, StartStayForm
from clients.models import ConcurrentService, Stay
from clients.rules.due import missing_end, missing_start, unasked_start
from clients.rules.stays import eura_end_status, follow_up_on, status_on_leaving, window_ends_on
from clients.services.assignments import responsible_of
from clients.services.caseload import Overview, end_facts, start_facts
from clients.services.exclusions import ReasonMissing, running_excluded
from clients.services.stays import StillOpen, come_back, last_stay_locked
from clients.views.pages import find_case, nothing_done, posted, render_case, render_form, to_case
from tasmat import clock
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.forms import columns_of
from tasmat.ui.templatetags.ui import day_of_year


@require_http_methods(["GET", "POST"])
def case_esf(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Start data of the first day, asked once for the project, and what the end data say."""
    found = find_case(request, case_id)
    typed = posted(request)
    person = StartClientForm(typed, instance=copy(found.case.client), first=found.first)
    stay = StartStayForm(typed, instance=copy(found.first))
    if typed is not None and all([person.is_valid(), stay.is_valid()]):
        person.instance.save(update_fields=columns_of(person))
        stay.instance.save(update_fields=columns_of(stay))
        messages.success(request, _("The start data have been saved."))
        return to_case(request, found.case)
    start = start_facts(found.first, found.case)
    context = {
        "form": person,
        "stay_form": stay,
        "missing": missing_start(start),
        "unasked": unasked_start(start),
        **_end_context(found.last),
    }
    return render_case(request, found, "clients/case/esf.html", 422 if typed is not None else 200, **context)


def _excluded_since(found: Overview) -> list[ConcurrentService]:
    """What the project excludes of the client's services that ran after the earlier stay."""
    since = found.last.exit_on or clock.today()
    return list(running_excluded([found.case.client_id], found.case.project, since))


def _end_context(last: Stay) -> dict[str, Any]:
    """End data as the funder asks them; nothing while the stay goes on."""
    end = end_facts(last)
    if end is None:
        return {}
    events = list(last.events.all())
    status = status_on_leaving(end.exit_on, end.exit_status, [(event.on, event.status) for event in events])
    eura = eura_end_status(status, in_education=end.in_education)
    return {
        "end_rows": [
            (_("Last day"), day_of_year(end.exit_on)),
            (_("Situation at the end, as EURA asks it"), str(eura.label) if eura else ""),
            (_("Qualification gained"), _yes_no(end.qualification)),
            (_("Direction after the project"), last.get_direction_display()),
            (_("Situation six months after"), last.get_six_month_status_display()),
        ],
        "end_missing": missing_end(end),
        "events": events,
        "attempts": last.attempts.select_related("made_by__user"),
        "window_ends_on": window_ends_on(end.exit_on),
        "follow_up_on": follow_up_on(end.exit_on),
    }


def _yes_no(answer: bool | None) -> str:
    if answer is None:
        return ""
    return _("yes") if answer else _("no")


@require_http_methods(["GET", "POST"])
def case_end(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """End data of a case that has ended, and what happened after it."""
    found = find_case(request, case_id)
    typed = posted(request)
    stay = copy(found.last) if typed is None else last_stay_locked(found.case)
    if stay.exit_on is None:
        return to_case(request, found.case, "case_close")
    last_day = window_ends_on(stay.exit_on)
    form = EndForm(
        typed,
        instance=stay,
        today=clock.today(),
        project=found.case.project,
        attempts=stay.attempts.count(),
    )
    events = EventFormSet(typed, instance=stay, form_kwargs={"today": clock.today()})
    if typed is not None and all([form.is_valid(), events.is_valid()]):
        stay.save(update_fields=columns_of(form))
        events.save()
        messages.success(request, _("The end data have been saved."))
        return to_case(request, found.case, "case_esf")
    context = {"form": form, "events": events, "window_ends_on": last_day}
    return render_case(request, found, "clients/case/end.html", 422 if typed is not None else 200, **context)


@require_http_methods(["GET", "POST"])
def case_reenter(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """The client comes back: a new stay of the same case."""
    found = find_case(request, case_id)
    if found.is_open:
        return nothing_done(request, found, _("The case goes on."))
    form = ReentryForm(
        posted(request),
        case=found.case,
        last=found.last,
        coach=responsible_of(found.case),
        excluded=_excluded_since(found),
        today=clock.today(),
    )
    if not (form.is_bound and form.is_valid()):
        return render_form(
            request, found, form, _("The client comes back"), template="clients/case/reenter.html"
        )
    try:
        come_back(found.case, member=request.membership, **form.facts())
    except StillOpen:
        return nothing_done(request, found, _("The case goes on."))
    except ReasonMissing:
        return nothing_done(request, found, _("A service that the project excludes was added meanwhile."))
    messages.success(request, _("The client has come back: a new stay has begun."))
    return to_case(request, found.case)
