"""The referral form: one set of questions, for the web and for staff who key what they heard."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.choices import (
    ContactLanguage,
    ContactWay,
    ReferrerRole,
    ServiceKind,
    WorkSituation,
)
from clients.forms.fields import (
    LONGEST_NAME,
    LineField,
    NameField,
    PhoneField,
    TextField,
)
from clients.models import Referral, ReferringBody
from clients.rules.ages import age_on
from clients.rules.referrals import OLDEST
from clients.services.referring_bodies import bodies_on
from tasmat.tenancy.models import Municipality, ProjectArea
from tasmat.ui.forms import BirthDateField, Chips, DateField, Form

FIRST_ROWS, MOST_ROWS = 3, 20
ADD_ROW = "add_row"  # name of the button that asks for another row of services
LANGUAGE = "language"  # name of the buttons that show the form, as typed so far, in another language
OTHER_WAY = "other_way"  # name of the button that goes on in the form for oneself, or for another person
LONGEST_ORGANISATION, LONGEST_REASON, LONGEST_EMAIL = 200, 4000, 254
OTHER_BODY = "other"  # the body is not in the list: its name is written
# The questions about who refers.
REFERRER = (
    "referrer_role",
    "body",
    "referrer_organisation",
    "referrer_name",
    "referrer_phone",
    "referrer_email",
)
NO_COLUMNS = {"submission_key", "has_no_phone", "homepage", "arrived_on"}


class GrowingForm(Form):
    """A form that can come back as typed, saying nothing yet of what is missing: only a row was added."""

    def __init__(self, *args: Any, grows: bool = False, **kwargs: Any) -> None:
        self.grows = grows
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        if not self.grows:
            super().full_clean()
            return
        self._errors, self.cleaned_data = ErrorDict(), {}


class ServiceForm(GrowingForm):
    """One service or benefit beside the project; a row left blank is no row."""

    kind = forms.ChoiceField(label=_("Service or benefit"), choices=[("", _("Choose")), *ServiceKind.choices])
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Until, if known"), required=False)

    mark_optional = False

    def clean(self) -> dict[str, Any]:
        row = super().clean() or {}
        starts_on, ends_on = row.get("starts_on"), row.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day is before the first day."))
        return row


class ServiceRows(forms.BaseFormSet[ServiceForm]):
    def initial_form_count(self) -> int:
        """None that must stay: a row of before that is emptied is no row any more."""
        return 0

    def rows(self) -> list[dict[str, Any]]:
        """What was filled in, as columns of ReferralService."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data]

    @property
    def has_room(self) -> bool:
        return self.total_form_count() < MOST_ROWS


