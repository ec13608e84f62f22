"""Writes what has been done about referrals that wait: steps, conditions, a first meeting, people met by outreach."""

import datetime as dt
from collections.abc import Iterable, Mapping

from clients.choices import DeclineReason, EntryKind, OutreachState, ReferralState
from clients.models import EligibilityItem, Referral
from clients.services.appointments import book
from clients.services.eligibility import save_checks
from clients.services.outreach import add_person
from clients.services.referral_steps import take_step
from reporting.demo.finding import at
from reporting.demo.people import People
from reporting.demo.plan import ReferralPlan
from reporting.demo.workdays import workday_until, workdays
from tasmat import clock
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership, Project, ProjectArea

# Where somebody was met how many days ago, how far it has come, and what is to be remembered.
MET: tuple[tuple[str, int, OutreachState, str], ...] = (
    ("kirjaston työnhakupiste", 20, OutreachState.CONTACTED, "Otti esitteen, soittaa itse jos kiinnostuu."),
    (
        "työttömien yhdistyksen aamukahvit",
        17,
        OutreachState.INTERESTED,
        "Haluaa kuulla lisää, soita alkuviikosta.",
    ),
    ("työttömien yhdistyksen aamukahvit", 17, OutreachState.CONTACTED, ""),
    ("seurakunnan ruokailu", 12, OutreachState.INTERESTED, "Tulee tutustumaan toimistolle perjantaina."),
    ("kirpputorin tapahtumapäivä", 6, OutreachState.CONTACTED, "Pyysi palaamaan asiaan keväällä."),
    ("kirpputorin tapahtumapäivä", 6, OutreachState.NOT_JOINED, ""),
)


def write_steps(plans: Iterable[ReferralPlan], members: Mapping[str, Membership], day: dt.date) -> None:
    """Takes the planned steps, each on its day, and writes what belongs to the state that was reached."""
    for plan in plans:
        for step in plan.steps:
            referral = Referral.objects.get(reference=plan.reference)
            member = members[step.member]
            with clock.as_of(step.at):
                take_step(referral.id, step.state, member=member, reason=step.reason)
                if step.state == ReferralState.CONTACTED:
                    check_conditions(referral, member)
        if plan.steps and plan.steps[-1].state == ReferralState.CONTACTED:
            _first_meeting(referral, members[plan.steps[-1].member], day)


def write_outreach(project: Project, coach: Membership) -> None:
    """People whom a coach of a running project has met before any referral."""
    people = People(f"outreach {project.code_id}")
    area = ProjectArea.objects.filter(project=project).order_by("-quota").first()
    assert area is not None
    today = clock.today()
    for place, days_ago, state, note in MET:
        first_name, last_name = people.full_name().split(" ", 1)
        met_on = workday_until(today - dt.timedelta(days=days_ago))
        facts = {
            "project": project,
            "municipality": area.municipality,
            "first_name": first_name,
            "last_name": last_name,
            "phone": people.phone() if state == OutreachState.INTERESTED else "",
            "met_on": met_on,
            "place": place,
            "state": state,
            "reason": DeclineReason.CLIENT_DECLINED if state == OutreachState.NOT_JOINED else None,
            "note": note,
        }
        with clock.as_of(at(met_on, 15)):
            add_person(facts, met_by=coach, form_key=new_id())


def check_conditions(referral: Referral, member: Membership) -> None:
    """Everything that the project asks has been asked on the phone, and holds."""
    items = EligibilityItem.objects.filter(project=referral.project_id)
    save_checks(referral, {item.id: True for item in items}, member)


def _first_meeting(referral: Referral, coach: Membership, day: dt.date) -> None:
    [*_days, on] = workdays(day, day + dt.timedelta(days=3))
    book(
        new_id(),
        coach,
        referral=referral,
        kind=EntryKind.MEETING,
        starts_at=at(on, 10),
        ends_at=at(on, 11),
        place="kunnantalo, neuvotteluhuone",
        note="Ensimmäinen tapaaminen, lähettäjä tulee alkuun mukaan.",
    )
