"""The list of cases, a case's page with its timeline, and who coaches it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients import presenters
from clients.choices import AssignmentRole
from clients.forms.case import AssignmentEndForm, AssignmentForm, CaseFilter
from clients.forms.entry import EntryForm
from clients.models import Assignment, Case
from clients.services.assignments import BeforePresentCoach, assign, change_responsible
from clients.services.background import trustees_of
from clients.services.caseload import Overview, overviews, with_facts
from clients.services.people import excluded_services
from clients.views.entry_box import entry_box
from clients.views.pages import find_case, page_of, posted, render_case, render_form, to_case
from clients.views.partner import is_partner, partner_cases
from clients.views.timeline import timeline_context
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest


@require_safe
def case_list(request: TenantRequest) -> HttpResponse:
    """Cases the member may see, by name, as the filter asks; a partner's worker has a page of its own."""
    if is_partner(request.membership):
        return partner_cases(request)
    today = clock.today()
    form = CaseFilter(request.GET.dict(), member=request.membership, today=today)
    cases = form.filter(Case.objects.visible_to(request.membership, today))
    order: tuple[str, ...] = ("client__last_name", "client__first_name", "id")
    if request.membership.can(Action.HAND_OVER_CASES):  # who names coaches sees first where one is missing
        order = ("-awaits_coach", *order)
    by_name = with_facts(cases, today).order_by(*order)
    lacking = [row for row in overviews(by_name, today) if form.lacks(row)] if form.asks_for_missing else None
    page = page_of(by_name if lacking is None else lacking, request.GET.get("page"))
    record_access(request, [row.case.client_id for row in page])
    rows = [(row, presenters.pills(row)) for row in page]
    return render(request, "clients/cases.html", {"form": form, "page": page, "rows": rows})


@require_safe
def case(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """The timeline, and for a coach the box for the next entry."""
    found = find_case(request, case_id, is_visit=True)
    return render_timeline(request, found, None)


def render_timeline(
    request: TenantRequest,
    found: Overview,
    form: EntryForm | None,
    *,
    template: str = "clients/case/timeline.html",
    status: int = 200,
) -> HttpResponse:
    """The case's page. Without a form the box holds what the member was typing, else it is empty."""
    context = timeline_context(request, found.case)
    context |= {"is_fragment": "#" in template}
    if request.membership.can(Action.EDIT_CASE):
        context |= {
            "dues": [(due, presenters.deadline(due)) for due in found.dues],
            "excluded": excluded_services(found.case),
        }
    if request.membership.can(Action.EDIT_BACKGROUND):
        context["trustees"] = trustees_of(found.case.client)
    if request.membership.can(Action.LOG_ENTRY):
        context |= entry_box(request, found.case, form)
    return render_case(request, found, template, status, **context)


@require_http_methods(["GET", "POST"])
def case_assign(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Who coaches the case, and the form for another coach."""
    found = find_case(request, case_id)
    form = AssignmentForm(
        posted(request),
        initial={"role": AssignmentRole.RESPONSIBLE, "from_on": clock.today()},
        first_day=found.first.entry_on,
        coach_word=found.case.project.get_coach_word_display(),
    )
    if form.is_bound and form.is_valid() and _assigned(found.case, form):
        messages.success(request, _("The coaches have been changed."))
        return to_case(request, found.case, "case_assign")
    assignments = Assignment.objects.filter(case=found.case).select_related("member__user")
    context = {"form": form, "assignments": assignments.order_by("-from_on", "-id")}
    return render_case(request, found, "clients/case/assign.html", 422 if form.is_bound else 200, **context)


def _assigned(case: Case, form: AssignmentForm) -> bool:
    """Does what a valid form asks; False with an error on the form when the day is too early."""
    asked = form.cleaned_data
    if asked["role"] != AssignmentRole.RESPONSIBLE:
        assign(case, **asked)
        return True
    try:
        change_responsible(case, asked["member"], from_on=asked["from_on"], reason=asked["reason"])
    except BeforePresentCoach:
        form.add_error("from_on", _("The present coach began after this day."))
        return False
    return True


@require_http_methods(["GET", "POST"])
def case_assignment(request: TenantRequest, case_id: UUID, assignment_id: UUID) -> HttpResponse:
    """The last day of a second coach or substitute."""
    found = find_case(request, case_id)
    beside = Assignment.objects.exclude(role=AssignmentRole.RESPONSIBLE).select_related("member__user")
    assignment = get_object_or_404(beside, case=found.case, id=assignment_id)
    form = AssignmentEndForm(posted(request), instance=assignment)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The coaches have been changed."))
        return to_case(request, found.case, "case_assign")
    title = f"{capfirst(assignment.get_role_display())}: {assignment.member.user.name}"
    return render_form(request, found, form, title)
