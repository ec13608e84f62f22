"""The main menu: each app adds its entries when it starts; a page shows those its member may open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from tasmat.access.actions import Action
from tasmat.tenancy.requests import TenantRequest


@dataclass(frozen=True)
class Entry:
    """`count` gives the number in the badge, by one query; `prefix` is what its pages' names begin with."""

    order: int
    label: str | Promise
    route: str
    action: Action
    prefix: str
    count: Callable[[TenantRequest], int] | None = None


@dataclass(frozen=True)
class Item:
    """One entry as the page shows it."""

    label: str
    url: str
    current: bool
    count: int


@dataclass(frozen=True)
class Search:
    """Where the search box of the head sends its words."""

    route: str
    action: Action


_entries: list[Entry] = []
_searches: list[Search] = []


def add(entry: Entry) -> None:
    """Called from an app's navigation.py."""
    _entries.append(entry)
    _entries.sort(key=lambda added: added.order)


def add_search(search: Search) -> None:
    """Called once, by the app that knows what can be searched."""
    _searches.append(search)


def search_url(request: TenantRequest) -> str:
    """The address of the search for the request's member; empty when the member may not search."""
    for search in _searches:
        if request.membership.can(search.action):
            return reverse(search.route, args=[request.organisation.slug])
    return ""


def items_for(request: TenantRequest) -> list[Item]:
    """The entries of the request's member, in order."""
    match = request.resolver_match
    here = _prefix_of((match.url_name or "") if match else "")
    return [
        Item(
            label=str(entry.label),
            url=reverse(entry.route, args=[request.organisation.slug]),
            current=entry.prefix == here,
            count=entry.count(request) if entry.count else 0,
        )
        for entry in _entries
        if request.membership.can(entry.action)
    ]


def _prefix_of(page: str) -> str | None:
    """The longest of the prefixes that the page's name begins with: "caseloads" begins with "case" too."""
    return max((entry.prefix for entry in _entries if page.startswith(entry.prefix)), key=len, default=None)


def first_url(request: TenantRequest) -> str:
    """Where the member lands after signing in: the first entry of the menu."""
    return items_for(request)[0].url
