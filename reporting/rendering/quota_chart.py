"""The places of each municipality as a small bar chart, drawn as plain SVG."""

from collections.abc import Sequence
from html import escape

from django.utils.translation import gettext as _

from reporting.rendering.report import AreaRow

WIDTH = 320
ROW_HEIGHT = 24
BAR_HEIGHT = 12
BAR_LEFT, BAR_WIDTH = 112, 160
USED, FREE, INK = "#00347a", "#dbe4ee", "#202223"
FONT = "Tasmat Sans"  # WeasyPrint reads only the first family of an SVG text


def quota_chart(areas: Sequence[AreaRow]) -> str:
    """Places used, as a dark bar on the light bar of the quota, one municipality a row."""
    height = ROW_HEIGHT * len(areas)
    longest = max((max(area.used, area.quota or 0) for area in areas), default=0) or 1
    rows = "".join(_row(area, position, BAR_WIDTH / longest) for position, area in enumerate(areas))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}"><g font-family="{FONT}" font-size="10.5" fill="{INK}">{rows}</g></svg>'
    )


def chart_text(areas: Sequence[AreaRow]) -> str:
    """The chart in words."""
    rows = ", ".join(f"{area.name} {_figure(area)}" for area in areas)
    return _("Bar chart of places used of the quota: %(rows)s.") % {"rows": rows}


def _figure(area: AreaRow) -> str:
    return str(area.used) if area.quota is None else f"{area.used} / {area.quota}"


def _row(area: AreaRow, position: int, scale: float) -> str:
    top = position * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2
    baseline = top + BAR_HEIGHT - 2
    return (
        f'<text x="{BAR_LEFT - 8}" y="{baseline:g}" text-anchor="end">{escape(area.name)}</text>'
        f"{_bar(top, (area.quota or 0) * scale, FREE)}{_bar(top, area.used * scale, USED)}"
        f'<text x="{WIDTH}" y="{baseline:g}" text-anchor="end">{_figure(area)}</text>'
    )


def _bar(top: float, width: float, colour: str) -> str:
    return f'<rect x="{BAR_LEFT}" y="{top:g}" width="{width:.2f}" height="{BAR_HEIGHT}" fill="{colour}"/>'
