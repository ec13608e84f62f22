"""Kumppaniksi ry (demo) with TEHOA työllistämiseen: Kajaani from 1.8.2025, running on the demo's day."""

import datetime as dt
from dataclasses import replace
from random import Random

from clients.choices import AbsenceKind, DeclineReason, Direction, EntryStatus, Gender, ReferrerRole
from reporting.demo.casework import make_cases, make_declined
from reporting.demo.contacts import with_contacts
from reporting.demo.courses import Flow, make_courses
from reporting.demo.people import People
from reporting.demo.plan import (
    AbsencePlan,
    BudgetRow,
    Course,
    EntityPlan,
    MemberPlan,
    OrganisationPlan,
    OutcomePlan,
    ProjectPlan,
    ReferralPlan,
)
from reporting.demo.referring import OWN, Body, Desk, body
from reporting.demo.workdays import workday_until
from reporting.models import BudgetSection, Denominator, EntityKind
from tasmat.access.roles import Role
from tasmat.tenancy.models import CoachWord

CODE, KAJAANI, SOTKAMO = "TEHOA", "205", "765"
CONTACT_INTERVAL = 7  # days; the plan is at least two contacts a week at first
LONGEST_DAYS = 181  # the process lasts at most six months
COACHES = {KAJAANI: ("valmentaja1", "valmentaja2")}
MANAGER = "paallikko"

PROJECT = ProjectPlan(
    code=CODE,
    name="TEHOA työllistämiseen",
    starts_on=dt.date(2025, 8, 1),
    ends_on=dt.date(2028, 7, 31),
    quotas={KAJAANI: 120},
    rules={
        "eura_code": "S99902",
        "funder": "Pohjois-Pohjanmaan ELY-keskus",
        "contact_interval_days": CONTACT_INTERVAL,
        "contact_name": "TEHOA-hankkeen projektipäällikkö",
        "contact_phone": "040 000 0002",
        "contact_email": "tehoa@kumppaniksi.example",
        "coach_word": CoachWord.JOB_COACH,
    },
    budget=(
        BudgetRow(BudgetSection.COSTS, "Palkkakustannukset", {None: 337_824}),
        BudgetRow(BudgetSection.COSTS, "Flat rate 40 %", {None: 135_129}),
        BudgetRow(BudgetSection.COSTS, "Nettokustannusarvio yhteensä", {None: 472_953}, is_sum=True),
        BudgetRow(BudgetSection.FUNDING, "EU + valtio", {None: 378_339}),
        BudgetRow(BudgetSection.FUNDING, "Omarahoitus, yksityinen", {None: 94_614}),
        BudgetRow(BudgetSection.FUNDING, "Rahoitussuunnitelma yhteensä", {None: 472_953}, is_sum=True),
    ),
    indicator_targets={"EECO01": 120},
    outcomes=(
        OutcomePlan(
            "Avoimille työmarkkinoille tai ammatillisiin opintoihin",
            "Till den öppna arbetsmarknaden eller yrkesstudier",
            "Open labour market or vocational studies",
            (Direction.OPEN_LABOUR_MARKET, Direction.VOCATIONAL_STUDIES),
            Denominator.ENDED,
            45,
        ),
    ),
    entities=(
        EntityPlan(EntityKind.PUBLIC, "Kajaanin kaupungin työllisyyspalvelut", dt.date(2025, 8, 18)),
        EntityPlan(EntityKind.SME, "Lounas Kainuunkulma (keksitty)", dt.date(2025, 10, 7)),
        EntityPlan(EntityKind.SME, "Pyöräpaja Ketju (keksitty)", dt.date(2025, 12, 3)),
    ),
)


def make(day: dt.date) -> OrganisationPlan:
    """The organisation as it stands on a day of early 2026."""
    rng, people = Random(CODE), People(CODE)  # noqa: S311  Made-up people need no secrecy.
    members = _members(people)
    desk = Desk(rng, _bodies(people), MANAGER)
    flow = Flow(
        participants={KAJAANI: 25},
        first_entry_on=dt.date(2025, 8, 18),
        last_entry_on=day - dt.timedelta(days=9),
        directions={
            Direction.OPEN_LABOUR_MARKET: 2,
            Direction.VOCATIONAL_STUDIES: 2,
            Direction.SUPPORTED_WORK: 1,
            Direction.WORK_ACTIVITY: 1,
            Direction.JOB_SEARCH: 2,
            Direction.OTHER_SERVICE: 1,
        },
        shortest_days=75,
        longest_days=LONGEST_DAYS,
        until=day,
        just_left=1,
    )
    courses = _with_absences(make_courses(rng, people, flow, COACHES), day)
    courses = with_contacts(rng, courses, day, CONTACT_INTERVAL)
    declined = make_declined(
        rng,
        desk,
        people,
        {DeclineReason.CLIENT_DECLINED: 2, DeclineReason.NOT_REACHED: 1, DeclineReason.OUTSIDE_AREA: 1},
        places=(KAJAANI,),
        elsewhere=SOTKAMO,
        first=dt.date(2025, 9, 1),
        last=day - dt.timedelta(days=6),
    )
    return OrganisationPlan(
        day=day,
        slug="kumppaniksi",
        name="Kumppaniksi ry (demo)",
        domain="kumppaniksi.example",
        project=PROJECT,
        members=members,
        cases=make_cases(rng, desk, courses, code=CODE, pace=7),
        referrals=(*declined, *_waiting(people, desk, day)),
    )


def _members(people: People) -> tuple[MemberPlan, ...]:
    """The project manager coaches too: one person, two roles."""
    return (
        MemberPlan("valmentaja1", people.full_name(), (Role.COACH,), (KAJAANI,)),
        MemberPlan("valmentaja2", people.full_name(), (Role.COACH,), (KAJAANI,)),
        MemberPlan(MANAGER, people.full_name(), (Role.MANAGER, Role.COACH), (KAJAANI,)),
        MemberPlan("yllapito", people.full_name(), (Role.ADMINISTRATOR,)),
        MemberPlan("kumppani", People(f"partner {CODE}").full_name(), (Role.PARTNER,)),
        MemberPlan("kajaani", people.full_name(), (Role.MUNICIPALITY,), (KAJAANI,)),
    )


def _with_absences(courses: list[Course], day: dt.date) -> list[Course]:
    """One of the newest is on sick leave, which stops the rule of two contacts a week; another was for some days."""
    open_ones = [index for index, course in enumerate(courses) if course.is_open]
    ill = AbsencePlan(AbsenceKind.SICK, workday_until(day - dt.timedelta(days=5)))
    was_ill = AbsencePlan(AbsenceKind.SICK, day - dt.timedelta(days=15), day - dt.timedelta(days=12))
    for index, absence in ((open_ones[-3], ill), (open_ones[1], was_ill)):
        courses[index] = replace(courses[index], absences=(absence,))
    return courses


def _bodies(people: People) -> list[Body]:
    office = "Kajaanin kaupungin työllisyyspalvelut"
    return [
        body(people, ReferrerRole.EMPLOYMENT, office, 5),
        body(people, ReferrerRole.EMPLOYMENT, office, 3),
        Body(OWN, 1),
    ]


def _waiting(people: People, desk: Desk, day: dt.date) -> list[ReferralPlan]:
    return [
        desk.waiting(
            people.person(municipality=KAJAANI, on=day, gender=gender),
            workday_until(day - dt.timedelta(days=days_ago)),
            EntryStatus.UNEMPLOYED,
        )
        for gender, days_ago in ((Gender.WOMAN, 8), (Gender.MAN, 4), (Gender.MAN, 1))
    ]
