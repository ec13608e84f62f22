"""An agreed version as a paper in plain language, with lines to sign on."""

import datetime as dt
from pathlib import Path

import pytest
from pytest_django import Settings

from clients.choices import DocumentKind
from clients.models import Case, Document, PlanVersion
from tasmat.files.storage import read
from tasmat.jobs import services as jobs
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, inside, new_case
from tests.clients.plans import new_goal, new_plan, new_step, new_version
from tests.pdf.checking import assert_accessible, pages


@pytest.fixture(autouse=True)
def _surroundings(settings: Settings, tmp_path: Path) -> None:
    settings.TASMAT_TODAY, settings.MEDIA_ROOT = DAY, tmp_path


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def version(cast: Cast, eero: Case) -> PlanVersion:
    plan = new_plan(cast, eero, agreed="Tavataan <b>torstaisin</b>.")
    goal = new_goal(cast, plan, expected="On hakenut.", target_on=dt.date(2026, 6, 1))
    new_step(cast, goal, doer="other", doer_name="Opo Olli", due_on=dt.date(2026, 4, 1))
    return new_version(cast, plan)


def made(cast: Cast, case: Case, version: PlanVersion) -> Document:
    """The paper that the button on the version's page asks for."""
    browser = browser_of(cast.aino)
    page = browser.get(address("case_plan_version", case.id, version.id)).content.decode()
    key = page.split('name="submission_key" value="')[1].split('"')[0]
    browser.post(
        address("case_paper", case.id),
        {"paper": "plan", "subject": version.id, "submission_key": key, "language": "en"},
    )
    for job_id, organisation_id in jobs.claim(5):
        jobs.do(job_id, organisation_id)
    with inside(cast):
        document: Document = Document.objects.get()
    return document


def test_a_version_is_made_a_paper(cast: Cast, eero: Case, version: PlanVersion, tmp_path: Path) -> None:
    document = made(cast, eero, version)

    with inside(cast):
        content = read(document)
    text = "\n".join(pages(content))
    assert (document.kind, document.subject) == (DocumentKind.PLAN, version.id)
    for words in (
        "Coaching plan, version 1",
        "Goal 1: Opiskelupaikka",
        "On hakenut.",
        "Soitetaan kouluun",
        "Opo Olli",
        "1.4.2026",
        "<b>torstaisin</b>",
        "Aino Valmentaja",
        "EERO-first EERO-last",
    ):
        assert words in text
    assert_accessible(content, tmp_path)
