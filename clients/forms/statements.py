"""Forms of a statement: beginning one, its sections, approving it, and how it was sent."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clients.choices import SentHow, StatementKind, StatementLanguage
from clients.forms.fields import LineField, TextField, not_in_the_future
from clients.forms.shared import Meeting
from clients.models import Statement, Stay
from clients.rules.merging_texts import marks_of
from tasmat.ui.forms import Chips, DateField, Form, ModelForm

LONGEST_SECTION = 10_000
LONGEST_RECIPIENT = 300
SECTION = "section-"


class BeginForm(Form):
    """Which statement, in which language."""

    kind = forms.ChoiceField(label=_("Statement"), choices=StatementKind.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=StatementLanguage.choices, widget=Chips)


class StatementForm(Meeting, Form):
    """The recipient and a text for each section of a draft; two people who write the same one meet."""

    mark_optional = False

    seen = forms.JSONField(widget=forms.HiddenInput, required=False)
    recipient = LineField(label=_("To whom"), required=False, max_length=LONGEST_RECIPIENT)

    def __init__(self, *args: Any, statement: Statement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs = []
        texts = {"recipient": statement.recipient}
        for section in statement.sections:
            name = f"{SECTION}{section['key']}"
            self.fields[name] = TextField(label=section["title"], required=False, max_length=LONGEST_SECTION)
            texts[name] = section["text"]
        # As the boxes give it back: a text that nobody touches is no change.
        self.stored = {name: self.fields[name].to_python(text) for name, text in texts.items()}
        self.initial.update(self.stored, seen=marks_of(self.stored))
        self._take_in_removed()

    def _take_in_removed(self) -> None:
        """A part that went when a colleague approved the statement: what was typed into it stays in sight."""
        for name in self.data:
            if name.startswith(SECTION) and name not in self.fields and self.data[name]:
                self.fields[name] = TextField(label=_("A part that is there no more"), required=False)
                self.stored[name] = ""

    def clean(self) -> None:
        super().clean()
        self._meet()

    def _stored(self, names: Iterable[str]) -> dict[str, Any]:
        return {name: self.stored[name] for name in names}

    def texts(self) -> dict[str, str]:
        """What was written, by the key of the section."""
        return {
            name.removeprefix(SECTION): text
            for name, text in self.cleaned_data.items()
            if name.startswith(SECTION)
        }


class NoStatementForm(ModelForm[Stay]):
    """Why a case that has ended needs no end statement."""

    no_statement_reason = LineField(
        label=_("Why is none needed?"),
        help_text=_("For instance: the client does not want it sent, or nobody referred the client."),
        max_length=LONGEST_RECIPIENT,
    )

    class Meta:
        model = Stay
        fields = ("no_statement_reason",)


class ApproveForm(Form):
    """Whether the client knows what is told of them."""

    client_has_seen = forms.TypedChoiceField(
        label=_("Has it been gone through with the client?"),
        choices=(("yes", _("yes")), ("no", _("no"))),
        coerce=lambda value: value == "yes",
        widget=Chips,
    )

    def __init__(self, *args: Any, statement: Statement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statement = statement

    def clean(self) -> None:
        super().clean()
        if not self.statement.recipient:
            raise ValidationError(_("Write to whom the statement goes before you approve it."))
        if not any(section["text"].strip() for section in self.statement.sections):
            raise ValidationError(_("The statement is empty."))


class SentForm(Form):
    """The day and the secure route by which an approved statement left."""

    sent_on = DateField(label=_("Sent on"))
    sent_how = forms.ChoiceField(
        label=_("How it was sent"),
        choices=SentHow.choices,
        widget=forms.RadioSelect,
        help_text=_("By a secure route only: a statement never goes by plain e-mail."),
    )

    def __init__(self, *args: Any, statement: Statement, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statement, self.today = statement, today

    def clean_sent_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["sent_on"]
        not_in_the_future(day, self.today)
        approved_at = self.statement.approved_at
        if approved_at is not None and day < localtime(approved_at).date():
            raise ValidationError(_("The statement was approved after this day."))
        return day
