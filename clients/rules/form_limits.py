"""When a referral of the public form is taken at once, and when a sign is wanted that no program sends it."""

import datetime as dt
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOONEST = dt.timedelta(seconds=5)  # nobody answers twenty questions in less; simple programs post at once
LONGEST = dt.timedelta(days=1)  # who was called away comes back the same day; older stamps may be collected
WAIT = dt.timedelta(minutes=1)  # at busy times: no burden beside three minutes of typing, a wall for a flood


class Verdict(Enum):
    """What becomes of a form that has been filled in whole."""

    TAKEN = "taken"
    TOO_SOON = "too_soon"
    TOO_OLD = "too_old"
    BUSY = "busy"  # a proof of work is wanted, or a minute of waiting
    NO_WAITING = "no_waiting"  # as many have waited as may in an hour: only a proof of work helps
    REFUSED = "refused"


_BUSY = _(
    "Many referrals are coming in just now, and we must know that no program sends them. Nothing is lost:"
    " see above the button what to do, then send the form again."
)
MESSAGES: dict[Verdict, Promise] = {
    Verdict.TOO_SOON: _(
        "The form came sooner than anyone can fill it in. Nothing is lost: check it and send it again."
    ),
    Verdict.TOO_OLD: _(
        "This page was opened more than a day ago, or we cannot tell when. Nothing is lost: check the form"
        " and send it again."
    ),
    Verdict.BUSY: _BUSY,
    Verdict.NO_WAITING: _BUSY,
    Verdict.REFUSED: _("Too many referrals have come from your network. Send this again in an hour."),
}
# What to do where no script computes the proof; it stands above the button.
WITHOUT_SCRIPT: dict[Verdict, Promise] = {
    Verdict.TOO_SOON: _("Wait a few seconds, then send the form again."),
    Verdict.TOO_OLD: _("Wait a few seconds, then send the form again."),
    Verdict.BUSY: _("Wait for a minute, then send the form again. What you have typed stays."),
    Verdict.NO_WAITING: _(
        "Send the form again in an hour, or turn to the organisation by phone. What you have typed stays as"
        " long as this page is open."
    ),
}
# The same where the page is opened at a busy time, before anything is typed.
AT_FIRST = _("Many referrals are coming in just now. Send the form no sooner than a minute after opening it.")


def judge(age: dt.timedelta | None, *, is_busy: bool, may_wait: bool) -> Verdict:
    """The verdict on a form without a proof of work, by the time since it was shown (None: nobody knows)."""
    if age is None or age > LONGEST:
        return Verdict.TOO_OLD
    if age < SOONEST:
        return Verdict.TOO_SOON
    if not is_busy:
        return Verdict.TAKEN
    if not may_wait:
        return Verdict.NO_WAITING
    return Verdict.TAKEN if age >= WAIT else Verdict.BUSY
