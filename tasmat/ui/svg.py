"""The ground of every chart: a frame with its spoken words, and text in it."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH = 340  # units; about the width of a card on a phone, so that 13 units stay legible there
FONT = "'Tasmat Sans', Arial, sans-serif"
INK = "#202223"
QUIET = "#555e63"
GRID = "#dfe3e6"
AXIS = "#5f686d"
COLOURS = ("#00347a", "#c2500a", "#077d60", "#6b4a8f")
DASHES = ("", "6 3", "2 3", "8 3 2 3")
LETTER = 6.6  # mean width of a letter at 13 units


def svg(width: float, height: float, title: str, description: str, parts: Sequence[str]) -> SafeString:
    """A picture that a screen reader tells as its title and description."""
    spoken = escape(f"{title}. {description}")
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="{spoken}"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
        f'<g font-family="{FONT}" font-size="13" fill="{INK}">{"".join(parts)}</g></svg>'
    )


def text_at(
    x: float, y: float, text: str, anchor: str, colour: str = INK, size: int = 13, weight: int = 400
) -> str:
    """Words at a place; `anchor` is start, middle or end."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )
