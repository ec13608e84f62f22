"""Coaching periods that follow one another, and agreements with their extensions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from clients.models import Agreement, Case, CoachingPeriod, Phase
from clients.rules.agreements import Chain, Term, chains
from clients.rules.periods import InTheWay, Period, make_room
from clients.rules.stays import Span
from tasmat.tenancy.models import Membership


class AlreadyExtended(ValueError):
    """An agreement is extended once; the extension is then extended in its turn."""


@dataclass(frozen=True)
class AgreementChain:
    """An agreement with its extensions, in order, and what the rules say of them."""

    agreements: list[Agreement]
    chain: Chain

    @property
    def last(self) -> Agreement:
        return self.agreements[-1]


@transaction.atomic
def begin_period(
    case: Case, phase: Phase, starts_on: dt.date, *, ends_on: dt.date | None = None, note: str = ""
) -> CoachingPeriod:
    """The case is in a phase from a day on; the earlier period ends the day before, in the same act.

    Asked for twice it gives the same period. Raises InTheWay when a period begins on or after that day.
    """
    Case.objects.select_for_update(no_key=True).get(id=case.id)
    there = list(CoachingPeriod.objects.filter(case=case))
    for period in there:
        if (period.phase_id, period.starts_on, period.ends_on) == (phase.id, starts_on, ends_on):
            return period
    shortened = make_room(Span(starts_on, ends_on), periods_of(there))
    for period in there:
        if period.id in shortened:
            period.ends_on = shortened[period.id]
            period.save(update_fields=["ends_on"])
    begun: CoachingPeriod = CoachingPeriod.objects.create(
        case=case, phase=phase, starts_on=starts_on, ends_on=ends_on, note=note
    )
    return begun


def fits(period: CoachingPeriod, starts_on: dt.date, ends_on: dt.date | None) -> bool:
    """Whether a period that is there can have these days without touching another one."""
    others = CoachingPeriod.objects.filter(case=period.case_id).exclude(id=period.id)
    try:
        return not make_room(Span(starts_on, ends_on), periods_of(others))
    except InTheWay:
        return False


def periods_of(rows: Iterable[CoachingPeriod]) -> list[Period]:
    return [Period(row.id, Span(row.starts_on, row.ends_on)) for row in rows]


@transaction.atomic
def make_agreement(case: Case, member: Membership, key: UUID, facts: dict[str, Any]) -> Agreement:
    """The agreement of a form's key: a double click makes one.

    `facts` are its columns; `extends` among them is the agreement it goes on from. Raises AlreadyExtended.
    """
    Case.objects.select_for_update(no_key=True).get(id=case.id)
    before, agreement = facts.get("extends"), None
    if before and Agreement.objects.filter(extends=before).exclude(submission_key=key).exists():
        raise AlreadyExtended(f"agreement {before.id}")
    agreement, _is_new = Agreement.objects.get_or_create(
        submission_key=key, defaults={"case": case, "made_by": member, **facts}
    )
    return agreement


def term_of(agreement: Agreement) -> Term:
    return Term(
        id=agreement.id,
        kind=agreement.kind,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        ended_early_on=agreement.ended_early_on,
        extends=agreement.extends_id,
    )


def chains_of(agreements: Iterable[Agreement]) -> list[AgreementChain]:
    """The agreements of a case as chains, the latest first."""
    by_id = {agreement.id: agreement for agreement in agreements}
    found = chains(term_of(agreement) for agreement in by_id.values())
    return [AgreementChain([by_id[term.id] for term in chain.terms], chain) for chain in reversed(found)]
