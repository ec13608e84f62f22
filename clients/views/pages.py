"""What every page of a case begins with: the case, if the member may see it, and the head of the page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Exists, Model, OuterRef
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients import presenters, registry
from clients.models import Case
from clients.models.case import CaseQuerySet
from clients.services.caseload import Overview, overview, overviews, with_facts
from clients.services.merge_trace import remaining_of
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.access.areas import areas_of
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import Elsewhere, TenantRequest

CASES_ON_A_PAGE = 25

WHILE_OPEN: tuple[tuple[Promise, str, Action], ...] = (
    (_("New appointment"), "case_appointment_new", Action.EDIT_AGENDA),
    (_("New task"), "case_task_new", Action.EDIT_AGENDA),
    (_("End the case"), "case_close", Action.CLOSE_CASE),
    (_("Coaches"), "case_assign", Action.ASSIGN_CASE),
    (_("The same person twice"), "case_twins", Action.MERGE_CLIENTS),
)
WHEN_ENDED: tuple[tuple[Promise, str, Action], ...] = (
    (_("The client comes back"), "case_reenter", Action.CLOSE_CASE),
    (_("Undo the ending"), "case_undo_close", Action.CLOSE_CASE),
    (_("Coaches"), "case_assign", Action.ASSIGN_CASE),
    (_("The same person twice"), "case_twins", Action.MERGE_CLIENTS),
)


def find_case(request: TenantRequest, case_id: UUID, *, is_visit: bool = False) -> Overview:
    """The case of the address, or 404; records that its client was shown.

    `is_visit` is for the page with the timeline alone: "since your last visit" counts from there.
    """
    found = load_case(request, case_id)
    record_access(request, [found.case.client_id], subject=found.case.id if is_visit else None)
    return found


def load_case(request: TenantRequest, case_id: UUID) -> Overview:
    """The case as it is now, or 404; the address of one that was merged leads to the one that remains.

    `is_one_of_several` on the case: the member works in other projects too.
    """
    today, member = clock.today(), request.membership
    visible = Case.objects.visible_to(member, today)
    elsewhere = areas_of(member).exclude(project=OuterRef("project"))
    cases = with_facts(visible.annotate(is_one_of_several=Exists(elsewhere)), today)
    case = cases.filter(id=case_id).first()
    if case is None:
        raise _elsewhere(request, visible, case_id) or Http404
    return overview(case, today)


def _elsewhere(request: TenantRequest, visible: CaseQuerySet, case_id: UUID) -> Elsewhere | None:
    """The same page of the case that the case became one with, if the member sees that and only reads."""
    if request.method not in {"GET", "HEAD"} or (match := request.resolver_match) is None:
        return None
    remaining = visible.filter(id=remaining_of(case_id)).first()
    if remaining is None:
        return None
    messages.info(request, _("The two cases were merged: this one remains."))
    address = reverse(match.view_name, kwargs={**match.kwargs, "case_id": remaining.id})
    query = request.META["QUERY_STRING"]
    return Elsewhere(f"{address}?{query}" if query else address)


def render_case(
    request: TenantRequest, found: Overview, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the case under its identity bar and tabs."""
    member = request.membership
    head = {
        "overview": found,
        "case": found.case,
        "client": found.case.client,
        "facts": presenters.facts(
            found, member, clock.today(), names_project=vars(found.case)["is_one_of_several"]
        ),
        "pills": presenters.pills(found),
        "tabs": registry.tabs(request, found.case),
        "acts": _acts(request, found),
        "end_url": _end_of_the_dead(request, found),
        "may_log": member.can(Action.LOG_ENTRY),
    }
    return render(request, template, head | context, status=status)


def render_form(
    request: TenantRequest,
    found: Overview,
    form: BaseForm,
    title: str | Promise,
    template: str = "clients/case/form.html",
    **context: Any,
) -> HttpResponse:
    """A page with one form; what was typed wrong comes back with 422."""
    status = 422 if form.is_bound else 200
    return render_case(request, found, template, status, form=form, title=title, **context)


def page_of(rows: CaseQuerySet | list[Overview], number: str | None) -> Page[Overview]:
    """One page of cases, as given by with_facts or looked at already."""
    page: Page[Any] = Paginator(rows, CASES_ON_A_PAGE).get_page(number)
    if not isinstance(rows, list):
        page.object_list = overviews(page.object_list, clock.today())
    return page


def to_case(request: TenantRequest, case: Case, route: str = "case") -> HttpResponse:
    """Sends the member to a page of the case."""
    return redirect(route, request.organisation.slug, case.id)


def nothing_done(request: TenantRequest, found: Overview, words: str) -> HttpResponse:
    """Somebody has been faster, or the button was pressed twice."""
    request.saved_nothing = True
    messages.info(request, words)
    return to_case(request, found.case)


def _acts(request: TenantRequest, found: Overview) -> list[tuple[Promise, str]]:
    """The words and addresses of the menu of acts."""
    address = [request.organisation.slug, found.case.id]
    return [
        (label, reverse(route, args=address))
        for label, route, action in (WHILE_OPEN if found.is_open else WHEN_ENDED)
        if request.membership.can(action)
    ]


def _end_of_the_dead(request: TenantRequest, found: Overview) -> str:
    """Where the case of somebody who has died is ended; empty when it is, and for who may not."""
    waits = found.case.client.died_on is not None and found.is_open
    if not waits or not request.membership.can(Action.CLOSE_CASE):
        return ""
    return reverse("case_close", args=[request.organisation.slug, found.case.id])


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def is_removal(request: HttpRequest) -> bool:
    """Whether the button for what was entered by mistake was pressed."""
    return request.method == "POST" and "remove" in request.POST


def was_removed(request: TenantRequest, row: Model) -> bool:
    """Takes the row away when that button was pressed; the change history keeps it."""
    if not is_removal(request) or row._state.adding:
        return False
    row.delete()
    messages.success(request, _("The row has been removed."))
    return True
