"""Forms of what is known of a person: facts and names, services beside the project, times away."""

import datetime as dt
from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import (
    LONGEST_NAME,
    LONGEST_OVERRIDE,
    LineField,
    NameField,
    PhoneField,
    TextField,
    not_before,
    not_in_the_future,
)
from clients.models import Absence, Client, ConcurrentService, Stay
from clients.services.exclusions import asks_reason
from clients.services.people import Name
from tasmat.tenancy.models import Municipality
from tasmat.ui.forms import DateField, ModelForm

CORRECTED, CHANGED = "corrected", "changed"


def municipalities(day: dt.date, kept: str | None) -> QuerySet[Municipality]:
    """Those that exist on a day, and the one that stands there already."""
    exists = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return Municipality.objects.filter(exists | Q(number=kept))


class PersonForm(ModelForm[Client]):
    """The facts of a person. With a protected address neither address nor municipality is in the form."""

    first_name = NameField(label=_("First name"))
    last_name = NameField(label=_("Last name"))
    name_reason = forms.ChoiceField(
        label=_("Why does the name differ?"),
        choices=((CHANGED, _("The name has changed")), (CORRECTED, _("It was written wrong"))),
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Only when you write another name. A former name is kept, and search finds it."),
    )
    name_until = DateField(label=_("Last day of the former name"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    interpreter_language = LineField(
        label=_("Interpreter needed: language"), required=False, max_length=LONGEST_NAME
    )
    street_address = LineField(label=_("Street address"), required=False, max_length=200)

    class Meta:
        model = Client
        fields = (
            "phone",
            "email",
            "best_way",
            "contact_language",
            "interpreter_language",
            "has_protected_address",
            "municipality",
            "street_address",
            "first_name",
            "last_name",
            "died_on",
        )
        help_texts = {"died_on": _("Reminders about the person stop at once.")}

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.former = (self.instance.first_name, self.instance.last_name)
        if self.instance.has_protected_address:
            del self.fields["municipality"], self.fields["street_address"]
        else:
            existing = municipalities(today, kept=self.instance.municipality_id)
            municipality = cast(forms.ModelChoiceField[Municipality], self.fields["municipality"])
            municipality.queryset, municipality.empty_label = existing, str(_("not known"))

    def clean_died_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["died_on"]
        not_in_the_future(day, self.today)
        if day is not None and self.instance.born_on is not None and day < self.instance.born_on:
            raise ValidationError(_("The day of death is before the date of birth."))
        return day

    def clean_name_until(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["name_until"]
        return not_in_the_future(day, self.today)

    def clean(self) -> None:
        super().clean()
        if not self._names_differ:
            return
        reason = self.cleaned_data.get("name_reason")
        if not reason:
            self.add_error("name_reason", _("Tell whether the name has changed or was written wrong."))
        if (
            reason == CHANGED
            and self.cleaned_data.get("name_until") is None
            and "name_until" not in self.errors
        ):
            self.add_error("name_until", _("Write until which day the former name was in use."))

    def former_name(self) -> Name | None:
        """The name to be kept when it has changed; a typing error leaves no former name."""
        if not self._names_differ or self.cleaned_data["name_reason"] != CHANGED:
            return None
        return Name(*self.former, self.cleaned_data["name_until"])

    @property
    def asks_for_name(self) -> bool:
        """Whether the part about the name is to be open: something in it is wrong or has changed."""
        return self.is_bound and bool(
            {"first_name", "last_name", "name_reason", "name_until"} & {*self.errors, *self.changed_data}
        )

    @property
    def _names_differ(self) -> bool:
        names = (self.cleaned_data.get("first_name"), self.cleaned_data.get("last_name"))
        return all(names) and names != self.former


class ServiceForm(ModelForm[ConcurrentService]):
    """A service or benefit that runs beside the project; one that the project excludes needs a reason.

    The reason is asked for only when it is needed: of a service of the kinds `excluded` that runs in the open
    `stay`, unless one was given for it already.
    """

    provider = LineField(label=_("Provider"), required=False, max_length=200)
    override_reason = TextField(
        label=_("Why is the service allowed all the same?"),
        help_text=_(
            "Kept with your name and the day. The service is asked about again if it goes on longer."
        ),
        max_length=LONGEST_OVERRIDE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = ConcurrentService
        fields = ("kind", "provider", "starts_on", "ends_on")
        help_texts = {"ends_on": _("Empty: it goes on.")}

    def __init__(self, *args: Any, stay: Stay, excluded: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stay, self.excluded = stay, excluded
        is_known = not self.instance._state.adding and self._needs_reason(self.instance)
        if not self.is_bound and not is_known:
            del self.fields["override_reason"]

    @property
    def given_reason(self) -> str:
        """Why the service is allowed; empty where nothing needs to be."""
        return self.cleaned_data["override_reason"] if "override_reason" in self.fields else ""

    def clean(self) -> None:
        super().clean()
        if not self._is_wanted():
            del self.fields["override_reason"]
        elif not self.given_reason:
            message = _(
                "The project does not allow this service at the same time: give the reason, or correct the service."
            )
            self.add_error("override_reason", message)

    def _is_wanted(self) -> bool:
        """Whether what was typed needs a reason; days that are wrong are mended first."""
        names = ("kind", "starts_on", "ends_on")
        if not all(name in self.cleaned_data for name in names):
            return False
        typed = {name: self.cleaned_data[name] for name in names}
        if typed["ends_on"] and typed["ends_on"] < typed["starts_on"]:
            return False
        return self._needs_reason(ConcurrentService(id=self.instance.id, **typed))

    def _needs_reason(self, service: ConcurrentService) -> bool:
        is_open = self.stay.exit_on is None
        return is_open and service.kind in self.excluded and asks_reason(service, self.stay)


class AbsenceForm(ModelForm[Absence]):
    """A time when the client is away from the project."""

    class Meta:
        model = Absence
        fields = ("kind", "starts_on", "ends_on")
        widgets = {"kind": forms.RadioSelect}
        help_texts = {"ends_on": _("Empty: not known yet.")}

    def __init__(self, *args: Any, first_day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_day = first_day
        self.fields["kind"].choices = Absence._meta.get_field("kind").choices  # type: ignore[attr-defined]

    def clean_starts_on(self) -> dt.date:
        return not_before(self.cleaned_data["starts_on"], self.first_day)
