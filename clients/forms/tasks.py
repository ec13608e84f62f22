"""Forms of tasks: one of the own or for a colleague, and another day for it."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import LineField, TextField
from clients.models import Case, Task
from clients.services.tasks import works_with
from tasmat.access.roles import Role
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership
from tasmat.ui.forms import DateField, Form, ModelForm

LONGEST_TITLE = 200  # characters
LONGEST_NOTE = 2000


def colleagues() -> QuerySet[Membership]:
    """Coaches and managers of the organisation, by name."""
    works = Q(roles__contains=[Role.COACH]) | Q(roles__contains=[Role.MANAGER])
    members = Membership.objects.filter(works, is_active=True)
    return members.select_related("user").order_by("user__name")


class TaskForm(ModelForm[Task]):
    """What is to be done, by when, by whom; the key makes a double click one task."""

    title = LineField(label=_("What is to be done"), max_length=LONGEST_TITLE)
    note = TextField(
        label=_("Further details"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Task
        fields = ("title", "due_on", "owner", "note")
        labels = {"owner": _("Who does it")}

    def __init__(
        self, *args: Any, member: Membership, case: Case | None, today: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.today = case, today
        owner: Any = self.fields["owner"]
        owner.queryset, owner.empty_label = colleagues(), None
        self.initial["owner"] = self.initial.get("owner") or member.id
        if self.instance._state.adding:
            self.initial.setdefault("submission_key", new_id())
        else:
            del self.fields["submission_key"]

    def clean_owner(self) -> Membership:
        owner: Membership = self.cleaned_data["owner"]
        if self.case is not None and not works_with(owner, self.case, self.today):
            raise ValidationError(_("This colleague may not see the client."))
        return owner

    def facts(self) -> dict[str, Any]:
        """What a valid form says, by column."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PostponeForm(Form):
    """Another day for a task: the buttons send it, or somebody writes it."""

    until = DateField(label=_("Postpone until"))

    def __init__(self, data: Any, *, today: dt.date) -> None:
        super().__init__(data)
        self.today = today

    def clean_until(self) -> dt.date:
        day: dt.date = self.cleaned_data["until"]
        if day < self.today:
            raise ValidationError(_("The day is past."))
        return day
