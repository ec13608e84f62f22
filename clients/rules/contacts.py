"""The contact rule: which clients have not been contacted as often as their project and phase ask.

What counts is a completed two-way contact, meeting or visit with the client by anybody of the staff; the caller
leaves out attempts and what was with employers or the network.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice

from clients.rules.stays import Span
from clients.rules.workdays import ONE_DAY, WEEK, first_working_day, is_working_day, monday_of, sunday_of

ONE_WEEK = dt.timedelta(days=7)
IN_PERSON = (False, True)  # a week is looked at twice: all contacts, and those in person


@dataclass(frozen=True)
class ContactRule:
    """`weekly` contacts in each of the first `weeks` ISO weeks, then at most `longest_gap` days between two.

    `face_to_face` of the weekly ones are in person; an empty gap asks nothing. TEHOA's plan: "alkuvaiheessa
    vähintään kaksi kertaa viikossa joko etäyhteydellä tai tapaamalla kasvokkain".
    """

    longest_gap: int | None
    weekly: int = 0
    weeks: int = 0
    face_to_face: int = 0
    counts_group_sessions: bool = False


@dataclass(frozen=True)
class Phase:
    """The days on which a case is in a phase, and the phase's rule."""

    days: Span
    rule: ContactRule

    @property
    def weekly_until(self) -> dt.date:
        """The last day of the weekly contacts; the week in which the phase begins is the first of its weeks."""
        return sunday_of(self.days.starts_on) + ONE_WEEK * (self.rule.weeks - 1)

    def asks_weekly(self, day: dt.date) -> bool:
        return self.rule.weekly > 0 and self.days.holds(day) and day <= self.weekly_until


class Way(Enum):
    """How a contact was made, as far as a rule asks."""

    REMOTE = "remote"
    FACE_TO_FACE = "face_to_face"
    GROUP = "group"  # a session with others; counts where the project says so


@dataclass(frozen=True)
class Contact:
    """A completed contact with the client."""

    on: dt.date
    way: Way = Way.REMOTE


@dataclass(frozen=True)
class ContactFacts:
    """One stay of a case. `rule` holds outside the phases, which do not overlap.

    Of the contacts those since the Monday of the latest one, and of the latest one in person, are enough.
    """

    entry_on: dt.date
    rule: ContactRule
    contacts: tuple[Contact, ...] = ()
    absences: tuple[Span, ...] = ()
    phases: tuple[Phase, ...] = ()

    def phase_on(self, day: dt.date) -> Phase:
        """The phase of the day; a day of none follows the project's rule since the first day of the stay."""
        project = Phase(Span(self.entry_on), self.rule)
        return next((phase for phase in self.phases if phase.days.holds(day)), project)

    def is_away(self, day: dt.date) -> bool:
        """Whether the client is sick, on holiday or paused that day."""
        return any(absence.holds(day) for absence in self.absences)

    def contact_days(self, until: dt.date, *, in_person: bool = False) -> list[dt.date]:
        """Days of the contacts of this stay that count, in order; a day with two stands twice."""
        return sorted(
            contact.on
            for contact in self.contacts
            if self.entry_on <= contact.on <= until and self._counts(contact, in_person=in_person)
        )

    def _counts(self, contact: Contact, *, in_person: bool) -> bool:
        if in_person:
            return contact.way == Way.FACE_TO_FACE
        return contact.way != Way.GROUP or self.phase_on(contact.on).rule.counts_group_sessions


class Shortage(Enum):
    """Why a contact is asked for, the most pressing reason."""

    WEEK = "week"  # too few contacts this week so far
    FACE_TO_FACE = "face_to_face"  # enough of them, but too few in person
    PAST_WEEK = "past_week"  # an earlier week had too few, and there was none since
    GAP = "gap"  # too many days since the latest one


@dataclass(frozen=True)
class ContactState:
    """How a case stands by its contact rule on one day.

    `made` of the `needed` contacts are there; the others are asked by `until`, None: by no certain day.
    `broken_on` is the first day on which the rule was broken; the next contact mends it.
    """

    days_without: int
    longest_gap: int | None = None
    shortage: Shortage | None = None
    made: int = 0
    needed: int = 0
    until: dt.date | None = None
    broken_on: dt.date | None = None

    @property
    def is_short(self) -> bool:
        return self.shortage is not None

    @property
    def is_broken(self) -> bool:
        return self.broken_on is not None

    @property
    def flagged_on(self) -> dt.date | None:
        """The working day on which the breach is brought up: its own day or the next working day."""
        return first_working_day(self.broken_on) if self.broken_on else None


def is_followed(project: Span, exit_on: dt.date | None, died_on: dt.date | None, today: dt.date) -> bool:
    """Whether the rule holds at all: for living clients who have not left, while the project runs."""
    return project.holds(today) and exit_on is None and died_on is None


