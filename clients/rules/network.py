"""Whether the client agrees that somebody of the network is talked to on a day."""

import datetime as dt
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Consent(StrEnum):
    """Nobody is talked to without the client's agreement; one without a last day goes on."""

    GIVEN = "given"
    NOT_YET = "not_yet"
    ENDED = "ended"
    NONE = "none"


WORDS: dict[Consent, Promise] = {
    Consent.GIVEN: _("may be contacted"),
    Consent.NOT_YET: _("may be contacted later"),
    Consent.ENDED: _("the client's agreement has ended"),
    Consent.NONE: _("no agreement to contacts"),
}


def consent(agreed_on: dt.date | None, agreed_until: dt.date | None, day: dt.date) -> Consent:
    """The state of the client's agreement on a day; both days are included."""
    if agreed_on is None:
        return Consent.NONE
    if day < agreed_on:
        return Consent.NOT_YET
    return Consent.GIVEN if agreed_until is None or day <= agreed_until else Consent.ENDED
