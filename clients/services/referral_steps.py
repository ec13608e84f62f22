"""A referral's steps from state to state, each written down with its time and person."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from clients.choices import UNDECIDED, DeclineReason, ReferralState
from clients.models import Referral, ReferralStep
from clients.rules.referral_times import Step, last_contacted_on
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
    referral_id: UUID,
    state: ReferralState,
    *,
    member: Membership,
    reason: DeclineReason | None = None,
    on: dt.date | None = None,
) -> Referral:
    """Brings the referral into a state; a waiting one comes last on the list. `on`: an earlier day it happened.

    Raises AlreadyDecided.
    """
    referral = lock_for(referral_id, state)
    if state == ReferralState.WAITING:
        referral.queue_position = _last_position(referral.project)
    return enter(referral, state, member, reason, on=on)


@transaction.atomic
def take_back_step(referral_id: UUID, *, member: Membership, among: Collection[str]) -> Referral:
    """Returns to the state before, when the present one is among those the member may take back.

    Back on the waiting list the person has the old place. Raises AlreadyDecided.
    """
    referral: Referral = Referral.objects.select_for_update().get(id=referral_id)
    steps = list(referral.steps.filter(while_waiting=False).values_list("state", flat=True))
    states = [*steps, referral.state] if steps[-1:] != [referral.state] else steps
    earlier = state_before(states, was_contacted=last_contact(referral) is not None)
    if earlier is None or referral.state not in among:
        raise AlreadyDecided(referral)
    return enter(referral, earlier, member)


@transaction.atomic
def record_contact(
    referral_id: UUID, *, member: Membership, seen: str, on: dt.date | None = None
) -> Referral:
    """A waiting person was contacted and goes on waiting, in the same place.

    `seen` is the id of the last step that the member saw: whoever clicks twice, or after a colleague, records
    nothing more. Raises AlreadyDecided then, and where the person does not wait.
    """
    referral: Referral = Referral.objects.select_for_update().get(id=referral_id)
    last = referral.steps.last()
    if referral.state != ReferralState.WAITING or (str(last.id) if last else "") != seen:
        raise AlreadyDecided(referral)
    return _while_waiting(referral, ReferralState.CONTACTED, member, on=on)


@transaction.atomic
def take_back_contact(referral_id: UUID, *, member: Membership) -> Referral:
    """The last contact with a waiting person was marked by mistake. Raises AlreadyDecided where there is none."""
    referral: Referral = Referral.objects.select_for_update().get(id=referral_id)
    if not ends_with_contact(referral):
        raise AlreadyDecided(referral)
    return _while_waiting(referral, ReferralState.WAITING, member)


def last_contact(referral: Referral) -> dt.date | None:
    """The day when the person was last contacted, by the steps; prefetched ones are not read again."""
    steps = [Step(step.state, step.on, step.while_waiting) for step in referral.steps.all()]
    return last_contacted_on(steps)


def ends_with_contact(referral: Referral) -> bool:
    """Whether the last that was written down is a contact while the person waits."""
    last = referral.steps.last()
    return last is not None and last.is_contact_while_waiting


def lock_for(referral_id: UUID, state: ReferralState) -> Referral:
    """The row, locked until the transaction ends; raises AlreadyDecided when it cannot go into the state."""
    referral: Referral = Referral.objects.select_for_update().get(id=referral_id)
    if not may_enter(referral.state, state):
        raise AlreadyDecided(referral)
    return referral


def enter(
    referral: Referral,
    state: ReferralState,
    member: Membership,
    reason: DeclineReason | None = None,
    *,
    on: dt.date | None = None,
) -> Referral:
    """Saves the row in its new state and writes the step down."""
    now = clock.now()
    is_open = state in UNDECIDED
    referral.state, referral.decline_reason = state, reason
    referral.decided_by, referral.decided_at = (None, None) if is_open else (member, now)
    referral.save()
    ReferralStep.objects.create(
        referral=referral, state=state, at=now, happened_on=_earlier(on), member=member, reason=reason
    )
    return referral


def _while_waiting(
    referral: Referral, state: ReferralState, member: Membership, *, on: dt.date | None = None
) -> Referral:
    ReferralStep.objects.create(
        referral=referral,
        state=state,
        at=clock.now(),
        happened_on=_earlier(on),
        member=member,
        while_waiting=True,
    )
    return referral


def _earlier(on: dt.date | None) -> dt.date | None:
    """The day when it is not the one of writing it down."""
    return None if on == clock.today() else on


def _last_position(project: Project) -> int:
    """The project's row is locked, so that two at a time do not get the same."""
    Project.objects.select_for_update(no_key=True).get(id=project.id)
    last = Referral.objects.filter(project=project).aggregate(last=Max("queue_position"))["last"]
    return (last or 0) + 1
