"""The contact rule: which clients have been without a completed contact for longer than their project allows."""

import datetime as dt
from dataclasses import dataclass

from clients.rules.stays import Span


@dataclass(frozen=True)
class ContactFacts:
    """One open case. `last_on` is the day of the latest completed contact; a failed attempt is none."""

    entry_on: dt.date
    last_on: dt.date | None = None
    absences: tuple[Span, ...] = ()


def is_away(facts: ContactFacts, day: dt.date) -> bool:
    """Whether the client is sick, on holiday or paused that day."""
    return any(absence.holds(day) for absence in facts.absences)


def days_without_contact(facts: ContactFacts, today: dt.date) -> int:
    """Days since the latest contact, for a new client since the first day; days of absence do not count."""
    since = max(facts.entry_on, facts.last_on or facts.entry_on)
    counted = set(range(since.toordinal() + 1, today.toordinal() + 1))
    for absence in facts.absences:
        last = absence.ends_on or today
        counted.difference_update(range(absence.starts_on.toordinal(), last.toordinal() + 1))
    return len(counted)


def is_short_of_contact(facts: ContactFacts, longest_days: int, today: dt.date) -> bool:
    """Whether a contact is due: more than `longest_days` without one, and the client is not away today."""
    return not is_away(facts, today) and days_without_contact(facts, today) > longest_days
