"""Forms of coaching periods and of agreements with the client."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.choices import AgreementKind
from clients.forms.fields import LineField, NumberField, TextField, not_before, not_in_the_future
from clients.models import Agreement, Case, CoachingPeriod, Phase
from clients.rules.agreements import ONE_DAY, clash, first_term
from clients.services.periods import fits, term_of
from clients.services.practice import practice_of
from tasmat.tenancy.base import new_id
from tasmat.ui.forms import ModelForm
from tasmat.ui.templatetags.ui import day_of_year

LONGEST_LINE, LONGEST_TEXT = 200, 2000  # characters
MOST_HOURS = 60  # a week
NO_HEALTH = _("The manager sees this too: nothing of health here.")


class PeriodForm(ModelForm[CoachingPeriod]):
    """The phase of coaching that the client is in, from a day on."""

    note = TextField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=NO_HEALTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = CoachingPeriod
        fields = ("phase", "starts_on", "ends_on", "note")
        labels = {"phase": _("Phase of coaching")}
        help_texts = {"ends_on": _("Empty: it goes on until the next one begins.")}

    def __init__(self, *args: Any, first_day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_day = first_day
        case = self.instance.case
        in_use = Q(is_active=True) | Q(id=self.instance.phase_id)
        phases = Phase.objects.filter(in_use, project=case.project_id)
        self.fields["phase"].queryset = phases  # type: ignore[attr-defined]
        self.fields["phase"].empty_label = _("Choose")  # type: ignore[attr-defined]

    def clean_starts_on(self) -> dt.date:
        return not_before(self.cleaned_data["starts_on"], self.first_day)

    def clean(self) -> None:
        super().clean()
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first is None or self.instance._state.adding or (last and last < first):
            return
        if not fits(self.instance, first, last):
            self.add_error("starts_on", _("Another coaching period has days in common with this one."))

    def in_the_way(self, starts_on: dt.date) -> None:
        """Says that another period begins on or after the first day."""
        words = _("A coaching period begins on {day}: begin after it, or end this one before it.")
        self.add_error("starts_on", words.format(day=day_of_year(starts_on)))


class AgreementForm(ModelForm[Agreement]):
    """An agreement with the client; the project chooses the kinds. The key makes a double click one agreement."""

    place = LineField(label=_("Place"), required=False, max_length=LONGEST_LINE)
    tasks = TextField(
        label=_("Tasks and aims"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Printed on the agreement, in plain words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hours_a_week = NumberField(
        label=_("Hours a week"),
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        decimal_places=1,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = (
            "kind",
            "starts_on",
            "ends_on",
            "place",
            "tasks",
            "hours_a_week",
            "signed_on",
        )
        help_texts = {"signed_on": _("Empty until both have signed.")}

    def __init__(self, *args: Any, case: Case, today: dt.date, first_day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.today, self.first_day = case, today, first_day
        self.others = [
            term_of(other) for other in Agreement.objects.filter(case=case).exclude(id=self.instance.id)
        ]
        practice = practice_of(case.project)
        kinds = [choice for choice in AgreementKind.choices if choice[0] in practice.agreement_kinds]
        if self.instance._state.adding:
            self.initial.setdefault("submission_key", new_id())
            self._suggest(practice.workshop_trial_days, kinds)
        else:
            del self.fields["submission_key"]
        self._offer(kinds)

    def _suggest(self, days: int, kinds: list[tuple[str, Any]]) -> None:
        """An extension goes on the day after; the first agreement is with the own workshop, from today on."""
        before: Agreement | None = self.instance.extends
        begins = before.ends_on + ONE_DAY if before else self.today
        span = first_term(begins, days, self.case.project.ends_on)
        suggestion: dict[str, Any] = {"starts_on": span.starts_on, "ends_on": span.ends_on}
        suggestion["place"] = self.case.project.organisation.name
        if before:
            suggestion |= {name: getattr(before, name) for name in ("kind", "place", "tasks", "hours_a_week")}
        elif not self.others and AgreementKind.OWN_WORKSHOP in dict(kinds):
            suggestion["kind"] = AgreementKind.OWN_WORKSHOP
        self.initial.update(suggestion)

    def _offer(self, kinds: list[tuple[str, Any]]) -> None:
        """The project's kinds, and the one that stands there already; an extension keeps its kind."""
        before: Agreement | None = self.instance.extends
        if before is not None:
            del self.fields["kind"]
            self.instance.kind = before.kind
            return
        there = self.instance.kind
        offered = (
            [*kinds, (there, AgreementKind(there).label)] if there and there not in dict(kinds) else kinds
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind of agreement"), choices=offered, widget=forms.RadioSelect
        )
        self.order_fields(("kind",))

    def clean_starts_on(self) -> dt.date:
        return not_before(self.cleaned_data["starts_on"], self.first_day)

    def clean_ends_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["ends_on"]
        if day > self.case.project.ends_on:
            raise ValidationError(_("The date is after the end of the project."))
        return day

    def clean_signed_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["signed_on"]
        return not_in_the_future(day, self.today)

    def clean(self) -> None:
        super().clean()
        kind = self.cleaned_data.get("kind") or self.instance.kind
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if not first or not last or first > last or self._was_sent_before():
            return
        term = term_of(self.instance)
        span = type(term)(term.id, kind, first, last, self.instance.ended_early_on).span
        other = clash(kind, span, self.others)
        if other is not None:
            words = _("An agreement of this kind runs until {day}: extend it, or begin after it.")
            self.add_error("starts_on", words.format(day=day_of_year(other.last_day)))

    def _was_sent_before(self) -> bool:
        """Whether the agreement of this form has been made already: the button was pressed twice."""
        key = self.cleaned_data.get("submission_key")
        return key is not None and Agreement.objects.filter(submission_key=key, case=self.case).exists()

    def facts(self) -> dict[str, Any]:
        """What a valid form says, by column."""
        columns = [name for name in self.Meta.fields if name in self.cleaned_data]
        return {"kind": self.instance.kind, **{name: self.cleaned_data[name] for name in columns}}


class EndEarlyForm(ModelForm[Agreement]):
    """An agreement that ends before its last day, and why."""

    ended_why = TextField(
        label=_("Why it ended early"),
        max_length=LONGEST_TEXT,
        help_text=NO_HEALTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = Agreement
        fields = ("ended_early_on", "ended_why")
        labels = {"ended_early_on": _("Last day")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_early_on"].required = True

    def clean_ended_early_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["ended_early_on"]
        if not self.instance.starts_on <= day <= self.instance.ends_on:
            raise ValidationError(_("The day is not within the agreement."))
        return day
