"""What becomes of each row that hangs on one of two people or cases when they are made one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from clients.choices import AssignmentRole
from clients.models import (
    Absence,
    Assignment,
    Background,
    Case,
    Client,
    ClientMerge,
    CoachingPeriod,
    ConcurrentService,
    DifferentPeople,
    EarlierName,
    NetworkPerson,
    Plan,
    SearchToken,
    Statement,
    Stay,
    WorkshopDay,
)
from clients.rules.merging import (
    ENTRY_FACTS,
    EXIT_FACTS,
    Settled,
    in_pair,
    settle_assignment,
    unite_stays,
    united_entry,
    united_exit,
)
from clients.rules.stays import Span
from clients.services.merge_log import Log
from tasmat.tenancy.base import TenantForeignKey, TenantModel

Model = type[models.Model]
Twins = dict[UUID, tuple[Any, Any]]  # by id of the row that goes: the row, and the kept one that it equals

# What leads to a merge or is made anew from other rows does not move.
STANDING = {(Client, "merged_into"), (Case, "merged_into"), (ClientMerge, "kept"), (ClientMerge, "merged")}
DERIVED = {SearchToken}
# Facts that were told twice when every column is the same; two equal entries or purchases are two.
TOLD_TWICE = (Absence, Background, ConcurrentService, EarlierName, NetworkPerson)
# Columns of a row on which the two cases collide that are taken over where the kept one has nothing.
FILLED: dict[Model, tuple[str, ...]] = {WorkshopDay: ("hours",)}


@dataclass(frozen=True)
class Part:
    """The rows of one table that hang on `source` and are to hang on `target`."""

    log: Log
    model: Model
    key: str
    source: models.Model
    target: models.Model
    today: dt.date

    @property
    def rows(self) -> models.QuerySet[Any]:
        return self._hanging_on(self.source)

    @property
    def kept(self) -> models.QuerySet[Any]:
        return self._hanging_on(self.target)

    def _hanging_on(self, row: models.Model) -> models.QuerySet[Any]:
        """A case that was merged before stays with the person it was merged with."""
        shells = {"merged_into__isnull": True} if self.model is Case else {}
        return self.model._default_manager.filter(**{self.key: row.pk}, **shells).order_by("pk")


def keys_to(model: Model) -> Iterator[tuple[Model, str]]:
    """Every table and column that leads to rows of the model and moves with them."""
    for table in apps.get_models():
        if not issubclass(table, TenantModel) or hasattr(table, "pgh_tracked_model") or table in DERIVED:
            continue
        for field in table._meta.local_fields:
            if not isinstance(field, TenantForeignKey) or field.remote_field.model is not model:
                continue
            if (table, field.name) not in STANDING:
                yield table, field.attname


def unions_of(kept: models.QuerySet[Stay], merged: models.QuerySet[Stay]) -> list[tuple[Stay, Stay, Stay]]:
    """Stays that become part of others: (absorbed, first, last), as rules/merging.py decides."""
    rows = {stay.pk: stay for stay in (*kept, *merged)}
    spans = {pk: Span(stay.entry_on, stay.exit_on) for pk, stay in rows.items()}
    own = {stay.pk for stay in kept}
    unions = unite_stays(
        {pk: span for pk, span in spans.items() if pk in own},
        {pk: span for pk, span in spans.items() if pk not in own},
    )
    return [(rows[union.absorbed], rows[union.first], rows[union.last]) for union in unions]


def move_all(log: Log, source: models.Model, target: models.Model, today: dt.date) -> None:
    """Everything that hangs on one row hangs on the other one afterwards, or is set aside."""
    for model, key in keys_to(type(source)):
        part = Part(log, model, key, source, target, today)
        SETTLERS.get(model, _settle)(part)


def _settle(part: Part) -> None:
    """Rows that the kept row has already are set aside, all others move."""
    for row, twin in (_told_twice(part) | _colliding(part)).values():
        _set_aside(part, row, twin)
    part.log.move(part.rows, part.key, part.source.pk, part.target.pk)


def _set_aside(part: Part, row: Any, twin: Any) -> None:
    filled = FILLED.get(part.model, ())
    part.log.change(twin, **{name: getattr(row, name) for name in filled if getattr(twin, name) is None})
    move_all(part.log, row, twin, part.today)
    part.log.remove(row)


def _told_twice(part: Part) -> Twins:
    """Rows of which the kept row has one with every column the same."""
    if part.model not in TOLD_TWICE:
        return {}
    columns = [
        field.attname
        for field in part.model._meta.concrete_fields
        if field.attname not in {"id", "organisation_id", part.key}
    ]
    return _pairs(part.rows, part.kept, columns)


def _colliding(part: Part) -> Twins:
    """Rows that a unique constraint lets only one of the two have."""
    found: Twins = {}
    for constraint in part.model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        columns = [part.model._meta.get_field(name).attname for name in constraint.fields]  # type: ignore[union-attr]
        if part.key not in columns:
            continue
        rows, kept = part.rows, part.kept
        if constraint.condition is not None:
            rows, kept = rows.filter(constraint.condition), kept.filter(constraint.condition)
        others = [name for name in columns if name not in {"organisation_id", part.key}]
        found |= _pairs(rows, kept, others)
    return found


def _pairs(rows: models.QuerySet[Any], kept: models.QuerySet[Any], columns: list[str]) -> Twins:
    """Rows with the one of the kept that has the same values."""

    def values(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, column) for column in columns)

    twins = {values(row): row for row in kept}
    return {row.pk: (row, twins[values(row)]) for row in rows if values(row) in twins}


def _settle_cases(part: Part) -> None:
    """Two cases in one project become one, the others change their person."""
    for row, twin in _colliding(part).values():
        move_all(part.log, row, twin, part.today)
        row.refresh_from_db()
        twin.refresh_from_db()
        part.log.change(twin, **_facts_of_case(row, twin))
        part.log.change(row, merged_into_id=twin.pk)
    part.log.move(part.rows, part.key, part.source.pk, part.target.pk)


def _facts_of_case(row: Case, twin: Case) -> dict[str, Any]:
    """What the kept case does not know and the other does; the quota stays that of the kept case."""
    facts: dict[str, Any] = {}
    if twin.informed_on is None and row.informed_on is not None:
        facts |= {"informed_on": row.informed_on, "informed_version": row.informed_version}
    for name in ("area_id", "continued_from_id"):
        if getattr(twin, name) is None:
            facts[name] = getattr(row, name)
    responsible = Assignment.objects.filter(case=twin, role=AssignmentRole.RESPONSIBLE, until_on__isnull=True)
    awaits = twin.awaits_coach or row.awaits_coach
    return facts | {"awaits_coach": awaits and not responsible.exists()}


def _settle_stays(part: Part) -> None:
    for absorbed, first, last in unions_of(part.kept, part.rows):
        move_all(part.log, absorbed, last, part.today)
        part.log.change(first, **united_entry(_columns(first, ENTRY_FACTS), _columns(absorbed, ENTRY_FACTS)))
        stated = sorted({*last.stated_person_facts, *absorbed.stated_person_facts})
        ending = united_exit(_columns(last, EXIT_FACTS), _columns(absorbed, EXIT_FACTS))
        part.log.remove(absorbed)
        part.log.change(last, **ending, stated_person_facts=stated)
    _settle(part)


def _columns(row: models.Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _settle_assignments(part: Part) -> None:
    going_on = list(part.kept.filter(until_on__isnull=True).values_list("role", "member_id"))
    for row in part.rows.filter(until_on__isnull=True):
        settled = settle_assignment(row.role, row.member_id, going_on, is_open=True)
        if settled is Settled.ENDS:
            part.log.change(row, until_on=max(row.from_on, part.today))
        elif settled is Settled.SECOND:
            part.log.change(row, role=AssignmentRole.SECOND.value)
    _settle(part)


def _settle_plans(part: Part) -> None:
    """Of two plans of a kind under way the kept case's goes on; the other is an ended plan with all it holds."""
    going_on = set(part.kept.filter(closed_on__isnull=True).values_list("kind", flat=True))
    for row in part.rows.filter(closed_on__isnull=True, kind__in=going_on):
        part.log.change(row, closed_on=max(row.starts_on, part.today))
    _settle(part)


