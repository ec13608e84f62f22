"""People who are alike and yet two: who said so, and which pairs need not be asked about again."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from clients.models import Client, DifferentPeople
from clients.models.client import ClientQuerySet
from clients.rules.merging import in_pair
from clients.services.duplicates import Candidate, candidates
from tasmat import clock
from tasmat.tenancy.models import Membership


@dataclass(frozen=True)
class ToldApart:
    """A mark with both persons and their cases."""

    mark: DifferentPeople
    one: Candidate
    other: Candidate


def say_different(person: UUID, others: Collection[UUID], *, member: Membership) -> None:
    """Each of the others is somebody else than the person; what was said before stays as it is."""
    known = Client.objects.not_merged().filter(id__in=others).values_list("id", flat=True)
    for other in known:
        first, second = in_pair(person, other)
        DifferentPeople.objects.get_or_create(
            first_id=first, second_id=second, defaults={"said_at": clock.now(), "said_by": member}
        )


def mark_of(one: UUID, other: UUID) -> DifferentPeople | None:
    """What was said of the two, if anything."""
    first, second = in_pair(one, other)
    marks = DifferentPeople.objects.filter(first=first, second=second).select_related("said_by__user")
    found: DifferentPeople | None = marks.first()
    return found


def marks_among(people: ClientQuerySet) -> "QuerySet[DifferentPeople]":
    """Pairs that were told apart, both of whom are among the people; the latest first."""
    ids = people.values("id")
    return DifferentPeople.objects.filter(first__in=ids, second__in=ids).select_related("said_by__user")


def with_people(marks: Collection[DifferentPeople]) -> list[ToldApart]:
    """The marks with their people; two queries."""
    people = candidates({person for mark in marks for person in (mark.first_id, mark.second_id)})
    return [ToldApart(mark, people[mark.first_id], people[mark.second_id]) for mark in marks]
