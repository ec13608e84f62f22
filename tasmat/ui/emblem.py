"""The European emblem, drawn by its published geometry."""

from math import cos, pi, sin

STAR_WAIST = 0.381966  # inner to outer radius of a regular five-pointed star


def emblem(height: float = 60) -> str:
    """The emblem as SVG, `height` units high and half as wide again.

    Twelve upright stars on a circle of a third of the height, each in a circle of an eighteenth of it;
    the colours are Reflex Blue and Yellow as given for the web (European Commission, "Use of the EU emblem
    in the context of EU programmes"). It has no title of its own: its caption stands beside it as text.
    """
    width = height * 1.5
    stars = "".join(
        f'<polygon points="{_star(x, y, height / 18)}"/>'
        for x, y in (
            (
                width / 2 + height / 3 * sin(pi * hour / 6),
                height / 2 - height / 3 * cos(pi * hour / 6),
            )
            for hour in range(12)
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}"><path fill="#039" d="M0 0h{width:g}v{height:g}H0z"/>'
        f'<g fill="#fc0">{stars}</g></svg>'
    )


def _star(x: float, y: float, radius: float) -> str:
    """The ten corners of an upright star as SVG points."""
    corners = ((radius if corner % 2 == 0 else radius * STAR_WAIST, corner * pi / 5) for corner in range(10))
    return " ".join(f"{x + reach * sin(turn):.3f},{y - reach * cos(turn):.3f}" for reach, turn in corners)
