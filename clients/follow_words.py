"""What the private page of a referral says of each state: to who referred somebody, and to who applied for oneself."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.choices import ReferralState
from clients.models import Referral


class Told(NamedTuple):
    """Where the referral stands, and what happens next."""

    stands: Promise
    follows: Promise


_CONTACTS = _("The project contacts the person in the way that the referral told, and decides on the place.")
_CONTACTS_YOU = _("The project contacts you in the way you chose and decides on the place.")
_DECIDES = _("The project decides on the place.")
_OVER = _("Nothing more happens by this referral. Ask the project if something is unclear.")
_OVER_FOR_YOU = _("Nothing more happens by this application. Ask the project if something is unclear.")

TO_REFERRER = {
    ReferralState.RECEIVED: Told(_("The referral has arrived."), _CONTACTS),
    ReferralState.REVIEWED: Told(_("The referral is being looked at."), _CONTACTS),
    ReferralState.CONTACTED: Told(_("The project has been in contact about the referral."), _DECIDES),
    ReferralState.WAITING: Told(
        _("The referral waits for a free place."), _("The project contacts the person when a place is free.")
    ),
    ReferralState.ACCEPTED: Told(
        _("The referral has been accepted."),
        _("The service begins. The project agrees on everything else with the person."),
    ),
    ReferralState.DECLINED: Told(_("The project could not offer a place by this referral."), _OVER),
    ReferralState.WITHDRAWN: Told(_("The referral has been withdrawn."), _OVER),
}
TO_PERSON = {
    ReferralState.RECEIVED: Told(_("Your application has arrived."), _CONTACTS_YOU),
    ReferralState.REVIEWED: Told(_("Your application is being looked at."), _CONTACTS_YOU),
    ReferralState.CONTACTED: Told(_("The project has been in contact about your application."), _DECIDES),
    ReferralState.WAITING: Told(
        _("Your application waits for a free place."), _("The project contacts you when a place is free.")
    ),
    ReferralState.ACCEPTED: Told(
        _("Your application has been accepted."),
        _("The service begins. The project agrees on everything else with you."),
    ),
    ReferralState.DECLINED: Told(_("The project could not offer you a place."), _OVER_FOR_YOU),
    ReferralState.WITHDRAWN: Told(_("Your application has been withdrawn."), _OVER_FOR_YOU),
}


def told_of(referral: Referral) -> Told:
    """The words of the referral's state for whoever holds its link."""
    return (TO_PERSON if referral.is_own else TO_REFERRER)[ReferralState(referral.state)]
