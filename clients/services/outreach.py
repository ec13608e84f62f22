"""People met by the project's own outreach: how many came how far, and the referral of one who joins."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Count, Q

from clients.choices import OutreachState, ReferralSource, ReferrerRole
from clients.models import OutreachPerson, Referral
from clients.models.outreach import OutreachQuerySet
from clients.rules.referrals import interested_on
from tasmat import clock
from tasmat.tenancy.models import Membership


@dataclass(frozen=True)
class OutreachCounts:
    """Everybody met was contacted; who joined, or once wanted to, was interested, too."""

    contacted: int
    interested: int
    joined: int
    not_joined: int


def outreach_counts(people: OutreachQuerySet) -> OutreachCounts:
    """How many of these people came how far, in one query."""
    was_interested = Q(interested_on__isnull=False) | Q(referral__isnull=False)
    found = people.with_stage().aggregate(
        contacted=Count("id"),
        interested=Count("id", filter=was_interested),
        joined=Count("id", filter=Q(stage=OutreachState.JOINED)),
        not_joined=Count("id", filter=Q(stage=OutreachState.NOT_JOINED)),
    )
    return OutreachCounts(**found)


def known_of(person: OutreachPerson) -> dict[str, Any]:
    """What is known of the person, as the staff's referral form takes it."""
    known = {
        "project": person.project_id,
        "source": ReferralSource.OUTREACH,
        "referrer_role": ReferrerRole.SELF,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "phone": person.phone,
        "municipality": person.municipality_id,
    }
    return {name: value for name, value in known.items() if value}


@transaction.atomic
def add_person(facts: dict[str, Any], *, met_by: Membership, form_key: UUID) -> OutreachPerson:
    """Somebody met; the same form sent twice adds one person, filled in anew another."""
    person: OutreachPerson
    person, _is_new = OutreachPerson.objects.get_or_create(
        submission_key=uuid5(form_key, json.dumps(facts, default=str, sort_keys=True)),
        defaults={
            **facts,
            "met_by": met_by,
            "state_on": clock.today(),
            "interested_on": interested_on(facts.get("state", ""), None, clock.today()),
        },
    )
    return person


def join(person: OutreachPerson, referral: Referral) -> None:
    """The person wants to join: from now on the referral says how far it came."""
    today = clock.today()
    person.state, person.state_on, person.reason = OutreachState.INTERESTED, today, None
    person.interested_on = interested_on(person.state, person.interested_on, today)
    person.referral = referral
    person.save(update_fields=["state", "state_on", "interested_on", "referral", "reason"])
