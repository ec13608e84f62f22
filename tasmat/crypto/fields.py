"""A text column that the database never sees in plain; for rows with `organisation_id` and a UUID `id`.

In Python the field is a text. `values()` and raw SQL give the sealed bytes. `update()`, `bulk_update()` and
every lookup but `isnull` are refused: sealing needs the row. The table's and the column's name are sealed in:
renaming either makes the values unreadable until they are sealed again under the new name.
"""

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django import forms
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from tasmat.crypto.blind_index import blind_index
from tasmat.crypto.errors import PlainTextRefused
from tasmat.crypto.keys import key_ring
from tasmat.crypto.sealing import Place, Sealed, seal, unseal

if TYPE_CHECKING:
    TextField = models.TextField[Any, Any]
else:
    TextField = models.TextField


class Opened(NamedTuple):
    """A value that was read and its bytes: unchanged text keeps them, so that history stays quiet."""

    sealed: Sealed
    text: str


class DecryptedAttribute(DeferredAttribute):
    """Opens the sealed bytes when the attribute is first read: only then the row is known."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, Sealed):
            return value
        text = unseal(value, self.field.place(instance), key_ring())
        instance.__dict__.update({self.field.attname: text, self.field.opened_name: Opened(value, text)})
        return text

    # Without it Python would take the sealed bytes straight from the instance.
    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(TextField):
    """A text sealed with AES-256-GCM for its organisation, table, column and row.

    Reading raises TamperedValue or UnknownKey; nothing falls back to the raw bytes.
    """

    descriptor_class = DecryptedAttribute

    def __init__(self, *args: Any, index_column: str | None = None, **kwargs: Any) -> None:
        """`index_column` names the row's BinaryField that keeps the blind index of the text, to find it by.

        Declare it after this field, and name both when saving with `update_fields`.
        """
        super().__init__(*args, **kwargs)
        self.index_column = index_column

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"index_column": self.index_column} if self.index_column else {})

    @property
    def opened_name(self) -> str:
        return f"_opened_{self.attname}"

    def get_internal_type(self) -> str:
        return "BinaryField"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        if self.unique or self.db_index:  # type: ignore[attr-defined]
            message = "Sealed bytes differ every time: an index or unique has no use. See blind_index."
            errors.append(checks.Error(message, obj=self, id="crypto.E001"))
        return errors

    def place(self, instance: models.Model) -> Place:
        """Where this column of this row is; a version in the history belongs to the row it is of."""
        model: type[models.Model] = getattr(instance, "pgh_tracked_model", None) or type(instance)
        row: Any = instance
        return Place(_uuid(row.organisation_id), _uuid(row.id), model._meta.db_table, str(self.column))

    def index_of(self, text: str, instance: models.Model) -> bytes:
        """The blind index under the active key; a version in the history has that of its row."""
        place = self.place(instance)
        return blind_index(
            text, organisation_id=place.organisation_id, column=f"{place.table}.{place.column}"
        )

    def from_db_value(self, value: Any, *_: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        state = model_instance.__dict__
        stored = state.get(self.attname)
        if isinstance(stored, Sealed) and not add:
            return stored
        text = getattr(model_instance, self.attname)
        if self.index_column:
            setattr(model_instance, self.index_column, self.index_of(text, model_instance) if text else None)
        if text is None:
            return None
        if not isinstance(text, str):
            raise PlainTextRefused(f"{self}: expected a text, got {type(text).__name__}.")
        ring, opened = key_ring(), state.get(self.opened_name)
        if opened and opened.text == text and opened.sealed.is_sealed_with(ring.active) and not add:
            return opened.sealed
        return seal(text, self.place(model_instance), ring)

    def get_prep_value(self, value: Any) -> Sealed | None:
        if value is None or isinstance(value, Sealed):
            return value
        raise PlainTextRefused(
            f"{self} is sealed for its row: set the attribute and save the row instead of update()."
        )

    def get_db_prep_value(
        self,
        value: Any,
        connection: BaseDatabaseWrapper,
        prepared: bool = False,
    ) -> Any:
        sealed = value if prepared else self.get_prep_value(value)
        return None if sealed is None else bytes(sealed)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(
            f"{self} is encrypted: only isnull can be asked of it, not {lookup_name}. See blind_index."
        )

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        defaults = {"empty_value": None} if self.null else {}
        return super().formfield(**{**defaults, **kwargs})

    def value_to_string(self, obj: models.Model) -> str:
        raise PlainTextRefused(
            f"{self} of {obj.pk} is not written to fixtures: back up the database instead."
        )


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
