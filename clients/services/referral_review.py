"""What a page shows beside each referral: age, waiting time, people alike, what stands against it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from clients.choices import UNDECIDED
from clients.models import (
    Client,
    ConcurrentService,
    EarlierName,
    EligibilityCheck,
    EligibilityItem,
    OutreachPerson,
    Referral,
)
from clients.rules.ages import age_on
from clients.rules.quotas import Quota
from clients.rules.referrals import (
    Alike,
    AlikeKind,
    ReferralFacts,
    Remark,
    ServiceSpan,
    excluded_from,
    remarks,
)
from clients.rules.words import fold
from clients.services.duplicates import CODE_COLUMN
from clients.services.exclusions import running_excluded
from clients.services.quotas import USED
from tasmat.crypto.blind_index import blind_index_candidates
from tasmat.tenancy.context import current_organisation
from tasmat.tenancy.models import ExcludedService, ProjectArea

REFERRAL_CODE = "clients_referral.identity_code"
PersonKey = tuple[str, str, dt.date | None]
Row = tuple[UUID, str, str, dt.date | None, str]
Services = defaultdict[UUID, tuple[ServiceSpan, ...]]


@dataclass(frozen=True)
class ReviewedReferral:
    """A referral with what is to be known before deciding; nothing stands against a decided one."""

    referral: Referral
    age: int
    days_waiting: int
    alike: list[Alike]
    remarks: list[Remark]
    in_excluded: frozenset[UUID] = frozenset()  # clients alike who are in a service that the project excludes

    @property
    def is_blocked(self) -> bool:
        """Whether accepting needs a typed reason, whoever the person is."""
        return any(remark.blocks and not remark.of_known for remark in self.remarks)

    @property
    def person_id(self) -> UUID:
        """Whom an access event names: the client, or the referral itself while there is none."""
        case = self.referral.case
        return case.client_id if case else self.referral.id


def with_places(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Referrals with the quota of their municipality and what their project excludes, in one query."""
    area = ProjectArea.objects.filter(
        project=OuterRef("project"), municipality=OuterRef("municipality")
    ).order_by()
    excluded = ExcludedService.objects.filter(project=OuterRef("project")).values("kind")
    items = EligibilityItem.objects.filter(project=OuterRef("project"), is_active=True).order_by()
    checks = EligibilityCheck.objects.filter(referral=OuterRef(OuterRef("id")), item=OuterRef("id"))
    return (
        referrals.select_related(
            "project", "municipality", "case__client", "decided_by__user", "keyed_by__user"
        )
        .prefetch_related("services")
        .annotate(
            area_quota=Subquery(area.values("quota")),
            area_used=Subquery(area.annotate(used=USED).values("used")),
            excluded_kinds=ArraySubquery(excluded),
            conditions=_number_of(items),
            checked=_number_of(items.filter(Exists(checks))),
            not_met=_number_of(items.filter(Exists(checks.filter(is_met=False)))),
        )
    )


def review(referrals: Sequence[Referral], today: dt.date) -> list[ReviewedReferral]:
    """The referrals, as given by with_places, with what stands against each; two queries for all."""
    alike = _people_alike([referral for referral in referrals if referral.is_open])
    services = _services_of({person.id for people in alike.values() for person in people if person.is_client})
    return [_reviewed(referral, alike[referral.id], services, today) for referral in referrals]


def is_blocked(referral: Referral, client: Client | None, today: dt.date) -> bool:
    """Whether accepting the person, as this client or a new one, needs a typed reason that day, looked up anew."""
    found = with_places(Referral.objects.filter(id=referral.id)).get()
    known = _services_of({client.id})[client.id] if client else ()
    return any(remark.blocks for remark in remarks(_facts(found, [], known), today))


def with_code(reviewed: ReviewedReferral, code: str, today: dt.date) -> ReviewedReferral:
    """The same with the client who has a personal identity code that was typed when deciding."""
    referral = reviewed.referral
    found = [Alike(row.id, row.name, AlikeKind.CLIENT, by_code=True) for row in clients_with_code([code])]
    if not code or not found:
        return reviewed
    ids = [person.id for person in found]
    excluded = running_excluded(ids, referral.project, today).values_list("client", flat=True)
    others = [person for person in reviewed.alike if person.id not in ids]
    return replace(reviewed, alike=[*found, *others], in_excluded=reviewed.in_excluded | set(excluded))


def people_alike(referral: Referral) -> list[Alike]:
    """Whom the person of a referral, saved or not yet, may be."""
    return _people_alike([referral])[referral.id]


def spans_of(referral: Referral) -> tuple[ServiceSpan, ...]:
    """The services that the referral tells of, as the rules take them."""
    rows = referral.services.all()
    return tuple(ServiceSpan(service.kind, service.starts_on, service.ends_on) for service in rows)


def _reviewed(referral: Any, alike: list[Alike], services: Services, today: dt.date) -> ReviewedReferral:
    known = {person.id: services[person.id] for person in alike if person.is_client}
    excluded = frozenset(referral.excluded_kinds)
    facts = _facts(referral, alike, tuple(chain.from_iterable(known.values())))
    return ReviewedReferral(
        referral=referral,
        age=age_on(referral.born_on, today),
        days_waiting=(today - timezone.localtime(referral.received_at).date()).days,
        alike=alike,
        remarks=remarks(facts, today) if referral.is_open else [],
        in_excluded=frozenset(key for key, spans in known.items() if excluded_from(spans, excluded, today)),
    )


