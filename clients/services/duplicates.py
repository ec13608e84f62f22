"""Finding persons who are there twice, among those whose every case the member may see."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from clients.models import Case, Client, DifferentPeople, EarlierName
from clients.models.client import ClientQuerySet
from clients.rules.merging import LIKENESS_WORDS, Likeness, Pair, Person, alike_pairs, name_key
from tasmat.crypto.blind_index import blind_index_candidates
from tasmat.tenancy.context import current_organisation
from tasmat.tenancy.models import Membership

CODE_COLUMN = "clients_client.identity_code"


@dataclass(frozen=True)
class Candidate:
    """A person with the cases that tell one from another."""

    client: Client
    cases: list[Case]


@dataclass(frozen=True)
class AlikePair:
    """Two who may be one person; the row that is older stands first."""

    one: Candidate
    other: Candidate
    likeness: Likeness

    @property
    def words(self) -> str:
        return str(LIKENESS_WORDS[self.likeness])


def mergeable(member: Membership, today: dt.date) -> ClientQuerySet:
    """Persons all of whose cases the member may see: of nobody else a merge would show or move anything."""
    visible = Case.objects.visible_to(member, today)
    hidden = Case.objects.not_merged().exclude(id__in=visible.values("id"))
    people: ClientQuerySet = Client.objects.not_merged().filter(id__in=visible.values("client"))
    return people.exclude(id__in=hidden.values("client"))


def alike_people(people: ClientQuerySet) -> list[AlikePair]:
    """Every pair of them that may be one person, the surest first; five queries whatever their number."""
    return with_candidates(_open_pairs(people))


def alike_to(client: Client, people: ClientQuerySet) -> list[AlikePair]:
    """Pairs in which the client is one."""
    return with_candidates([pair for pair in _open_pairs(people) if client.id in {pair.one, pair.other}])


def with_candidates(pairs: Collection[Pair]) -> list[AlikePair]:
    """The pairs with their people and cases, in their order; two queries."""
    people = candidates({person for pair in pairs for person in (pair.one, pair.other)})
    return [AlikePair(people[pair.one], people[pair.other], pair.likeness) for pair in pairs]


def candidates(ids: Iterable[UUID]) -> dict[UUID, Candidate]:
    """People by id with their cases; two queries."""
    wanted = set(ids)
    cases: defaultdict[UUID, list[Case]] = defaultdict(list)
    for case in Case.objects.not_merged().filter(client__in=wanted).select_related("project").order_by("id"):
        cases[case.client_id].append(case)
    return {client.id: Candidate(client, cases[client.id]) for client in Client.objects.filter(id__in=wanted)}


def with_code(code: str) -> ClientQuerySet:
    """Whoever has this personal identity code in the organisation."""
    indexes = blind_index_candidates(code, organisation_id=current_organisation(), column=CODE_COLUMN)
    people: ClientQuerySet = Client.objects.not_merged().filter(identity_index__in=indexes)
    return people


def others_with_code(code: str, client: Client) -> ClientQuerySet:
    """Other persons of the organisation with this personal identity code."""
    return with_code(code).exclude(id=client.id)


def _open_pairs(people: ClientQuerySet) -> list[Pair]:
    """Alike, and nobody has said that they are two."""
    told_apart = set(DifferentPeople.objects.order_by().values_list("first", "second"))
    return [pair for pair in alike_pairs(_compared(people)) if (pair.one, pair.other) not in told_apart]


def _compared(people: ClientQuerySet) -> list[Person]:
    """What the persons are compared by; two queries."""
    names: defaultdict[UUID, set[tuple[str, ...]]] = defaultdict(set)
    for client_id, *name in EarlierName.objects.filter(client__in=people.values("id")).values_list(
        "client", "first_name", "last_name"
    ):
        names[client_id].add(name_key(*name))
    return [
        Person(
            id=person.id,
            names=frozenset({name_key(person.first_name, person.last_name), *names[person.id]}),
            born_on=person.born_on,
            code=bytes(person.identity_index) if person.identity_index else None,
        )
        for person in people.only("id", "first_name", "last_name", "born_on", "identity_index").order_by("id")
    ]
