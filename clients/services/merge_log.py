"""The steps of a merge, written down while they are done, and done backwards to undo it."""

import base64
import datetime as dt
import json
from collections import Counter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from tasmat.crypto.fields import EncryptedTextField

Step = dict[str, Any]


class Log:
    """Does a step and writes it down. Tables are named by label, columns as in the database."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def move(self, rows: models.QuerySet[Any], column: str, source: UUID, target: UUID) -> None:
        """The rows, whose `column` holds `source`, get `target` there."""
        ids = [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]
        if not ids:
            return
        rows.update(**{column: target})
        self._write("move", rows.model, column=column, ids=ids, source=str(source), target=str(target))

    def change(self, row: models.Model, **values: Any) -> None:
        """The row gets these values, as far as they differ."""
        fields = {name: _field(type(row), name) for name in values}
        before = {name: _plain(getattr(row, name)) for name in values}
        changed = {name for name, value in values.items() if before[name] != _plain(value)}
        if not changed:
            return
        _save(row, {name: values[name] for name in changed})
        after = {name: _plain(getattr(row, name)) for name in changed}
        pairs = {fields[name].attname: [before[name], after[name]] for name in sorted(changed)}
        self._write("change", type(row), id=str(row.pk), values=pairs)

    def remove(self, row: models.Model) -> None:
        """The row is set aside: it lives on in the log alone. Nothing may hang on it any more."""
        values = {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}
        gone, _by_table = row.delete()
        if gone != 1:
            raise RuntimeError(f"{row._meta.label} {row.pk}: rows still hung on what was set aside.")
        self._write("remove", type(row), values=values)

    def text(self) -> str:
        """All steps, for a sealed column."""
        return json.dumps(self.steps)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows moved and were set aside, by the label of their table."""
        moved, removed = Counter[str](), Counter[str]()
        for step in self.steps:
            if step["do"] == "move":
                moved[step["table"]] += len(step["ids"])
            elif step["do"] == "remove":
                removed[step["table"]] += 1
        return {"moved": dict(moved), "set_aside": dict(removed)}

    def _write(self, do: str, model: type[models.Model], **rest: Any) -> None:
        self.steps.append({"do": do, "table": model._meta.label, **rest})


def undo(text: str) -> None:
    """Does the steps backwards. What somebody has changed, moved or removed since then stays as it is."""
    for step in reversed(json.loads(text)):
        _UNDO[step["do"]](apps.get_model(step["table"]), step)


def set_aside(text: str) -> list[models.Model]:
    """The rows that live in the log alone, unsaved."""
    return [
        _rebuilt(apps.get_model(step["table"]), step["values"])
        for step in json.loads(text)
        if step["do"] == "remove"
    ]


def _move_back(model: type[models.Model], step: Step) -> None:
    rows = model._default_manager.filter(pk__in=step["ids"], **{step["column"]: step["target"]})
    rows.update(**{step["column"]: step["source"]})


def _change_back(model: type[models.Model], step: Step) -> None:
    row = model._default_manager.filter(pk=step["id"]).first()
    if row is None:
        return
    unchanged = {
        name: _field(model, name).to_python(before)
        for name, (before, after) in step["values"].items()
        if _plain(getattr(row, name)) == after
    }
    if unchanged:
        _save(row, unchanged)


def _put_back(model: type[models.Model], step: Step) -> None:
    _rebuilt(model, step["values"]).save(force_insert=True)


_UNDO = {"move": _move_back, "change": _change_back, "remove": _put_back}


def _rebuilt(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    return model(**{name: _field(model, name).to_python(value) for name, value in values.items()})


def _save(row: models.Model, values: dict[str, Any]) -> None:
    """Saves these columns, with the blind index of an encrypted one."""
    for name, value in values.items():
        setattr(row, name, value)
    fields = [_field(type(row), name) for name in values]
    indexes = [field.index_column for field in fields if isinstance(field, EncryptedTextField)]
    row.save(update_fields=[*values, *filter(None, indexes)])


def _field(model: type[models.Model], name: str) -> Any:
    """The column by its name or, of a foreign key, by its column's name."""
    return model._meta.get_field(name)


def _plain(value: Any) -> Any:
    """The value for JSON; the column's to_python makes it again, to the microsecond."""
    if value is None or isinstance(value, (bool, int, str, list, dict)):
        return value
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return str(value)
