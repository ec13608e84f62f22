"""Saving entries: nothing is saved twice, nothing typed is lost, earlier versions stay."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from clients.choices import AppointmentState
from clients.models import Appointment, Case, Entry, EntryAmendment, EntryGoal, Goal
from clients.rules.drafts import holds
from clients.services.drafts import settle
from clients.services.practice import practice_of
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership, Project


@transaction.atomic
def save_entry(
    case: Case,
    author: Membership,
    key: UUID,
    facts: dict[str, Any],
    goals: Iterable[Goal] = (),
    appointment_id: UUID | None = None,
) -> Entry:
    """The entry of a form's key; a double click gives the same one, and its draft is gone.

    A key that has another entry already comes from a copy of the page, for instance a second tab: what was
    typed there is an entry of its own. An appointment of the case is held by it.
    """
    entry: Entry
    entry, is_new = Entry.objects.get_or_create(
        submission_key=key, defaults={"case": case, "author": author, **facts}
    )
    if not is_new and not _is_same(entry, case, author, facts):
        entry = Entry.objects.create(submission_key=new_id(), case=case, author=author, **facts)
    _link_goals(entry, goals)
    if appointment_id is not None:
        _hold(appointment_id, entry)
    settle(case, author, key)
    return entry


@transaction.atomic
def share_entry(cases: Iterable[Case], author: Membership, key: UUID, facts: dict[str, Any]) -> list[Entry]:
    """One visit or meeting with several clients: an entry for each, with the same key, all or none.

    A double click makes no second ones; another text under the same key comes from a copy of the page and
    makes entries of its own.
    """
    made = Entry.objects.filter(shared_key=key).first()
    shared_key = key if made is None or _says(made, author, facts) else new_id()
    entries = [
        Entry.objects.get_or_create(
            submission_key=uuid5(shared_key, str(case.id)),
            defaults={"case": case, "author": author, "shared_key": shared_key, **facts},
        )[0]
        for case in cases
    ]
    settle(None, author, key)
    return entries


@transaction.atomic
def correct_entry(entry: Entry, facts: dict[str, Any], goals: Iterable[Goal]) -> None:
    """Writes the corrected facts; the change history keeps the earlier ones."""
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(facts))
    EntryGoal.objects.filter(entry=entry).exclude(goal__in=list(goals)).delete()
    _link_goals(entry, goals)


def amend_entry(entry: Entry, author: Membership, key: UUID, text: str) -> None:
    """Adds words to a locked entry; a double click adds them once."""
    EntryAmendment.objects.get_or_create(
        submission_key=key, defaults={"entry": entry, "author": author, "text": text}
    )


def lock_days(project: Project) -> int:
    """For how many days after it was written an entry of the project can be corrected."""
    return practice_of(project).entry_lock_days


def _link_goals(entry: Entry, goals: Iterable[Goal]) -> None:
    EntryGoal.objects.bulk_create(
        [EntryGoal(entry=entry, goal=goal) for goal in goals], ignore_conflicts=True
    )


def _hold(appointment_id: UUID, entry: Entry) -> None:
    planned = Appointment.objects.filter(case=entry.case, id=appointment_id, entry__isnull=True)
    planned.update(entry=entry, state=AppointmentState.HELD)


def _is_same(entry: Entry, case: Case, author: Membership, facts: dict[str, Any]) -> bool:
    return entry.case_id == case.id and _says(entry, author, facts)


def _says(entry: Entry, author: Membership, facts: dict[str, Any]) -> bool:
    """Whether the entry says all that: the same facts, and every line of the text."""
    if entry.author_id != author.id or not holds(entry.text, facts["text"]):
        return False
    return all(getattr(entry, name) == value for name, value in facts.items() if name != "text")
