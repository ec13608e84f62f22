"""Cases with what Today, the list and a case's page say of them, in three queries whatever their number."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict, cast
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from clients.choices import AssignmentRole, Channel, DueKind, EntryKind, StatementKind
from clients.models import Absence, Assignment, Case, Entry, Statement, Stay
from clients.models.case import CaseQuerySet
from clients.rules.contacts import ContactState
from clients.rules.due import Due, EndFacts, StartFacts, StatementFacts, dues, first_reminded_end
from clients.rules.exclusions import Excluded
from clients.rules.statements import State, due_on
from clients.rules.stays import Span
from clients.services.contacts import ContactColumns, completed_contacts, state_of, with_contacts
from clients.services.exclusions import unsettled_of, with_excluded
from tasmat.tenancy.models import Membership


class Facts(TypedDict):
    """What with_facts() adds to a case."""

    last_contact_on: dt.date | None
    last_contact_kind: str | None
    last_contact_channel: str | None
    attempts: int
    responsible_id: UUID | None
    responsible_name: str | None
    statement_state: str | None


@dataclass(frozen=True)
class Overview:
    """One case on one day. `attempts` counts failed ones since the latest contact."""

    case: Case
    first: Stay
    last: Stay
    responsible_id: UUID | None
    responsible_name: str
    last_contact_on: dt.date | None
    last_contact_how: str
    attempts: int
    contact: ContactState
    absence: Absence | None
    dues: tuple[Due, ...]
    statement: StatementFacts
    unsettled: tuple[Excluded, ...] = ()  # excluded services that wait for an end or a reason

    @property
    def is_open(self) -> bool:
        return self.last.exit_on is None

    @property
    def days_without_contact(self) -> int:
        return self.contact.days_without

    @property
    def needs_contact(self) -> bool:
        return self.contact.is_short

    @property
    def has_phases(self) -> bool:
        """Whether the case has been in a phase of coaching, which may have a contact rule of its own."""
        return bool(cast(ContactColumns, vars(self.case))["phase_rows"])

    @property
    def awaits_first_contact(self) -> bool:
        """Whether nobody has met the client since the beginning of the stay that goes on."""
        return self.is_open and (self.last_contact_on is None or self.last_contact_on < self.last.entry_on)

    @property
    def due_kinds(self) -> set[DueKind]:
        return {due.kind for due in self.dues}


def assigned_to(cases: CaseQuerySet, member: Membership, today: dt.date) -> CaseQuerySet:
    """Cases the member works on that day: as responsible coach, second coach or substitute."""
    assignments = Assignment.objects.open_on(today).filter(member=member)
    return cases.filter(id__in=assignments.values("case"))


def reminded(cases: CaseQuerySet, today: dt.date) -> CaseQuerySet:
    """Cases of the projects that still bring up tasks."""
    return cases.filter(project__ends_on__gte=first_reminded_end(today))


def with_facts(cases: CaseQuerySet, today: dt.date) -> CaseQuerySet:
    """The cases with Facts, ContactColumns, ExcludedColumn, client, project, area, stays and absences."""
    contact = completed_contacts().order_by("-happened_on", "-created_at", "-id")
    attempts = (
        Entry.objects.filter(case=OuterRef("id"), kind=EntryKind.NO_ANSWER)
        .filter(happened_on__gt=Coalesce(OuterRef("last_contact_on"), Value(dt.date.min)))
        .order_by()
        .values("case")
        .annotate(number=Count("id"))
    )
    responsible = (
        Assignment.objects.open_on(today)
        .filter(case=OuterRef("id"), role=AssignmentRole.RESPONSIBLE)
        .order_by("-from_on")
    )
    begun = Stay.objects.filter(case=OuterRef("id")).order_by("-entry_on")
    statements = Statement.objects.told_of(OuterRef("_last_entry_on")).filter(
        case=OuterRef("id"), kind=StatementKind.END
    )
    return (
        with_excluded(with_contacts(cases))
        .select_related("client", "project", "area__municipality")
        .prefetch_related("stays", "absences")
        .annotate(
            last_contact_on=Subquery(contact.values("happened_on")[:1]),
            last_contact_kind=Subquery(contact.values("kind")[:1]),
            last_contact_channel=Subquery(contact.values("channel")[:1]),
            responsible_id=Subquery(responsible.values("member_id")[:1]),
            responsible_name=Subquery(responsible.values("member__user__name")[:1]),
        )
        .annotate(_last_entry_on=Subquery(begun.values("entry_on")[:1]))
        .annotate(statement_state=Subquery(statements.furthest_first().values("state")[:1]))
        .annotate(attempts=Coalesce(Subquery(attempts.values("number")), Value(0)))
    )


def overviews(cases: Iterable[Case], today: dt.date) -> list[Overview]:
    """The cases, as given by with_facts, in their order."""
    return [overview(case, today) for case in cases]


def overview(case: Case, today: dt.date) -> Overview:
    """A case, as given by with_facts, with what the rules say of it that day."""
    facts = cast(Facts, vars(case))
    stays = list(case.stays.all())
    last = stays[-1]
    statement = statement_facts(last, case)
    is_dead = case.client.died_on is not None
    return Overview(
        case=case,
        first=stays[0],
        last=last,
        responsible_id=facts["responsible_id"],
        responsible_name=facts["responsible_name"] or "",
        last_contact_on=facts["last_contact_on"],
        last_contact_how=_how(facts["last_contact_kind"], facts["last_contact_channel"]),
        attempts=facts["attempts"],
        contact=state_of(case, last, today),
        absence=next((absence for absence in case.absences.all() if _is_now(absence, today)), None),
        dues=() if is_dead else dues(start_facts(stays[0], case), end_facts(last), today, statement),
        statement=statement,
        unsettled=() if is_dead else unsettled_of(case, last, today),
    )


def start_facts(first: Stay, case: Case) -> StartFacts:
    """ESF start data: the person's own and those of the first stay."""
    client = case.client
    return StartFacts(
        gender=client.gender,
        born_on=client.born_on,
        entry_status=first.entry_status,
        education_level=first.education_level,
        unemployed_since=first.unemployed_since,
        in_education=first.in_education_at_entry,
        citizenship=client.citizenship,
        parents_born_abroad=client.parents_born_abroad,
    )


def end_facts(last: Stay) -> EndFacts | None:
    """ESF end data of the last stay; None while it goes on."""
    if last.exit_on is None:
        return None
    return EndFacts(
        exit_on=last.exit_on,
        exit_status=last.exit_status,
        in_education=last.exit_in_education,
        qualification=last.exit_qualification,
        direction=last.direction,
        six_month_status=last.six_month_status,
    )


def statement_facts(last: Stay, case: Case) -> StatementFacts:
    """How the end statement of the last stay stands; of a case as given by with_facts."""
    state = cast(Facts, vars(case))["statement_state"]
    asked = last.exit_on if last.wants_statement else None
    return StatementFacts(due_on(asked, case.project.end_statement_days), State(state) if state else None)


def _is_now(absence: Absence, today: dt.date) -> bool:
    return Span(absence.starts_on, absence.ends_on).holds(today)


def _how(kind: str | None, channel: str | None) -> str:
    """How the latest contact was made, in words: "Contact, phone"."""
    words = [str(EntryKind(kind).label)] if kind else []
    if channel:
        words.append(str(Channel(channel).label).lower())
    return ", ".join(words)
