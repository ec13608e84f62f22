"""How long a referred person waited for the first contact and the first meeting, and what is usual."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from statistics import median

from clients.choices import UNDECIDED, ReferralState
from clients.rules.referrals import BEFORE_CONTACT


@dataclass(frozen=True)
class Step:
    """The referral came into a state on a day, or, while waiting, the person was contacted and stayed there."""

    state: str
    on: dt.date
    while_waiting: bool = False

    @property
    def takes_contact_back(self) -> bool:
        """Whether a contact right before it was marked by mistake."""
        return self.state in BEFORE_CONTACT or (self.while_waiting and self.state == ReferralState.WAITING)


@dataclass(frozen=True)
class Events:
    """What is known of one referral; the days are those of the first of each after it was received."""

    received_on: dt.date
    state: str
    steps: tuple[Step, ...] = ()
    entry_on: dt.date | None = None  # a two-way contact with the client
    meeting_entry_on: dt.date | None = None  # a meeting or a visit with the client
    held_on: dt.date | None = None  # an appointment that was held


@dataclass(frozen=True)
class Times:
    """Days from the day of receiving; None: has not happened."""

    to_contact: int | None
    to_meeting: int | None


@dataclass(frozen=True)
class Spread:
    """What is usual: the median in days, the longest, and of how many referrals."""

    median: float
    longest: int
    number: int


@dataclass(frozen=True)
class Delays:
    """Of many referrals: contacts and meetings that happened, and the undecided people not yet contacted."""

    contact: Spread | None
    meeting: Spread | None
    uncontacted: Spread | None  # how long they have waited so far


def contacted_on(steps: Sequence[Step]) -> dt.date | None:
    """The earliest day of a step to "contacted" that was not taken back right after; `steps` as written down."""
    return min((step.on for step in _contacts(steps)), default=None)


def last_contacted_on(steps: Sequence[Step]) -> dt.date | None:
    """The day of the last one, also while waiting."""
    return max((step.on for step in _contacts(steps)), default=None)


def times(events: Events) -> Times:
    """A contact is a step to "contacted", an entry of one, or a meeting; a meeting is also a contact."""
    meeting = _first(events.meeting_entry_on, events.held_on)
    contact = _first(contacted_on(events.steps), events.entry_on, meeting)
    return Times(_days(events.received_on, contact), _days(events.received_on, meeting))


def spread(days: Iterable[int | None]) -> Spread | None:
    """Median and longest of those that are known; None when none is."""
    known = [number for number in days if number is not None]
    return Spread(float(median(known)), max(known), len(known)) if known else None


def delays(referrals: Iterable[Events], today: dt.date) -> Delays:
    """The times of many referrals together."""
    measured = [(each, times(each)) for each in referrals]
    return Delays(
        contact=spread(found.to_contact for _each, found in measured),
        meeting=spread(found.to_meeting for _each, found in measured),
        uncontacted=spread(
            (today - each.received_on).days
            for each, found in measured
            if found.to_contact is None and each.state in UNDECIDED
        ),
    )


def _contacts(steps: Sequence[Step]) -> Iterator[Step]:
    for step, after in zip_longest(steps, steps[1:]):
        was_taken_back = after is not None and after.takes_contact_back
        if step.state == ReferralState.CONTACTED and not was_taken_back:
            yield step


def _first(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)


def _days(start: dt.date, end: dt.date | None) -> int | None:
    """A contact that was written down as earlier than the referral took no time."""
    return None if end is None else max(0, (end - start).days)
