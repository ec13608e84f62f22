"""Tänään: who needs a contact, what is due, how the quotas stand."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clients.agenda import Group, contact_groups, due_groups
from clients.agenda_words import (
    AppointmentRow,
    TaskRow,
    appointment_rows,
    person_id,
    postponements,
    task_row,
)
from clients.models import Case
from clients.navigation import undecided_referrals
from clients.rules.stays import Span
from clients.rules.workdays import sunday_of
from clients.services.caseload import Overview, assigned_to, overviews, reminded, with_facts
from clients.services.double_bookings import calendar_and_overlaps
from clients.services.quotas import own_boards
from clients.services.reading import unread
from clients.services.tasks import due_tasks
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.access.roles import Role
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest

MORNING_ENDS, EVENING_BEGINS = 10, 17  # hours


@require_safe
def today(request: TenantRequest) -> HttpResponse:
    """A coach's own clients; for a manager, and for a coach who asks so, all that the member may see."""
    day, member = clock.today(), request.membership
    is_coach = Role.COACH in member.roles
    shows_all = not is_coach or _wants_all(request, day)
    rows = _rows(request, shows_all=shows_all)
    contacts = contact_groups(rows, shows_all=shows_all)
    dues = due_groups(rows, shows_all=shows_all)
    boards = own_boards(member, day)
    several = len({board.project.id for board in boards} | {row.case.project_id for row in rows}) > 1
    due = due_tasks(member, day, sunday_of(day))
    tasks = [task_row(task, member, day, names_project=several) for task in due]
    appointments = appointment_rows(
        *calendar_and_overlaps(member, Span(day, day)), reader=member, names_project=several
    )
    _record(request, (*contacts, *dues), tasks, appointments)
    context = {
        "heading": _heading(clock.now()),
        "shows_all": shows_all,
        "may_choose": is_coach and Role.MANAGER in member.roles,
        "clients": sum(row.is_open for row in rows),
        "short": sum(row.needs_contact for row in rows),
        "rule": _rule(rows),
        "may_log": member.can(Action.LOG_ENTRY),
        "contacts": contacts,
        "dues": dues,
        "tasks": tasks,
        "postponements": postponements(day),
        "appointments": appointments,
        "unread": sum(bool(vars(row.case)["is_unread"]) for row in rows),
        "coachless": _coachless(request, rows),
        "waiting": undecided_referrals(request) if member.can(Action.DECIDE_REFERRAL) else 0,
        "boards": boards,
        "names_project": several,
    }
    return render(request, "clients/today.html", context)


def _coachless(request: TenantRequest, rows: Iterable[Overview]) -> int:
    """Cases that an import brought without a coach, for whoever can name one."""
    if not request.membership.can(Action.HAND_OVER_CASES):
        return 0
    return sum(row.is_open and row.case.awaits_coach for row in rows)


def _record(
    request: TenantRequest,
    groups: Iterable[Group],
    tasks: Iterable[TaskRow],
    appointments: Iterable[AppointmentRow],
) -> None:
    """Everybody whose name the page shows."""
    in_groups = [row.case.case.client_id for group in groups for row in group.rows]
    in_tasks = [row.task.case.client_id for row in tasks if row.task.case]
    met = [shown for row in appointments if (shown := person_id(row.appointment))]
    record_access(request, [*in_groups, *in_tasks, *met])


def _wants_all(request: TenantRequest, day: dt.date) -> bool:
    """As asked for; without a wish, a manager who also coaches but has no client of the own sees everybody's."""
    whose = request.GET.get("whose")
    if whose in {"all", "mine"} or Role.MANAGER not in request.membership.roles:
        return whose == "all"
    visible = Case.objects.visible_to(request.membership, day)
    return not assigned_to(visible, request.membership, day).exists()


def _rows(request: TenantRequest, *, shows_all: bool) -> list[Overview]:
    """Cases of the projects that still bring up tasks."""
    day = clock.today()
    cases = reminded(Case.objects.visible_to(request.membership, day), day)
    if not shows_all:
        cases = assigned_to(cases, request.membership, day)
    cases = cases.annotate(is_unread=Exists(unread(request.membership).filter(case=OuterRef("id"))))
    return overviews(with_facts(cases, day).order_by("client__last_name", "client__first_name", "id"), day)


def _heading(now: dt.datetime) -> str:
    greeting = _("Hello!")
    if now.hour < MORNING_ENDS:
        greeting = _("Good morning!")
    elif now.hour >= EVENING_BEGINS:
        greeting = _("Good evening!")
    return _("{greeting} Today is {day}").format(greeting=greeting, day=dateformat.format(now, "l j.n."))


def _rule(rows: Iterable[Overview]) -> str:
    """The contact rule in words; each row says its own when projects or phases differ."""
    open_rows = [row for row in rows if row.is_open]
    intervals = {row.case.project.contact_interval_days for row in open_rows}
    if len(intervals) != 1 or any(row.has_phases for row in open_rows):
        return _("rule: by project and phase; absences stop the clock")
    return _("rule: at least every {days} days; absences stop the clock").format(days=intervals.pop())
