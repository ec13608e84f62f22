"""Forms of members: adding one, changing roles and areas."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tasmat.access.areas import areas_of
from tasmat.access.roles import Role
from tasmat.tenancy.models import Membership, Organisation, ProjectArea
from tasmat.ui.forms import Form, ModelForm

LONGEST_NAME = 100


class AreasField(forms.ModelMultipleChoiceField[ProjectArea]):
    """Municipalities of the organisation's projects, each with its project's name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: ProjectArea) -> str:
        return f"{obj.project}: {obj}"


class RolesForm(Form):
    """Roles and areas of a member, who may be oneself."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
        help_text=_(
            "The manager's role sees the facts of cases; the coach's role also what is written of them."
        ),
    )
    areas = AreasField(
        ProjectArea.objects.none(),
        label=_("Works in"),
        required=False,
        help_text=_(
            "Which referrals, clients and figures the person sees. The administrator's role needs none."
        ),
    )

    def __init__(self, *args: Any, member: Membership | None = None, by: Membership, **kwargs: Any) -> None:
        if member is not None:
            kwargs.setdefault("initial", {"roles": member.roles, "areas": areas_of(member)})
        super().__init__(*args, **kwargs)
        self.is_own = member is not None and member.pk == by.pk
        areas = ProjectArea.objects.select_related("project", "municipality")
        self.fields["areas"].queryset = areas.order_by(  # type: ignore[attr-defined]
            "-project__starts_on", "project__name", "municipality__name_fi"
        )

    def clean_roles(self) -> list[str]:
        roles: list[str] = self.cleaned_data["roles"]
        if self.is_own and Role.ADMINISTRATOR not in roles:
            raise ValidationError(
                _("You cannot give up your own role as administrator: another administrator can.")
            )
        return roles


class NewMemberForm(RolesForm):
    """A person to be added, who may have an account already."""

    field_order = ("name", "email", "roles", "areas")

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The person signs in with it."))

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if Membership.objects.filter(user__email=email).exists():
            raise ValidationError(_("The person is a member already."))
        return email


class SecondFactorForm(ModelForm[Organisation]):
    """Whether everybody in the organisation needs a second factor."""

    class Meta:
        model = Organisation
        fields = ("requires_second_factor",)
        labels = {"requires_second_factor": _("Everybody needs a second factor")}
        help_texts = {
            "requires_second_factor": _(
                "Those without one are asked to set it up before they see anything else."
            )
        }
