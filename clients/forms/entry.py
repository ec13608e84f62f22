"""The form of an entry: always open on a case's page, so that a contact takes a text and one press."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clients.choices import Channel, EntryKind
from clients.forms.fields import LineField, TextField
from clients.models import Entry
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Project
from tasmat.ui.forms import Chips, Form, ModelForm

LONGEST_TEXT = 20_000  # characters
LONGEST_DAY = 24 * 60  # minutes
WITHOUT_CHANNEL = {EntryKind.OBSERVATION, EntryKind.NOTE}


class EntryForm(ModelForm[Entry]):
    """For a new entry and for correcting one; the key makes a double click one entry."""

    mark_optional = False

    text = TextField(label=_("Text"), required=False, max_length=LONGEST_TEXT)
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Entry
        fields = ("kind", "text", "channel", "happened_on", "minutes")
        widgets = {"kind": Chips, "channel": Chips}
        labels = {"minutes": _("Minutes")}

    field_order = ("submission_key", "kind", "text", "channel", "happened_on", "minutes")

    def __init__(self, *args: Any, project: Project, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project, self.today = project, today
        _set_choices(self.fields["kind"], EntryKind)
        _set_choices(self.fields["channel"], Channel)
        self.fields["text"].widget.attrs["rows"] = 4
        self.fields["minutes"].widget = forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}
        )
        if self.instance._state.adding:
            self.initial.setdefault("submission_key", new_id())
            self.initial.setdefault("kind", EntryKind.CONTACT)
            self.initial.setdefault("channel", Channel.PHONE)
            self.initial.setdefault("happened_on", today)
        else:
            del self.fields["submission_key"]

    def clean_happened_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["happened_on"]
        if day > self.today:
            raise ValidationError(_("The date is in the future."))
        if day < self.project.starts_on:
            raise ValidationError(_("The date is before the first day of the project."))
        return day

    def clean_minutes(self) -> int | None:
        minutes: int | None = self.cleaned_data["minutes"]
        if minutes is not None and not 1 <= minutes <= LONGEST_DAY:
            raise ValidationError(_("Write the minutes as a number from 1 to 1440, or leave them out."))
        return minutes

    def clean(self) -> None:
        super().clean()
        kind, channel = self.cleaned_data.get("kind"), self.cleaned_data.get("channel")
        if kind in WITHOUT_CHANNEL:
            self.cleaned_data["channel"] = None
        elif kind == EntryKind.WORKPLACE_VISIT:
            self.cleaned_data["channel"] = Channel.FACE_TO_FACE
        elif kind == EntryKind.MEETING and channel in {Channel.PHONE, Channel.MESSAGE}:
            self.add_error("channel", _("A meeting is face to face or by video; otherwise it is a contact."))
        elif kind is not None and not channel:
            self.add_error("channel", _("Choose how it happened."))
        if kind is not None and kind != EntryKind.NO_ANSWER and not self.cleaned_data.get("text", "x"):
            self.add_error("text", _("Write what happened."))

    def facts(self) -> dict[str, Any]:
        """What a valid form says, by column."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class DraftForm(Form):
    """An entry still being typed: anything goes, as it stands in the boxes."""

    submission_key = forms.UUIDField()
    kind = LineField(required=False)
    channel = LineField(required=False)
    text = TextField(required=False, strip=False)
    happened_on = LineField(required=False)
    minutes = LineField(required=False)

    def typed(self) -> dict[str, str]:
        """The boxes of a valid form by name, all but the key."""
        return {name: value for name, value in self.cleaned_data.items() if name != "submission_key"}


def _set_choices(field: Any, choices: Any) -> None:
    """Only the real choices: Django puts an empty one before them."""
    field.choices = choices.choices
