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


REFERRAL_BY_ADDRESS = Limit("referral-address", 60, dt.timedelta(hours=1))


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
