"""Forms of the reporting app: which project and period, and asking for a report."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MinValueValidator
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from reporting.rules.periods import Period, previous_quarter, quarters_of
from reporting.services.collect import period_label, project_period
from tasmat.access.areas import areas_of
from tasmat.tenancy.models import Membership, Project
from tasmat.ui.forms import DateField, Form

OWN_PERIOD = "own"
NOT_BEFORE = MinValueValidator(dt.date(1900, 1, 1))  # the day before a period must exist, too


def projects_of(member: Membership) -> Any:
    """The projects in whose areas the member works, newest first."""
    return Project.objects.filter(id__in=areas_of(member).values("project")).select_related("organisation")


def default_period(project: Project, today: dt.date) -> Period:
    """The last quarter that is over, or the nearest one of the project's time."""
    quarters = quarters_of(project_period(project))
    wanted = previous_quarter(today)
    over = [quarter for quarter in quarters if quarter.until <= wanted.until]
    return over[-1] if over else quarters[0]


class PeriodForm(Form):
    """A GET form: project, a quarter of it, or an own period. Without data the defaults hold."""

    mark_optional = False

    project = forms.ModelChoiceField(
        Project.objects.none(), label=_("Project"), empty_label=None, to_field_name="code"
    )
    period = forms.ChoiceField(label=_("Period"))
    start = DateField(label=_("From"), required=False, validators=[NOT_BEFORE])
    until = DateField(label=_("Until"), required=False)

    def __init__(self, data: Any, *, member: Membership, today: dt.date) -> None:
        projects = projects_of(member)
        asked: Project | None = next((each for each in projects if each.code_id == data.get("project")), None)
        self.chosen = asked or _running(projects, today)
        self.today = today
        super().__init__(self._complete(data, today))
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        self.fields["period"].choices = self._periods()  # type: ignore[attr-defined]

    def _complete(self, data: Any, today: dt.date) -> dict[str, str]:
        """What was sent, with the defaults for what was not or belongs to another project."""
        filled = {name: data.get(name, "") for name in ("project", "period", "start", "until")}
        if self.chosen is None:
            return filled
        filled["project"] = self.chosen.code_id
        if filled["period"] not in {value for value, _label in self._periods()}:
            filled["period"] = _value(default_period(self.chosen, today))
        return filled

    def _periods(self) -> list[tuple[str, Any]]:
        if self.chosen is None:
            return []
        project = self.chosen
        quarters = quarters_of(project_period(project))
        begun = [each for each in quarters if each.start <= self.today] or quarters[:1]
        named = [(_value(each), f"{period_label(each, project)} · {span(each)}") for each in reversed(begun)]
        return [*named, (OWN_PERIOD, _("own period"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("period") == OWN_PERIOD:
            self._check_own_period(cleaned)
        return cleaned

    @property
    def query(self) -> str:
        """The choice as the query of an address, without dates that do not matter."""
        return urlencode({name: value for name, value in self.data.items() if value})

    def _check_own_period(self, cleaned: dict[str, Any]) -> None:
        start, until = cleaned.get("start"), cleaned.get("until")
        for name, value in (("start", start), ("until", until)):
            if value is None and name not in self.errors:
                self.add_error(name, _("Give the date, for instance 31.12.2025."))
        if start and until and start > until:
            self.add_error("until", _("The last day is before the first day."))

    @property
    def chosen_period(self) -> Period:
        """The period of a valid form."""
        if self.cleaned_data["period"] == OWN_PERIOD:
            return Period(self.cleaned_data["start"], self.cleaned_data["until"])
        return period_of(self.cleaned_data["period"])


class MakeReportForm(Form):
    """Asks for a report of the project and period shown; the key makes a double click one report."""

    project = forms.ModelChoiceField(Project.objects.none(), to_field_name="code", widget=forms.HiddenInput)
    start = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"], validators=[NOT_BEFORE])
    until = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects_of(member)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, until = cleaned.get("start"), cleaned.get("until")
        if start and until and start > until:
            self.add_error("until", _("The last day is before the first day."))
        return cleaned


def _running(projects: Any, today: dt.date) -> Project | None:
    running: Project | None = (
        projects.filter(starts_on__lte=today, ends_on__gte=today).first() or projects.first()
    )
    return running


def _value(period: Period) -> str:
    return f"{period.start.isoformat()}/{period.until.isoformat()}"


def period_of(value: str) -> Period:
    """The period of a choice; raises ValueError for anything else."""
    start, _slash, until = value.partition("/")
    return Period(dt.date.fromisoformat(start), dt.date.fromisoformat(until))


def span(period: Period) -> str:
    """1.10.–31.12.2025, or with both years when they differ."""
    start = "j.n." if period.start.year == period.until.year else "j.n.Y"
    return f"{date_format(period.start, start)}–{date_format(period.until, 'j.n.Y')}"
