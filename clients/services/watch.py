"""The rules that watch: makes the tasks that they want, gives them to who is responsible, closes them again."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from clients.choices import TaskKind
from clients.models import Agreement, Assignment, Case, LabourMarketEvent, Task
from clients.rules.due_tasks import WantedTask, WatchedCase, wanted_tasks
from clients.services.caseload import Overview, end_facts, overviews, reminded, with_facts
from clients.services.plans import plans_to_review

AHEAD = dt.timedelta(days=14)  # so long before its day a review or the end of an agreement comes up
Wanted = Iterator[tuple[Overview, WantedTask]]


@dataclass(frozen=True)
class Watched:
    """What one look of the rules has changed."""

    made: int
    closed: int


def watch(today: dt.date, now: dt.datetime) -> Watched:
    """Looks at every case of the organisation of this context; looking twice changes nothing more.

    A task whose reason is gone is closed, by nobody; one that a person has done is not made again. A task is
    its responsible coach's, or stays with another one who works on the case.
    """
    living = Case.objects.filter(client__died_on__isnull=True)
    cases = overviews(with_facts(reminded(living, today), today), today)
    wanted = {task.key: (case, task) for case, task in _wanted(cases, today)}
    open_tasks = {task.key: task for task in Task.objects.filter(done_at__isnull=True, key__in=wanted)}
    _hand_on(open_tasks, wanted, today)
    made = _make({key: pair for key, pair in wanted.items() if key not in open_tasks})
    gone = Task.objects.filter(done_at__isnull=True).exclude(kind=TaskKind.OWN).exclude(key__in=wanted)
    return Watched(made, gone.update(done_at=now))


def _wanted(cases: list[Overview], today: dt.date) -> Wanted:
    open_cases = {case.case.id: case for case in cases if case.is_open}
    yield from _of_cases(cases, today)
    yield from _reviews(open_cases, today)
    yield from _ending_agreements(open_cases, today)


def _of_cases(cases: list[Overview], today: dt.date) -> Wanted:
    later = _stays_with_later_events(cases)
    for case in cases:
        watched = WatchedCase(
            case_id=case.case.id,
            stay_id=case.last.id,
            contact=case.contact,
            end=end_facts(case.last),
            has_later_situation=case.last.id in later,
            statement=case.statement,
            unsettled=case.unsettled,
        )
        for task in wanted_tasks(watched, today):
            yield case, task


def _reviews(cases: dict[UUID, Overview], today: dt.date) -> Wanted:
    """Plans under way whose next review is near or past; another day for the review is another task."""
    for plan in plans_to_review(cases, today + AHEAD):
        assert plan.review_on is not None
        key = f"plan_review:{plan.id}:{plan.review_on}"
        yield cases[plan.case_id], WantedTask(TaskKind.PLAN_REVIEW, key, plan.review_on)


def _ending_agreements(cases: dict[UUID, Overview], today: dt.date) -> Wanted:
    """Agreements near their end that nothing extends."""
    running = Agreement.objects.filter(case__in=cases, ended_early_on__isnull=True, extensions__isnull=True)
    for agreement in running.filter(ends_on__gte=today, ends_on__lte=today + AHEAD):
        key = f"agreement_ends:{agreement.id}"
        yield cases[agreement.case_id], WantedTask(TaskKind.AGREEMENT_ENDS, key, agreement.ends_on)


def _stays_with_later_events(cases: list[Overview]) -> set[UUID]:
    ended = [case.last.id for case in cases if not case.is_open]
    events = LabourMarketEvent.objects.filter(stay__in=ended, on__gt=F("stay__exit_on"))
    return set(events.values_list("stay", flat=True))


def _make(wanted: dict[str, tuple[Overview, WantedTask]]) -> int:
    """Makes what is new, and opens again what the rules had closed themselves; a case without a coach waits."""
    reopened = Task.objects.filter(key__in=wanted, done_at__isnull=False, done_by__isnull=True)
    number = reopened.update(done_at=None)
    known = set(Task.objects.filter(key__in=wanted).values_list("key", flat=True))
    new = [
        Task(owner_id=case.responsible_id, case=case.case, kind=task.kind, due_on=task.due_on, key=key)
        for key, (case, task) in wanted.items()
        if key not in known and case.responsible_id
    ]
    # Another look at the same moment makes the same keys.
    return number + len(Task.objects.bulk_create(new, ignore_conflicts=True))


def _hand_on(
    open_tasks: dict[str, Task], wanted: dict[str, tuple[Overview, WantedTask]], today: dt.date
) -> None:
    """Gives tasks of coaches who no longer work on the case to the responsible one."""
    workers: dict[UUID, set[UUID]] = defaultdict(set)
    for case_id, member_id in Assignment.objects.open_on(today).values_list("case", "member"):
        workers[case_id].add(member_id)
    for key, task in open_tasks.items():
        case, _task = wanted[key]
        if case.responsible_id and task.owner_id not in workers[case.case.id]:
            Task.objects.filter(id=task.id).update(owner=case.responsible_id)
