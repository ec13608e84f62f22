"""Forms of a project: a new one, its facts and rules, its municipalities."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tasmat.tenancy.models import PHONE, PROJECT_CODE, Municipality, Project, ProjectArea
from tasmat.ui.forms import DateField, Form, ModelForm

LONGEST_NAME = 200
LONGEST_CODE = 40
LARGEST_QUOTA = 100_000
AREAS_AT_ONCE = 6  # further ones are added one by one
NUMBER = forms.NumberInput(attrs={"class": "govuk-input--width-4"})

Choices = list[tuple[str, str]]

# Eurostat's degree of urbanisation (DEGURBA).
DEGREES = (
    ("", _("not entered")),
    (1, _("1 city")),
    (2, _("2 town or suburb")),
    (3, _("3 rural area")),
)


class NewProjectForm(Form):
    """What a project needs to exist; everything else has its page."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    code = forms.CharField(
        label=_("Code"),
        validators=[PROJECT_CODE],
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        help_text=_("Short, for addresses and files, for instance TASMAT. It cannot be changed."),
    )
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day is before the first day."))
        return cleaned


class NewAreaRow(Form):
    """One municipality of a new project; an empty row is left out."""

    mark_optional = False

    municipality = forms.ChoiceField(required=False)
    quota = forms.IntegerField(min_value=0, max_value=LARGEST_QUOTA, required=False, widget=NUMBER)

    def __init__(self, *args: Any, municipalities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["municipality"]).choices = municipalities

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        number, quota = cleaned.get("municipality"), cleaned.get("quota")
        if number and quota is None and "quota" not in self.errors:
            self.add_error("quota", _("Give the number of participants."))
        if quota is not None and not number and "municipality" not in self.errors:
            self.add_error("municipality", _("Choose the municipality of this quota."))
        return cleaned


class NewAreaRows(forms.BaseFormSet[NewAreaRow]):
    """The first municipalities of a new project: at least one, each once."""

    def add_fields(self, form: NewAreaRow, index: int | None) -> None:
        super().add_fields(form, index)
        for label, field in ((_("Municipality %(row)s"), "municipality"), (_("Quota %(row)s"), "quota")):
            form.fields[field].label = label % {"row": (index or 0) + 1}

    def clean(self) -> None:
        chosen = [number for number, _quota in self._filled()]
        if not chosen and not any(self.errors):
            raise ValidationError(_("Choose at least one municipality."))
        if len(chosen) > len(set(chosen)):
            raise ValidationError(_("The same municipality stands there twice."))

    @property
    def quotas(self) -> dict[str, int]:
        """Participants by municipality number."""
        return dict(self._filled())

    def _filled(self) -> list[tuple[str, int]]:
        rows = [row.cleaned_data for row in self.forms if row.cleaned_data.get("municipality")]
        return [(row["municipality"], row.get("quota") or 0) for row in rows]


NewAreas = cast(
    type[NewAreaRows], forms.formset_factory(NewAreaRow, formset=NewAreaRows, extra=AREAS_AT_ONCE)
)


class ProjectForm(ModelForm[Project]):
    """Facts and rules of a project; its code never changes."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    funder = forms.CharField(label=_("Funder"), max_length=LONGEST_NAME, required=False)
    eura_code = forms.CharField(
        label=_("EURA project code"),
        max_length=LONGEST_CODE,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    contact_name = forms.CharField(
        label=_("Name or role"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("For instance the project manager's name, or the name of the office."),
    )
    contact_phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"type": "tel", "class": "govuk-input--width-20"}),
    )

    class Meta:
        model = Project
        fields = (
            "name",
            "starts_on",
            "ends_on",
            "funder",
            "eura_code",
            "coach_word",
            "minimum_age",
            "contact_interval_days",
            "takes_referrals",
            "contact_name",
            "contact_phone",
            "contact_email",
            "end_statement_days",
            "long_term_months",
            "long_term_age_split",
            "free_movement_is_third_country",
        )
        widgets = {
            "coach_word": forms.RadioSelect,
            "minimum_age": NUMBER,
            "contact_interval_days": NUMBER,
            "end_statement_days": NUMBER,
            "long_term_months": NUMBER,
        }
        labels = {"contact_email": _("E-mail")}
        help_texts = {
            "minimum_age": _("A younger person's referral carries a note; it can be accepted all the same."),
            "contact_interval_days": _("After this a client stands under “contact missing” on Today."),
            "end_statement_days": _(
                "An ended case asks for its statement until it is sent. Empty: the project writes none."
            ),
        }


class AreaForm(ModelForm[ProjectArea]):
    """Quota and degree of urbanisation of one municipality."""

    mark_optional = False

    quota = forms.IntegerField(label=_("Quota"), min_value=0, max_value=LARGEST_QUOTA, widget=NUMBER)
    degurba = forms.TypedChoiceField(
        label=_("Degree of urbanisation"), choices=DEGREES, coerce=int, empty_value=None, required=False
    )

    class Meta:
        model = ProjectArea
        fields = ("quota", "degurba")

    @classmethod
    def of_project(cls, project: Project, data: QueryDict | None = None) -> list["AreaForm"]:
        """A form for each municipality of the project, told apart by its id."""
        areas = ProjectArea.objects.filter(project=project).select_related("municipality")
        return [cls(data, instance=area, prefix=str(area.id)) for area in areas]


class DegurbaSourceForm(ModelForm[Project]):
    """Where the project's degrees of urbanisation come from."""

    degurba_source = forms.CharField(
        label=_("Source and year of the degrees of urbanisation"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_(
            "For instance Eurostat DEGURBA 2021. EECO17 is counted when every municipality has its degree."
        ),
    )

    class Meta:
        model = Project
        fields = ("degurba_source",)


class NewAreaForm(ModelForm[ProjectArea]):
    """A further municipality of a project."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Municipality"),
        error_messages={"invalid_choice": _("Choose a municipality that is not in the project yet.")},
    )
    quota = forms.IntegerField(label=_("Quota"), min_value=0, max_value=LARGEST_QUOTA, widget=NUMBER)

    class Meta:
        model = ProjectArea
        fields = ("municipality", "quota")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = ProjectArea.objects.filter(project=self.instance.project_id).values("municipality")
        field = cast(forms.ModelChoiceField[Municipality], self.fields["municipality"])
        field.queryset = existing_municipalities(today).exclude(number__in=taken)


def existing_municipalities(today: dt.date) -> QuerySet[Municipality]:
    """Those that have not been merged into another one by today, by Finnish name."""
    return Municipality.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))


def municipality_choices(today: dt.date) -> Choices:
    """The same as choices of several rows, read once."""
    return [("", ""), *((found.number, found.name) for found in existing_municipalities(today))]
