"""Asking for a paper of a case."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clients.models import Case
from clients.services.papers import PaperKind, paper_kind
from tasmat.ui.forms import Form

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class PaperForm(Form):
    """Which paper of which row, in which language; all but the language is filled in by the page."""

    paper = forms.CharField(widget=forms.HiddenInput)
    subject = forms.UUIDField(widget=forms.HiddenInput)
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    @classmethod
    def offered(cls, paper: str, subject_id: UUID, case: Case) -> "PaperForm":
        """An empty form, in the client's language where the program speaks it."""
        language = case.client.contact_language
        initial = {
            "paper": paper,
            "subject": subject_id,
            "submission_key": uuid4(),
            "language": language if language in LANGUAGES else settings.LANGUAGE_CODE,
        }
        # Several of these forms may stand on one page.
        return cls(initial=initial, case=case, auto_id=f"{paper}-{subject_id}-%s")

    def clean(self) -> dict[str, Any]:
        """Adds `kind`; raises for a paper that nobody makes or a row of another case."""
        facts: dict[str, Any] = super().clean() or {}
        kind: PaperKind | None = paper_kind(facts.get("paper", ""))
        if kind is None or "subject" not in facts or kind.row(self.case, facts["subject"]) is None:
            raise ValidationError(_("There is nothing to make this document of."))
        return facts | {"kind": kind}
