"""A referral's steps from state to state, each written down with its time and person."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from clients.choices import UNDECIDED, DeclineReason, ReferralState
from clients.models import Referral, ReferralStep
from clients.rules.referrals import may_enter, state_before
from tasmat import clock
from tasmat.tenancy.models import Membership, Project


class AlreadyDecided(Exception):
    """Somebody has taken a step meanwhile, so that this one cannot be; `referral` is as it is now."""

    def __init__(self, referral: Referral) -> None:
        super().__init__(referral.reference)
        self.referral = referral


@transaction.atomic
def take_step(
    referral_id: UUID, state: ReferralState, *, member: Membership, reason: DeclineReason | None = None
) -> Referral:
    """Brings the referral into a state; a waiting one comes last on the list. Raises AlreadyDecided."""
    referral = lock_for(referral_id, state)
    if state == ReferralState.WAITING:
        referral.queue_position = _last_position(referral.project)
    return enter(referral, state, member, reason)


@transaction.atomic
def take_back_step(referral_id: UUID, *, member: Membership, among: Collection[str]) -> Referral:
    """Returns to the state before, when the present one is among those the member may take back.

    Back on the waiting list the person has the old place. Raises AlreadyDecided.
    """
    referral: Referral = Referral.objects.select_for_update().get(id=referral_id)
    steps = list(referral.steps.values_list("state", flat=True))
    earlier = state_before([*steps, referral.state] if steps[-1:] != [referral.state] else steps)
    if earlier is None or referral.state not in among:
        raise AlreadyDecided(referral)
    return enter(referral, earlier, member)


def lock_for(referral_id: UUID, state: ReferralState) -> Referral:
    """The row, locked until the transaction ends; raises AlreadyDecided when it cannot go into the state."""
    referral: Referral = Referral.objects.select_for_update().get(id=referral_id)
    if not may_enter(referral.state, state):
        raise AlreadyDecided(referral)
    return referral


def enter(
    referral: Referral, state: ReferralState, member: Membership, reason: DeclineReason | None = None
) -> Referral:
    """Saves the row in its new state and writes the step down."""
    now = clock.now()
    is_open = state in UNDECIDED
    referral.state, referral.decline_reason = state, reason
    referral.decided_by, referral.decided_at = (None, None) if is_open else (member, now)
    referral.save()
    ReferralStep.objects.create(referral=referral, state=state, at=now, member=member, reason=reason)
    return referral


def _last_position(project: Project) -> int:
    """The project's row is locked, so that two at a time do not get the same."""
    Project.objects.select_for_update(no_key=True).get(id=project.id)
    last = Referral.objects.filter(project=project).aggregate(last=Max("queue_position"))["last"]
    return (last or 0) + 1