def _settle_periods(part: Part) -> None:
    """On a day with two coaching periods the kept case's tells the phase, and with it the contact rule."""
    kept = {row.pk: row for row in part.kept}
    spans = {pk: Span(row.starts_on, row.ends_on) for pk, row in kept.items()}
    for row in list(part.rows):
        span = Span(row.starts_on, row.ends_on)
        twin = next((kept[pk] for pk, other in spans.items() if other.overlaps(span)), None)
        if twin is not None:
            _set_aside(part, row, twin)
    _settle(part)


def _settle_statements(part: Part) -> None:
    """Versions go on counting after those of the kept case."""
    highest: defaultdict[str, int] = defaultdict(int)
    for kind, number in part.kept.values_list("kind", "number"):
        highest[kind] = max(highest[kind], number)
    for row in part.rows.order_by("-number"):
        part.log.change(row, number=row.number + highest[row.kind])
    _settle(part)


def _settle_different(part: Part) -> None:
    """Whoever is somebody else than the one is somebody else than the other; what was said of both is said once."""
    for row in part.rows:
        other = row.second_id if part.key == "first_id" else row.first_id
        first, second = in_pair(part.target.pk, other)
        if DifferentPeople.objects.filter(first=first, second=second).exists():
            part.log.remove(row)
        else:
            part.log.change(row, first_id=first, second_id=second)


SETTLERS: dict[Model, Callable[[Part], None]] = {
    Assignment: _settle_assignments,
    Case: _settle_cases,
    CoachingPeriod: _settle_periods,
    DifferentPeople: _settle_different,
    Plan: _settle_plans,
    Statement: _settle_statements,
    Stay: _settle_stays,
}
