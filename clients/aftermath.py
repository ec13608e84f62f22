"""The list "What follows" on the page of a case that has ended: from the rules, and from what is still open."""

import datetime as dt
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clients.choices import TaskKind
from clients.models import Statement
from clients.presenters import Pill, PillKind
from clients.rules.afterwards import Following, Stage, following
from clients.rules.statements import State
from clients.services.caseload import Overview, end_facts
from clients.services.closing import OpenThing, open_things
from clients.services.stays import end_statements
from tasmat.access.actions import Action
from tasmat.tenancy.models import Membership
from tasmat.ui.templatetags.ui import day_of_year

PILLS: dict[Stage, PillKind] = {Stage.COMING: "info", Stage.NOW: "warn", Stage.LATE: "bad", Stage.DONE: "ok"}


class Row(NamedTuple):
    """One thing that follows; `url` is where it is done, empty for who may not do it or when it is done."""

    words: str
    url: str
    pill: Pill
    note: str = ""
    other_url: str = ""  # where it is said that the thing is not needed


def what_follows(found: Overview, reader: Membership, now: dt.datetime) -> list[Row]:
    """Of a case that has ended; of the dead only what is to be returned or called off."""
    end = end_facts(found.last)
    if end is None:
        return []
    still_open = [
        _open_row(thing, found, reader) for thing in open_things(found.case, found.last, now, reader)
    ]
    if found.case.client.died_on is not None:
        return still_open
    has_later = found.last.events.filter(on__gt=end.exit_on).exists()
    steps = following(end, found.statement, has_later_situation=has_later, today=now.date())
    statement = [_statement_row(step, found, reader) for step in steps if step.kind == TaskKind.END_STATEMENT]
    later = [_later_row(step, found, reader) for step in steps if step.kind != TaskKind.END_STATEMENT]
    return [*(statement or _needless(found, reader)), *still_open, *later]


def _later_row(step: Following, found: Overview, reader: Membership) -> Row:
    words = {
        TaskKind.FOLLOW_UP_28: _("Ask the situation 28 days after the last day"),
        TaskKind.FOLLOW_UP_6: _("Ask the situation six months after the last day"),
    }[step.kind]
    if step.stage == Stage.DONE:
        return Row(capfirst(str(step.kind.label)), "", _pill(step))
    # What happened within the 28 days is written down when it happens; six months are asked when they are over.
    is_asked = step.kind == TaskKind.FOLLOW_UP_28 or step.stage != Stage.COMING
    return Row(words, _address("case_end", found, reader) if is_asked else "", _pill(step))


def _statement_row(step: Following, found: Overview, reader: Membership) -> Row:
    words = {
        None: _("Write the end statement"),
        State.DRAFT: _("Finish and approve the end statement"),
        State.APPROVED: _("Send the end statement and mark it as sent"),
        State.SENT: _("End statement"),
    }[found.statement.state]
    if not reader.can(Action.WRITE_STATEMENT):
        return Row(words, "", _pill(step))
    latest = end_statements(found.last).furthest_first().first()
    url = _statement_address(latest, found, reader)
    if step.stage == Stage.DONE:
        return Row(words, url, _pill(step))
    return Row(words, url, _pill(step), other_url=_address("case_no_statement", found, reader))


def _statement_address(statement: Statement | None, found: Overview, reader: Membership) -> str:
    if statement is None:
        return _address("case_statements", found, reader)
    return reverse("case_statement", args=[reader.organisation.slug, found.case.id, statement.id])


def _needless(found: Overview, reader: Membership) -> list[Row]:
    """That somebody has said why no statement is needed; the reason is a text of the coaches."""
    reason = found.last.no_statement_reason
    if not reason:
        return []
    if not reader.can(Action.WRITE_STATEMENT):
        return [Row(_("End statement"), "", Pill(_("not needed")))]
    url = _address("case_no_statement", found, reader)
    return [Row(_("End statement"), url, Pill(_("not needed")), reason)]


def _open_row(thing: OpenThing, found: Overview, reader: Membership) -> Row:
    return Row(thing.words, _address(thing.route, found, reader), Pill(str(thing.kind), "warn"))


def _pill(step: Following) -> Pill:
    day = day_of_year(step.on)
    words = {
        Stage.COMING: _("on {day}"),
        Stage.NOW: _("by {day}") if step.kind == TaskKind.END_STATEMENT else _("since {day}"),
        Stage.LATE: _("was due {day}"),
        Stage.DONE: _("sent") if step.kind == TaskKind.END_STATEMENT else _("known"),
    }[step.stage]
    return Pill(words.format(day=day), PILLS[step.stage])


def _address(route: str, found: Overview, reader: Membership) -> str:
    return reverse(route, args=[reader.organisation.slug, found.case.id])
