"""Forms of handing over cases: whose, and to whom each goes from which day."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import LineField
from clients.models import Case
from clients.rules.caseloads import NOBODY
from clients.services.assignments import coaches, responsible_members
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
        choices = [("", _("choose")), (NOBODY, _("nobody yet (imported)"))]
        names = [(key, member.user.name) for key, member in self.members.items()]
        self.fields["coach"].choices = [*choices, *names]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Membership | None:
        """None for the cases that await a coach."""
        return self.members.get(self.cleaned_data["coach"])


class HandOverForm(Form):
    """A receiver for all cases, and another one for single cases; a case without a receiver stays."""

    mark_optional = False

    to_all = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("All cases to"),
        required=False,
        empty_label=_("choose case by case"),
    )
    from_on = DateField(label=_("From"))
    reason = LineField(
        label=_("Reason"), help_text=_("It stands on the timeline of every case."), max_length=500
    )

    def __init__(
        self,
        *args: Any,
        cases: Sequence[Case],
        coach: Membership | None,
        first_day: dt.date | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cases, self.first_day = cases, first_day
        others = coaches().exclude(Q(id=coach.id) if coach else Q(pk__in=[]))
        self.receivers = {str(member.id): member for member in others}
        self.fields["to_all"].queryset = others  # type: ignore[attr-defined]
        choices = [
            ("", _("as all")),
            (NOBODY, _("stays")),
            *((key, m.user.name) for key, m in self.receivers.items()),
        ]
        for case in cases:
            field = forms.ChoiceField(label=case.client.name, choices=choices, required=False)
            self.fields[f"{TO}{case.id}"] = field

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
        if not self.errors and not self.given():
            raise ValidationError(_("Choose at least one case and the coach who takes it."))

    def given(self) -> dict[UUID, Membership]:
        """The receiver by case, without the cases that stay."""
        for_all = self.cleaned_data.get("to_all")
        found = {}
        for case in self.cases:
            chosen = self.cleaned_data.get(f"{TO}{case.id}", "")
            receiver = for_all if chosen == "" else self.receivers.get(chosen)
            if receiver is not None:
                found[case.id] = receiver
        return found

    def rows(self) -> list[tuple[Case, Any]]:
        """Each case with its own field."""
        return [(case, self[f"{TO}{case.id}"]) for case in self.cases]
