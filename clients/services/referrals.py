"""Receiving a referral, and accepting it: what it tells becomes the client and the case."""

import datetime as dt
import json
import secrets
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from clients.choices import ReferralState
from clients.models import (
    Appointment,
    Case,
    Client,
    ConcurrentService,
    Referral,
    ReferralService,
    ReferralStep,
)
from clients.rules.referrals import entry_facts
from clients.services.assignments import BeforePresentCoach, change_responsible
from clients.services.different import say_different
from clients.services.exclusions import give_reason, running_excluded
from clients.services.opening import open_case, reindex
from clients.services.referral_meetings import hand_over_meetings
from clients.services.referral_review import is_blocked
from clients.services.referral_steps import enter, lock_for
from clients.services.stays import NotAfterExit, reenter
from tasmat import clock
from tasmat.tenancy.models import Membership

REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without 0 O, 1 I L, and U, which is heard as O and V
NAMES = ("first_name", "last_name", "born_on")
CONTACT = (
    "municipality",
    "has_protected_address",
    "phone",
    "email",
    "contact_language",
    "interpreter_language",
    "best_way",
)


class CannotAccept(Exception):
    """Accepting is refused; the message tells the person why and what to do."""


@transaction.atomic
def receive_referral(
    facts: dict[str, Any],
    services: Iterable[dict[str, Any]],
    *,
    form_key: UUID,
    arrived_on: dt.date | None = None,
) -> Referral:
    """Stores a referral with its services. The same form sent twice gives the first one's referral.

    `arrived_on`: the day of one that is keyed later.

    The form's key counts together with what was typed: whoever goes back in the browser and fills the form
    in for another person, or mends a mistake, makes another referral and loses nothing.
    """
    rows = list(services)
    referral: Referral
    referral, is_new = Referral.objects.get_or_create(
        submission_key=_submission_key(facts, rows, form_key),
        defaults={
            **facts,
            "reference": _free_reference(),
            "received_at": beginning_of(arrived_on) if arrived_on else clock.now(),
            "language": translation.get_language(),
        },
    )
    if is_new:
        ReferralService.objects.bulk_create([ReferralService(referral=referral, **row) for row in rows])
        ReferralStep.objects.create(
            referral=referral,
            state=referral.state,
            at=clock.now() if arrived_on else referral.received_at,
            happened_on=arrived_on,
            member=referral.keyed_by,
        )
    return referral


def beginning_of(day: dt.date) -> dt.datetime:
    """The instant that stands for a day whose hour nobody told."""
    return make_aware(dt.datetime.combine(day, dt.time()))


def is_received(facts: dict[str, Any], services: Iterable[dict[str, Any]], *, form_key: UUID) -> bool:
    """Whether the same form has been stored already: this is the second of two clicks."""
    key = _submission_key(facts, list(services), form_key)
    return bool(Referral.objects.filter(submission_key=key).exists())


@transaction.atomic
def accept_referral(
    referral_id: UUID,
    *,
    member: Membership,
    responsible: Membership,
    entry_on: dt.date,
    client: Client | None = None,
    different_from: Collection[UUID] = (),
    override_reason: str = "",
    identity_code: str = "",
    hands_over: bool = False,
) -> tuple[Case, int]:
    """Makes the client, or takes an existing one, and opens the case; nothing is typed again.

    `different_from`: clients who are alike and yet somebody else, which is kept.
    A client whose stay in the project has ended returns to the same case. Gives the case, and how many coming
    meetings went over to the responsible coach, if they are to (`hands_over`). Raises AlreadyDecided, and
    CannotAccept when something blocks and no reason is given, or the person is in the project.
    """
    referral = lock_for(referral_id, ReferralState.ACCEPTED)
    if is_blocked(referral, client, clock.today()) and not override_reason:
        raise CannotAccept(_("Give the reason for accepting over what stands against it."))
    person = _client_of(referral, client, identity_code)
    referral.identity_code = None
    case = _enter(person, referral, entry_on, responsible)
    say_different(person.id, different_from, member=member)
    _copy_services(referral, person)
    _fill_entry_facts(referral, case, entry_on)
    _allow_services(case, entry_on, override_reason, member)
    referral.case, referral.override_reason = case, override_reason
    enter(referral, ReferralState.ACCEPTED, member)
    Appointment.objects.filter(referral=referral, case__isnull=True).update(case=case)
    moved = hand_over_meetings(referral, responsible, clock.now()) if hands_over else 0
    return case, moved


