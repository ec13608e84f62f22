"""Ending a case with what proves its gaps, and what is still open when it ends."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clients.choices import AppointmentState, TaskKind
from clients.models import Agreement, Appointment, Case, EndDataAttempt, Stay, Task
from clients.services.stays import close_stay
from clients.services.supports import open_equipment
from tasmat.tenancy.base import new_id
from tasmat.tenancy.models import Membership
from tasmat.ui.templatetags.ui import day_and_time, day_of_year

# Pages of the case where such things are settled.
PERIODS_PAGE = "case_periods"
AGENDA_PAGE = "case_agenda"


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


def open_things(case: Case, now: dt.datetime) -> list[OpenThing]:
    """What nobody would settle any more once the case has ended; four queries."""
    return [*_equipment(case), *_agreements(case, now.date()), *_appointments(case, now), *_tasks(case)]


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


def _tasks(case: Case) -> Iterator[OpenThing]:
    """Those that people made; the rules take care of their own."""
    for row in Task.objects.filter(case=case, kind=TaskKind.OWN, done_at__isnull=True).select_related(
        "owner__user"
    ):
        words = f"{row.title}, {row.owner.user.name}"
        yield OpenThing(_("task not done"), words, AGENDA_PAGE)
