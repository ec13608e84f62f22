"""What is told afterwards of the merges that made a person."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.text import capfirst

from clients.models import Case, Client, ClientMerge
from clients.services.merge_log import set_aside
from clients.services.merge_words import table_words, value_words
from clients.services.merging import last_day_to_undo, undo_refusal


@dataclass(frozen=True)
class SetAside:
    """A row that the kept person had already, in words: its table, and label and value of each fact."""

    table: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class Trace:
    """One merge: whose row it was, with the references of its cases, and what became of what hung on it."""

    merge: ClientMerge
    references: list[str]
    moved: list[tuple[str, int]]
    aside: list[SetAside]
    undo_until: dt.date
    why_not: str  # it cannot be undone; empty when it can


def merges_of(client: Client, now: dt.datetime, *, with_texts: bool) -> list[Trace]:
    """Merges into the person, and into those who were merged into the person, the latest first."""
    merges = list(_merges_into(client))
    references: dict[UUID, list[str]] = {merge.merged_id: [] for merge in merges}
    standing = [merge for merge in merges if merge.undone_at is None]
    latest = {merge.kept_id: merge.merged_at for merge in sorted(standing, key=lambda merge: merge.merged_at)}
    rows = Case.objects.filter(client__in=references, merged_into__isnull=False)
    for owner, reference in rows.order_by("reference").values_list("client", "reference"):
        references[owner].append(reference)
    return [
        Trace(
            merge=merge,
            references=references[merge.merged_id],
            moved=_moved(merge),
            aside=[_in_words(row, with_texts=with_texts) for row in set_aside(merge.steps or "[]")],
            undo_until=last_day_to_undo(merge),
            why_not=undo_refusal(merge, now, is_latest=merge.merged_at == latest.get(merge.kept_id)),
        )
        for merge in merges
    ]


def remaining_of(case_id: UUID) -> UUID:
    """The case that a case has become one with, also by way of another; itself when it was not merged."""
    into = Case.objects.filter(id=case_id).values_list("merged_into", flat=True).first()
    return case_id if into is None else remaining_of(into)


def _merges_into(client: Client) -> Iterator[ClientMerge]:
    """One query for each step of a chain."""
    level = {client.id}
    while level:
        merges = ClientMerge.objects.filter(kept__in=level).select_related(
            "kept", "merged", "merged_by__user", "undone_by__user"
        )
        yield from merges
        level = {merge.merged_id for merge in merges if merge.undone_at is None}


def _moved(merge: ClientMerge) -> list[tuple[str, int]]:
    counts = merge.moved.get("moved", {})
    return sorted((table_words(label), number) for label, number in counts.items())


def _in_words(row: models.Model, *, with_texts: bool) -> SetAside:
    facts = [
        (capfirst(str(field.verbose_name)), value_words(row, field.attname))
        for field in row._meta.concrete_fields
        if field.editable and not field.is_relation and (with_texts or not _is_free_text(field))
    ]
    return SetAside(table_words(row._meta.label), [fact for fact in facts if fact[1]])


def _is_free_text(field: Any) -> bool:
    return isinstance(field, models.TextField | models.JSONField) and not field.choices
