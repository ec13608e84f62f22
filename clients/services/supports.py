"""What a client is given: induction, equipment, purchases."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from clients.choices import PurchaseKind
from clients.models import Case, Equipment, InductionDone, InductionItem, Purchase
from tasmat.tenancy.models import Membership, Project


@dataclass(frozen=True)
class InductionPoint:
    """A point of the project's induction list, and when it was gone through with the client."""

    item: InductionItem
    done: InductionDone | None


def induction_of(case: Case) -> list[InductionPoint]:
    """The project's list, with points that are no longer in use if they were gone through; two queries."""
    done = {row.item_id: row for row in case.induction.select_related("recorded_by__user")}
    items = InductionItem.objects.filter(Q(is_active=True) | Q(id__in=done), project=case.project_id)
    return [InductionPoint(item, done.get(item.id)) for item in items]


def go_through(case: Case, items: Iterable[InductionItem], on: dt.date, member: Membership) -> None:
    """The points have been gone through with the client; those done already keep their day."""
    rows = [InductionDone(case=case, item=item, on=on, recorded_by=member) for item in items]
    InductionDone.objects.bulk_create(rows, ignore_conflicts=True)


def open_equipment(case: Case) -> QuerySet[Equipment]:
    """What was handed out, is to be returned and has not been."""
    handed_out: QuerySet[Equipment] = Equipment.objects.filter(
        case=case, is_to_return=True, returned_on__isnull=True
    )
    return handed_out


@dataclass(frozen=True)
class Spending:
    """Purchases of one kind in one year; `without_cost` tells how many have no cost yet."""

    year: int
    kind: str
    number: int
    total: Decimal
    without_cost: int

    @property
    def kind_name(self) -> str:
        return str(PurchaseKind(self.kind).label)


def spending_of(project: Project) -> list[Spending]:
    """The project's purchases by year and kind, newest year first; one query, no names."""
    rows = (
        Purchase.objects.filter(case__project=project)
        .values("bought_on__year", "kind")
        .annotate(number=Count("id"), total=Sum("cost"), without=Count("id", filter=Q(cost__isnull=True)))
        .order_by("-bought_on__year", "kind")
    )
    return [
        Spending(
            row["bought_on__year"], row["kind"], row["number"], row["total"] or Decimal(0), row["without"]
        )
        for row in rows
    ]


def cost_of(purchases: Iterable[Purchase]) -> Decimal:
    """What the purchases cost together, euros; those without a cost count nothing."""
    return sum((purchase.cost for purchase in purchases if purchase.cost is not None), Decimal(0))


def hand_out(case: Case, key: UUID, **facts: object) -> Equipment:
    """The equipment of a form's key: a double click hands it out once."""
    equipment: Equipment
    equipment, _is_new = Equipment.objects.get_or_create(submission_key=key, defaults={"case": case, **facts})
    return equipment


def buy(case: Case, key: UUID, **facts: object) -> Purchase:
    """The purchase of a form's key: a double click buys it once."""
    purchase: Purchase
    purchase, _is_new = Purchase.objects.get_or_create(submission_key=key, defaults={"case": case, **facts})
    return purchase
