"""Forms of people met by the project's own outreach: only what is known is asked."""

import datetime as dt
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clients.choices import NOTED_STATES, WITHDRAWALS, DeclineReason, OutreachState
from clients.forms.fields import LONGEST_NAME, LineField, PhoneField, TextField, not_in_the_future
from clients.models import OutreachPerson
from clients.models.outreach import OutreachQuerySet
from clients.rules.referrals import interested_on
from tasmat.tenancy.models import Municipality, Project, ProjectArea
from tasmat.ui.forms import Chips, Form, ModelForm

LONGEST_PLACE, LONGEST_NOTE = 200, 2000


class OutreachFilter(Form):
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *OutreachState.choices]
    )
    project = forms.ChoiceField(label=_("Project"), required=False)

    mark_optional = False

    def __init__(self, data: Any, *, areas: Sequence[ProjectArea]) -> None:
        super().__init__(data, auto_id="filter_%s")  # the form for a new person stands on the same page
        projects = {str(area.project_id): area.project.name for area in areas}
        field = cast(forms.ChoiceField, self.fields["project"])
        field.choices = [("", _("all")), *sorted(projects.items(), key=lambda pair: pair[1])]

    def of_project(self, people: OutreachQuerySet) -> OutreachQuerySet:
        """Those of the project asked for; a value that is not offered filters nothing."""
        self.full_clean()
        project = self.cleaned_data.get("project")
        return people.filter(project_id=project) if project else people

    def filter(self, people: OutreachQuerySet) -> OutreachQuerySet:
        """Those of the project in the state asked for, with their stage."""
        of_project: Any = self.of_project(people).with_stage()
        state = self.cleaned_data.get("state")
        found: OutreachQuerySet = of_project.filter(stage=state) if state else of_project
        return found


class OutreachForm(ModelForm[OutreachPerson]):
    """Somebody met: nothing but the day and the project must be known."""

    first_name = LineField(label=_("First name"), max_length=LONGEST_NAME, required=False)
    last_name = LineField(label=_("Last name"), max_length=LONGEST_NAME, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    place = LineField(label=_("Where"), max_length=LONGEST_PLACE, required=False)
    note = TextField(
        label=_("Note"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = OutreachPerson
        fields = (
            "project",
            "met_on",
            "place",
            "first_name",
            "last_name",
            "phone",
            "municipality",
            "state",
            "reason",
            "note",
        )
        widgets = {"state": Chips}
        labels = {"project": _("Project")}

    def __init__(
        self,
        data: QueryDict | None,
        *,
        instance: OutreachPerson,
        areas: Sequence[ProjectArea],
        today: dt.date,
    ) -> None:
        super().__init__(data, instance=instance)
        self.today = today
        self._offer_places(areas)
        state = cast(forms.ChoiceField, self.fields["state"])
        state.choices = [(each.value, each.label) for each in NOTED_STATES]
        reason = cast(forms.ChoiceField, self.fields["reason"])
        reasons = [each for each in WITHDRAWALS if each != DeclineReason.REFERRER_WITHDREW]
        reason.choices = [("", _("Choose")), *((each.value, each.label) for each in reasons)]
        reason.label = _("Reason, if the person did not join")

    def clean_met_on(self) -> dt.date:
        met_on: dt.date = self.cleaned_data["met_on"]
        return not_in_the_future(met_on, self.today)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("state") != OutreachState.NOT_JOINED:
            answers["reason"] = None
        if not any(answers.get(name) for name in ("first_name", "last_name", "phone", "place", "note")):
            self.add_error("place", _("Write at least where you met, a name or a note."))
        project, municipality = answers.get("project"), answers.get("municipality")
        if project and municipality and (project.id, municipality.number) not in self._places:
            self.add_error("municipality", _("The municipality is not in this project."))
        return answers

    def save(self, commit: bool = True) -> OutreachPerson:
        """A changed state has its day."""
        person = self.instance
        if "state" in self.changed_data or person.state_on is None:
            person.state_on = self.today
            person.interested_on = interested_on(person.state, person.interested_on, self.today)
        return super().save(commit)

    def _offer_places(self, areas: Sequence[ProjectArea]) -> None:
        """The member's own projects and municipalities: what is chosen stays in the member's sight.

        They are named from the areas at hand; the querysets only check what comes back.
        """
        self._places = {(area.project_id, area.municipality_id) for area in areas}
        projects = {area.project_id: area.project.name for area in areas}
        project = cast(forms.ModelChoiceField[Project], self.fields["project"])
        project.queryset = Project.objects.filter(id__in=projects)
        project.choices = [("", _("Choose")), *sorted(projects.items(), key=itemgetter(1))]
        if len(projects) == 1:
            self.initial["project"] = next(iter(projects))
        municipality = cast(forms.ModelChoiceField[Municipality], self.fields["municipality"])
        names = {area.municipality_id: area.municipality.name for area in areas}
        municipality.queryset = Municipality.objects.filter(number__in=names)
        municipality.choices = [("", _("not known")), *sorted(names.items(), key=itemgetter(1))]


class NewOutreachForm(OutreachForm):
    """The same for a new person, with the key of the form."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def facts(self) -> dict[str, Any]:
        """What a valid form says, by column."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
