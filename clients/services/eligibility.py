"""A project's list of conditions: their order, and what was found of each for a referral."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from clients.models import EligibilityCheck, EligibilityItem, Referral
from tasmat import clock
from tasmat.tenancy.models import Membership, Project


@dataclass(frozen=True)
class CheckedItem:
    """A condition and what was found of it; `check` is None when nobody has looked."""

    item: EligibilityItem
    check: EligibilityCheck | None


def checklist(referral: Referral) -> list[CheckedItem]:
    """The conditions in use, in order."""
    items = EligibilityItem.objects.filter(project=referral.project_id, is_active=True)
    checks = {
        check.item_id: check
        for check in EligibilityCheck.objects.filter(referral=referral).select_related("checked_by__user")
    }
    return [CheckedItem(item, checks.get(item.id)) for item in items]


@transaction.atomic
def save_checks(referral: Referral, answers: Mapping[UUID, bool | None], member: Membership) -> None:
    """Writes what has changed; what stays keeps who checked it and when. None takes a check away."""
    known = {check.item_id: check for check in EligibilityCheck.objects.filter(referral=referral)}
    for item_id, is_met in answers.items():
        before = known.get(item_id)
        if (before.is_met if before else None) == is_met:
            continue
        rows = EligibilityCheck.objects.filter(referral=referral, item=item_id)
        if is_met is None:
            rows.delete()
        else:
            found = {"is_met": is_met, "checked_at": clock.now(), "checked_by": member}
            EligibilityCheck.objects.update_or_create(referral=referral, item_id=item_id, defaults=found)


@transaction.atomic
def move_item(project: Project, item_id: UUID, *, up: bool) -> None:
    """Changes places with the neighbour; the whole list is numbered anew where it was not."""
    items = list(EligibilityItem.objects.filter(project=project).select_for_update())
    index = [item.id for item in items].index(item_id)
    neighbour = index - 1 if up else index + 1
    if not 0 <= neighbour < len(items):
        return
    items[index], items[neighbour] = items[neighbour], items[index]
    for position, item in enumerate(items):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])
