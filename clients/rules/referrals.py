"""A referral's way from state to state, what stands against accepting it, and what it gives the case it opens."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clients.choices import NOT_TAKEN, EntryStatus, OutreachState, ReferralState, ServiceKind, WorkSituation
from clients.rules.ages import age_on
from clients.rules.quotas import Quota

OLDEST = 110  # years; an earlier date of birth is taken for a typing error


_DECISIONS = frozenset({ReferralState.ACCEPTED, *NOT_TAKEN})
# Where a referral may go from each state. Nobody has to go through every state, and none is entered twice
# but by taking a step back.
NEXT: dict[str, frozenset[ReferralState]] = {
    ReferralState.RECEIVED: _DECISIONS
    | {ReferralState.REVIEWED, ReferralState.CONTACTED, ReferralState.WAITING},
    ReferralState.REVIEWED: _DECISIONS | {ReferralState.CONTACTED, ReferralState.WAITING},
    ReferralState.CONTACTED: _DECISIONS | {ReferralState.WAITING},
    ReferralState.WAITING: _DECISIONS,
    ReferralState.ACCEPTED: frozenset(),
    ReferralState.DECLINED: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
}
# The coaches' own steps; everything else is the manager's to decide.
COACHES_STEPS = frozenset({ReferralState.REVIEWED, ReferralState.CONTACTED})
BEFORE_CONTACT = frozenset({ReferralState.RECEIVED, ReferralState.REVIEWED})


def may_enter(state: str, following: str) -> bool:
    """Whether a referral may go from one state to another."""
    return following in NEXT[state]


def steps_of_staff(state: str) -> list[ReferralState]:
    """What a coach may record next. Who waits can be contacted any number of times, and goes on waiting."""
    if state == ReferralState.WAITING:
        return [ReferralState.CONTACTED]
    return [each for each in ReferralState if each in COACHES_STEPS and may_enter(state, each)]


def state_before(states: Sequence[str], *, was_contacted: bool = False) -> ReferralState | None:
    """Where taking back the last step leads, of all the states entered in order; None where nothing can be.

    An accepted referral has opened a case, which is ended as a case, not by taking the decision back. Who
    `was_contacted` while waiting is contacted when taken off the list.
    """
    if not states or states[-1] in {ReferralState.RECEIVED, ReferralState.ACCEPTED}:
        return None
    earlier = (state for state in reversed(states[:-1]) if may_enter(state, states[-1]))
    before = ReferralState(next(earlier, ReferralState.RECEIVED))
    is_off_the_list = states[-1] == ReferralState.WAITING and before in BEFORE_CONTACT
    return ReferralState.CONTACTED if was_contacted and is_off_the_list else before


class RemarkKind(StrEnum):
    """What can stand against a referral."""

    UNDER_AGE = "under_age"
    OUTSIDE_PROJECT = "outside_project"
    QUOTA_FULL = "quota_full"
    DUPLICATE = "duplicate"
    EXCLUDED_SERVICE = "excluded_service"
    NOT_ELIGIBLE = "not_eligible"
    UNCHECKED = "unchecked"


WORDS: dict[RemarkKind, Promise] = {
    RemarkKind.UNDER_AGE: _("under age"),
    RemarkKind.OUTSIDE_PROJECT: _("outside the project"),
    RemarkKind.QUOTA_FULL: _("places full"),
    RemarkKind.DUPLICATE: _("possible duplicate"),
    RemarkKind.EXCLUDED_SERVICE: _("excluded service"),
    RemarkKind.NOT_ELIGIBLE: _("condition not met"),
    RemarkKind.UNCHECKED: _("conditions to check"),
}


@dataclass(frozen=True)
class Remark:
    """One thing against accepting. One that `blocks` needs a reason before the referral is accepted.

    `of_known` blocks only when the person turns out to be the client who is known already.
    """

    kind: RemarkKind
    text: str | Promise
    blocks: bool = False
    of_known: bool = False

    @property
    def word(self) -> Promise:
        """A word or two for a list."""
        return WORDS[self.kind]


@dataclass(frozen=True)
class ServiceSpan:
    """A service or benefit from a day until a day (None: goes on)."""

    kind: str
    starts_on: dt.date
    ends_on: dt.date | None


class AlikeKind(StrEnum):
    """As whom a person may be known already."""

    CLIENT = "client"
    REFERRAL = "referral"
    OUTREACH = "outreach"


@dataclass(frozen=True)
class Alike:
    """Somebody who may be the same person.

    A client or a person of another undecided referral: by the folded name and date of birth, or `by_code`, the
    personal identity code. Somebody met by the outreach: by the folded name alone.
    """

    id: UUID
    name: str
    kind: AlikeKind
    by_code: bool = False

    @property
    def is_client(self) -> bool:
        return self.kind == AlikeKind.CLIENT

    @property
    def is_met(self) -> bool:
        return self.kind == AlikeKind.OUTREACH


@dataclass(frozen=True)
class ReferralFacts:
    """What the remarks are decided on. `places` is None when the municipality is outside the project.

    `not_met` and `unchecked` are numbers of points on the project's list of conditions; `known_services` are
    those of the clients whom the person may be.
    """

    born_on: dt.date
    minimum_age: int | None
    places: Quota | None
    services: tuple[ServiceSpan, ...]
    excluded: frozenset[str]
    alike: int  # clients and undecided referrals with the same name and date of birth
    has_known_code: bool = False  # one of them has the same personal identity code
    met: int = 0  # people of the outreach with the same name
    hides_municipality: bool = False
    not_met: int = 0
    unchecked: int = 0
    known_services: tuple[ServiceSpan, ...] = ()


def remarks(facts: ReferralFacts, today: dt.date) -> list[Remark]:
    """Everything that stands against accepting on a day; what blocks comes first."""
    found = (
        _excluded(facts, today),
        _known_excluded(facts, today),
        _not_eligible(facts),
        _unchecked(facts),
        _under_age(facts, today),
        _no_place(facts),
        _duplicate(facts),
    )
    return [remark for remark in found if remark is not None]


def excluded_from(
    services: Iterable[ServiceSpan], excluded: frozenset[str], day: dt.date
) -> list[ServiceSpan]:
    """The services of these kinds that run on the day or later."""
    return [
        service
        for service in services
        if service.kind in excluded and (service.ends_on is None or service.ends_on >= day)
    ]


def entry_facts(
    situation: str, unemployed_since: dt.date | None, entry_on: dt.date
) -> tuple[EntryStatus | None, dt.date | None]:
    """Status at entry and start of unemployment as the referral tells them; None is asked later.

    Unemployment that began after the entry says nothing of the day of entry.
    """
    if situation == WorkSituation.UNKNOWN or (unemployed_since and unemployed_since > entry_on):
        return None, None
    return EntryStatus(situation), unemployed_since


def initials(first_name: str, last_name: str) -> str:
    """For papers that are not to name the person: "Eero Aaltonen" → "E. A."."""
    return f"{first_name[:1]}. {last_name[:1]}.".upper()


def _excluded(facts: ReferralFacts, today: dt.date) -> Remark | None:
    found = excluded_from(facts.services, facts.excluded, today)
    if not found:
        return None
    kinds = ", ".join(dict.fromkeys(str(ServiceKind(service.kind).label) for service in found))
    text = _("A participant may not be in this service at the same time: {kinds}.")
    return Remark(RemarkKind.EXCLUDED_SERVICE, format_lazy(text, kinds=kinds), blocks=True)


def _known_excluded(facts: ReferralFacts, today: dt.date) -> Remark | None:
    """Said without the kind: the reader may have no right to the client's data."""
    if not excluded_from(facts.known_services, facts.excluded, today):
        return None
    text = _("The client found already is in a service that the project excludes.")
    return Remark(RemarkKind.EXCLUDED_SERVICE, text, blocks=True, of_known=True)


