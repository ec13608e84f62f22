"""The chart of what ran when: every row with its words, inside the frame, told to a screen reader."""

import datetime as dt
import re

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tasmat.ui.span_chart import Bar, span_chart

TODAY = dt.date(2026, 3, 3)
days = st.dates(dt.date(1990, 1, 1), TODAY)


def test_rows_are_named_and_spoken() -> None:
    bars = [
        Bar("In the project", dt.date(2025, 9, 2), None, is_marked=True),
        Bar("Labour market subsidy", dt.date(2023, 1, 15), dt.date(2026, 1, 31)),
    ]

    with translation.override("en"):
        chart = span_chart("Services", bars, TODAY)

    assert "In the project from 2.9.2025 on; Labour market subsidy 15.1.2023 – 31.1.2026" in chart
    assert chart.count("<rect") == 2
    assert ">2024<" in chart


def test_nothing_is_an_empty_frame() -> None:
    assert "<rect" not in span_chart("Services", [], TODAY)


@given(st.lists(st.tuples(days, st.none() | days), max_size=8))
def test_no_bar_leaves_the_frame(rows: list[tuple[dt.date, dt.date | None]]) -> None:
    bars = [Bar("x", start, end if end is None or end >= start else start) for start, end in rows]

    chart = span_chart("Services", bars, TODAY, width=340)

    for x, length in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', chart):
        assert float(x) >= 0
        assert float(x) + float(length) <= 340
