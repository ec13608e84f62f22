"""Forms of the workshop's day: one row for each client, each with a state of its own, and the day itself."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from uuid import UUID

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from clients.choices import AbsenceKind
from clients.forms.entry import LONGEST_TEXT
from clients.forms.fields import NumberField, TextField
from clients.models import Case
from clients.services.workshop import NOTHING, PRESENT, DayRow, Mark, Marking
from tasmat.tenancy.base import new_id
from tasmat.ui.forms import Chips, DateField, Form

CLEAR = "clear"
SHORTEST, LONGEST = Decimal("0.25"), Decimal(24)  # hours
MARKS: list[tuple[str, str | Promise]] = [
    (PRESENT, pgettext_lazy("in the workshop", "present")),
    *AbsenceKind.choices,
]


class DayForm(Form):
    """Which day is looked at."""

    mark_optional = False

    on = DateField(label=gettext_lazy("Day"), required=False)


def chosen_day(asked: QueryDict, today: dt.date) -> dt.date:
    """The day that an address asks for; today when it names none, no day, or one still to come."""
    form = DayForm(asked)
    day: dt.date | None = form.cleaned_data["on"] if form.is_valid() else None
    return min(day or today, today)


class RowForm(Form):
    """What is said of one client's day: present with hours, or away with the reason, and one observation."""

    mark_optional = False

    mark = forms.ChoiceField(required=False, widget=Chips)
    hours = NumberField(
        required=False,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
        decimal_places=2,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-3"}
        ),
    )
    observation = TextField(
        required=False,
        validators=[MaxLengthValidator(LONGEST_TEXT)],
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, row: DayRow, marks_rest: bool = False, prefix: str = ""
    ) -> None:
        initial = {
            "mark": row.mark.kind,
            "hours": row.mark.hours if row.mark.kind == PRESENT else row.usual_hours,
            "key": new_id(),
            "seen": row.mark.code,
        }
        super().__init__(data, prefix=prefix or row.case.id.hex, initial=initial)
        self.row, self.marks_rest = row, marks_rest
        seen = self["seen"].value()
        choices = [*MARKS, (CLEAR, pgettext_lazy("in the workshop", "not marked"))] if seen else MARKS
        self.fields["mark"].choices = choices  # type: ignore[attr-defined]
        self._name_fields()

    def _name_fields(self) -> None:
        """Whoever hears a field or an error alone hears whose it is."""
        labels = {
            "mark": _("{name}, present or away"),
            "hours": _("{name}, hours"),
            "observation": _("{name}, observation"),
        }
        for field, label in labels.items():
            self.fields[field].label = label.format(name=self.client_name)

    @property
    def client_name(self) -> str:
        return str(self.row.case.client.name)

    def marking(self) -> Marking:
        """What a valid form says."""
        return Marking(
            case=self.row.case,
            seen=self.cleaned_data["seen"],
            mark=self._mark(),
            observation=self.cleaned_data["observation"],
            key=self.cleaned_data["key"],
        )

    def _mark(self) -> Mark | None:
        kind = self.cleaned_data["mark"]
        if not kind and self.marks_rest and not self.cleaned_data["seen"]:
            kind = PRESENT
        if not kind:
            return None
        if kind == CLEAR:
            return NOTHING
        return Mark(kind, self.cleaned_data["hours"] if kind == PRESENT else None)

    def refuse(self, mark: Mark) -> None:
        """Somebody else has marked the day: says what, keeps what was typed, and lets it be saved knowingly."""
        words = _("Somebody else has just marked this day: {mark}. Save again if yours is right.")
        self.add_error("mark", words.format(mark=in_words(mark)))
        typed = {name: self.data[name] for name in self.data}  # a QueryDict cannot be changed
        self.data = typed | {self.add_prefix("seen"): mark.code}
        choices = [*MARKS, (CLEAR, pgettext_lazy("in the workshop", "not marked"))]
        self.fields["mark"].choices = choices  # type: ignore[attr-defined]


class ExtraForm(RowForm):
    """Somebody who is not on the list of the day."""

    person = forms.ChoiceField(required=False, label=pgettext_lazy("in the workshop", "Who"))

    field_order = ("person",)

    def __init__(self, data: QueryDict | None = None, *, others: Mapping[str, Case]) -> None:
        nobody = DayRow(Case(), NOTHING, None)
        self.others = others
        super().__init__(data, row=nobody, prefix="extra")
        people = [("", "–"), *((case_id, case.client.name) for case_id, case in others.items())]
        self.fields["person"].choices = people  # type: ignore[attr-defined]

    @property
    def client_name(self) -> str:
        return _("Somebody else")

    def clean(self) -> None:
        super().clean()
        person = self.cleaned_data.get("person")
        if person:
            self.row = DayRow(self.others[person], NOTHING, None)
        elif self.cleaned_data.get("mark") or self.cleaned_data.get("observation"):
            self.add_error("person", _("Choose who it was."))

    @property
    def names_somebody(self) -> bool:
        """Whether a valid form says something of somebody."""
        return bool(self.cleaned_data.get("person"))


class RestForm(Form):
    """One tick for everybody who is not marked."""

    mark_optional = False

    rest_present = forms.BooleanField(
        label=gettext_lazy("Everybody not marked was present, with the hours beside the name"), required=False
    )


def posted_cases(data: QueryDict) -> Iterator[UUID]:
    """The ids of the cases whose rows a page has sent."""
    for name in data:
        prefix, _dash, field = name.partition("-")
        if field == "key":
            try:
                yield UUID(hex=prefix)
            except ValueError:
                continue


def in_words(mark: Mark) -> str:
    """A mark as people say it: "present, 5.5 h", "sick", "not marked"."""
    words = str(dict(MARKS).get(mark.kind, pgettext_lazy("in the workshop", "not marked")))
    if mark.hours is None:
        return words
    hours = NumberField().prepare_value(mark.hours)
    return _("{mark}, {hours} h").format(mark=words, hours=hours)