def _facts(referral: Any, alike: Sequence[Alike], known: Iterable[ServiceSpan]) -> ReferralFacts:
    """`referral` carries the annotations of with_places."""
    is_inside = referral.area_quota is not None
    return ReferralFacts(
        born_on=referral.born_on,
        minimum_age=referral.project.minimum_age,
        places=Quota(referral.area_quota, referral.area_used) if is_inside else None,
        services=spans_of(referral),
        excluded=frozenset(referral.excluded_kinds),
        alike=sum(not person.is_met for person in alike),
        has_known_code=any(person.by_code for person in alike),
        met=sum(person.is_met for person in alike),
        hides_municipality=referral.hides_municipality,
        not_met=referral.not_met,
        unchecked=referral.conditions - referral.checked,
        known_services=tuple(known),
    )


def _services_of(clients: Collection[UUID]) -> Services:
    """Services and benefits by client; no query for nobody."""
    found: Services = defaultdict(tuple)
    if clients:
        for service in ConcurrentService.objects.filter(client__in=clients):
            found[service.client_id] += (ServiceSpan(service.kind, service.starts_on, service.ends_on),)
    return found


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, by a subquery."""
    number = rows.order_by().values("project").annotate(number=Count("id")).values("number")
    return Coalesce(Subquery(number), 0)


def _people_alike(referrals: Sequence[Referral]) -> dict[UUID, list[Alike]]:
    """By referral: clients, by earlier names too, people of other undecided referrals and of the outreach."""
    by_key: defaultdict[PersonKey, dict[UUID, Alike]] = defaultdict(dict)
    for person_id, first_name, last_name, born_on, kind in _born_like(referrals):
        person = Alike(person_id, f"{last_name}, {first_name}", AlikeKind(kind))
        by_key[_key(first_name, last_name, born_on)].setdefault(person_id, person)
    codes = _by_code(referrals)
    return defaultdict(
        list, {each.id: _once([*codes[each.id], *_namesakes(by_key, each)]) for each in referrals}
    )


def _once(people: Iterable[Alike]) -> list[Alike]:
    """Who is found in two ways is named as found first."""
    return list({person.id: person for person in reversed(list(people))}.values())[::-1]


def _by_code(referrals: Sequence[Referral]) -> defaultdict[UUID, list[Alike]]:
    """By referral: clients and people of other undecided referrals with the same personal identity code."""
    found: defaultdict[UUID, list[Alike]] = defaultdict(list)
    codes = {referral.id: referral.identity_code for referral in referrals if referral.identity_code}
    if not codes:
        return found
    clients = {row.identity_code: row for row in clients_with_code(codes.values())}
    others = Referral.objects.filter(
        identity_index__in=_indexes(codes.values(), REFERRAL_CODE), state__in=UNDECIDED
    )
    for referral_id, code in codes.items():
        if client := clients.get(code):
            found[referral_id].append(Alike(client.id, client.name, AlikeKind.CLIENT, by_code=True))
        found[referral_id] += [
            Alike(row.id, row.name, AlikeKind.REFERRAL, by_code=True)
            for row in others
            if row.identity_code == code and row.id != referral_id
        ]
    return found


def clients_with_code(codes: Iterable[str]) -> QuerySet[Client]:
    """Clients who have one of these personal identity codes."""
    found: QuerySet[Client] = Client.objects.not_merged().filter(
        identity_index__in=_indexes(filter(None, codes), CODE_COLUMN)
    )
    return found


def _indexes(codes: Iterable[str], column: str) -> list[bytes]:
    organisation = current_organisation()
    candidates = (blind_index_candidates(code, organisation_id=organisation, column=column) for code in codes)
    return list(chain.from_iterable(candidates))


def _namesakes(by_key: dict[PersonKey, dict[UUID, Alike]], referral: Referral) -> Iterable[Alike]:
    """Those born on the same day, then those of the outreach, whose date of birth is not known."""
    for born_on in (referral.born_on, None):
        found = by_key.get(_key(referral.first_name, referral.last_name, born_on), {}).values()
        others = (person for person in found if person.id != referral.id)
        yield from sorted(others, key=lambda person: (not person.is_client, person.id))


def _key(first_name: str, last_name: str, born_on: dt.date | None) -> PersonKey:
    return fold(first_name), fold(last_name), born_on


def _born_like(referrals: Iterable[Referral]) -> Iterable[Row]:
    """Everybody born on the same days or met; names are compared folded, which SQL cannot do."""
    days = {referral.born_on for referral in referrals}
    if not days:
        return ()
    clients = Client.objects.not_merged().filter(born_on__in=days).order_by()
    earlier = EarlierName.objects.filter(client__born_on__in=days).order_by()
    others = Referral.objects.filter(born_on__in=days, state__in=UNDECIDED).order_by()
    met = OutreachPerson.objects.filter(referral__isnull=True).exclude(Q(first_name="") | Q(last_name=""))
    names = ("first_name", "last_name")
    client, not_known = Value(AlikeKind.CLIENT.value), Cast(Value(None), DateField())
    born: Iterable[Row] = clients.values_list("id", *names, "born_on", client).union(
        earlier.values_list("client_id", *names, F("client__born_on"), client),
        others.values_list("id", *names, "born_on", Value(AlikeKind.REFERRAL.value)),
        met.order_by().values_list("id", *names, not_known, Value(AlikeKind.OUTREACH.value)),
    )
    return born
