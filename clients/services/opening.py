"""Opening a case: client, case, first stay and responsible coach in one transaction."""

import datetime as dt

from django.db import transaction

from clients.choices import AssignmentRole
from clients.models import Assignment, Case, Client, SearchToken, Stay
from clients.rules.words import fold, name_tokens, phone_tokens
from tasmat.tenancy.models import Membership, Municipality, Project, ProjectArea


def reindex(client: Client) -> None:
    """Writes anew the words by which search finds the person: all names, earlier ones too, phone, references."""
    names = [(client.first_name, client.last_name), *client.earlier_names.values_list("first_name", "last_name")]
    tokens = {token for pair in names for token in name_tokens(*pair)}
    tokens |= phone_tokens(client.phone)
    tokens |= {fold(reference).replace(" ", "") for reference in client.cases.values_list("reference", flat=True)}
    SearchToken.objects.filter(client=client).exclude(token__in=tokens).delete()
    SearchToken.objects.bulk_create(
        [SearchToken(client=client, token=token) for token in sorted(tokens)], ignore_conflicts=True
    )


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
    responsible: Membership | None,
    reference: str = "",
) -> Case:
    """The client becomes a participant: the case uses the quota of the municipality at this first entry.

    A new client is saved first. Raises IntegrityError when the client already has a case in the project.
    """
    if client._state.adding:
        client.save()
    case = Case.objects.create(
        client=client,
        project=project,
        area=area_of(project, municipality),
        reference=reference or next_reference(project),
    )
    Stay.objects.create(case=case, entry_on=entry_on, municipality=municipality)
    if responsible is not None:
        Assignment.objects.create(
            case=case, member=responsible, role=AssignmentRole.RESPONSIBLE, from_on=entry_on
        )
    reindex(client)
    return case
