"""Form of the expense-allowance list: whose days and from when to when."""

import calendar
import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tasmat.access.areas import areas_of
from tasmat.tenancy.models import Membership, Project
from tasmat.ui.forms import DateField, Form

LONGEST_PERIOD = dt.timedelta(days=366)


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the day's month."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


class AllowanceForm(Form):
    """A month by default; every project of the member's own unless one is chosen."""

    mark_optional = False

    first = DateField(label=_("From"), required=False)
    last = DateField(label=_("Until"), required=False)
    project = forms.ModelChoiceField(
        Project.objects.none(), label=_("Project"), required=False, empty_label=_("all")
    )

    def __init__(self, data: QueryDict, *, member: Membership, today: dt.date) -> None:
        first, last = month_of(today)
        filled = data.copy()
        for name, day in (("first", first), ("last", last)):
            if not filled.get(name):
                filled[name] = f"{day.day}.{day.month}.{day.year}"
        super().__init__(filled)
        own = Project.objects.filter(id__in=areas_of(member).values("project"))
        self.fields["project"].queryset = own  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if not first or not last:
            return
        if last < first:
            self.add_error("last", _("The last day is before the first day."))
        elif last - first > LONGEST_PERIOD:
            self.add_error("last", _("Choose at most a year."))

    def asked(self) -> dict[str, Any]:
        """What a valid form asks for."""
        return {name: self.cleaned_data[name] for name in ("first", "last", "project")}
