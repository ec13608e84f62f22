"""What a case's timeline tells of periods, agreements and purchases: facts alone, none of their notes."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clients.models import Agreement, CoachingPeriod, Purchase
from clients.registry import EVENING, MORNING, Position, Reading, Recorded, TimelineItem, add_timeline
from clients.timeline import days_of
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.audit.history import history_of


class Link(NamedTuple):
    """Where a row is corrected, and the words of the link; both empty for those who may not."""

    url: str
    words: str


NO_LINK = Link("", "")


@add_timeline
def periods(reading: Reading) -> Iterable[TimelineItem]:
    """Coaching periods that began and ended; one that was followed by the next has no end of its own."""
    if "event" not in reading.marks:
        return []
    following = CoachingPeriod.objects.filter(
        case=reading.case,
        starts_on__gt=OuterRef("ends_on"),
        starts_on__lte=OuterRef("ends_on") + dt.timedelta(days=1),
    )
    rows = _recorded(CoachingPeriod, reading).select_related("phase").annotate(is_followed=Exists(following))
    return reading.newest(item for row in rows for item in _period_items(row, reading))


def _period_items(row: Any, reading: Reading) -> Iterator[TimelineItem]:
    link = _link("case_period", row, reading)
    recorded = Recorded(row.made_at, row.made_by_user)
    name = row.phase.name
    yield _item(row, row.starts_on, _("Coaching period: {name}").format(name=name), link, recorded=recorded)
    if row.ends_on is not None and row.ends_on <= clock.today() and not row.is_followed:
        title = _("Coaching period ended: {name}").format(name=name)
        yield _item(row, row.ends_on, title, link, is_end=True)


@add_timeline
def agreements(reading: Reading) -> Iterable[TimelineItem]:
    """Agreements made, extended and ended; one that was extended has no end of its own."""
    if "event" not in reading.marks:
        return []
    extension = Agreement.objects.filter(extends=OuterRef("id"))
    rows = _recorded(Agreement, reading).annotate(is_extended=Exists(extension))
    return reading.newest(item for row in rows for item in _agreement_items(row, reading))


def _agreement_items(row: Any, reading: Reading) -> Iterator[TimelineItem]:
    link = _link("case_agreement", row, reading)
    kind = row.get_kind_display()
    words = _("Agreement extended: {kind}") if row.extends_id else _("Agreement: {kind}")
    recorded = Recorded(row.made_at, row.made_by_user)
    yield _item(row, row.starts_on, words.format(kind=kind), link, recorded=recorded, until=row.ends_on)
    last_day = row.ended_early_on or row.ends_on
    if last_day <= clock.today() and not row.is_extended:
        words = _("Agreement ended early: {kind}") if row.ended_early_on else _("Agreement ended: {kind}")
        yield _item(row, last_day, words.format(kind=kind), link, is_end=True)


@add_timeline
def purchases(reading: Reading) -> Iterable[TimelineItem]:
    """What was bought for the client."""
    if "event" not in reading.marks:
        return []
    items = (
        _item(
            row,
            row.bought_on,
            f"{capfirst(row.get_kind_display())}: {row.what}",
            _link("case_purchase", row, reading),
            recorded=Recorded(row.made_at, row.made_by_user),
            until=row.ends_on,
        )
        for row in _recorded(Purchase, reading)
    )
    return reading.newest(items)


def _recorded(model: type[models.Model], reading: Reading) -> models.QuerySet[Any]:
    """The case's rows with when and by whom each was written, by the change history."""
    made = history_of(model).filter(pgh_obj=OuterRef("id"), pgh_label="insert")
    rows: models.QuerySet[Any] = model._default_manager.filter(case=reading.case)
    annotated: models.QuerySet[Any] = rows.annotate(
        made_at=Subquery(made.values("pgh_created_at")[:1]),
        made_by_user=Subquery(made.values("actor")[:1]),
    )
    return annotated


def _item(
    row: Any,
    day: dt.date,
    title: str,
    link: Link,
    *,
    recorded: Recorded | None = None,
    until: dt.date | None = None,
    is_end: bool = False,
) -> TimelineItem:
    return TimelineItem(
        position=Position(day, EVENING if is_end else MORNING, row.id),
        mark="event",
        title=title,
        meta=days_of(day, until),
        recorded=recorded,
        url=link.url,
        link=link.words,
    )


def _link(route: str, row: Any, reading: Reading) -> Link:
    """Where the row is corrected, for those who may."""
    if not reading.member.can(Action.EDIT_PERIODS):
        return NO_LINK
    slug = reading.member.organisation.slug
    return Link(reverse(route, args=[slug, reading.case.id, row.id]), _("Open"))
