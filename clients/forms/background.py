"""Forms of a person's background, network and safety note: what is asked differs by kind, the table is one."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clients.choices import BackgroundKind
from clients.forms.fields import LONGEST_NAME, LineField, PhoneField, TextField, not_in_the_future
from clients.models import Background, Client, NetworkPerson
from tasmat.ui.forms import ModelForm

LONGEST_LINE = 200  # characters
LONGEST_NOTE = 2000

# The words of a kind: label of each column; a column without a label is not asked.
LABELS: dict[BackgroundKind, dict[str, Any]] = {
    BackgroundKind.EDUCATION: {
        "title": _("What was studied"),
        "place": _("School"),
        "level": _("Certificate or what was completed"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
        "note": _("Note"),
    },
    BackgroundKind.WORK: {
        "title": _("Work or task"),
        "place": _("Employer"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
        "note": _("What the person did"),
    },
    BackgroundKind.LANGUAGE: {
        "title": pgettext_lazy("skill", "Language"),
        "level": _("How well"),
        "note": _("Note"),
    },
    BackgroundKind.CARD: {
        "title": _("Licence or card"),
        "place": _("Granted by"),
        "starts_on": _("Granted on"),
        "ends_on": _("Valid until"),
        "note": _("Note"),
    },
    BackgroundKind.SKILL: {
        "title": pgettext_lazy("competence", "Skill"),
        "level": _("How well"),
        "starts_on": _("Seen on"),
        "note": _("Where it was seen"),
    },
    BackgroundKind.OBSTACLE: {
        "title": _("Obstacle to work"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
        "note": _("What it means at work"),
    },
    BackgroundKind.SUPPORT: {
        "title": _("Support needed"),
        "place": _("Who gives it"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
        "note": _("Note"),
    },
}


class BackgroundForm(ModelForm[Background]):
    """One fact of the person's background; its kind decides what is asked."""

    title = LineField(max_length=LONGEST_LINE)
    place = LineField(max_length=LONGEST_LINE, required=False)
    level = LineField(max_length=LONGEST_LINE, required=False)
    note = TextField(max_length=LONGEST_NOTE, required=False)

    class Meta:
        model = Background
        fields = ("title", "place", "level", "starts_on", "ends_on", "note")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.kind = BackgroundKind(self.instance.kind)
        for name in list(self.fields):
            label = LABELS[self.kind].get(name)
            if label is None:
                del self.fields[name]
            else:
                self.fields[name].label = label
        self.fields["note"].widget.attrs["rows"] = 3
        if self.kind in {BackgroundKind.EDUCATION, BackgroundKind.WORK}:
            self.fields["ends_on"].help_text = _("Empty: it goes on. Only the year known: write 1.1. of it.")

    def clean_starts_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["starts_on"]
        return not_in_the_future(day, self.today)


class NetworkForm(ModelForm[NetworkPerson]):
    """Somebody of the client's network and the client's agreement to contacts."""

    name = LineField(label=_("Name"), max_length=LONGEST_NAME)
    body = LineField(label=_("Organisation"), max_length=LONGEST_LINE, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    note = TextField(label=_("What may be spoken of"), max_length=LONGEST_NOTE, required=False)

    class Meta:
        model = NetworkPerson
        fields = ("role", "name", "body", "phone", "email", "agreed_on", "agreed_until", "note")
        help_texts = {
            "agreed_on": _("Empty: the client has not agreed, and nobody is contacted."),
            "agreed_until": _("Empty: until the client says otherwise."),
        }

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["note"].widget.attrs["rows"] = 3

    def clean_agreed_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["agreed_on"]
        return not_in_the_future(day, self.today)

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("agreed_until") and not self.cleaned_data.get("agreed_on"):
            self.add_error("agreed_on", _("Give the day on which the client agreed."))


class SafetyForm(ModelForm[Client]):
    """What has to be known before going to the client's home."""

    mark_optional = False

    safety_note = TextField(
        label=_("To be known before a home visit"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("For instance a dog, the entrance, whether two go together. The coaches see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Client
        fields = ("safety_note",)
