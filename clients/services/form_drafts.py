"""Drafts of forms being typed: kept while typing, taken over by the next page, gone when the form is saved."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from clients.models import FormDraft
from clients.models.case import CaseQuerySet
from clients.rules.form_drafts import KEPT, LATE, Fields, Page, Place, holds_all, is_mark
from tasmat import clock
from tasmat.tenancy.models import Membership


def open_drafts(author: Membership) -> list[FormDraft]:
    """Everything the member has typed into forms and not saved, newest first."""
    return list(FormDraft.objects.filter(author=author, is_closed=False))


@dataclass(frozen=True)
class Spot:
    """Whose form which is."""

    author: Membership
    case_id: UUID | None
    place: Place

    def among(self, drafts: Iterable[FormDraft]) -> list[FormDraft]:
        """Those of the drafts that were typed here."""
        here = (self.case_id, str(self.place))
        return [draft for draft in drafts if (draft.case_id, draft.place) == here]

    def drafts(self) -> list[FormDraft]:
        """What was typed here and is not saved, newest first."""
        return self.among(open_drafts(self.author))


@dataclass(frozen=True)
class Kept:
    """The draft that holds the words, None when there was nothing to keep.

    `has_met`: another page has other words. `is_late`: the form was saved from this page already.
    """

    draft: FormDraft | None
    has_met: bool = False
    is_late: bool = False


@transaction.atomic
def keep(spot: Spot, page: Page, fields: Fields, **about: str) -> Kept:
    """Keeps what a page holds now; `about` are its title and address.

    A page goes on with its own draft, or with the one it showed if nobody has changed that; else its words
    become a draft of their own beside the others.
    """
    _one_at_a_time(spot.author)
    own = FormDraft.objects.filter(author=spot.author, page_key=page.key).first()
    if own is not None and own.is_closed:
        return Kept(None, is_late=True)
    if own is not None and page.sequence <= own.sequence:
        return Kept(own)
    drafts = spot.drafts()
    draft = own or next((draft for draft in drafts if draft.as_seen in page.seen[:1]), None)
    others = [row for row in drafts if row != draft and row.as_seen not in page.seen]
    has_met = not all(holds_all(fields, other.fields) for other in others)
    if not fields:
        if draft is not None:
            draft.delete()
        return Kept(None, has_met)
    draft = draft or FormDraft(author=spot.author, case_id=spot.case_id, place=str(spot.place), revision=0)
    draft.page_key, draft.sequence, draft.revision = page.key, page.sequence, draft.revision + 1
    draft.typed = json.dumps({"fields": fields, **about}, ensure_ascii=False)
    draft.saved_at = clock.now()
    draft.save()
    return Kept(draft, has_met)


@transaction.atomic
def close(spot: Spot, page: Page, fields: Fields) -> None:
    """The form was saved with these fields: drafts whose words stand in them go, another page's others stay."""
    _one_at_a_time(spot.author)
    own = FormDraft.objects.filter(author=spot.author, page_key=page.key).first()
    for draft in spot.drafts():
        if draft != own and (draft.as_seen in page.seen[:1] or holds_all(fields, draft.fields)):
            draft.delete()
    own = own or FormDraft(author=spot.author, place=str(spot.place), page_key=page.key)
    own.is_closed, own.case, own.typed, own.saved_at = True, None, "", clock.now()
    own.save()


@transaction.atomic
def drop_fields(author: Membership, page_key: UUID, prefixes: set[str]) -> None:
    """Part of a form was saved: its fields, those with a prefix of these, are no draft any more."""
    _one_at_a_time(author)
    draft = FormDraft.objects.filter(author=author, page_key=page_key, is_closed=False).first()
    if draft is None:
        return
    left = {name: words for name, words in draft.fields.items() if name.partition("-")[0] not in prefixes}
    if all(map(is_mark, left)):
        draft.delete()
        return
    draft.typed = json.dumps({"fields": left, "title": draft.title, "address": draft.address})
    draft.save(update_fields=["typed"])


def throw_away(spot: Spot, seen: str) -> None:
    """Takes a draft away that stands as the page has seen it."""
    for draft in spot.drafts():
        if draft.as_seen == seen:
            draft.delete()


def drafts_of(author: Membership, visible: CaseQuerySet) -> list[FormDraft]:
    """All forms the member has typed into and not saved, of cases that are seen and of none; newest first."""
    mine = FormDraft.objects.filter(author=author, is_closed=False)
    found: Any = mine.filter(Q(case__in=visible) | Q(case__isnull=True)).select_related("case")
    return list(found)


def purge(now: dt.datetime) -> int:
    """Takes away what is too old, closed pages, and drafts of members who left; gives the number of rows."""
    old = Q(saved_at__lt=now - KEPT) | Q(is_closed=True, saved_at__lt=now - LATE)
    deleted, _by_table = FormDraft.objects.filter(old | Q(author__is_active=False)).delete()
    return int(deleted)


def _one_at_a_time(author: Membership) -> None:
    """Saves of one person wait for each other; `no_key`, so that nobody else's rows do."""
    Membership.objects.select_for_update(no_key=True).get(id=author.id)
