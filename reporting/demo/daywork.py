"""Writes what coaches record besides entries: lists of the project, plans, periods, supports, agenda, outreach."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db.models import Model

from clients.choices import AgreementKind, AppointmentState, BackgroundKind, EntryKind, PurchaseKind, StepDoer
from clients.models import (
    Agreement,
    Appointment,
    Background,
    Case,
    CoachingPeriod,
    EligibilityItem,
    Equipment,
    Goal,
    GoalRating,
    GoalStep,
    Handover,
    InductionDone,
    InductionItem,
    NetworkPerson,
    Phase,
    Plan,
    Practice,
    Purchase,
    Task,
    WorkshopDay,
)
from reporting.demo.background import BACKGROUND, GOALS, NETWORK, PURCHASES
from reporting.demo.people import People
from reporting.demo.plan import CasePlan
from reporting.demo.practices import PRACTICES, Names, PracticePlan
from reporting.demo.workdays import HELSINKI, some_workday, workday_until, workdays
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership, Project

WORKSHOP_DAYS = 10  # of the last ones, for everybody with an agreement
TRIAL = dt.timedelta(days=30)
OUTSIDE = {
    "kind": AgreementKind.OUTSIDE_TRIAL,
    "place": "Lounas Kainuunkulma (keksitty)",
    "tasks": "Keittiön avustavat työt, astiahuolto ja salin siisteys",
    "hours_a_week": 20,
}


@dataclass
class Rows:
    """Rows of every table, written in the order in which they were first met."""

    by_table: dict[type[Model], list[Model]]

    def add(self, row: Any) -> Any:
        self.by_table.setdefault(type(row), []).append(row)
        return row

    def write(self) -> None:
        for table, rows in self.by_table.items():
            table._default_manager.bulk_create(rows)


@dataclass(frozen=True)
class Desk:
    """What writing one project's day-to-day work needs; `day` is the last day of which anything is known."""

    project: Project
    practice: PracticePlan
    members: Mapping[str, Membership]
    day: dt.date
    rng: Random
    people: People
    rows: Rows

    def coach(self, plan: CasePlan) -> Membership:
        return self.members[plan.course.responsible]


def write_daywork(
    project: Project,
    cases: Sequence[tuple[CasePlan, Case]],
    members: Mapping[str, Membership],
    day: dt.date,
) -> None:
    """Everything of one project, the same every time."""
    code = str(project.code_id)
    rng, people = Random(f"daywork {code}"), People(f"network {code}")  # noqa: S311
    desk = Desk(project, PRACTICES[code], members, min(day, project.ends_on), rng, people, Rows({}))
    phases, induction = write_lists(project, PRACTICES[code])
    for plan, case in cases:
        _person(desk, case)
        _periods(desk, plan, case, phases)
        if plan.course.is_open:
            _open_case(desk, plan, case, induction)
        else:
            _ended_case(desk, plan, case)
    desk.rows.write()


def write_lists(project: Project, practice: PracticePlan) -> tuple[list[Phase], list[InductionItem]]:
    """How a project does its casework; its phases and the points of its induction list."""
    Practice.objects.create(project=project, **practice.columns)
    phases = Phase.objects.bulk_create(
        Phase(
            project=project,
            position=position,
            weekly_contacts=phase.weekly_contacts,
            weekly_for_weeks=phase.weekly_for_weeks,
            longest_gap_days=phase.longest_gap_days,
            **_named(phase.names),
        )
        for position, phase in enumerate(practice.phases)
    )
    EligibilityItem.objects.bulk_create(
        EligibilityItem(project=project, position=position, **_named(names))
        for position, names in enumerate(practice.eligibility)
    )
    items = InductionItem.objects.bulk_create(
        InductionItem(project=project, position=position, **_named(names))
        for position, names in enumerate(practice.induction)
    )
    return phases, items


def _named(names: Names) -> dict[str, str]:
    return dict(zip(("name_fi", "name_sv", "name_en"), names, strict=True))


def _person(desk: Desk, case: Case) -> None:
    """Some facts of every kind, and one or two people of the network."""
    for kind, choices in BACKGROUND.items():
        for title, place, level in desk.rng.sample(choices, desk.rng.randint(0, min(2, len(choices)))):
            starts_on = _some_year(desk) if kind in {BackgroundKind.EDUCATION, BackgroundKind.WORK} else None
            ends_on = _card_ends_on(desk) if kind == BackgroundKind.CARD else None
            desk.rows.add(
                Background(
                    client=case.client,
                    kind=kind,
                    title=title,
                    place=place,
                    level=level,
                    starts_on=starts_on,
                    ends_on=ends_on,
                )
            )
    for role, body in desk.rng.sample(NETWORK, desk.rng.randint(0, 2)):
        agreed_on = case.created_at.date() if desk.rng.random() < 0.8 else None
        desk.rows.add(
            NetworkPerson(
                client=case.client,
                role=role,
                name=desk.people.full_name(),
                body=body,
                phone=f"050 555 {desk.rng.randint(1000, 9999)}",
                agreed_on=agreed_on,
            )
        )


