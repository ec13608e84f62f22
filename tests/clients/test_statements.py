"""Statements to the referrer: composed from what is known, edited, frozen, sent by a secure route, made anew."""

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.choices import StatementKind
from clients.forms.statements import StatementForm
from clients.models import (
    Absence,
    Agreement,
    Case,
    Competence,
    ConcurrentService,
    Document,
    EntryGoal,
    Goal,
    GoalRating,
    Handover,
    Plan,
    Purchase,
    QualificationUnit,
    ReferringBody,
    Statement,
    WorkshopDay,
)
from clients.rules.statements import days_away, days_in_project
from clients.rules.stays import Span
from clients.services.statements import NotApproved, begin, mark_sent, recipient_of
from clients.services.stays import close_stay
from clients.statements import compose
from tasmat.files.storage import read
from tasmat.jobs import services as jobs
from tasmat.jobs.models import Job
from tests.cast import DAY, IISALMI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, new_entry, queries_of
from tests.pdf.checking import assert_accessible, pages
from tests.world import make_referral

SENT = {"sent_on": "3.3.2026", "sent_how": "secure_mail"}


@pytest.fixture(autouse=True)
def _day(settings: Settings, tmp_path: Path) -> None:
    settings.TASMAT_TODAY, settings.MEDIA_ROOT = DAY, tmp_path


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def refer(cast: Cast, case: Case, **fields: Any) -> None:
    with inside(cast):
        make_referral(
            "LÄHETE",
            cast.areas[IISALMI],
            state="accepted",
            decided_at=dt.datetime(2025, 9, 1, tzinfo=dt.UTC),
            decided_by=cast.mirja,
            case=case,
            **fields,
        )


def begun(cast: Cast, case: Case, kind: StatementKind = StatementKind.END) -> Statement:
    with inside(cast):
        return begin(case, kind, cast.aino, language="en", today=DAY)


def approved(cast: Cast, browser: Browser, case: Case) -> Statement:
    """A statement that has gone the way to its approval by the pages."""
    statement = begun(cast, case)
    typed = as_seen(statement, recipient="Työllisyysalue", recommendation="Jatkaa opinnoissa.")
    browser.post(address("case_statement", case.id, statement.id), {**typed, "approve": "yes"})
    browser.post(address("case_statement_approve", case.id, statement.id), {"client_has_seen": "yes"})
    return now(cast, statement)


def now(cast: Cast, statement: Statement) -> Statement:
    with inside(cast):
        found: Statement = Statement.objects.get(id=statement.id)
    return found


def as_seen(statement: Statement, **typed: str) -> dict[str, str]:
    """What a page of the statement as it is now sends: the typed fields, by their short names, and its marks."""
    form = StatementForm(statement=statement)
    named = {name if name in form.fields else f"section-{name}": text for name, text in typed.items()}
    return {"seen": json.dumps(form.initial["seen"]), **named}


def composed(cast: Cast, case: Case, kind: StatementKind = StatementKind.END) -> dict[str, str]:
    with inside(cast):
        return {section.key: section.text for section in compose(case, kind, "en")}


