"""TOIMI-säätiö (demo) with TÄSMÄT: five municipalities of Ylä-Savo, 7/2024–6/2026, running on the demo's day."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from random import Random

from clients.choices import (
    AbsenceKind,
    ContactWay,
    DeclineReason,
    Direction,
    EntryStatus,
    Gender,
    ReferrerRole,
    ServiceKind,
)
from reporting.demo.casework import (
    make_cases,
    make_declined,
    with_earlier_coach,
    with_second_coach,
    with_substitute,
)
from reporting.demo.contacts import with_contacts
from reporting.demo.courses import Flow, close, make_courses, make_stay
from reporting.demo.people import UKRAINIAN, People
from reporting.demo.plan import (
    AbsencePlan,
    BudgetRow,
    Course,
    EntityPlan,
    FormerName,
    MemberPlan,
    OrganisationPlan,
    OutcomePlan,
    ProjectPlan,
    ReferralPlan,
    ServicePlan,
)
from reporting.demo.referring import OWN, Body, Desk, body
from reporting.demo.workdays import workday_until
from reporting.models import BudgetSection, Denominator, EntityKind
from tasmat.access.roles import Role

CODE = "TASMAT"
IISALMI, KIURUVESI, PIELAVESI, VIEREMA, SONKAJARVI = "140", "263", "595", "925", "762"
SIILINJARVI, KUOPIO = "749", "297"  # outside the project
QUOTAS = {IISALMI: 55, KIURUVESI: 20, PIELAVESI: 11, VIEREMA: 10, SONKAJARVI: 10}
PARTICIPANTS = {IISALMI: 50, KIURUVESI: 17, PIELAVESI: 10, VIEREMA: 10, SONKAJARVI: 7, SIILINJARVI: 1}
INTERVAL = 14  # days between contacts at the longest

MANAGER, FIRST, SECOND, THIRD = "paallikko", "valmentaja1", "valmentaja2", "valmentaja3"
COACHES = {
    IISALMI: (FIRST, FIRST, THIRD),
    KIURUVESI: (SECOND,),
    PIELAVESI: (SECOND,),
    VIEREMA: (THIRD,),
    SONKAJARVI: (THIRD,),
    SIILINJARVI: (FIRST,),
}

CLEAR_DIRECTIONS = tuple(direction for direction in Direction if direction != Direction.UNKNOWN)

_YEARS = (2024, 2025, 2026, None)


def _row(section: BudgetSection, label: str, *euros: int, is_sum: bool = False) -> BudgetRow:
    """Sums of 2024, 2025 and 2026 and the total as printed, which is not always their sum."""
    return BudgetRow(section, label, dict(zip(_YEARS, euros, strict=True)), is_sum)


_COSTS, _FUNDING, _LOCAL = BudgetSection.COSTS, BudgetSection.FUNDING, BudgetSection.MUNICIPALITIES
BUDGET = (
    _row(_COSTS, "Palkkakustannukset", 48_020, 96_039, 48_020, 192_078),
    _row(_COSTS, "Flat rate 40 %", 19_208, 38_416, 19_208, 76_832),
    _row(_COSTS, "Kulut yhteensä", 67_228, 134_455, 67_228, 268_910, is_sum=True),
    _row(_FUNDING, "EU-rahoitus 80 %", 53_782, 107_564, 53_782, 215_128),
    _row(_FUNDING, "Kunnat 17 %", 11_429, 22_857, 11_429, 45_715),
    _row(_FUNDING, "TOIMI-säätiö 3 %", 2_017, 4_034, 2_017, 8_067),
    _row(_FUNDING, "Rahoitus yhteensä", 67_228, 134_455, 67_228, 268_910, is_sum=True),
    _row(_LOCAL, "Iisalmi", 5_929, 11_859, 5_929, 23_717),
    _row(_LOCAL, "Kiuruvesi", 2_156, 4_312, 2_156, 8_624),
    _row(_LOCAL, "Pielavesi", 1_186, 2_372, 1_186, 4_743),
    _row(_LOCAL, "Vieremä", 1_078, 2_156, 1_078, 4_312),
    _row(_LOCAL, "Sonkajärvi", 1_078, 2_156, 1_078, 4_312),
    _row(_LOCAL, "Viisi kuntaa yhteensä", 11_427, 22_855, 11_427, 45_708, is_sum=True),
)

PROJECT = ProjectPlan(
    code=CODE,
    name="TÄSMÄT",
    starts_on=dt.date(2024, 7, 1),
    ends_on=dt.date(2026, 6, 30),
    quotas=QUOTAS,
    rules={
        "eura_code": "S99901",
        "funder": "Euroopan unioni ja viisi Ylä-Savon kuntaa",
        "minimum_age": 18,
        "participant_target": 106,
        "contact_interval_days": INTERVAL,
    },
    excluded=(
        ServiceKind.REHABILITATIVE_WORK,
        ServiceKind.SOCIAL_REHABILITATION,
        ServiceKind.REHABILITATION,
        ServiceKind.SIMILAR,
    ),
    budget=BUDGET,
    indicator_targets={"EECO01": 106},
    outcomes=(
        OutcomePlan(
            "Realistinen jatkosuunnitelma",
            "Realistisk fortsättningsplan",
            "Realistic continuation plan",
            CLEAR_DIRECTIONS,
            Denominator.PARTICIPANTS,
            None,
        ),
    ),
    entities=(
        EntityPlan(EntityKind.PUBLIC, "Ylä-Savon työllisyysalue", dt.date(2025, 1, 15)),
        EntityPlan(EntityKind.PUBLIC, "Pohjois-Savon hyvinvointialueen sosiaalityö", dt.date(2024, 10, 2)),
        EntityPlan(EntityKind.SME, "Leipomo Ruislimppu (keksitty)", dt.date(2025, 3, 12)),
        EntityPlan(EntityKind.SME, "Piha ja Puu Oy (keksitty)", dt.date(2025, 6, 4)),
        EntityPlan(EntityKind.SME, "Kirpputori Lokero (keksitty)", dt.date(2025, 11, 19)),
    ),
)

LAST_OF_TE_OFFICE = dt.date(2024, 12, 31)  # then the municipalities' employment areas began


def make(day: dt.date) -> OrganisationPlan:
    """The organisation as it stands on a day of 2026 before the project's end."""
    rng, people = Random(CODE), People(CODE)  # noqa: S311  Made-up people need no secrecy.
    members = _members(people)
    desk = Desk(rng, _bodies(people), MANAGER)
    flow = Flow(
        participants=PARTICIPANTS,
        first_entry_on=dt.date(2024, 8, 12),
        last_entry_on=day - dt.timedelta(days=8),
        directions={
            Direction.OPEN_LABOUR_MARKET: 7,
            Direction.SUPPORTED_WORK: 5,
            Direction.VOCATIONAL_STUDIES: 5,
            Direction.OTHER_STUDIES: 1,
            Direction.WORK_ACTIVITY: 3,
            Direction.JOB_SEARCH: 6,
            Direction.OTHER_SERVICE: 3,
            Direction.HEALTH_OR_PENSION: 2,
        },
        shortest_days=110,
        longest_days=520,
        until=day,
        just_left=4,
    )
    courses = make_courses(rng, people, flow, COACHES)
    courses = with_contacts(rng, _with_absences(courses, day), day, INTERVAL)
    courses = _with_turns(rng, people, courses, day)
    cases = make_cases(rng, desk, courses, code=CODE, day=day, pace=13)
    declined = make_declined(
        rng,
        desk,
        people,
        {
            DeclineReason.NOT_TARGET_GROUP: 2,
            DeclineReason.OUTSIDE_AREA: 2,
            DeclineReason.OTHER_SERVICE: 3,
            DeclineReason.CLIENT_DECLINED: 3,
            DeclineReason.NOT_REACHED: 2,
        },
        places=(IISALMI, KIURUVESI, SONKAJARVI),
        first=dt.date(2024, 9, 2),
        last=day - dt.timedelta(days=3),
    )
    return OrganisationPlan(
        slug="toimi",
        name="TOIMI-säätiö (demo)",
        domain="toimi.example",
        project=PROJECT,
        members=members,
        cases=cases,
        referrals=(*declined, *_waiting(people, desk, courses, day)),
    )


