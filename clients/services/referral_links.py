"""The referrer's private link to the state of a referral."""

import datetime as dt

from django.db.models import QuerySet

from clients.models import Referral
from tasmat.links import services as links
from tasmat.links.models import LinkToken

PURPOSE = "referral"
VALID_FOR = dt.timedelta(days=365)


def issue_link(referral: Referral) -> str:
    """A further link, beside those that the referrer may have; only its random part, which is stored nowhere."""
    return links.issue(PURPOSE, referral.id, valid_for=VALID_FOR)


def renew_link(referral: Referral) -> str:
    """The only link from now on: the earlier ones are closed."""
    revoke_links(referral)
    return issue_link(referral)


def revoke_links(referral: Referral) -> int:
    """Closes every link of the referral; how many there were."""
    return links.revoke(PURPOSE, referral.id)


def open_links(referral: Referral) -> QuerySet[LinkToken]:
    """Those that still open the page, the newest first."""
    return links.open_links(PURPOSE, referral.id)
