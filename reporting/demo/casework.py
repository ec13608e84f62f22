"""Courses and referrals put together: the cases of a project in the order in which they were opened."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from clients.choices import AssignmentRole, DeclineReason
from reporting.demo.diary import Diary
from reporting.demo.people import GENDERS, People, deal
from reporting.demo.plan import AssignmentPlan, CasePlan, Course, ReferralPlan
from reporting.demo.referring import Desk
from reporting.demo.workdays import spread


def make_cases(
    rng: Random, desk: Desk, courses: Sequence[Course], *, code: str, pace: int
) -> tuple[CasePlan, ...]:
    """The cases with referrals and entries; `pace` is the usual number of days between entries."""
    referred = [(course, tuple(desk.accepted(course, stay) for stay in course.stays)) for course in courses]
    referred.sort(key=lambda pair: str(pair[1][0].decided_at))
    return tuple(
        CasePlan(
            reference=f"{code}-{number:04}",
            course=course,
            referrals=referrals,
            entries=Diary(rng, course, pace=pace).write(_accepted_on(referrals)),
        )
        for number, (course, referrals) in enumerate(referred, start=1)
    )


def make_declined(
    rng: Random,
    desk: Desk,
    people: People,
    reasons: dict[DeclineReason, int],
    *,
    places: Sequence[str],
    elsewhere: str = "",
    first: dt.date,
    last: dt.date,
) -> tuple[ReferralPlan, ...]:
    """Declined referrals with these reasons, received between two days.

    Who is declined for the municipality comes from `elsewhere`, the others from the places.
    """
    count = sum(reasons.values())
    days = sorted(rng.sample(spread(rng, first, last - dt.timedelta(days=14), count * 2), count))
    dealt = zip(days, deal(rng, reasons, count), deal(rng, GENDERS, count), strict=True)
    return tuple(
        desk.declined(
            people.person(
                municipality=elsewhere if reason == DeclineReason.OUTSIDE_AREA else rng.choice(places),
                on=on,
                gender=gender,
            ),
            on,
            reason,
            last,
        )
        for on, reason, gender in dealt
    )


def with_second_coach(course: Course, member: str, from_on: dt.date) -> Course:
    """Two coaches share the client from a day on."""
    second = AssignmentPlan(member, AssignmentRole.SECOND, from_on, reason="Työparina työpaikkakäynneillä")
    return replace(course, assignments=(*course.assignments, second))


def with_substitute(course: Course, member: str, from_on: dt.date, until_on: dt.date) -> Course:
    """Another coach stands in for some days."""
    substitute = AssignmentPlan(member, AssignmentRole.SUBSTITUTE, from_on, until_on, "Valmentajan loma")
    return replace(course, assignments=(*course.assignments, substitute))


def with_partner(course: Course, member: str, from_on: dt.date, until_on: dt.date) -> Course:
    """A partner organisation's worker is let in until a day, as the client has agreed."""
    partner = AssignmentPlan(
        member, AssignmentRole.PARTNER, from_on, until_on, "Yhteinen palvelutarpeen arvio", agreed_on=from_on
    )
    return replace(course, assignments=(*course.assignments, partner))


def with_earlier_coach(course: Course, member: str, until_on: dt.date) -> Course:
    """Another coach was responsible until a day."""
    [present] = course.assignments
    later = replace(present, from_on=until_on + dt.timedelta(days=1), reason="Työnjako muuttui")
    return replace(course, assignments=(replace(present, member=member, until_on=until_on), later))


def _accepted_on(referrals: Sequence[ReferralPlan]) -> dt.date:
    decided_at = referrals[0].decided_at
    return decided_at.date() if decided_at else referrals[0].received_at.date()
