"""Competences of a client, and units of qualifications entered by hand or read from a table."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.choices import CompetenceLevel
from clients.forms.fields import LineField, TextField, not_in_the_future
from clients.importing.parse import FileRefused, decode
from clients.models import Competence, QualificationUnit
from clients.rules.units import LONGEST, MOST_POINTS, UnitsTable, read_units
from tasmat.tenancy.models import Membership
from tasmat.ui.forms import Form, ModelForm

LONGEST_TEXT = 2000
LARGEST_TABLE = 500 * 1024  # bytes
MOST_UNITS = 1000


class CompetenceForm(ModelForm[Competence]):
    """What was shown at work against a unit, and its assessment; both or none of level and day."""

    what = TextField(
        label=_("What was done"),
        max_length=LONGEST_TEXT,
        help_text=_("In the words of the certificate: tasks, tools, how independently."),
    )
    place = LineField(label=_("Where"), required=False, max_length=200)
    level = forms.ChoiceField(
        label=_("Assessment"),
        choices=(("", _("not assessed yet")), *CompetenceLevel.choices),
        widget=forms.RadioSelect,
        required=False,
    )

    class Meta:
        model = Competence
        fields = ("unit", "what", "place", "starts_on", "ends_on", "level", "assessed_on")
        labels = {"unit": _("Unit of a qualification")}

    def __init__(self, *args: Any, member: Membership, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.today = member, today
        offered = QualificationUnit.objects.filter(Q(is_active=True) | Q(id=self.instance.unit_id))
        self.fields["unit"].queryset = offered  # type: ignore[attr-defined]

    def clean_level(self) -> str | None:
        """The column has null for what is not assessed."""
        return self.cleaned_data["level"] or None

    def clean_starts_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["starts_on"]
        return not_in_the_future(day, self.today)

    def clean_assessed_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["assessed_on"]
        return not_in_the_future(day, self.today)

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if {"level", "assessed_on"} <= facts.keys() and (facts["level"] is None) != (
            facts["assessed_on"] is None
        ):
            blank = "assessed_on" if facts["level"] else "level"
            self.add_error(blank, _("Give both the assessment and its day."))
        return facts

    def save(self, commit: bool = True) -> Competence:
        """The member who gives or changes the assessment is its assessor."""
        if {"level", "assessed_on"} & set(self.changed_data):
            self.instance.assessed_by = self.member if self.instance.level else None
        return super().save(commit)


class UnitForm(ModelForm[QualificationUnit]):
    """A unit entered by hand."""

    identifier = LineField(
        label=_("Identifier"),
        max_length=LONGEST["identifier"],
        help_text=_("As in the national register of qualifications, for instance 106122."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    name = LineField(label=_("Name of the unit"), max_length=LONGEST["name"])
    qualification = LineField(label=_("Qualification"), required=False, max_length=LONGEST["qualification"])
    points = forms.IntegerField(
        label=_("Competence points"),
        required=False,
        min_value=0,
        max_value=MOST_POINTS,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    requirements = TextField(label=_("What is asked"), required=False, max_length=LONGEST["requirements"])

    class Meta:
        model = QualificationUnit
        fields = ("identifier", "name", "qualification", "points", "requirements", "is_active")
        help_texts = {"is_active": _("A unit out of use is not offered for new competences.")}

    def clean_identifier(self) -> str:
        identifier: str = self.cleaned_data["identifier"]
        if QualificationUnit.objects.filter(identifier=identifier).exclude(id=self.instance.id).exists():
            raise ValidationError(_("A unit with this identifier is there already."))
        return identifier


class UnitsFileForm(Form):
    """A table of units; what is wrong inside its rows is shown by the preview."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, encoding UTF-8, commas or semicolons, the names of the columns on the first row."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> str:
        """The text of the file."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_TABLE:
            raise ValidationError(_("The file is larger than 500 kilobytes."))
        try:
            return decode(file.read())
        except FileRefused as error:
            raise ValidationError(str(error)) from None


class UnitsTableForm(Form):
    """The text of a table that was looked at, on its way to the import."""

    table = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=LARGEST_TABLE)

    def clean_table(self) -> UnitsTable:
        """The units with what is wrong in them."""
        try:
            read = read_units(self.cleaned_data["table"])
        except FileRefused as error:
            raise ValidationError(str(error)) from None
        if len(read.units) > MOST_UNITS:
            refused = _("The file has %(rows)s rows; at most %(most)s are imported at a time.")
            raise ValidationError(refused, params={"rows": len(read.units), "most": MOST_UNITS})
        return read
