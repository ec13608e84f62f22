"""Periods and agreements in the words of pages, papers and the timeline."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.rules.agreements import Length
from tasmat.ui.templatetags.ui import day_of_year


def length_words(length: Length) -> str:
    """A length as "2 months 5 days"."""
    words = []
    if length.months:
        words.append(ngettext("{n} month", "{n} months", length.months).format(n=length.months))
    if length.days or not length.months:
        words.append(ngettext("{n} day", "{n} days", length.days).format(n=length.days))
    return " ".join(words)


def days_words(first: dt.date, last: dt.date | None) -> str:
    """Two days as "3.3.2026 – 1.4.2026"; without a last day "from 3.3.2026"."""
    if last is None:
        return _("from {day}").format(day=day_of_year(first))
    return _("{first} – {last}").format(first=day_of_year(first), last=day_of_year(last))