def _some_year(desk: Desk) -> dt.date:
    return dt.date(desk.rng.randint(1998, 2022), desk.rng.choice((1, 6, 8)), 1)


def _card_ends_on(desk: Desk) -> dt.date | None:
    return desk.day + dt.timedelta(days=desk.rng.randint(-200, 900)) if desk.rng.random() < 0.6 else None


def _periods(desk: Desk, plan: CasePlan, case: Case, phases: Sequence[Phase]) -> None:
    """The phases of the latest stay one after the other, the last one as long as it goes on."""
    stay = plan.course.stays[-1]
    last = stay.exit_on or desk.day
    change_on = stay.entry_on + dt.timedelta(days=60)
    add: Callable[[Any], Any] = desk.rows.add
    if len(phases) == 1 or change_on >= last:
        add(CoachingPeriod(case=case, phase=phases[0], starts_on=stay.entry_on, ends_on=stay.exit_on))
        return
    before = change_on - dt.timedelta(days=1)
    add(CoachingPeriod(case=case, phase=phases[0], starts_on=stay.entry_on, ends_on=before))
    add(CoachingPeriod(case=case, phase=phases[1], starts_on=change_on, ends_on=stay.exit_on))


def _open_case(desk: Desk, plan: CasePlan, case: Case, induction: Sequence[InductionItem]) -> None:
    _plan_with_goals(desk, plan, case)
    _agenda(desk, plan, case)
    if desk.project.code_id == "TEHOA":
        _workshop(desk, plan, case, induction)


def _plan_with_goals(desk: Desk, plan: CasePlan, case: Case) -> None:
    """A plan from the second week on; people who have just come have none yet."""
    starts_on = workday_until(plan.course.stays[-1].entry_on + dt.timedelta(days=12))
    if starts_on > desk.day:
        return
    coach, add = desk.coach(plan), desk.rows.add
    row = add(
        Plan(
            case=case,
            kind=desk.practice.columns["plan_kinds"][-1],
            situation="Työnhaku on ollut tauolla. Toiveena on työ, jossa oma tahti riittää.",
            strengths="Huolellinen, pitää sovitusta kiinni, oppii näyttämällä.",
            support="Selkeät ohjeet ja tuttu ihminen mukana alussa.",
            agreed="Tavataan viikoittain ja soitetaan, jos tulee este.",
            starts_on=starts_on,
            review_on=workday_until(desk.day + dt.timedelta(days=desk.rng.randint(-5, 60))),
        )
    )
    for position, text in enumerate(desk.rng.sample(GOALS, desk.rng.randint(1, 3))):
        names = ("much_less", "less", "expected", "more", "much_more")
        goal = add(
            Goal(
                plan=row,
                title=text.title,
                icf_code=text.icf_code,
                importance=desk.rng.randint(1, 3),
                difficulty=desk.rng.randint(1, 3),
                set_on=starts_on,
                position=position,
                **dict(zip(names, text.levels, strict=True)),
            )
        )
        for number, step in enumerate(text.steps):
            done_on = min(starts_on + dt.timedelta(days=20 + 9 * number), desk.day)
            doer = StepDoer.TOGETHER if number else StepDoer.CLIENT
            is_done = number == 0 and done_on < desk.day
            due_on = starts_on + dt.timedelta(days=30 * (number + 1))
            add(
                GoalStep(goal=goal, what=step, doer=doer, due_on=due_on, done_on=done_on if is_done else None)
            )
        for on, level in _ratings(desk, starts_on):
            add(GoalRating(goal=goal, on=on, level=level, recorded_by=coach))


def _ratings(desk: Desk, starts_on: dt.date) -> Iterable[tuple[dt.date, int]]:
    """The baseline, and one every other month, mostly a little better than before."""
    level, on = desk.rng.choice((-2, -1, -1)), starts_on
    while on <= desk.day:
        yield workday_until(on), level
        level = min(level + desk.rng.choice((0, 0, 1)), 2)
        on += dt.timedelta(days=61)


def _agenda(desk: Desk, plan: CasePlan, case: Case) -> None:
    """The next meeting of some, held and missed ones of the last weeks, and a task here and there."""
    coach, rng = desk.coach(plan), desk.rng
    if rng.random() < 0.35:
        on = some_workday(rng, desk.day, desk.day + dt.timedelta(days=12))
        _appointment(desk, coach, case, on, AppointmentState.PLANNED)
    if rng.random() < 0.3:
        on = some_workday(rng, desk.day - dt.timedelta(days=14), desk.day - dt.timedelta(days=1))
        state = rng.choice((AppointmentState.HELD, AppointmentState.HELD, AppointmentState.NOT_COME))
        _appointment(desk, coach, case, on, state)
    if rng.random() < 0.15:
        due_on = some_workday(rng, desk.day - dt.timedelta(days=3), desk.day + dt.timedelta(days=10))
        title = rng.choice(
            ("Tilaa tulkki seuraavaan tapaamiseen", "Kysy palkkatuesta", "Soita kuntoutusohjaajalle")
        )
        desk.rows.add(
            Task(owner=coach, made_by=coach, case=case, title=title, due_on=due_on, key=str(new_id()))
        )


