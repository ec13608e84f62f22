"""Walls of the database as model constraints, so that migrations write and remove them: row-level
security, tenant keys, composite foreign keys, append-only tables. Sources of the traps: docs/tenancy.md."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

# Without missing_ok: a query outside a tenant raises instead of returning nothing.
CURRENT_ORGANISATION = "(select current_setting('tasmat.organisation')::uuid)"
CURRENT_ORGANISATION_OR_NONE = "(select nullif(current_setting('tasmat.organisation', true), '')::uuid)"
CURRENT_USER_OR_NONE = "(select nullif(current_setting('tasmat.user', true), '')::uuid)"

Parts = dict[str, Any]


class DdlConstraint(models.BaseConstraint):
    """A constraint that is plain SQL; `do` and `undo` are templates over %(table)s, %(name)s and `parts()`."""

    fields: ClassVar[tuple[str, ...]] = ()
    do: ClassVar[tuple[str, ...]] = ()
    undo: ClassVar[tuple[str, ...]] = ()
    deferred: ClassVar[bool] = False  # the target's key may come later in the same migration

    def parts(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Parts:
        return {}

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to check in Python: the database alone decides."""

    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        """Called inside CREATE TABLE: the statements run at the end of the migration."""
        assert model is not None
        assert schema_editor is not None
        schema_editor.deferred_sql.extend(self._statements(self.do, model, schema_editor))
        return ""

    def create_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        if self.deferred:
            return self.constraint_sql(model, schema_editor)
        assert model is not None
        assert schema_editor is not None
        return self._script(self.do, model, schema_editor)

    def remove_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        assert model is not None
        assert schema_editor is not None
        for statement in list(schema_editor.deferred_sql):
            if isinstance(statement, Statement) and str(
                statement.parts.get("name")
            ) == schema_editor.quote_name(self.name):
                schema_editor.deferred_sql.remove(statement)
        return self._script(self.undo, model, schema_editor)

    def _script(
        self, templates: tuple[str, ...], model: type[models.Model], editor: BaseDatabaseSchemaEditor
    ) -> str:
        return "; ".join(str(statement) for statement in self._statements(templates, model, editor))

    def _statements(
        self, templates: tuple[str, ...], model: type[models.Model], editor: BaseDatabaseSchemaEditor
    ) -> list[Statement]:
        parts = {"name": self.name, **self.parts(model, editor)}
        quoted = {
            key: editor.quote_name(value) if isinstance(value, str) else value for key, value in parts.items()
        }
        table = Table(model._meta.db_table, editor.quote_name)
        return [Statement(template, table=table, **quoted) for template in templates]

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, **{name: getattr(self, name) for name in self.fields}}

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)


_UNPROTECT = (
    "ALTER TABLE %(table)s NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE %(table)s DISABLE ROW LEVEL SECURITY",
)
_PROTECT = (
    "ALTER TABLE %(table)s ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE %(table)s FORCE ROW LEVEL SECURITY",
)


class RowSecurity(DdlConstraint):
    """Rows of the current organisation only; outside a tenant every statement raises."""

    do = (
        *_PROTECT,
        (
            f"CREATE POLICY %(name)s ON %(table)s USING (organisation_id = {CURRENT_ORGANISATION})"
            f" WITH CHECK (organisation_id = {CURRENT_ORGANISATION})"
        ),
    )
    undo = ("DROP POLICY %(name)s ON %(table)s", *_UNPROTECT)


class OwnRowsSecurity(DdlConstraint):
    """For Membership, read before an organisation is known: rows of the organisation, and one's own rows."""

    do = (
        *_PROTECT,
        (
            f"CREATE POLICY %(name)s ON %(table)s USING (organisation_id = {CURRENT_ORGANISATION_OR_NONE})"
            f" WITH CHECK (organisation_id = {CURRENT_ORGANISATION_OR_NONE})"
        ),
        f"CREATE POLICY %(own)s ON %(table)s FOR SELECT USING (user_id = {CURRENT_USER_OR_NONE})",
    )
    undo = ("DROP POLICY %(name)s ON %(table)s", "DROP POLICY %(own)s ON %(table)s", *_UNPROTECT)

    def parts(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Parts:
        return {"own": f"{self.name}_own"}


class AppendOnly(DdlConstraint):
    """The application may add and read rows, never change or delete them."""

    do = ("REVOKE UPDATE, DELETE ON %(table)s FROM %(role)s",)
    undo = ("GRANT UPDATE, DELETE ON %(table)s TO %(role)s",)

    def parts(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Parts:
        return {"role": settings.DATABASE_APP_ROLE}


class ReadOnly(AppendOnly):
    """The application may read rows; triggers and the owner write them."""

    do = ("REVOKE INSERT, UPDATE, DELETE ON %(table)s FROM %(role)s",)
    undo = ("GRANT INSERT, UPDATE, DELETE ON %(table)s TO %(role)s",)


class TenantKey(DdlConstraint):
    """(organisation, id) is unique, so that composite foreign keys can point here."""

    do = ("ALTER TABLE %(table)s ADD CONSTRAINT %(name)s UNIQUE (organisation_id, %(key)s)",)
    undo = ("ALTER TABLE %(table)s DROP CONSTRAINT IF EXISTS %(name)s CASCADE",)

    def parts(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Parts:
        assert model._meta.pk is not None
        return {"key": model._meta.pk.column}


class SameOrganisation(DdlConstraint):
    """The composite foreign key that replaces Django's: the row pointed at is of the same organisation."""

    fields = ("field",)
    deferred = True
    do = (
        (
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (organisation_id, %(column)s)"
            " REFERENCES %(target)s (organisation_id, %(key)s) DEFERRABLE INITIALLY IMMEDIATE"
        ),
    )
    undo = ("ALTER TABLE %(table)s DROP CONSTRAINT IF EXISTS %(name)s",)

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def parts(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Parts:
        field = model._meta.get_field(self.field)
        assert isinstance(field, models.ForeignKey)
        target = field.remote_field.model
        assert target._meta.pk is not None
        return {
            "column": field.column,
            "target": Table(target._meta.db_table, editor.quote_name),
            "key": target._meta.pk.column,
        }
