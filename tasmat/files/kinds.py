"""Kinds of files that may be uploaded, and whether some bytes are of the kind that their name says."""

import io
import lzma
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import puremagic

# Parts of an office document that can run: VBA, ActiveX, macros of LibreOffice.
RUNNING_PARTS = ("vbaproject.bin", "activex/", "basic/", "scripts/", "vbadata.xml")
MACRO_MARK = b"macroEnabled"
OFFICE_LIST = "[Content_Types].xml"
# What zipfile raises for packages that are broken, locked, or packed in a way it does not know.
UNREADABLE = (
    KeyError,
    ValueError,
    RuntimeError,
    EOFError,
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)


class ContentRefused(ValueError):
    """The bytes are not of the kind, or may run."""


class HoldsMacros(ContentRefused):
    """An office document with parts that can run."""


@dataclass(frozen=True)
class FileKind:
    """A kind by its extensions (the first is the usual one); `check` raises ContentRefused."""

    extensions: tuple[str, ...]
    content_type: str
    check: Callable[[bytes], None]


def _looks_like(content: bytes) -> set[str]:
    """Content types that begin and end as these bytes do."""
    try:
        return {match.mime_type for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):  # nothing known, no bytes at all
        return set()


def _magic(content: bytes, wanted: str) -> None:
    if wanted not in _looks_like(content):
        raise ContentRefused(f"not {wanted}")


def _parts(content: bytes) -> zipfile.ZipFile:
    """The package that an office document is; raises for anything else and for one with macros."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except UNREADABLE as error:
        raise ContentRefused(str(error)) from error
    names = [name.lower() for name in package.namelist()]
    if any(name.startswith(part) or f"/{part}" in f"/{name}" for name in names for part in RUNNING_PARTS):
        raise HoldsMacros
    return package


def _part(package: zipfile.ZipFile, name: str, longest: int = 1024 * 1024) -> bytes:
    """A small part of the package, never unpacked beyond `longest` bytes."""
    try:
        with package.open(name) as part:
            return part.read(longest)
    except UNREADABLE as error:
        raise ContentRefused(f"{name} is missing, locked or broken") from error


def _office(content: bytes, main_part: str) -> None:
    """A package of ECMA-376 with its list of parts and its main part."""
    package = _parts(content)
    parts = _part(package, OFFICE_LIST)
    if MACRO_MARK in parts:
        raise HoldsMacros
    if f'"/{main_part}"'.encode() not in parts or not _part(package, main_part, 1):
        raise ContentRefused(f"no {main_part}")


def _open_document(content: bytes) -> None:
    """A package of ISO/IEC 26300-3: its first part names the kind."""
    package = _parts(content)
    if _part(package, "mimetype", 100).strip() != OPEN_DOCUMENT_TEXT.encode():
        raise ContentRefused("another kind of OpenDocument")
    if not _part(package, "content.xml", 1):
        raise ContentRefused("no content")


def _plain_text(content: bytes) -> None:
    """UTF-8 without control characters, which would be some other format; a PDF may be all of letters."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentRefused("not UTF-8") from error
    if any(unicodedata.category(character) == "Cc" for character in text if character not in "\t\n\r\f"):
        raise ContentRefused("control characters")
    if PDF in _looks_like(content):
        raise ContentRefused("a PDF")


PDF = "application/pdf"
OPEN_DOCUMENT_TEXT = "application/vnd.oasis.opendocument.text"
_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = (
    FileKind(("pdf",), PDF, partial(_magic, wanted=PDF)),
    FileKind(
        ("docx",), f"{_OFFICE}.wordprocessingml.document", partial(_office, main_part="word/document.xml")
    ),
    FileKind(("odt",), OPEN_DOCUMENT_TEXT, _open_document),
    FileKind(("xlsx",), f"{_OFFICE}.spreadsheetml.sheet", partial(_office, main_part="xl/workbook.xml")),
    FileKind(("png",), "image/png", partial(_magic, wanted="image/png")),
    FileKind(("jpg", "jpeg"), "image/jpeg", partial(_magic, wanted="image/jpeg")),
    FileKind(("txt",), "text/plain; charset=utf-8", _plain_text),
)
BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
EXTENSIONS = tuple(BY_EXTENSION)
