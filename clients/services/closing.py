"""Ending a case with what proves its gaps, and what is still open when it ends."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clients.choices import AppointmentState, AssignmentRole, DueKind, TaskKind
from clients.models import (
    Absence,
    Agreement,
    Appointment,
    Assignment,
    Case,
    EndDataAttempt,
    PlanVersion,
    Stay,
    Task,
)
from clients.services.caseload import Overview
from clients.services.plan_versions import LINK, latest_handover, validity
from clients.services.stays import close_stay
from clients.services.supports import open_equipment
from tasmat.access.actions import Action
from tasmat.links import services as links
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership
from tasmat.ui.templatetags.ui import day_and_time, day_of_year

# Pages of the case where such things are settled.
PERIODS_PAGE = "case_periods"
AGENDA_PAGE = "case_agenda"
PERSON_PAGE = "case_person"
START_PAGE = "case_esf"
WAY_ON_PAGE, PARTNERS_PAGE, PLAN_PAGE = "case_handovers", "case_partners", "case_plan"


class Attempt(NamedTuple):
    """A try to get the end data."""

    on: dt.date
    how: str
    result: str


class OpenThing(NamedTuple):
    """Something that goes on after the case: what, and the route of the case's page where it is settled."""

    kind: Promise
    words: str
    route: str


@transaction.atomic
def close_case(
    case: Case,
    member: Membership,
    *,
    exit_on: dt.date,
    facts: dict[str, Any],
    attempt: Attempt | None = None,
) -> bool:
    """Ends the open stay and logs the attempt made for its end data; False when it had been ended already."""
    if not close_stay(case, exit_on=exit_on, **facts):
        return False
    if attempt is not None:
        log_attempt(case.stays.order_by("-entry_on")[0], member, attempt, new_id())
    return True


def log_attempt(stay: Stay, member: Membership, attempt: Attempt, key: UUID) -> EndDataAttempt:
    """One row for one key, however often the button is pressed."""
    row: EndDataAttempt
    row, _is_new = EndDataAttempt.objects.get_or_create(
        submission_key=key, defaults={"stay": stay, "made_by": member, **attempt._asdict()}
    )
    return row


def open_things(case: Case, stay: Stay, now: dt.datetime, reader: Membership) -> list[OpenThing]:
    """What nobody would settle any more once the stay has ended; of the plan only for who works with it."""
    today = now.date()
    found = [*_equipment(case), *_agreements(case, today), *_appointments(case, now), *_tasks(case)]
    found += _absences(case, today)
    if reader.can(Action.EDIT_PLAN):
        found += [*_way_on(stay), *_partners(case, today), *_plan_links(case)]
    return found


def missing_start_data(found: Overview) -> list[OpenThing]:
    """Of the start data what is not known: an ending without them counts for nothing with the funder."""
    gaps = [str(gap.label) for due in found.dues if due.kind == DueKind.START for gap in due.gaps]
    return [OpenThing(_("start data missing"), capfirst(", ".join(gaps)), START_PAGE)] if gaps else []


def _equipment(case: Case) -> Iterator[OpenThing]:
    for row in open_equipment(case):
        yield OpenThing(_("not returned"), row.what, PERIODS_PAGE)


def _agreements(case: Case, today: dt.date) -> Iterator[OpenThing]:
    running = Q(ended_early_on__isnull=True) | Q(ended_early_on__gt=today)
    for row in Agreement.objects.filter(running, case=case, ends_on__gt=today):
        words = f"{row.get_kind_display()}, – {day_of_year(row.ends_on)}"
        yield OpenThing(_("agreement goes on"), words, PERIODS_PAGE)


def _appointments(case: Case, now: dt.datetime) -> Iterator[OpenThing]:
    booked = Appointment.objects.filter(case=case, state=AppointmentState.PLANNED, starts_at__gte=now)
    for row in booked.select_related("member__user"):
        words = f"{day_and_time(localtime(row.starts_at))}, {row.member.user.name}"
        yield OpenThing(_("appointment booked"), words, AGENDA_PAGE)


def _absences(case: Case, today: dt.date) -> Iterator[OpenThing]:
    for row in Absence.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), case=case):
        words = f"{row.get_kind_display()}, {day_of_year(row.starts_on)} –"
        yield OpenThing(_("time away goes on"), words, PERSON_PAGE)


def _way_on(stay: Stay) -> Iterator[OpenThing]:
    """The way on that was agreed last, while nobody has handed it over."""
    row = latest_handover(stay)
    if row is not None and row.handed_over_on is None:
        yield OpenThing(_("not handed over"), row.to_body, WAY_ON_PAGE)


def _partners(case: Case, today: dt.date) -> Iterator[OpenThing]:
    rows = Assignment.objects.open_on(today).filter(case=case, role=AssignmentRole.PARTNER)
    for row in rows.select_related("member__user"):
        words = f"{row.member.user.name}, – {day_of_year(row.until_on)}"
        yield OpenThing(_("partner sees the case"), words, PARTNERS_PAGE)


def _plan_links(case: Case) -> Iterator[OpenThing]:
    versions = PlanVersion.objects.filter(plan__case=case)
    for link in links.open_links_of(LINK, versions.values_list("id", flat=True)):
        words = _("The client's link to the plan, – {day}").format(day=day_of_year(validity(link)))
        yield OpenThing(_("link open"), words, PLAN_PAGE)


def _tasks(case: Case) -> Iterator[OpenThing]:
    """Those that people made; the rules take care of their own."""
    for row in Task.objects.filter(case=case, kind=TaskKind.OWN, done_at__isnull=True).select_related(
        "owner__user"
    ):
        words = f"{row.title}, {row.owner.user.name}"
        yield OpenThing(_("task not done"), words, AGENDA_PAGE)
