"""Iisalmen kaupunki (demo) with Iisakki: 10/2020–12/2022, ended; 69 people contacted, 40 of them joined."""

import datetime as dt
from random import Random

from clients.choices import DeclineReason, Direction, ReferrerRole, ServiceKind
from reporting.demo.casework import make_cases, make_declined
from reporting.demo.courses import Flow, make_courses
from reporting.demo.people import People
from reporting.demo.plan import BudgetRow, MemberPlan, OrganisationPlan, OutcomePlan, ProjectPlan
from reporting.demo.referring import Body, Desk, body
from reporting.demo.toimi_facts import CLEAR_DIRECTIONS
from reporting.models import BudgetSection, Denominator
from tasmat.access.roles import Role
from tasmat.tenancy.models import CoachWord

CODE, IISALMI = "IISAKKI", "140"
COACHES = {IISALMI: ("asiakasvastaava1", "asiakasvastaava2")}
MANAGER = "paallikko"
ENDS_ON = dt.date(2022, 12, 31)

PROJECT = ProjectPlan(
    code=CODE,
    name="Iisakki – Iisalmen työkykytiimi",
    starts_on=dt.date(2020, 10, 1),
    ends_on=ENDS_ON,
    quotas={IISALMI: 200},
    rules={
        "funder": "Sosiaali- ja terveysministeriö",
        "coach_word": CoachWord.CASE_MANAGER,
        "takes_referrals": False,
        "contact_name": "Iisalmen kaupungin työllisyyspalvelut",
        "contact_phone": "040 000 0004",
    },
    budget=(
        BudgetRow(BudgetSection.COSTS, "Kokonaistalousarvio", {None: 399_250}),
        BudgetRow(BudgetSection.FUNDING, "Valtionavustus 80 %", {None: 319_400}),
        BudgetRow(BudgetSection.FUNDING, "Kuntarahoitus (kustannuspaikka 1415)", {None: 79_850}),
        BudgetRow(BudgetSection.FUNDING, "Rahoitus yhteensä", {None: 399_250}, is_sum=True),
        BudgetRow(BudgetSection.MUNICIPALITIES, "Iisalmi, kuntarahoituksesta arviolta", {2020: 5_210}),
    ),
    indicator_targets={"EECO01": 200},
    outcomes=(
        OutcomePlan(
            "Työhön, työtoimintaan tai koulutukseen",
            "Till arbete, arbetsverksamhet eller utbildning",
            "Work, work activity or education",
            (
                Direction.OPEN_LABOUR_MARKET,
                Direction.SUPPORTED_WORK,
                Direction.WORK_ACTIVITY,
                Direction.VOCATIONAL_STUDIES,
                Direction.OTHER_STUDIES,
            ),
            Denominator.ENDED,
            70,
        ),
        OutcomePlan(
            "Selkeä etenemissuunta",
            "En klar riktning framåt",
            "A clear direction",
            CLEAR_DIRECTIONS,
            Denominator.PARTICIPANTS,
            100,
        ),
    ),
)
DECLINED = {
    DeclineReason.CLIENT_DECLINED: 11,
    DeclineReason.NOT_REACHED: 7,
    DeclineReason.NOT_TARGET_GROUP: 5,
    DeclineReason.OTHER_SERVICE: 3,
    DeclineReason.OTHER: 3,
}


def make(day: dt.date) -> OrganisationPlan:
    """The organisation with its project as it ended; the demo's day changes nothing."""
    rng, people = Random(CODE), People(CODE)  # noqa: S311  Made-up people need no secrecy.
    members = _members(people)
    desk = Desk(rng, _bodies(people), MANAGER, by_staff=0.6)
    flow = Flow(
        participants={IISALMI: 40},
        first_entry_on=dt.date(2020, 11, 9),
        last_entry_on=dt.date(2022, 6, 17),
        directions={
            Direction.OPEN_LABOUR_MARKET: 7,
            Direction.SUPPORTED_WORK: 7,
            Direction.WORK_ACTIVITY: 9,
            Direction.VOCATIONAL_STUDIES: 4,
            Direction.OTHER_STUDIES: 2,
            Direction.JOB_SEARCH: 4,
            Direction.OTHER_SERVICE: 4,
            Direction.HEALTH_OR_PENSION: 3,
        },
        shortest_days=120,
        longest_days=420,
        until=ENDS_ON,
        # In TÄSMÄT excluded, here the target group.
        services={ServiceKind.REHABILITATIVE_WORK: 0.4, ServiceKind.SOCIAL_REHABILITATION: 0.25},
    )
    courses = make_courses(rng, people, flow, COACHES)
    declined = make_declined(
        rng, desk, people, DECLINED, places=(IISALMI,), first=dt.date(2020, 10, 12), last=dt.date(2022, 9, 30)
    )
    return OrganisationPlan(
        day=day,
        slug="iisalmi",
        name="Iisalmen kaupunki (demo)",
        domain="iisalmi.example",
        project=PROJECT,
        members=members,
        cases=make_cases(rng, desk, courses, code=CODE, pace=22),
        referrals=declined,
    )


def _members(people: People) -> tuple[MemberPlan, ...]:
    return (
        MemberPlan("asiakasvastaava1", people.full_name(), (Role.COACH,), (IISALMI,)),
        MemberPlan("asiakasvastaava2", people.full_name(), (Role.COACH,), (IISALMI,)),
        MemberPlan(MANAGER, people.full_name(), (Role.MANAGER,), (IISALMI,)),
        MemberPlan("yllapito", people.full_name(), (Role.ADMINISTRATOR,)),
        MemberPlan("kumppani", People(f"partner {CODE}").full_name(), (Role.PARTNER,)),
        MemberPlan("kunta", people.full_name(), (Role.MUNICIPALITY,), (IISALMI,)),
    )


def _bodies(people: People) -> list[Body]:
    work, care = ReferrerRole.EMPLOYMENT, "Ylä-Savon SOTE kuntayhtymä"
    return [
        body(people, work, "Pohjois-Savon TE-toimisto", 3),
        body(people, work, "Iisalmen työllisyyden kuntakokeilu", 4, from_on=dt.date(2021, 3, 1)),
        body(people, ReferrerRole.SOCIAL_WORK, f"{care}, aikuissosiaalityö", 3),
        body(people, ReferrerRole.OTHER, f"{care}, kuntouttava työtoiminta", 2),
    ]
