"""Limits of the public referral form, by sender's address and by link; past them a proof of work or a wait."""

import datetime as dt
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from clients.rules.form_limits import Verdict, judge
from tasmat.accounts.limits import (
    BUSY_BY_ADDRESS,
    BUSY_BY_LINK,
    REFERRAL_BY_ADDRESS,
    WAIT_BY_ADDRESS,
    WAIT_BY_LINK,
    count,
    is_over,
)
from tasmat.accounts.proofs import use_proof

_stamps = Signer(salt="referral form shown")


@dataclass(frozen=True)
class Sender:
    """From where a form comes, and through the link of which project."""

    address: str
    link: str


def new_stamp() -> str:
    """A signed time of showing, for a hidden field of the form."""
    return _stamps.sign(str(int(timezone.now().timestamp())))


def age_of(stamp: str) -> dt.timedelta | None:
    """The time since a stamp was made; None for one that is missing or not ours."""
    try:
        shown_at = int(_stamps.unsign(stamp))
    except BadSignature:
        return None
    return dt.timedelta(seconds=int(timezone.now().timestamp()) - shown_at)


def is_busy(sender: Sender) -> bool:
    """Whether so much has come lately that the next form must bring a proof or have waited."""
    return is_over(BUSY_BY_ADDRESS, sender.address) or is_over(BUSY_BY_LINK, sender.link)


def admit(sender: Sender, *, stamp: str, proof: str) -> Verdict:
    """Decides on a form that has been filled in whole, and counts it when it is taken."""
    if is_over(REFERRAL_BY_ADDRESS, sender.address):
        return Verdict.REFUSED
    if use_proof(proof):
        return _take(sender)
    busy = is_busy(sender)
    verdict = judge(age_of(stamp), is_busy=busy, may_wait=_may_wait(sender))
    return _take(sender, has_waited=busy) if verdict is Verdict.TAKEN else verdict


def _may_wait(sender: Sender) -> bool:
    return not (is_over(WAIT_BY_ADDRESS, sender.address) or is_over(WAIT_BY_LINK, sender.link))


def _take(sender: Sender, *, has_waited: bool = False) -> Verdict:
    count(REFERRAL_BY_ADDRESS, sender.address)
    count(BUSY_BY_LINK, sender.link)
    if has_waited:
        count(WAIT_BY_ADDRESS, sender.address)
        count(WAIT_BY_LINK, sender.link)
    return Verdict.TAKEN
