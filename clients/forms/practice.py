"""Forms of how a project does its casework: its rules and its induction list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import AgreementKind, PlanKind
from clients.forms.fields import LineField
from clients.models import InductionItem, Practice
from tasmat.ui.forms import ModelForm

LONGEST_NAME = 200
DAYS = forms.NumberInput(attrs={"class": "govuk-input--width-4"})


class PracticeForm(ModelForm[Practice]):
    """Kinds of plans and agreements, and the times that rules go by."""

    plan_kinds = forms.MultipleChoiceField(
        label=_("Kinds of plans"), choices=PlanKind.choices, widget=forms.CheckboxSelectMultiple
    )
    agreement_kinds = forms.MultipleChoiceField(
        label=_("Kinds of agreements"), choices=AgreementKind.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Practice
        fields = (
            "plan_kinds",
            "plan_review_days",
            "agreement_kinds",
            "workshop_trial_days",
            "trial_limit_months",
            "entry_lock_days",
            "group_sessions_count",
        )
        widgets = dict.fromkeys(
            ("plan_review_days", "workshop_trial_days", "trial_limit_months", "entry_lock_days"), DAYS
        )


class InductionItemForm(ModelForm[InductionItem]):
    """One point of the induction list. One that has been used is taken out of use, never removed."""

    name_fi = LineField(label=_("Name in Finnish"), max_length=LONGEST_NAME)
    name_sv = LineField(label=_("Name in Swedish"), required=False, max_length=LONGEST_NAME)
    name_en = LineField(label=_("Name in English"), required=False, max_length=LONGEST_NAME)

    class Meta:
        model = InductionItem
        fields = ("name_fi", "name_sv", "name_en", "position", "is_active")
        widgets = {"position": DAYS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["is_active"]
            del self.fields["position"]
