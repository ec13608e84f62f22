"""What the clients app tells on a case's timeline: entries, stays, coaches, absences, the referral."""

import datetime as dt
from collections.abc import Iterable
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clients.choices import CONTACTS, AssignmentRole, EntryKind
from clients.models import Assignment, Case, Entry, Referral, Stay
from clients.registry import EVENING, MORNING, Mark, Position, Reading, Recorded, TimelineItem, add_timeline
from tasmat.access.actions import Action
from tasmat.audit.history import history_of
from tasmat.tenancy.models import Membership

MARKS: dict[EntryKind, Mark] = {
    kind: "contact" if kind in CONTACTS else "missed" if kind == EntryKind.NO_ANSWER else "observation"
    for kind in EntryKind
}


@add_timeline
def entries(reading: Reading) -> Iterable[TimelineItem]:
    """The page's entries; their texts only for those who may read them."""
    corrections = (
        history_of(Entry).filter(pgh_obj=OuterRef("id"), pgh_label="update").order_by("-pgh_created_at")
    )
    kinds = [kind for kind, mark in MARKS.items() if mark in reading.marks]
    rows = (
        Entry.objects.filter(_older(reading.before), case=reading.case, kind__in=kinds)
        .select_related("author__user")
        .annotate(corrected_at=Subquery(corrections.values("pgh_created_at")[:1]))
        .order_by("-happened_on", "-created_at", "-id")
    )
    if not reading.member.can(Action.READ_TEXTS):
        rows = rows.defer("text")
    return [_entry_item(entry, entry.corrected_at, reading) for entry in rows[: reading.limit]]


def _older(before: Position | None) -> Q:
    """Entries before a place; the first condition lets the index begin there."""
    if before is None:
        return Q()
    on, at, row = before
    return Q(happened_on__lte=on) & (
        Q(happened_on__lt=on) | Q(created_at__lt=at) | Q(created_at=at, id__lt=row)
    )


def _entry_item(entry: Entry, corrected_at: dt.datetime | None, reading: Reading) -> TimelineItem:
    reads_texts = reading.member.can(Action.READ_TEXTS)
    link = _link(entry, corrected_at, reading.member) if reads_texts else ""
    return TimelineItem(
        position=Position(entry.happened_on, entry.created_at, entry.id),
        mark=MARKS[EntryKind(entry.kind)],
        title=title_of(entry),
        meta=_meta(entry.happened_on, entry.author, reading.member) + _corrected(corrected_at),
        text=entry.text if reads_texts else "",
        recorded=Recorded(entry.created_at, entry.author.user_id),
        url=_address("case_entry", reading, reading.case.id, entry.id) if link else "",
        link=link,
    )


def title_of(entry: Any) -> str:
    """What happened, how and how long, in words; also of an earlier version of an entry."""
    words = [entry.get_kind_display()]
    if entry.channel:
        words.append(entry.get_channel_display().lower())
    if entry.minutes:
        words.append(_("{minutes} min").format(minutes=entry.minutes))
    return ", ".join(words)


def _corrected(at: dt.datetime | None) -> str:
    return "" if at is None else " · " + _("corrected {day}").format(day=_day(timezone.localtime(at)))


def _link(entry: Entry, corrected_at: dt.datetime | None, reader: Membership) -> str:
    """What the reader can do with the entry: correct the own one, see the earlier versions of another's."""
    if entry.author_id == reader.id:
        return _("Correct")
    return _("Earlier versions") if corrected_at else ""


@add_timeline
def stays(reading: Reading) -> Iterable[TimelineItem]:
    """Joining, leaving and coming back."""
    if "event" not in reading.marks:
        return []
    entered, left = _recorded_stays(reading.case)
    items = []
    for index, stay in enumerate(reading.case.stays.all()):
        items.append(_entry_of(stay, entered.get(stay.id), is_return=index > 0))
        if stay.exit_on is not None:
            items.append(_exit_of(stay, stay.exit_on, left.get(stay.id)))
    return _asked_for(items, reading)


def _entry_of(stay: Stay, recorded: Recorded | None, *, is_return: bool) -> TimelineItem:
    return TimelineItem(
        position=Position(stay.entry_on, MORNING, stay.id),
        mark="event",
        title=_("Returned to the project") if is_return else _("Joined the project"),
        meta=_day(stay.entry_on),
        recorded=recorded,
    )


