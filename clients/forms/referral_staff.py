"""The referral form for staff: keyed from a call, a visit or paper, or corrected before the decision."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clients.choices import ReferralSource, ReferrerRole
from clients.forms.fields import IdentityCodeField, not_in_the_future
from clients.forms.referral import OTHER_BODY, REFERRER, ReferralForm
from clients.models import Referral
from clients.rules.merging import birth_of_code
from tasmat.tenancy.models import Project, ProjectArea
from tasmat.ui.forms import Chips, DateField

TOLD = (
    *(name for name in REFERRER if name != "body"),
    "first_name",
    "last_name",
    "born_on",
    "has_protected_address",
    "phone",
    "email",
    "best_way",
    "contact_language",
    "interpreter_language",
    "reason",
    "work_situation",
    "unemployed_since",
    "source",
)


class StaffReferralForm(ReferralForm):
    """The same questions, keyed by a member who was phoned or visited."""

    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), empty_label=_("Choose"))
    source = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[choice for choice in ReferralSource.choices if choice[0] != ReferralSource.WEB],
        widget=Chips,
    )
    arrived_on = DateField(
        label=_("Arrived on"), help_text=_("Waiting times are counted from this day."), required=False
    )
    identity_code = IdentityCodeField(
        help_text=_("Only when the service needs it: it finds the person for sure. It is kept sealed."),
        required=False,
    )

    def __init__(
        self, data: QueryDict | None, *, areas: Iterable[ProjectArea], today: dt.date, **kwargs: Any
    ) -> None:
        known = list(areas)
        super().__init__(data, areas=known, today=today, **kwargs)
        self.fields["referrer_role"].label = _("Who refers?")
        words = dict(ReferrerRole.choices) | {ReferrerRole.SELF.value: _("the person in question")}
        cast(forms.ChoiceField, self.fields["referrer_role"]).choices = list(words.items())
        projects = {area.project_id for area in known}
        project_field = cast(forms.ModelChoiceField[Project], self.fields["project"])
        project_field.queryset = Project.objects.filter(id__in=projects)
        if len(projects) == 1:
            project_field.initial = projects.pop()
        self.initial.setdefault("arrived_on", today)

    @property
    def arrived(self) -> dt.date | None:
        """The day the referral came; None: now."""
        day: dt.date | None = self.cleaned_data.get("arrived_on")
        return None if day == self.today else day

    def clean_arrived_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["arrived_on"]
        return not_in_the_future(day, self.today)

    def clean_identity_code(self) -> str | None:
        return self.cleaned_data["identity_code"] or None

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        project, arrived_on = answers.get("project"), answers.get("arrived_on")
        if project and arrived_on and arrived_on < project.starts_on:
            self.add_error("arrived_on", _("The day is before the project."))
        code, born_on = answers.get("identity_code"), answers.get("born_on")
        if code and born_on and birth_of_code(code) != born_on:
            self.add_error("identity_code", _("The code tells another date of birth than the one written."))
        return answers


class CorrectionForm(StaffReferralForm):
    """The same questions for a referral that is not decided yet.

    What the referrer wrote in the web form of the reason stays as it came. The municipality of a protected
    person is not shown, nor, without `names_referrer`, a body that tells it.
    """

    def __init__(
        self, data: QueryDict | None, *, referral: Referral, names_referrer: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, told=referral, initial=_told(referral), **kwargs)
        self.referral = referral
        left_out = {"submission_key", "project", "person_agrees"}
        if referral.source == ReferralSource.WEB:
            left_out |= {"reason", "source", "arrived_on"}
        if referral.hides_municipality:
            left_out.add("municipality")
        if not names_referrer:
            left_out.update(REFERRER)
        if referral.identity_code:
            self.fields["identity_code"].help_text = _("A code is known. Empty: it stays.")
        for name in left_out & self.fields.keys():
            del self.fields[name]

    def clean_arrived_on(self) -> dt.date | None:
        day = super().clean_arrived_on()
        if day and day < self.referral.project.starts_on:
            raise ValidationError(_("The day is before the project."))
        return day

    def facts(self) -> dict[str, Any]:
        """The answers as columns of Referral; a code that is left out stays."""
        facts = super().facts()
        return facts if facts.get("identity_code") else facts | {"identity_code": self.referral.identity_code}


def _told(referral: Referral) -> dict[str, Any]:
    """What the referral tells, as the form takes it."""
    body = str(referral.body_id) if referral.body_id else OTHER_BODY if referral.referrer_organisation else ""
    return {
        **{name: getattr(referral, name) for name in TOLD},
        "municipality": referral.municipality_id,
        "body": body,
        "has_no_phone": not referral.phone,
        "arrived_on": localtime(referral.received_at).date(),
    }
