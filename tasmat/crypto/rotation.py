"""Sealing everything again with the active key, history included; runs as the owner of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models import F, Func, Q

from tasmat.crypto.errors import UnreadableValue
from tasmat.crypto.fields import EncryptedTextField
from tasmat.crypto.keys import key_ring
from tasmat.crypto.sealing import header, seal, unseal
from tasmat.tenancy.context import tenant_context

BATCH_ROWS = 500


@dataclass
class Rotated:
    """What one table of one organisation came to."""

    rows: int = 0
    unreadable: list[str] = field(default_factory=list)  # places, each with the reason; left as they are


class Head(Func):
    """The first bytes of a column."""

    function = "substring"
    template = "%(function)s(%(expressions)s from 1 for %(length)s)"
    output_field = models.BinaryField()

    def __init__(self, column: str, length: int) -> None:
        super().__init__(F(column), length=length)


def encrypted_models() -> Iterator[tuple[type[models.Model], list[EncryptedTextField]]]:
    """Every table with encrypted columns, the tables of versions too, with those columns."""
    for model in apps.get_models():
        fields = [column for column in model._meta.local_fields if isinstance(column, EncryptedTextField)]
        if fields and not model._meta.proxy:
            yield model, fields


def rotate(model: type[models.Model], fields: list[EncryptedTextField], organisation_id: UUID) -> Rotated:
    """Seals again what the active key has not sealed, one transaction for each batch.

    May be stopped and started again at any time: finished rows are not touched twice.
    """
    result, last = Rotated(), None
    while True:
        with tenant_context(organisation_id), _triggers_off(model):
            rows = _stale_rows(model, fields, last)
            for row in rows:
                _rotate_row(row, fields, result)
        if not rows:
            return result
        last = rows[-1].pk


def _stale_rows(model: type[models.Model], fields: list[EncryptedTextField], last: Any) -> list[models.Model]:
    head = header(key_ring().active)
    stale = Q()
    heads = {}
    for column in fields:
        heads[f"{column.name}_head"] = Head(column.name, len(head))
        stale |= Q(**{f"{column.name}__isnull": False}) & ~Q(**{f"{column.name}_head": head})
    rows = model._default_manager.alias(**heads).filter(stale).order_by("pk")
    return list((rows if last is None else rows.filter(pk__gt=last))[:BATCH_ROWS])


def _rotate_row(row: models.Model, fields: list[EncryptedTextField], result: Rotated) -> None:
    ring, fresh = key_ring(), dict[str, bytes]()
    for column in fields:
        sealed = row.__dict__[column.attname]
        if sealed is None or sealed.is_sealed_with(ring.active):
            continue
        try:
            text = unseal(sealed, column.place(row), ring)
        except UnreadableValue as error:
            result.unreadable.append(str(error))
            continue
        fresh[column.name] = seal(text, column.place(row), ring)
        if column.index_column:
            fresh[column.index_column] = column.index_of(text, row)
    if fresh:
        type(row)._default_manager.filter(pk=row.pk).update(**fresh)
        result.rows += 1


@contextmanager
def _triggers_off(model: type[models.Model]) -> Iterator[None]:
    """A new key is no change of facts, so no version is written; the lock keeps other writers out."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {table} disable trigger user")
        yield
        cursor.execute(f"alter table {table} enable trigger user")
