"""Form of a body that refers people, with its time and its successor."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clients.choices import ReferrerRole
from clients.forms.fields import LineField, PhoneField
from clients.models import ReferringBody
from clients.rules.referring_bodies import closes_a_circle
from tasmat.ui.forms import ModelForm

LONGEST_NAME, LONGEST_ROUTE = 200, 500


class ReferringBodyForm(ModelForm[ReferringBody]):
    """A body; one that ended may have a successor, and then their figures are shown together."""

    name = LineField(label=_("Name"), max_length=LONGEST_NAME)
    phone = PhoneField(label=_("Phone"), required=False)
    secure_route = LineField(
        label=_("How documents are sent there"),
        help_text=_("For example a secure mail address. Documents never go by plain e-mail."),
        max_length=LONGEST_ROUTE,
        required=False,
    )

    class Meta:
        model = ReferringBody
        fields = ("name", "role", "valid_from", "valid_until", "successor", "email", "phone", "secure_route")
        widgets = {"role": forms.RadioSelect}
        labels = {"successor": _("Successor")}
        help_texts = {
            "valid_until": _("After this day the body is no longer offered."),
            "successor": _("Who went on with its work: its referrals are counted with the successor's."),
        }

    def __init__(self, data: QueryDict | None, *, instance: ReferringBody) -> None:
        super().__init__(data, instance=instance)
        role = cast(forms.ChoiceField, self.fields["role"])
        role.choices = [choice for choice in ReferrerRole.choices if choice[0] != ReferrerRole.SELF]
        successor = cast(forms.ModelChoiceField[ReferringBody], self.fields["successor"])
        successor.queryset = ReferringBody.objects.exclude(id=instance.id)
        successor.empty_label = str(_("none"))

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if ReferringBody.objects.filter(name__iexact=name).exclude(id=self.instance.id).exists():
            raise ValidationError(_("A body of this name is there already."))
        return name

    def clean_successor(self) -> ReferringBody | None:
        successor: ReferringBody | None = self.cleaned_data["successor"]
        if successor and closes_a_circle(self.instance.id, successor.id, _successors()):
            raise ValidationError(_("This body was followed by the one you are changing."))
        return successor

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("successor") and not answers.get("valid_until") and "valid_until" not in self.errors:
            self.add_error("valid_until", _("A body with a successor has a last day."))
        return answers


def _successors() -> dict[UUID, UUID | None]:
    return dict(ReferringBody.objects.values_list("id", "successor_id"))
