"""Reads the cases that a file means, and writes what its plan says: all of it or nothing."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models, transaction

from clients.importing.checks import Frame
from clients.importing.drafts import CaseDraft, KnownCase, KnownStay, StayDraft
from clients.importing.parse import Cells, parse
from clients.importing.plan import Person, Plan, make_plan, person_of
from clients.models import Case, Client, EarlierName, LabourMarketEvent, Stay
from clients.services.opening import reindex_all
from tasmat.tenancy.models import Municipality, Project, ProjectArea

BATCH = 500  # rows of one INSERT

PERSON_COLUMNS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "birth_date": "born_on",
    "gender": "gender",
    "citizenship": "citizenship",
    "parents_born_abroad": "parents_born_abroad",
}
STAY_COLUMNS = {
    "municipality": "municipality_id",
    "education_level": "education_level",
    "entry_status": "entry_status",
    "unemployed_since": "unemployed_since",
    "in_education_at_entry": "in_education_at_entry",
    "exit_date": "exit_on",
    "exit_status": "exit_status",
    "exit_in_education": "exit_in_education",
    "exit_qualification": "exit_qualification",
    "six_month_status": "six_month_status",
}


def plan_import(project: Project, text: str, today: dt.date) -> Plan:
    """What importing the text of a file into the project would do; raises FileRefused where it is not CSV."""
    parsed = parse(text)
    known = known_cases(project, {row.cells["reference"] for row in parsed.rows if "reference" in row.cells})
    born = {row.cells["birth_date"] for row in parsed.rows if "birth_date" in row.cells}
    others = other_people(born, {case.client_id for case in known.values()})
    numbers = Municipality.objects.values_list("number", flat=True)
    merged = Case.objects.filter(project=project, merged_into__isnull=False)
    frame = Frame(
        project.starts_on,
        project.ends_on,
        frozenset(numbers),
        today,
        dict(merged.values_list("reference", "merged_into__reference")),
    )
    return make_plan(parsed, known, others, frame)


@transaction.atomic
def import_cases(project: Project, text: str, today: dt.date) -> Plan:
    """Imports the text of a file unless its plan has problems; raises FileRefused where it is not CSV.

    The project's row is locked, so that of two imports at a time the second sees what the first has written.
    """
    Project.objects.select_for_update(of=("self",)).get(id=project.id)
    plan = plan_import(project, text, today)
    if not plan.problems:
        _write(plan.cases, project)
    return plan


def known_cases(project: Project, references: Collection[str]) -> dict[str, KnownCase]:
    """The project's cases of these references as the import knows them, in four queries."""
    cases = (
        Case.objects.not_merged()
        .filter(project=project, reference__in=references)
        .select_related("client")
        .prefetch_related("stays__events", "client__earlier_names")
    )
    return {case.reference: _known_case(case) for case in cases}


def other_people(born: Collection[dt.date], but: Collection[UUID]) -> list[Person]:
    """Clients of the organisation born on these days, but for those of these ids."""
    clients = Client.objects.not_merged().filter(born_on__in=born).exclude(id__in=but)
    people = (person_of(_facts(client, PERSON_COLUMNS)) for client in clients)
    return [person for person in people if person is not None]


def _known_case(case: Case) -> KnownCase:
    return KnownCase(
        id=case.id,
        client_id=case.client_id,
        person=_facts(case.client, PERSON_COLUMNS),
        stays={stay.entry_on: _known_stay(stay) for stay in case.stays.all()},
        former_names=frozenset((name.first_name, name.last_name) for name in case.client.earlier_names.all()),
    )


def _known_stay(stay: Any) -> KnownStay:
    facts = _facts(stay, STAY_COLUMNS)
    if events := tuple((event.on, event.status) for event in stay.events.all()):
        facts["later_events"] = events
    return KnownStay(stay.id, facts, frozenset(stay.stated_person_facts))


def _facts(row: models.Model, columns: dict[str, str]) -> Cells:
    """Facts by column of the file, without the unknown ones."""
    values = {column: getattr(row, name) for column, name in columns.items()}
    return {column: value for column, value in values.items() if value is not None}


