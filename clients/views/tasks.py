"""Tasks: the member's list, one of the own or for a colleague, done, undone, put off."""

import datetime as dt
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.agenda_words import TaskRow, postponements, task_row, task_words
from clients.choices import TaskKind
from clients.forms.tasks import PostponeForm, TaskForm
from clients.models import Case, Task
from clients.rules.workdays import sunday_of
from clients.services.tasks import (
    do_task,
    make_task,
    postpone_task,
    tasks_of,
    tasks_seen_by,
    undo_task,
)
from clients.views.pages import find_case, posted, render_form, to_case
from tasmat import clock
from tasmat.access.areas import works_in_several_projects
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.forms import columns_of

DONE_SHOWN = dt.timedelta(days=14)


class Group(NamedTuple):
    """Tasks under one heading."""

    title: str
    rows: list[TaskRow]


@require_safe
def tasks(request: TenantRequest) -> HttpResponse:
    """What the member has to do by when, what colleagues do for the member, and what was done lately."""
    member, today = request.membership, clock.today()
    recent = Q(done_at__isnull=True) | Q(done_at__gte=clock.now() - DONE_SHOWN)
    several = works_in_several_projects(member)
    found = tasks_of(member, today).filter(recent)
    rows = [task_row(task, member, today, names_project=several) for task in found]
    record_access(request, [row.task.case.client_id for row in rows if row.task.case])
    open_rows = [row for row in rows if not row.task.done_at]
    own = [row for row in open_rows if row.task.owner_id == member.id]
    context = {
        "groups": _by_day(own, today),
        "others": [row for row in open_rows if row.task.owner_id != member.id],
        "done": sorted((row for row in rows if row.task.done_at), key=_done_at, reverse=True),
        "number": len(own),
        "postponements": postponements(today),
    }
    return render(request, "clients/agenda/tasks.html", context)


@require_http_methods(["GET", "POST"])
def task_new(request: TenantRequest) -> HttpResponse:
    """A task about no client in particular."""
    form = _form(request, Task(), None)
    if form.is_bound and form.is_valid():
        make_task(form.cleaned_data["submission_key"], request.membership, **form.facts())
        messages.success(request, _("The task is saved."))
        return redirect("tasks", request.organisation.slug)
    record_access(request, [])
    return _show(request, form, _("New task"))


@require_http_methods(["GET", "POST"])
def case_task_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """A task about a client."""
    found = find_case(request, case_id)
    form = _form(request, Task(), found.case)
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["submission_key"]
        make_task(key, request.membership, case=found.case, **form.facts())
        messages.success(request, _("The task is saved."))
        return to_case(request, found.case, "case_agenda")
    return render_form(request, found, form, _("New task"), back="case_agenda")


@require_http_methods(["GET", "POST"])
def task(request: TenantRequest, task_id: UUID) -> HttpResponse:
    """Another text, day or colleague; of a task made by a rule, another day."""
    row = _find(request, task_id)
    record_access(request, [row.case.client_id] if row.case else [])
    if row.kind != TaskKind.OWN:
        return _show_rules_task(request, row)
    form = _form(request, row, row.case)
    if form.is_bound and form.is_valid():
        form.instance.save(update_fields=columns_of(form))
        messages.success(request, _("The task is saved."))
        return _back(request, row)
    return _show(request, form, _("Task"), row)


@require_POST
def task_done(request: TenantRequest, task_id: UUID) -> HttpResponse:
    row = _find(request, task_id)
    if do_task(row, request.membership, clock.now()):
        words = _("Done: {task}.").format(task=task_words(row, request.membership))
        page = reverse("task", args=[request.organisation.slug, row.id])
        undo = format_html('<a class="govuk-link" href="{}">{}</a>', page, _("Undo"))
        messages.success(request, format_html("{} {}", words, undo))
    return _back(request, row)


@require_POST
def task_undo(request: TenantRequest, task_id: UUID) -> HttpResponse:
    """The task was not done after all."""
    row = _find(request, task_id)
    if undo_task(row):
        messages.success(
            request, _("To be done again: {task}.").format(task=task_words(row, request.membership))
        )
    return _back(request, row)


@require_POST
def task_postpone(request: TenantRequest, task_id: UUID) -> HttpResponse:
    """Another day by which the task is to be done."""
    row = _find(request, task_id)
    form = PostponeForm(request.POST, today=clock.today())
    if not form.is_valid():
        record_access(request, [row.case.client_id] if row.case else [])
        return _show(request, form, task_words(row, request.membership), row)
    postpone_task(row, form.cleaned_data["until"])
    messages.success(request, _("Postponed: {task}.").format(task=task_words(row, request.membership)))
    return _back(request, row)


def _find(request: TenantRequest, task_id: UUID) -> Task:
    return get_object_or_404(tasks_seen_by(request.membership, clock.today()), id=task_id)


def _form(request: TenantRequest, row: Task, case: Case | None) -> TaskForm:
    data = posted(request)
    return TaskForm(data, instance=row, member=request.membership, case=case, today=clock.today())


def _show_rules_task(request: TenantRequest, row: Task) -> HttpResponse:
    form = PostponeForm(None, today=clock.today())
    return _show(request, form, task_words(row, request.membership), row)


def _show(
    request: TenantRequest, form: TaskForm | PostponeForm, title: str, row: Task | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "task": row,
        "row": task_row(row, request.membership, clock.today()) if row else None,
        "postpones": isinstance(form, PostponeForm),
    }
    return render(request, "clients/agenda/task.html", context, status=422 if form.is_bound else 200)


def _back(request: TenantRequest, row: Task) -> HttpResponse:
    """To the page on which the button was."""
    back = request.POST.get("back")
    if back == "today":
        return redirect("today", request.organisation.slug)
    if back == "case" and row.case:
        return to_case(request, row.case, "case_agenda")
    return redirect("tasks", request.organisation.slug)


def _by_day(rows: list[TaskRow], today: dt.date) -> list[Group]:
    """By urgency; a task without a day waits at the end."""
    sunday = sunday_of(today)
    groups: dict[str, list[TaskRow]] = {
        _("Late"): [],
        _("Today"): [],
        _("This week"): [],
        _("Later"): [],
        _("No day"): [],
    }
    late, now, week, later, none = groups.values()
    for row in rows:
        due_on = row.task.due_on
        if due_on is None:
            none.append(row)
        elif due_on < today:
            late.append(row)
        elif due_on == today:
            now.append(row)
        else:
            (week if due_on <= sunday else later).append(row)
    return [Group(title, found) for title, found in groups.items() if found]


def _done_at(row: TaskRow) -> dt.datetime:
    assert row.task.done_at is not None
    return row.task.done_at
