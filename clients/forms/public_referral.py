"""The referral form of the project's public address: for who refers somebody, and for who applies for oneself."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clients.choices import ContactWay, ReferrerRole, WorkSituation
from clients.forms.referral import REFERRER, ReferralForm

# Who fills in the form may let the browser fill in one's own details, and only those (WCAG 2.2, 1.3.5).
REFERRERS_OWN = {
    "referrer_organisation": "organization",
    "referrer_name": "name",
    "referrer_phone": "tel",
    "referrer_email": "email",
}
APPLICANTS_OWN = {
    "first_name": "given-name",
    "last_name": "family-name",
    "born_on": "bday",
    "phone": "tel",
    "email": "email",
}
REFERRERS_LABELS = {
    "referrer_name": _("Your name"),
    "referrer_phone": _("Your phone"),
    "referrer_email": _("Your e-mail"),
}
LABELS = {
    "has_protected_address": _("I have a protected address (turvakielto)"),
    "has_no_phone": _("I have no phone"),
    "best_way": _("How can we best reach you?"),
    "interpreter_language": _("Interpreter, if you need one: for which language?"),
    "reason": _("How could the project help you?"),
    "work_situation": _("Your work situation"),
    "person_agrees": _("I agree that my details are given to the project and used as told above."),
}
HINTS = {
    "has_protected_address": _(
        "With a protected address your home municipality is shown on no page. Write no address in this form."
    ),
    "reason": _("In your own words. You need not tell of diagnoses or other details of health."),
}


class PublicReferralForm(ReferralForm):
    """Somebody refers another person."""

    # Filled in by programs that fill in everything; people never see it.
    homepage = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    is_own = False
    browser_knows = REFERRERS_OWN

    def __init__(self, data: QueryDict | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._offer("referrer_role", [each for each in ReferrerRole.choices if each[0] != ReferrerRole.SELF])
        for name, label in REFERRERS_LABELS.items():
            self.fields[name].label = label
        for name in {*REFERRERS_OWN, *APPLICANTS_OWN}.intersection(self.fields):
            self.fields[name].widget.attrs["autocomplete"] = self.browser_knows.get(name, "off")

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise ValidationError(_("This field is a trap for programs: empty it and send the form again."))
        return ""

    def _offer(self, name: str, choices: Any) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)


class OwnReferralForm(PublicReferralForm):
    """Somebody applies for oneself: no questions about a referrer, and words that speak to the person."""

    is_own = True
    browser_knows = APPLICANTS_OWN
    no_way_to_reach = _("Without a phone we need your e-mail address to reach you.")

    def __init__(self, data: QueryDict | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in REFERRER:
            self.fields.pop(name, None)
        ways = dict(ContactWay.choices)
        for way in (ContactWay.THROUGH_REFERRER, ContactWay.LETTER):  # there is no address to write to
            del ways[way]
        self._offer("best_way", ways.items())
        situations = dict(WorkSituation.choices) | {WorkSituation.UNKNOWN.value: _("I do not know")}
        self._offer("work_situation", situations.items())
        for name, label in LABELS.items():
            self.fields[name].label = label
        for name, hint in HINTS.items():
            self.fields[name].help_text = hint
        self.fields["person_agrees"].error_messages["required"] = _(
            "Without your agreement we cannot take your application."
        )

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was typed of a referrer before: it goes along unseen, for whoever returns to the other form."""
        return [(name, self.data[name]) for name in REFERRER if self.data.get(name)]

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"referrer_role": ReferrerRole.SELF}

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["referrer_role"] = ReferrerRole.SELF
        return super().clean()
