"""TOIMI-säätiö (demo): the people and clients of TÄSMÄT, which is running on the demo's day."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from clients.choices import (
    AbsenceKind,
    ContactWay,
    DeclineReason,
    Direction,
    EntryStatus,
    Gender,
    ReferralState,
    ReferrerRole,
    ServiceKind,
)
from reporting.demo.casework import (
    make_cases,
    make_declined,
    with_earlier_coach,
    with_partner,
    with_second_coach,
    with_substitute,
)
from reporting.demo.contacts import with_contacts
from reporting.demo.courses import Flow, make_courses, make_stay
from reporting.demo.people import UKRAINIAN, People
from reporting.demo.plan import (
    AbsencePlan,
    Course,
    FormerName,
    MemberPlan,
    OrganisationPlan,
    Person,
    ReferralPlan,
    ServicePlan,
    StepPlan,
)
from reporting.demo.referring import OWN, Body, Desk, body
from reporting.demo.toimi_facts import (
    CODE,
    CONTACT_INTERVAL,
    FOLLOW_UP,
    IISALMI,
    KIURUVESI,
    KUOPIO,
    PIELAVESI,
    PROJECT,
    QUOTAS,
    SIILINJARVI,
    SONKAJARVI,
    VIEREMA,
)
from reporting.demo.workdays import HELSINKI, workday_until
from tasmat.access.roles import Role

FIRST, SECOND, THIRD, MANAGER = "valmentaja1", "valmentaja2", "valmentaja3", "paallikko"
COACHES = {
    IISALMI: (FIRST, FIRST, THIRD),
    KIURUVESI: (SECOND,),
    PIELAVESI: (SECOND,),
    VIEREMA: (THIRD,),
    SONKAJARVI: (THIRD,),
    SIILINJARVI: (FIRST,),
}
# Pielavesi has one place left, Vieremä none; one client came from outside the project.
PARTICIPANTS = {IISALMI: 50, KIURUVESI: 17, PIELAVESI: 10, VIEREMA: 10, SONKAJARVI: 7, SIILINJARVI: 1}
DIRECTIONS = {
    Direction.OPEN_LABOUR_MARKET: 6,
    Direction.SUPPORTED_WORK: 5,
    Direction.VOCATIONAL_STUDIES: 5,
    Direction.OTHER_STUDIES: 1,
    Direction.WORK_ACTIVITY: 3,
    Direction.JOB_SEARCH: 7,
    Direction.OTHER_SERVICE: 3,
    Direction.HEALTH_OR_PENSION: 2,
}
DECLINED = {
    DeclineReason.NOT_TARGET_GROUP: 2,
    DeclineReason.OUTSIDE_AREA: 2,
    DeclineReason.OTHER_SERVICE: 3,
    DeclineReason.CLIENT_DECLINED: 3,
    DeclineReason.NOT_REACHED: 2,
}
LAST_OF_TE_OFFICE = dt.date(2024, 12, 31)  # then the municipalities' employment areas began

Turn = Callable[[Course], Course]


def make(day: dt.date) -> OrganisationPlan:
    """The organisation as it stands on a day of 2026 before the project's end."""
    rng, people = Random(CODE), People(CODE)  # noqa: S311  Made-up people need no secrecy.
    members = _members(people)
    desk = Desk(rng, _bodies(people), MANAGER)
    flow = Flow(
        participants=PARTICIPANTS,
        first_entry_on=dt.date(2024, 8, 12),
        last_entry_on=day - dt.timedelta(days=8),
        directions=DIRECTIONS,
        shortest_days=110,
        longest_days=520,
        until=day,
        just_left=4,
    )
    courses = _with_absences(make_courses(rng, people, flow, COACHES), day)
    courses = _with_turns(rng, people, with_contacts(rng, courses, day, CONTACT_INTERVAL), day)
    cases = make_cases(rng, desk, courses, code=CODE, pace=13)
    declined = make_declined(
        rng,
        desk,
        people,
        DECLINED,
        places=(IISALMI, KIURUVESI, SONKAJARVI),
        elsewhere=KUOPIO,
        first=dt.date(2024, 9, 2),
        last=day - dt.timedelta(days=3),
    )
    return OrganisationPlan(
        day=day,
        slug="toimi",
        name="TOIMI-säätiö (demo)",
        domain="toimi.example",
        project=PROJECT,
        members=members,
        cases=cases,
        referrals=(
            *declined,
            *_waiting(people, desk, courses, day),
            *_under_way(people, desk, day),
        ),
        follow_up=FOLLOW_UP,
    )


