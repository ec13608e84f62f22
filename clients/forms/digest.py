"""The form of a member's own choices: whether the daily mail comes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasmat.ui.forms import Form


class DigestForm(Form):
    """A lone checkbox."""

    is_wanted = forms.BooleanField(
        label=_("One mail a day about what waits"),
        required=False,
        help_text=_(
            "On working days in the morning, when something waits, in the language that you have chosen here."
            " It holds numbers and initials only."
        ),
    )
