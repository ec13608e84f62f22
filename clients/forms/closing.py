"""Forms of ending a case: the exit with the attempt that proves its gaps, and attempts logged afterwards."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clients.choices import AttemptHow
from clients.forms.fields import LineField, not_in_the_future
from clients.forms.stay import ExitForm
from clients.models import EndDataAttempt, Handover, Stay
from clients.rules.closing import is_before_contact, needs_attempt
from clients.rules.due import EndFacts
from clients.services.closing import Attempt
from tasmat.tenancy.base import new_id
from tasmat.ui.forms import Chips, DateField, ModelForm
from tasmat.ui.templatetags.ui import day_of_year

LONGEST_RESULT = 500


class CloseForm(ExitForm):
    """Ending a case: the exit, and where end data stay open the attempt made to get them."""

    attempt_on = DateField(label=_("Tried on"), required=False)
    attempt_how = forms.ChoiceField(label=_("How"), choices=AttemptHow.choices, required=False, widget=Chips)
    attempt_result = LineField(label=_("What came of it"), required=False, max_length=LONGEST_RESULT)
    confirms_day = forms.BooleanField(label=_("The last day is right all the same"), required=False)

    def __init__(
        self, *args: Any, last_contact_on: dt.date | None, agreed: Handover | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.last_contact_on, self.agreed = last_contact_on, agreed
        if agreed is not None:
            self.initial["direction"] = agreed.direction
            self.fields["direction"].help_text = _(
                "As agreed in the plan on {day}. Choose another one only if it came out otherwise."
            ).format(day=day_of_year(agreed.agreed_on))

    def clean_attempt_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["attempt_on"]
        return day and attempt_day(day, self.instance.entry_on, self.today)

    def clean(self) -> None:
        super().clean()
        exit_on = self.cleaned_data.get("exit_on")
        if exit_on is None:
            return
        if is_before_contact(exit_on, self.last_contact_on) and not self.cleaned_data["confirms_day"]:
            words = _(
                "The client was in contact on {day}, after this last day. Correct the day or confirm it."
            )
            self.add_error("confirms_day", words.format(day=day_of_year(self.last_contact_on)))
        self._check_attempt(exit_on)

    def _check_attempt(self, exit_on: dt.date) -> None:
        asked = self.cleaned_data
        has_begun = any(asked.get(name) for name in ("attempt_on", "attempt_how", "attempt_result"))
        if has_begun or needs_attempt(self._end(exit_on), 0, has_died=self.has_died):
            _require(self, "attempt_on", _("Some end data stay open: log when it was tried to get them."))
            _require(self, "attempt_how", _("Say how it was tried to get the end data."))

    def _end(self, exit_on: dt.date) -> EndFacts:
        facts = self.facts()
        return EndFacts(
            exit_on=exit_on,
            exit_status=facts.get("exit_status"),
            in_education=facts.get("exit_in_education"),
            qualification=facts.get("exit_qualification"),
            direction=facts.get("direction"),
            six_month_status=None,
        )

    @property
    def has_died(self) -> bool:
        return self.instance.case.client.died_on is not None

    @property
    def asks_to_confirm(self) -> bool:
        """Whether the day stands against a contact, so that the box to confirm it is shown."""
        return "confirms_day" in self.errors or bool(self["confirms_day"].value())

    def facts(self) -> dict[str, Any]:
        """What is known of the exit besides its day."""
        names = ExitForm.Meta.fields
        return {name: self.cleaned_data.get(name) for name in names if name != "exit_on"}

    def attempt(self) -> Attempt | None:
        """None when none was needed or written."""
        asked = self.cleaned_data
        if not asked["attempt_on"]:
            return None
        return Attempt(asked["attempt_on"], asked["attempt_how"], asked["attempt_result"])


class AttemptForm(ModelForm[EndDataAttempt]):
    """One attempt to get the end data of a client who has left."""

    result = LineField(label=_("What came of it"), required=False, max_length=LONGEST_RESULT)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    class Meta:
        model = EndDataAttempt
        fields = ("on", "how", "result", "submission_key")
        widgets = {"how": Chips}

    def __init__(self, *args: Any, stay: Stay, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stay, self.today = stay, today
        self.fields["how"].choices = AttemptHow.choices  # type: ignore[attr-defined]

    def clean_on(self) -> dt.date:
        return attempt_day(self.cleaned_data["on"], self.stay.entry_on, self.today)


def attempt_day(day: dt.date, entry_on: dt.date, today: dt.date) -> dt.date:
    """The day of an attempt; raises ValidationError when it lies before the stay or in the future."""
    not_in_the_future(day, today)
    if day < entry_on:
        raise ValidationError(_("The date is before the client's first day in the project."))
    return day


def _require(form: forms.BaseForm, name: str, words: Any) -> None:
    if not form.cleaned_data.get(name) and name not in form.errors:
        form.add_error(name, words)
