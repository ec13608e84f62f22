"""Forms of going on into the next project: from which into which, then who and how."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import LONGEST_OVERRIDE, LineField, TextField, not_in_the_future
from clients.forms.picking import PickField, boxes
from clients.forms.stay import within_project
from clients.models import Case
from clients.services.continuing import Candidate, Terms
from clients.services.picking import PickRow
from tasmat.tenancy.models import Project
from tasmat.ui.forms import DateField, Form


class ProjectsForm(Form):
    """The project that ends, and the next one."""

    mark_optional = False

    earlier = forms.TypedChoiceField(label=_("From the project"))
    target = forms.TypedChoiceField(label=_("Into the project"))

    def __init__(self, *args: Any, projects: Iterable[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(project.id): project for project in projects}
        for field in self.fields.values():
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("", _("Choose")), *((key, each.name) for key, each in by_id.items())]
            field.coerce = by_id.__getitem__
        if len(by_id) == len(self.fields):  # of two the one goes on into the other
            in_time = sorted(by_id, key=lambda key: by_id[key].ends_on)
            for field, key in zip(self.fields.values(), in_time, strict=True):
                field.initial = key

    def clean(self) -> None:
        super().clean()
        target = self.cleaned_data.get("target")
        if target is not None and target == self.cleaned_data.get("earlier"):
            self.add_error("target", _("Choose another project than the one that ends."))


@dataclass(frozen=True)
class ContinueRow:
    """A client in the table: the box, and what is told of them."""

    row: PickRow
    box: BoundWidget
    candidate: Candidate


class ContinueForm(Form):
    """Who goes on, from which day, with which notice and what goes along."""

    mark_optional = False

    chosen = PickField(label=_("Who goes on"))
    entry_on = DateField(label=_("First day in the next project"))
    informed_on = DateField(
        label=_("Information sheet of the next project given on"),
        help_text=_("Processing begins with a notice of its own for each project."),
    )
    informed_version = LineField(label=_("Version of the sheet"), max_length=100)
    takes_plan = forms.BooleanField(label=_("The plan and its goals go along as a new plan"), required=False)
    takes_second_coach = forms.BooleanField(label=_("Second coaches go along"), required=False)
    confirms_remarks = forms.BooleanField(label=_("Those with a remark go on all the same"), required=False)
    override_reason = TextField(
        label=_("Why is the service allowed all the same?"),
        help_text=_("Needed when somebody chosen is in a service that the next project excludes."),
        max_length=LONGEST_OVERRIDE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, candidates: Sequence[Candidate], target: Project, today: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidates, self.target, self.today = candidates, target, today
        cast(PickField, self.fields["chosen"]).offer(self.cases)
        if not any(each.needs_reason for each in candidates if not each.is_stopped):
            del self.fields["override_reason"]

    @property
    def cases(self) -> list[Case]:
        """Of those who can go on."""
        return [each.case for each in self.candidates if not each.is_stopped]

    def rows(self, rows: Iterable[PickRow]) -> list[ContinueRow]:
        """The table; `rows` are those of the cases."""
        by_case, told = boxes(self), {each.case.id: each for each in self.candidates}
        return [ContinueRow(row, by_case[key], told[key]) for row in rows if (key := row.case.id)]

    def clean_entry_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["entry_on"]
        within_project(day, self.target, self.today)
        return day

    def clean_informed_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["informed_on"]
        return not_in_the_future(day, self.today)

    def clean(self) -> None:
        super().clean()
        if any(each.needs_reason for each in self.picked()) and not self.cleaned_data.get("override_reason"):
            self.add_error(
                "override_reason", _("Somebody chosen is in an excluded service: give the reason.")
            )
        if any(each.remarks for each in self.picked()) and not self.cleaned_data.get("confirms_remarks"):
            self.add_error(
                "confirms_remarks", _("Somebody chosen has a remark: take the choice away or confirm it.")
            )

    def picked(self) -> list[Candidate]:
        """The candidates chosen."""
        ids = set(self.cleaned_data.get("chosen") or [])
        return [each for each in self.candidates if str(each.case.id) in ids]

    def terms(self) -> Terms:
        names = ("entry_on", "informed_on", "informed_version", "takes_plan", "takes_second_coach")
        reason = self.cleaned_data.get("override_reason", "")
        return Terms(**{name: self.cleaned_data[name] for name in names}, override_reason=reason)