def fill(cast: Cast, case: Case) -> None:
    """One of everything that a statement tells, and of what it must not tell."""
    new_entry(cast, case, dt.date(2026, 1, 7))
    new_entry(cast, case, dt.date(2026, 1, 8), channel="face")
    new_entry(cast, case, dt.date(2026, 1, 9), "home_visit", channel=None)
    new_entry(cast, case, dt.date(2026, 1, 9), "no_answer")
    new_entry(cast, case, dt.date(2026, 1, 9), counterpart="employer")
    with inside(cast):
        Absence.objects.create(
            case=case, kind="sick", starts_on=dt.date(2026, 1, 12), ends_on=dt.date(2026, 1, 16)
        )
        for kind, provider in (
            ("social_work", "Hyvinvointialue"),
            ("health_care", "Psykiatria"),
            ("sickness_allowance", "Kela"),
        ):
            ConcurrentService.objects.create(
                client=case.client, kind=kind, provider=provider, starts_on=dt.date(2025, 1, 1)
            )
        plan = Plan.objects.create(
            case=case,
            kind="coaching",
            situation="Kotona",
            strengths="Kädentaidot",
            starts_on=dt.date(2026, 1, 1),
        )
        goal = Goal.objects.create(plan=plan, title="Työrytmi", set_on=dt.date(2026, 1, 1))
        Goal.objects.create(plan=plan, title="Ajokortti", set_on=DAY)
        for day, level in ((dt.date(2026, 1, 1), -1), (dt.date(2026, 2, 1), 1)):
            GoalRating.objects.create(goal=goal, on=day, level=level, recorded_by=cast.aino)
        Agreement.objects.create(
            case=case,
            kind="own_workshop",
            place="Puupaja",
            starts_on=dt.date(2025, 9, 2),
            ends_on=dt.date(2025, 10, 1),
            ended_early_on=dt.date(2025, 9, 20),
            made_by=cast.aino,
        )
        for number in (1, 2):
            WorkshopDay.objects.create(
                case=case, on=dt.date(2025, 9, 2 + number), hours="4.50", recorded_by=cast.aino
            )
        unit = QualificationUnit.objects.create(identifier="1", name="Puusepän työt")
        Competence.objects.create(
            case=case,
            unit=unit,
            what="Teki pöydän",
            starts_on=DAY,
            level="fully",
            assessed_on=DAY,
            assessed_by=cast.aino,
        )
        Purchase.objects.create(
            case=case, kind="card", what="Työturvallisuuskortti", bought_on=DAY, cost="120.00", result="ok"
        )
        Purchase.objects.create(case=case, kind="gear", what="Haalarit", bought_on=DAY)
        close_stay(case, exit_on=DAY, exit_status="employed", direction="open_labour_market")
        Handover.objects.create(
            case=case,
            direction="open_labour_market",
            to_body="Puutyö Oy",
            to_person="Pomo",
            agreed_on=DAY,
            recorded_by=cast.aino,
        )


def test_what_the_entries_tell_of_time_goals_and_functioning(cast: Cast, eero: Case) -> None:
    fill(cast, eero)
    facts: dict[str, Any] = {"minutes": 50, "kilometres": 12, "icf_codes": ["d845"]}
    entries = [new_entry(cast, eero, DAY - dt.timedelta(days=days), **facts) for days in (9, 2)]
    with inside(cast):
        goal = Goal.objects.get(title="Työrytmi")
        for entry in entries:
            EntryGoal.objects.create(entry=entry, goal=goal)

    sections = composed(cast, eero)

    assert "Time logged: 1 h 40 min\nTravel logged: 24 km" in sections["course"]
    assert "In 2 entries: 22.2.2026 – 1.3.2026." in sections["goals"]
    assert sections["functioning"] == "d845 finding, keeping and leaving a job: in 2 entries"


def test_an_end_statement_is_composed_from_what_is_recorded(cast: Cast, eero: Case) -> None:
    fill(cast, eero)

    sections = composed(cast, eero)

    assert sections == {
        "course": (
            "Alfa-hanke: 2.9.2025 – 3.3.2026\n183 days in all\naway for 5 days\n"
            "Contacts with the client: 3, of them by phone, video or message 1\nContact: 2\nHome visit: 1"
        ),
        "services": "Social work, Hyvinvointialue, 1.1.2025 –",
        "goals": (
            "Coaching plan, 1.1.2026 – \n"
            "Goal: Työrytmi. At the start -1 less than expected, at the end +1 more than expected.\n"
            "Goal: Ajokortti. At the start -1 less than expected, at the end not rated yet."
        ),
        "workshop": (
            "Work trial in the own workshop, Puupaja, 2.9.2025 – 20.9.2025\n2 days in the workshop, 9 hours"
        ),
        "competences": "Puusepän työt: Teki pöydän (as the unit asks)",
        "courses": "Työturvallisuuskortti, 3.3.2026 –, ok",
        "way_on": (
            "Work in the open labour market\nPuutyö Oy, Pomo, agreed 3.3.2026\n"
            "Work situation at the end: at work, also an apprentice"
        ),
        "recommendation": "",
    }


@pytest.mark.parametrize("kind", StatementKind)
def test_health_benefits_reasons_of_absence_costs_and_texts_stay_here(
    cast: Cast, eero: Case, kind: StatementKind
) -> None:
    fill(cast, eero)

    told = "\n".join(composed(cast, eero, kind).values())

    for secret in ("Psykiatria", "Kela", "sick", "120", "Juteltiin", "street", "Iisalmi"):
        assert secret not in told


