"""Agreements with a client: their real last days, chains of extensions, and how long work trials last together."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from clients.choices import AgreementKind
from clients.rules.stays import Span, add_months

ONE_DAY = dt.timedelta(days=1)
MONTH_DAYS = 30  # of days left over from several times, together
WORK_TRIALS = frozenset({AgreementKind.OWN_WORKSHOP, AgreementKind.OUTSIDE_TRIAL})


class Length(NamedTuple):
    """Whole calendar months and the days over; compares as a length."""

    months: int
    days: int


@dataclass(frozen=True)
class Term:
    """What the rules look at of an agreement; `extends` is the id of the one it goes on from."""

    id: UUID
    kind: str
    starts_on: dt.date
    ends_on: dt.date
    ended_early_on: dt.date | None = None
    extends: UUID | None = None

    @property
    def last_day(self) -> dt.date:
        return self.ended_early_on or self.ends_on

    @property
    def span(self) -> Span:
        return Span(self.starts_on, self.last_day)


@dataclass(frozen=True)
class Chain:
    """An agreement with its extensions, in order."""

    terms: tuple[Term, ...]

    @property
    def last(self) -> Term:
        return self.terms[-1]

    @property
    def length(self) -> Length:
        return length_of(term.span for term in self.terms)

    @property
    def may_go_on(self) -> bool:
        """Whether it can be extended: one that was ended early is over."""
        return self.last.ended_early_on is None


def chains(terms: Iterable[Term]) -> list[Chain]:
    """The agreements as chains, in the order of their first days."""
    ordered = sorted(terms, key=lambda term: (term.starts_on, term.id))
    extension = {term.extends: term for term in ordered if term.extends is not None}
    found = []
    for first in (term for term in ordered if term.extends is None):
        links = [first]
        while links[-1].id in extension:
            links.append(extension[links[-1].id])
        found.append(Chain(tuple(links)))
    return found


def length_of(spans: Iterable[Span]) -> Length:
    """How long these times last together; days that two of them share count once.

    A time without a break counts in calendar months and the days over: 1.1.–30.6. is six months. The days
    over of several times are added up, thirty to a month. Spans need a last day.
    """
    lengths = [_length(first, last + ONE_DAY) for first, last in _without_breaks(spans)]
    if len(lengths) == 1:
        return lengths[0]
    months, days = sum(length.months for length in lengths), sum(length.days for length in lengths)
    return Length(months + days // MONTH_DAYS, days % MONTH_DAYS)


def trial_length(terms: Iterable[Term]) -> Length:
    """How long the work trials among the agreements last together, wherever they are."""
    return length_of(term.span for term in terms if term.kind in WORK_TRIALS)


def is_too_long(length: Length, limit_months: int | None) -> bool:
    """Whether the length goes over the project's limit; None is no limit."""
    return limit_months is not None and length > Length(limit_months, 0)


def first_term(today: dt.date, days: int, project_ends_on: dt.date) -> Span:
    """The suggested time of an agreement: from this day on for so many days, both included.

    It does not reach over the end of the project, unless it would begin after it.
    """
    last = today + dt.timedelta(days=days - 1)
    return Span(today, max(today, min(last, project_ends_on)))


def _without_breaks(spans: Iterable[Span]) -> list[tuple[dt.date, dt.date]]:
    """The days of the spans as times without a break, in order."""
    runs: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted((span.starts_on, span.ends_on or span.starts_on) for span in spans):
        if runs and first <= runs[-1][1] + ONE_DAY:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs


def _length(first: dt.date, after: dt.date) -> Length:
    """Calendar months and days from a day to the day after the last."""
    months = (after.year - first.year) * 12 + after.month - first.month
    if add_months(first, months) > after:
        months -= 1
    return Length(months, (after - add_months(first, months)).days)


def clash(kind: str, span: Span, others: Sequence[Term]) -> Term | None:
    """Another agreement of the same kind that has a day in common with the span; None is the rule."""
    return next((term for term in others if term.kind == kind and term.span.overlaps(span)), None)
