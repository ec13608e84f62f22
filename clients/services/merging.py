"""Making two rows of one person one, and undoing it."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.models import Case, Client, ClientMerge, DifferentPeople, SearchToken
from clients.rules.merging import UNDO_FOR, in_pair, united_facts
from clients.services.merge_log import Log, undo
from clients.services.merge_rows import move_all
from clients.services.opening import reindex_all
from tasmat import clock
from tasmat.tenancy.models import Membership

# Facts of which the manager chooses one where they differ, by column. The name is that of the kept row.
CHOSEN = (
    "born_on",
    "gender",
    "citizenship",
    "parents_born_abroad",
    "municipality_id",
    "street_address",
    "phone",
    "email",
    "contact_language",
    "interpreter_language",
    "best_way",
)


class CannotMerge(Exception):
    """The two are not made one; the message tells the person why and what to do."""


class CannotUndo(Exception):
    """The merge stays; the message tells why."""


def refusal(kept: Client, merged: Client) -> str:
    """Why the two cannot be made one; empty when they can."""
    codes = {person.identity_code for person in (kept, merged)} - {None, ""}
    if len(codes) > 1:
        return _("They have different personal identity codes: they are two people.")
    if kept.died_on != merged.died_on:
        return _("The day of death is not the same in both. Correct it in one of them first.")
    first, second = in_pair(kept.id, merged.id)
    if DifferentPeople.objects.filter(first=first, second=second).exists():
        return _("They are marked as different people. Take that back first.")
    return ""


@transaction.atomic
def merge_clients(
    kept_id: UUID, merged_id: UUID, *, from_merged: Collection[str], member: Membership
) -> ClientMerge:
    """Moves everything of one person to the other. `from_merged`: facts to take from the row that goes.

    Raises CannotMerge.
    """
    kept, merged = _locked(kept_id, merged_id)
    if reason := refusal(kept, merged):
        raise CannotMerge(reason)
    log = Log()
    log.change(merged, merged_into_id=kept.id)  # first: only then its identity code is free
    log.change(kept, **_facts_of(kept, merged, from_merged))
    move_all(log, merged, kept, clock.today())
    _index([kept, merged])
    merge: ClientMerge = ClientMerge.objects.create(
        kept=kept,
        merged=merged,
        merged_at=clock.now(),
        merged_by=member,
        moved=log.counts(),
        steps=log.text(),
    )
    return merge


@transaction.atomic
def undo_merge(merge_id: UUID, *, member: Membership) -> ClientMerge:
    """Every row goes back to where it was; what came since then stays with the kept person.

    Raises CannotUndo.
    """
    merge: ClientMerge = ClientMerge.objects.select_for_update().get(id=merge_id)
    people = list(Client.objects.select_for_update().filter(id__in=[merge.kept_id, merge.merged_id]))
    later = ClientMerge.objects.filter(
        kept=merge.kept_id, undone_at__isnull=True, merged_at__gt=merge.merged_at
    )
    if reason := undo_refusal(merge, clock.now(), is_latest=not later.exists()):
        raise CannotUndo(reason)
    try:
        with transaction.atomic():
            undo(merge.steps)
            connection.check_constraints()  # those that would be looked at only when the request ends
    except IntegrityError as error:
        raise CannotUndo(_("What has been changed since then stands in the way of undoing.")) from error
    merge.undone_at, merge.undone_by = clock.now(), member
    merge.save(update_fields=["undone_at", "undone_by"])
    _index(people)
    return merge


def undo_refusal(merge: ClientMerge, now: dt.datetime, *, is_latest: bool) -> str:
    """Why a merge cannot be undone; empty when it can. Several are undone in their order, the latest first."""
    if merge.undone_at is not None:
        return _("It has been undone already.")
    if timezone.localtime(now).date() > last_day_to_undo(merge):
        return _("It was more than 30 days ago.")
    if merge.kept.merged_into_id is not None:
        return _("The person has been merged with somebody else since then. Undo that first.")
    return "" if is_latest else _("Undo the later merge of the same person first.")


def last_day_to_undo(merge: ClientMerge) -> dt.date:
    """The day until whose end the merge can be undone."""
    return timezone.localtime(merge.merged_at).date() + UNDO_FOR


def _locked(*ids: UUID) -> list[Client]:
    """Both people and their cases, locked in one order; raises CannotMerge when one has gone meanwhile."""
    found = {
        client.id: client
        for client in Client.objects.not_merged().select_for_update().filter(id__in=ids).order_by("id")
    }
    if len(found) != len(ids):
        raise CannotMerge(_("They have been merged already."))
    list(Case.objects.select_for_update().filter(client__in=ids).order_by("id"))
    return [found[client_id] for client_id in ids]


def _facts_of(kept: Client, merged: Client, from_merged: Collection[str]) -> dict[str, Any]:
    """The facts of the kept person that change."""
    names = (*CHOSEN, "identity_code", "safety_note")
    facts, other = ({name: getattr(person, name) for name in names} for person in (kept, merged))
    changes = united_facts(facts, other, [name for name in from_merged if name in CHOSEN])
    if facts["safety_note"] and other["safety_note"] not in (None, "", facts["safety_note"]):
        changes["safety_note"] = f"{facts['safety_note']}\n{other['safety_note']}"
    if merged.has_protected_address:
        changes["has_protected_address"] = True
    return changes


def _index(people: Collection[Client]) -> None:
    """A merged person is found by the kept one's words alone."""
    SearchToken.objects.filter(client__in=people).delete()
    reindex_all(Client.objects.not_merged().filter(id__in=[person.id for person in people]))
