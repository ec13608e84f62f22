"""The form of an entry: always open on a case's page, so that a contact takes a text and one press."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clients.choices import VISITS, Channel, Counterpart, EntryKind
from clients.forms.fields import LineField, TextField, not_in_the_future
from clients.models import Case, Entry, EntryAmendment, Goal
from clients.rules.drafts import Page
from clients.rules.icf import BRIEF_VOCATIONAL, parse_code, word_of
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Project
from tasmat.ui.forms import Chips, Form, ModelForm

LONGEST_TEXT = 20_000  # characters
LONGEST_PLACE = 200  # characters
LONGEST_DAY = 24 * 60  # minutes
MOST_CODES = 20  # of the ICF in one entry
WITHOUT_CHANNEL = {EntryKind.OBSERVATION, EntryKind.NOTE}
RARE = ("counterpart", "place", "kilometres", "goals", "icf", "icf_other")
COLUMNS = ("kind", "text", "channel", "happened_on", "minutes", "counterpart", "place", "kilometres")
HIDDEN = ("submission_key", "page_key", "seen", "appointment")


class EntryForm(ModelForm[Entry]):
    """For a new entry and for correcting one.

    `submission_key` makes a double click one entry; `page_key` names the page and `seen` the drafts it goes
    on from, so that two pages of one entry meet.
    """

    mark_optional = False

    text = TextField(label=_("Text"), required=False, max_length=LONGEST_TEXT)
    place = LineField(label=_("Place"), required=False, max_length=LONGEST_PLACE)
    goals = forms.ModelMultipleChoiceField(
        Goal.objects.none(),
        label=_("Goals it speaks of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    icf = forms.MultipleChoiceField(
        label=_("What it tells of the ability to work (ICF)"),
        choices=[(code, word_of(code)) for code in BRIEF_VOCATIONAL],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    icf_other = LineField(
        label=_("Other ICF codes"),
        required=False,
        help_text=_("With spaces between them, for example d450 e120"),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    page_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    appointment = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Entry
        fields = COLUMNS
        widgets = {"kind": Chips, "channel": Chips, "counterpart": Chips}
        labels = {"minutes": _("Minutes"), "kilometres": _("Kilometres")}

    field_order = (*HIDDEN, "kind", "text", "channel", "happened_on", "minutes", *RARE)

    def __init__(
        self,
        *args: Any,
        today: dt.date,
        project: Project | None = None,
        case: Case | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.project, self.today = project, today
        self._arrange()
        self._offer_goals(case)
        if self.instance._state.adding:
            self._begin(today, has_died=case is not None and case.client.died_on is not None)
        else:
            self._go_on_from_entry()

    def _arrange(self) -> None:
        for name, choices in (("kind", EntryKind), ("channel", Channel), ("counterpart", Counterpart)):
            _set_choices(self.fields[name], choices)
        self.fields["counterpart"].required = False
        self.fields["text"].widget.attrs["rows"] = 4
        for name in ("minutes", "kilometres"):
            self.fields[name].widget = forms.TextInput(
                attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}
            )

    def _offer_goals(self, case: Case | None) -> None:
        """The goals of the client's plans that go on, and those the entry names already; one query."""
        if case is None:
            del self.fields["goals"]
            return
        going_on = Goal.objects.filter(plan__case=case, plan__closed_on__isnull=True, closed_on__isnull=True)
        if not self.instance._state.adding:
            going_on |= Goal.objects.filter(plan__case=case, entry_goals__entry=self.instance)
        goals: Any = self.fields["goals"]
        goals.queryset = going_on.distinct()

    def _begin(self, today: dt.date, *, has_died: bool) -> None:
        for name, value in (
            ("submission_key", new_id()),
            ("page_key", new_id()),
            ("kind", EntryKind.NOTE if has_died else EntryKind.CONTACT),
            ("channel", Channel.PHONE),
            ("counterpart", Counterpart.CLIENT),
            ("happened_on", today),
        ):
            self.initial.setdefault(name, value)

    def _go_on_from_entry(self) -> None:
        for name in HIDDEN:
            del self.fields[name]
        codes = self.instance.icf_codes
        self.initial["goals"] = [link.goal_id for link in self.instance.entry_goals.all()]
        self.initial["icf"] = [code for code in codes if code in BRIEF_VOCATIONAL]
        self.initial["icf_other"] = " ".join(code for code in codes if code not in BRIEF_VOCATIONAL)

    def clean_happened_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["happened_on"]
        not_in_the_future(day, self.today)
        if self.project and day < self.project.starts_on:
            raise ValidationError(_("The date is before the first day of the project."))
        return day

    def clean_minutes(self) -> int | None:
        minutes: int | None = self.cleaned_data["minutes"]
        if minutes is not None and not 1 <= minutes <= LONGEST_DAY:
            raise ValidationError(_("Write the minutes as a number from 1 to 1440, or leave them out."))
        return minutes

    def clean_counterpart(self) -> str:
        return str(self.cleaned_data["counterpart"] or Counterpart.CLIENT)

    def clean_icf_other(self) -> list[str]:
        words = re.split(r"[\s,;]+", self.cleaned_data["icf_other"].strip())
        codes = {word: parse_code(word) for word in words if word}
        wrong = [word for word, code in codes.items() if code is None]
        if wrong:
            raise ValidationError(
                _("This is not a code of the ICF: %(code)s. A code is b, s, d or e and 1, 3, 4 or 5 digits."),
                params={"code": wrong[0]},
            )
        if len(codes) > MOST_CODES:
            raise ValidationError(_("Give at most %(most)s codes."), params={"most": MOST_CODES})
        return [code for code in codes.values() if code]

    def clean(self) -> None:
        super().clean()
        kind, channel = self.cleaned_data.get("kind"), self.cleaned_data.get("channel")
        if kind in WITHOUT_CHANNEL:
            self.cleaned_data["channel"] = None
        elif kind in VISITS:
            self.cleaned_data["channel"] = Channel.FACE_TO_FACE
        elif kind == EntryKind.MEETING and channel in {Channel.PHONE, Channel.MESSAGE}:
            self.add_error("channel", _("A meeting is face to face or by video; otherwise it is a contact."))
        elif kind is not None and not channel:
            self.add_error("channel", _("Choose how it happened."))
        if kind is not None and kind != EntryKind.NO_ANSWER and not self.cleaned_data.get("text", "x"):
            self.add_error("text", _("Write what happened."))

    def facts(self) -> dict[str, Any]:
        """What a valid form says, by column."""
        facts = {name: self.cleaned_data[name] for name in COLUMNS}
        codes = [*self.cleaned_data["icf"], *self.cleaned_data["icf_other"]]
        return facts | {"icf_codes": list(dict.fromkeys(codes))}

    def chosen_goals(self) -> list[Goal]:
        return list(self.cleaned_data.get("goals", ()))

    def page(self) -> Page:
        """The page that sends a valid form."""
        return page_of(self.cleaned_data)

    @property
    def shows_rare(self) -> bool:
        """Whether a rare field has an answer or an error, so that it must not hide."""
        return self._has_any(RARE)

    @property
    def names_items(self) -> bool:
        """The same of the ICF items, which hide once more."""
        return self._has_any(("icf", "icf_other"))

    def _has_any(self, names: Iterable[str]) -> bool:
        usual = {"counterpart": Counterpart.CLIENT}
        return any(
            self[name].errors or self[name].value() not in (None, "", [], usual.get(name))
            for name in names
            if name in self.fields
        )


