"""What a page says of a form being typed: which one, on which page, and the fields."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from clients.rules.form_drafts import Page
from tasmat.ui.forms import Form

MOST_CHARACTERS = 500_000  # of one form; the longest asks a tenth
LONGEST_ADDRESS = 2000
LONGEST_TITLE = 300
PART = "#"  # stands between the address of a page and a part of it


class PageForm(Form):
    """The hidden fields of every form that keeps drafts; clients/templatetags/form_drafts.py writes them."""

    draft_place = forms.CharField(max_length=LONGEST_ADDRESS)
    draft_page = forms.UUIDField()
    draft_seen = forms.CharField(required=False, max_length=LONGEST_ADDRESS)
    sequence = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)

    def page(self) -> Page:
        asked = self.cleaned_data
        return Page(asked["draft_page"], tuple(asked["draft_seen"].split()), asked["sequence"] or 0)


class FormDraftForm(PageForm):
    """A save while typing: the changed fields as JSON, {name: [values]}."""

    title = forms.CharField(required=False)
    throw_away = forms.CharField(required=False)  # another draft, as the page has seen it
    fields_typed = forms.CharField(required=False, strip=False, max_length=MOST_CHARACTERS)

    def clean_title(self) -> str:
        return str(self.cleaned_data["title"])[:LONGEST_TITLE]

    def clean_fields_typed(self) -> dict[str, list[str]]:
        try:
            typed: Any = json.loads(self.cleaned_data["fields_typed"] or "{}")
        except json.JSONDecodeError:
            typed = None
        if not _is_fields(typed):
            raise ValidationError("not the fields of a form")  # read by scripts only
        fields: dict[str, list[str]] = typed
        return fields


def _is_fields(typed: Any) -> bool:
    return isinstance(typed, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) and "\0" not in value for value in values)
        for values in typed.values()
    )
