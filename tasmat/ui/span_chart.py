"""What ran from when to when, row by row on one axis of years: benefits, services, the stay in a project."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import dateformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tasmat.ui.svg import AXIS, COLOURS, GRID, LETTER, QUIET, WIDTH, svg, text_at

ROW, TOP, BAR = 40, 22, 12  # units: a row with its words above the bar


@dataclass(frozen=True)
class Bar:
    """One row; without an end it goes on. `is_marked` is drawn in the second colour, with a heavier end."""

    label: str
    starts_on: dt.date
    ends_on: dt.date | None
    is_marked: bool = False


def span_chart(title: str, bars: Sequence[Bar], today: dt.date, *, width: int = WIDTH) -> SafeString:
    """The bars in the given order between the earliest start and today; a line shows today."""
    first = min((bar.starts_on for bar in bars), default=today)
    last = max([today, *(bar.ends_on for bar in bars if bar.ends_on)])
    days = max((last - first).days, 1)

    def at(day: dt.date) -> float:
        return 4 + (width - 8) * (day - first).days / days

    height = TOP + ROW * len(bars)
    parts = [_year(at(dt.date(year, 1, 1)), year, height) for year in _years(first, last, width)]
    for row, bar in enumerate(bars):
        parts.append(_bar(bar, at(bar.starts_on), at(bar.ends_on or last), TOP + ROW * row, width))
    parts.append(
        f'<line x1="{at(today):.1f}" x2="{at(today):.1f}" y1="{TOP}" y2="{height}" stroke="{AXIS}" '
        'stroke-dasharray="3 3"/>'
    )
    return svg(width, height + 4, title, "; ".join(_spoken(bar) for bar in bars), parts)


def _years(first: dt.date, last: dt.date, width: int) -> range:
    """The years whose beginning is marked, so few that their numbers do not touch."""
    room = max(int(width / (LETTER * 6)), 1)
    step = max(-(-(last.year - first.year) // room), 1)
    return range(first.year + 1, last.year + 1, step)


def _year(x: float, year: int, height: float) -> str:
    line = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 4}" y2="{height}" stroke="{GRID}"/>'
    return line + text_at(x + 2, TOP - 8, str(year), "start", QUIET, 11)


def _bar(bar: Bar, start: float, end: float, y: float, width: int) -> str:
    colour = COLOURS[1] if bar.is_marked else COLOURS[0]
    length = max(end - start, 3)
    stroke = f' stroke="{colour}" stroke-width="2"' if bar.is_marked else ""
    box = f'<rect x="{start:.1f}" y="{y + 18}" width="{length:.1f}" height="{BAR}" rx="2" fill="{colour}"{stroke}/>'
    right = start + LETTER * len(bar.label) > width
    return text_at(width - 4 if right else start, y + 13, bar.label, "end" if right else "start") + box


def _spoken(bar: Bar) -> str:
    begins = dateformat.format(bar.starts_on, "j.n.Y")
    if bar.ends_on is None:
        return _("{label} from {day} on").format(label=bar.label, day=begins)
    ends = dateformat.format(bar.ends_on, "j.n.Y")
    return _("{label} {first} – {last}").format(label=bar.label, first=begins, last=ends)
