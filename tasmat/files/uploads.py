"""A form field for a file: its size, its name and what it really is are checked; errors are in plain words."""

import logging
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tasmat.files.kinds import BY_EXTENSION, EXTENSIONS, ContentRefused, FileKind, HoldsMacros
from tasmat.files.malware import NotScanned, is_malware, is_scanning

logger = logging.getLogger(__name__)

LONGEST_NAME = 120  # characters with the extension
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file that was looked at: its bytes, a name that is safe to offer for saving, and its kind."""

    content: bytes
    name: str
    content_type: str


class UploadField(forms.FileField):
    """A file of an allowed kind; the cleaned value is an Upload (None for an optional field left empty)."""

    default_error_messages = {
        "required": _("Choose a file."),
        "empty": _("The file is empty."),
        "too_large": _("The file is larger than %(limit)s megabytes. Make it smaller or divide it."),
        "kind": _("Files of this kind are not taken. Choose one of these: %(kinds)s."),
        "content": _("The file is broken, or it is not what its name says (%(extension)s)."),
        "macros": _(
            "The file holds macros, which could run by themselves. Save it without macros or as PDF."
        ),
        "malware": _("The file holds malware and was not saved. Tell whoever gave it to you."),
        "not_scanned": _("The file could not be checked for malware just now. Try again in a while."),
    }

    def __init__(self, **kwargs: Any) -> None:
        accepted = ",".join(f".{extension}" for extension in EXTENSIONS)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accepted}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        """Raises ValidationError with what to do."""
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        if (file.size or 0) > settings.UPLOAD_MEGABYTES * MEGABYTE:
            raise self._error("too_large", limit=settings.UPLOAD_MEGABYTES)
        name = safe_name(file.name or "")
        kind = self._kind(name)
        content = file.read()
        self._check(kind, content, name)
        self._scan(content)
        return Upload(content, name, kind.content_type)

    def _kind(self, name: str) -> FileKind:
        kind = BY_EXTENSION.get(extension_of(name))
        if kind is None:
            raise self._error("kind", kinds=", ".join(EXTENSIONS))
        return kind

    def _check(self, kind: FileKind, content: bytes, name: str) -> None:
        try:
            kind.check(content)
        except HoldsMacros:
            raise self._error("macros") from None
        except ContentRefused:
            raise self._error("content", extension=extension_of(name)) from None

    def _scan(self, content: bytes) -> None:
        """Nothing is taken unscanned where there is a scanner."""
        if not is_scanning():
            return
        try:
            found = is_malware(content)
        except NotScanned as error:
            logger.exception("The malware scanner gave no verdict.")
            raise self._error("not_scanned") from error
        if found:
            raise self._error("malware")

    def _error(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


def safe_name(name: str) -> str:
    """The last part of a file's name without characters that hide or change what is shown, not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    # Cf holds the marks that turn the direction of writing: "gpj.exe" would look like "exe.jpg".
    shown = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    path = PurePosixPath(" ".join(shown.split()).strip(". ") or "file")
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix[:LONGEST_NAME]


def extension_of(name: str) -> str:
    """The part after the last dot, in small letters."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()
