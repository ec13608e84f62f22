"""The workshop's day: who is to be there, what has been marked of each, and marking many people at once.

A day of a client is told by a WorkshopDay when the client was there, else by an Absence that holds it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least

from clients.choices import AgreementKind, EntryKind
from clients.models import Absence, Agreement, Case, Entry, WorkshopDay
from clients.models.case import CaseQuerySet
from clients.rules.workdays import is_working_day
from clients.rules.workshop import Away, away_on, with_day, without_day
from clients.services.entries import save_entry
from tasmat.tenancy.models import Membership

PRESENT = "present"
LONGEST_GAP = dt.timedelta(days=14)  # longer than any row of days without work


class Mark(NamedTuple):
    """What is known of a day: nothing, present with hours or without, or the reason of an absence."""

    kind: str = ""
    hours: Decimal | None = None

    @property
    def code(self) -> str:
        """The mark as text, for the page to carry: "present:5.5", "sick", ""."""
        if self.kind != PRESENT:
            return self.kind
        return f"{PRESENT}:{'' if self.hours is None else format(self.hours.normalize(), 'f')}"


NOTHING = Mark()


@dataclass(frozen=True)
class DayRow:
    """One client on the list of a day; `usual_hours` are those of the last day that had hours."""

    case: Case
    mark: Mark
    usual_hours: Decimal | None
    observations: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Marking:
    """What a coach says of one client's day; `seen` is the code of the mark that the coach's page showed.

    Without a mark the day stays as it is. `key` makes the observation once.
    """

    case: Case
    seen: str
    mark: Mark | None
    observation: str
    key: UUID


def cases_of(member: Membership, day: dt.date, today: dt.date) -> CaseQuerySet:
    """Cases the member sees whose client is in the project that day."""
    cases: CaseQuerySet = Case.objects.visible_to(member, today).open_on(day)
    return (
        cases.exclude(client__died_on__lt=day)
        .select_related("client", "project")
        .order_by("client__last_name", "client__first_name", "id")
    )


def on_the_list(cases: CaseQuerySet, day: dt.date, also: Collection[UUID] = ()) -> CaseQuerySet:
    """Those with an agreement of the own workshop that runs that day, marked that day, or asked for."""
    running = Agreement.objects.annotate(last_day=Least("ends_on", Coalesce("ended_early_on", "ends_on")))
    running = running.filter(kind=AgreementKind.OWN_WORKSHOP, starts_on__lte=day, last_day__gte=day)
    marked = WorkshopDay.objects.filter(on=day)
    return cases.filter(
        Q(id__in=running.values("case")) | Q(id__in=marked.values("case")) | Q(id__in=list(also))
    )


def rows_of(cases: CaseQuerySet, day: dt.date) -> list[DayRow]:
    """The cases with what is known of their day; four queries whatever their number."""
    earlier = WorkshopDay.objects.filter(case=OuterRef("id"), on__lt=day, hours__isnull=False)
    found = list(cases.annotate(usual_hours=Subquery(earlier.order_by("-on").values("hours")[:1])))
    marks = marks_of([case.id for case in found], day)
    observations = defaultdict(list)
    seen = Entry.objects.filter(case__in=found, happened_on=day, kind=EntryKind.OBSERVATION)
    for entry in seen.select_related("author__user").order_by("created_at", "id"):
        observations[entry.case_id].append(entry)
    return [
        DayRow(case, marks.get(case.id, NOTHING), vars(case)["usual_hours"], observations[case.id])
        for case in found
    ]


def marks_of(case_ids: Collection[UUID], day: dt.date) -> dict[UUID, Mark]:
    """What is known of the cases' day; those of whom nothing is known are left out."""
    absences = Absence.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), case__in=case_ids, starts_on__lte=day
    )
    marks = {}
    for case_id, times in _times_away(absences).items():
        if holding := away_on(times, day):
            marks[case_id] = Mark(holding.kind)
    for row in WorkshopDay.objects.filter(case__in=case_ids, on=day):
        marks[row.case_id] = Mark(PRESENT, row.hours)
    return marks