def _not_eligible(facts: ReferralFacts) -> Remark | None:
    if not facts.not_met:
        return None
    text = ngettext_lazy(
        "One condition of the project is not met.",
        "{number} conditions of the project are not met.",
        facts.not_met,
    )
    return Remark(RemarkKind.NOT_ELIGIBLE, format_lazy(text, number=facts.not_met), blocks=True)


def _unchecked(facts: ReferralFacts) -> Remark | None:
    if not facts.unchecked:
        return None
    text = ngettext_lazy(
        "One condition of the project has not been checked.",
        "{number} conditions of the project have not been checked.",
        facts.unchecked,
    )
    return Remark(RemarkKind.UNCHECKED, format_lazy(text, number=facts.unchecked), blocks=True)


def _under_age(facts: ReferralFacts, today: dt.date) -> Remark | None:
    age = age_on(facts.born_on, today)
    if facts.minimum_age is None or age >= facts.minimum_age:
        return None
    text = _("The person is {age}; the minimum age of the project is {minimum}.")
    return Remark(RemarkKind.UNDER_AGE, format_lazy(text, age=age, minimum=facts.minimum_age))


def _no_place(facts: ReferralFacts) -> Remark | None:
    if facts.places is None:
        return Remark(RemarkKind.OUTSIDE_PROJECT, _("The home municipality is outside the project."))
    if not facts.places.is_full:
        return None
    if facts.hides_municipality:  # the size of the quota would tell which one it is
        return Remark(RemarkKind.QUOTA_FULL, _("The places of the home municipality are full."))
    text = _("The municipality's places are full: {used} of {quota}.")
    return Remark(RemarkKind.QUOTA_FULL, format_lazy(text, used=facts.places.used, quota=facts.places.quota))


def _duplicate(facts: ReferralFacts) -> Remark | None:
    if facts.has_known_code:
        return Remark(RemarkKind.DUPLICATE, _("The same personal identity code is already found."))
    if not facts.alike:
        return (
            Remark(RemarkKind.DUPLICATE, _("The outreach met a person of this name.")) if facts.met else None
        )
    text = ngettext_lazy(
        "The same name and date of birth are already found once.",
        "The same name and date of birth are already found {number} times.",
        facts.alike,
    )
    return Remark(RemarkKind.DUPLICATE, format_lazy(text, number=facts.alike))


def interested_on(state: str, since: dt.date | None, today: dt.date) -> dt.date | None:
    """The day a person met by outreach was first interested; back to contacted means: never was."""
    if state == OutreachState.CONTACTED:
        return None
    return since or (today if state == OutreachState.INTERESTED else None)