def contact_state(facts: ContactFacts, today: dt.date) -> ContactState:
    """How a followed case stands; nothing is asked before the first day, nor while the client is away."""
    phase = facts.phase_on(today)
    state = ContactState(days_without_contact(facts, today), phase.rule.longest_gap)
    if today < facts.entry_on or facts.is_away(today):
        return state
    state = replace(
        state, broken_on=_earliest(_week_broken_on(facts, today, in_person=way) for way in IN_PERSON)
    )
    if phase.asks_weekly(today):
        return _by_week(facts, today, state)
    return _by_gap(facts, phase, today, state)


def days_without_contact(facts: ContactFacts, today: dt.date) -> int:
    """Days since the latest contact, for a new client since the first day; days of absence do not count."""
    return sum(1 for _day in _days_present(facts, _since(facts, today) + ONE_DAY, today))


def asked_of_week(facts: ContactFacts, monday: dt.date, *, in_person: bool = False) -> int:
    """How many contacts the week asks for: pro rata by the working days on which a phase asks for them.

    Days away, before the phase and holidays do not count. A full week has five days, and the result is rounded
    to the nearest whole: of two a week three days ask one, four ask two, so that a week with one holiday asks
    as much as any other, and the two parts of a week in which the phase changes ask as much as the whole.
    """
    present = filter(is_working_day, _days_present(facts, monday, sunday_of(monday)))
    rules = (phase.rule for day in present if (phase := facts.phase_on(day)).asks_weekly(day))
    asked = sum(rule.face_to_face if in_person else rule.weekly for rule in rules)
    return (2 * asked + WEEK) // (2 * WEEK)


def _by_week(facts: ContactFacts, today: dt.date, state: ContactState) -> ContactState:
    """A week counts as a whole; its last day is the last one on which the client is there."""
    monday = monday_of(today)
    tallies = [
        (
            sum(day >= monday for day in facts.contact_days(today, in_person=way)),
            asked_of_week(facts, monday, in_person=way),
        )
        for way in IN_PERSON
    ]
    until = max(_days_present(facts, today, sunday_of(today)))
    for (made, needed), shortage in zip(tallies, (Shortage.WEEK, Shortage.FACE_TO_FACE), strict=True):
        if made < needed:
            return replace(state, shortage=shortage, made=made, needed=needed, until=until)
    if state.is_broken:
        return replace(state, shortage=Shortage.PAST_WEEK, needed=1, until=until)
    made, needed = tallies[0]
    return replace(state, made=made, needed=needed, until=until)


def _by_gap(facts: ContactFacts, phase: Phase, today: dt.date, state: ContactState) -> ContactState:
    """The days between two contacts run on over a change of phase; a stricter phase asks from its first day."""
    last_day = _gap_ends_on(facts, today, phase.rule.longest_gap)
    state = replace(state, needed=0 if last_day is None else 1, until=last_day)
    if last_day is not None and last_day < today:
        begins_on = phase.weekly_until + ONE_DAY if phase.rule.weekly else phase.days.starts_on
        over_on = next(_days_present(facts, max(last_day + ONE_DAY, begins_on), today))
        return replace(state, shortage=Shortage.GAP, broken_on=_earliest([state.broken_on, over_on]))
    if state.is_broken:
        return replace(state, shortage=Shortage.PAST_WEEK, needed=1)
    return state


def _week_broken_on(facts: ContactFacts, today: dt.date, *, in_person: bool) -> dt.date | None:
    """The first day after the first whole week that fell short since the latest contact."""
    days = facts.contact_days(today, in_person=in_person)
    weekly = [phase for phase in facts.phases if phase.rule.weekly]
    last = min(today, max((phase.weekly_until for phase in weekly), default=dt.date.min) + ONE_WEEK)
    monday = monday_of(days[-1] if days else facts.entry_on)
    while (next_monday := monday + ONE_WEEK) <= last:
        made = sum(monday <= day < next_monday for day in days)
        if made < asked_of_week(facts, monday, in_person=in_person):
            return next(_days_present(facts, next_monday, today))
        monday = next_monday
    return None


def _gap_ends_on(facts: ContactFacts, today: dt.date, longest_gap: int | None) -> dt.date | None:
    """The last day on which a contact keeps the gap; None: nothing is asked, or not before an open absence ends."""
    if longest_gap is None:
        return None
    since = _since(facts, today)
    away_for_good = [absence.starts_on for absence in facts.absences if absence.ends_on is None]
    horizon = min(away_for_good, default=dt.date.max)
    return next(islice(_days_present(facts, since + ONE_DAY, horizon), longest_gap - 1, None), None)


def _since(facts: ContactFacts, today: dt.date) -> dt.date:
    return max([facts.entry_on, *facts.contact_days(today)])


def _days_present(facts: ContactFacts, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Days of the stay from one to another, both included, on which the client is not away."""
    for number in range(max(first, facts.entry_on).toordinal(), last.toordinal() + 1):
        day = dt.date.fromordinal(number)
        if not facts.is_away(day):
            yield day


def _earliest(days: Iterable[dt.date | None]) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)
