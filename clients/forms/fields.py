"""Fields for what people type about people: one line, a longer text, a phone number."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clients.rules.phones import tidy_phone

LONGEST_NAME = 100
LONGEST_PHONE = 40


def _without_controls(text: str, kept: str = "") -> str:
    """The text without control characters and lone surrogates, which the database and XML refuse."""
    return "".join(c for c in text if c in kept or unicodedata.category(c) not in {"Cc", "Cs"})


class LineField(forms.CharField):
    """One line of text; white space of any kind and length is one space."""

    def to_python(self, value: Any) -> str:
        return _without_controls(" ".join((super().to_python(value) or "").split()))


class NameField(LineField):
    """A part of a person's name."""

    default_error_messages = {"invalid": _("Write the name in letters.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_NAME, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(character.isalpha() for character in value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class TextField(forms.CharField):
    """A text of several lines. A line break counts as one character, as the browser counts it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        lines = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return _without_controls(lines, kept="\n\t")


class PhoneField(LineField):
    """A phone number, Finnish or foreign, with single spaces between its groups."""

    default_error_messages = {
        "invalid": _("Write the number like 040 123 4567 or +46 70 123 45 67."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "class": "govuk-input--width-20"}))
        super().__init__(max_length=LONGEST_PHONE, **kwargs)

    def clean(self, value: Any) -> str:
        """The tidied number, empty when none; raises ValidationError with an example."""
        typed: str = super().clean(value)
        number = tidy_phone(typed) if typed else ""
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number
