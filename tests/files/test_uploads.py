"""What may be uploaded: by size, by name and by content, with reasons in plain words."""

import contextlib
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tasmat.files.kinds import BY_EXTENSION, ContentRefused
from tasmat.files.uploads import LONGEST_NAME, MEGABYTE, Upload, UploadField, safe_name
from tests.files.samples import GOOD, PDF, PNG, TXT, docx, odt, xlsx, zipped


class UploadForm(forms.Form):
    file = UploadField()


def form_with(*files: SimpleUploadedFile) -> UploadForm:
    return UploadForm({}, MultiValueDict({"file": list(files)}))


def send(name: str, content: bytes) -> UploadForm:
    return form_with(SimpleUploadedFile(name, content))


def refusal(form: forms.Form) -> tuple[str, str]:
    """Code and words of the only error."""
    with translation.override("en"):
        ((error,),) = form.errors.as_data().values()
        return str(error.code), str(error.messages[0])


@pytest.mark.parametrize("name", GOOD)
def test_the_allowed_kinds_are_taken(name: str) -> None:
    form = send(name, GOOD[name])

    assert form.is_valid(), form.errors
    upload: Any = form.cleaned_data["file"]
    assert (upload.name, upload.content) == (name, GOOD[name])


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("other", sorted({"pdf", "docx", "odt", "xlsx", "png", "jpg", "txt"}))
def test_no_kind_passes_for_another(name: str, other: str) -> None:
    if BY_EXTENSION[other] is BY_EXTENSION[name.rpartition(".")[2].lower()]:
        return

    form = send(f"renamed.{other}", GOOD[name])

    assert not form.is_valid()
    assert refusal(form)[0] in {"content", "macros"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("program.exe", b"MZ"),
        ("page.html", b"<html>"),
        ("drawing.svg", b"<svg/>"),
        ("macros.docm", docx()),
        ("archive.zip", docx()),
        ("cv.pdf.exe", PDF),
        ("without", PDF),
        (".pdf", PDF),
        ("cv.pdf\u202egpj.exe", PDF),
    ],
)
def test_other_kinds_are_refused_by_their_names(name: str, content: bytes) -> None:
    form = send(name, content)

    assert not form.is_valid()
    assert refusal(form) == (
        "kind",
        "Files of this kind are not taken. Choose one of these: pdf, docx, odt, xlsx, png, jpg, jpeg, txt.",
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script>"),
        ("program.txt", b"MZ\x90\x00\x03"),
        ("latin.txt", "työ".encode("latin-1")),
        ("empty.docx", zipped({"other": b"x"})),
        ("sheet.docx", xlsx()),
        ("cut.docx", docx()[:-40]),
        ("sheet.odt", odt(kind=b"application/vnd.oasis.opendocument.spreadsheet")),
        ("web.png", b"GIF89a" + PNG),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name: str, content: bytes) -> None:
    form = send(name, content)

    assert not form.is_valid()
    extension = name.rpartition(".")[2]
    assert refusal(form) == (
        "content",
        f"The file is broken, or it is not what its name says ({extension}).",
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cv.docx", docx({"word/vbaProject.bin": b"x"})),
        ("cv.docx", docx({"word/activeX/control": b"x"})),
        ("cv.odt", odt({"Basic/Standard/script": b"x"})),
        ("cv.odt", odt({"Scripts/python/run": b"x"})),
    ],
)
def test_documents_with_macros_are_refused(name: str, content: bytes) -> None:
    form = send(name, content)

    assert not form.is_valid()
    assert refusal(form)[0] == "macros"


def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_not(settings: Settings) -> None:
    settings.UPLOAD_MEGABYTES = 1

    fits = send("a.txt", b"a" * MEGABYTE)
    larger = send("a.txt", b"a" * (MEGABYTE + 1))

    assert fits.is_valid()
    assert not larger.is_valid()
    assert refusal(larger) == (
        "too_large",
        "The file is larger than 1 megabytes. Make it smaller or divide it.",
    )


def test_no_file_and_an_empty_one_are_told_apart() -> None:
    missing, empty = form_with(), send("a.txt", b"")

    assert not missing.is_valid()
    assert not empty.is_valid()
    assert (refusal(missing)[0], refusal(empty)[0]) == ("required", "empty")


def test_an_optional_field_left_empty_is_nothing() -> None:
    assert UploadField(required=False).clean(None) is None


@pytest.mark.parametrize(
    ("given_name", "offered"),
    [
        ("CV Åke.pdf", "CV Åke.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\a\\cv.pdf", "cv.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("  two   spaces .pdf", "two spaces .pdf"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_names_are_made_safe(given_name: str, offered: str) -> None:
    assert safe_name(given_name) == offered


@given(st.text())
def test_no_name_is_too_long_or_leads_elsewhere(name: str) -> None:
    safe = safe_name(name)

    assert 0 < len(safe) <= LONGEST_NAME
    assert "/" not in safe
    assert safe not in {".", ".."}


@given(content=st.binary(max_size=200), extension=st.sampled_from(sorted(BY_EXTENSION)))
def test_a_check_answers_whatever_the_bytes_are(content: bytes, extension: str) -> None:
    for start in (b"", b"%PDF-1.7", PNG[:8], b"\xff\xd8\xff", b"PK\x03\x04"):
        with contextlib.suppress(ContentRefused):
            BY_EXTENSION[extension].check(start + content)


@given(content=st.binary(max_size=30), at=st.integers(0, 400))
def test_a_broken_package_is_refused_not_crashed_on(content: bytes, at: int) -> None:
    whole = docx()

    with contextlib.suppress(ContentRefused):
        BY_EXTENSION["docx"].check(whole[:at] + content + whole[at + len(content) :])


def test_a_cleaned_file_knows_its_kind() -> None:
    form = send("g.txt", TXT)

    assert form.is_valid()
    assert form.cleaned_data["file"] == Upload(TXT, "g.txt", "text/plain; charset=utf-8")
