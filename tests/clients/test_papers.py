"""Papers: asked for with a button, made by a worker, kept once among the case's documents."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.choices import CompetenceLevel
from clients.models import Case, Competence, Document, QualificationUnit
from clients.services.documents import ROOM
from tasmat.files.storage import read
from tasmat.jobs import services as jobs
from tasmat.jobs.models import Job, State
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, inside, new_case
from tests.pdf.checking import assert_accessible, pages
from tests.world import populate_cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.TASMAT_TODAY, settings.MEDIA_ROOT = DAY, tmp_path
    return tmp_path


@pytest.fixture
def case(cast: Cast) -> Case:
    """A client who has shown one competence as the unit asks, and another that nobody has assessed."""
    case = new_case(cast, has_protected_address=True)
    with inside(cast):
        for name, level in (("Ruokapalvelut", CompetenceLevel.FULLY), ("Puhtauspalvelut", None)):
            unit = QualificationUnit.objects.create(identifier=f"1-{name}", name=name, points=25)
            Competence.objects.create(
                case=case,
                unit=unit,
                what="Teki ruokaa\n<b>itse</b>",
                place="Pajan keittiö",
                starts_on=DAY.replace(month=1),
                level=level,
                assessed_on=DAY if level else None,
                assessed_by=cast.aino if level else None,
            )
    return case


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def ask(browser: Browser, case: Case, **fields: Any) -> Any:
    data = {
        "paper": "competence",
        "subject": case.id,
        "language": "en",
        "submission_key": uuid.uuid4(),
        **fields,
    }
    return browser.post(address("case_paper", case.id), data)


def work_off() -> None:
    """What a worker does: claims and does every waiting job."""
    while leased := jobs.claim(5):
        for job_id, organisation_id in leased:
            jobs.do(job_id, organisation_id)


def documents(cast: Cast) -> list[Document]:
    with inside(cast):
        return list(Document.objects.order_by("number"))


def test_a_paper_is_made_by_a_worker_and_found_among_the_documents(
    cast: Cast, case: Case, aino: Browser
) -> None:
    job_page = ask(aino, case).url
    waiting = aino.get(job_page)
    work_off()
    done = aino.get(job_page, follow=True)

    assert "the document will be among the client" in waiting.content.decode()
    assert done.redirect_chain == [(address("case_documents", case.id), 302)]
    assert "Competence certificate" in done.content.decode()
    (document,) = documents(cast)
    assert (document.kind, document.is_generated, document.subject, document.language) == (
        "competence",
        True,
        case.id,
        "en",
    )
    assert (document.made_by_id, document.file_name) == (
        cast.aino.id,
        "eero-1-competence-certificate-2026-03-03.pdf",
    )


def test_the_certificate_tells_what_was_assessed(cast: Cast, case: Case, aino: Browser) -> None:
    ask(aino, case)
    work_off()

    text = "\n".join(pages(read(documents(cast)[0])))

    for words in (
        "Alpha-säätiö",
        "EERO-first EERO-last",
        "Ruokapalvelut",
        "1-Ruokapalvelut · 25 competence points",
        "<b>itse</b>",
        "Where Pajan keittiö",
        "Assessment as the unit asks",
        "Assessed 3.3.2026, Aino Valmentaja",
    ):
        assert words in text
    assert "Puhtauspalvelut" not in text
    assert "Iisalmi" not in text
    assert "EERO-street" not in text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_certificate_is_archivable_and_accessible(
    cast: Cast, case: Case, aino: Browser, language: str, tmp_path: Path
) -> None:
    ask(aino, case, language=language)
    work_off()

    assert_accessible(read(documents(cast)[0]), tmp_path)


def test_asked_for_twice_with_one_button_it_is_made_once(cast: Cast, case: Case, aino: Browser) -> None:
    key = uuid.uuid4()

    pages_of_job = {ask(aino, case, submission_key=key).url for _ in range(2)}
    work_off()

    assert len(pages_of_job) == 1
    assert len(documents(cast)) == 1


def test_asked_for_anew_it_is_the_next_version(cast: Cast, case: Case, aino: Browser) -> None:
    for _ in range(2):
        ask(aino, case)
        work_off()

    first, second = documents(cast)
    assert (first.number, second.number) == (1, 2)
    assert first.series == second.series
    assert read(first) != b""


def test_a_second_try_after_a_killed_worker_leaves_one_document_and_one_file(
    cast: Cast, case: Case, aino: Browser, folder: Path
) -> None:
    ask(aino, case)
    work_off()
    (before,) = documents(cast)
    with inside(cast):  # the worker died after the row was there, and another one took the job over
        Job.objects.update(state=State.QUEUED, attempts=0, result=None)
    work_off()

    assert documents(cast) == [before]

    with inside(cast):  # and here: the file was there, the row not yet
        Document.objects.all().delete()
        Job.objects.update(state=State.QUEUED, attempts=0, result=None)
    work_off()

    (after,) = documents(cast)
    assert (after.path, after.sha256) == (before.path, before.sha256)
    assert len([path for path in (folder / ROOM).rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"paper": "no-such-paper"},
        {"subject": uuid.UUID(int=1)},
        {"subject": "x"},
        {"language": "de"},
        {"submission_key": ""},
    ],
)
def test_nothing_is_asked_for_by_a_wrong_form(
    cast: Cast, case: Case, aino: Browser, wrong: dict[str, Any]
) -> None:
    answer = ask(aino, case, **wrong)

    assert answer.url == address("case_documents", case.id)
    with inside(cast):
        assert not Job.objects.exists()


def test_a_row_of_another_case_makes_no_paper(cast: Cast, case: Case, aino: Browser) -> None:
    other = new_case(cast, "OTHER")

    ask(aino, other, subject=case.id)
    ask(aino, other, subject=other.id)  # it has no assessed competence

    with inside(cast):
        assert not Job.objects.exists()


def test_who_may_not_do_the_papers_action_is_refused(cast: Cast, case: Case) -> None:
    assert ask(browser_of(cast.mirja), case).status_code == 403


def test_a_coach_sees_the_own_jobs_and_no_others(cast: Cast, case: Case, aino: Browser) -> None:
    with inside(cast):
        cast.bertta.roles = ["coach", "manager"]
        cast.bertta.save()
    job_page = ask(aino, case).url

    assert aino.get(job_page).status_code == 200
    assert browser_of(cast.bertta).get(job_page).status_code == 404
    assert browser_of(cast.mirja).get(job_page).status_code == 404
    assert browser_of(cast.kaisa).get(job_page).status_code == 403


def test_a_paper_whose_row_has_gone_fails_and_says_so(cast: Cast, case: Case, aino: Browser) -> None:
    job_page = ask(aino, case).url
    with inside(cast):
        Competence.objects.all().delete()

    work_off()

    page = aino.get(job_page).content.decode()
    assert "It could not be made." in page
    assert address("case_documents", case.id) in page
    assert documents(cast) == []


def test_a_paper_tells_nothing_of_another_organisation(cast: Cast) -> None:
    own, *_others = populate_cast(cast)

    ask(browser_of(cast.aino), own.case)
    work_off()

    with inside(cast):
        made = Document.objects.get(is_generated=True)
    text = "\n".join(pages(read(made)))
    assert "OWN-unit" in text
    # Whom to ask belongs to the project, and the world's last area of it wrote that.
    assert "AREA-" not in text.replace("AREA-contact", "")
    assert "CANARY" not in text