def _appointment(desk: Desk, coach: Membership, case: Case, on: dt.date, state: AppointmentState) -> None:
    starts_at = dt.datetime.combine(on, dt.time(desk.rng.randint(8, 14), desk.rng.choice((0, 30))), HELSINKI)
    desk.rows.add(
        Appointment(
            member=coach,
            case=case,
            submission_key=new_id(),
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(minutes=desk.rng.choice((45, 60, 90))),
            kind=desk.rng.choice((EntryKind.MEETING, EntryKind.MEETING, EntryKind.WORKPLACE_VISIT)),
            place=desk.rng.choice(("toimisto", "kirjasto", "työpaja")),
            state=state,
        )
    )


def _workshop(desk: Desk, plan: CasePlan, case: Case, induction: Sequence[InductionItem]) -> None:
    """The first agreement of a month, its extension, for every other one then a trial at an employer; the rest."""
    coach, rng, add = desk.coach(plan), desk.rng, desk.rows.add
    starts_on = plan.course.stays[-1].entry_on
    ends_on = starts_on + TRIAL - dt.timedelta(days=1)
    facts: dict[str, Any] = {
        "case": case,
        "kind": "own_workshop",
        "place": "Kumppaniksi ry, keittiöpaja" if rng.random() < 0.5 else "Kumppaniksi ry, kierrätyspaja",
        "tasks": "Pajan tavalliset työt, arviointi ja työnhaun asiakirjat",
        "hours_a_week": 25,
        "made_by": coach,
    }
    first = add(Agreement(starts_on=starts_on, ends_on=ends_on, signed_on=starts_on, **facts))
    leaves_on = starts_on + 2 * TRIAL if int(plan.reference[-1]) % 2 else dt.date.max
    has_left = leaves_on < desk.day
    if ends_on < desk.day:
        begins = ends_on + dt.timedelta(days=1)
        until = max(desk.day + dt.timedelta(days=rng.randint(4, 40)), begins)
        last = leaves_on - dt.timedelta(days=1) if has_left else until
        add(Agreement(starts_on=begins, ends_on=last, extends=first, signed_on=begins, **facts))
        if has_left:
            add(Agreement(starts_on=leaves_on, ends_on=until, signed_on=leaves_on, **facts | OUTSIDE))
    away = plan.course.absences
    for on in workdays(max(starts_on, desk.day - dt.timedelta(days=14)), desk.day - dt.timedelta(days=1)):
        if not has_left and not any(absence.holds(on) for absence in away):
            add(WorkshopDay(case=case, on=on, hours=rng.choice(("4", "5", "5.5", "6")), recorded_by=coach))
    for item in induction[: rng.randint(2, len(induction))]:
        add(
            InductionDone(
                case=case, item=item, on=min(starts_on + dt.timedelta(days=1), desk.day), recorded_by=coach
            )
        )
    what = rng.choice(("Turvakengät", "Työtakki", "Suojalasit"))
    returned_on = leaves_on if has_left else None
    add(Equipment(case=case, what=what, handed_on=starts_on, returned_on=returned_on))
    if rng.random() < 0.4:
        kind, what, provider, cost = rng.choice(PURCHASES)
        on = some_workday(rng, starts_on, desk.day)
        is_course = kind == PurchaseKind.COURSE
        done = {"is_done": True, "result": "Suoritettu."} if is_course and on < desk.day else {}
        add(Purchase(case=case, kind=kind, what=what, provider=provider, bought_on=on, cost=cost, **done))


def _ended_case(desk: Desk, plan: CasePlan, case: Case) -> None:
    """Where the client went on to, when that is known."""
    stay = plan.course.stays[-1]
    if stay.direction is None or stay.exit_on is None:
        return
    places = {
        "open_labour_market": "Työnantaja",
        "supported_work": "Työnantaja, palkkatuki",
        "vocational_studies": "Ammattiopisto",
        "other_studies": "Kansanopisto",
        "work_activity": "Kuntouttava työtoiminta",
    }
    desk.rows.add(
        Handover(
            case=case,
            direction=stay.direction,
            to_body=places.get(stay.direction, "Työllisyyspalvelut"),
            goal="Pysyn mukana ja kysyn apua ajoissa.",
            agreed_on=stay.exit_on,
            handed_over_on=stay.exit_on,
            recorded_by=desk.coach(plan),
        )
    )
