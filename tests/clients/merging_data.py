"""Two rows of one person for tests of merging, and all rows of an organisation to compare."""

import datetime as dt
from collections import Counter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from clients.models import Case, Client, ClientMerge, SearchToken
from clients.services.merging import merge_clients
from clients.services.opening import reindex_all
from tasmat.audit.models import AccessEvent
from tasmat.tenancy.base import TenantModel
from tests.cast import IISALMI, Cast
from tests.clients.casework import ENTRY_DAY, inside, new_case

NOT_COMPARED = {AccessEvent, ClientMerge}

Row = dict[str, Any]


def twin_cases(
    cast: Cast, number: str = IISALMI, entry_on: dt.date = ENTRY_DAY, **person: Any
) -> tuple[Case, Case]:
    """Two open cases in one project whose clients have the same name and date of birth."""
    names: dict[str, Any] = {"first_name": "Eero", "last_name": "Äyräs"}
    kept = new_case(cast, "KEPT", **names)
    merged = new_case(cast, "GONE", **names | person, number=number, entry_on=entry_on)
    with inside(cast):
        reindex_all([kept.client, merged.client])
    return kept, merged


def merge(cast: Cast, kept: Case, merged: Case, *from_merged: str) -> ClientMerge:
    """Mirja, who sees all areas, merges the persons of two cases."""
    return merge_clients(kept.client_id, merged.client_id, from_merged=from_merged, member=cast.mirja)


def tables() -> list[type[models.Model]]:
    """Tables of the organisation whose rows people write; neither versions nor logs."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        and not hasattr(model, "pgh_tracked_model")
        and model not in NOT_COMPARED
    ]


def everything() -> dict[str, dict[Any, Row]]:
    """Every row by table and id; encrypted columns opened, words of search without their ids."""
    found = {
        model._meta.label: {row.pk: values(row) for row in model._default_manager.all()} for model in tables()
    }
    found[SearchToken._meta.label] = {
        (row["client_id"], row["token"]): {} for row in found[SearchToken._meta.label].values()
    }
    return found


def values(row: models.Model) -> Row:
    return {field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def counts(rows: dict[str, dict[Any, Row]]) -> Counter[str]:
    """How many rows each table has, without the words of search, which are made anew."""
    return Counter({label: len(found) for label, found in rows.items() if label != SearchToken._meta.label})


def hanging_on(*shells: Client | Case) -> list[str]:
    """Columns in which a row still points at one of these, traces of merges aside."""
    ids = {shell.pk for shell in shells}
    return sorted(
        f"{label}.{column}"
        for label, rows in everything().items()
        for row in rows.values()
        for column, value in row.items()
        if isinstance(value, UUID)
        and value in ids
        and column not in {"id", "merged_into_id"}
        and row["id"] not in ids
    )
