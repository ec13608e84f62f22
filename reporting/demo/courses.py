"""Who comes to a project when, in what situation, and how the stays of those who leave end."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from random import Random

from clients.choices import (
    AssignmentRole,
    Direction,
    EntryStatus,
    ExitStatus,
    ServiceKind,
    SixMonthStatus,
)
from clients.rules.ages import age_on
from clients.rules.stays import add_months, follow_up_on, window_ends_on
from reporting.demo.people import People, deal
from reporting.demo.plan import AssignmentPlan, Course, EventPlan, Person, ServicePlan, StayPlan
from reporting.demo.workdays import some_workday, spread

STATUSES = {EntryStatus.UNEMPLOYED: 76, EntryStatus.INACTIVE: 17, EntryStatus.EMPLOYED: 7}
EDUCATIONS = {1: 3, 2: 31, 3: 48, 4: 4, 5: 3, 6: 8, 7: 3}
MONTHS_UNEMPLOYED = {(1, 5): 2, (6, 11): 3, (12, 24): 6, (25, 60): 5, (61, 110): 2}
YOUNGEST_GRADUATE = 24  # years
YOUNGEST_UNEMPLOYED = 17  # years
LAST_QUIET_DAYS = 32  # whoever left at least so many days ago has the time for results behind

EXIT_STATUS = {
    Direction.OPEN_LABOUR_MARKET: ExitStatus.EMPLOYED,
    Direction.SUPPORTED_WORK: ExitStatus.EMPLOYED,
    Direction.VOCATIONAL_STUDIES: ExitStatus.INACTIVE,
    Direction.OTHER_STUDIES: ExitStatus.INACTIVE,
    Direction.WORK_ACTIVITY: ExitStatus.UNEMPLOYED,
    Direction.JOB_SEARCH: ExitStatus.UNEMPLOYED,
    Direction.OTHER_SERVICE: ExitStatus.UNEMPLOYED,
    Direction.HEALTH_OR_PENSION: ExitStatus.INACTIVE,
}
EVENT_CHANCES = {
    Direction.JOB_SEARCH: 0.7,
    Direction.OTHER_SERVICE: 0.3,
    Direction.WORK_ACTIVITY: 0.2,
    Direction.SUPPORTED_WORK: 0.25,
}
STUDIES = frozenset({Direction.VOCATIONAL_STUDIES, Direction.OTHER_STUDIES})
OF_UNEMPLOYED = frozenset({ServiceKind.LABOUR_MARKET_SUBSIDY, ServiceKind.UNEMPLOYMENT_ALLOWANCE})
WORK = frozenset({ExitStatus.EMPLOYED, ExitStatus.SELF_EMPLOYED})


@dataclass(frozen=True)
class Flow:
    """How people come to a project and leave it.

    `directions` are those of the ended ones, in whole numbers; `services` are further ones beside the
    project with the probability of each.
    """

    participants: Mapping[str, int]  # by municipality number
    first_entry_on: dt.date
    last_entry_on: dt.date
    directions: Mapping[Direction, int]
    shortest_days: int
    longest_days: int
    until: dt.date  # nothing is known after
    just_left: int = 0  # of the ended ones, within the last four weeks
    services: Mapping[ServiceKind, float] = field(default_factory=dict)

    @property
    def ended(self) -> int:
        return sum(self.directions.values())


def make_courses(
    rng: Random, people: People, flow: Flow, coaches: Mapping[str, Sequence[str]]
) -> list[Course]:
    """The clients in the order of their entry; `coaches` are keys of members by municipality."""
    places = deal(rng, flow.participants, sum(flow.participants.values()))
    entries = _entries(rng, flow, len(places))
    group = people.group(places, entries)
    statuses = deal(rng, STATUSES, len(group))
    educations = deal(rng, EDUCATIONS, len(group))
    turns = {place: cycle(keys) for place, keys in coaches.items()}
    courses = []
    for person, entry_on, status, education in zip(group, entries, statuses, educations, strict=True):
        stay = make_stay(rng, person, entry_on, status, education)
        coach = AssignmentPlan(next(turns[person.municipality_id]), AssignmentRole.RESPONSIBLE, entry_on)
        services = make_services(rng, stay, flow.services)
        courses.append(Course(person, (stay,), (coach,), services))
    return _with_exits(rng, courses, flow)


def make_stay(
    rng: Random, person: Person, entry_on: dt.date, status: EntryStatus, education: int
) -> StayPlan:
    """An open stay with complete start data."""
    years = age_on(person.born_on, entry_on)
    since = _unemployed_since(rng, person, entry_on) if status == EntryStatus.UNEMPLOYED else None
    return StayPlan(
        entry_on=entry_on,
        municipality_id=person.municipality_id,
        entry_status=status,
        unemployed_since=since,
        in_education_at_entry=status == EntryStatus.INACTIVE and rng.random() < 0.3,
        education_level=education if years >= YOUNGEST_GRADUATE else min(education, 3),
    )


def make_services(
    rng: Random, stay: StayPlan, further: Mapping[ServiceKind, float]
) -> tuple[ServicePlan, ...]:
    """The benefit that fits the situation, and services that some have beside the project."""
    found: list[ServicePlan] = []
    if stay.unemployed_since is not None:
        is_new = (stay.entry_on - stay.unemployed_since).days < 300
        kind = ServiceKind.UNEMPLOYMENT_ALLOWANCE if is_new else ServiceKind.LABOUR_MARKET_SUBSIDY
        found.append(ServicePlan(kind, stay.unemployed_since))
    elif stay.entry_status == EntryStatus.INACTIVE and rng.random() < 0.5:
        kind = rng.choice((ServiceKind.REHABILITATION_BENEFIT, ServiceKind.SOCIAL_ASSISTANCE))
        found.append(ServicePlan(kind, stay.entry_on - dt.timedelta(days=rng.randint(60, 400))))
    for kind, share in {ServiceKind.SOCIAL_WORK: 0.2, ServiceKind.HEALTH_CARE: 0.12, **further}.items():
        if rng.random() < share:
            starts_on = stay.entry_on - dt.timedelta(days=rng.randint(20, 300))
            found.append(ServicePlan(kind, starts_on))
    return tuple(found)


def close(rng: Random, course: Course, exit_on: dt.date, direction: Direction, until: dt.date) -> Course:
    """The course with its last stay ended, and what is known of the time after by `until`."""
    stay = course.stays[-1]
    status = EXIT_STATUS[direction]
    if direction == Direction.OPEN_LABOUR_MARKET and rng.random() < 0.15:
        status = ExitStatus.SELF_EMPLOYED
    ended = replace(
        stay,
        exit_on=exit_on,
        exit_status=status,
        exit_in_education=direction in STUDIES,
        exit_qualification=rng.random() < 0.1,
        direction=direction,
        events=_events(rng, exit_on, direction, until),
        six_month_status=_six_month_status(rng, stay, status, exit_on, until),
    )
    services = course.services
    if status in WORK:
        services = tuple(
            replace(each, ends_on=exit_on) if each.kind in OF_UNEMPLOYED else each for each in services
        )
    return replace(course, stays=(*course.stays[:-1], ended), services=services)


def _entries(rng: Random, flow: Flow, count: int) -> list[dt.date]:
    """As many first days as people, in order; two on one day where days run short."""
    days = spread(rng, flow.first_entry_on, flow.last_entry_on, count)
    return sorted(days + rng.sample(days, count - len(days)))


def _unemployed_since(rng: Random, person: Person, entry_on: dt.date) -> dt.date:
    [(fewest, most)] = rng.choices(list(MONTHS_UNEMPLOYED), list(MONTHS_UNEMPLOYED.values()))
    since = add_months(entry_on, -rng.randint(fewest, most)) + dt.timedelta(days=rng.randrange(20))
    return max(since, add_months(person.born_on, YOUNGEST_UNEMPLOYED * 12))


def _with_exits(rng: Random, courses: list[Course], flow: Flow) -> list[Course]:
    """Ends as many as the directions say: first those who have been in for the longest time allowed."""
    leaving = sorted(_leaving(rng, courses, flow))
    just_left = set(rng.sample([i for i in leaving if not _is_over(courses[i], flow)], flow.just_left))
    directions = deal(rng, flow.directions, len(leaving))
    for index, direction in zip(leaving, directions, strict=True):
        exit_on = _exit_day(rng, courses[index], flow, is_recent=index in just_left)
        courses[index] = close(rng, courses[index], exit_on, direction, flow.until)
    return courses


def _leaving(rng: Random, courses: Sequence[Course], flow: Flow) -> Iterable[int]:
    must = [index for index, course in enumerate(courses) if _is_over(course, flow)]
    earliest = flow.until - dt.timedelta(days=flow.shortest_days + LAST_QUIET_DAYS)
    may = [i for i, course in enumerate(courses) if i not in must and course.entry_on <= earliest]
    return must[: flow.ended] + rng.sample(may, max(flow.ended - len(must), 0))


def _is_over(course: Course, flow: Flow) -> bool:
    return (flow.until - course.entry_on).days > flow.longest_days


def _exit_day(rng: Random, course: Course, flow: Flow, *, is_recent: bool) -> dt.date:
    if is_recent:
        return some_workday(rng, flow.until - dt.timedelta(days=24), flow.until - dt.timedelta(days=2))
    first = course.entry_on + dt.timedelta(days=flow.shortest_days)
    last = min(
        course.entry_on + dt.timedelta(days=flow.longest_days),
        flow.until - dt.timedelta(days=LAST_QUIET_DAYS),
    )
    return some_workday(rng, first, last)


def _events(rng: Random, exit_on: dt.date, direction: Direction, until: dt.date) -> tuple[EventPlan, ...]:
    """Some find a job, most of them within the four weeks that count; a few lose one."""
    if rng.random() >= EVENT_CHANCES.get(direction, 0):
        return ()
    if EXIT_STATUS[direction] in WORK:
        found = EventPlan(window_ends_on(exit_on) - dt.timedelta(days=3), ExitStatus.UNEMPLOYED)
    else:
        found = EventPlan(exit_on + dt.timedelta(days=rng.randint(5, 31)), ExitStatus.EMPLOYED)
    return (found,) if found.on < until else ()


def _six_month_status(
    rng: Random, stay: StayPlan, status: ExitStatus, exit_on: dt.date, until: dt.date
) -> SixMonthStatus | None:
    """Asked of most once six months are over."""
    if follow_up_on(exit_on) >= until or rng.random() < 0.25:
        return None
    if status not in WORK:
        return rng.choice((SixMonthStatus.UNEMPLOYED, SixMonthStatus.INACTIVE, SixMonthStatus.EMPLOYED))
    if stay.entry_status == EntryStatus.EMPLOYED:
        return SixMonthStatus.IMPROVED
    return SixMonthStatus.EMPLOYED if rng.random() < 0.8 else SixMonthStatus.UNEMPLOYED
