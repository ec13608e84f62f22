"""The referrals of a project: those that opened a case, those that were declined, those that wait."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from clients.choices import (
    BENEFITS,
    DeclineReason,
    EntryStatus,
    ReferralSource,
    ReferralState,
    ReferrerRole,
    ServiceKind,
    WorkSituation,
)
from clients.rules.words import fold
from clients.services.referrals import REFERENCE_LETTERS
from reporting.demo import texts
from reporting.demo.people import People
from reporting.demo.plan import Course, Person, ReferralPlan, Referrer, ServicePlan, StayPlan
from reporting.demo.workdays import at_work, some_workday, workday_until

OWN = Referrer(ReferrerRole.SELF)
LONGEST_IN_HAND = 12  # days from receiving to deciding


@dataclass(frozen=True)
class Body:
    """Somebody who refers people, in the time the body exists; `weight` is its share of the referrals."""

    referrer: Referrer
    weight: int
    from_on: dt.date = dt.date.min
    until_on: dt.date = dt.date.max


def body(
    people: People,
    role: ReferrerRole,
    organisation: str,
    weight: int,
    *,
    from_on: dt.date = dt.date.min,
    until_on: dt.date = dt.date.max,
) -> Body:
    """A body with a made-up official."""
    name = people.full_name()
    email = f"{fold(name).replace(' ', '.')}@lahettaja.example"
    return Body(Referrer(role, organisation, name, people.phone(), email), weight, from_on, until_on)


class Desk:
    """Receives the referrals of one project and decides on them."""

    def __init__(self, rng: Random, bodies: Sequence[Body], manager: str, *, by_staff: float = 0.1) -> None:
        self._rng, self._bodies, self._manager, self._by_staff = rng, bodies, manager, by_staff

    def referrer(self, role: ReferrerRole) -> Referrer:
        """The first one in the role."""
        return next(body.referrer for body in self._bodies if body.referrer.referrer_role == role)

    def accepted(self, course: Course, stay: StayPlan) -> ReferralPlan:
        """The referral by which a stay began."""
        received_on = workday_until(stay.entry_on - dt.timedelta(days=self._rng.randint(7, 28)))
        since = stay.unemployed_since
        known_since = since if since and since <= received_on else None
        referral = replace(
            self.waiting(_as_referred(course.person, stay), received_on, stay.entry_status),
            unemployed_since=known_since,
            services=tuple(_as_known(each) for each in course.services if each.starts_on <= received_on),
            override_reason=course.override_reason if stay is course.stays[0] else "",
        )
        return self._decided(referral, ReferralState.ACCEPTED, stay.entry_on - dt.timedelta(days=1))

    def declined(
        self, person: Person, received_on: dt.date, reason: DeclineReason, until: dt.date
    ) -> ReferralPlan:
        started_on = received_on - dt.timedelta(days=90)
        excluded = (ServicePlan(ServiceKind.REHABILITATIVE_WORK, started_on),)
        services = excluded if reason == DeclineReason.OTHER_SERVICE else ()
        referral = self.waiting(person, received_on, EntryStatus.UNEMPLOYED, services=services)
        return replace(self._decided(referral, ReferralState.DECLINED, until), decline_reason=reason)

    def waiting(
        self,
        person: Person,
        received_on: dt.date,
        status: EntryStatus | None,
        *,
        services: tuple[ServicePlan, ...] = (),
        referrer: Referrer | None = None,
    ) -> ReferralPlan:
        """A referral that nobody has decided on."""
        referrer = referrer or self._referrer_on(received_on)
        is_keyed = self._rng.random() < self._by_staff
        is_own = referrer.referrer_role == ReferrerRole.SELF
        source = self._rng.choice((ReferralSource.PHONE, ReferralSource.VISIT))
        return ReferralPlan(
            reference=self._reference(),
            received_at=at_work(self._rng, workday_until(received_on)),
            referrer=referrer,
            person=person,
            reason=self._rng.choice(texts.OWN_REASONS if is_own else texts.REFERRAL_REASONS),
            work_situation=WorkSituation(status) if status else WorkSituation.UNKNOWN,
            services=services,
            source=source if is_keyed else ReferralSource.WEB,
            keyed_by=self._manager if is_keyed else "",
        )

    def _decided(self, referral: ReferralPlan, state: ReferralState, until: dt.date) -> ReferralPlan:
        received_on = referral.received_at.date()
        longest = min((until - received_on).days, LONGEST_IN_HAND)
        first = received_on + dt.timedelta(days=min(longest, 1))
        decided_on = some_workday(self._rng, first, received_on + dt.timedelta(days=longest))
        decided_at = max(at_work(self._rng, decided_on), referral.received_at + dt.timedelta(minutes=9))
        return replace(referral, state=state, decided_at=decided_at, decided_by=self._manager)

    def _referrer_on(self, day: dt.date) -> Referrer:
        open_ones = [body for body in self._bodies if body.from_on <= day <= body.until_on]
        [chosen] = self._rng.choices(open_ones, [body.weight for body in open_ones])
        return chosen.referrer

    def _reference(self) -> str:
        letters = "".join(self._rng.choices(REFERENCE_LETTERS, k=8))
        return f"L-{letters[:4]}-{letters[4:]}"


def _as_referred(person: Person, stay: StayPlan) -> Person:
    """The person under the name of that time."""
    if person.former is None or person.former.until_on < stay.entry_on:
        return person
    return replace(person, first_name=person.former.first_name, last_name=person.former.last_name)


def _as_known(service: ServicePlan) -> ServicePlan:
    """The end of a benefit is not known beforehand."""
    return replace(service, ends_on=None) if service.kind in BENEFITS else service
