"""What apps add to the page of a case: tabs and timeline. Each app registers its own when it starts."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Literal, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise

from clients.models import Case
from clients.rules.words import fold
from tasmat.access.actions import Action
from tasmat.tenancy.models import Membership
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.navigation import Item

Mark = Literal["contact", "missed", "observation", "event"]

# What happened on a day without a time of its own stands before or after the entries of that day.
MORNING = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
EVENING = dt.datetime(2900, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Tab:
    """A page of a case; its route takes the organisation's slug and the case's id."""

    order: int
    label: str | Promise
    route: str
    action: Action


class Position(NamedTuple):
    """A place on the timeline: larger is newer. It goes into an address as text."""

    on: dt.date
    at: dt.datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.on.isoformat()}_{self.at.astimezone(dt.UTC).isoformat()}_{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Position | None":
        """The place that an address names; None for anything else."""
        try:
            on, at, row = text.split("_")
            moment = dt.datetime.fromisoformat(at)
            # In UTC: Python takes offsets that the database refuses.
            position = cls(dt.date.fromisoformat(on), moment.astimezone(dt.UTC), UUID(row))
        except (ValueError, OverflowError):
            return None
        return position if moment.tzinfo else None


class Recorded(NamedTuple):
    """When something was written into the program and by whom; user None is the program itself."""

    at: dt.datetime
    user_id: UUID | None


class Visit(NamedTuple):
    """A reader's visit to the page, and the one before it; None: this is the first."""

    user_id: UUID
    since: dt.datetime | None
    now: dt.datetime


@dataclass(frozen=True)
class TimelineItem:
    """One thing that happened to a client.

    `meta` says in words when and by whom, `lines` what else is known of it; `url` leads to the page of the
    thing itself, whose words are `link`; `recorded` tells whether it is new to a reader.
    """

    position: Position
    mark: Mark
    title: str
    meta: str
    text: str = ""
    lines: tuple[str, ...] = ()
    recorded: Recorded | None = None
    url: str = ""
    link: str = ""

    def is_new(self, visit: Visit) -> bool:
        """Whether somebody else recorded it after the reader's last visit."""
        if self.recorded is None or visit.since is None or self.recorded.user_id == visit.user_id:
            return False
        return visit.since < self.recorded.at <= visit.now


@dataclass(frozen=True)
class Asked:
    """What a reader looks for. Only entries have a kind and speak of goals; `unseen` asks for the news of a visit.

    `words` are folded; each has to stand somewhere in the text, at the beginning of a word or within one.
    """

    kind: str = ""
    author: Membership | None = None
    goal_id: UUID | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    words: tuple[str, ...] = ()
    unseen: Visit | None = None

    @property
    def is_of_entries(self) -> bool:
        return bool(self.kind or self.goal_id)

    def admits(self, item: TimelineItem) -> bool:
        """Whether something that is no entry is looked for."""
        on = item.position.on
        return not (
            self.is_of_entries
            or (self.first_day and on < self.first_day)
            or (self.last_day and on > self.last_day)
            or (self.author and (item.recorded is None or item.recorded.user_id != self.author.user_id))
            or (self.unseen and not item.is_new(self.unseen))
            or not all(word in fold(f"{item.title} {item.text}") for word in self.words)
        )


@dataclass(frozen=True)
class Reading:
    """What a page asks of every source: at most `limit` items of these marks before a place, newest first."""

    case: Case
    member: Membership
    marks: frozenset[Mark]
    before: Position | None
    limit: int
    asked: Asked = Asked()

    def admits(self, item: TimelineItem) -> bool:
        """For sources that make all their items: whether this one is asked for."""
        is_before = self.before is None or item.position < self.before
        return item.mark in self.marks and is_before and self.asked.admits(item)

    def newest(self, items: Iterable["TimelineItem"]) -> list["TimelineItem"]:
        """Those of all items of a source that the page asks for, newest first."""
        return sorted(filter(self.admits, items), key=attrgetter("position"), reverse=True)[: self.limit]


Source = Callable[[Reading], Iterable[TimelineItem]]

_tabs: list[Tab] = []
_sources: list[Source] = []


def add_tab(tab: Tab) -> None:
    _tabs.append(tab)
    _tabs.sort(key=attrgetter("order"))


def add_timeline(source: Source) -> Source:
    """Decorator: the function gives a kind of timeline items, newest first, in a constant number of queries."""
    _sources.append(source)
    return source


def tabs(request: TenantRequest, case: Case) -> list[Item]:
    """The pages of a case that the member may open."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        Item(
            str(tab.label),
            reverse(tab.route, args=[request.organisation.slug, case.id]),
            tab.route == here,
            0,
        )
        for tab in _tabs
        if request.membership.can(tab.action)
    ]


def read_timeline(reading: Reading) -> list[TimelineItem]:
    """What all apps tell of the case, newest first, at most `limit`."""
    sources = (source(reading) for source in _sources)
    return list(islice(merge(*sources, key=attrgetter("position"), reverse=True), reading.limit))
