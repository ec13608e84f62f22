"""Change history by database triggers: every insert, update and delete of a tracked table, with its actor."""

from typing import Any, ClassVar, TypeVar

import pghistory
import pghistory.models
from django.db import models
from django.db.models import Func

from tasmat.tenancy.base import TenantManager
from tasmat.tenancy.ddl import ReadOnly, RowSecurity

Tracked = TypeVar("Tracked", bound=type[models.Model])


class CurrentUser(Func):
    """The user of the database session, set by tenant_context; null for the program itself."""

    template = "nullif(current_setting('tasmat.user', true), '')::uuid"
    arity = 0
    output_field = models.UUIDField(null=True)


class TenantEvent(pghistory.models.Event):
    """One version of a row of one organisation. Written by triggers only, whoever changed the row."""

    actor = models.UUIDField(null=True, db_default=CurrentUser(), editable=False)

    objects: ClassVar[Any] = TenantManager()

    class Meta:
        abstract = True


def tracked(model: Tracked) -> Tracked:
    """Class decorator: keeps every version of the model's rows in <Model>History.

    Columns that the database makes from others are left out: they would tell the same text twice.
    """
    name = f"{model._meta.app_label}_{model._meta.model_name}history"
    decorate: Any = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=[field.name for field in model._meta.local_fields if field.generated] or None,
        context_field=None,  # type: ignore[arg-type]  # documented, but not in its types
        append_only=False,
        base_model=TenantEvent,
        model_name=f"{model.__name__}History",
        meta={
            "base_manager_name": "objects",
            "constraints": [RowSecurity(name=f"{name}_rls"), ReadOnly(name=f"{name}_read_only")],
        },
    )
    decorated: Tracked = decorate(model)
    return decorated


def history_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """The versions of a tracked model's rows, with pgh_created_at, pgh_label (insert, update, delete) and actor."""
    versions: models.QuerySet[Any] = model.pgh_event_model.objects.all()  # type: ignore[attr-defined]
    return versions
