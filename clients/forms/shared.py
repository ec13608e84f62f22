"""Forms of rows that several people edit: nobody's words are lost when two save one after the other."""

from collections.abc import Iterable
from copy import copy
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.rules.merging_texts import Marks, marks_of, merge
from tasmat.ui.forms import ModelForm

Row = TypeVar("Row", bound=models.Model)

CHANGED_MEANWHILE = _(
    "A colleague has changed this meanwhile. What the colleague saved stands above the form: put together what "
    "you need, then save again."
)


class Meeting:
    """What a form needs to meet another's change; it has a field `seen` and sets `theirs` to [] first.

    A colleague's change of another field is kept, of the same field it is shown and saved over knowingly.
    """

    theirs: list[tuple[str, str]]

    def _stored(self: Any, names: Iterable[str]) -> dict[str, Any]:
        """What is saved now, by field."""
        raise NotImplementedError

    def _meet(self: Any) -> None:
        typed = {name: self.cleaned_data[name] for name in self._columns() if name in self.cleaned_data}
        stored, seen = self._stored(typed), self._seen()
        merged = merge(seen, typed, stored)
        self.cleaned_data |= merged.values
        for name in merged.conflicts:
            self.add_error(name, ValidationError(CHANGED_MEANWHILE, code="conflict"))
            self.theirs.append((str(self.fields[name].label), _shown(self.fields[name], stored[name])))
        if merged.conflicts:
            # Saved again, the form has seen the colleague's version of these fields.
            known = seen | marks_of({name: stored[name] for name in merged.conflicts})
            data: Any = copy(self.data)
            data[self.add_prefix("seen")] = self.fields["seen"].prepare_value(known)
            self.data = data

    def _columns(self: Any) -> list[str]:
        return [name for name in self.fields if name != "seen"]

    def _seen(self: Any) -> Marks:
        seen = self.cleaned_data.get("seen")
        return seen if isinstance(seen, dict) else {}


def _shown(field: forms.Field, value: Any) -> str:
    """The colleague's value as a text; days as the form writes them."""
    return "" if value is None else str(field.widget.format_value(value) or "")


class SharedForm(Meeting, ModelForm[Row]):
    """Remembers what it showed of a row, to meet what another has saved since.

    The view gives a locked instance when the form is bound.
    """

    seen = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs = []
        if self.instance._state.adding:
            del self.fields["seen"]
        else:
            self.initial["seen"] = marks_of(self._stored(self._columns()))

    def clean(self) -> None:
        super().clean()
        if "seen" in self.fields:
            self._meet()

    def _stored(self, names: Iterable[str]) -> dict[str, Any]:
        return {name: getattr(self.instance, name) for name in names}