def _members(people: People) -> tuple[MemberPlan, ...]:
    return (
        MemberPlan(FIRST, people.full_name(), (Role.COACH,), (IISALMI,)),
        MemberPlan(SECOND, people.full_name(), (Role.COACH,), (KIURUVESI, PIELAVESI)),
        MemberPlan(THIRD, people.full_name(), (Role.COACH,), (IISALMI, VIEREMA, SONKAJARVI)),
        MemberPlan(MANAGER, people.full_name(), (Role.MANAGER,), tuple(QUOTAS)),
        MemberPlan("yllapito", people.full_name(), (Role.ADMINISTRATOR,)),
        MemberPlan("kumppani", People(f"partner {CODE}").full_name(), (Role.PARTNER,)),
        MemberPlan("iisalmi", people.full_name(), (Role.MUNICIPALITY,), (IISALMI,)),
        MemberPlan("kiuruvesi", people.full_name(), (Role.MUNICIPALITY,), (KIURUVESI,)),
    )


def _bodies(people: People) -> list[Body]:
    """Employment services until the end of 2024 and their successor; social work, TYP and people themselves."""
    work, then = ReferrerRole.EMPLOYMENT, LAST_OF_TE_OFFICE + dt.timedelta(days=1)
    return [
        body(people, work, "Pohjois-Savon TE-toimisto", 4, until_on=LAST_OF_TE_OFFICE),
        body(people, work, "Iisalmen kuntakokeilu", 3, until_on=LAST_OF_TE_OFFICE),
        body(people, work, "Kiuruveden työllisyyspalvelut", 1, until_on=LAST_OF_TE_OFFICE),
        body(people, work, "Ylä-Savon työllisyysalue", 5, from_on=then),
        body(people, work, "Ylä-Savon työllisyysalue", 3, from_on=then),
        body(people, ReferrerRole.SOCIAL_WORK, "Pohjois-Savon hyvinvointialue, sosiaalityö", 2),
        body(people, ReferrerRole.OTHER, "TYP Ylä-Savo", 1),
        Body(OWN, 1),
    ]


def _is_long_in(course: Course, day: dt.date) -> bool:
    return course.is_open and (day - course.entry_on).days > 120


def _has_left(course: Course, day: dt.date, *, days: int) -> bool:
    exit_on = course.stays[-1].exit_on
    return exit_on is not None and (day - exit_on).days >= days


def _with_absences(courses: list[Course], day: dt.date) -> list[Course]:
    """Sick leaves and holidays of open stays, and one pause that goes on."""
    kinds = ((AbsenceKind.SICK, 70, 6), (AbsenceKind.SICK, 45, 11), (AbsenceKind.HOLIDAY, 75, 13))
    long_in = [index for index, course in enumerate(courses) if _is_long_in(course, day)]
    for index, (kind, days_ago, length) in zip(long_in[3::5], kinds * 2, strict=False):
        starts_on = day - dt.timedelta(days=days_ago + index % 5)
        absence = AbsencePlan(kind, starts_on, starts_on + dt.timedelta(days=length))
        courses[index] = replace(courses[index], absences=(absence,))
    paused = AbsencePlan(AbsenceKind.PAUSED, workday_until(day - dt.timedelta(days=25)))
    courses[long_in[0]] = replace(courses[long_in[0]], absences=(paused,))
    return courses