ServiceFormSet = forms.formset_factory(
    ServiceForm, ServiceRows, extra=FIRST_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


class ReferralForm(GrowingForm):
    """Questions of every referral, with the rows of services in `services`.

    `areas` are the municipalities offered first; every other one of Finland follows.
    """

    mark_optional = False  # most of what may stay empty is needed by some other answer: the labels say it
    no_way_to_reach = _("Without a phone, an e-mail address is needed to reach the person.")

    submission_key = LineField(widget=forms.HiddenInput, initial=uuid4, required=False)

    referrer_role = forms.ChoiceField(
        label=_("Who fills in the form?"), choices=ReferrerRole.choices, widget=forms.RadioSelect
    )
    body = forms.ChoiceField(label=_("Body"), required=False)
    referrer_organisation = LineField(
        label=_("Organisation"), max_length=LONGEST_ORGANISATION, required=False
    )
    referrer_name = LineField(label=_("Name"), max_length=LONGEST_NAME, required=False)
    referrer_phone = PhoneField(label=_("Phone"), required=False)
    referrer_email = forms.EmailField(label=_("E-mail"), max_length=LONGEST_EMAIL, required=False)

    first_name = NameField(label=_("First name"))
    last_name = NameField(label=_("Last name"))
    born_on = BirthDateField(label=_("Date of birth"), help_text=_("For example 17.5.1980"))
    municipality = forms.ChoiceField(label=_("Home municipality"))
    has_protected_address = forms.BooleanField(
        label=_("The person has a protected address (turvakielto)"),
        help_text=_(
            "With a protected address the home municipality is shown on no page. Write no address in this form."
        ),
        required=False,
    )
    phone = PhoneField(label=_("Phone"), required=False)
    has_no_phone = forms.BooleanField(label=_("The person has no phone"), required=False)
    email = forms.EmailField(label=_("E-mail, if any"), max_length=LONGEST_EMAIL, required=False)
    best_way = forms.ChoiceField(
        label=_("Best way to reach"), choices=ContactWay.choices, widget=forms.RadioSelect
    )
    contact_language = forms.ChoiceField(
        label=_("Contact language"),
        choices=ContactLanguage.choices,
        widget=Chips,
        initial=ContactLanguage.FINNISH,
    )
    interpreter_language = LineField(
        label=_("Interpreter, if needed: for which language?"), max_length=100, required=False
    )

    reason = TextField(
        label=_("Why would the project help?"),
        help_text=_("In your own words. Diagnoses and other details of health are not needed."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    work_situation = forms.ChoiceField(
        label=_("Work situation"), choices=WorkSituation.choices, widget=forms.RadioSelect
    )
    unemployed_since = DateField(
        label=_("Unemployed since, if known"), help_text=_("An estimate will do."), required=False
    )

    person_agrees = forms.BooleanField(
        label=_("The person agrees to be referred and to these details being given to the project."),
        error_messages={"required": _("Without the agreement nobody can be referred.")},
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        areas: Iterable[ProjectArea],
        today: dt.date,
        told: Referral | None = None,
        **kwargs: Any,
    ) -> None:
        grows = bool(data) and not {ADD_ROW, LANGUAGE, OTHER_WAY}.isdisjoint(data or ())
        data = _with_another_row(data) if data and ADD_ROW in data else data
        super().__init__(data, grows=grows, **kwargs)
        self.today = today
        self.services = cast(
            ServiceRows,
            ServiceFormSet(
                data,
                prefix="services",
                form_kwargs={"grows": grows},
                initial=None if data else _rows_of(told),
            ),
        )
        self.services.extra = max(FIRST_ROWS, len(self.services.initial or ()) + 1)
        self._municipalities = {found.number: found for found in _municipalities_of(today)}
        cast(forms.ChoiceField, self.fields["municipality"]).choices = self._municipality_choices(areas)
        self._bodies = {str(body.id): body for body in bodies_on(today)}
        if told and told.body:
            self._bodies[str(told.body_id)] = told.body
        self._offer_bodies()

    def is_sent(self) -> bool:
        """Whether the whole form was sent and can be stored."""
        return self.is_bound and not self.grows and self.is_valid() and self.services.is_valid()

    @property
    def has_errors(self) -> bool:
        return self.is_bound and not (self.is_valid() and self.services.is_valid())

    def facts(self) -> dict[str, Any]:
        """The answers as columns of Referral."""
        asked = self.fields.keys() - NO_COLUMNS
        return {name: value for name, value in self.cleaned_data.items() if name in asked}

    def clean_submission_key(self) -> UUID:
        """A lost or broken key gets a new one: no referral is refused for it."""
        try:
            return UUID(self.cleaned_data["submission_key"])
        except ValueError:
            return uuid4()

    def clean_body(self) -> ReferringBody | None:
        return self._bodies.get(self.cleaned_data["body"])

    def clean_born_on(self) -> dt.date:
        born_on: dt.date = self.cleaned_data["born_on"]
        if born_on > self.today:
            raise ValidationError(_("The date of birth is in the future."))
        if age_on(born_on, self.today) > OLDEST:
            raise ValidationError(_("Check the year of birth."))
        return born_on

    def clean_municipality(self) -> Municipality:
        return self._municipalities[self.cleaned_data["municipality"]]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        self._check_referrer(answers)
        self._check_phone(answers)
        self._check_best_way(answers)
        self._check_unemployment(answers)
        return answers

    def _check_referrer(self, answers: dict[str, Any]) -> None:
        if "referrer_role" not in self.fields:
            return
        role, body = answers.get("referrer_role", ReferrerRole.SELF), answers.get("body")
        if role == ReferrerRole.SELF:
            answers["body"] = None
            return
        if body is None:
            self._need("referrer_organisation", answers, _("Write the name of your organisation."))
        elif body.role != role:
            self.add_error("body", _("This body is of another kind than who fills in the form."))
        else:
            answers["referrer_organisation"] = body.name
        self._need("referrer_name", answers, _("Write your name."))
        if not answers.get("referrer_email") and "referrer_email" not in self.errors:
            self._need("referrer_phone", answers, _("Give your phone number or your e-mail address."))

    def _check_phone(self, answers: dict[str, Any]) -> None:
        if answers.get("has_no_phone"):
            if answers.get("phone"):
                self.add_error(
                    "has_no_phone", _("You gave a phone number: take the tick away or the number.")
                )
        else:
            self._need("phone", answers, _("Give the phone number, or tick that there is no phone."))

    def _check_best_way(self, answers: dict[str, Any]) -> None:
        way, is_own = answers.get("best_way"), answers.get("referrer_role") == ReferrerRole.SELF
        if way in {ContactWay.PHONE, ContactWay.MESSAGE} and answers.get("has_no_phone"):
            self.add_error("best_way", _("Without a phone, choose another way."))
        if way == ContactWay.EMAIL:
            self._need("email", answers, _("Give the e-mail address, or choose another way to reach."))
        if way == ContactWay.THROUGH_REFERRER and is_own:
            self.add_error("best_way", _("There is no referrer: choose how the person is reached."))
        if is_own and answers.get("has_no_phone"):
            self._need("email", answers, self.no_way_to_reach)

    def _check_unemployment(self, answers: dict[str, Any]) -> None:
        since, born_on = answers.get("unemployed_since"), answers.get("born_on")
        if since is None:
            return
        if since > self.today:
            self.add_error("unemployed_since", _("The date is in the future."))
        elif born_on and since < born_on:
            self.add_error("unemployed_since", _("The date is before the date of birth."))
        elif answers.get("work_situation", WorkSituation.UNEMPLOYED) != WorkSituation.UNEMPLOYED:
            self.add_error(
                "unemployed_since",
                _("Only for the unemployed: empty the date or choose \u201cunemployed\u201d."),
            )

    def _need(self, name: str, answers: dict[str, Any], message: str | Promise) -> None:
        """Adds the message to an empty field, unless it has an error of its own."""
        if not answers.get(name) and name not in self.errors:
            self.add_error(name, str(message))

    def _offer_bodies(self) -> None:
        """The bodies of today by kind; with none in the list the name is all that is asked."""
        if not self._bodies:
            del self.fields["body"]
            return
        groups = [
            (label, [(key, body.name) for key, body in self._bodies.items() if body.role == role])
            for role, label in ReferrerRole.choices
        ]
        field = cast(forms.ChoiceField, self.fields["body"])
        field.choices = [
            ("", _("Choose")),
            *(group for group in groups if group[1]),
            (OTHER_BODY, _("Another body: write its name")),
        ]
        self.fields["referrer_organisation"].label = _("Name of the body, if it is not in the list")

    def _municipality_choices(self, areas: Iterable[ProjectArea]) -> list[Any]:
        own = {area.municipality_id for area in areas}
        pairs = [(found.number, found.name) for found in self._municipalities.values()]
        return [
            ("", _("Choose")),
            (_("Municipalities of the project"), [pair for pair in pairs if pair[0] in own]),
            (_("Other municipalities"), [pair for pair in pairs if pair[0] not in own]),
        ]


def _rows_of(referral: Referral | None) -> list[dict[str, Any]]:
    return [dict(row) for row in referral.services.values("kind", "starts_on", "ends_on")] if referral else []


def _municipalities_of(day: dt.date) -> list[Municipality]:
    """The municipalities that exist on a day, by their name in the language of the page."""
    existing = Municipality.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    return sorted(existing, key=lambda found: found.name)


def _with_another_row(data: QueryDict) -> QueryDict:
    grown = data.copy()
    try:
        rows = int(data.get("services-TOTAL_FORMS", ""))
    except ValueError:
        rows = FIRST_ROWS
    grown["services-TOTAL_FORMS"] = str(min(rows + 1, MOST_ROWS))
    return grown
