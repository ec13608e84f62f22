"""Forms of handing over cases: whose, and to whom each goes from which day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import LineField
from clients.forms.picking import PickField, boxes
from clients.models import Case
from clients.rules.caseloads import NOBODY
from clients.services.assignments import coaches, responsible_members
from clients.services.picking import PickRow
from tasmat.tenancy.models import Membership
from tasmat.ui.forms import DateField, Form

TO = "to-"


class WhoseForm(Form):
    """Whose cases are handed over."""

    mark_optional = False

    coach = forms.ChoiceField(label=_("Whose cases"))

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.id): member for member in responsible_members(today)}
        choices = [("", _("Choose")), (NOBODY, _("nobody yet (imported)"))]
        names = [(key, member.user.name) for key, member in self.members.items()]
        self.fields["coach"].choices = [*choices, *names]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Membership | None:
        """None for the cases that await a coach."""
        return self.members.get(self.cleaned_data["coach"])


@dataclass(frozen=True)
class HandOverRow:
    """A case in the table: its box, and the field for another receiver than that of the others."""

    row: PickRow
    box: BoundWidget
    to: BoundField


class HandOverForm(Form):
    """The cases that go, a receiver for all of them, and another one for single cases."""

    mark_optional = False

    chosen = PickField(label=_("Cases that are handed over"))
    to_all = forms.ChoiceField(label=_("Chosen cases to"), required=False)
    from_on = DateField(label=_("From"))
    reason = LineField(
        label=_("Reason"), help_text=_("It stands on the timeline of every case."), max_length=500
    )

    def __init__(
        self,
        *args: Any,
        cases: Sequence[PickRow],
        coach: Membership | None,
        first_day: dt.date | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_case, self.first_day = {row.case.id: row for row in cases}, first_day
        others = coaches().exclude(Q(id=coach.id) if coach else Q(pk__in=[]))
        self.receivers = {str(member.id): member for member in others}
        cast(PickField, self.fields["chosen"]).offer(self.cases)
        names = [(key, each.user.name) for key, each in self.receivers.items()]
        self.fields["to_all"].choices = [("", _("choose case by case")), *names]  # type: ignore[attr-defined]
        choices = [("", _("as all")), *names]
        for case in self.cases:
            label = _("New coach: {name}").format(name=case.client.name)
            self.fields[f"{TO}{case.id}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    @property
    def cases(self) -> list[Case]:
        return [row.case for row in self.by_case.values()]

    def clean_from_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["from_on"]
        if self.first_day and day < self.first_day:
            words = _(
                "A present coach of these cases began on the day before {day}: choose that day or a later one."
            )
            raise ValidationError(words.format(day=f"{self.first_day:%-d.%-m.%Y}"))
        return day

    def clean(self) -> None:
        super().clean()
        if not self.errors and len(self.given()) < len(self.cleaned_data["chosen"]):
            self.add_error(
                "to_all", _("Somebody chosen has no coach to go to: choose one for all, or for each.")
            )

    def given(self) -> dict[UUID, Membership]:
        """The receiver by case, of those chosen."""
        for_all = self.cleaned_data.get("to_all", "")
        chosen = set(self.cleaned_data.get("chosen", []))
        found = {}
        for case in self.cases:
            receiver = self.receivers.get(self.cleaned_data.get(f"{TO}{case.id}") or for_all)
            if str(case.id) in chosen and receiver is not None:
                found[case.id] = receiver
        return found

    def rows(self) -> list[HandOverRow]:
        """The table."""
        by_case = boxes(self)
        return [HandOverRow(row, by_case[key], self[f"{TO}{key}"]) for key, row in self.by_case.items()]
