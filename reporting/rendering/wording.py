"""How dates, instants, figures and texts of a snapshot are written in a report."""

import datetime as dt
import enum

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reporting.rendering.snapshot import LocalText


class Mark(enum.Enum):
    """What stands in a cell instead of a number; both signs are those of Statistics Finland."""

    NOT_COLLECTED = "–"
    HIDDEN = "…"

    def __str__(self) -> str:
        return self.value


Cell = int | Mark


def cell(value: int | None, *, hidden: bool = False) -> Cell:
    """The number, or the mark that stands for it."""
    if value is None:
        return Mark.NOT_COLLECTED
    return Mark.HIDDEN if hidden else value


def local(text: LocalText) -> str:
    """The text in the active language, in Finnish where it has none."""
    texts: dict[str | None, str | None] = {"sv": text.get("sv"), "en": text.get("en")}
    return texts.get(get_language()) or text["fi"]


def date_text(day: dt.date) -> str:
    """A day as 31.12.2025, in every language of the program."""
    return f"{day.day}.{day.month}.{day.year}"


def span_text(first: dt.date, last: dt.date) -> str:
    """A span of days as 1.10.–31.12.2025; the year of the first day only where it differs."""
    start = f"{first.day}.{first.month}." if first.year == last.year else date_text(first)
    return f"{start}–{date_text(last)}"


def instant_text(instant: dt.datetime) -> str:
    """An instant with its offset from UTC, so that it means the same in every place."""
    offset = instant.isoformat(timespec="minutes")[16:]
    return _("%(date)s at %(time)s (UTC%(offset)s)") % {
        "date": date_text(instant),
        "time": f"{instant:%H:%M}",
        "offset": offset,
    }


def percent_text(numerator: int, denominator: int) -> str:
    """A share in whole per cent, halves up, as 47 %; a dash where there is nothing to share."""
    if denominator == 0:
        return "–"
    return f"{(200 * numerator + denominator) // (2 * denominator)}\u00a0%"
