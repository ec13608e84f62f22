"""The nightly sweep: files of nobody go, files of rows stay, rows without a file are told."""

import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from clients.models import Document
from clients.services import documents
from tasmat.files.storage import StoredFile, put
from tasmat.files.sweeping import FEW, OLD, sweep, tables_with_files
from tasmat.files.uploads import Upload
from tasmat.jobs.tasks import sweep_files
from tasmat.tenancy.base import new_id
from tests.cast import DAY, Cast
from tests.clients.casework import inside, new_case
from tests.files.samples import TXT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.TASMAT_TODAY = tmp_path, DAY
    return tmp_path


Keep = Callable[..., StoredFile]


@pytest.fixture
def keep(cast: Cast, folder: Path) -> Keep:
    """Stores a file of some age in seconds, without a row."""

    def keep(name: str, age: float = OLD + 60, organisation_id: uuid.UUID = cast.alpha.id) -> StoredFile:
        stored = put(name.encode(), "documents", organisation_id, name)
        at = time.time() - age
        os.utime(folder / stored.path, (at, at))
        return stored

    return keep


@pytest.fixture
def document(cast: Cast, keep: Keep) -> Document:
    case = new_case(cast)
    with inside(cast):
        sheet = documents.Sheet("other", "CV", new_id(), new_id())
        return documents.record(
            case, sheet, keep("row"), cast.aino.id, file_name="cv.txt", content_type="text/plain"
        )


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_the_tables_are_those_that_name_a_file() -> None:
    assert {model.__name__ for model in tables_with_files()} == {"Document", "ReportFile"}


def test_only_old_files_of_nobody_go(cast: Cast, folder: Path, keep: Keep, document: Document) -> None:
    keep("nobody")
    keep(".temporary")
    keep("young", age=OLD - 60)
    keep("nobody-in-beta", organisation_id=cast.beta.id)
    keep("unknown", organisation_id=new_id())

    sweep_files()

    assert names(folder) == {"row", "young", "unknown"}
    assert sweep(cast.alpha.id).removed == []


def test_a_row_without_its_file_is_told(
    cast: Cast, folder: Path, document: Document, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / document.path).unlink()

    sweep_files()

    assert f"The file of a row is missing: clients_document {document.id}" in caplog.text


def test_the_files_of_another_database_stay(
    cast: Cast, folder: Path, keep: Keep, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(FEW + 1):
        keep(f"file-{number}")

    sweep_files()

    assert len(names(folder)) == FEW + 1
    assert f"{FEW + 1} files of organisation {cast.alpha.id} have no row" in caplog.text


def test_an_upload_whose_transaction_fails_is_swept(cast: Cast, folder: Path) -> None:
    case = new_case(cast)
    sheet = documents.Sheet("other", "CV", new_id(), new_id())
    with inside(cast):
        documents.keep_upload(case, sheet, Upload(TXT, "cv.txt", "text/plain"), cast.aino)
        transaction.set_rollback(True)
    with inside(cast):
        kept = Document.objects.exists()
    left = names(folder)
    for path in folder.rglob("*"):
        os.utime(path, (0, 0))

    sweep_files()

    assert (kept, len(left)) == (False, 1)
    assert names(folder) == set()
