"""What the contact rule is told of cases: their contacts, phases and times away, in columns beside each case."""

import datetime as dt
from typing import Any, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject, TruncWeek

from clients.choices import CONTACTS, Channel, Counterpart
from clients.models import Case, CoachingPeriod, Entry, Stay
from clients.models.case import CaseQuerySet
from clients.rules import contacts as rules
from clients.rules.contacts import Contact, ContactFacts, ContactRule, ContactState, Phase, Way
from clients.rules.stays import Span


class PhaseRow(TypedDict):
    """A coaching period with the contact rule of its phase, as the database writes it into JSON."""

    starts_on: str
    ends_on: str | None
    weekly: int | None
    weeks: int | None
    face_to_face: int | None
    longest_gap: int | None


class ContactColumns(TypedDict):
    """What with_contacts() adds to a case; the contacts of each way since the Monday of the latest one."""

    remote_days: list[dt.date]
    face_to_face_days: list[dt.date]
    phase_rows: list[PhaseRow]


def completed_contacts() -> QuerySet[Entry]:
    """Entries that count: two-way contacts, meetings and visits with the client; for a subquery over cases."""
    return Entry.objects.filter(
        case=OuterRef("id"), kind__in=sorted(CONTACTS), counterpart=Counterpart.CLIENT
    )


def with_contacts(cases: CaseQuerySet) -> CaseQuerySet:
    """The cases with ContactColumns."""
    in_person = completed_contacts().filter(channel=Channel.FACE_TO_FACE)
    remote = completed_contacts().exclude(channel=Channel.FACE_TO_FACE)
    return cases.annotate(
        _remote_since=_monday_of_latest(remote), _face_to_face_since=_monday_of_latest(in_person)
    ).annotate(
        remote_days=_days(remote.filter(happened_on__gte=OuterRef("_remote_since"))),
        face_to_face_days=_days(in_person.filter(happened_on__gte=OuterRef("_face_to_face_since"))),
        phase_rows=ArraySubquery(_phases()),
    )


def state_of(case: Case, last: Stay, today: dt.date) -> ContactState:
    """How a case, as given by with_contacts and with its stays and absences, stands that day."""
    facts = contact_facts(case, last)
    project = Span(case.project.starts_on, case.project.ends_on)
    if rules.is_followed(project, last.exit_on, case.client.died_on, today):
        return rules.contact_state(facts, today)
    return ContactState(rules.days_without_contact(facts, today))


def contact_facts(case: Case, last: Stay) -> ContactFacts:
    """A case, as given by with_contacts, in the words of the rule."""
    columns = cast(ContactColumns, vars(case))
    return ContactFacts(
        entry_on=last.entry_on,
        rule=ContactRule(case.project.contact_interval_days),
        contacts=(
            *(Contact(on) for on in columns["remote_days"]),
            *(Contact(on, Way.FACE_TO_FACE) for on in columns["face_to_face_days"]),
        ),
        absences=tuple(Span(absence.starts_on, absence.ends_on) for absence in case.absences.all()),
        phases=tuple(_phase(row) for row in columns["phase_rows"]),
    )


def _phases() -> QuerySet[CoachingPeriod, Any]:
    row = JSONObject(
        starts_on="starts_on",
        ends_on="ends_on",
        weekly="phase__weekly_contacts",
        weeks="phase__weekly_for_weeks",
        face_to_face="phase__weekly_face_to_face",
        longest_gap="phase__longest_gap_days",
    )
    return CoachingPeriod.objects.filter(case=OuterRef("id")).order_by("starts_on").values_list(row)


def _phase(row: PhaseRow) -> Phase:
    """An empty number of a phase asks nothing."""
    ends_on = dt.date.fromisoformat(row["ends_on"]) if row["ends_on"] else None
    rule = ContactRule(row["longest_gap"], row["weekly"] or 0, row["weeks"] or 0, row["face_to_face"] or 0)
    return Phase(Span(dt.date.fromisoformat(row["starts_on"]), ends_on), rule)


def _monday_of_latest(entries: QuerySet[Entry]) -> TruncWeek:
    latest = entries.order_by("-happened_on").values("happened_on")[:1]
    return TruncWeek(Subquery(latest), output_field=DateField())


def _days(entries: QuerySet[Entry]) -> ArraySubquery:
    return ArraySubquery(entries.order_by().values("happened_on"))
