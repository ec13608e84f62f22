"""What is known of a person's background and network, in the groups and the order of the page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise

from clients.choices import BackgroundKind, NetworkRole
from clients.models import Background, Client, NetworkPerson
from clients.rules.network import WORDS, Consent, consent


@dataclass(frozen=True)
class Group:
    """The facts of one kind, the newest first; an empty group is shown too, so that it can be filled."""

    kind: BackgroundKind
    rows: list[Background]


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


def background_of(client: Client) -> list[Group]:
    """Every kind with its facts; one query."""
    rows: Iterable[Background] = Background.objects.filter(client=client)
    found = {kind: list(group) for kind, group in groupby(rows, key=lambda row: row.kind)}
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
