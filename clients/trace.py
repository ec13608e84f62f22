"""What the timeline tells of endings that were taken back: the stay itself shows nothing of them any more."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from clients.models import Stay
from clients.registry import Position, Reading, Recorded, TimelineItem, add_timeline
from clients.rules.closing import Undoing, undoings
from tasmat.audit.history import history_of
from tasmat.ui.templatetags.ui import day_of_year


@add_timeline
def undone_endings(reading: Reading) -> Iterable[TimelineItem]:
    """One item for each ending undone, on the day it was undone; from the change history, in one query."""
    if "event" not in reading.marks:
        return []
    versions = history_of(Stay).filter(case=reading.case).order_by("id", "pgh_id")
    items = [
        _item(stay_id, undoing)
        for stay_id, rows in groupby(versions, key=attrgetter("id"))
        for undoing in undoings((row.exit_on, row.pgh_created_at, row.actor) for row in rows)
    ]
    asked_for = filter(reading.admits, items)
    return sorted(asked_for, key=attrgetter("position"), reverse=True)[: reading.limit]


def _item(stay_id: UUID, undoing: Undoing) -> TimelineItem:
    on = timezone.localtime(undoing.at).date()
    return TimelineItem(
        position=Position(on, undoing.at, stay_id),
        mark="event",
        title=_("The ending was undone"),
        meta=day_of_year(on),
        text=_("The case had been ended on {day} by mistake.").format(day=day_of_year(undoing.exit_on)),
        recorded=Recorded(undoing.at, undoing.user_id),
    )
