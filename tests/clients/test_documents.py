"""Documents of a case: added, found again, followed by versions, fetched, removed and brought back."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Case, Document
from tasmat.audit.history import history_of
from tasmat.audit.models import AccessEvent
from tasmat.files.storage import put
from tasmat.tenancy.base import new_id
from tests.cast import DAY, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, queries_of
from tests.files.samples import PDF, docx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.TASMAT_TODAY, settings.MEDIA_ROOT = DAY, tmp_path
    return tmp_path


@pytest.fixture
def case(cast: Cast) -> Case:
    return new_case(cast)


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def add(browser: Browser, case: Case, name: str = "cv.pdf", content: bytes = PDF, **fields: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    data = {"kind": "cv", "title": "CV 2026", "submission_key": uuid4(), "file": file, **fields}
    return browser.post(address("case_document_new", case.id), data)


def add_version(browser: Browser, document: Document, name: str, content: bytes) -> Any:
    data = {"submission_key": uuid4(), "file": SimpleUploadedFile(name, content)}
    return browser.post(address("case_document_version", document.case_id, document.id), data)


def documents(cast: Cast) -> list[Document]:
    with inside(cast):
        return list(Document.objects.order_by("made_at", "number"))


def test_an_empty_page_says_what_it_is_for(case: Case, aino: Browser) -> None:
    page = aino.get(address("case_documents", case.id))

    assert "No documents yet." in page.content.decode()


def test_a_file_becomes_a_document(cast: Cast, case: Case, aino: Browser, folder: Path) -> None:
    answer = add(aino, case)

    (document,) = documents(cast)
    assert answer.url == address("case_documents", case.id)
    assert (document.title, document.kind, document.number, document.is_generated) == (
        "CV 2026",
        "cv",
        1,
        False,
    )
    assert (document.made_by_id, document.size) == (cast.aino.id, len(PDF))
    assert (folder / document.path).read_bytes() == PDF
    assert "cv" not in document.path
    assert "CV 2026" in aino.get(answer.url).content.decode()


def test_without_a_title_the_name_of_the_file_is_one(cast: Cast, case: Case, aino: Browser) -> None:
    add(aino, case, name="Oma hakemus.docx", content=docx(), title="", kind="application")

    assert documents(cast)[0].title == "Oma hakemus"


def test_sent_twice_it_is_there_once(cast: Cast, case: Case, aino: Browser, folder: Path) -> None:
    key = uuid4()

    answers = [add(aino, case, submission_key=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(documents(cast)) == 1
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_another_file_sent_from_the_same_form_is_another_document(
    cast: Cast, case: Case, aino: Browser
) -> None:
    """As when one goes back in the browser: it must not be said to be saved and be lost."""
    key = uuid4()

    for content in (b"yksi", b"kaksi"):
        add(aino, case, "a.txt", content, submission_key=key)
    add(aino, new_case(cast, "TOINEN"), "a.txt", b"yksi", submission_key=key)

    assert len(documents(cast)) == 3


def test_a_file_that_is_not_what_it_says_is_refused_in_words(
    cast: Cast, case: Case, aino: Browser, folder: Path
) -> None:
    answer = add(aino, case, name="cv.pdf", content=b"<html>")

    assert answer.status_code == 422
    assert errors_of(answer) == {"file": ["The file is broken, or it is not what its name says (pdf)."]}
    assert documents(cast) == []
    assert list(folder.rglob("*")) == []


def test_a_new_version_leaves_the_earlier_ones(cast: Cast, case: Case, aino: Browser) -> None:
    add(aino, case)
    (first,) = documents(cast)

    add_version(aino, first, "cv2.docx", docx())

    first, second = documents(cast)
    assert (second.series, second.number, second.title, second.kind) == (first.series, 2, "CV 2026", "cv")
    page = aino.get(address("case_documents", case.id)).content.decode()
    assert "version 2" in page
    assert "1 earlier version" in page


def test_a_file_is_fetched_as_an_attachment_and_leaves_a_trace(cast: Cast, case: Case, aino: Browser) -> None:
    add(aino, case)
    (document,) = documents(cast)

    answer = aino.get(address("case_document", case.id, document.id))

    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="cv.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    with inside(cast):
        event = AccessEvent.objects.get(route="case_document")
    assert (event.clients, event.subject) == ([case.client_id], document.id)


def test_a_damaged_file_is_not_handed_out(cast: Cast, case: Case, aino: Browser, folder: Path) -> None:
    add(aino, case)
    (document,) = documents(cast)
    (folder / document.path).write_bytes(PDF.replace(b"Catalog", b"Changed"))

    assert aino.get(address("case_document", case.id, document.id)).status_code == 404


def test_removing_asks_first_hides_and_can_be_undone(cast: Cast, case: Case, aino: Browser) -> None:
    add(aino, case)
    (document,) = documents(cast)
    remove = address("case_document_remove", case.id, document.id)

    asked = aino.get(remove)
    aino.post(remove)
    hidden = aino.get(address("case_documents", case.id))
    aino.post(address("case_document_return", case.id, document.id))
    back = aino.get(address("case_documents", case.id))

    assert "is taken away from the list" in asked.content.decode()
    assert (hidden.context["series"], hidden.context["removed"]) == ([], [document])
    assert "1 removed document" in hidden.content.decode()
    assert [one.latest for one in back.context["series"]] == [document]


def test_removal_keeps_file_and_history(cast: Cast, case: Case, aino: Browser, folder: Path) -> None:
    add(aino, case)
    (document,) = documents(cast)

    aino.post(address("case_document_remove", case.id, document.id))

    (removed,) = documents(cast)
    assert removed.removed_by_id == cast.aino.id
    assert (folder / removed.path).is_file()
    with inside(cast):
        changes = history_of(Document).filter(pgh_obj_id=document.id).values_list("pgh_label", "actor")
        assert list(changes) == [("insert", cast.aino.user_id), ("update", cast.aino.user_id)]


def test_numbers_of_versions_are_never_used_again(cast: Cast, case: Case, aino: Browser) -> None:
    add(aino, case)
    (first,) = documents(cast)
    add_version(aino, first, "two.pdf", PDF)
    aino.post(address("case_document_remove", case.id, documents(cast)[1].id))

    add_version(aino, first, "three.pdf", PDF)

    assert [document.number for document in documents(cast)] == [1, 2, 3]


def test_a_manager_sees_agreements_and_certificates_alone(cast: Cast, case: Case, aino: Browser) -> None:
    add(aino, case)
    add(aino, case, kind="agreement", title="Sopimus")
    cv, agreement = documents(cast)
    mirja = browser_of(cast.mirja)

    page = mirja.get(address("case_documents", case.id)).content.decode()

    assert "Sopimus" in page
    assert "CV 2026" not in page
    assert "Add a document" not in page
    assert mirja.get(address("case_document", case.id, agreement.id)).status_code == 200
    assert mirja.get(address("case_document", case.id, cv.id)).status_code == 404
    assert mirja.get(address("case_document_new", case.id)).status_code == 403
    assert mirja.post(address("case_document_remove", case.id, agreement.id)).status_code == 403


def test_a_document_belongs_to_its_case(cast: Cast, case: Case, aino: Browser) -> None:
    add(aino, case)
    (document,) = documents(cast)
    other = new_case(cast, "OTHER")
    elsewhere = new_case(cast, "FAR", coach=cast.bertta, number=KIURUVESI)

    for wrong in (other.id, elsewhere.id):
        assert aino.get(address("case_document", wrong, document.id)).status_code == 404
        assert aino.post(address("case_document_remove", wrong, document.id)).status_code == 404


def test_what_the_program_made_gets_no_uploaded_version(cast: Cast, case: Case, aino: Browser) -> None:
    add(aino, case)
    with inside(cast):
        Document.objects.update(is_generated=True)
    (document,) = documents(cast)

    assert aino.get(address("case_document_version", case.id, document.id)).status_code == 404


def test_the_number_of_queries_does_not_grow(cast: Cast, case: Case, aino: Browser) -> None:
    url = address("case_documents", case.id)
    add(aino, case)
    few = queries_of(aino, url)
    with inside(cast):
        stored = put(PDF, "documents", cast.alpha.id, "same")
        Document.objects.bulk_create(
            Document(
                case=case,
                kind="cv",
                title=f"CV {number}",
                file_name="cv.pdf",
                content_type="application/pdf",
                submission_key=new_id(),
                made_by=cast.aino,
                **stored._asdict(),
            )
            for number in range(100)
        )

    assert queries_of(aino, url) == few <= 12
