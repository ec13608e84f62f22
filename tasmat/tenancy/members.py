"""Members of an organisation: who they are, adding, changing and closing out; one administrator always remains."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tasmat.access.areas import areas_of, grant_areas, revoke_areas
from tasmat.access.models import AreaUserPermission
from tasmat.access.roles import Role
from tasmat.accounts.models import User
from tasmat.accounts.second_factor import with_second_factor
from tasmat.tenancy.context import user_context
from tasmat.tenancy.models import Membership, Organisation, ProjectArea


@dataclass(frozen=True)
class MemberRow:
    """A member as the list shows one; `areas` are names of municipalities by name of project."""

    member: Membership
    has_second_factor: bool
    areas: dict[str, list[str]]


def members() -> QuerySet[Membership]:
    """Every member with the user, the active ones first, by name."""
    rows: QuerySet[Membership] = Membership.objects.select_related("user")
    return rows.annotate(has_second_factor=with_second_factor("user_id")).order_by(
        "-is_active", "user__name", "id"
    )


def member_rows(found: Iterable[Any]) -> list[MemberRow]:
    """The given members with their areas; one query whatever their number."""
    shown = list(found)
    areas: defaultdict[UUID, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    granted = AreaUserPermission.objects.filter(user__in=[member.user_id for member in shown])
    for grant in granted.select_related("content_object__project", "content_object__municipality").order_by(
        "content_object__project__name", "content_object__municipality__name_fi"
    ):
        area = grant.content_object
        areas[grant.user_id][area.project.name].append(str(area))
    return [
        MemberRow(member, member.has_second_factor, {**areas.get(member.user_id, {})}) for member in shown
    ]


@transaction.atomic
def add_member(email: str, name: str, roles: list[str], areas: Collection[ProjectArea]) -> Membership:
    """A new member with a new account; one with an account already is a member once its owner has joined."""
    user, is_new = User.objects.get_or_create(
        email=email.lower(), defaults={"name": name, "password": make_password(None)}
    )
    member: Membership = Membership.objects.create(
        user=user, roles=roles, is_active=is_new, awaits_owner=not is_new
    )
    grant_areas(member, areas)
    return member


@transaction.atomic
def change_member(member: Membership, roles: list[str], areas: Collection[ProjectArea]) -> None:
    """Sets roles and areas; raises ValidationError when no administrator would be left."""
    lock_members(member.organisation)
    member.roles = roles
    member.save(update_fields=["roles"])
    _keep_an_administrator()
    before = set(areas_of(member))
    grant_areas(member, set(areas) - before)
    revoke_areas(member, before - set(areas))


@transaction.atomic
def set_active(member: Membership, *, is_active: bool) -> None:
    """Closes a member out or lets one in again; raises ValidationError when no administrator would be left."""
    lock_members(member.organisation)
    member.is_active = is_active
    member.save(update_fields=["is_active"])
    _keep_an_administrator()


def lock_members(organisation: Organisation) -> None:
    """Changes of one organisation's members wait for each other until the transaction ends."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def is_only_here(member: Membership) -> bool:
    """Whether the account's owner has joined no other organisation, today or earlier.

    An administrator may only then give out a link to a new password: with it one could enter the other
    organisation as this person.
    """
    with user_context(member.user_id):
        joined = Membership.of_anybody.filter(awaits_owner=False)
        return not joined.exclude(organisation=member.organisation).exists()


def _keep_an_administrator() -> None:
    left = Membership.objects.filter(
        is_active=True, user__is_active=True, roles__contains=[Role.ADMINISTRATOR]
    )
    if not left.exists():
        raise ValidationError(_("Somebody must be left who administers the organisation."))
