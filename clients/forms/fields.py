"""Fields for what people type about people: one line, a longer text, a phone number, a number, an amount."""

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.fi import hetu

from clients.rules.phones import tidy_phone

Day = TypeVar("Day", dt.date, dt.date | None)

LONGEST_NAME = 100
LONGEST_PHONE = 40
LONGEST_OVERRIDE = 2000  # why something is done over what the project's rules say


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


class IdentityCodeField(LineField):
    """A Finnish personal identity code, checked with its control character; kept without spaces."""

    default_error_messages = {
        "invalid": _("This is no personal identity code. Check it, for example 131052-308T."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Personal identity code"))
        attrs = {"class": "govuk-input--width-10", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        """The code as it is kept, empty when none; raises ValidationError."""
        typed: str = super().clean(value)
        try:
            return str(hetu.validate("".join(typed.split()))) if typed else ""
        except WrongNumber as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class NumberField(forms.DecimalField):
    """A number with a comma or a point, as people write it: 5,5 or 5.5. Spaces and a euro sign are forgiven."""

    default_error_messages = {"invalid": _("Write a number, for example 5,5.")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-5"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The Decimal, None when empty; raises ValidationError."""
        if isinstance(value, str):
            value = "".join(value.split()).removesuffix("€").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """The number as the language of the page writes it, without zeros that say nothing."""
        if not isinstance(value, Decimal):
            return value
        plain = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
        return number_format(plain)


class EurosField(NumberField):
    """An amount of money; two decimals or none."""

    def prepare_value(self, value: Any) -> Any:
        return number_format(value) if isinstance(value, Decimal) else value


def not_in_the_future(day: Day, today: dt.date) -> Day:
    """The day itself, None when there is none; raises ValidationError for a later one than today."""
    if day is not None and day > today:
        raise ValidationError(_("The date is in the future."))
    return day


def not_before(day: dt.date, first_day: dt.date) -> dt.date:
    """The day itself; raises ValidationError for one before the client was in the project."""
    if day < first_day:
        raise ValidationError(_("The date is before the client's first day in the project."))
    return day
