"""Who coaches a case from which day: one responsible coach at a time, second coaches and substitutes beside."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from clients.choices import AssignmentRole
from clients.models import Assignment, Case, Stay
from tasmat.access.roles import Role
from tasmat.tenancy.models import Membership


class BeforePresentCoach(ValueError):
    """A change on a day when the present responsible coach had not begun yet."""


def coaches() -> QuerySet[Membership]:
    """The organisation's coaches by name."""
    members = Membership.objects.filter(is_active=True, roles__contains=[Role.COACH])
    return members.select_related("user").order_by("user__name")


def responsible_members(today: dt.date) -> QuerySet[Membership]:
    """Whoever is responsible for a case to be looked after, members closed out among them, by name."""
    rows = Assignment.objects.filter(
        role=AssignmentRole.RESPONSIBLE,
        until_on__isnull=True,
        case__in=Stay.objects.looked_after(today).values("case"),
    )
    return (
        Membership.objects.filter(id__in=rows.values("member")).select_related("user").order_by("user__name")
    )


@transaction.atomic
def change_responsible(case: Case, member: Membership, *, from_on: dt.date, reason: str) -> Assignment:
    """The member is responsible from a day on, the earlier coach until the day before.

    A coach who was to begin on that very day never does: the row becomes the new coach's, and the change
    history keeps the other. Asked for twice it changes nothing. Raises BeforePresentCoach.
    """
    Case.objects.select_for_update().get(id=case.id)
    present: Assignment | None = Assignment.objects.filter(
        case=case, role=AssignmentRole.RESPONSIBLE, until_on__isnull=True
    ).first()
    if present is None:
        named = assign(case, member, AssignmentRole.RESPONSIBLE, from_on=from_on, reason=reason)
        Case.objects.filter(id=case.id, awaits_coach=True).update(awaits_coach=False)
        return named
    if present.member_id == member.id:
        return present
    if present.from_on > from_on:
        raise BeforePresentCoach(f"case {case.id}: {from_on} is before {present.from_on}")
    if present.from_on == from_on:
        present.member, present.reason = member, reason
        present.save(update_fields=["member", "reason"])
        return present
    present.until_on = from_on - dt.timedelta(days=1)
    present.save(update_fields=["until_on"])
    return assign(case, member, AssignmentRole.RESPONSIBLE, from_on=from_on, reason=reason)


def stands_in(member: Membership, *, day: dt.date | OuterRef, coach: str) -> Q:
    """Rows with a case whose responsible coach, named by the row's column `coach`, the member substitutes.

    `day` is a date or a column of the row.
    """
    of_case = Assignment.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=day), case=OuterRef("case"), from_on__lte=day
    )
    substitutes = of_case.filter(role=AssignmentRole.SUBSTITUTE, member=member)
    responsible = of_case.filter(role=AssignmentRole.RESPONSIBLE, member=OuterRef(coach))
    return Q(Exists(substitutes), Exists(responsible))


def responsible_of(case: Case) -> Membership | None:
    """Whose the case is until somebody else begins, also while it is ended; None where an import named nobody."""
    row = Assignment.objects.filter(case=case, role=AssignmentRole.RESPONSIBLE, until_on__isnull=True)
    present = row.select_related("member").first()
    return present.member if present else None


def assign(
    case: Case,
    member: Membership,
    role: AssignmentRole,
    *,
    from_on: dt.date,
    until_on: dt.date | None = None,
    reason: str = "",
) -> Assignment:
    """The member works on the case in a role; the same row when it is there already."""
    assignment: Assignment
    assignment, _created = Assignment.objects.get_or_create(
        case=case, member=member, role=role, from_on=from_on, until_on=until_on, defaults={"reason": reason}
    )
    return assignment
