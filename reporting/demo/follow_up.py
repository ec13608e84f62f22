"""Writes the project that follows on TÄSMÄT: clients who went on, cases imported without a coach, people twice."""

import csv
import datetime as dt
import io
from collections.abc import Sequence

from clients.choices import ReferralSource, ReferrerRole, WorkSituation
from clients.models import Case, OutreachPerson, Referral
from clients.services.assignments import responsible_of
from clients.services.continuing import Terms, candidates, continue_into
from clients.services.imports import carry_out, keep_upload
from clients.services.merging import merge_clients
from clients.services.outreach import add_person, join
from clients.services.referrals import accept_referral, receive_referral
from reporting.demo.finding import at, cases_of, coach_of, plain
from reporting.demo.people import People
from reporting.demo.under_way import check_conditions
from reporting.demo.workdays import workday_until
from tasmat import clock
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership, Project

GONE_ON, IMPORTED = 2, 2
LEFT_LONG_AGO = 90  # days
WORDS = ("reference", "first_name", "last_name", "birth_date", "gender", "municipality", "entry_date")
STATUS = ("entry_status", "education_level", "citizenship", "in_education_at_entry", "parents_born_abroad")


def write_follow_up(
    earlier: Project, project: Project, coach: Membership, manager: Membership, day: dt.date
) -> None:
    """`earlier` is the ending project, whose figures stay as they are; not the coach's clients go on, but others."""
    _import(project, manager, day)
    _go_on(earlier, project, coach, manager, day)
    left = [case for case in _left_long_ago(earlier, day) if coach_of(case) == coach]
    _come_back(left[0], project, manager, day, 15)
    twin = _come_back(left[1], project, manager, day, 22)
    with clock.as_of(at(workday_until(day - dt.timedelta(days=5)), 13)):
        merge_clients(left[1].client_id, twin.client_id, from_merged=["phone"], member=manager)


def _import(project: Project, manager: Membership, day: dt.date) -> None:
    """A file of the former system that names no coaches: the manager names them."""
    people, on = People(f"import {project.code_id}"), workday_until(day - dt.timedelta(days=12))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow((*WORDS, *STATUS))
    for number in range(1, IMPORTED + 1):
        person = people.person(municipality="140", on=on, age=(24, 55))
        facts = (f"VANHA-{number:03}", person.first_name, person.last_name, person.born_on, person.gender)
        status = ("unemployed", 3, "FI", "no", "no")
        writer.writerow((*facts, person.municipality_id, on - dt.timedelta(days=6), *status))
    with clock.as_of(at(on, 10)):
        kept = keep_upload(project, manager, out.getvalue(), submission_key=new_id(), now=clock.now())
        done = carry_out(kept, clock.now())
    assert done is not None
    assert not done.problems


def _go_on(earlier: Project, project: Project, coach: Membership, manager: Membership, day: dt.date) -> None:
    """The clients who have been in the longest go on; in the ending project their end data are still asked."""
    entry_on = workday_until(day - dt.timedelta(days=14))
    others = [case.id for case in plain(cases_of(earlier, are_open=True)) if coach_of(case) != coach]
    cases = Case.objects.filter(id__in=others[-GONE_ON:])
    terms = Terms(entry_on, entry_on, "JATKUMO, tiedote 1.0", takes_plan=True, takes_second_coach=True)
    with clock.as_of(at(entry_on, 11)):
        continue_into(project, candidates(cases, project, entry_on), terms, member=manager)


def _left_long_ago(earlier: Project, day: dt.date) -> Sequence[Case]:
    ended = plain(cases_of(earlier, are_open=False))
    limit = day - dt.timedelta(days=LEFT_LONG_AGO)
    return [
        case for case in ended if all(stay.exit_on and stay.exit_on <= limit for stay in case.stays.all())
    ]


def _come_back(case: Case, project: Project, manager: Membership, day: dt.date, days_ago: int) -> Case:
    """Met by outreach, taken for somebody new: the person is there a second time, with a new phone number."""
    client, on = case.client, workday_until(day - dt.timedelta(days=days_ago))
    coach = responsible_of(case)
    assert coach is not None
    phone = People(f"{case.reference} again").phone()
    met = {
        "project": project,
        "municipality": case.area.municipality,
        "first_name": client.first_name,
        "last_name": client.last_name,
        "phone": phone,
        "met_on": workday_until(on - dt.timedelta(days=2)),
        "place": "rekrytointitapahtuma",
    }
    facts = {
        "project": project,
        "source": ReferralSource.OUTREACH,
        "keyed_by": manager,
        "referrer_role": ReferrerRole.SELF,
        "first_name": client.first_name,
        "last_name": client.last_name,
        "born_on": client.born_on,
        "municipality": case.area.municipality,
        "phone": phone,
        "best_way": client.best_way,
        "reason": "Tavattiin rekrytointitapahtumassa. Toivoo tukea hakemusten tekemiseen.",
        "work_situation": WorkSituation.UNEMPLOYED,
        "person_agrees": True,
    }
    with clock.as_of(at(on, 10)):
        person: OutreachPerson = add_person(met, met_by=coach, form_key=new_id())
        referral = receive_referral(facts, (), form_key=new_id())
        join(person, referral)
    # The number that the page would draw by lot; here the same every time.
    Referral.objects.filter(id=referral.id).update(reference=f"L-JATK-{case.reference[-4:]}")
    entry_on = workday_until(on + dt.timedelta(days=4))
    with clock.as_of(at(entry_on, 9)):
        check_conditions(referral, manager)
        case, _moved = accept_referral(referral.id, member=manager, responsible=coach, entry_on=entry_on)
        return case
