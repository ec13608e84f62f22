"""When the clients who are in a project were last reached, so that some are short of contact on the demo's day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from random import Random

from reporting.demo.people import deal
from reporting.demo.plan import Course
from reporting.demo.workdays import some_workday, workdays


class Freshness(Enum):
    """How long ago the last contact was, by the project's longest interval."""

    FRESH = auto()
    DUE = auto()
    LATE = auto()
    TRIED = auto()  # late, and nobody answered since


SHARES = {Freshness.FRESH: 9, Freshness.DUE: 5, Freshness.LATE: 3, Freshness.TRIED: 2}


def with_contacts(rng: Random, courses: Sequence[Course], day: dt.date, interval: int) -> list[Course]:
    """The courses with the last contacts of the open ones; every coach has some of each freshness."""
    by_coach: defaultdict[str, list[int]] = defaultdict(list)
    for index, course in enumerate(courses):
        if course.is_open:
            by_coach[course.responsible].append(index)
    dealt = {
        index: freshness
        for indexes in by_coach.values()
        for index, freshness in zip(indexes, deal(rng, SHARES, len(indexes)), strict=True)
    }
    return [
        _with_contact(rng, course, dealt[index], day, interval) if index in dealt else course
        for index, course in enumerate(courses)
    ]


def _with_contact(rng: Random, course: Course, freshness: Freshness, day: dt.date, interval: int) -> Course:
    days: Mapping[Freshness, tuple[int, int]] = {
        Freshness.FRESH: (1, interval // 2),
        Freshness.DUE: (interval // 2 + 1, interval * 6 // 7),
        Freshness.LATE: (interval + 2, interval + 9),
        Freshness.TRIED: (interval + 2, interval + 9),
    }
    paused = [absence.starts_on for absence in course.absences if absence.ends_on is None]
    until = min([day, *paused])
    latest, earliest = (until - dt.timedelta(days=ago) for ago in days[freshness])
    last = max(some_workday(rng, earliest, latest), course.stays[-1].entry_on)
    is_tried = freshness is Freshness.TRIED and not paused
    return replace(course, last_contact_on=last, attempts=_attempts(rng, last, day) if is_tried else ())


def _attempts(rng: Random, last: dt.date, day: dt.date) -> tuple[dt.date, ...]:
    """One to three working days between the last contact and the demo's day, not the next days after it."""
    days = workdays(last + dt.timedelta(days=4), day - dt.timedelta(days=1))
    return tuple(sorted(rng.sample(days, min(rng.randint(1, 3), len(days)))))
