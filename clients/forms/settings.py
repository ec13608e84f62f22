"""Form of the services that exclude from a project."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clients.choices import BENEFITS, ServiceKind
from tasmat.tenancy.models import ExcludedService, Project
from tasmat.ui.forms import Form


class ExcludedServicesForm(Form):
    """Which services a participant of the project may not be in at the same time; benefits never exclude."""

    mark_optional = False

    kinds = forms.MultipleChoiceField(
        label=_("May not run at the same time"),
        choices=[choice for choice in ServiceKind.choices if choice[0] not in BENEFITS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "A referral of a person who is in one of them can be accepted only with a written reason. "
            "Choose none if the project's own target group is in them."
        ),
    )

    def __init__(self, data: QueryDict | None, *, project: Project) -> None:
        self.project = project
        self.before = set(project.excluded_services.values_list("kind", flat=True))
        super().__init__(data, initial={"kinds": sorted(self.before)})

    def save(self) -> None:
        """Adds and removes what has changed; what stays keeps its row and history."""
        chosen = set(self.cleaned_data["kinds"])
        for kind in sorted(chosen - self.before):
            ExcludedService.objects.create(project=self.project, kind=kind)
        self.project.excluded_services.filter(kind__in=self.before - chosen).delete()
