"""Charts: well-formed SVG with the figures in it, and nothing the Content-Security-Policy would refuse."""

import xml.etree.ElementTree as ET

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tasmat.ui.charts import Series, bar_chart, line_chart, radar_chart

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ["Oct", "Nov", "Dec", "Jan"]
NAMES = ["Body", "Mind", "Skills", "Daily life", "Work"]

Value = int | float | None


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # our own markup


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in parse(svg).iter(f"{SVG}text")]


def description(svg: str) -> str:
    found = parse(svg).find(f"{SVG}desc")
    assert found is not None
    return found.text or ""


def test_a_line_chart_tells_its_figures_to_a_screen_reader() -> None:
    with override(None):
        svg = line_chart(
            "Started", MONTHS, [Series("target", [10, 20, 30, 40]), Series("people", [8, 15, None, 34])]
        )

    root = parse(svg)
    assert root.get("role") == "img"
    assert (root.get("aria-label") or "").startswith("Started. target: Oct 10, Nov 20")
    assert description(svg).endswith("people: Oct 8, Nov 15, Dec not known, Jan 34")


def test_a_gap_breaks_the_line() -> None:
    svg = line_chart("Started", MONTHS, [Series("people", [8, 15, None, 34])])

    assert [len((line.get("points") or "").split()) for line in parse(svg).iter(f"{SVG}polyline")] == [2, 1]


def test_series_differ_by_mark_and_dash_not_only_by_colour() -> None:
    svg = line_chart("Started", MONTHS, [Series(name, [1, 2, 3, 4]) for name in ("a", "b", "c", "d")])

    dashes = {line.get("stroke-dasharray") for line in parse(svg).iter(f"{SVG}polyline")}
    marks = len(list(parse(svg).iter(f"{SVG}circle"))), len(list(parse(svg).iter(f"{SVG}rect")))
    assert len(dashes) == 4
    assert marks == (5, 5)  # four on the line, one in the legend


@pytest.mark.parametrize(
    ("greatest", "scale"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1"]),
        (5, ["0", "1", "2", "3", "4", "5"]),
        (7, ["0", "2", "4", "6", "8"]),
        (52, ["0", "20", "40", "60"]),
        (106, ["0", "50", "100", "150"]),
        (1000, ["0", "200", "400", "600", "800", "1000"]),
    ],
)
def test_the_scale_has_round_steps_and_covers_the_greatest(greatest: int, scale: list[str]) -> None:
    svg = line_chart("x", ["a"], [Series("", [greatest])])

    assert texts(svg)[: len(scale)] == scale


def test_bars_are_in_proportion_and_carry_their_figures() -> None:
    svg = bar_chart("By municipality", ["Iisalmi", "Kiuruvesi", "Pielavesi"], [40, 20, 0])

    widths = [float(bar.get("width") or 0) for bar in parse(svg).iter(f"{SVG}rect")]
    assert widths[0] == pytest.approx(2 * widths[1])
    assert widths[2] == 0
    assert texts(svg) == ["Iisalmi", "40", "Kiuruvesi", "20", "Pielavesi", "0"]


def test_figures_follow_the_language() -> None:
    with override("fi"):
        assert "2,5" in texts(bar_chart("x", ["a"], [2.5]))


def test_a_radar_shows_a_profile_only_where_every_axis_is_answered() -> None:
    whole, gap = Series("start", [1, 2, 3, 4, 5]), Series("now", [1, 2, None, 4, 5])

    svg = radar_chart("Capacity", NAMES, [whole, gap], top=5)

    filled = [shape for shape in parse(svg).iter(f"{SVG}polygon") if shape.get("fill") != "none"]
    assert len(filled) == 1
    assert set(NAMES) <= set(texts(svg))


def test_names_are_escaped() -> None:
    hostile = "</text><script>alert(1)</script>"

    svg = bar_chart(hostile, [hostile], [1])

    assert "<script>" not in svg
    assert hostile in texts(svg)


@given(
    st.lists(
        st.tuples(st.text(max_size=30), st.one_of(st.none(), st.integers(0, 10**6), st.floats(0, 1e6))),
        max_size=40,
    )
)
def test_any_row_of_values_draws_well_formed_svg_without_styles(rows: list[tuple[str, Value]]) -> None:
    labels = ["".join(sign for sign in label if sign.isprintable()) for label, _value in rows]
    values = [value for _label, value in rows]

    charts = [
        line_chart("Chart", labels, [Series("a", values)]),
        bar_chart("Chart", labels, [value or 0 for value in values]),
    ]
    if len(labels) >= 3:
        charts.append(radar_chart("Chart", labels, [Series("a", values)], top=5))

    for svg in charts:
        parse(svg)
        assert "style" not in {name for element in parse(svg).iter() for name in element.attrib}
        assert "nan" not in svg