def page_of(cleaned: dict[str, Any]) -> Page:
    """The page by the cleaned hidden fields of its form."""
    return Page(
        cleaned["submission_key"],
        cleaned["page_key"],
        frozenset(cleaned["seen"].split()),
        cleaned.get("sequence") or 0,
    )


class ListField(forms.Field):
    """The checked boxes of a group, as they were sent."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        line = LineField(required=False)
        return [line.to_python(one) for one in value or ()]


class DraftForm(Form):
    """An entry still being typed: anything goes, as it stands in the boxes."""

    submission_key = forms.UUIDField()
    page_key = forms.UUIDField(required=False)
    seen = forms.CharField(required=False)
    sequence = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    kind = LineField(required=False)
    channel = LineField(required=False)
    text = TextField(required=False, strip=False)
    happened_on = LineField(required=False)
    minutes = LineField(required=False)
    counterpart = LineField(required=False)
    place = LineField(required=False)
    kilometres = LineField(required=False)
    icf_other = LineField(required=False)
    appointment = LineField(required=False)
    goals = ListField(required=False)
    icf = ListField(required=False)
    cases = ListField(required=False)

    def page(self) -> Page:
        """The page that is typed on."""
        return page_of(self.cleaned_data)

    def typed(self) -> dict[str, Any]:
        """What stands in the boxes of a valid form, by name; boxes left empty are left out."""
        of_page = {"submission_key", "page_key", "seen", "sequence"}
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in of_page and (value or name == "text")
        }


class AmendmentForm(ModelForm[EntryAmendment]):
    """Words added to an entry that is locked."""

    text = TextField(label=_("What you add"), max_length=LONGEST_TEXT)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    class Meta:
        model = EntryAmendment
        fields = ("text",)


def _set_choices(field: Any, choices: Any) -> None:
    """Only the real choices: Django puts an empty one before them."""
    field.choices = choices.choices
