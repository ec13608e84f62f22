"""The demo as it is planned, before any database: the numbers, the dates, the texts, the same every time."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from clients.choices import AssignmentRole, DeclineReason, EntryKind, ReferralState
from clients.rules.workdays import is_working_day
from reporting.demo import texts
from reporting.demo.making import DAY, FIRST_DAY, LAST_DAY, WrongDay, make_demo
from reporting.demo.plan import CasePlan, Course, OrganisationPlan, ReferralPlan
from reporting.demo.workdays import CLOSES, OPENS
from tasmat.access.roles import Role

DAYS = (DAY, FIRST_DAY, LAST_DAY)

# Surnames of the officials whom the projects' public papers name.
OFFICIALS = {
    "sokka",
    "hukkanen",
    "savolainen",
    "saukkoriipi",
    "haapala",
    "hiissa",
    "muoniovaara",
    "oosi",
}


@cache
def plans(day: dt.date = DAY) -> dict[str, OrganisationPlan]:
    """The organisations by the code of their project."""
    return {plan.project.code: plan for plan in make_demo(day)}


def courses(code: str, day: dt.date = DAY) -> list[Course]:
    return [case.course for case in plans(day)[code].cases]


def referrals(plan: OrganisationPlan) -> list[ReferralPlan]:
    return [*plan.referrals, *(referral for case in plan.cases for referral in case.referrals)]


def every_case(day: dt.date = DAY) -> list[CasePlan]:
    return [case for plan in plans(day).values() for case in plan.cases]


def values(thing: Any) -> Iterator[Any]:
    """Every plain value inside a plan."""
    if isinstance(thing, tuple):
        for part in thing:
            yield from values(part)
    elif hasattr(thing, "__dataclass_fields__"):
        yield from values(tuple(vars(thing).values()))
    elif hasattr(thing, "items"):
        yield from values(tuple(thing.items()))
    else:
        yield thing


@pytest.mark.parametrize("day", DAYS)
def test_the_same_day_gives_the_same_demo(day: dt.date) -> None:
    assert make_demo(day) == make_demo(day)


@pytest.mark.parametrize("day", [FIRST_DAY - dt.timedelta(days=1), LAST_DAY + dt.timedelta(days=1)])
def test_other_days_are_refused(day: dt.date) -> None:
    with pytest.raises(WrongDay, match="between 2026-02-01 and 2026-04-30"):
        make_demo(day)


def test_clients_follow_the_papers_of_the_projects() -> None:
    assert {code: len(plan.cases) for code, plan in plans().items()} == {
        "TASMAT": 95,
        "TEHOA": 25,
        "IISAKKI": 40,
        "TASMATUKI": 44,
    }


def test_iisakki_contacted_69_and_40_joined() -> None:
    states = Counter(referral.state for referral in referrals(plans()["IISAKKI"]))

    assert states == {ReferralState.ACCEPTED: 40, ReferralState.DECLINED: 29}


def test_quotas_of_tasmat_are_used_unevenly() -> None:
    plan = plans()["TASMAT"]
    used = Counter(course.stays[0].municipality_id for course in courses("TASMAT"))

    assert used == {"140": 50, "263": 17, "595": 10, "925": 10, "762": 7, "749": 1}
    assert plan.project.quotas == {"140": 55, "263": 20, "595": 11, "925": 10, "762": 10}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("code", "ended"), [("TASMAT", 31), ("TEHOA", 9), ("IISAKKI", 40), ("TASMATUKI", 44)]
)
def test_so_many_have_ended(code: str, ended: int, day: dt.date) -> None:
    assert sum(not course.is_open for course in courses(code, day)) == ended


def test_over_40_had_started_in_tasmatuki_by_the_day_of_its_paper() -> None:
    started = [course for course in courses("TASMATUKI") if course.entry_on <= dt.date(2022, 2, 28)]

    assert len(started) > 40


def test_tehoa_lasts_at_most_six_months() -> None:
    lengths = [((course.stays[-1].exit_on or DAY) - course.entry_on).days for course in courses("TEHOA")]

    assert max(lengths) <= 184


@pytest.mark.parametrize("day", DAYS)
def test_nothing_lies_after_the_day(day: dt.date) -> None:
    """All but the projects' own ends."""
    for plan in plans(day).values():
        told = values((plan.cases, plan.referrals, plan.project.entities))
        dates = [value for value in told if isinstance(value, dt.date)]

        assert max(value.date() if isinstance(value, dt.datetime) else value for value in dates) <= day


@pytest.mark.parametrize("day", DAYS)
def test_people_work_on_working_days_in_office_hours(day: dt.date) -> None:
    instants = [value for value in values(tuple(plans(day).values())) if isinstance(value, dt.datetime)]
    happened = {entry.happened_on for case in every_case(day) for entry in case.entries}

    assert len(instants) > 2000
    assert [instant for instant in instants if not is_working_day(instant.date())] == []
    assert [i for i in instants if not OPENS <= i.hour * 60 + i.minute <= CLOSES + 9] == []
    assert [one for one in happened if not is_working_day(one)] == []


