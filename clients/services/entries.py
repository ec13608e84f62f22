"""Saving entries and the drafts of those being typed: nothing typed is lost, nothing is saved twice."""

from typing import Any
from uuid import UUID

from django.db import transaction

from clients.models import Case, Entry, EntryDraft
from tasmat import clock
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership

DRAFT_FIELDS = ("kind", "channel", "text", "happened_on", "minutes")


@transaction.atomic
def save_entry(case: Case, author: Membership, key: UUID, facts: dict[str, Any]) -> Entry:
    """The entry of a form's key; a double click gives the same one, and its draft is gone.

    A key that has another entry already comes from a copy of the page, for instance a second tab: what was
    typed there is an entry of its own.
    """
    entry: Entry
    entry, is_new = Entry.objects.get_or_create(
        submission_key=key, defaults={"case": case, "author": author, **facts}
    )
    if not is_new and not _is_same(entry, case, author, facts):
        entry = Entry.objects.create(submission_key=new_id(), case=case, author=author, **facts)
    EntryDraft.objects.filter(case=case, author=author, submission_key=key).delete()
    return entry


def keep_draft(case: Case, author: Membership, key: UUID, typed: dict[str, str]) -> bool:
    """Keeps what is being typed, as it was typed; False when there is nothing to keep.

    A draft that arrives after its own entry was saved, late from a slow connection, is dropped.
    """
    drafts = EntryDraft.objects.filter(case=case, author=author)
    is_saved = Entry.objects.filter(submission_key=key, case=case, text=_plain(typed["text"])).exists()
    if is_saved or not typed["text"].strip():
        drafts.filter(submission_key=key).delete()
        return False
    values = {"submission_key": key, "fields": typed, "saved_at": clock.now()}
    EntryDraft.objects.update_or_create(case=case, author=author, defaults=values)
    return True


def draft_of(case: Case, author: Membership) -> EntryDraft | None:
    """What the member was typing about the case when the page was left."""
    draft: EntryDraft | None = EntryDraft.objects.filter(case=case, author=author).first()
    return draft


def _is_same(entry: Entry, case: Case, author: Membership, facts: dict[str, Any]) -> bool:
    owner = (entry.case_id, entry.author_id) == (case.id, author.id)
    return owner and all(getattr(entry, name) == value for name, value in facts.items())


def _plain(text: str) -> str:
    """A text as the form stores it."""
    return text.replace("\r\n", "\n").strip()
