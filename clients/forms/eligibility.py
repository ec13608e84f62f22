"""Form of one condition of a project's list."""

from django.utils.translation import gettext_lazy as _

from clients.forms.fields import LineField
from clients.models import EligibilityItem
from tasmat.ui.forms import ModelForm

LONGEST_QUESTION = 300


class EligibilityForm(ModelForm[EligibilityItem]):
    """A condition in three languages; one that is out of use is neither asked nor needed."""

    name_fi = LineField(label=_("Condition in Finnish"), max_length=LONGEST_QUESTION)
    name_sv = LineField(label=_("Condition in Swedish"), max_length=LONGEST_QUESTION, required=False)
    name_en = LineField(label=_("Condition in English"), max_length=LONGEST_QUESTION, required=False)

    class Meta:
        model = EligibilityItem
        fields = ("name_fi", "name_sv", "name_en", "is_active")
