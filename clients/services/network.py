"""Working with others: case meetings, and a partner organisation's worker let in to one case."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from clients.choices import AssignmentRole, EntryKind
from clients.models import Assignment, Case, CaseMeeting, Entry, Handover, MeetingPerson, NetworkPerson
from tasmat.tenancy.models import Membership

People = tuple[Iterable[Membership], Iterable[NetworkPerson], Iterable[tuple[str, str]]]


@transaction.atomic
def record_meeting(
    case: Case, member: Membership, key: UUID, facts: dict[str, Any], people: People, channel: str
) -> CaseMeeting:
    """The meeting of a form's key with who was there; a double click gives the same one.

    `channel` is the client's own: face to face, by video, or empty when the client was not there.
    """
    meeting: CaseMeeting
    meeting, is_new = CaseMeeting.objects.get_or_create(
        submission_key=key, defaults={"case": case, "recorded_by": member, **facts}
    )
    if is_new:
        _write_people(meeting, people)
        _write_contact(meeting, channel)
    return meeting


@transaction.atomic
def correct_meeting(meeting: CaseMeeting, facts: dict[str, Any], people: People, channel: str) -> None:
    """Other words or other people; the change history keeps the earlier ones."""
    CaseMeeting.objects.filter(id=meeting.id).update(**facts)
    MeetingPerson.objects.filter(meeting=meeting).delete()
    _write_people(meeting, people)
    _write_contact(CaseMeeting.objects.get(id=meeting.id), channel)


def _write_people(meeting: CaseMeeting, people: People) -> None:
    members, network, guests = people
    rows = [MeetingPerson(meeting=meeting, member=member) for member in members]
    rows += [MeetingPerson(meeting=meeting, network_person=person) for person in network]
    rows += [MeetingPerson(meeting=meeting, name=name, body=body) for name, body in guests]
    MeetingPerson.objects.bulk_create(rows)


def _write_contact(meeting: CaseMeeting, channel: str) -> None:
    """A meeting with the client is a contact like any other: the rules and sums find it among the entries."""
    if not channel:
        Entry.objects.filter(meeting=meeting).delete()
        return
    facts = {"happened_on": meeting.held_on, "place": meeting.place, "channel": channel}
    first = {
        "case_id": meeting.case_id,
        "author_id": meeting.recorded_by_id,
        "submission_key": meeting.submission_key,
        "kind": EntryKind.MEETING,
    }
    Entry.objects.update_or_create(meeting=meeting, defaults=facts, create_defaults={**first, **facts})


@transaction.atomic
def let_in(
    case: Case, member: Membership, *, agreed_on: dt.date, until_on: dt.date, from_on: dt.date
) -> Assignment:
    """The partner's worker sees the case until a day; one let in already gets the new last day."""
    Case.objects.select_for_update().get(id=case.id)
    present = (
        Assignment.objects.open_on(from_on)
        .filter(case=case, member=member, role=AssignmentRole.PARTNER)
        .first()
    )
    row = present or Assignment(case=case, member=member, role=AssignmentRole.PARTNER, from_on=from_on)
    row.agreed_on, row.until_on = agreed_on, until_on
    row.save()
    return row


def end_now(assignment: Assignment, today: dt.date) -> None:
    """The partner's worker sees the case no more, from this moment on.

    Who was let in today leaves without a last day: the change history keeps the row.
    """
    yesterday = today - dt.timedelta(days=1)
    if assignment.from_on > yesterday:
        assignment.delete()
    elif assignment.until_on is None or assignment.until_on > yesterday:
        assignment.until_on = yesterday
        assignment.save(update_fields=["until_on"])


@transaction.atomic
def agree_on_way(case: Case, member: Membership, facts: dict[str, Any]) -> Handover:
    """Where the client goes on; the same row for the same words, so that a double click adds one."""
    Case.objects.select_for_update().get(id=case.id)
    handover: Handover
    handover, _created = Handover.objects.get_or_create(case=case, **facts, defaults={"recorded_by": member})
    return handover
