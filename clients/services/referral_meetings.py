"""The first meetings of a referral: whose they can be, and handing them to the responsible coach."""

import datetime as dt

from django.db.models import Q, QuerySet

from clients.choices import AppointmentState
from clients.models import Appointment, Referral
from tasmat.access.areas import members_in
from tasmat.access.roles import Role
from tasmat.tenancy.models import Membership, Project, ProjectArea


def coaches_of(project: Project) -> QuerySet[Membership]:
    """Every coach of the project, by name."""
    return _coaches_in(ProjectArea.objects.filter(project=project))


def local_coaches(referral: Referral) -> QuerySet[Membership]:
    """The coaches of the municipality. None for a protected address: they would tell the municipality."""
    areas = ProjectArea.objects.filter(project=referral.project_id, municipality=referral.municipality_id)
    local = _coaches_in(areas)
    return local.none() if referral.has_protected_address else local


def who_can_meet(referral: Referral, member: Membership) -> QuerySet[Membership]:
    """The coaches of the municipality, where there are none those of the project; and the member."""
    local = local_coaches(referral)
    coaches = local if local.exists() else coaches_of(referral.project)
    either = Membership.objects.filter(Q(id__in=coaches.order_by().values("id")) | Q(id=member.id))
    return either.select_related("user").order_by("user__name", "id")


def coming_meetings(referral: Referral, now: dt.datetime) -> QuerySet[Appointment]:
    """Planned ones that have not begun, in order."""
    planned = Appointment.objects.filter(referral=referral, state=AppointmentState.PLANNED)
    return planned.filter(starts_at__gte=now).select_related("member__user").order_by("starts_at", "id")


def hand_over_meetings(referral: Referral, to: Membership, now: dt.datetime) -> int:
    """Coming meetings in somebody else's calendar go over; how many did."""
    return coming_meetings(referral, now).exclude(member=to).order_by().update(member=to)


def _coaches_in(areas: QuerySet[ProjectArea]) -> QuerySet[Membership]:
    return members_in(areas).filter(roles__contains=[Role.COACH])