def _members(people: People) -> tuple[MemberPlan, ...]:
    everywhere = tuple(QUOTAS)
    return (
        MemberPlan(FIRST, people.full_name(), (Role.COACH,), (IISALMI,)),
        MemberPlan(SECOND, people.full_name(), (Role.COACH,), (KIURUVESI, PIELAVESI)),
        MemberPlan(THIRD, people.full_name(), (Role.COACH,), (IISALMI, VIEREMA, SONKAJARVI)),
        MemberPlan(MANAGER, people.full_name(), (Role.MANAGER,), everywhere),
        MemberPlan("yllapito", people.full_name(), (Role.ADMINISTRATOR,), everywhere),
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


def _with_absences(courses: list[Course], day: dt.date) -> list[Course]:
    """Sick leaves and holidays of open stays, and one pause that goes on."""
    kinds = ((AbsenceKind.SICK, 70, 6), (AbsenceKind.SICK, 45, 11), (AbsenceKind.HOLIDAY, 75, 13))
    long_in = [index for index, course in enumerate(courses) if _is_long_in(course, day)]
    for index, (kind, ago, length) in zip(long_in[3::5], kinds * 2, strict=False):
        starts_on = day - dt.timedelta(days=ago + index % 5)
        absence = AbsencePlan(kind, starts_on, starts_on + dt.timedelta(days=length))
        courses[index] = replace(courses[index], absences=(absence,))
    paused = AbsencePlan(AbsenceKind.PAUSED, workday_until(day - dt.timedelta(days=25)))
    courses[long_in[0]] = replace(courses[long_in[0]], absences=(paused,))
    return courses


def _is_long_in(course: Course, day: dt.date) -> bool:
    return course.is_open and (day - course.entry_on).days > 120


Turn = Callable[[Course], Course]


def _with_turns(rng: Random, people: People, courses: list[Course], day: dt.date) -> list[Course]:
    """Gives single clients what daily work must carry: a protected address, a return, a missing answer."""
    open_ones = [index for index, course in enumerate(courses) if _is_long_in(course, day)]
    latest = [index for index, course in enumerate(courses) if course.is_open][-12:]
    ended = [index for index, course in enumerate(courses) if _ended_before(course, day, days=150)]
    silent = [index for index, course in enumerate(courses) if _ended_before(course, day, days=40)]
    outside = [i for i, course in enumerate(courses) if course.person.municipality_id == SIILINJARVI]
    quarter_ago = workday_until(day - dt.timedelta(days=90))
    turns: list[tuple[int, Turn]] = [
        (open_ones[1], _protected),
        (open_ones[4], lambda course: _renamed(course, people, day)),
        (open_ones[6], _without_phone),
        (open_ones[9], lambda course: _with_interpreter(course, people)),
        (open_ones[11], _over_excluded_service),
        (open_ones[2], lambda course: with_second_coach(course, THIRD, quarter_ago)),
        (open_ones[7], lambda course: with_second_coach(course, FIRST, quarter_ago)),
        (open_ones[8], lambda course: _with_substitute_now(course, day)),
        (open_ones[5], lambda course: with_earlier_coach(course, MANAGER_AS_COACH, quarter_ago)),
        (latest[2], lambda course: _lacking(course, education_level=None)),
        (latest[5], lambda course: _lacking(course, entry_status=None, unemployed_since=None)),
        (latest[8], lambda course: replace(course, person=replace(course.person, gender=None))),
        (silent[-1], lambda course: _lacking(course, exit_status=None, direction=None, events=())),
        (ended[3], lambda course: _returned(rng, course, day)),
    ]
    turns += [(index, _accepted_from_outside) for index in outside]
    for index, turn in turns:
        courses[index] = turn(courses[index])
    return courses
