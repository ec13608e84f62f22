"""Tänään: who needs a contact, what is due, how the quotas stand."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clients.agenda import contact_groups, task_groups
from clients.models import Case
from clients.navigation import undecided_referrals
from clients.rules.due import is_reminded
from clients.services.caseload import Overview, assigned_to, overviews, with_facts
from clients.services.quotas import quota_board
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.access.areas import areas_of
from tasmat.access.roles import Role
from tasmat.audit.access import record_access
from tasmat.tenancy.models import Project
from tasmat.tenancy.requests import TenantRequest

MORNING_ENDS, EVENING_BEGINS = 10, 17  # hours


@require_safe
def today(request: TenantRequest) -> HttpResponse:
    """A coach's own clients; for a manager, and for a coach who asks so, all that the member may see."""
    day, member = clock.today(), request.membership
    is_coach = Role.COACH in member.roles
    shows_all = not is_coach or _wants_all(request, day)
    projects = _projects(request)
    rows = _rows(request, projects, shows_all=shows_all)
    contacts = contact_groups(rows, shows_all=shows_all)
    tasks = task_groups(rows, shows_all=shows_all)
    record_access(request, [row.case.case.client_id for group in (*contacts, *tasks) for row in group.rows])
    context = {
        "heading": _heading(clock.now()),
        "shows_all": shows_all,
        "may_choose": is_coach and Role.MANAGER in member.roles,
        "clients": sum(row.is_open for row in rows),
        "short": sum(row.needs_contact for row in rows),
        "rule": _rule(rows),
        "may_log": member.can(Action.LOG_ENTRY),
        "contacts": contacts,
        "tasks": tasks,
        "waiting": undecided_referrals(request) if member.can(Action.DECIDE_REFERRAL) else 0,
        "boards": [(project, quota_board(project, day)) for project in projects if _takes_part(project, day)],
    }
    return render(request, "clients/today.html", context)


def _wants_all(request: TenantRequest, day: dt.date) -> bool:
    """As asked for; without a wish, a manager who also coaches but has no client of the own sees everybody's."""
    whose = request.GET.get("whose")
    if whose in {"all", "mine"} or Role.MANAGER not in request.membership.roles:
        return whose == "all"
    visible = Case.objects.visible_to(request.membership, day)
    return not assigned_to(visible, request.membership, day).exists()


def _projects(request: TenantRequest) -> list[Project]:
    """The organisation's projects; `is_own` tells those in which the member works."""
    own = areas_of(request.membership).filter(project=OuterRef("id"))
    return list(Project.objects.annotate(is_own=Exists(own)))


def _takes_part(project: Any, day: dt.date) -> bool:
    """Whether the quotas of a project, as given by _projects, concern the member now."""
    return bool(project.is_own) and project.starts_on <= day <= project.ends_on


def _rows(request: TenantRequest, projects: list[Project], *, shows_all: bool) -> list[Overview]:
    """Cases of the projects that still bring up tasks."""
    day = clock.today()
    reminded = [project for project in projects if is_reminded(project.ends_on, day)]
    cases = Case.objects.visible_to(request.membership, day).filter(project__in=reminded)
    if not shows_all:
        cases = assigned_to(cases, request.membership, day)
    return overviews(with_facts(cases, day).order_by("client__last_name", "client__first_name", "id"), day)


def _heading(now: dt.datetime) -> str:
    greeting = _("Hello!")
    if now.hour < MORNING_ENDS:
        greeting = _("Good morning!")
    elif now.hour >= EVENING_BEGINS:
        greeting = _("Good evening!")
    return _("{greeting} Today is {day}").format(greeting=greeting, day=dateformat.format(now, "l j.n."))


def _rule(rows: Iterable[Overview]) -> str:
    """The contact rule in words; each row says its own when projects differ."""
    intervals = {row.case.project.contact_interval_days for row in rows if row.is_open}
    if len(intervals) != 1:
        return _("rule: by project; absences stop the clock")
    return _("rule: at least every {days} days; absences stop the clock").format(days=intervals.pop())