def test_a_service_need_is_composed_from_the_plan(cast: Cast, eero: Case) -> None:
    fill(cast, eero)

    sections = composed(cast, eero, StatementKind.SERVICE_NEED)

    assert list(sections) == ["course", "services", "situation", "need", "recommendation"]
    assert sections["situation"] == "Kotona\nKädentaidot"


@pytest.mark.parametrize(
    ("stays", "absences", "days", "away"),
    [
        ([Span(DAY, DAY)], [], 1, 0),
        ([Span(dt.date(2026, 3, 1))], [], 3, 0),
        ([Span(dt.date(2026, 1, 1), dt.date(2026, 1, 10)), Span(dt.date(2026, 3, 1))], [], 13, 0),
        ([Span(dt.date(2026, 1, 1), dt.date(2026, 1, 10))], [Span(dt.date(2026, 1, 9))], 10, 2),
        (
            [Span(dt.date(2026, 1, 1), dt.date(2026, 1, 10))],
            [
                Span(dt.date(2025, 12, 20), dt.date(2026, 1, 2)),
                Span(dt.date(2026, 1, 2), dt.date(2026, 1, 3)),
            ],
            10,
            3,
        ),
        ([Span(dt.date(2026, 4, 1))], [], 0, 0),
    ],
)
def test_days_are_counted_both_ends_included(
    stays: list[Span], absences: list[Span], days: int, away: int
) -> None:
    assert (days_in_project(stays, DAY), days_away(stays, absences, DAY)) == (days, away)


def test_the_recipient_is_who_referred_or_the_body_that_came_after(cast: Cast, eero: Case) -> None:
    with inside(cast):
        now_there = ReferringBody.objects.create(role="employment", name="Ylä-Savon työllisyysalue")
        gone = ReferringBody.objects.create(
            role="employment",
            name="TE-toimisto",
            valid_until=dt.date(2024, 12, 31),
            successor=now_there,
        )
        nobody = recipient_of(eero, DAY)
    refer(cast, eero, body=gone, referrer_name="Virkailija")

    with inside(cast):
        before, after = recipient_of(eero, dt.date(2024, 12, 31)), recipient_of(eero, DAY)

    assert (nobody, before, after) == ("", "TE-toimisto, Virkailija", "Ylä-Savon työllisyysalue")


def test_the_page_begins_a_statement_once(cast: Cast, eero: Case, aino: Browser) -> None:
    refer(cast, eero)
    typed = {"kind": "end", "language": "fi"}

    first = aino.post(address("case_statements", eero.id), typed)
    second = aino.post(address("case_statements", eero.id), typed)

    assert first["Location"] == second["Location"]
    with inside(cast):
        statement = Statement.objects.get(case=eero)
    assert (statement.recipient, statement.language, statement.number) == (
        "LÄHETE-body, LÄHETE-official",
        "fi",
        1,
    )


def test_every_section_is_edited(cast: Cast, eero: Case, aino: Browser) -> None:
    statement = begun(cast, eero)
    typed = as_seen(
        statement, recipient="Sosiaalityö", course="Lyhyesti.", recommendation="Oma arvio.\nToinen rivi."
    )

    response = aino.post(address("case_statement", eero.id, statement.id), typed)

    assert response.status_code == 302
    saved = now(cast, statement)
    assert {section["key"]: section["text"] for section in saved.sections} == {
        "course": "Lyhyesti.",
        "recommendation": "Oma arvio.\nToinen rivi.",
    }
    assert saved.recipient == "Sosiaalityö"


def test_what_two_pages_write_in_two_sections_is_kept(cast: Cast, eero: Case, aino: Browser) -> None:
    statement = begun(cast, eero)
    url, page = address("case_statement", eero.id, statement.id), as_seen(statement)
    texts = {f"section-{section['key']}": section["text"] for section in statement.sections}
    aino.post(url, {**page, **texts, "recipient": "A", "section-course": "Toisen sanat"})

    response = aino.post(url, {**page, **texts, "recipient": "A", "section-recommendation": "Omat sanat"})

    assert response.status_code == 302
    saved = {section["key"]: section["text"] for section in now(cast, statement).sections}
    assert (saved["course"], saved["recommendation"]) == ("Toisen sanat", "Omat sanat")


