"""Forms of appointments: booking one, and what became of it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clients.choices import AppointmentState, EntryKind
from clients.forms.fields import LineField, TextField
from clients.models import Appointment, Case
from clients.services.caseload import assigned_to
from clients.services.double_bookings import clashes_of
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership
from tasmat.ui.forms import Chips, DateField, Form, ModelForm

KINDS = (EntryKind.MEETING, EntryKind.CONTACT, EntryKind.HOME_VISIT, EntryKind.WORKPLACE_VISIT)
LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240, 360, 480)  # minutes
USUAL_LENGTH = 60
USUAL_START = dt.time(9)
TIME_INPUT_FORMATS = ["%H.%M", "%H:%M", "%H"]


class TimeField(forms.TimeField):
    """A time of day, written 9.30 as in Finnish; 9:30 and 9 are understood."""

    default_error_messages = {"invalid": _("Write the time as hours and minutes, for example 9.30")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%-H.%M", attrs={"class": "govuk-input--width-5"})
        super().__init__(input_formats=TIME_INPUT_FORMATS, widget=widget, **kwargs)


class AppointmentForm(ModelForm[Appointment]):
    """When, what and where; the key makes a double click one appointment.

    One that is neither a case's nor a referral's chooses a client or says what it is.
    """

    on = DateField(label=_("Date"))
    at = TimeField(label=_("Begins at"))
    minutes = forms.TypedChoiceField(label=_("Length"), coerce=int)
    title = LineField(
        label=_("What it is about"),
        required=False,
        max_length=200,
        help_text=_("Stays here: the calendar feed has initials only."),
    )
    place = LineField(label=_("Place"), required=False, max_length=200)
    note = TextField(
        label=_("Further details"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Appointment
        fields = ("case", "kind", "title", "place", "note")
        widgets = {"kind": Chips}
        labels = {"case": _("Client")}

    field_order = ("submission_key", "case", "kind", "on", "at", "minutes", "place", "title", "note")

    def __init__(self, *args: Any, member: Membership, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.member = now, member
        self._offer_kinds()
        self._offer_clients(member)
        if self.instance._state.adding:
            self.initial.setdefault("submission_key", new_id())
            self.initial = {"on": now.date(), "at": USUAL_START, "minutes": USUAL_LENGTH, **self.initial}
        else:
            del self.fields["submission_key"]
            self.initial = {**self.initial, **self._times()}
        self._offer_lengths()

    def clean(self) -> None:
        super().clean()
        if "case" in self.fields and not self.cleaned_data.get("case") and not self.cleaned_data.get("title"):
            self.add_error("title", _("Choose a client, or write what it is about."))
        on, at, minutes = (self.cleaned_data.get(name) for name in ("on", "at", "minutes"))
        if on is None or at is None or minutes is None:
            return
        starts_at = timezone.make_aware(dt.datetime.combine(on, at))
        if on < self.now.date() and starts_at != self.instance.starts_at:
            self.add_error("on", _("The day is past. Log what was done as an entry."))
        self.instance.starts_at = starts_at
        self.instance.ends_at = starts_at + dt.timedelta(minutes=minutes)

    @cached_property
    def clashes(self) -> list[Appointment]:
        """What else is planned at the time of a valid form that nobody has said yes to yet.

        Nothing when the time stays as it was; `despite` holds the ids of those of which the page has warned.
        """
        row = self.instance
        if not (row._state.adding or {"on", "at", "minutes"} & set(self.changed_data)):
            return []
        if row._state.adding:
            row.member, row.submission_key = self.member, self.cleaned_data["submission_key"]
        known = set(self.data.get("despite", "").split())
        found = list(clashes_of(row))
        return found if any(str(each.id) not in known for each in found) else []

    def facts(self) -> dict[str, Any]:
        """What a valid form says, by column."""
        columns = [name for name in self.Meta.fields if name in self.fields]
        times = {"starts_at": self.instance.starts_at, "ends_at": self.instance.ends_at}
        return {name: self.cleaned_data[name] for name in columns} | times

    def _times(self) -> dict[str, Any]:
        starts_at = timezone.localtime(self.instance.starts_at)
        length = self.instance.ends_at - self.instance.starts_at
        return {"on": starts_at.date(), "at": starts_at.time(), "minutes": int(length.total_seconds() // 60)}

    def _offer_kinds(self) -> None:
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind.value, kind.label) for kind in KINDS]

    def _offer_clients(self, member: Membership) -> None:
        """The member's own clients, where the appointment has no person yet."""
        if not self.instance._state.adding or self.instance.case_id or self.instance.referral_id:
            del self.fields["case"]
            return
        today = self.now.date()
        own = assigned_to(Case.objects.visible_to(member, today).open_on(today), member, today)
        living = own.filter(client__died_on__isnull=True).select_related("client")
        clients: Any = self.fields["case"]
        clients.queryset = living.order_by("client__last_name", "client__first_name", "id")
        clients.empty_label = _("no client")
        clients.label_from_instance = lambda case: case.client.name

    def _offer_lengths(self) -> None:
        lengths: Any = self.fields["minutes"]
        stored = self.initial.get("minutes", USUAL_LENGTH)
        lengths.choices = [(length, length_words(length)) for length in sorted({*LENGTHS, stored})]


class OutcomeForm(Form):
    """What became of an appointment; planned takes back what was said."""

    state = forms.ChoiceField(label=_("What became of it"), choices=AppointmentState.choices)

    def chosen(self) -> AppointmentState:
        """The state of a valid form."""
        return AppointmentState(self.cleaned_data["state"])


def length_words(minutes: int) -> Any:
    """ "45 min", "1 h", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
