"""Dates, shares and texts as the report writes them."""

import datetime as dt

import pytest
from django.utils import translation

from reporting.rendering.quota_chart import chart_text, quota_chart
from reporting.rendering.report import AreaRow, build_report
from reporting.rendering.snapshot import LocalText
from reporting.rendering.wording import CHECK_NAMES, instant_text, local, percent_text, span_text
from reporting.rules.catalogue import CATALOGUE
from tests.reporting.sample_snapshot import sample_snapshot


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (dt.date(2025, 10, 1), dt.date(2025, 12, 31), "1.10.–31.12.2025"),
        (dt.date(2024, 7, 1), dt.date(2026, 6, 30), "1.7.2024–30.6.2026"),
    ],
)
def test_span_names_the_first_year_only_where_it_differs(first: dt.date, last: dt.date, text: str) -> None:
    assert span_text(first, last) == text


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        ("2026-03-03T09:12:00+02:00", "3.3.2026 at 9:12 (UTC+02:00)"),
        ("2026-07-03T23:59:59.999999+03:00", "3.7.2026 at 23:59 (UTC+03:00)"),
    ],
)
def test_instant_carries_its_offset(instant: str, text: str) -> None:
    with translation.override("en"):
        assert instant_text(dt.datetime.fromisoformat(instant)) == text


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [(15, 31, "48 %"), (1, 8, "13 %"), (3, 8, "38 %"), (0, 7, "0 %"), (7, 7, "100 %"), (0, 0, "–")],
)
def test_share_is_whole_per_cent_halves_up(numerator: int, denominator: int, text: str) -> None:
    assert percent_text(numerator, denominator) == text.replace(" ", "\u00a0")


@pytest.mark.parametrize(("language", "name"), [("fi", "Iisalmi"), ("sv", "Idensalmi"), ("en", "Iisalmi")])
def test_missing_text_is_taken_from_the_finnish(language: str, name: str) -> None:
    text: LocalText = {"fi": "Iisalmi", "sv": "Idensalmi"}

    with translation.override(language):
        assert local(text) == name


def test_every_check_has_a_name() -> None:
    errors, warnings = ([code for code in CHECK_NAMES if code.startswith(letter)] for letter in ("E", "W"))

    assert errors == [f"E{number}" for number in range(1, 11)]
    assert warnings == [f"W{number}" for number in range(1, 7)]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_report_has_every_indicator_in_the_order_of_the_catalogue(language: str) -> None:
    with translation.override(language):
        report = build_report(sample_snapshot(), suppressed=False)

    assert [row.code for row in report.indicators] == list(CATALOGUE)
    assert all(row.name and row.definition for row in report.indicators)


def test_quota_is_summed_only_where_every_municipality_has_one() -> None:
    snapshot = sample_snapshot()
    snapshot["areas"][1]["quota"] = None
    snapshot["areas"][1]["free"] = None

    together = build_report(snapshot, suppressed=False).areas_together

    assert (together.quota, together.used, together.free) == (None, 83, None)


def test_chart_draws_used_on_quota_and_says_it_in_words() -> None:
    areas = [AreaRow("140", "Ii & salmi", 50, 25, 25), AreaRow("263", "Kiuruvesi", None, 10, None)]

    drawing = quota_chart(areas)

    with translation.override("en"):
        assert chart_text(areas) == "Bar chart of places used of the quota: Ii & salmi 25 / 50, Kiuruvesi 10."
    assert 'width="160.00"' in drawing
    assert 'width="80.00"' in drawing
    assert "Ii &amp; salmi" in drawing


def test_chart_of_no_places_is_still_a_drawing() -> None:
    assert quota_chart([AreaRow("140", "Iisalmi", 0, 0, 0)]).count('width="0.00"') == 2