def test_another_pages_words_in_the_same_section_are_shown(cast: Cast, eero: Case, aino: Browser) -> None:
    statement = begun(cast, eero)
    url, page = address("case_statement", eero.id, statement.id), as_seen(statement, recipient="A")
    aino.post(url, {**page, "section-course": "Toisen sanat"})

    refused = aino.post(url, {**page, "section-course": "Omat sanat"})

    assert refused.status_code == 422
    assert list(errors_of(refused)) == ["section-course"]
    assert "Toisen sanat" in refused.content.decode()
    assert "Omat sanat" in refused.content.decode()
    assert now(cast, statement).sections[0]["text"] == "Toisen sanat"
    known = refused.context["form"]["seen"].value()
    aino.post(url, {"recipient": "A", "seen": known, "section-course": "Toisen sanat, omat sanat"})
    assert now(cast, statement).sections[0]["text"] == "Toisen sanat, omat sanat"


def test_a_text_too_long_comes_back_whole(cast: Cast, eero: Case, aino: Browser) -> None:
    statement = begun(cast, eero)
    long = "x" * 10_001

    response = aino.post(
        address("case_statement", eero.id, statement.id), as_seen(statement, recipient="A", course=long)
    )

    assert response.status_code == 422
    assert list(errors_of(response)) == ["section-course"]
    assert response.context["form"]["section-course"].value() == long


def test_approving_freezes_the_words_and_leaves_empty_parts_out(
    cast: Cast, eero: Case, aino: Browser
) -> None:
    statement = begun(cast, eero)
    url = address("case_statement", eero.id, statement.id)
    aino.post(url, as_seen(statement, recipient="A", course="B"))

    aino.post(address("case_statement_approve", eero.id, statement.id), {"client_has_seen": "no"})
    late = aino.post(url, as_seen(statement, recipient="C", course="Myöhässä", recommendation="Poissa"))

    saved = now(cast, statement)
    assert [section["text"] for section in saved.sections] == ["B"]
    assert (saved.approved_by_id, saved.client_has_seen) == (cast.aino.id, False)
    assert late.status_code == 422
    assert late.context["form"]["section-course"].value() == "Myöhässä"
    assert "Poissa" in late.content.decode()
    assert "was approved meanwhile" in late.content.decode()


@pytest.mark.parametrize(
    ("typed", "answer", "errors"),
    [
        (
            {"recipient": "", "course": "B"},
            {"client_has_seen": "yes"},
            {"": ["Write to whom the statement goes before you approve it."]},
        ),
        (
            {"recipient": "A", "course": ""},
            {"client_has_seen": "yes"},
            {"": ["The statement is empty."]},
        ),
        (
            {"recipient": "A", "course": "B"},
            {},
            {"client_has_seen": ["This field is required."]},
        ),
    ],
)
def test_what_stands_against_approving_is_said(
    typed: dict[str, str],
    answer: dict[str, str],
    errors: dict[str, list[str]],
    cast: Cast,
    eero: Case,
    aino: Browser,
) -> None:
    statement = begun(cast, eero)
    aino.post(address("case_statement", eero.id, statement.id), as_seen(statement, **typed))

    response = aino.post(address("case_statement_approve", eero.id, statement.id), answer)

    assert response.status_code == 422
    assert errors_of(response) == errors
    assert now(cast, statement).approved_at is None


def test_it_is_marked_as_sent_once_with_day_route_and_person(cast: Cast, eero: Case, aino: Browser) -> None:
    statement = approved(cast, aino, eero)
    url = address("case_statement_sent", eero.id, statement.id)

    aino.post(url, SENT)
    aino.post(url, {**SENT, "sent_how": "post"})

    sent = now(cast, statement)
    assert (sent.sent_on, sent.sent_how, sent.sent_by_id) == (DAY, "secure_mail", cast.aino.id)
    assert "sent 3.3.2026" in aino.get(address("case_statements", eero.id)).content.decode()


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"sent_on": "4.3.2026"}, {"sent_on": ["The date is in the future."]}),
        ({"sent_on": "2.3.2026"}, {"sent_on": ["The statement was approved after this day."]}),
        ({"sent_how": ""}, {"sent_how": ["This field is required."]}),
        (
            {"sent_how": "email"},
            {"sent_how": ["Select a valid choice. email is not one of the available choices."]},
        ),
    ],
)
def test_a_wrong_sending_is_said(
    typed: dict[str, str], errors: dict[str, list[str]], cast: Cast, eero: Case, aino: Browser
) -> None:
    statement = approved(cast, aino, eero)

    response = aino.post(address("case_statement_sent", eero.id, statement.id), {**SENT, **typed})

    assert response.status_code == 422
    assert errors_of(response) == errors


