"""Files and their rows that have lost each other: files of nobody are removed, rows without a file are told.

A file is written before its row is committed: when that fails, or a worker is killed between, it stays behind.
"""

import dataclasses
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models

from tasmat.tenancy.base import TenantModel
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Organisation

logger = logging.getLogger(__name__)

OLD: Final = 24 * 3600  # seconds: no request or job works that long on a file
# So many files of one organisation lose their rows only when the database is not the one they belong to.
FEW, SHARE = 20, 0.1
COLUMNS: Final = {"path", "size", "sha256"}


@dataclasses.dataclass(frozen=True)
class Swept:
    """What was found in one organisation; `refused` are files that were too many to be removed."""

    removed: list[str] = dataclasses.field(default_factory=list)
    refused: list[str] = dataclasses.field(default_factory=list)
    missing: list[str] = dataclasses.field(default_factory=list)  # tables with ids of rows


def sweep_all() -> None:
    """Every organisation, with what was found in the log: ids and paths, which the program made."""
    for organisation_id in Organisation.objects.order_by("id").values_list("id", flat=True):
        _tell(organisation_id, sweep(organisation_id))


def sweep(organisation_id: UUID) -> Swept:
    """Removes the organisation's files that are older than a day and that no row names."""
    # The files first: one that comes with its row meanwhile is then not among them.
    files = {str(path.relative_to(settings.MEDIA_ROOT)): path for path in _files(organisation_id)}
    known = _known(organisation_id)
    missing = sorted(row for path, row in known.items() if not (settings.MEDIA_ROOT / path).is_file())
    orphans = {path: file for path, file in files.items() if path not in known and _is_old(file)}
    if len(orphans) > max(FEW, SHARE * len(files)):
        return Swept(refused=sorted(orphans), missing=missing)
    return Swept(removed=sorted(path for path, file in orphans.items() if _remove(file)), missing=missing)


def tables_with_files() -> Iterator[type[models.Model]]:
    """Tables whose rows name a file, without those of versions."""
    for model in apps.get_models():
        is_version = hasattr(model, "pgh_tracked_model")
        names = {field.name for field in model._meta.local_fields}
        if issubclass(model, TenantModel) and not is_version and names >= COLUMNS:
            yield model


def _known(organisation_id: UUID) -> dict[str, str]:
    """The row of each path that stands in the database."""
    found: dict[str, str] = {}
    with tenant_context(organisation_id):
        for model in tables_with_files():
            rows: Any = model._default_manager.values_list("path", "pk").iterator()
            found |= {path: f"{model._meta.db_table} {key}" for path, key in rows}
    return found


def _files(organisation_id: UUID) -> Iterator[Path]:
    for room in settings.MEDIA_ROOT.glob(f"*/{organisation_id}"):
        yield from (path for path in room.rglob("*") if path.is_file())


def _is_old(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime > OLD
    except FileNotFoundError:
        return False


def _remove(file: Path) -> bool:
    """Looks at the age once more: a job that is tried again writes its file anew."""
    if not _is_old(file):
        return False
    file.unlink(missing_ok=True)
    return True


def _tell(organisation_id: UUID, swept: Swept) -> None:
    for path in swept.removed:
        logger.info("Removed a file without a row: %s", path)
    if swept.refused:
        logger.error(
            "%d files of organisation %s have no row, too many to remove: is this the database they belong to?",
            len(swept.refused),
            organisation_id,
        )
    for row in swept.missing:
        logger.error("The file of a row is missing: %s. Restore it from the backup.", row)
