"""The areas a member works in, asked and granted through django-guardian."""

from typing import Any

from django.db.models import QuerySet
from guardian.shortcuts import assign_perm, get_objects_for_user, remove_perm

from tasmat.access.models import AreaUserPermission
from tasmat.tenancy.models import Membership, ProjectArea

WORK = "tenancy.work_in_area"


def areas_of(member: Membership) -> QuerySet[ProjectArea]:
    """Project areas granted to the member; one query, usable as a subquery in lists."""
    areas: QuerySet[ProjectArea] = get_objects_for_user(
        member.user,
        WORK,
        ProjectArea.objects.all(),
        use_groups=False,
        with_superuser=False,
        accept_global_perms=False,
    )
    return areas


def works_in_several_projects(member: Membership) -> bool:
    """Whether lists are to name the project beside the person; one query."""
    return len(areas_of(member).order_by().values_list("project").distinct()[:2]) > 1


def members_in(areas: QuerySet[ProjectArea]) -> QuerySet[Membership]:
    """Active members who work in any of the areas, with their users, by name."""
    users = AreaUserPermission.objects.filter(content_object__in=areas).values("user")
    members: QuerySet[Membership] = Membership.objects.filter(
        is_active=True, user__is_active=True, user__in=users
    )
    return members.select_related("user").order_by("user__name", "id")


def grant_areas(member: Membership, areas: Any) -> None:
    """The member works in these areas from now on, besides the earlier ones."""
    for area in areas:
        assign_perm(WORK, member.user, area)


def revoke_areas(member: Membership, areas: Any) -> None:
    for area in areas:
        remove_perm(WORK, member.user, area)
