"""Forms of merging: which fact stays where two rows differ, and the personal identity code."""

import datetime as dt
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import IdentityCodeField
from clients.models import Client
from clients.rules.merging import birth_of_code
from clients.services.duplicates import others_with_code
from clients.services.merge_preview import Fact
from tasmat.ui.forms import Form

KEPT, MERGED = "kept", "merged"


class MergeForm(Form):
    """For each fact that differs: which of the two stays."""

    def __init__(self, *args: object, facts: Iterable[Fact], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for fact in facts:
            if fact.differs:
                self.fields[fact.name] = forms.ChoiceField(
                    label=fact.label,
                    choices=[(KEPT, fact.kept), (MERGED, fact.merged)],
                    widget=forms.RadioSelect,
                    initial=KEPT,
                )

    def from_merged(self) -> list[str]:
        """Names of the facts to be taken from the row that goes."""
        return [name for name, value in self.cleaned_data.items() if value == MERGED]


class IdentityForm(Form):
    """The Finnish personal identity code of a client."""

    code = IdentityCodeField(
        help_text=_("Write it only when the service needs it. It is kept sealed and shown in part."),
    )

    def __init__(self, *args: object, client: Client, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.client = client

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        born_on = birth_of_code(code)
        if self.client.born_on is not None and self.client.born_on != born_on:
            raise ValidationError(_("The code tells another date of birth than what is known of the client."))
        if others_with_code(code, self.client).exists():
            raise ValidationError(self.already_used)
        return code

    @property
    def born_on(self) -> dt.date:
        """The date of birth that the code tells."""
        return birth_of_code(self.cleaned_data["code"])

    already_used = _(
        "Another client of the organisation has this code. A manager can merge the two if they are one person."
    )
