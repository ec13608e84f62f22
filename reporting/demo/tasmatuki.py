"""Arffman Consulting Oy (demo) with the pilot Täsmätuki: Pohjois-Pohjanmaa, 9/2021–12/2022, ended.

The paper of 28.2.2022 prints that over 40 had started; dates, municipalities and places are the demo's own.
"""

import datetime as dt
from random import Random

from clients.choices import DeclineReason, Direction, ReferrerRole
from reporting.demo.casework import make_cases, make_declined
from reporting.demo.courses import Flow, make_courses
from reporting.demo.people import People
from reporting.demo.plan import MemberPlan, OrganisationPlan, ProjectPlan
from reporting.demo.referring import Body, Desk, body
from tasmat.access.roles import Role

CODE = "TASMATUKI"
OULU, RAAHE, YLIVIESKA, KUUSAMO, KEMPELE, MUHOS = "564", "678", "977", "305", "244", "494"
PLACES = {OULU: 20, RAAHE: 8, YLIVIESKA: 8, KUUSAMO: 6, KEMPELE: 6, MUHOS: 4}
PARTICIPANTS = {OULU: 18, RAAHE: 7, YLIVIESKA: 6, KUUSAMO: 4, KEMPELE: 5, MUHOS: 4}
FIRST, SECOND, MANAGER = "valmentaja1", "valmentaja2", "paallikko"
COACHES = {
    OULU: (FIRST, FIRST, SECOND),
    KEMPELE: (FIRST,),
    MUHOS: (FIRST,),
    RAAHE: (SECOND,),
    YLIVIESKA: (SECOND,),
    KUUSAMO: (SECOND,),
}
ENDS_ON = dt.date(2022, 12, 31)

PROJECT = ProjectPlan(
    code=CODE,
    name="Täsmätuki",
    starts_on=dt.date(2021, 9, 1),
    ends_on=ENDS_ON,
    quotas=PLACES,
    rules={
        "funder": "Pohjois-Pohjanmaan ELY-keskus",
        "takes_referrals": False,
        "contact_name": "Asiakaspalvelu",
        "contact_phone": "040 000 0003",
    },
)


def make(day: dt.date) -> OrganisationPlan:
    """The organisation with its project as it ended; the demo's day changes nothing."""
    rng, people = Random(CODE), People(CODE)  # noqa: S311  Made-up people need no secrecy.
    members = _members(people)
    desk = Desk(rng, _bodies(people), MANAGER)
    flow = Flow(
        participants=PARTICIPANTS,
        first_entry_on=dt.date(2021, 10, 4),
        last_entry_on=dt.date(2022, 2, 25),
        directions={
            Direction.OPEN_LABOUR_MARKET: 9,
            Direction.SUPPORTED_WORK: 7,
            Direction.VOCATIONAL_STUDIES: 5,
            Direction.WORK_ACTIVITY: 6,
            Direction.JOB_SEARCH: 9,
            Direction.OTHER_SERVICE: 4,
            Direction.HEALTH_OR_PENSION: 4,
        },
        shortest_days=90,
        longest_days=240,
        until=ENDS_ON,
    )
    courses = make_courses(rng, people, flow, COACHES)
    declined = make_declined(
        rng,
        desk,
        people,
        {DeclineReason.CLIENT_DECLINED: 3, DeclineReason.NOT_REACHED: 2, DeclineReason.NOT_TARGET_GROUP: 1},
        places=tuple(PLACES),
        first=dt.date(2021, 9, 20),
        last=dt.date(2022, 3, 31),
    )
    return OrganisationPlan(
        day=day,
        slug="arffman",
        name="Arffman Consulting Oy (demo)",
        domain="arffman.example",
        project=PROJECT,
        members=members,
        cases=make_cases(rng, desk, courses, code=CODE, pace=14),
        referrals=declined,
    )


def _members(people: People) -> tuple[MemberPlan, ...]:
    return (
        MemberPlan(FIRST, people.full_name(), (Role.COACH,), (OULU, KEMPELE, MUHOS)),
        MemberPlan(SECOND, people.full_name(), (Role.COACH,), (OULU, RAAHE, YLIVIESKA, KUUSAMO)),
        MemberPlan(MANAGER, people.full_name(), (Role.MANAGER,), tuple(PLACES)),
        MemberPlan("yllapito", people.full_name(), (Role.ADMINISTRATOR,)),
        MemberPlan("kumppani", People(f"partner {CODE}").full_name(), (Role.PARTNER,)),
        MemberPlan("oulu", people.full_name(), (Role.MUNICIPALITY,), (OULU,)),
    )


def _bodies(people: People) -> list[Body]:
    work = ReferrerRole.EMPLOYMENT
    return [
        body(people, work, "Pohjois-Pohjanmaan TE-toimisto", 6),
        body(people, work, "Pohjois-Pohjanmaan TE-toimisto", 4),
        body(people, work, "Oulun seudun kuntakokeilu", 2),
    ]
