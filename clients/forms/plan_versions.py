"""Forms of agreed versions: agreeing on one, the client's acceptance, and which two to compare."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clients.choices import AcceptedHow
from clients.forms.fields import TextField, not_in_the_future
from clients.models import CaseMeeting, Plan, PlanVersion
from tasmat.ui.forms import Chips, DateField, Form
from tasmat.ui.templatetags.ui import day_of_year

LONGEST_WORDS = 2_000  # characters
NOW = "now"
BY_STAFF = (AcceptedHow.PAPER, AcceptedHow.SPOKEN)


class _MeetingField(forms.ModelChoiceField[CaseMeeting]):
    def label_from_instance(self, obj: Any) -> str:
        return " · ".join(filter(None, [day_of_year(obj.held_on), obj.place]))


class AgreeForm(Form):
    """The day of agreeing, the case meeting where it was, and how the client accepted, if already."""

    mark_optional = False

    made_on = DateField(label=_("Agreed on"))
    meeting = _MeetingField(
        CaseMeeting.objects.none(), label=_("At the case meeting"), required=False, empty_label=_("none")
    )
    accepted_how = forms.ChoiceField(
        label=_("Has the client accepted?"),
        choices=(("", _("not yet")), *((how.value, how.label) for how in BY_STAFF)),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, plan: Plan, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.today = plan, today
        self.initial.setdefault("made_on", today)
        meetings = CaseMeeting.objects.filter(case=plan.case_id)
        if meetings.exists():
            self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]
        else:
            del self.fields["meeting"]

    def clean_made_on(self) -> dt.date:
        return _on_or_after(self.cleaned_data["made_on"], self.plan.starts_on, self.today)


class AcceptanceForm(Form):
    """What staff record: signed on paper or agreed at a meeting, on which day, in which words."""

    mark_optional = False

    how = forms.ChoiceField(
        label=_("How"), choices=[(how.value, how.label) for how in BY_STAFF], widget=Chips
    )
    on = DateField(label=_("Accepted on"))
    note = TextField(
        label=_("The client's own words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, version: PlanVersion, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version, self.today = version, today
        self.initial = {
            "how": version.accepted_how or AcceptedHow.PAPER,
            "on": version.accepted_on or today,
            "note": version.accepted_note,
        }

    def clean_on(self) -> dt.date:
        return _on_or_after(self.cleaned_data["on"], self.version.made_on, self.today)


class ClientAcceptForm(Form):
    """What the client may add on the page of the link."""

    note = TextField(
        label=_("Your own comment"),
        help_text=_("You can write here what you think of the plan. It is read by your coach."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CompareForm(Form):
    """Two versions of a plan, or a version and the plan as it is now."""

    mark_optional = False

    before = forms.ChoiceField(label=_("Version before"))
    after = forms.ChoiceField(label=_("Version after"))

    def __init__(self, typed: dict[str, str], *, versions: list[PlanVersion]) -> None:
        choices = [(str(version.number), _version(version)) for version in versions]
        first = str(versions[0].number) if versions else NOW
        super().__init__({"before": first, "after": NOW, **typed})
        for name in ("before", "after"):
            self.fields[name].choices = [(NOW, _("as it is now")), *choices]  # type: ignore[attr-defined]


def _version(version: PlanVersion) -> str:
    return str(_("version {number}, {day}")).format(number=version.number, day=day_of_year(version.made_on))


def _on_or_after(day: dt.date, first: dt.date, today: dt.date) -> dt.date:
    not_in_the_future(day, today)
    if day < first:
        raise ValidationError(_("The date is before {day}.").format(day=day_of_year(first)))
    return day