def _submission_key(facts: dict[str, Any], rows: list[dict[str, Any]], form_key: UUID) -> UUID:
    return uuid5(form_key, json.dumps([facts, rows], default=str, sort_keys=True))


def _free_reference() -> str:
    """A random number that no referral of the organisation has, for instance L-7F3K-9Q2M."""
    while True:
        letters = "".join(secrets.choice(REFERENCE_LETTERS) for _place in range(8))
        reference = f"L-{letters[:4]}-{letters[4:]}"
        if not Referral.objects.filter(reference=reference).exists():
            return reference


def _client_of(referral: Referral, existing: Client | None, identity_code: str) -> Client:
    """A new client with everything the referral tells; an existing one gets the newer ways to reach.

    What the referral leaves blank stays as it was, and a protection of the address is never lifted by it.
    """
    if existing is None:
        client = Client(**{name: getattr(referral, name) for name in NAMES})
    else:
        client = Client.objects.select_for_update().get(id=existing.id)
    for name in CONTACT:
        if told := getattr(referral, name):
            setattr(client, name, told)
    client.identity_code = client.identity_code or identity_code or None
    try:
        with transaction.atomic():
            client.save()
    except IntegrityError as error:
        raise CannotAccept(
            _("Another client has this personal identity code: choose that client.")
        ) from error
    return client


def _enter(client: Client, referral: Referral, entry_on: dt.date, responsible: Membership) -> Case:
    """A new case, or a new stay of the one that the client had in the project."""
    case: Case | None = Case.objects.filter(client=client, project=referral.project).first()
    if case is None:
        return open_case(
            client,
            referral.project,
            entry_on=entry_on,
            municipality=referral.municipality,
            responsible=responsible,
        )
    if case.stays.filter(exit_on__isnull=True).exists():
        raise CannotAccept(_("The person is in the project now: decline the referral as a duplicate."))
    try:
        reenter(case, entry_on=entry_on, municipality=referral.municipality)
        change_responsible(case, responsible, from_on=entry_on, reason=referral.reference)
    except NotAfterExit as error:
        raise CannotAccept(_("The first day must be after the last day of the earlier stay.")) from error
    except BeforePresentCoach as error:
        raise CannotAccept(_("The present coach of the case begins later than this first day.")) from error
    reindex(client)
    return case


def _allow_services(case: Case, entry_on: dt.date, reason: str, member: Membership) -> None:
    """What the project excludes of the client's services is allowed by the reason of accepting."""
    services = running_excluded([case.client_id], case.project, clock.today())
    give_reason(case.stays.get(entry_on=entry_on), services, reason, member=member)


def _copy_services(referral: Referral, client: Client) -> None:
    """Rows that the client has already, by kind and first day, stay as they are."""
    known = set(client.services.values_list("kind", "starts_on"))
    ConcurrentService.objects.bulk_create(
        [
            ConcurrentService(
                client=client, kind=service.kind, starts_on=service.starts_on, ends_on=service.ends_on
            )
            for service in referral.services.all()
            if (service.kind, service.starts_on) not in known
        ]
    )


def _fill_entry_facts(referral: Referral, case: Case, entry_on: dt.date) -> None:
    status, since = entry_facts(referral.work_situation, referral.unemployed_since, entry_on)
    case.stays.filter(entry_on=entry_on).update(entry_status=status, unemployed_since=since)
