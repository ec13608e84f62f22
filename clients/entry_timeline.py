"""What entries tell on a case's timeline, and the traces of those that were moved."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clients.choices import CONTACTS, Counterpart, EntryKind
from clients.models import Case, Entry, EntryAmendment, EntryGoal, EntryMove, Practice
from clients.registry import Asked, Mark, Position, Reading, Recorded, TimelineItem, add_timeline
from clients.rules.entries import is_locked
from clients.rules.icf import word_of
from clients.timeline import address, day_of, meta
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.audit.history import history_of

MARKS: dict[EntryKind, Mark] = {
    kind: "contact" if kind in CONTACTS else "missed" if kind == EntryKind.NO_ANSWER else "observation"
    for kind in EntryKind
}


@add_timeline
def entries(reading: Reading) -> Iterable[TimelineItem]:
    """The page's entries; their texts only for those who may read them. A case meeting's stands with the meeting."""
    reads_texts = reading.member.can(Action.READ_TEXTS)
    if (reading.asked.words or reading.asked.goal_id) and not reads_texts:
        return []
    kinds = [kind for kind, mark in MARKS.items() if mark in reading.marks]
    rows = (
        Entry.objects.filter(_older(reading.before), case=reading.case, kind__in=kinds, meeting__isnull=True)
        .select_related("author__user")
        .order_by("-happened_on", "-created_at", "-id")
    )
    rows = _with_facts(_looked_for(rows, reading.case, reading.asked))
    rows = _with_texts(rows) if reads_texts else rows.defer("text")
    return [_item(entry, reading, reads_texts=reads_texts) for entry in rows[: reading.limit]]


def _older(before: Position | None) -> Q:
    """Entries before a place; the first condition lets the index begin there."""
    if before is None:
        return Q()
    on, at, row = before
    return Q(happened_on__lte=on) & (
        Q(happened_on__lt=on) | Q(created_at__lt=at) | Q(created_at=at, id__lt=row)
    )


def _looked_for(rows: QuerySet[Entry], case: Case, asked: Asked) -> QuerySet[Entry]:
    wanted = {
        "kind": asked.kind,
        "author": asked.author,
        "entry_goals__goal": asked.goal_id,
        "happened_on__gte": asked.first_day,
        "happened_on__lte": asked.last_day,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if asked.unseen is not None and asked.unseen.since is None:
        return rows.none()
    if asked.unseen is not None:
        span = (asked.unseen.since, asked.unseen.now)
        rows = rows.filter(created_at__gt=span[0], created_at__lte=span[1])
        rows = rows.exclude(author__user=asked.unseen.user_id)
    for word in asked.words:
        amended = EntryAmendment.objects.filter(_holds(word), entry__case=case)
        rows = rows.filter(Q(_holds(word)) | Q(id__in=amended.values("entry")))
    return rows


def _holds(word: str) -> GreaterThan:
    return GreaterThan(StrIndex("words", Value(word)), 0)


def _with_facts(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """With `corrected_at`, `lock_days`, and with how many others the visit was `shared`."""
    history = history_of(Entry).filter(pgh_obj=OuterRef("id"), pgh_label="update")
    moves = EntryMove.objects.filter(
        entry=OuterRef("pgh_obj"), to_case=OuterRef("case"), moved_at=OuterRef("pgh_created_at")
    )
    corrections = history.filter(~Exists(moves)).order_by("-pgh_created_at")
    practice = Practice.objects.filter(project=OuterRef("case__project"))
    shared = Entry.objects.filter(shared_key=OuterRef("shared_key")).order_by().values("shared_key")
    return rows.annotate(
        corrected_at=Subquery(corrections.values("pgh_created_at")[:1]),
        lock_days=Coalesce(
            Subquery(practice.values("entry_lock_days")[:1], output_field=IntegerField()),
            Value(Practice().entry_lock_days),
        ),
        shared=Subquery(shared.annotate(number=Count("id")).values("number"), output_field=IntegerField()),
    )


def _with_texts(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    return rows.prefetch_related(
        Prefetch("amendments", EntryAmendment.objects.select_related("author__user")),
        Prefetch("entry_goals", EntryGoal.objects.select_related("goal")),
    )


def _item(entry: Any, reading: Reading, *, reads_texts: bool) -> TimelineItem:
    link = _link(entry, reading) if reads_texts else ""
    corrected = "" if entry.corrected_at is None else " · " + _corrected(entry.corrected_at)
    return TimelineItem(
        position=Position(entry.happened_on, entry.created_at, entry.id),
        mark=MARKS[EntryKind(entry.kind)],
        title=title_of(entry),
        meta=meta(entry.happened_on, entry.author, reading.member) + corrected,
        text=entry.text if reads_texts else "",
        lines=(*_shared(entry), *(_lines(entry) if reads_texts else ())),
        recorded=Recorded(entry.created_at, entry.author.user_id),
        url=address("case_entry", reading, reading.case.id, entry.id) if link else "",
        link=link,
    )


def title_of(entry: Any) -> str:
    """What happened, how, with whom and how long, in words; also of an earlier version of an entry."""
    words = [entry.get_kind_display()]
    if entry.channel:
        words.append(entry.get_channel_display().lower())
    if entry.counterpart != Counterpart.CLIENT:
        words.append(entry.get_counterpart_display().lower())
    if entry.minutes:
        words.append(_("{minutes} min").format(minutes=entry.minutes))
    if entry.kilometres:
        words.append(_("{kilometres} km").format(kilometres=entry.kilometres))
    return ", ".join(words)


def _corrected(at: dt.datetime) -> str:
    return _("corrected {day}").format(day=day_of(timezone.localtime(clock.not_later(at)).date()))


def _shared(entry: Any) -> tuple[str, ...]:
    others = (entry.shared or 0) - 1
    if entry.shared_key is None or others < 1:
        return ()
    return (ngettext("shared with {n} other", "shared with {n} others", others).format(n=others),)


def _lines(entry: Any) -> Iterable[str]:
    """What else the entry says, and what was added to it when it was locked."""
    if entry.place:
        yield _("Place: {place}").format(place=entry.place)
    goals = [link.goal.title for link in entry.entry_goals.all()]
    if goals:
        yield _("Goals: {goals}").format(goals=" · ".join(goals))
    if entry.icf_codes:
        yield _("Ability to work: {items}").format(items=" · ".join(map(word_of, entry.icf_codes)))
    for added in entry.amendments.all():
        day = day_of(timezone.localtime(clock.not_later(added.written_at)).date())
        yield _("Added {day}, {name}: {text}").format(day=day, name=added.author.user.name, text=added.text)


def _link(entry: Any, reading: Reading) -> str:
    """What the reader can do with the entry."""
    if is_locked(entry.created_at, clock.now(), entry.lock_days):
        return _("Add to it")
    if entry.author_id == reading.member.id:
        return _("Correct")
    return _("Earlier versions") if entry.corrected_at else pgettext("entry", "Open")


@add_timeline
def moves(reading: Reading) -> Iterable[TimelineItem]:
    """Traces of entries that came from a wrong person or went to the right one; never the other's name."""
    if "event" not in reading.marks:
        return []
    rows = EntryMove.objects.filter(Q(from_case=reading.case) | Q(to_case=reading.case)).select_related(
        "moved_by__user"
    )
    return reading.newest([_move_item(move, reading) for move in rows])


def _move_item(move: EntryMove, reading: Reading) -> TimelineItem:
    day = timezone.localtime(move.moved_at).date()
    is_away = move.from_case_id == reading.case.id
    return TimelineItem(
        position=Position(day, move.moved_at, move.id),
        mark="event",
        title=_("An entry was moved away: wrong person")
        if is_away
        else _("An entry was moved here from another person"),
        meta=meta(min(day, clock.today()), move.moved_by, reading.member),
        text=move.reason if reading.member.can(Action.READ_TEXTS) else "",
        recorded=Recorded(move.moved_at, move.moved_by.user_id),
    )