def _fields(cells: Cells, columns: dict[str, str]) -> Cells:
    """Facts by field of the model."""
    return {columns[column]: value for column, value in cells.items() if column in columns}


@dataclass
class _NewRows:
    """Rows to be inserted, table by table, in the order in which they need each other."""

    clients: list[Client] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    events: list[LabourMarketEvent] = field(default_factory=list)
    names: list[EarlierName] = field(default_factory=list)

    def insert(self) -> None:
        Client.objects.bulk_create(self.clients, BATCH)
        Case.objects.bulk_create(self.cases, BATCH)
        Stay.objects.bulk_create(self.stays, BATCH)
        LabourMarketEvent.objects.bulk_create(self.events, BATCH)
        EarlierName.objects.bulk_create(self.names, BATCH)


def _write(drafts: Collection[CaseDraft], project: Project) -> None:
    """Updates first: an open stay must have ended before the next one can be there."""
    areas = {area.municipality_id: area for area in ProjectArea.objects.filter(project=project)}
    new, renamed = _NewRows(), set[UUID]()
    for draft in drafts:
        area = areas.get(draft.first.facts["municipality"])
        if draft.known is None:
            case_id, client_id = _add_case(draft, project, area, new)
        else:
            case_id, client_id = _change_case(draft, draft.known, area)
        new.names += [EarlierName(client_id=client_id, **name._asdict()) for name in draft.former_names]
        if draft.changes().keys() & {"first_name", "last_name"} or draft.former_names:
            renamed.add(client_id)
        for stay in draft.stays.values():
            if stay.is_in_file:
                _put_stay(stay, case_id, new)
    new.insert()
    reindex_all(Client.objects.filter(id__in=renamed))


def _add_case(
    draft: CaseDraft, project: Project, area: ProjectArea | None, new: _NewRows
) -> tuple[UUID, UUID]:
    """A new reference is a new client, also when the person seems known: that is told, not guessed.

    The file names no coach: the manager does.
    """
    client = Client(municipality_id=draft.last.facts["municipality"], **_fields(draft.person, PERSON_COLUMNS))
    case = Case(client=client, project=project, area=area, reference=draft.reference, awaits_coach=True)
    new.clients.append(client)
    new.cases.append(case)
    return case.id, client.id


def _change_case(draft: CaseDraft, known: KnownCase, area: ProjectArea | None) -> tuple[UUID, UUID]:
    """A re-entry tells where the person lives now; the first stay, as ever, whose quota is used."""
    person = _fields(draft.changes(), PERSON_COLUMNS)
    if draft.last.known is None:
        person["municipality_id"] = draft.last.facts["municipality"]
    if person:
        Client.objects.filter(id=known.client_id).update(**person)
    if "municipality" in draft.first.changes():
        Case.objects.filter(id=known.id).update(area=area)
    return known.id, known.client_id


def _put_stay(stay: StayDraft, case_id: UUID, new: _NewRows) -> None:
    stay_id = _change_stay(stay, stay.known) if stay.known else _add_stay(stay, case_id, new)
    new.events += [
        LabourMarketEvent(stay_id=stay_id, on=day, status=status)
        for day, status in stay.changes().get("later_events", ())
    ]


def _change_stay(stay: StayDraft, known: KnownStay) -> UUID:
    """Given events replace those of the stay."""
    fields = _fields(stay.changes(), STAY_COLUMNS)
    if stay.stated != known.stated:
        fields["stated_person_facts"] = sorted(stay.stated)
    if fields:
        Stay.objects.filter(id=known.id).update(**fields)
    if "later_events" in stay.changes():
        LabourMarketEvent.objects.filter(stay=known.id).delete()
    return known.id


def _add_stay(stay: StayDraft, case_id: UUID, new: _NewRows) -> UUID:
    row = Stay(
        case_id=case_id,
        entry_on=stay.entry_on,
        stated_person_facts=sorted(stay.stated),
        **_fields(stay.facts, STAY_COLUMNS),
    )
    new.stays.append(row)
    return row.id
