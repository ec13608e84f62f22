"""How forms look and what every form of the house shares; what a form asks is the business of its app."""

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from django import forms
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.forms.models import ModelFormMetaclass
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tasmat import clock

Row = TypeVar("Row", bound=models.Model)

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]
DATE_SHOWN = "%-d.%-m.%Y"

CONTROL_CLASSES = {
    "checkbox": "govuk-checkboxes__input",
    "checkboxselectmultiple": "govuk-checkboxes__input",
    "chips": "app-chips__input",
    "clearablefile": "govuk-file-upload",
    "file": "govuk-file-upload",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "radioselect": "govuk-radios__input",
    "select": "govuk-select",
    "selectmultiple": "govuk-select",
    "textarea": "govuk-textarea govuk-js-character-count",
}

DASHES = str(BLANK_CHOICE_DASH[0][1])
WORDLESS = (("", DASHES), ("", ""))

# Texts of govuk-frontend's character count by the names of its data attributes.
CHARACTER_COUNT_TEXTS: dict[str, Promise] = {
    "characters-under-limit.one": _("You have {count} character left"),
    "characters-under-limit.other": _("You have {count} characters left"),
    "characters-at-limit": _("You have no characters left"),
    "characters-over-limit.one": _("The text is {count} character too long"),
    "characters-over-limit.other": _("The text is {count} characters too long"),
}


def name_blank(field: forms.Field) -> None:
    """Says in words what is otherwise said with nine dashes or not at all: that nothing is chosen."""
    words = _("Choose") if field.required else _("Nothing chosen")
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        choices = list(cast("Iterable[Any]", field.choices))
        if any(choice in WORDLESS for choice in choices):
            field.choices = [("", words) if choice in WORDLESS else choice for choice in choices]


class GovukBoundField(BoundField):
    """A field that knows its class names, where the error summary links to, and whether it is optional."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        name_blank(field)

    @property
    def is_group(self) -> bool:
        """Whether several controls share one legend; such a group carries the errors, not each control."""
        return bool(self.use_fieldset)

    @property
    def is_marked_optional(self) -> bool:
        """Whether the label says "(optional)"; a lone checkbox is optional by its nature."""
        marks = getattr(self.form, "mark_optional", False)
        return marks and not self.field.required and self.widget_type != "checkbox"

    @property
    def max_length(self) -> int | None:
        """The limit of a text area, counted beside it in words; None for all other controls."""
        return getattr(self.field, "max_length", None) if self.widget_type == "textarea" else None

    @property
    def count_texts(self) -> dict[str, str]:
        """The words of the character count in the language of the page, with the library's placeholder."""
        return {
            name: str(text).replace("{count}", "%{count}") for name, text in CHARACTER_COUNT_TEXTS.items()
        }

    @property
    def error_target(self) -> str:
        """Id the error summary links to: the first choice of a group, else the control itself."""
        first = next(iter(self.subwidgets), None) if self.is_group else None
        return (first.id_for_label if first else self.id_for_label) or self.auto_id

    @property
    def error_label(self) -> str:
        """The label as the beginning of "label: error"; a question or sentence keeps its own mark."""
        label = str(self.label).rstrip(" :")
        return label if label.endswith(("?", ".")) else f"{label}:"

    def build_widget_attrs(
        self, attrs: dict[str, str | bool], widget: forms.Widget | None = None
    ) -> dict[str, str | bool]:
        """Django's attributes with the class names, and aria-invalid only where the control is alone."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.is_hidden:
            return attrs
        alone = not self.is_group and self.widget_type != "checkbox"
        classes = CONTROL_CLASSES.get(self.widget_type, "govuk-input")
        if self.errors and alone:
            classes += f" {classes.split()[0]}--error"
        if not alone:
            attrs.pop("aria-invalid", None)
        attrs["class"] = f"{classes} {self.field.widget.attrs.get('class', '')}".strip()
        if self.max_length:
            attrs["maxlength"] = False  # the browser would cut a pasted text without a word
            described = attrs.get("aria-describedby", "")
            attrs["aria-describedby"] = f"{described} {self.auto_id}-info".strip()
        return attrs


class Renderer(TemplatesSetting):
    """Renders every form, also those of other packages, by templates/forms."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/formset.html"
    bound_field_class = GovukBoundField


class Chips(forms.RadioSelect):
    """One of a few short choices, side by side; radio buttons for the keyboard and without script."""

    template_name = "forms/chips.html"


def _today() -> str:
    return f"{clock.today():{DATE_SHOWN}}"


def _how_to_write(example: str | Promise) -> Any:
    return format_lazy(_("Write the date as day, month and year, for example {day}"), day=example)


class DateField(forms.DateField):
    """One text box, day.month.year in every language.

    Django's formats for English and Swedish read 3/4/2026 month first and refuse 3.4.2026. Spaces are
    forgiven ("3. 4. 2026"); a year of two digits is not, since 45 may mean 1945 or 2045. What is no date is
    refused with today as the example.
    """

    default_error_messages = {"invalid": _how_to_write(lazy(_today, str)())}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_INPUT_FORMATS)
        kwargs.setdefault("widget", forms.DateInput)
        super().__init__(**kwargs)
        if isinstance(self.widget, forms.DateInput):
            self.widget.format = DATE_SHOWN

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A box as wide as a date, without the browser's memory of other people's dates."""
        return (
            {}
            if widget.is_hidden
            else {"class": "govuk-input--width-10", "autocomplete": "off", **widget.attrs}
        )

    def to_python(self, value: Any) -> Any:
        """The date, None when empty; raises ValidationError with the format to write."""
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class BirthDateField(DateField):
    """The same for a day long past: the example is one."""

    default_error_messages = {"invalid": _how_to_write("17.5.1980")}


# Django's own words, listed here so that the catalogues say them as we do: "Täytä tämä kohta."
DJANGOS_WORDS = (_("This field is required."),)


class Form(forms.Form):
    """A form whose errors are said by the server, in words."""

    use_required_attribute = False
    mark_optional = True


def form_field(column: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field of a model's column: our DateField for dates, Django's own for the rest."""
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        kwargs.setdefault("form_class", DateField)
    return column.formfield(**kwargs)


class _OurFields(ModelFormMetaclass):
    """Lets form_field choose the fields of every ModelForm of the house."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(form_field)
        return super().__new__(cls, name, bases, attrs)


class ModelForm(forms.ModelForm[Row], metaclass=_OurFields):
    """A model's form whose errors are said by the server and whose dates are DateField."""

    use_required_attribute = False
    mark_optional = True


def columns_of(form: "ModelForm[Any]") -> list[str]:
    """The columns that a form asks: `save(update_fields=…)` leaves alone what a colleague has just changed."""
    columns = {column.name for column in form.instance._meta.concrete_fields}
    return [name for name in form.fields if name in columns]
