"""Drafts of entries being typed: nothing typed is lost, and two pages of one entry meet."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from clients.models import Case, Entry, EntryDraft
from clients.models.case import CaseQuerySet
from clients.rules.drafts import Page, holds
from tasmat import clock
from tasmat.tenancy.models import Membership


@dataclass(frozen=True)
class Kept:
    """What became of typed words: the draft that holds them, None when there was nothing to keep.

    `has_met` tells that another page has typed something else into the same entry.
    """

    draft: EntryDraft | None
    has_met: bool = False


@transaction.atomic
def keep_draft(case: Case | None, author: Membership, page: Page, typed: dict[str, Any]) -> Kept:
    """Keeps what is being typed, as it was typed.

    Words that come after their own entry was saved, late from a slow connection, are dropped. A page that
    goes on from an older state of the draft gets a draft of its own.
    """
    drafts = EntryDraft.objects.select_for_update().filter(case=case, author=author)
    main = drafts.filter(submission_key=page.submission_key).first()
    if _is_saved(case, author, page, typed["text"]):
        drafts.filter(submission_key=page.submission_key, page_key=page.page_key).delete()
        return Kept(None)
    if main is None or _goes_on(main, page, typed["text"]):
        return Kept(_write(case, author, page, typed))
    if holds(main.text, typed["text"]):
        return Kept(main)
    apart = page._replace(submission_key=_key_apart(page), seen=frozenset())
    return Kept(_write(case, author, apart, typed, parted_from=page.submission_key), has_met=True)


def drafts_of(case: Case | None, author: Membership) -> list[EntryDraft]:
    """What the member was typing about the case when its pages were left, newest first."""
    return list(EntryDraft.objects.filter(case=case, author=author))


def all_drafts(author: Membership, visible: CaseQuerySet) -> list[EntryDraft]:
    """The member's drafts of the cases that are seen, and those of several clients, newest first."""
    mine = EntryDraft.objects.filter(author=author)
    return list(mine.filter(Q(case__in=visible) | Q(case__isnull=True)).select_related("case__client"))


def family_of(draft: EntryDraft) -> list[EntryDraft]:
    """The drafts of the same entry, typed on different pages; the one the others parted from first."""
    key = draft.parted_from or draft.submission_key
    family = [row for row in drafts_of(draft.case, draft.author) if key in _keys(row)]
    return sorted(family, key=lambda row: (row.parted_from is not None, row.saved_at))


def rivals_of(case: Case | None, author: Membership, page: Page, text: str) -> list[EntryDraft]:
    """Drafts of the same entry with words that neither the page has seen nor its text holds."""
    return [
        draft
        for draft in _same_entry(case, author, page.submission_key)
        if not (_is_by(draft, page) or draft.as_seen in page.seen or holds(text, draft.text))
    ]


def settle(case: Case | None, author: Membership, key: UUID) -> None:
    """Takes away the drafts of an entry that has been saved."""
    _same_entry(case, author, key).delete()


def drop_held(case: Case, author: Membership, key: UUID, text: str) -> None:
    """Takes away the drafts of an entry whose words all stand in its text."""
    held = [draft.id for draft in _same_entry(case, author, key) if holds(text, draft.text)]
    EntryDraft.objects.filter(id__in=held).delete()


def _same_entry(case: Case | None, author: Membership, key: UUID) -> Any:
    same = Q(submission_key=key) | Q(parted_from=key)
    return EntryDraft.objects.filter(same, case=case, author=author)


def _keys(draft: EntryDraft) -> set[UUID | None]:
    return {draft.submission_key, draft.parted_from}


def _is_by(draft: EntryDraft, page: Page) -> bool:
    return draft.page_key == page.page_key


def _goes_on(draft: EntryDraft, page: Page, text: str) -> bool:
    return _is_by(draft, page) or draft.as_seen in page.seen or holds(text, draft.text)


def _key_apart(page: Page) -> UUID:
    """Always the same one for a page, so that a repeated save finds its draft."""
    return uuid5(page.submission_key, str(page.page_key))


def _write(
    case: Case | None,
    author: Membership,
    page: Page,
    typed: dict[str, Any],
    parted_from: UUID | None = None,
) -> EntryDraft | None:
    found: tuple[EntryDraft, bool] = EntryDraft.objects.get_or_create(
        case=case,
        author=author,
        submission_key=page.submission_key,
        defaults={"parted_from": parted_from, "revision": 0},
    )
    draft = found[0]
    if _is_by(draft, page) and 0 < page.sequence <= draft.sequence:
        return draft
    if not typed["text"].strip():
        draft.delete()
        return None
    draft.fields, draft.revision, draft.saved_at = typed, draft.revision + 1, clock.now()
    draft.page_key, draft.sequence = page.page_key, page.sequence
    draft.save()
    return draft


def _is_saved(case: Case | None, author: Membership, page: Page, text: str) -> bool:
    """Whether the page's entry holds the text already."""
    keyed = (
        Q(shared_key=page.submission_key)
        if case is None
        else Q(submission_key=page.submission_key, case=case)
    )
    entry = Entry.objects.filter(keyed, author=author).first()
    return entry is not None and bool(text.strip()) and holds(entry.text, text)
