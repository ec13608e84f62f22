"""Days that decide after the exit, EURA's end status, what is missing: tables of cases."""

import datetime as dt
from dataclasses import replace

import pytest

from clients.choices import DueKind
from clients.rules.due import (
    EndFacts,
    Gap,
    StartFacts,
    dues,
    is_reminded,
    missing_end,
    missing_start,
    unasked_start,
)
from clients.rules.quotas import forecast
from clients.rules.stays import (
    Span,
    add_months,
    eura_end_status,
    follow_up_on,
    runs_during,
    status_on_leaving,
    window_ends_on,
)

TODAY = dt.date(2026, 3, 3)


def day(text: str) -> dt.date:
    """A day of 2026 as 3.2."""
    date, month = text.rstrip(".").split(".")
    return dt.date(2026, int(month), int(date))


def span(first: str, last: str | None = None) -> Span:
    return Span(day(first), day(last) if last else None)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2024-08-31", 6, "2025-02-28"),  # B14
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-10-31", 6, "2026-04-30"),
        ("2025-12-01", 1, "2026-01-01"),
    ],
)
def test_months_are_clamped_to_their_end(start: str, months: int, expected: str) -> None:
    assert add_months(dt.date.fromisoformat(start), months) == dt.date.fromisoformat(expected)


def test_the_window_of_immediate_results_has_28_days() -> None:
    """B12: exit 1.3.2025, a job that starts on 29.3.2025 counts."""
    assert window_ends_on(dt.date(2025, 3, 1)) == dt.date(2025, 3, 29)
    assert follow_up_on(dt.date(2025, 3, 1)) == dt.date(2025, 9, 1)


@pytest.mark.parametrize(
    ("status", "in_education", "expected"),
    [
        ("employed", None, "at_work"),
        ("employed", True, "at_work"),
        ("self_employed", True, "entrepreneur"),
        ("unemployed", True, "studying"),
        ("inactive", True, "studying"),
        ("unemployed", False, "job_seeker"),
        ("inactive", False, "none_of_these"),
        ("unemployed", None, None),  # may be studying: not guessed
        ("inactive", None, None),
        (None, True, None),
    ],
)
def test_euras_single_end_status(status: str | None, in_education: bool | None, expected: str | None) -> None:
    """Employed and self-employed first, then education, then job-seeking, else none of these."""
    assert eura_end_status(status, in_education=in_education) == expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], "inactive"),
        ([("3.3.", "employed")], "employed"),
        ([("4.3.", "employed")], "inactive"),
        ([("3.3.", "employed"), ("3.3.", "unemployed")], "unemployed"),
    ],
)
def test_on_the_day_of_leaving_an_event_beats_the_exit_status(
    events: list[tuple[str, str]], expected: str
) -> None:
    known = [(day(on), status) for on, status in events]

    assert status_on_leaving(TODAY, "inactive", known) == expected


@pytest.mark.parametrize(
    ("service", "runs"),
    [
        (span("1.1.", "9.1."), False),
        (span("1.1.", "10.1."), True),
        (span("20.1.", "20.1."), True),
        (span("31.1.", "9.2."), True),
        (span("1.2.", "28.2."), False),
        (span("1.1."), True),
        (span("1.3.", "2.3."), True),
    ],
)
def test_a_service_runs_during_a_stay(service: Span, runs: bool) -> None:
    """Both days belong to a service and to a stay; the second stay goes on from 1.3."""
    assert runs_during(service, [span("10.1.", "31.1."), span("1.3.")]) == runs


KNOWN = StartFacts("W", dt.date(1980, 1, 1), "unemployed", 3, dt.date(2024, 1, 1), False, "FI", False)


def fields(gaps: tuple[Gap, ...]) -> list[str]:
    return [gap.field for gap in gaps]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        ({"gender": None}, ["gender"]),
        ({"born_on": None}, ["born_on"]),
        ({"entry_status": None}, ["entry_status"]),
        ({"education_level": None}, ["education_level"]),
        ({"education_level": 9}, ["education_level"]),  # B11: unknown
        ({"education_level": 0}, []),
        ({"citizenship": None, "parents_born_abroad": None, "in_education": None}, []),  # A11
    ],
)
def test_a_record_is_complete_by_four_facts(change: dict[str, None], missing: list[str]) -> None:
    assert fields(missing_start(replace(KNOWN, **change))) == missing


@pytest.mark.parametrize(
    ("change", "unasked"),
    [
        ({}, []),
        ({"unemployed_since": None}, ["unemployed_since"]),
        ({"unemployed_since": None, "entry_status": "inactive"}, []),
        ({"citizenship": None}, ["citizenship"]),
        (
            {"in_education": None, "parents_born_abroad": None},
            ["in_education_at_entry", "parents_born_abroad"],
        ),
        ({"in_education": False, "parents_born_abroad": False}, []),
    ],
)
def test_what_is_not_asked_yet_is_said(change: dict[str, object], unasked: list[str]) -> None:
    assert fields(unasked_start(replace(KNOWN, **change))) == unasked  # type: ignore[arg-type]


LEFT = EndFacts(dt.date(2026, 2, 3), "employed", False, False, "open_labour_market", None)


@pytest.mark.parametrize(
    ("end", "today", "expected"),
    [
        pytest.param(None, TODAY, [], id="goes on"),
        pytest.param(LEFT, TODAY, [], id="all known"),
        pytest.param(
            replace(LEFT, exit_status=None), TODAY, [(DueKind.END, ["exit_status"], False)], id="last day"
        ),
        pytest.param(
            replace(LEFT, exit_status=None),
            TODAY + dt.timedelta(days=1),
            [(DueKind.END, ["exit_status"], True)],
            id="window over",
        ),
        pytest.param(LEFT, dt.date(2026, 8, 2), [], id="the day before six months"),
        pytest.param(
            LEFT, dt.date(2026, 8, 3), [(DueKind.FOLLOW_UP, ["six_month_status"], False)], id="six months"
        ),
        pytest.param(replace(LEFT, six_month_status="employed"), dt.date(2026, 8, 3), [], id="answered"),
    ],
)
def test_what_is_due_after_the_exit(
    end: EndFacts | None, today: dt.date, expected: list[tuple[DueKind, list[str], bool]]
) -> None:
    found = dues(KNOWN, end, today)

    assert [(due.kind, fields(due.gaps), due.is_late) for due in found] == expected


def test_everything_unknown_of_an_end_is_named() -> None:
    nothing = EndFacts(TODAY, None, None, None, None, None)

    assert fields(missing_end(nothing)) == [
        "exit_status",
        "exit_in_education",
        "exit_qualification",
        "direction",
    ]


@pytest.mark.parametrize(("today", "expected"), [("2027-01-30", True), ("2027-01-31", False)])
def test_tasks_of_a_project_end_a_month_after_its_last_follow_up(today: str, expected: bool) -> None:
    assert is_reminded(dt.date(2026, 6, 30), dt.date.fromisoformat(today)) == expected


@pytest.mark.parametrize(
    ("used", "today", "expected"),
    [
        (3, "2026-03-01", None),
        (3, "2026-03-30", None),
        (3, "2026-03-31", 12),  # the 90th day of 365
        (0, "2026-12-31", 0),
        (9, "2027-05-01", 9),
    ],
)
def test_a_forecast_waits_until_the_pace_has_settled(used: int, today: str, expected: int | None) -> None:
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)

    assert forecast(used, first, last, dt.date.fromisoformat(today)) == expected
