"""Forms of what a project has promised and estimated: targets, estimates, supported bodies, outcomes."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clients.choices import Direction
from reporting.models import (
    Denominator,
    EntityKind,
    IndicatorEstimate,
    IndicatorTarget,
    OutcomeTarget,
    SupportedEntity,
)
from reporting.rules.catalogue import CATALOGUE
from tasmat.tenancy.models import Project
from tasmat.ui.forms import Form, ModelForm

LONGEST_NAME = 200
LONGEST_BASIS = 1000
NUMBER = forms.NumberInput(attrs={"class": "govuk-input--width-4"})


class TargetsForm(Form):
    """The funding decision's targets, one box for each indicator; an empty box is no target."""

    mark_optional = False

    def __init__(self, data: QueryDict | None, *, project: Project) -> None:
        self.project = project
        before = dict(IndicatorTarget.objects.filter(project=project).values_list("code", "target"))
        super().__init__(data, initial=before)
        for indicator in CATALOGUE.values():
            if indicator.kind != "reserved":
                self.fields[indicator.code] = forms.IntegerField(
                    label=indicator.name, min_value=0, max_value=1_000_000, required=False, widget=NUMBER
                )

    def rows(self) -> Iterator[tuple[str, BoundField]]:
        """Code and box of every indicator."""
        return ((field.name, field) for field in self.visible_fields())

    def save(self) -> None:
        """Keeps the rows of unchanged targets."""
        for code in self.changed_data:
            target = self.cleaned_data[code]
            rows = IndicatorTarget.objects.filter(project=self.project, code=code)
            if target is None:
                rows.delete()
            elif not rows.update(target=target):
                IndicatorTarget.objects.create(project=self.project, code=code, target=target)


class EstimateForm(ModelForm[IndicatorEstimate]):
    """An estimate where participants are not asked, with what it is based on. Left empty, it is not collected."""

    mark_optional = False

    basis = forms.CharField(
        label=_("Basis of the estimate"),
        max_length=LONGEST_BASIS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where the number comes from. Never from what clients have told of themselves."),
    )
    is_removed = forms.BooleanField(label=_("Remove this estimate"), required=False)

    class Meta:
        model = IndicatorEstimate
        fields = ("women", "men", "non_binary", "basis", "estimated_on")
        widgets = {"women": NUMBER, "men": NUMBER, "non_binary": NUMBER}

    def __init__(self, data: QueryDict | None, *, instance: IndicatorEstimate) -> None:
        is_new = instance._state.adding
        super().__init__(data, instance=instance, prefix=instance.code, empty_permitted=is_new)
        self.indicator = CATALOGUE[instance.code]
        self.fields["non_binary"].required = False
        if is_new:
            del self.fields["is_removed"]
            self.initial["non_binary"] = None  # else an untouched form would differ from one left empty

    def clean_non_binary(self) -> int:
        return self.cleaned_data["non_binary"] or 0

    def save(self, commit: bool = True) -> IndicatorEstimate:
        """Saves what was written, removes what is to go, and leaves alone what was left empty."""
        if self.cleaned_data.get("is_removed"):
            self.instance.delete()
        elif self.has_changed():
            super().save(commit)
        return self.instance


class EntityForm(ModelForm[SupportedEntity]):
    """A public body or an enterprise that the project has supported."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)

    class Meta:
        model = SupportedEntity
        fields = ("name", "kind", "supported_on")
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = EntityKind.choices  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = SupportedEntity.objects.filter(project=self.instance.project_id, name__iexact=name)
        if same.exists():
            raise ValidationError(_("The body is already listed: it is counted once."))
        return name


class OutcomeForm(ModelForm[OutcomeTarget]):
    """One promise: what share of whom goes where."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=LONGEST_NAME)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=LONGEST_NAME)
    name_en = forms.CharField(label=_("Name in English"), max_length=LONGEST_NAME)
    directions = forms.MultipleChoiceField(
        label=_("Directions that count"), choices=Direction.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = OutcomeTarget
        fields = ("name_fi", "name_sv", "name_en", "directions", "denominator", "target_percent")
        widgets = {"denominator": forms.RadioSelect, "target_percent": NUMBER}
        help_texts = {"target_percent": _("Empty when the plan gives no figure.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["denominator"].choices = Denominator.choices  # type: ignore[attr-defined]

    def clean_name_fi(self) -> str:
        name: str = self.cleaned_data["name_fi"]
        others = OutcomeTarget.objects.filter(project=self.instance.project_id).exclude(id=self.instance.id)
        if others.filter(name_fi=name).exists():
            raise ValidationError(_("The project has an outcome target of this name."))
        return name
