"""What is known of a person's background and network, in the groups and the order of the page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clients.choices import BackgroundKind, NetworkRole
from clients.models import Background, Client, NetworkPerson
from clients.rules.network import WORDS, Consent, consent
from tasmat.ui.templatetags.ui import day_of_year


@dataclass(frozen=True)
class Fact:
    """One fact of the background: where, how well and when in words; a card may have run out."""

    id: UUID
    title: str
    words: list[str]
    note: str
    has_run_out: bool


@dataclass(frozen=True)
class Group:
    """The facts of one kind, the newest first; an empty group can be added to."""

    kind: BackgroundKind
    rows: list[Fact]


@dataclass(frozen=True)
class Acquaintance:
    """A person of the network with the state of the client's agreement that day."""

    person: NetworkPerson
    consent: Consent

    @property
    def words(self) -> Promise:
        return WORDS[self.consent]

    @property
    def may_be_contacted(self) -> bool:
        return self.consent == Consent.GIVEN


def background_of(client: Client, day: dt.date) -> list[Group]:
    """Every kind with its facts as of a day; one query."""
    rows: Iterable[Background] = Background.objects.filter(client=client)
    found = {kind: [_fact(row, day) for row in group] for kind, group in groupby(rows, key=_kind)}
    return [Group(kind, found.get(kind.value, [])) for kind in BackgroundKind]


def network_of(client: Client, day: dt.date) -> list[Acquaintance]:
    """The persons of the network by name; one query."""
    return [
        Acquaintance(person, consent(person.agreed_on, person.agreed_until, day))
        for person in NetworkPerson.objects.filter(client=client)
    ]


def trustees_of(client: Client) -> list[NetworkPerson]:
    """Who looks after the client's affairs; one query."""
    return list(NetworkPerson.objects.filter(client=client, role=NetworkRole.TRUSTEE))


def _kind(row: Background) -> str:
    return row.kind


def _fact(row: Background, day: dt.date) -> Fact:
    words = [row.place, row.level, _when(row.starts_on, row.ends_on)]
    has_run_out = row.kind == BackgroundKind.CARD and row.ends_on is not None and row.ends_on < day
    return Fact(row.id, row.title, [word for word in words if word], row.note, has_run_out)


def _when(first: dt.date | None, last: dt.date | None) -> str:
    """The time in words, as far as it is known."""
    if first and last:
        return _("{first} – {last}").format(first=day_of_year(first), last=day_of_year(last))
    if first:
        return _("from {day}").format(day=day_of_year(first))
    return _("until {day}").format(day=day_of_year(last)) if last else ""