def _exit_of(stay: Stay, exit_on: dt.date, recorded: Recorded | None) -> TimelineItem:
    facts = [stay.get_exit_status_display(), stay.get_direction_display()]
    return TimelineItem(
        position=Position(exit_on, EVENING, stay.id),
        mark="event",
        title=_("Left the project"),
        meta=_day(exit_on),
        text=" · ".join(filter(None, facts)),
        recorded=recorded,
    )


def _recorded_stays(case: Case) -> tuple[dict[UUID, Recorded], dict[UUID, Recorded]]:
    """When each stay was opened, and when its exit was last written, by the change history."""
    entered: dict[UUID, Recorded] = {}
    left: dict[UUID, Recorded] = {}
    for version in history_of(Stay).filter(case=case).order_by("pgh_id"):
        recorded = Recorded(version.pgh_created_at, version.actor)
        entered.setdefault(version.id, recorded)
        if version.exit_on is not None:
            left[version.id] = recorded
    return entered, left


@add_timeline
def assignments(reading: Reading) -> Iterable[TimelineItem]:
    """Who coaches from which day, with the reason of a change."""
    if "event" not in reading.marks:
        return []
    made = history_of(Assignment).filter(pgh_obj=OuterRef("id"), pgh_label="insert")
    rows = (
        Assignment.objects.filter(case=reading.case)
        .select_related("member__user")
        .annotate(
            made_at=Subquery(made.values("pgh_created_at")[:1]), made_by=Subquery(made.values("actor")[:1])
        )
    )
    items = [_assignment_item(row, reading, Recorded(row.made_at, row.made_by)) for row in rows]
    return _asked_for(items, reading)


def _assignment_item(row: Assignment, reading: Reading, recorded: Recorded) -> TimelineItem:
    is_responsible = row.role == AssignmentRole.RESPONSIBLE
    role = reading.case.project.get_coach_word_display() if is_responsible else row.get_role_display()
    return TimelineItem(
        position=Position(row.from_on, MORNING, row.id),
        mark="event",
        title=f"{capfirst(role)}: {row.member.user.name}",
        meta=_days(row.from_on, row.until_on),
        text=row.reason if reading.member.can(Action.EDIT_CASE) else "",
        recorded=recorded,
    )


@add_timeline
def absences(reading: Reading) -> Iterable[TimelineItem]:
    """Times when rules and clocks stop."""
    items = [
        TimelineItem(
            position=Position(absence.starts_on, MORNING, absence.id),
            mark="event",
            title=_("Away: {reason}").format(reason=absence.get_kind_display()),
            meta=_days(absence.starts_on, absence.ends_on),
        )
        for absence in reading.case.absences.all()
    ]
    return _asked_for(items, reading)


@add_timeline
def referrals(reading: Reading) -> Iterable[TimelineItem]:
    """The referral that opened the case; a return may have one too."""
    if "event" not in reading.marks:
        return []
    rows = Referral.objects.filter(case=reading.case, decided_at__isnull=False).select_related(
        "decided_by__user"
    )
    return _asked_for([_referral_item(row, row.decided_at, reading) for row in rows], reading)


def _referral_item(row: Referral, decided_at: dt.datetime, reading: Reading) -> TimelineItem:
    day = timezone.localtime(decided_at).date()
    return TimelineItem(
        position=Position(day, decided_at, row.id),
        mark="event",
        title=_("Referral accepted"),
        meta=_meta(day, row.decided_by, reading.member),
        url=_address("referral", reading, row.id) if reading.member.can(Action.SEE_REFERRALS) else "",
        link=_("Open the referral"),
    )


def _asked_for(items: Iterable[TimelineItem], reading: Reading) -> list[TimelineItem]:
    admitted = filter(reading.admits, items)
    return sorted(admitted, key=attrgetter("position"), reverse=True)[: reading.limit]


def _meta(day: dt.date, author: Membership | None, reader: Membership) -> str:
    if author is None:
        return _day(day)
    return f"{_day(day)} · {_('you') if author.id == reader.id else author.user.name}"


def _day(day: dt.date) -> str:
    """The day with its weekday: a timeline may be years long."""
    return dateformat.format(day, "D j.n.Y")


def _days(first: dt.date, last: dt.date | None) -> str:
    if last is None:
        return _day(first)
    return _("{first} – {last}").format(first=_day(first), last=_day(last))


def _address(route: str, reading: Reading, *ids: UUID) -> str:
    return reverse(route, args=[reading.member.organisation.slug, *ids])
