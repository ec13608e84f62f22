"""Adding a document to a case, and a new version of one."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clients.choices import DocumentKind
from clients.forms.fields import LineField
from clients.services.documents import Sheet
from tasmat.files.kinds import EXTENSIONS
from tasmat.files.uploads import Upload, UploadField
from tasmat.tenancy.base import new_id
from tasmat.ui.forms import Form

LONGEST_TITLE = 150


class VersionForm(Form):
    """A file, sent once however often the button is pressed."""

    file = UploadField(
        label=_("File"),
        help_text=format_lazy(
            _("At most {limit} megabytes: {kinds}."),
            limit=settings.UPLOAD_MEGABYTES,
            kinds=", ".join(EXTENSIONS),
        ),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def upload(self) -> Upload:
        """The file that was looked at."""
        found: Upload = self.cleaned_data["file"]
        return found


class DocumentForm(VersionForm):
    """A file with what it is."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=DocumentKind.choices)
    title = LineField(
        label=_("Title"),
        required=False,
        max_length=LONGEST_TITLE,
        help_text=_("Left empty, the file's name is the title."),
    )

    field_order = ("kind", "title", "file")

    def sheet(self) -> Sheet:
        """What the document is; the first of its series."""
        facts: dict[str, Any] = self.cleaned_data
        title = facts["title"] or PurePosixPath(self.upload.name).stem
        return Sheet(facts["kind"], title, new_id(), facts["submission_key"])
