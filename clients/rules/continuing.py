"""Going on into the next project: what is told of a client before it, and what stands in the way; pure."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.rules.ages import age_on


class Remark(Enum):
    """What is said of a client; the value tells it in words."""

    IN_ALREADY = _("in the next project already")
    DIED = _("has died")
    NO_COACH = _("no responsible coach: name one first")
    EXCLUDED_SERVICE = _("in a service that the next project excludes")
    TOO_YOUNG = _("younger than the next project takes")
    OUTSIDE = _("lives outside the municipalities of the next project")

    @property
    def words(self) -> Promise:
        return self.value


STOPS = frozenset({Remark.IN_ALREADY, Remark.DIED, Remark.NO_COACH})


@dataclass(frozen=True)
class Leaver:
    """A client as the next project would see them on the first day there."""

    is_in_already: bool
    has_died: bool
    has_coach: bool
    is_in_excluded_service: bool
    is_outside: bool
    born_on: dt.date | None


def remarks(leaver: Leaver, entry_on: dt.date, minimum_age: int | None) -> tuple[Remark, ...]:
    """Everything to be told, what stops the client first."""
    is_young = (
        minimum_age is not None
        and leaver.born_on is not None
        and age_on(leaver.born_on, entry_on) < minimum_age
    )
    found = (
        (leaver.is_in_already, Remark.IN_ALREADY),
        (leaver.has_died, Remark.DIED),
        (not leaver.has_coach, Remark.NO_COACH),
        (leaver.is_in_excluded_service, Remark.EXCLUDED_SERVICE),
        (is_young, Remark.TOO_YOUNG),
        (leaver.is_outside, Remark.OUTSIDE),
    )
    return tuple(remark for holds, remark in found if holds)


def is_stopped(told: tuple[Remark, ...]) -> bool:
    """Whether the client cannot go on at all; everything else is decided by people."""
    return not STOPS.isdisjoint(told)
