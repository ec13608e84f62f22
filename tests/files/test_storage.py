"""Stored files: written whole, checked when read, handed out as attachments only."""

import uuid
from pathlib import Path

import pytest
from django.http import Http404
from pytest_django import Settings

from tasmat.files.serving import attachment
from tasmat.files.storage import FileDamaged, StoredFile, put, read

ORGANISATION = uuid.UUID("00000000-0000-7000-8000-000000000001")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def store(content: bytes = b"text", name: str = "one") -> StoredFile:
    return put(content, "documents", ORGANISATION, name)


def test_what_is_stored_is_read_back(folder: Path) -> None:
    stored = store()

    assert read(stored) == b"text"
    assert stored.path == f"documents/{ORGANISATION}/one"
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["one"]


def test_a_second_try_takes_the_place_of_the_first(folder: Path) -> None:
    store(b"first")

    second = store(b"second")

    assert read(second) == b"second"
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_only_the_program_itself_may_look_into_the_rooms(folder: Path) -> None:
    store()

    assert (folder / "documents" / str(ORGANISATION)).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"txet", b"text and more"])
def test_a_changed_file_is_not_handed_out(
    folder: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    stored = store()
    (folder / stored.path).write_bytes(content)

    with pytest.raises(FileDamaged):
        read(stored)
    with pytest.raises(Http404):
        attachment(stored, "a.txt", "text/plain")
    assert "is not what was stored" in caplog.text


def test_a_missing_file_is_404(folder: Path) -> None:
    stored = store()
    (folder / stored.path).unlink()

    with pytest.raises(Http404):
        attachment(stored, "a.txt", "text/plain")


def test_a_file_is_an_attachment_that_no_browser_runs_or_keeps() -> None:
    response = attachment(store(b"<script>"), "a.txt", "text/plain; charset=utf-8")

    assert response.content == b"<script>"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="a.txt"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ('a"b.pdf', 'attachment; filename="a\\"b.pdf"'),
        ("Työ.pdf", "attachment; filename*=utf-8''Ty%C3%B6.pdf"),
    ],
)
def test_names_are_quoted_in_the_header(name: str, header: str) -> None:
    assert attachment(store(), name, "application/pdf").headers["Content-Disposition"] == header