@transaction.atomic
def save_day(
    member: Membership, day: dt.date, today: dt.date, markings: Sequence[Marking]
) -> dict[UUID, Mark]:
    """Saves what was marked; gives the present mark of each case whose marking was not taken.

    A marking is not taken when somebody else has changed the day since the page was shown and it says
    something else. Sent twice, the second time changes nothing.
    """
    wanted = {
        marking.case.id: marking.mark
        for marking in markings
        if marking.mark is not None and marking.mark.code != marking.seen
    }
    seen = {marking.case.id: marking.seen for marking in markings}
    now = _locked_marks(wanted, day)
    refused = {
        case_id: now[case_id]
        for case_id, mark in wanted.items()
        if now[case_id].code not in {seen[case_id], mark.code}
    }
    taken = [marking for marking in markings if marking.case.id not in refused]
    wanted = {
        case_id: mark
        for case_id, mark in wanted.items()
        if case_id not in refused and mark.code != now[case_id].code
    }
    _write_presence(wanted, day, member)
    _write_absences(wanted, day, today)
    _write_observations(taken, day, member)
    return refused


def _locked_marks(case_ids: Collection[UUID], day: dt.date) -> dict[UUID, Mark]:
    """What is known of each case's day; nobody else marks these cases before the transaction ends."""
    locked = Case.objects.select_for_update(no_key=True).filter(id__in=case_ids).order_by("id")
    marks = marks_of(list(locked.values_list("id", flat=True)), day)
    return {case_id: marks.get(case_id, NOTHING) for case_id in case_ids}


def _write_presence(wanted: dict[UUID, Mark], day: dt.date, member: Membership) -> None:
    present = {case_id: mark for case_id, mark in wanted.items() if mark.kind == PRESENT}
    rows = {row.case_id: row for row in WorkshopDay.objects.filter(case__in=wanted, on=day)}
    WorkshopDay.objects.filter(on=day, case__in=wanted.keys() - present.keys()).delete()
    for case_id, row in rows.items():
        if case_id in present:
            row.hours, row.recorded_by = present[case_id].hours, member
    WorkshopDay.objects.bulk_update(
        [row for case_id, row in rows.items() if case_id in present], ["hours", "recorded_by"]
    )
    WorkshopDay.objects.bulk_create(
        WorkshopDay(case_id=case_id, on=day, hours=mark.hours, recorded_by=member)
        for case_id, mark in present.items()
        if case_id not in rows
    )


def _write_absences(wanted: dict[UUID, Mark], day: dt.date, today: dt.date) -> None:
    """Lengthens, shortens, divides or removes the times away around the day."""
    stored = Absence.objects.filter(case__in=wanted)
    times = _times_away(stored)
    around = WorkshopDay.objects.filter(case__in=wanted, on__range=(day - LONGEST_GAP, day + LONGEST_GAP))
    there = defaultdict(set)
    for case_id, on in around.values_list("case", "on"):
        there[case_id].add(on)
    after: list[tuple[UUID, Away]] = []
    for case_id, mark in wanted.items():
        if mark.kind in {"", PRESENT}:
            changed = without_day(times[case_id], day, today)
        else:
            is_worked = partial(_is_worked, there[case_id])
            changed = with_day(times[case_id], day, mark.kind, today, is_worked)
        after += [(case_id, time) for time in changed]
    _store(after, {absence.id: absence for absence in stored})


def _is_worked(there: Collection[dt.date], day: dt.date) -> bool:
    """Whether a day separates two times away: a working day, or one on which the client was there."""
    return is_working_day(day) or day in there


def _store(times: Iterable[tuple[UUID, Away]], stored: dict[UUID, Absence]) -> None:
    """Writes the times away over the rows that are there; rows that no time names are removed."""
    kept, new = [], []
    for case_id, time in times:
        facts = {"kind": time.kind, "starts_on": time.starts_on, "ends_on": time.ends_on}
        if time.row is None:
            new.append(Absence(case_id=case_id, **facts))
            continue
        row = stored.pop(time.row)
        if any(getattr(row, name) != value for name, value in facts.items()):
            row.kind, row.starts_on, row.ends_on = time.kind, time.starts_on, time.ends_on
            kept.append(row)
    Absence.objects.filter(id__in=stored).delete()
    Absence.objects.bulk_update(kept, ["kind", "starts_on", "ends_on"])
    Absence.objects.bulk_create(new)


def _write_observations(markings: Iterable[Marking], day: dt.date, member: Membership) -> None:
    for marking in markings:
        if marking.observation:
            facts = {
                "kind": EntryKind.OBSERVATION,
                "channel": None,
                "text": marking.observation,
                "happened_on": day,
                "minutes": None,
            }
            save_entry(marking.case, member, marking.key, facts)


def _times_away(absences: Iterable[Absence]) -> dict[UUID, list[Away]]:
    times = defaultdict(list)
    for absence in absences:
        times[absence.case_id].append(Away(absence.kind, absence.starts_on, absence.ends_on, absence.id))
    return times
