"""Case meetings, partners' workers let in to a case, and the way on from the project."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.choices import AssignmentRole
from clients.forms.network import (
    NOT_THERE,
    HandoverForm,
    MeetingForm,
    PartnerEndForm,
    PartnerForm,
    network_words,
)
from clients.models import Assignment, CaseMeeting, Handover, MeetingPerson, Plan
from clients.services.caseload import Overview
from clients.services.network import agree_on_way, correct_meeting, end_now, let_in, record_meeting
from clients.views.pages import find_case, is_removal, posted, render_case
from clients.views.plan_pages import (
    for_writing,
    lead_to,
    page_address,
    plan_tabs,
    render_shared,
)
from tasmat import clock
from tasmat.tenancy.requests import TenantRequest


def _render(
    request: TenantRequest, found: Overview, template: str, here: str, status: int = 200, **context: Any
) -> HttpResponse:
    plans = sorted(Plan.objects.filter(case=found.case), key=lambda plan: plan.closed_on is not None)
    sections = plan_tabs(request, found.case, plans, here)
    return render_case(request, found, template, status, sections=sections, today=clock.today(), **context)


@require_safe
def case_meetings(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """The case meetings, newest first."""
    found = find_case(request, case_id)
    meetings = CaseMeeting.objects.filter(case=found.case).prefetch_related(
        "people__member__user", "people__network_person", "versions", "entries"
    )
    rows = [(meeting, _who_was_there(meeting)) for meeting in meetings]
    return _render(request, found, "clients/plan/meetings.html", "case_meetings", rows=rows)


def _who_was_there(meeting: CaseMeeting) -> list[str]:
    client = [capfirst(_("the client"))] if meeting.entries.all() else []
    return [*client, *(_person(person, meeting.held_on) for person in meeting.people.all())]


def _person(row: MeetingPerson, day: dt.date) -> str:
    """Who was there, in words: staff by name, people of the network with the client's agreement of the day."""
    if row.member is not None:
        return str(row.member.user.name)
    if row.network_person is not None:
        return network_words(row.network_person, day)
    return ", ".join(filter(None, [row.name, row.body]))


@require_http_methods(["GET", "POST"])
def case_meeting_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """A meeting that was held."""
    found = find_case(request, case_id)
    form = MeetingForm(posted(request), case=found.case, member=request.membership, today=clock.today())
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["submission_key"]
        record_meeting(found.case, request.membership, key, form.facts(), form.people(), form.contact())
        return _saved(request, found, "case_meetings", _("The meeting has been saved."))
    back = page_address(request, "case_meetings", found.case.id)
    return render_shared(request, found, form, _("New case meeting"), back)


@require_http_methods(["GET", "POST"])
def case_meeting(request: TenantRequest, case_id: UUID, meeting_id: UUID) -> HttpResponse:
    """A meeting is corrected, or removed when no agreed version names it."""
    found = find_case(request, case_id)
    meetings = CaseMeeting.objects.filter(case=found.case)
    meeting = get_object_or_404(for_writing(request, meetings), id=meeting_id)
    is_named = meeting.versions.exists()
    if is_removal(request) and not is_named:
        meeting.delete()
        return _saved(request, found, "case_meetings", _("The meeting has been removed."))
    form = MeetingForm(
        posted(request),
        instance=meeting,
        initial=_present(meeting),
        case=found.case,
        member=request.membership,
        today=clock.today(),
    )
    if form.is_bound and form.is_valid():
        correct_meeting(meeting, form.facts(), form.people(), form.contact())
        return _saved(request, found, "case_meetings", _("The meeting has been saved."))
    back = page_address(request, "case_meetings", found.case.id)
    return render_shared(request, found, form, _("Case meeting"), back, is_removable=not is_named)


def _present(meeting: CaseMeeting) -> dict[str, Any]:
    """Who was there, as the form asks it."""
    people = list(meeting.people.all())
    guests = [", ".join(filter(None, [row.name, row.body])) for row in people if row.name]
    return {
        "members": [row.member_id for row in people if row.member_id],
        "network": [row.network_person_id for row in people if row.network_person_id],
        "guests": "\n".join(guests),
        "channel": next((entry.channel for entry in meeting.entries.all()), NOT_THERE),
    }


@require_http_methods(["GET", "POST"])
def case_partners(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Which partners' workers see the case, until when; letting one in, and ending it at once."""
    found = find_case(request, case_id)
    ended = PartnerEndForm(request.POST).assignment(found.case) if "end" in request.POST else None
    if ended is not None:
        end_now(ended, clock.today())
        return _saved(request, found, "case_partners", _("The worker sees the case no more."))
    is_sent = request.method == "POST" and "end" not in request.POST
    form = PartnerForm(request.POST if is_sent else None, today=clock.today())
    if form.is_bound and form.is_valid():
        let_in(found.case, **form.cleaned_data, from_on=clock.today())
        return _saved(request, found, "case_partners", _("The worker sees the case from now on."))
    rows = Assignment.objects.filter(case=found.case, role=AssignmentRole.PARTNER)
    context = {"form": form, "rows": rows.select_related("member__user").order_by("-until_on", "-id")}
    status = 422 if form.is_bound else 200
    return _render(request, found, "clients/plan/partners.html", "case_partners", status, **context)


@require_safe
def case_handovers(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Where the client goes on from the project, the latest first."""
    found = find_case(request, case_id)
    rows = Handover.objects.filter(case=found.case).select_related("recorded_by__user")
    return _render(request, found, "clients/plan/handovers.html", "case_handovers", rows=rows)


@require_http_methods(["GET", "POST"])
def case_handover_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """The way on, as agreed with the client."""
    found = find_case(request, case_id)
    form = HandoverForm(posted(request), today=clock.today())
    if form.is_bound and form.is_valid():
        agree_on_way(found.case, request.membership, form.cleaned_data)
        return _saved(request, found, "case_handovers", _("The way on has been saved."))
    back = page_address(request, "case_handovers", found.case.id)
    return render_shared(request, found, form, _("Way on from the project"), back)


@require_http_methods(["GET", "POST"])
def case_handover(request: TenantRequest, case_id: UUID, handover_id: UUID) -> HttpResponse:
    """The day of handing over, a correction, or removal."""
    found = find_case(request, case_id)
    handovers = Handover.objects.filter(case=found.case)
    handover = get_object_or_404(for_writing(request, handovers), id=handover_id)
    if is_removal(request):
        handover.delete()
        return _saved(request, found, "case_handovers", _("The row has been removed."))
    form = HandoverForm(posted(request), instance=handover, today=clock.today())
    if form.is_bound and form.is_valid():
        form.save()
        return _saved(request, found, "case_handovers", _("The way on has been saved."))
    back = page_address(request, "case_handovers", found.case.id)
    return render_shared(request, found, form, _("Way on from the project"), back, is_removable=True)


def _saved(request: TenantRequest, found: Overview, route: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return lead_to(request, page_address(request, route, found.case.id))
