"""Cases in the words of the screens: pills, the line of facts beside the name, why a contact is due."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal, NamedTuple

from django.utils import dateformat
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.choices import DueKind
from clients.models import ConcurrentService
from clients.rules.ages import age_on
from clients.rules.due import Due
from clients.services.caseload import Overview
from tasmat.tenancy.models import Membership
from tasmat.ui.span_chart import Bar, span_chart

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
        found.append(Pill(_("ended {day}").format(day=_date(case.last.exit_on))))
    if case.absence is not None:
        found.append(Pill(_("away: {reason}").format(reason=case.absence.get_kind_display()), "info"))
    if case.needs_contact:
        found.append(Pill(without_contact(case.days_without_contact), "warn"))
    return found + [_due_pill(due) for due in case.dues]


def without_contact(days: int) -> str:
    return ngettext("{days} day without contact", "{days} days without contact", days).format(days=days)


def facts(case: Overview, reader: Membership, today: dt.date) -> str:
    """Age, municipality, since when, who coaches: "47 v · Iisalmi · asiakkaana 3.9.2025 alkaen · …"."""
    client = case.case.client
    age = "" if client.born_on is None else age_words(age_on(client.born_on, client.died_on or today))
    since = _("client since {day}").format(day=_date(case.first.entry_on))
    return " · ".join(filter(None, [age, case.case.shown_area, since, coach(case, reader)]))


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
    day = dateformat.format(case.last_contact_on, "D j.n.")
    return _("last on {day} ({how})").format(day=day, how=case.last_contact_how.lower())


def why_contact(case: Overview) -> str:
    """The contact rule's reason: days, the latest contact, failed attempts since."""
    longest = _("at most {days}").format(days=case.case.project.contact_interval_days)
    parts = [f"{without_contact(case.days_without_contact)} ({longest})", last_contact(case)]
    if case.attempts:
        tried = ngettext("tried {number} time since", "tried {number} times since", case.attempts)
        parts.append(tried.format(number=case.attempts))
    return " · ".join(parts)


def gaps(due: Due) -> str:
    """The facts that a task asks for: "sukupuoli, koulutus"."""
    return ", ".join(str(gap.label) for gap in due.gaps)


def deadline(due: Due) -> Pill:
    """By when: the results of a leaving are those of its first 28 days."""
    if due.until_on is None:
        return Pill(str(due.kind.label))
    if due.is_late:
        return Pill(_("was due {day}").format(day=_date(due.until_on)), "bad")
    return Pill(_("by {day}").format(day=_date(due.until_on)), "warn")


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
    return Pill(_("six-month situation missing"), "info")


def _date(day: dt.date) -> str:
    return dateformat.format(day, "j.n.Y")
