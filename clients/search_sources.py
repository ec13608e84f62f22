"""What the search finds beside clients, for instance employers: each app adds its own kind when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from django.utils.functional import Promise

from tasmat.access.actions import Action
from tasmat.tenancy.requests import TenantRequest

MOST_FOUND = 10  # of a kind; a longer word finds fewer


@dataclass(frozen=True)
class Found:
    """One result: its name, what helps to know it, its page, and where something is logged of it, if anywhere."""

    title: str
    note: str
    url: str
    log_url: str = ""


Find = Callable[[TenantRequest, str, int], list[Found]]


@dataclass(frozen=True)
class SearchSource:
    """A kind of results; `find` gives at most so many for the words, of those the member may see, in few queries."""

    order: int
    title: str | Promise
    action: Action
    find: Find


_sources: list[SearchSource] = []


def add_search_source(source: SearchSource) -> None:
    _sources.append(source)
    _sources.sort(key=attrgetter("order"))


def search_sources(request: TenantRequest, words: str) -> list[tuple[str, list[Found]]]:
    """Headings and what was found under each, of the kinds the member may open; nothing for no words."""
    if not words:
        return []
    results = [
        (str(source.title), source.find(request, words, MOST_FOUND))
        for source in _sources
        if request.membership.can(source.action)
    ]
    return [(title, found) for title, found in results if found]
