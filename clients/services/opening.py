"""Opening a case: client, case, first stay and responsible coach in one transaction."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from clients.choices import AssignmentRole
from clients.models import Assignment, Case, Client, EarlierName, SearchToken, Stay
from clients.rules.words import fold, name_tokens, phone_tokens
from tasmat.tenancy.models import Membership, Municipality, Project, ProjectArea


def reindex(client: Client) -> None:
    """Writes anew the words by which search finds the person: names, earlier ones too, phone, references."""
    reindex_all([client])


def reindex_all(clients: Collection[Client]) -> None:
    """`reindex` for many people in five queries; rows merged into them lend them their words."""
    words = {
        client.id: name_tokens(client.first_name, client.last_name) | phone_tokens(client.phone)
        for client in clients
    }
    owners = {client_id: client_id for client_id in words} | _merged_into(words)
    for row in Client.objects.filter(id__in=owners.keys() - words.keys()):
        words[owners[row.id]] |= name_tokens(row.first_name, row.last_name) | phone_tokens(row.phone)
    for client_id, *names in EarlierName.objects.filter(client__in=owners).values_list(
        "client", "first_name", "last_name"
    ):
        words[owners[client_id]] |= name_tokens(*names)
    for client_id, reference in Case.objects.filter(client__in=owners).values_list("client", "reference"):
        words[owners[client_id]] |= {fold(reference).replace(" ", ""), *name_tokens(reference)}
    SearchToken.objects.filter(client__in=words).delete()
    tokens = [SearchToken(client_id=client, token=word) for client in words for word in sorted(words[client])]
    SearchToken.objects.bulk_create(tokens, ignore_conflicts=True)


def _merged_into(clients: Collection[UUID]) -> dict[UUID, UUID]:
    """By row that was merged into one of these people, also by way of another: the person."""
    found: dict[UUID, UUID] = {}
    level = {client_id: client_id for client_id in clients}
    while level:
        rows = Client.objects.filter(merged_into__in=level).values_list("id", "merged_into")
        level = {row: level[kept] for row, kept in rows}
        found |= level
    return found


def next_reference(project: Project) -> str:
    """The next free running number of the project's cases, for instance TASMAT-0096.

    The project's row is locked, so that two at a time do not get the same.
    """
    Project.objects.select_for_update().get(id=project.id)
    number = Case.objects.filter(project=project).count() + 1
    while Case.objects.filter(project=project, reference=f"{project.code_id}-{number:04}").exists():
        number += 1
    return f"{project.code_id}-{number:04}"


def area_of(project: Project, municipality: Municipality) -> ProjectArea | None:
    """The project's area for a municipality; None when it is outside the project."""
    return ProjectArea.objects.filter(project=project, municipality=municipality).first()


@transaction.atomic
def open_case(
    client: Client,
    project: Project,
    *,
    entry_on: dt.date,
    municipality: Municipality,
    responsible: Membership,
    reference: str = "",
) -> Case:
    """The client becomes a participant: the case uses the quota of the municipality at this first entry.

    A new client is saved first. Raises IntegrityError when the client already has a case in the project.
    """
    if client._state.adding:
        client.save()
    case: Case = Case.objects.create(
        client=client,
        project=project,
        area=area_of(project, municipality),
        reference=reference or next_reference(project),
    )
    Stay.objects.create(case=case, entry_on=entry_on, municipality=municipality)
    Assignment.objects.create(
        case=case, member=responsible, role=AssignmentRole.RESPONSIBLE, from_on=entry_on
    )
    reindex(client)
    return case
