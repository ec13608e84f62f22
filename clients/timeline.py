"""What the clients app tells on a case's timeline besides entries: stays, coaches, absences, the referral."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clients.choices import AssignmentRole
from clients.models import Assignment, Referral, Stay
from clients.registry import EVENING, MORNING, Position, Reading, Recorded, TimelineItem, add_timeline
from clients.rules.closing import Undoing, undoings
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.audit.history import history_of
from tasmat.tenancy.models import Membership
from tasmat.ui.templatetags.ui import day_of_year


@add_timeline
def stays(reading: Reading) -> Iterable[TimelineItem]:
    """Joining, leaving and coming back."""
    if "event" not in reading.marks:
        return []
    versions = list(history_of(Stay).filter(case=reading.case).order_by("id", "pgh_id"))
    entered, left = _recorded_stays(versions)
    items = _undone_endings(versions, reading.member)
    for index, stay in enumerate(reading.case.stays.all()):
        items.append(_entry_of(stay, entered.get(stay.id), is_return=index > 0))
        if stay.exit_on is not None:
            items.append(_exit_of(stay, stay.exit_on, left.get(stay.id)))
    return reading.newest(items)


def _entry_of(stay: Stay, recorded: Recorded | None, *, is_return: bool) -> TimelineItem:
    return TimelineItem(
        position=Position(stay.entry_on, MORNING, stay.id),
        mark="event",
        title=_("Returned to the project") if is_return else _("Joined the project"),
        meta=day_of(stay.entry_on),
        recorded=recorded,
    )


def _exit_of(stay: Stay, exit_on: dt.date, recorded: Recorded | None) -> TimelineItem:
    facts = [stay.get_exit_status_display(), stay.get_direction_display()]
    return TimelineItem(
        position=Position(exit_on, EVENING, stay.id),
        mark="event",
        title=_("Left the project"),
        meta=day_of(exit_on),
        text=" · ".join(filter(None, facts)),
        recorded=recorded,
    )


def _recorded_stays(versions: Iterable[Any]) -> tuple[dict[UUID, Recorded], dict[UUID, Recorded]]:
    """When each stay was opened, and when its exit was last written, by the change history."""
    entered: dict[UUID, Recorded] = {}
    left: dict[UUID, Recorded] = {}
    for version in versions:
        recorded = Recorded(version.pgh_created_at, version.actor)
        entered.setdefault(version.id, recorded)
        if version.exit_on is not None:
            left[version.id] = recorded
    return entered, left


def _undone_endings(versions: Iterable[Any], reader: Membership) -> list[TimelineItem]:
    """One item for each ending taken back, on the day of that: the stay itself shows nothing of it any more."""
    found = [
        (stay_id, undoing)
        for stay_id, rows in groupby(versions, key=attrgetter("id"))
        for undoing in undoings((row.exit_on, row.pgh_created_at, row.actor) for row in rows)
    ]
    users = {undoing.user_id for _stay, undoing in found}
    members = Membership.objects.filter(user__in=users).select_related("user")
    by_user: dict[UUID | None, Membership] = {member.user_id: member for member in members}
    return [_undone_of(stay_id, undoing, by_user.get(undoing.user_id), reader) for stay_id, undoing in found]


def _undone_of(
    stay_id: UUID, undoing: Undoing, author: Membership | None, reader: Membership
) -> TimelineItem:
    on = clock.of_machine(undoing.at).date()
    return TimelineItem(
        position=Position(on, undoing.at, stay_id),
        mark="event",
        title=_("The ending was undone"),
        meta=meta(min(on, clock.today()), author, reader),
        text=_("The case had been ended on {day} by mistake.").format(day=day_of_year(undoing.exit_on)),
        recorded=Recorded(undoing.at, undoing.user_id),
    )


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
    return reading.newest(items)


def _assignment_item(row: Assignment, reading: Reading, recorded: Recorded) -> TimelineItem:
    is_responsible = row.role == AssignmentRole.RESPONSIBLE
    role = reading.case.project.get_coach_word_display() if is_responsible else row.get_role_display()
    return TimelineItem(
        position=Position(row.from_on, MORNING, row.id),
        mark="event",
        title=f"{capfirst(role)}: {row.member.user.name}",
        meta=days_of(row.from_on, row.until_on),
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
            meta=days_of(absence.starts_on, absence.ends_on),
        )
        for absence in reading.case.absences.all()
    ]
    return reading.newest(items)


@add_timeline
def referrals(reading: Reading) -> Iterable[TimelineItem]:
    """The referral that opened the case; a return may have one too."""
    if "event" not in reading.marks:
        return []
    rows = Referral.objects.filter(case=reading.case, decided_at__isnull=False).select_related(
        "decided_by__user"
    )
    return reading.newest([_referral_item(row, row.decided_at, reading) for row in rows])


def _referral_item(row: Referral, decided_at: dt.datetime, reading: Reading) -> TimelineItem:
    day = timezone.localtime(decided_at).date()
    return TimelineItem(
        position=Position(day, decided_at, row.id),
        mark="event",
        title=_("Referral accepted"),
        meta=meta(day, row.decided_by, reading.member),
        url=address("referral", reading, row.id) if reading.member.can(Action.SEE_REFERRALS) else "",
        link=_("Open the referral"),
    )


def meta(day: dt.date, author: Membership | None, reader: Membership) -> str:
    """When and by whom, in words."""
    if author is None:
        return day_of(day)
    return f"{day_of(day)} · {_('you') if author.id == reader.id else author.user.name}"


def day_of(day: dt.date) -> str:
    """The day with its weekday: a timeline may be years long."""
    return dateformat.format(day, "D j.n.Y")


def days_of(first: dt.date, last: dt.date | None) -> str:
    """The first day alone, or both."""
    if last is None:
        return day_of(first)
    return _("{first} – {last}").format(first=day_of(first), last=day_of(last))


def address(route: str, reading: Reading, *ids: UUID) -> str:
    """The address of a page of the reader's organisation."""
    return reverse(route, args=[reading.member.organisation.slug, *ids])
