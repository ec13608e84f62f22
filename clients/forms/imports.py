"""Uploading a file of cases."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clients.importing.parse import FileRefused, decode, parse
from clients.models.imports import importable_projects
from tasmat.tenancy.models import Membership, Project
from tasmat.ui.forms import Form

LARGEST_FILE = 5 * 1024 * 1024  # bytes
MOST_ROWS = 2000  # what a request imports well within the web server's time limit


class UploadForm(Form):
    """The project and the file; what is wrong inside its rows is shown by the preview."""

    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), empty_label=None)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, encoding UTF-8, commas or semicolons, the names of the columns on the first row."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = importable_projects(member)  # type: ignore[attr-defined]

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 5 megabytes."))
        try:
            text = decode(file.read())
            rows = len(parse(text).rows)
        except FileRefused as error:
            raise ValidationError(str(error)) from None
        if rows > MOST_ROWS:
            refused = _("The file has %(rows)s rows; at most %(most)s are imported at a time.")
            raise ValidationError(refused, params={"rows": rows, "most": MOST_ROWS})
        return text
