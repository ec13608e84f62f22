"""Tasks of people: whose they are, doing and undoing them, putting them off. Those of rules: services/watch.py."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from clients.choices import TaskKind
from clients.models import Case, Task
from clients.models.case import CaseQuerySet
from clients.services.assignments import stands_in
from tasmat.tenancy.models import Membership

# Nobody is reminded of the dead; what a person has written stays in the lists.
ABOUT_THE_LIVING = Q(case__isnull=True) | Q(case__client__died_on__isnull=True)
OF_NOBODY = Q(case__isnull=True)
# On Today the rules themselves speak of these, without waiting for the night.
SHOWN_BY_RULES = (TaskKind.CONTACT_RULE, TaskKind.END_DATA, TaskKind.END_STATEMENT, TaskKind.FOLLOW_UP_6)


def tasks_seen_by(member: Membership, today: dt.date) -> QuerySet[Task]:
    """Those about cases that the member may see; about nobody, the member's own and those made for a colleague."""
    seen = Q(case__in=Case.objects.visible_to(member, today)) | (OF_NOBODY & _of(member))
    return _with_people(Task.objects.filter(seen))


def tasks_of(member: Membership, today: dt.date) -> QuerySet[Task]:
    """The member's own and those made for a colleague, what is due first."""
    return tasks_seen_by(member, today).filter(_of(member))


def tasks_of_case(case: Case) -> QuerySet[Task]:
    """What is still to be done about the case."""
    return _with_people(Task.objects.filter(case=case, done_at__isnull=True))


def due_tasks(member: Membership, today: dt.date, until: dt.date) -> QuerySet[Task]:
    """Open tasks of the member due by a day or by none, but for those that Today shows by its rules.

    For whom the member is a substitute today: what their coach has to do by today.
    """
    own = Q(owner=member) & (Q(due_on__isnull=True) | Q(due_on__lte=until))
    for_a_coach = stands_in(member, day=today, coach="owner") & Q(due_on__lte=today)
    tasks = tasks_seen_by(member, today).filter(ABOUT_THE_LIVING, own | for_a_coach, done_at__isnull=True)
    return tasks.exclude(kind__in=SHOWN_BY_RULES)


def make_task(key: UUID, made_by: Membership, **facts: Any) -> Task:
    """A task of a person; the form's key makes a double click one task."""
    task, _created = Task.objects.get_or_create(key=str(key), defaults={"made_by": made_by, **facts})
    return task


def do_task(task: Task, member: Membership, now: dt.datetime) -> bool:
    """Marks the task as done; False when somebody has done it already."""
    is_open = Task.objects.filter(id=task.id, done_at__isnull=True)
    return bool(is_open.update(done_at=now, done_by=member))


def undo_task(task: Task) -> bool:
    """Makes a done task open again; False when it is open already."""
    is_done = Task.objects.filter(id=task.id, done_at__isnull=False)
    return bool(is_done.update(done_at=None, done_by=None))


def postpone_task(task: Task, until: dt.date) -> None:
    """Another day by which it is to be done."""
    Task.objects.filter(id=task.id).update(due_on=until)


def works_with(member: Membership, case: Case, today: dt.date) -> bool:
    """Whether the member may see the case, so that a task about it makes sense."""
    visible: CaseQuerySet = Case.objects.visible_to(member, today)
    return visible.filter(id=case.id).exists()


def _of(member: Membership) -> Q:
    return Q(owner=member) | Q(made_by=member)


def _with_people(tasks: QuerySet[Task]) -> QuerySet[Task]:
    people = ("case__client", "case__project", "owner__user", "made_by__user", "done_by__user")
    return tasks.select_related(*people).order_by("due_on", "id")