@pytest.mark.parametrize("day", DAYS)
def test_a_case_goes_from_referral_to_entry_to_exit(day: dt.date) -> None:
    for case in every_case(day):
        assert len(case.referrals) == len(case.course.stays)
        for referral, stay in zip(case.referrals, case.course.stays, strict=True):
            assert referral.decided_at is not None
            assert referral.received_at < referral.decided_at
            assert referral.decided_at.date() < stay.entry_on
            assert stay.exit_on is None or stay.entry_on < stay.exit_on
        assert min(entry.created_at for entry in case.entries) > case.created_at


@pytest.mark.parametrize("day", DAYS)
def test_one_coach_is_responsible_at_a_time(day: dt.date) -> None:
    for course in (case.course for case in every_case(day)):
        responsible = [each for each in course.assignments if each.role == AssignmentRole.RESPONSIBLE]

        assert [each.until_on for each in responsible].count(None) == 1
        assert sum(each.holds(day) for each in responsible) == 1


def test_every_coach_has_clients_short_of_contact_and_failed_attempts() -> None:
    for code, interval in (("TASMAT", 14), ("TEHOA", 7)):
        open_ones = [course for course in courses(code) if course.is_open]
        for coach in {course.responsible for course in open_ones}:
            own = [course for course in open_ones if course.responsible == coach]
            late = [
                each for each in own if each.last_contact_on and (DAY - each.last_contact_on).days > interval
            ]

            assert 0 < len(late) < len(own) / 2
    assert sum(bool(course.attempts) for course in courses("TASMAT")) >= 4


def test_the_last_contact_is_the_last_entry_that_is_one() -> None:
    contacts = {EntryKind.CONTACT, EntryKind.MEETING, EntryKind.WORKPLACE_VISIT}
    for case in every_case():
        if case.course.is_open:
            reached = [entry.happened_on for entry in case.entries if entry.kind in contacts]

            assert max(reached) == case.course.last_contact_on


def test_the_mix_of_clients_is_that_of_such_projects() -> None:
    first_stays = [course.stays[0] for course in courses("TASMAT")]
    unemployed = [stay for stay in first_stays if stay.entry_status == "unemployed"]
    long_term = [
        stay
        for stay in unemployed
        if stay.unemployed_since and (stay.entry_on - stay.unemployed_since).days > 366
    ]
    ages = [(course.entry_on - course.person.born_on).days / 365.25 for course in courses("TASMAT")]
    people = [course.person for course in courses("TASMAT")]

    assert 0.7 < len(unemployed) / len(first_stays) < 0.8
    assert len(long_term) > len(unemployed) / 2
    assert (int(min(ages)), int(max(ages))) == (19, 62)
    assert 3 <= sum(person.citizenship not in {"FI", "EE"} for person in people) <= 8
    assert {"W", "M", "NB"} <= {person.gender for person in people}


def test_single_clients_carry_what_daily_work_must_carry() -> None:
    found = courses("TASMAT")
    people = [course.person for course in found]
    stays = [stay for course in found for stay in course.stays]

    assert sum(person.has_protected_address for person in people) == 1
    assert sum(person.former is not None for person in people) == 1
    assert sum(not person.phone for person in people) == 1
    assert any(person.interpreter_language for person in people)
    assert sum(len(course.stays) == 2 for course in found) == 1
    assert sum(person.gender is None for person in people) == 1
    assert sum(stay.entry_status is None for stay in stays) == 1
    assert sum(course.stays[0].education_level is None for course in found) == 1
    assert sum(bool(course.override_reason) for course in found) == 2
    assert [each.ends_on for course in found for each in course.absences].count(None) == 1
    assert {each.role for course in found for each in course.assignments} == set(AssignmentRole)


def test_entries_are_ordinary_and_not_always_the_same() -> None:
    written = [entry.text for case in every_case() for entry in case.entries if entry.text]
    stock = [*texts.NO_ANSWER, *texts.NEXT_STEPS, *texts.ENDINGS.values()]
    for part in (texts.MEETINGS, texts.CONTACTS, texts.OTHERS):
        stock += [text for group in part.values() for text in group]

    assert len(set(stock)) >= 60
    assert len(set(written)) > 400
    assert not [text for text in written if "{" in text]


def test_cases_have_five_to_twenty_five_entries_unless_they_are_new() -> None:
    for case in every_case():
        is_new = case.course.is_open and (DAY - case.course.entry_on).days < 60

        assert (2 if is_new else 5) <= len(case.entries) <= 25, case.reference


def test_no_official_of_the_papers_appears() -> None:
    words = {
        word.strip(".,")
        for value in values(tuple(plans().values()))
        if isinstance(value, str)
        for word in value.casefold().replace("@", " ").replace(".", " ").replace("-", " ").split()
    }

    assert words & OFFICIALS == set()


def test_every_organisation_has_somebody_for_every_role() -> None:
    for plan in plans().values():
        roles = Counter(role for member in plan.members for role in member.roles)

        assert roles[Role.COACH] >= 2
        assert roles.keys() == set(Role)


def test_declined_referrals_tell_why() -> None:
    declined = [each for each in plans()["TASMAT"].referrals if each.state == ReferralState.DECLINED]

    assert len(declined) == 12
    assert {each.decline_reason for each in declined} > {
        DeclineReason.OUTSIDE_AREA,
        DeclineReason.OTHER_SERVICE,
    }
    outside = [each for each in declined if each.decline_reason == DeclineReason.OUTSIDE_AREA]
    assert {each.person.municipality_id for each in outside} == {"297"}
