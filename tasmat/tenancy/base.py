"""What every tenant table inherits: UUIDv7 key, organisation, a lazily filtering manager, walls in the database."""

from typing import Any, TypeVar
from uuid import UUID

from django.core import checks
from django.db import models
from django.db.models.signals import class_prepared
from uuid_utils.compat import uuid7

from tasmat.tenancy.context import NoTenant, current_organisation
from tasmat.tenancy.ddl import OwnRowsSecurity, RowSecurity, SameOrganisation, TenantKey

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


def new_id() -> UUID:
    """A time-ordered UUID (version 7), made in Python so that bulk_create knows it."""
    return uuid7()


class UuidV7(models.Func):
    """The database's own uuidv7(), for rows written without Django."""

    function = "uuidv7"
    arity = 0
    output_field = models.UUIDField()


class CurrentOrganisation(models.Expression):
    """The organisation of the context in which the SQL is compiled, not of the one in which it was written.

    An eager filter would freeze one organisation into querysets of form classes built at import.
    """

    output_field = models.UUIDField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (current_organisation(),)


class TenantQuerySet(models.QuerySet[Row_co]):
    """Refuses rows of another organisation at the one door of save, create and bulk_create."""

    def _insert(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        organisation_id = current_organisation()
        if any(row.organisation_id != organisation_id for row in objs):
            raise NoTenant(f"{self.model._meta.label}: a row of another organisation")
        return super()._insert(objs, *args, **kwargs)  # type: ignore[misc]

    _insert.alters_data = True  # type: ignore[attr-defined]
    _insert.queryset_only = False  # type: ignore[attr-defined]


class TenantManager(models.Manager[Row_co]):
    """Sees the rows of the current organisation; raises NoTenant outside a context."""

    _queryset_class = TenantQuerySet

    def get_queryset(self) -> models.QuerySet[Row_co]:
        return super().get_queryset().filter(organisation_id=CurrentOrganisation())


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A foreign key between tenant tables; its database constraint is the composite SameOrganisation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)


class TenantModel(models.Model):
    """A row that belongs to one organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, db_default=UuidV7(), editable=False)
    organisation = models.ForeignKey(
        "tenancy.Organisation",
        models.PROTECT,
        related_name="+",
        default=current_organisation,
        db_index=False,
        editable=False,
    )

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *_wall_errors(cls)]


def _wall_errors(model: type[models.Model]) -> list[checks.CheckMessage]:
    errors: list[checks.CheckMessage] = [
        checks.Error(f"{field} needs a through model that is a TenantModel.", obj=model, id="tenancy.E001")
        for field in model._meta.local_many_to_many
        if (through := field.remote_field.through) is not None and through._meta.auto_created
    ]
    if model._meta.base_manager_name != "objects":
        errors.append(checks.Error("Meta must inherit TenantModel.Meta.", obj=model, id="tenancy.E002"))
    return errors


def _add_walls(sender: type[models.Model], **_: Any) -> None:
    """Extends the constraints of each tenant model; `original_attrs` too, or a child's list would drop them."""
    options = sender._meta
    if not issubclass(sender, TenantModel) or options.abstract or options.proxy:
        return
    name = f"{options.app_label}_{options.model_name}"
    walls: list[models.BaseConstraint] = [TenantKey(name=f"{name}_tenant_key")]
    if not any(isinstance(constraint, OwnRowsSecurity) for constraint in options.constraints):
        walls.append(RowSecurity(name=f"{name}_rls"))
    walls += [
        SameOrganisation(field=field.name, name=f"{name}_{field.name}_same_org")
        for field in options.local_fields
        if isinstance(field, TenantForeignKey)
    ]
    options.constraints = [*options.constraints, *walls]
    options.original_attrs["constraints"] = options.constraints


class_prepared.connect(_add_walls)
