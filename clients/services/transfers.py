"""Handing over the cases of a coach who leaves, in one transaction, and taking that back on the same day."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.timezone import localtime, make_aware

from clients.choices import AppointmentState, AssignmentRole
from clients.models import Appointment, Assignment, Case, CaseTransfer, Stay, Task
from clients.models.case import CaseQuerySet
from clients.services.assignments import BeforePresentCoach, change_responsible
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership


class TransferChanged(RuntimeError):
    """One of the cases has got another coach meanwhile, or the day is over: the act cannot be undone as a whole."""


def cases_of(cases: CaseQuerySet, coach: Membership | None, today: dt.date) -> CaseQuerySet:
    """Those of the cases to be looked after that the coach is responsible for; without a coach, that nobody is."""
    going_on = cases.filter(id__in=Stay.objects.looked_after(today).values("case"))
    responsible = Assignment.objects.filter(role=AssignmentRole.RESPONSIBLE, until_on__isnull=True)
    if coach is None:
        return going_on.exclude(id__in=responsible.values("case"))
    return going_on.filter(id__in=responsible.filter(member=coach).values("case"))


@transaction.atomic
def hand_over(
    receivers: Mapping[UUID, Membership],
    *,
    coach: Membership | None,
    from_on: dt.date,
    reason: str,
    made_by: Membership,
    now: dt.datetime,
) -> UUID:
    """Gives each case, by id, to its receiver from a day on; open tasks and coming appointments go along.

    A case that is the coach's no more stays where it is. Raises BeforePresentCoach, and then nothing is done.
    """
    batch = new_id()
    still = cases_of(Case.objects.filter(id__in=receivers), coach, localtime(now).date()).order_by("id")
    for case in still.select_for_update(of=("self",)):
        receiver = receivers[case.id]
        present = _responsible(case)
        if present is not None and present.from_on >= from_on:
            raise BeforePresentCoach(f"case {case.id}: {from_on} is not after {present.from_on}")
        named = change_responsible(case, receiver, from_on=from_on, reason=reason)
        CaseTransfer.objects.create(
            case=case,
            batch=batch,
            assignment=named,
            ended=present,
            made_by=made_by,
            made_at=now,
            moved=_move(case, coach, receiver, from_on) if coach else {},
        )
    return batch


def first_day(cases: CaseQuerySet) -> dt.date | None:
    """The earliest day from which all of the cases can be given: after their present coaches have begun."""
    rows = Assignment.objects.filter(
        case__in=cases.values("id"), role=AssignmentRole.RESPONSIBLE, until_on__isnull=True
    )
    latest: dt.date | None = rows.order_by("-from_on").values_list("from_on", flat=True).first()
    return latest + dt.timedelta(days=1) if latest else None


def going_along(
    cases: CaseQuerySet, coach: Membership | None, from_on: dt.date
) -> dict[UUID, tuple[int, int]]:
    """How many open tasks and coming appointments each case takes along; two queries."""
    if coach is None:
        return {}
    tasks, appointments = (
        dict(rows.order_by().values_list("case").annotate(number=Count("id")))
        for _column, rows in _coming(cases, coach, from_on).values()
    )
    return {key: (tasks.get(key, 0), appointments.get(key, 0)) for key in tasks.keys() | appointments.keys()}


@transaction.atomic
def undo(batch: UUID, made_by: Membership, today: dt.date) -> int:
    """Takes back one's own handing over of today, as a whole; gives the number of cases, 0 when there is none.

    Raises TransferChanged.
    """
    transfers = list(
        CaseTransfer.objects.filter(batch=batch, made_by=made_by)
        .select_related("assignment", "ended")
        .select_for_update(of=("self",))
        .order_by("case_id")
    )
    list(Case.objects.filter(transfers__in=transfers).order_by("id").select_for_update(of=("self",)))
    for transfer in transfers:
        if localtime(transfer.made_at).date() != today or transfer.assignment.until_on is not None:
            raise TransferChanged(f"transfer {transfer.id}")
        _put_back(transfer)
    return len(transfers)


def batches_of(day: dt.date, made_by: Membership) -> list[tuple[UUID, list[CaseTransfer]]]:
    """What the member handed over that day, latest first, with the cases of each act."""
    begins = make_aware(dt.datetime.combine(day, dt.time.min))
    rows = CaseTransfer.objects.filter(
        made_by=made_by, made_at__gte=begins, made_at__lt=begins + dt.timedelta(days=1)
    ).select_related("case__client", "assignment__member__user")
    found: dict[UUID, list[CaseTransfer]] = {}
    for row in rows.order_by("-made_at", "id"):
        found.setdefault(row.batch, []).append(row)
    return list(found.items())


def _responsible(case: Case) -> Assignment | None:
    row: Assignment | None = Assignment.objects.filter(
        case=case, role=AssignmentRole.RESPONSIBLE, until_on__isnull=True
    ).first()
    return row


def _coming(cases: Any, member: Membership, from_on: dt.date) -> dict[str, Any]:
    """Open tasks and coming appointments of the cases by table, and the column that says whose they are."""
    begins = make_aware(dt.datetime.combine(from_on, dt.time.min))
    return {
        "tasks": ("owner", Task.objects.filter(case__in=cases, owner=member, done_at__isnull=True)),
        "appointments": (
            "member",
            Appointment.objects.filter(
                case__in=cases, member=member, state=AppointmentState.PLANNED, starts_at__gte=begins
            ),
        ),
    }


def _move(case: Case, coach: Membership, receiver: Membership, from_on: dt.date) -> dict[str, list[str]]:
    moved = {}
    for table, (column, rows) in _coming([case], coach, from_on).items():
        ids = list(rows.values_list("id", flat=True))
        rows.model.objects.filter(id__in=ids).update(**{column: receiver})
        moved[table] = [str(each) for each in ids]
    return moved


def _put_back(transfer: CaseTransfer) -> None:
    """The rows as before; what the new coach has given on or done since stays with whom it is."""
    receiver, earlier = transfer.assignment.member_id, transfer.ended
    if earlier is not None:
        _return(Task, "owner", transfer.moved.get("tasks", ()), receiver, earlier.member_id)
        _return(Appointment, "member", transfer.moved.get("appointments", ()), receiver, earlier.member_id)
    transfer.assignment.delete()
    if earlier is None:
        Case.objects.filter(id=transfer.case_id).update(awaits_coach=True)
    else:
        Assignment.objects.filter(id=earlier.id).update(until_on=None)


def _return(model: Any, column: str, ids: Any, receiver: UUID, earlier: UUID) -> None:
    model.objects.filter(id__in=ids, **{column: receiver}).update(**{column: earlier})
