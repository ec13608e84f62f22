"""Cases in the words of the screens: pills, the line of facts beside the name, why a contact is due."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal, NamedTuple

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.choices import DueKind
from clients.models import ConcurrentService, Phase
from clients.rules.ages import age_on
from clients.rules.contacts import ContactState, Shortage
from clients.rules.due import Due
from clients.services.caseload import Overview
from tasmat.tenancy.models import Membership
from tasmat.ui.span_chart import Bar, span_chart
from tasmat.ui.templatetags.ui import day_of_year, weekday_date

PillKind = Literal["", "ok", "warn", "bad", "info"]


class Pill(NamedTuple):
    text: str
    kind: PillKind = ""


def pills(case: Overview) -> list[Pill]:
    """What is to be known of a case at one glance."""
    client = case.case.client
    found: list[Pill] = []
    if client.died_on:
        found.append(Pill(_("deceased")))
    if client.has_protected_address:
        found.append(Pill(_("protected address"), "info"))
    if case.last.exit_on is not None:
        found.append(Pill(_("ended {day}").format(day=day_of_year(case.last.exit_on))))
    if case.is_open and case.case.awaits_coach:
        found.append(Pill(_("no coach yet: name one"), "bad"))
    if case.unsettled:
        found.append(Pill(_("excluded service"), "bad"))
    if case.absence is not None:
        found.append(Pill(_("away: {reason}").format(reason=case.absence.get_kind_display()), "info"))
    if case.needs_contact:
        found.append(_contact_pill(case.contact))
    return found + [_due_pill(due) for due in case.dues]


def without_contact(days: int) -> str:
    return ngettext("{days} day without contact", "{days} days without contact", days).format(days=days)


def facts(case: Overview, reader: Membership, today: dt.date, *, names_project: bool = False) -> str:
    """Age, municipality, since when, who coaches: "47 v · Iisalmi · asiakkaana 3.9.2025 alkaen · …"."""
    client = case.case.client
    age = "" if client.born_on is None else age_words(age_on(client.born_on, client.died_on or today))
    since = _("client since {day}").format(day=day_of_year(case.first.entry_on))
    project = case.case.project.name if names_project else ""
    returned = ""
    if case.last.entry_on != case.first.entry_on:
        returned = _("came back {day}").format(day=day_of_year(case.last.entry_on))
    words = [age, case.case.shown_area, project, since, returned, coach(case, reader)]
    return " · ".join(filter(None, words))


def age_words(years: int) -> str:
    return ngettext("{years} year", "{years} years", years).format(years=years)


def coach(case: Overview, reader: Membership) -> str:
    """The responsible person in the project's own word for it: "vastuuvalmentaja: sinä"."""
    who = _("you") if case.responsible_id == reader.id else case.responsible_name or _("nobody")
    return f"{case.case.project.get_coach_word_display()}: {who}"


def last_contact(case: Overview) -> str:
    """The latest contact in words: "viimeksi pe 27.2. (yhteydenotto, puhelin)"."""
    if case.last_contact_on is None:
        return _("no contact yet")
    day, how = weekday_date(case.last_contact_on), case.last_contact_how.lower()
    return _("last on {day} ({how})").format(day=day, how=how)


def why_contact(case: Overview) -> str:
    """The contact rule's reason in words, since when it is broken, the latest contact, failed attempts since."""
    parts = [_shortage(case.contact), _broken(case.contact), last_contact(case)]
    if case.attempts:
        tried = ngettext("tried {number} time since", "tried {number} times since", case.attempts)
        parts.append(tried.format(number=case.attempts))
    return " · ".join(filter(None, parts))


def phase_rule(phase: Phase) -> str:
    """A phase's contact rule in words: "2 contacts a week for the first 4 weeks, then at most 14 days between"."""
    parts = []
    if phase.weekly_contacts and phase.weekly_for_weeks:
        words = _("{contacts} contacts a week for the first {weeks} weeks")
        parts.append(words.format(contacts=phase.weekly_contacts, weeks=phase.weekly_for_weeks))
    if phase.weekly_face_to_face:
        parts.append(_("{number} of them face to face").format(number=phase.weekly_face_to_face))
    if phase.longest_gap_days:
        words = _("then at most {days} days between two") if parts else _("at most {days} days between two")
        parts.append(words.format(days=phase.longest_gap_days))
    return ", ".join(parts) or _("no contact rule")


def gaps(due: Due) -> str:
    """The facts that a task asks for: "sukupuoli, koulutus"."""
    return ", ".join(str(gap.label) for gap in due.gaps)


def deadline(due: Due) -> Pill:
    """By when: the results of a leaving are those of its first 28 days."""
    if due.until_on is None:
        return Pill(str(due.kind.label))
    if due.is_late:
        return Pill(_("was due {day}").format(day=day_of_year(due.until_on)), "bad")
    return Pill(_("by {day}").format(day=day_of_year(due.until_on)), "warn")


def _contact_pill(state: ContactState) -> Pill:
    match state.shortage:
        case Shortage.GAP:
            return Pill(without_contact(state.days_without), "warn")
        case Shortage.PAST_WEEK:
            return Pill(_("too few contacts"), "warn")
    words = _("{made} / {needed} contacts this week").format(made=state.made, needed=state.needed)
    return Pill(words, "warn" if state.is_broken else "info")


def _shortage(state: ContactState) -> str:
    """What is asked: "1 of 2 contacts this week, until Sun 8.3."."""
    match state.shortage:
        case Shortage.GAP:
            longest = _("at most {days}").format(days=state.longest_gap)
            return f"{without_contact(state.days_without)} ({longest})"
        case Shortage.PAST_WEEK:
            return _("too few contacts in an earlier week, none since")
        case Shortage.FACE_TO_FACE:
            words = _("{made} of {needed} meetings face to face this week, until {day}")
        case _:
            words = _("{made} of {needed} contacts this week, until {day}")
    return words.format(made=state.made, needed=state.needed, day=weekday_date(state.until))


def _broken(state: ContactState) -> str:
    """Since when a week's rule is broken; the days without contact say it themselves."""
    if state.broken_on is None or state.shortage == Shortage.GAP:
        return ""
    return _("rule broken since {day}").format(day=weekday_date(state.broken_on))


def services_chart(case: Overview, services: Sequence[ConcurrentService], today: dt.date) -> SafeString | str:
    """Services and benefits beside the stays in the project, on one axis; nothing when there is none."""
    if not services:
        return ""
    stays = [
        Bar(_("In the project"), stay.entry_on, stay.exit_on, is_marked=True)
        for stay in case.case.stays.all()
    ]
    bars = [
        Bar(capfirst(service.get_kind_display()), service.starts_on, service.ends_on) for service in services
    ]
    return span_chart(_("Services and benefits beside the project"), [*stays, *bars], today)


def _due_pill(due: Due) -> Pill:
    match due.kind:
        case DueKind.START:
            return Pill(_("start data missing"), "warn")
        case DueKind.END:
            return Pill(_("end data missing"), "bad" if due.is_late else "warn")
        case DueKind.STATEMENT:
            return Pill(_("end statement not sent"), "bad" if due.is_late else "warn")
    return Pill(_("six-month situation missing"), "info")
