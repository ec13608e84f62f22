"""Forms of a project's phases with their contact rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import LineField
from clients.models import Phase
from tasmat.ui.forms import ModelForm

NUMBER = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"})
RULE = ("weekly_contacts", "weekly_for_weeks", "weekly_face_to_face", "longest_gap_days")


class PhaseForm(ModelForm[Phase]):
    """A phase: its name in three languages, its place in the order, what its contact rule asks."""

    name_fi = LineField(label=_("Name in Finnish"), max_length=100)
    name_sv = LineField(label=_("Name in Swedish"), max_length=100, required=False)
    name_en = LineField(label=_("Name in English"), max_length=100, required=False)

    class Meta:
        model = Phase
        fields = ("name_fi", "name_sv", "name_en", *RULE, "position", "is_active")
        labels = {
            "weekly_contacts": _("Contacts a week at first"),
            "weekly_for_weeks": _("For how many weeks"),
            "weekly_face_to_face": _("Of them face to face"),
            "longest_gap_days": _("After that, longest time between contacts, days"),
            "position": _("Order"),
            "is_active": _("In use"),
        }
        help_texts = {
            "weekly_contacts": _("Empty: no weekly contacts. The first week asks for its share."),
            "longest_gap_days": _("Empty: nothing is asked."),
            "is_active": _("A phase that is not in use cannot be chosen for new coaching periods."),
        }
        widgets = dict.fromkeys(
            ("weekly_contacts", "weekly_for_weeks", "weekly_face_to_face", "longest_gap_days", "position"),
            NUMBER,
        )

    def clean(self) -> None:
        super().clean()
        weekly, weeks, in_person = (
            self.cleaned_data.get(name)
            for name in ("weekly_contacts", "weekly_for_weeks", "weekly_face_to_face")
        )
        if weekly and not weeks and "weekly_for_weeks" not in self.errors:
            self.add_error("weekly_for_weeks", _("Write for how many weeks."))
        if (in_person or 0) > (weekly or 0) and "weekly_contacts" not in self.errors:
            self.add_error("weekly_face_to_face", _("There cannot be more of them than contacts a week."))