def _with_turns(rng: Random, people: People, courses: list[Course], day: dt.date) -> list[Course]:
    """Gives single clients what daily work must carry: a protected address, a return, a missing answer."""
    open_ones = [index for index, course in enumerate(courses) if _is_long_in(course, day)]
    latest = [index for index, course in enumerate(courses) if course.is_open][-12:]
    left = [index for index, course in enumerate(courses) if _has_left(course, day, days=150)]
    silent = [index for index, course in enumerate(courses) if _has_left(course, day, days=40)]
    outside = [index for index, course in enumerate(courses) if course.person.municipality_id not in QUOTAS]
    quarter_ago = workday_until(day - dt.timedelta(days=90))
    turns: list[tuple[int, Turn]] = [
        (open_ones[1], lambda course: _known_as(course, has_protected_address=True)),
        (open_ones[2], lambda course: with_second_coach(course, _another(course), quarter_ago)),
        (open_ones[4], lambda course: _renamed(course, people, day)),
        (open_ones[5], lambda course: with_earlier_coach(course, _another(course), quarter_ago)),
        (open_ones[6], _without_phone),
        (open_ones[7], lambda course: with_second_coach(course, _another(course), quarter_ago)),
        (open_ones[8], lambda course: _with_substitute_now(course, day)),
        (open_ones[10], lambda course: with_partner(course, "kumppani", quarter_ago, day)),
        (open_ones[9], lambda course: _with_interpreter(course, people)),
        (open_ones[11], _over_excluded_service),
        (latest[2], lambda course: _stated(course, education_level=None)),
        (latest[5], lambda course: _stated(course, entry_status=None, unemployed_since=None)),
        (latest[8], lambda course: _known_as(course, gender=None)),
        (silent[-1], _silent_at_end),
        (left[3], lambda course: _returned(rng, course, day)),
        *((index, _from_outside) for index in outside),
    ]
    for index, turn in turns:
        courses[index] = turn(courses[index])
    return courses


def _another(course: Course) -> str:
    """A coach who is not responsible for the client."""
    return THIRD if course.responsible == FIRST else FIRST


def _known_as(course: Course, **facts: Any) -> Course:
    return replace(course, person=replace(course.person, **facts))


def _stated(course: Course, **facts: Any) -> Course:
    """The course with other facts of its last stay."""
    return replace(course, stays=(*course.stays[:-1], replace(course.stays[-1], **facts)))


def _renamed(course: Course, people: People, day: dt.date) -> Course:
    person = course.person
    former = FormerName(person.first_name, person.last_name, workday_until(day - dt.timedelta(days=40)))
    return _known_as(course, last_name=people.last_name(), former=former)


def _without_phone(course: Course) -> Course:
    return replace(_known_as(course, phone="", email="", best_way=ContactWay.LETTER), attempts=())


def _with_interpreter(course: Course, people: People) -> Course:
    person = course.person
    return replace(
        course,
        person=people.person(
            municipality=person.municipality_id,
            on=course.entry_on,
            age=(35, 45),
            gender=Gender.WOMAN,
            background=UKRAINIAN,
        ),
    )


def _with_substitute_now(course: Course, day: dt.date) -> Course:
    """The coach is on holiday around the demo's day."""
    from_on = workday_until(day - dt.timedelta(days=4))
    return with_substitute(course, _another(course), from_on, day)


def _over_excluded_service(course: Course) -> Course:
    """Accepted although an excluded service still ran for some days."""
    entry_on = course.entry_on
    service = ServicePlan(
        ServiceKind.REHABILITATIVE_WORK, entry_on - dt.timedelta(days=180), entry_on + dt.timedelta(days=11)
    )
    return replace(
        course,
        services=(*course.services, service),
        override_reason="Kuntouttava työtoiminta päättyy kahden viikon kuluessa, sovittu lähettäjän kanssa.",
    )


def _from_outside(course: Course) -> Course:
    return replace(
        course, override_reason="Muutto Iisalmeen on sovittu, ja lähettäjä pitää aloitusta nyt tärkeänä."
    )


def _silent_at_end(course: Course) -> Course:
    """Left without telling where to: what is not known is not there."""
    unknown = ("exit_status", "exit_in_education", "exit_qualification", "direction", "six_month_status")
    return _stated(course, events=(), **dict.fromkeys(unknown))


