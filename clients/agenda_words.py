"""Tasks and appointments in the words of the screens: what, about whom, by when, and where it is done."""

import datetime as dt
from collections.abc import Container, Iterable
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clients.choices import AppointmentState, TaskKind
from clients.models import Appointment, Case, Client, Task
from clients.presenters import Pill
from clients.rules.workdays import monday_of, next_working_day
from clients.services.calendar_feed import shown_initials
from tasmat.access.actions import Action
from tasmat.tenancy.models import Membership
from tasmat.ui.templatetags.ui import weekday_date

ONE_WEEK = dt.timedelta(days=7)
# The page where the thing is done that a rule asks for.
DONE_AT = {
    TaskKind.CONTACT_RULE: "case",
    TaskKind.END_DATA: "case_end",
    TaskKind.END_STATEMENT: "case_statements",
    TaskKind.FOLLOW_UP_28: "case_end",
    TaskKind.FOLLOW_UP_6: "case_end",
    TaskKind.PLAN_REVIEW: "case_plan",
    TaskKind.AGREEMENT_ENDS: "case_periods",
    TaskKind.EXCLUDED_SERVICE: "case_person",
}
STATE_PILLS = {
    AppointmentState.HELD: "ok",
    AppointmentState.CANCELLED: "",
    AppointmentState.NOT_COME: "warn",
}


class TaskRow(NamedTuple):
    """One task in a list; `note` says about whom it is and whose, `url` where it is done."""

    task: Task
    words: str
    note: str
    url: str
    pill: Pill | None


class AppointmentRow(NamedTuple):
    """One appointment in a calendar."""

    appointment: Appointment
    time: str
    who: str
    note: str
    url: str
    pill: Pill | None
    is_unlogged: bool
    overlaps: bool


def task_row(
    task: Task,
    reader: Membership,
    today: dt.date,
    *,
    names_client: bool = True,
    names_project: bool = False,
) -> TaskRow:
    """A task for a reader; free text is the coach role's and of those whom it is for."""
    client = task.case.client.name if task.case and names_client else ""
    project = task.case.project.name if task.case and names_project else ""
    owner = "" if task.owner_id == reader.id else task.owner.user.name
    maker = ""
    if task.owner_id == reader.id and task.made_by and task.made_by_id != reader.id:
        maker = _("from {name}").format(name=task.made_by.user.name)
    note = " · ".join(filter(None, [client, project, owner, maker]))
    url = _task_url(task, reader)
    return TaskRow(task, task_words(task, reader), note, url, _due(task, today))


def task_words(task: Task, reader: Membership) -> str:
    """What is to be done: the words of a person, or the name of the rule."""
    if task.kind != TaskKind.OWN:
        return capfirst(task.get_kind_display())
    may_read = reader.can(Action.READ_TEXTS) or reader.id in {task.owner_id, task.made_by_id}
    return task.title if may_read else _("Task")


def postponements(today: dt.date) -> list[tuple[str, dt.date]]:
    """Days that a button puts a task off to: the next working day, next Monday, in two weeks."""
    tomorrow = next_working_day(today)
    monday = monday_of(today) + ONE_WEEK
    days = [
        (_("Next working day"), tomorrow),
        (_("Next Monday"), monday),
        (_("In two weeks"), today + 2 * ONE_WEEK),
    ]
    return [(f"{words} {dateformat.format(day, 'j.n.')}", day) for words, day in days]


def person_of(appointment: Appointment) -> Client | None:
    """The client whom the appointment is with; a referral's is none before it has become a case."""
    case = case_of(appointment)
    return case.client if case else None


def case_of(appointment: Appointment) -> Case | None:
    case: Case | None = appointment.case
    return case or (appointment.referral.case if appointment.referral else None)


def person_id(appointment: Appointment) -> UUID | None:
    """For the access event: the client, a referral without a case by its own id."""
    client = person_of(appointment)
    return client.id if client else appointment.referral_id


def appointment_rows(
    appointments: Iterable[Appointment],
    overlapping: Container[UUID] = (),
    *,
    reader: Membership,
    names_project: bool = False,
) -> list[AppointmentRow]:
    """Appointments as the calendar shows them; `overlapping` are the ids of those that are double booked."""
    return [
        appointment_row(each, reader, overlaps=each.id in overlapping, names_project=names_project)
        for each in appointments
    ]


def appointment_row(
    appointment: Appointment, reader: Membership, *, overlaps: bool = False, names_project: bool = False
) -> AppointmentRow:
    """An appointment as the calendar shows it."""
    state = AppointmentState(appointment.state)
    pill = Pill(str(state.label), STATE_PILLS[state]) if state in STATE_PILLS else None  # type: ignore[arg-type]
    about = appointment.title if person_name(appointment) else ""
    whose = "" if appointment.member_id == reader.id else appointment.member.user.name
    case = case_of(appointment)
    project = case.project.name if case and names_project else ""
    return AppointmentRow(
        appointment=appointment,
        time=time_words(appointment),
        who=person_name(appointment) or appointment.title,
        note=" · ".join(
            filter(None, [appointment.get_kind_display(), about, appointment.place, project, whose])
        ),
        url=reverse("appointment", args=[reader.organisation.slug, appointment.id]),
        pill=pill,
        is_unlogged=bool(state == AppointmentState.HELD and case and appointment.entry_id is None),
        overlaps=overlaps,
    )


def clash_words(appointment: Appointment, reader: Membership, *, names_person: bool) -> str:
    """When something else is booked, with whom, and whose it is: "to 5.3. 9.30–10.30 · Aho, Eero · Bertta B"."""
    time = f"{weekday_date(timezone.localtime(appointment.starts_at).date())} {time_words(appointment)}"
    who = person_name(appointment) if names_person else shown_initials(appointment)
    about = "" if who or appointment.member_id != reader.id else appointment.title
    whose = "" if appointment.member_id == reader.id else appointment.member.user.name
    return " · ".join(filter(None, [time, who, about, whose]))


def person_name(appointment: Appointment) -> str:
    """Last name, first name of whom the appointment is with; empty when it is with nobody."""
    client = person_of(appointment)
    if client:
        return client.name
    return appointment.referral.name if appointment.referral else ""


def time_words(appointment: Appointment) -> str:
    """From when until when, by the clock in Finland: "9.00–10.00"."""
    begins, ends = timezone.localtime(appointment.starts_at), timezone.localtime(appointment.ends_at)
    return f"{begins.hour}.{begins.minute:02}–{ends.hour}.{ends.minute:02}"


def _task_url(task: Task, reader: Membership) -> str:
    slug = reader.organisation.slug
    route = DONE_AT.get(TaskKind(task.kind))
    if route == "case_statements" and not reader.can(Action.WRITE_STATEMENT):
        route = "case"
    if route and task.case_id:
        return reverse(route, args=[slug, task.case_id])
    return reverse("task", args=[slug, task.id])


def _due(task: Task, today: dt.date) -> Pill | None:
    if task.done_at:
        done_on = dateformat.format(timezone.localtime(task.done_at), "j.n.")
        return Pill(_("done {day}").format(day=done_on), "ok")
    if task.due_on is None:
        return None
    day = dateformat.format(task.due_on, "D j.n.")
    if task.due_on < today:
        return Pill(_("was due {day}").format(day=day), "bad")
    if task.due_on == today:
        return Pill(_("today"), "warn")
    return Pill(_("by {day}").format(day=day), "info")
