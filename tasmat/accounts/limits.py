"""Limits of public forms in PostgreSQL: they hold over processes and when the broker is down.

Sign-in is limited by allauth, whose counters live in PostgreSQL too (settings.CACHES).
"""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tasmat.accounts.models import Attempt


@dataclass(frozen=True)
class Limit:
    """At most `times` tries of a `kind` by one key within the window."""

    kind: str
    times: int
    window: dt.timedelta


HOUR = dt.timedelta(hours=1)

# Nobody types a referral a minute, but a whole employment area may stand behind one address.
REFERRAL_BY_ADDRESS = Limit("referral-address", 60, HOUR)
# Past these a sender has to show to be no program. A referral takes three minutes to type: ten an hour are
# more than one person sends, thirty through one link more than a project of a hundred clients gets in weeks.
# No hard limit stands on a link: with it one program could close the form to everybody.
BUSY_BY_ADDRESS = Limit("referral-address", 10, HOUR)
BUSY_BY_LINK = Limit("referral-link", 30, HOUR)
# Waiting instead of a proof is for people whose browser runs no scripts: few, and counted, since a program
# could open any number of pages and wait for all of them at once.
WAIT_BY_ADDRESS = Limit("referral-wait-address", 5, HOUR)
WAIT_BY_LINK = Limit("referral-wait-link", 20, HOUR)


def is_over(limit: Limit, who: str) -> bool:
    """Whether the limit is used up; does not count a try itself."""
    since = timezone.now() - limit.window
    return Attempt.objects.filter(kind=limit.kind, key=_key(who), at__gte=since).count() >= limit.times


def count(limit: Limit, who: str) -> None:
    """Counts one try and forgets the old ones of the same key."""
    with transaction.atomic():
        Attempt.objects.filter(kind=limit.kind, key=_key(who), at__lt=timezone.now() - limit.window).delete()
        Attempt.objects.create(kind=limit.kind, key=_key(who))


def _key(who: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), who.strip().lower().encode(), hashlib.sha256)
