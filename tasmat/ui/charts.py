"""Charts as small SVG: no styles and no scripts inside, so that they stand in a page and in a PDF alike.

Each has a title and a description, and tells its series apart by colour, shape of the mark and dashes. The
figures themselves belong into a table beside the chart.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, log10, pi, sin

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tasmat.ui.svg import AXIS, COLOURS, DASHES, GRID, LETTER, QUIET, WIDTH, svg, text_at

Value = int | float | None
Point = tuple[float, float]


@dataclass(frozen=True)
class Series:
    """A named row of values, one for each label; None is a gap."""

    name: str
    values: Sequence[Value]


def line_chart(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    scale: Sequence[int] = (),
    width: int = WIDTH,
) -> SafeString:
    """Values over time; labels are the moments in order.

    `scale` gives the values with a line across, from the bottom to the top; left out, zero is at the bottom.
    """
    left, right, top, height = 36, 24, 12, 170
    ticks = scale or _ticks(_greatest(series))
    bottom, rise = ticks[0], ticks[-1] - ticks[0]
    across = (width - left - right) / max(len(labels) - 1, 1)

    def at(index: int, value: float) -> Point:
        return left + across * index, top + height * (1 - (value - bottom) / rise)

    parts = [_scale_line(at(0, tick)[1], left, width - right, tick) for tick in ticks]
    longest = max(map(len, labels), default=0)
    every = max(1, ceil(len(labels) * LETTER * longest / (width - left - right)))
    for index, label in enumerate(labels):
        if index % every == 0:
            parts.append(text_at(at(index, bottom)[0], top + height + 18, label, "middle"))
    for number, row in enumerate(series):
        for run in _runs(row.values):
            points = _points(at(index, value) for index, value in run)
            parts.append(f'<polyline points="{points}" fill="none" {_stroke(number)}/>')
            parts.extend(_mark(number, *at(index, value)) for index, value in run)
    legend, end = _legend(series, width, top + height + 40)
    return svg(width, end, title, _spoken(labels, series), [*parts, *legend])


def bar_chart(
    title: str, labels: Sequence[str], values: Sequence[int | float], *, width: int = WIDTH
) -> SafeString:
    """One horizontal bar for each label, the figure at its end; names of any length stay legible."""
    left = min(max(map(len, labels), default=0) * LETTER + 10, width / 2)
    longest = max([*values, 0]) or 1
    room = width - left - 44
    parts = []
    for row, (label, value) in enumerate(zip(labels, values, strict=True)):
        y = 4 + 28 * row
        length = room * max(value, 0) / longest
        parts.append(text_at(left - 8, y + 15, label, "end"))
        parts.append(
            f'<rect x="{left:.1f}" y="{y}" width="{length:.1f}" height="20" rx="2" fill="{COLOURS[0]}"/>'
        )
        parts.append(text_at(left + length + 6, y + 15, _figure(value), "start", weight=600))
    axis = f'<line x1="{left:.1f}" x2="{left:.1f}" y1="0" y2="{28 * len(labels)}" stroke="{AXIS}"/>'
    return svg(width, 28 * len(labels) + 2, title, _pairs(labels, values), [*parts, axis])


def radar_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], *, top: int, width: int = WIDTH
) -> SafeString:
    """A profile over three or more axes, from 0 in the middle to `top` at the rim; gaps leave only marks."""
    radius = width * 0.29
    web = _Web(width / 2, radius + 26, radius, len(labels), top)
    parts = _rings(web) + _axes(web, labels)
    for number, row in enumerate(series):
        answered = [(index, value) for index, value in enumerate(row.values) if value is not None]
        if len(answered) == len(labels):
            corners = _points(web.at(index, value) for index, value in answered)
            fill = f'fill="{_colour(number)}" fill-opacity=".08"'
            parts.append(f'<polygon points="{corners}" {fill} {_stroke(number)}/>')
        parts.extend(_mark(number, *web.at(index, value)) for index, value in answered)
    legend, bottom = _legend(series, width, web.y + radius + 44)
    return svg(width, bottom, title, _spoken(labels, series), [*parts, *legend])


@dataclass(frozen=True)
class _Web:
    """Where things are in a radar chart: its middle, its radius, how many axes, the value at the rim."""

    x: float
    y: float
    radius: float
    axes: int
    top: int

    def at(self, index: float, value: float) -> Point:
        turn = 2 * pi * index / self.axes - pi / 2
        reach = self.radius * value / self.top
        return self.x + reach * cos(turn), self.y + reach * sin(turn)


def _rings(web: _Web) -> list[str]:
    """A ring for each whole value; its number stands between two axes, where no mark can hide it."""
    parts = []
    for ring in range(1, web.top + 1):
        corners = _points(web.at(index, ring) for index in range(web.axes))
        x, y = web.at(0.5, ring * cos(pi / web.axes))
        parts.append(f'<polygon points="{corners}" fill="none" stroke="{GRID}"/>')
        parts.append(text_at(x, y + 4, str(ring), "middle", QUIET, 11))
    return parts


def _axes(web: _Web, labels: Sequence[str]) -> list[str]:
    parts = []
    for index, label in enumerate(labels):
        (rim_x, rim_y), (x, y) = web.at(index, web.top), web.at(index, web.top * 1.14)
        anchor = "middle" if abs(x - web.x) < 8 else "start" if x > web.x else "end"
        ends = f'x1="{web.x:.1f}" y1="{web.y:.1f}" x2="{rim_x:.1f}" y2="{rim_y:.1f}"'
        parts.append(f'<line {ends} stroke="{GRID}"/>' + text_at(x, y + 4, label, anchor))
    return parts


def _scale_line(y: float, left: float, right: float, tick: float) -> str:
    line = f'<line x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID if tick else AXIS}"/>'
    return line + text_at(left - 8, y + 4, _figure(tick), "end", QUIET)


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _mark(number: int, x: float, y: float) -> str:
    """Circle, square, triangle, diamond: the series can be told apart without colour."""
    colour = _colour(number)
    shape = number % 4
    if shape == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#fff" stroke="{colour}" stroke-width="2"/>'
    if shape == 1:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'
    if shape == 2:
        return f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" fill="{colour}"/>'
    return f'<path d="M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z" fill="{colour}"/>'


def _legend(series: Sequence[Series], width: float, y: float) -> tuple[list[str], float]:
    """The names of the series, in as many lines as they need, and the y under them."""
    parts = []
    x = 8.0
    for number, row in enumerate(series):
        room = 44 + LETTER * len(row.name)
        if x > 8 and x + room > width:
            x, y = 8.0, y + 20
        parts.append(f'<line x1="{x:.1f}" x2="{x + 24:.1f}" y1="{y}" y2="{y}" {_stroke(number)}/>')
        parts.append(_mark(number, x + 12, y) + text_at(x + 30, y + 4, row.name, "start"))
        x += room
    return parts, y + 12


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def _stroke(number: int) -> str:
    dashes = DASHES[number % len(DASHES)]
    return f'stroke="{_colour(number)}" stroke-width="2"' + (
        f' stroke-dasharray="{dashes}"' if dashes else ""
    )


def _greatest(series: Sequence[Series]) -> float:
    return max((value for row in series for value in row.values if value is not None), default=0)


def _ticks(greatest: float) -> list[int]:
    """Whole numbers from 0 in steps of 1, 2 or 5 times a power of ten; the last is not under `greatest`."""
    rough = max(greatest, 1) / 5
    power = 10 ** max(floor(log10(rough)), 0)
    step = next(step for step in (power, 2 * power, 5 * power, 10 * power) if step >= rough)
    return list(range(0, step * ceil(max(greatest, 1) / step) + 1, step))


def _runs(values: Sequence[Value]) -> Iterator[list[tuple[int, float]]]:
    """The stretches without gaps, as (index, value)."""
    run: list[tuple[int, float]] = []
    for index, value in enumerate(values):
        if value is not None:
            run.append((index, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _figure(value: float) -> str:
    return number_format(value, use_l10n=True)


def _pairs(labels: Sequence[str], values: Sequence[Value]) -> str:
    return ", ".join(
        f"{label} {_('not known') if value is None else _figure(value)}"
        for label, value in zip(labels, values, strict=True)
    )


def _spoken(labels: Sequence[str], series: Sequence[Series]) -> str:
    return "; ".join(f"{row.name}: {_pairs(labels, row.values)}" for row in series)