def _returned(rng: Random, course: Course, day: dt.date) -> Course:
    """Came back after months away and is in the project again."""
    entry_on = workday_until(day - dt.timedelta(days=48))
    again = make_stay(rng, course.person, entry_on, EntryStatus.UNEMPLOYED, 2)
    since = course.stays[-1].exit_on
    again = replace(again, unemployed_since=since, education_level=None, in_education_at_entry=None)
    return replace(
        course, stays=(*course.stays, again), last_contact_on=workday_until(day - dt.timedelta(days=6))
    )


def _waiting(people: People, desk: Desk, courses: list[Course], day: dt.date) -> list[ReferralPlan]:
    """Referrals to decide on: each thing that can stand against accepting, and some that nothing stands against."""
    known = next(course.person for course in reversed(courses) if course.is_open)

    def referral(person: Person, days_ago: int, **facts: Any) -> ReferralPlan:
        received_on = workday_until(day - dt.timedelta(days=days_ago))
        return desk.waiting(person, received_on, EntryStatus.UNEMPLOYED, **facts)

    def somebody(place: str, gender: Gender = Gender.MAN, **facts: Any) -> Person:
        return people.person(municipality=place, on=day, gender=gender, **facts)

    excluded = (ServicePlan(ServiceKind.REHABILITATIVE_WORK, workday_until(day - dt.timedelta(days=120))),)
    letter_only = replace(somebody(KIURUVESI), phone="", email="", best_way=ContactWay.THROUGH_REFERRER)
    return [
        referral(somebody(IISALMI, age=(17, 17)), 12),
        referral(letter_only, 11, referrer=desk.referrer(ReferrerRole.SOCIAL_WORK)),
        referral(somebody(KUOPIO, Gender.WOMAN), 9),
        referral(somebody(VIEREMA, age=(28, 50)), 7),
        referral(somebody(SONKAJARVI, Gender.WOMAN), 6, services=excluded),
        referral(replace(known, phone=people.phone()), 5),
        referral(somebody(IISALMI, Gender.WOMAN), 2, referrer=OWN),
        referral(somebody(PIELAVESI), 1),
    ]


def _under_way(people: People, desk: Desk, day: dt.date) -> list[ReferralPlan]:
    """Referrals on which steps have been taken: the waiting list of full Vieremä, and one in each other state."""
    looked_at = (ReferralState.REVIEWED, 1, MANAGER)

    def referral(
        place: str,
        gender: Gender,
        days_ago: int,
        *steps: tuple[ReferralState, int, str],
        reason: DeclineReason | None = None,
    ) -> ReferralPlan:
        """`steps`: a state, how many days after receiving, and by whom; the reason is that of the last one."""
        received_on = workday_until(day - dt.timedelta(days=days_ago))
        person = people.person(municipality=place, on=day, age=(22, 58), gender=gender)
        plan = desk.waiting(person, received_on, EntryStatus.UNEMPLOYED)
        states = [
            (state, workday_until(received_on + dt.timedelta(days=days)), member)
            for state, days, member in (looked_at, *steps)
        ]
        taken = tuple(
            StepPlan(
                state,
                max(
                    dt.datetime.combine(on, dt.time(9 + number, 20), HELSINKI),
                    plan.received_at + dt.timedelta(minutes=10 + number),
                ),
                member,
                reason if state == states[-1][0] else None,
            )
            for number, (state, on, member) in enumerate(states)
        )
        return replace(plan, steps=taken)

    def queued(gender: Gender, days_ago: int) -> ReferralPlan:
        called, placed = (ReferralState.CONTACTED, 3, THIRD), (ReferralState.WAITING, 4, MANAGER)
        return referral(VIEREMA, gender, days_ago, called, placed)

    contacted, withdrawn = (ReferralState.CONTACTED, 4, SECOND), (ReferralState.WITHDRAWN, 9, MANAGER)
    return [
        queued(Gender.WOMAN, 41),
        queued(Gender.MAN, 34),
        queued(Gender.WOMAN, 22),
        referral(SONKAJARVI, Gender.WOMAN, 5),
        referral(KIURUVESI, Gender.MAN, 9, contacted),
        referral(IISALMI, Gender.WOMAN, 26, contacted, withdrawn, reason=DeclineReason.FOUND_WORK),
    ]
