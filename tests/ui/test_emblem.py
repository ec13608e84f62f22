"""The European emblem against its published geometry."""

import re
from math import hypot

import pytest

from tasmat.ui.emblem import emblem

Point = tuple[float, float]


def stars(height: float) -> list[list[Point]]:
    found = re.findall(r'points="([^"]+)"', emblem(height))
    return [[(float(x), float(y)) for x, y in (point.split(",") for point in star.split())] for star in found]


def centre(star: list[Point]) -> Point:
    """Middle of the circle through the five tips; the mean of its corners, since the star is regular."""
    return sum(x for x, _y in star) / len(star), sum(y for _x, y in star) / len(star)


def test_it_is_half_as_wide_again_as_high() -> None:
    assert 'viewBox="0 0 90 60"' in emblem(60)


def test_twelve_stars_stand_on_a_circle_of_a_third_of_the_height() -> None:
    centres = [centre(star) for star in stars(60)]

    assert len(centres) == 12
    assert [hypot(x - 45, y - 30) for x, y in centres] == pytest.approx([20] * 12, abs=0.01)


def test_the_stars_stand_upright_within_an_eighteenth_of_the_height() -> None:
    for star in stars(60):
        x, y = centre(star)

        assert star[0] == pytest.approx((x, y - 60 / 18), abs=0.01)
        assert max(hypot(px - x, py - y) for px, py in star) == pytest.approx(60 / 18, abs=0.01)


def test_the_colours_are_those_of_the_web() -> None:
    assert 'fill="#039"' in emblem()
    assert 'fill="#fc0"' in emblem()
