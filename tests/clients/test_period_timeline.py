"""What the timeline tells of periods, agreements and purchases, and the agreement as a paper for signature."""

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from clients.models import Agreement, Case, CoachingPeriod, Document, Phase, Purchase
from tasmat.files.storage import read
from tasmat.jobs import services as jobs
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, inside, new_case, queries_of
from tests.pdf.checking import assert_accessible, pages

FEBRUARY, MARCH = dt.date(2026, 2, 1), dt.date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _surroundings(settings: Settings, tmp_path: Path) -> None:
    settings.TASMAT_TODAY, settings.MEDIA_ROOT = DAY, tmp_path


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


def agreement(cast: Cast, case: Case, **facts: Any) -> Agreement:
    with inside(cast):
        made: Agreement = Agreement.objects.create(
            **{
                "case": case,
                "kind": "own_workshop",
                "starts_on": FEBRUARY,
                "ends_on": dt.date(2026, 2, 28),
                "made_by": cast.aino,
                **facts,
            }
        )
    return made


def titles(cast: Cast, case: Case, member: str = "aino") -> list[str]:
    """Those of the page's timeline that this module adds, newest first."""
    items = browser_of(getattr(cast, member)).get(address("case", case.id)).context["timeline"]
    return [item.title for item, _new in items if not item.title.startswith(("Joined", "Responsible"))]


def test_periods_and_agreements_are_told_when_they_begin_and_end(cast: Cast, eero: Case) -> None:
    first = agreement(cast, eero)
    agreement(cast, eero, starts_on=MARCH, ends_on=dt.date(2026, 3, 31), extends=first)
    with inside(cast):
        start, search = (
            Phase.objects.create(project=cast.project, name_fi=name) for name in ("Alku", "Haku")
        )
        for phase, begins, ends in (
            (start, dt.date(2026, 2, 2), dt.date(2026, 2, 10)),
            (search, dt.date(2026, 2, 11), dt.date(2026, 2, 20)),
        ):
            CoachingPeriod.objects.create(case=eero, phase=phase, starts_on=begins, ends_on=ends)
        Purchase.objects.create(
            case=eero, kind="card", what="Hygieniapassi", bought_on=DAY, result="Salaista"
        )

    assert titles(cast, eero) == [
        "Card or licence: Hygieniapassi",
        "Agreement extended: work trial in the own workshop",
        "Coaching period ended: Haku",
        "Coaching period: Haku",
        "Coaching period: Alku",
        "Agreement: work trial in the own workshop",
    ]


def test_an_early_end_is_told_without_its_reason(cast: Cast, eero: Case) -> None:
    agreement(cast, eero, ended_early_on=dt.date(2026, 2, 5), ended_why="Salainen syy")

    page = browser_of(cast.aino).get(address("case", eero.id)).content.decode()

    assert "Agreement ended early: work trial in the own workshop" in page
    assert "Salainen syy" not in page


def test_what_a_colleague_has_made_is_new(cast: Cast, eero: Case) -> None:
    made = agreement(cast, eero)

    items = browser_of(cast.aino).get(address("case", eero.id)).context["timeline"]

    [item] = [item for item, _new in items if item.title == "Agreement: work trial in the own workshop"]
    assert item.recorded.user_id == cast.aino.user_id
    assert item.url == address("case_agreement", eero.id, made.id)


def test_the_timeline_asks_the_same_queries_for_many(cast: Cast, eero: Case) -> None:
    aino = browser_of(cast.aino)
    few = queries_of(aino, address("case", eero.id))
    for number in range(10):
        first = FEBRUARY - dt.timedelta(days=3 * number)
        agreement(cast, eero, kind="coaching", starts_on=first, ends_on=first)
        with inside(cast):
            Purchase.objects.create(case=eero, kind="card", what="Kortti", bought_on=first)

    assert queries_of(aino, address("case", eero.id)) == few


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ["Alpha-säätiö", "EERO-first EERO-last", "1.3.2026", "Puutyöt", "22,5", "Kahvila"]),
        ("en", ["Signatures"]),
    ],
)
def test_the_agreement_is_a_paper_for_signature(
    cast: Cast, eero: Case, tmp_path: Path, language: str, words: list[str]
) -> None:
    first = agreement(cast, eero)
    row = agreement(
        cast,
        eero,
        kind="outside_trial",
        starts_on=MARCH,
        ends_on=dt.date(2026, 3, 31),
        extends=first,
        tasks="Puutyöt\nja maalaus",
        place="Kahvila",
        hours_a_week="22.5",
    )
    aino = browser_of(cast.aino)
    page = aino.get(address("case_agreement", eero.id, row.id))
    assert "Make a PDF for signature" in page.content.decode()

    aino.post(
        address("case_paper", eero.id),
        {"paper": "agreement", "subject": row.id, "language": language, "submission_key": uuid.uuid4()},
    )
    for job_id, organisation_id in jobs.claim(5):
        jobs.do(job_id, organisation_id)

    with inside(cast):
        document = Document.objects.get()
    pdf = read(document)
    text = "\n".join(pages(pdf))
    assert (document.kind, document.subject, document.language) == ("agreement", row.id, language)
    assert [word for word in words if word not in text] == []
    assert_accessible(pdf, tmp_path)
