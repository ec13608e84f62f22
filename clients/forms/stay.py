"""Forms of a stay: ESF start data, leaving and end data, coming back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clients.choices import ExitStatus
from clients.forms.fields import LONGEST_OVERRIDE, TextField, not_in_the_future
from clients.forms.person import municipalities
from clients.models import Case, Client, ConcurrentService, LabourMarketEvent, Stay
from clients.rules.stays import follow_up_on
from clients.services.assignments import coaches
from tasmat.countries import country_choices
from tasmat.tenancy.models import Membership, Municipality, Project
from tasmat.ui.forms import BirthDateField, Chips, DateField, Form, ModelForm
from tasmat.ui.templatetags.ui import day_of_year

NOT_KNOWN = _("not known yet")
EXIT_QUESTIONS = ("exit_status", "exit_in_education", "exit_qualification", "direction")


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not known yet (None)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=(("yes", _("yes")), ("no", _("no")), ("", NOT_KNOWN)),
            coerce=lambda value: value == "yes",
            empty_value=None,
            required=False,
            widget=Chips,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """The choice of a stored answer."""
        return {True: "yes", False: "no", None: ""}.get(value, value)


class StartClientForm(ModelForm[Client]):
    """What the start data ask of the person: stored once, whatever the project."""

    mark_optional = False

    citizenship = forms.TypedChoiceField(label=_("Citizenship"), required=False, empty_value=None)
    parents_born_abroad = YesNoField(
        label=_("Were the parents born abroad?"),
        help_text=_("Counted apart from citizenship (EECO14). The person may leave it unanswered."),
    )

    class Meta:
        model = Client
        fields = ("gender", "born_on", "citizenship", "parents_born_abroad")
        field_classes = {"born_on": BirthDateField}
        widgets = {"gender": Chips}
        help_texts = {
            "gender": _("The funder's figures are given by gender; without it the person counts in none."),
            "born_on": _("Tells the age on the first day; without it the person counts in no figure."),
        }

    def __init__(self, *args: Any, first: Stay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        _name_blank(self, "gender")
        countries = country_choices(get_language() or "fi")
        _choices(self, "citizenship", [("", NOT_KNOWN), *countries])

    def clean_born_on(self) -> dt.date | None:
        born_on: dt.date | None = self.cleaned_data["born_on"]
        if born_on is not None and born_on >= self.first.entry_on:
            raise ValidationError(_("The date of birth is not before the first day in the project."))
        if born_on is not None and self.instance.died_on is not None and born_on > self.instance.died_on:
            raise ValidationError(_("The date of birth is after the day of death."))
        return born_on


class StartStayForm(ModelForm[Stay]):
    """What the start data ask of the first day in the project; a later return never changes them."""

    mark_optional = False

    in_education_at_entry = YesNoField(
        label=_("In education or training on the first day?"),
        help_text=_("Studies begun later count as a result (EECR02) only when the answer here is no."),
    )

    class Meta:
        model = Stay
        fields = ("entry_status", "unemployed_since", "education_level", "in_education_at_entry")
        widgets = {"entry_status": forms.RadioSelect}
        help_texts = {
            "entry_status": _("Exactly one. Without it the person counts in no figure."),
            "unemployed_since": _(
                "Only for the unemployed: tells who has been so for a year or more (EECO03)."
            ),
            "education_level": _("Reached before the project, with a certificate. Without it: in no figure."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_blank(self, "entry_status")
        _name_blank(self, "education_level")

    def clean_unemployed_since(self) -> dt.date | None:
        since: dt.date | None = self.cleaned_data["unemployed_since"]
        if since is not None and since > self.instance.entry_on:
            raise ValidationError(_("The date is after the first day in the project."))
        return since


class ExitForm(ModelForm[Stay]):
    """Leaving the project. Only the day is needed: what is not known yet is said on the case's page."""

    mark_optional = False

    exit_in_education = YesNoField(label=_("In education or training when leaving?"))
    exit_qualification = YesNoField(label=_("Gained a qualification in the project?"))

    class Meta:
        model = Stay
        fields: Sequence[str] = (
            "exit_on",
            "exit_status",
            "exit_in_education",
            "exit_qualification",
            "direction",
        )
        widgets = {"exit_status": forms.RadioSelect}
        help_texts = {
            "exit_status": _("On the day of leaving. A change within 28 days after it is added later."),
        }

    def __init__(self, *args: Any, today: dt.date, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.project = today, project
        self.fields["exit_on"].required = True
        _name_blank(self, "exit_status")
        _name_blank(self, "direction")

    def clean_exit_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["exit_on"]
        if day < self.instance.entry_on:
            raise ValidationError(_("The last day is before the first day."))
        within_project(day, self.project, self.today)
        return day


class EndForm(ExitForm):
    """End data of a stay that has ended, completed or corrected afterwards."""

    class Meta(ExitForm.Meta):
        fields: Sequence[str] = (*ExitForm.Meta.fields, "six_month_status")
        widgets = {**ExitForm.Meta.widgets, "six_month_status": forms.RadioSelect}

    def __init__(self, *args: Any, today: dt.date, project: Project, attempts: int, **kwargs: Any) -> None:
        super().__init__(*args, today=today, project=project, **kwargs)
        self.attempts = attempts
        _name_blank(self, "six_month_status")
        if self.instance.exit_on is None or today < follow_up_on(self.instance.exit_on):
            del self.fields["six_month_status"]

    def clean(self) -> None:
        """What was known becomes unknown again only beside a logged attempt."""
        super().clean()
        for name in EXIT_QUESTIONS:
            is_lost = self.initial.get(name) is not None and self.cleaned_data.get(name) is None
            if is_lost and not self.attempts and name not in self.errors:
                self.add_error(name, _("Log first how it was tried to be known; then it can be left open."))


class EventForm(ModelForm[LabourMarketEvent]):
    """A change of the work situation after the last day."""

    mark_optional = False

    class Meta:
        model = LabourMarketEvent
        fields = ("on", "status")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        _choices(self, "status", [("", _("Choose")), *ExitStatus.choices])

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        return not_in_the_future(day, self.today)


class _EventFormSet(forms.BaseInlineFormSet[LabourMarketEvent, Stay, EventForm]):
    def clean(self) -> None:
        """No change of the situation lies before the last day, which the same page may have moved."""
        super().clean()
        exit_on = self.instance.exit_on
        for form in self.forms:
            day = form.cleaned_data.get("on") if hasattr(form, "cleaned_data") else None
            if day and exit_on and day < exit_on and not form.cleaned_data.get("DELETE"):
                form.add_error("on", _("The date is before the last day in the project."))


EventFormSet = forms.inlineformset_factory(
    Stay, LabourMarketEvent, form=EventForm, formset=_EventFormSet, extra=2, can_delete_extra=False
)


class CoachForm(Form):
    """Who coaches a case that goes on again; asked only when the coach of before works here no more."""

    mark_optional = False

    responsible = forms.ModelChoiceField(
        Membership.objects.none(), label=_("Responsible coach"), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, coach: Membership | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if coach is not None and coach.is_active:
            del self.fields["responsible"]
        else:
            self.fields["responsible"].queryset = coaches()  # type: ignore[attr-defined]


class ReentryForm(CoachForm):
    """The client comes back: a new stay with a first day and a work situation of its own."""

    entry_on = DateField(label=_("First day"))
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Home municipality on that day"), required=False
    )
    entry_status = forms.TypedChoiceField(
        label=_("Work situation on that day"), required=False, empty_value=None, widget=forms.RadioSelect
    )
    unemployed_since = DateField(label=_("Unemployed since"), required=False)
    override_reason = TextField(
        label=_("Why is the service allowed all the same?"),
        max_length=LONGEST_OVERRIDE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = (
        "entry_on",
        "municipality",
        "entry_status",
        "unemployed_since",
        "responsible",
        "override_reason",
    )

    def __init__(
        self,
        *args: Any,
        case: Case,
        last: Stay,
        excluded: Sequence[ConcurrentService] = (),
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.last, self.excluded, self.today = case, last, excluded, today
        self._ask_reason()
        column = Stay._meta.get_field("entry_status")
        _choices(self, "entry_status", [*(column.choices or []), ("", NOT_KNOWN)])
        self.initial.setdefault("entry_on", min(today, case.project.ends_on))
        if case.client.has_protected_address:
            del self.fields["municipality"]
        else:
            existing = municipalities(today, kept=last.municipality_id)
            self.fields["municipality"].queryset = existing  # type: ignore[attr-defined]
            self.initial.setdefault("municipality", case.client.municipality_id or last.municipality_id)

    def clean_entry_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["entry_on"]
        if self.last.exit_on is not None and day <= self.last.exit_on:
            raise ValidationError(_("The return is after the last day of the earlier stay."))
        within_project(day, self.case.project, self.today)
        return day

    def clean(self) -> None:
        super().clean()
        day, since = self.cleaned_data.get("entry_on"), self.cleaned_data.get("unemployed_since")
        if day and since and since > day:
            self.add_error("unemployed_since", _("The date is after the first day in the project."))
        if day and self._running_on(day) and not self.cleaned_data["override_reason"]:
            self.add_error("override_reason", _("Give the reason, or end the service first."))

    def facts(self) -> dict[str, Any]:
        """The new stay; a municipality that is hidden or left out is that of the earlier stay."""
        return {
            **self.cleaned_data,
            "municipality": self.cleaned_data.get("municipality") or self.last.municipality,
        }

    def _ask_reason(self) -> None:
        """Names what the project excludes; without such a service nothing is asked."""
        if not self.excluded:
            del self.fields["override_reason"]
            return
        told = ", ".join(
            f"{row.get_kind_display()} {day_of_year(row.starts_on)} – {day_of_year(row.ends_on)}".strip()
            for row in self.excluded
        )
        text = _("The project does not allow this service at the same time: {service}.")
        self.fields["override_reason"].help_text = format_lazy(text, service=told)

    def _running_on(self, day: dt.date) -> bool:
        """Whether one of the excluded services runs on a day or later."""
        return any(service.ends_on is None or service.ends_on >= day for service in self.excluded)


def within_project(day: dt.date, project: Project, today: dt.date) -> None:
    not_in_the_future(day, today)
    if not project.starts_on <= day <= project.ends_on:
        raise ValidationError(_("The date is outside the time of the project."))


def _name_blank(form: forms.BaseForm, name: str) -> None:
    """Says in words what leaving a question open means; among buttons that choice is the last."""
    field: Any = form.fields[name]
    answers = [choice for choice in field.choices if choice[0] not in {"", None}]
    blank = [("", NOT_KNOWN)]
    _choices(form, name, answers + blank if isinstance(field.widget, forms.RadioSelect) else blank + answers)


def _choices(form: forms.BaseForm, name: str, choices: list[Any]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]
