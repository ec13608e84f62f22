"""Writes what belongs to referrals besides themselves: bodies with successors, the steps taken, outreach."""

import datetime as dt
from collections.abc import Sequence

from clients.choices import OutreachState, ReferralState
from clients.models import OutreachPerson, Referral, ReferralStep, ReferringBody
from reporting.demo.practices import PRACTICES
from reporting.demo.workdays import workday_until
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership, Project

OUTREACH_PROJECT = "IISAKKI"  # 69 people contacted, 40 of them joined


def write_referring(project: Project, manager: Membership) -> None:
    """Bodies of everybody who refers, the steps of every referral, and the people met by outreach."""
    referrals = list(Referral.objects.filter(project=project).order_by("received_at", "id"))
    _bodies(project, referrals)
    ReferralStep.objects.bulk_create(step for referral in referrals for step in _steps(referral))
    if project.code_id == OUTREACH_PROJECT:
        OutreachPerson.objects.bulk_create(_met(referral, manager) for referral in referrals)


def _bodies(project: Project, referrals: Sequence[Referral]) -> None:
    practice = PRACTICES[str(project.code_id)]
    roles = {
        each.referrer_organisation: each.referrer_role for each in referrals if each.referrer_organisation
    }
    bodies = {
        name: ReferringBody(role=role, name=name, valid_from=practice.begins.get(name))
        for name, role in sorted(roles.items())
    }
    ReferringBody.objects.bulk_create(bodies.values())
    for name, (last, successor) in practice.ends.items():
        if name in bodies:
            bodies[name].valid_until, bodies[name].successor = last, bodies[successor]
            bodies[name].save(update_fields=["valid_until", "successor"])
    for referral in referrals:
        referral.body = bodies.get(referral.referrer_organisation)
    Referral.objects.bulk_update(referrals, ["body"])


def _steps(referral: Referral) -> list[ReferralStep]:
    """Received; looked at and contacted on the next days, where there was time for it; decided."""
    received = {"state": ReferralState.RECEIVED, "at": referral.received_at, "member": referral.keyed_by}
    steps = [ReferralStep(referral=referral, **received)]
    decided_at = referral.decided_at
    if decided_at is None:
        return steps
    at = referral.received_at + dt.timedelta(days=1)
    for state in (ReferralState.REVIEWED, ReferralState.CONTACTED):
        if at < decided_at:
            steps.append(ReferralStep(referral=referral, state=state, at=at, member=referral.decided_by))
        at += dt.timedelta(days=2)
    decided = ReferralStep(
        referral=referral,
        state=referral.state,
        at=decided_at,
        member=referral.decided_by,
        reason=referral.decline_reason,
    )
    return [*steps, decided]


def _met(referral: Referral, manager: Membership) -> OutreachPerson:
    """Everybody referred to the project had been met before."""
    return OutreachPerson(
        project=referral.project,
        municipality=referral.municipality,
        first_name=referral.first_name,
        last_name=referral.last_name,
        phone=referral.phone,
        met_on=workday_until(referral.received_at.date() - dt.timedelta(days=3)),
        place="kuntouttavan työtoiminnan infotilaisuus",
        met_by=referral.keyed_by or manager,
        submission_key=new_id(),
        state=OutreachState.INTERESTED,
        state_on=referral.received_at.date(),
        interested_on=referral.received_at.date(),
        referral=referral,
    )
