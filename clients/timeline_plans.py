"""What plans tell on a case's timeline: versions agreed and accepted, case meetings, goals rated, the way on."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clients.choices import AcceptedHow
from clients.models import CaseMeeting, GoalRating, Handover, PlanVersion
from clients.registry import EVENING, Position, Reading, Recorded, TimelineItem, add_timeline
from clients.timeline import day_of, meta
from tasmat.access.actions import Action
from tasmat.audit.history import history_of


@add_timeline
def plan_versions(reading: Reading) -> Iterable[TimelineItem]:
    """Plans agreed on, and accepted by the client."""
    if "event" not in reading.marks:
        return []
    rows = PlanVersion.objects.filter(plan__case=reading.case).select_related("plan", "made_by__user")
    items = []
    for row in rows.defer("content"):
        items.append(_agreed(row, reading))
        if row.accepted_on is not None:
            items.append(_accepted(row, row.accepted_on, reading))
    return reading.newest(items)


def _agreed(row: PlanVersion, reading: Reading) -> TimelineItem:
    title = _("Plan agreed: {plan}, version {number}")
    return TimelineItem(
        position=Position(row.made_on, row.made_at, row.id),
        mark="event",
        title=title.format(plan=row.plan.get_kind_display(), number=row.number),
        meta=meta(row.made_on, row.made_by, reading.member),
        recorded=Recorded(row.made_at, row.made_by.user_id),
        url=_address(reading, Action.SEE_PLAN, "case_plan_version", row.id),
        link=_("Open the version"),
    )


def _accepted(row: PlanVersion, on: dt.date, reading: Reading) -> TimelineItem:
    """The client's own words are a text of the case."""
    how = AcceptedHow(row.accepted_how).label if row.accepted_how else ""
    title = _("The client accepted the plan: {plan}, version {number}")
    return TimelineItem(
        position=Position(on, EVENING, row.id),
        mark="event",
        title=title.format(plan=row.plan.get_kind_display(), number=row.number),
        meta=f"{day_of(on)} · {how}",
        text=row.accepted_note if reading.member.can(Action.READ_TEXTS) else "",
        url=_address(reading, Action.SEE_PLAN, "case_plan_version", row.id),
        link=_("Open the version"),
    )


@add_timeline
def meetings(reading: Reading) -> Iterable[TimelineItem]:
    """Case meetings; their decisions are texts of the case."""
    if "event" not in reading.marks:
        return []
    made = history_of(CaseMeeting).filter(pgh_obj=OuterRef("id"), pgh_label="insert")
    rows = (
        CaseMeeting.objects.filter(case=reading.case)
        .select_related("recorded_by__user")
        .annotate(made_at=Subquery(made.values("pgh_created_at")[:1]))
    )
    reads = reading.member.can(Action.READ_TEXTS)
    items = [
        TimelineItem(
            position=Position(row.held_on, row.made_at, row.id),
            mark="event",
            title=_("Case meeting"),
            meta=meta(row.held_on, row.recorded_by, reading.member),
            text=row.decisions if reads else "",
            recorded=Recorded(row.made_at, row.recorded_by.user_id),
            url=_address(reading, Action.EDIT_PLAN, "case_meeting", row.id),
            link=_("Open the meeting"),
        )
        for row in rows
    ]
    return reading.newest(items)


@add_timeline
def ratings(reading: Reading) -> Iterable[TimelineItem]:
    """Goals rated, one item for each day and person; which goals and how far is a text of the case."""
    if "event" not in reading.marks:
        return []
    made = history_of(GoalRating).filter(pgh_obj=OuterRef("id"), pgh_label="insert")
    rows = (
        GoalRating.objects.filter(goal__plan__case=reading.case)
        .select_related("goal__plan", "recorded_by__user")
        .annotate(made_at=Subquery(made.values("pgh_created_at")[:1]))
        .order_by("on", "recorded_by", "goal__position", "id")
    )
    by_review = groupby(rows, key=attrgetter("on", "recorded_by_id"))
    return reading.newest([_review(list(group), reading) for _key, group in by_review])


def _review(rows: list[GoalRating], reading: Reading) -> TimelineItem:
    first = rows[0]
    made_at = max(row.made_at for row in rows)  # type: ignore[attr-defined]  # annotated
    reads = reading.member.can(Action.READ_TEXTS)
    lines = [f"{row.goal.title}: {row.get_level_display()}" for row in rows]
    is_seen = reading.member.can(Action.SEE_PLAN)
    plan = f"?plan={first.goal.plan_id}" if is_seen else ""
    return TimelineItem(
        position=Position(first.on, made_at, first.id),
        mark="event",
        title=_("Goals rated"),
        meta=meta(first.on, first.recorded_by, reading.member),
        text="\n".join(lines) if reads else "",
        recorded=Recorded(made_at, first.recorded_by.user_id),
        url=_address(reading, Action.SEE_PLAN, "case_plan") + plan,
        link=_("Open the plan"),
    )


@add_timeline
def handovers(reading: Reading) -> Iterable[TimelineItem]:
    """The way on from the project; to whom is a text of the case."""
    if "event" not in reading.marks:
        return []
    reads = reading.member.can(Action.READ_TEXTS)
    items = [
        TimelineItem(
            position=Position(row.handed_over_on, EVENING, row.id),
            mark="event",
            title=_("Handed over: {direction}").format(direction=capfirst(row.get_direction_display())),
            meta=day_of(row.handed_over_on),
            text=row.to_body if reads else "",
            url=_address(reading, Action.EDIT_PLAN, "case_handover", row.id),
            link=_("Open the way on"),
        )
        for row in Handover.objects.filter(case=reading.case)
        if row.handed_over_on is not None
    ]
    return reading.newest(items)


def _address(reading: Reading, action: Action, route: str, *ids: UUID) -> str:
    """The page of the thing, for those who may open it."""
    if not reading.member.can(action):
        return ""
    return reverse(route, args=[reading.member.organisation.slug, reading.case.id, *ids])