def test_a_draft_is_not_sent(cast: Cast, eero: Case, aino: Browser) -> None:
    statement = begun(cast, eero)

    aino.post(address("case_statement_sent", eero.id, statement.id), SENT)

    assert now(cast, statement).sent_on is None
    with inside(cast), pytest.raises(NotApproved):
        mark_sent(statement, cast.aino, sent_on=DAY, sent_how="post")


def test_a_new_version_begins_with_the_approved_words(cast: Cast, eero: Case, aino: Browser) -> None:
    first = approved(cast, aino, eero)

    aino.post(address("case_statements", eero.id), {"kind": "end", "language": "fi"})

    with inside(cast):
        second = Statement.objects.get(case=eero, number=2)
    assert (second.sections, second.recipient, second.language) == (first.sections, "Työllisyysalue", "en")
    assert second.approved_at is None
    assert now(cast, first).sections == first.sections


def test_a_draft_begun_by_mistake_goes_but_an_approved_statement_stays(
    cast: Cast, eero: Case, aino: Browser
) -> None:
    statement = approved(cast, aino, eero)
    draft = begun(cast, eero)

    aino.post(address("case_statement", eero.id, draft.id), {"remove": "yes"})
    refused = aino.post(address("case_statement", eero.id, statement.id), {"remove": "yes"})

    assert refused.status_code == 422
    with inside(cast):
        assert list(Statement.objects.filter(case=eero)) == [statement]


def test_the_pages_say_that_it_never_goes_by_plain_mail(cast: Cast, eero: Case, aino: Browser) -> None:
    statement = approved(cast, aino, eero)

    for url in (
        address("case_statements", eero.id),
        address("case_statement", eero.id, statement.id),
    ):
        assert "never goes by plain e-mail" in aino.get(url).content.decode()


def test_a_pdf_of_an_approved_statement_is_made(
    cast: Cast, eero: Case, aino: Browser, tmp_path: Path
) -> None:
    statement = approved(cast, aino, eero)
    typed = {
        "paper": "statement",
        "subject": statement.id,
        "language": "en",
        "submission_key": uuid.uuid4(),
    }

    aino.post(address("case_paper", eero.id), typed)
    while leased := jobs.claim(5):
        for job_id, organisation_id in leased:
            jobs.do(job_id, organisation_id)

    with inside(cast):
        document = Document.objects.get(case=eero)
    content = read(document)
    assert_accessible(content, tmp_path)
    words = "\n".join(pages(content))
    assert (document.kind, document.title) == ("statement", "End statement")
    assert "Jatkaa opinnoissa." in words
    assert "Työllisyysalue" in words


def test_no_pdf_of_a_draft(cast: Cast, eero: Case, aino: Browser) -> None:
    statement = begun(cast, eero)
    typed = {"paper": "statement", "subject": statement.id, "language": "en", "submission_key": uuid.uuid4()}

    aino.post(address("case_paper", eero.id), typed)

    with inside(cast):
        assert not Job.objects.exists()


def test_the_list_asks_as_much_of_the_database_however_long_it_is(
    cast: Cast, eero: Case, aino: Browser
) -> None:
    begun(cast, eero)
    few = queries_of(aino, address("case_statements", eero.id))
    with inside(cast):
        Statement.objects.bulk_create(
            Statement(
                case=eero,
                kind="end",
                number=number,
                composed_by=cast.aino,
                approved_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                approved_by=cast.aino,
            )
            for number in range(2, 12)
        )

    many = queries_of(aino, address("case_statements", eero.id))

    assert many == few <= 12


def test_statements_are_the_coachs(cast: Cast, eero: Case) -> None:
    url = address("case_statements", eero.id)

    statuses = [browser_of(who).get(url).status_code for who in (cast.mirja, cast.otto, cast.bertta)]

    assert statuses == [403, 404, 404]
