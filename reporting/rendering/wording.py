"""How dates, instants, figures and texts of a snapshot are written in a report."""

import datetime as dt
import enum
from typing import TYPE_CHECKING

from django.utils import dateformat
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from reporting.rendering.snapshot import LocalText

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# What each check asks; what it found is in the snapshot.
CHECK_NAMES: dict[str, "_StrPromise"] = {
    "E1": _("Unemployed, inactive and employed are together all participants"),
    "E2": _("Long-term unemployed are among the unemployed"),
    "E3": _("The three levels of education are together all participants"),
    "E4": _("The age groups are at most all participants"),
    "E5": _("Each of EECO12–EECO17 is at most all participants"),
    "E6": _("No result is larger than the group it is compared with"),
    "E7": _("Nobody is counted both as seeking work and as employed upon leaving"),
    "E8": _("Women, men and non-binary make up the total"),
    "E9": _("Dates are possible and within the time of the project"),
    "E10": _("Reserved sums equal their parts"),
    "W1": _("Ages are within the limits of the project"),
    "W2": _("Home municipalities belong to the project"),
    "W3": _("Nobody is in an excluded service at the same time"),
    "W4": _("The exit status is known once the four weeks are over"),
    "W5": _("Results have their start data"),
    "W6": _("No figure is smaller than in an earlier saved report"),
}


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
    return gettext("%(date)s at %(time)s (UTC%(offset)s)") % {
        "date": date_text(instant),
        "time": dateformat.format(instant, pgettext("time of day", "G:i")),
        "offset": offset,
    }


def column_names() -> list[str]:
    """Names of the eight columns of figures, each complete by itself."""
    genders = (gettext("women"), gettext("men"), gettext("non-binary"), gettext("total"))
    scopes = (gettext("In the period, %(gender)s"), gettext("Since the start, %(gender)s"))
    return [scope % {"gender": gender} for scope in scopes for gender in genders]


def percent_text(numerator: int, denominator: int) -> str:
    """A share in whole per cent, halves up, as 47 %; a dash where there is nothing to share."""
    if denominator == 0:
        return "–"
    return f"{(200 * numerator + denominator) // (2 * denominator)}\u00a0%"
