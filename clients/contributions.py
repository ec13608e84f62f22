"""What the clients app tells the referrer: the course, services beside, plan, workshop, competences, the way on.

Only what the referrer needs: no absences by reason, no benefits, no treatment, no address, no cost.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.choices import (
    BENEFITS,
    CONTACTS,
    VISITS,
    Channel,
    Counterpart,
    Direction,
    EntryKind,
    PurchaseKind,
    ServiceKind,
    StatementKind,
)
from clients.models import (
    Agreement,
    Case,
    Competence,
    ConcurrentService,
    Entry,
    Handover,
    Plan,
    Purchase,
    Stay,
    WorkshopDay,
)
from clients.plan_statement import plan_section
from clients.rules.icf import word_of
from clients.rules.statements import days_away, days_in_project
from clients.rules.stays import Span
from clients.services.plan_versions import latest_handover
from clients.statements import Section, contributes
from tasmat import clock
from tasmat.ui.templatetags.ui import day_of_year

NEED, END = StatementKind.SERVICE_NEED, StatementKind.END
NOT_TOLD = BENEFITS | {ServiceKind.HEALTH_CARE}
REMOTE = frozenset({Channel.PHONE, Channel.REMOTE, Channel.MESSAGE})


@contributes(NEED, END, order=10)
def course(case: Case) -> Section:
    """When the client was in the project and how often they met, counted from the entries."""
    lines = [*_stays(case), *_contacts(case)]
    return Section("course", _("Time in the project"), "\n".join(lines))


def _stays(case: Case) -> list[str]:
    stays = [Span(stay.entry_on, stay.exit_on) for stay in Stay.objects.filter(case=case)]
    absences = [Span(absence.starts_on, absence.ends_on) for absence in case.absences.all()]
    lines = [f"{case.project.name}: {_span(stay.starts_on, stay.ends_on)}" for stay in stays]
    days = days_in_project(stays, clock.today())
    lines.append(ngettext("{n} day in all", "{n} days in all", days).format(n=days))
    if away := days_away(stays, absences, clock.today()):
        lines.append(ngettext("away for {n} day", "away for {n} days", away).format(n=away))
    return lines


def _contacts(case: Case) -> list[str]:
    rows = Entry.objects.filter(case=case, counterpart=Counterpart.CLIENT).order_by()
    counted = list(rows.values("kind", "channel").annotate(number=Count("id")))
    by_kind: Counter[str] = Counter()
    remote = 0
    for row in counted:
        by_kind[row["kind"]] += row["number"]
        if row["kind"] in CONTACTS - VISITS and row["channel"] in REMOTE:
            remote += row["number"]
    total = sum(by_kind[kind] for kind in CONTACTS)
    if not total:
        return []
    told = (
        f"{EntryKind(kind).label}: {by_kind[kind]}"
        for kind in EntryKind
        if by_kind[kind] and kind in CONTACTS
    )
    return [
        _("Contacts with the client: {total}, of them by phone, video or message {remote}").format(
            total=total, remote=remote
        ),
        *told,
        *_time_given(case),
    ]


def _time_given(case: Case) -> list[str]:
    """Time and way that the entries tell; nothing where nobody wrote them down."""
    sums = Entry.objects.filter(case=case).aggregate(minutes=Sum("minutes"), kilometres=Sum("kilometres"))
    lines = []
    if sums["minutes"]:
        hours, minutes = divmod(sums["minutes"], 60)
        lines.append(_("Time logged: {hours} h {minutes} min").format(hours=hours, minutes=minutes))
    if sums["kilometres"]:
        lines.append(_("Travel logged: {kilometres} km").format(kilometres=sums["kilometres"]))
    return lines


@contributes(NEED, END, order=20)
def services(case: Case) -> Section | None:
    """Services beside the project."""
    rows = ConcurrentService.objects.filter(client=case.client_id).exclude(kind__in=NOT_TOLD)
    lines = [
        _joined(capfirst(row.get_kind_display()), row.provider, _span(row.starts_on, row.ends_on))
        for row in rows
    ]
    return _section("services", _("Other services at the same time"), lines)


@contributes(NEED, order=30)
def situation(case: Case) -> Section | None:
    """Where the client stands, from the plan."""
    plan = Plan.objects.filter(case=case, closed_on__isnull=True).first()
    parts = [] if plan is None else [plan.situation, plan.strengths, plan.support]
    return _section("situation", _("Situation now"), filter(None, parts))


@contributes(END, order=30)
def goals(case: Case) -> Section | None:
    """The plans with their goals at the start and at the end."""
    return _section(
        "goals", _("Goals and how far they were reached"), filter(None, [plan_section(case, clock.today())])
    )


@contributes(NEED, END, order=35)
def functioning(case: Case) -> Section | None:
    """Items of the ICF that the entries speak of, the most frequent first."""
    counted = Counter(code for codes in _icf_codes(case) for code in codes)
    lines = [
        ngettext("{item}: in {n} entry", "{item}: in {n} entries", number).format(
            item=word_of(code), n=number
        )
        for code, number in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return _section("functioning", _("Functioning in the entries (ICF)"), lines)


def _icf_codes(case: Case) -> Iterable[list[str]]:
    found: Iterable[list[str]] = Entry.objects.filter(case=case).values_list("icf_codes", flat=True)
    return found


@contributes(END, order=40)
def workshop(case: Case) -> Section | None:
    """Agreements and days in the workshop."""
    lines = [
        _joined(
            capfirst(row.get_kind_display()),
            row.place,
            _span(row.starts_on, row.ended_early_on or row.ends_on),
        )
        for row in Agreement.objects.filter(case=case)
    ]
    sums = WorkshopDay.objects.filter(case=case).aggregate(days=Count("id"), hours=Sum("hours"))
    if sums["days"]:
        days = ngettext("{n} day in the workshop", "{n} days in the workshop", sums["days"])
        hours = (
            ""
            if sums["hours"] is None
            else _("{n} hours").format(n=f"{sums['hours']:f}".rstrip("0").rstrip("."))
        )
        lines.append(_joined(days.format(n=sums["days"]), hours))
    return _section("workshop", _("Agreements and work"), lines)


@contributes(END, order=50)
def competences(case: Case) -> Section | None:
    """What was shown at work and assessed."""
    rows = Competence.objects.filter(case=case, level__isnull=False).select_related("unit")
    lines = [f"{row.unit.name}: {row.what} ({row.get_level_display()})" for row in rows]
    return _section("competences", _("Competences shown at work"), lines)


@contributes(END, order=60)
def courses(case: Case) -> Section | None:
    """Short courses and cards that the project bought."""
    kinds = (PurchaseKind.COURSE, PurchaseKind.CARD)
    rows = Purchase.objects.filter(case=case, kind__in=kinds)
    lines = [_joined(row.what, row.provider, _span(row.bought_on, row.ends_on), row.result) for row in rows]
    return _section("courses", _("Courses and cards"), lines)


@contributes(END, order=70)
def way_on(case: Case) -> Section | None:
    """Where the client goes on, and to whom the case was handed over."""
    last = Stay.objects.filter(case=case).order_by("-entry_on")[0]
    agreed = latest_handover(last)
    direction = last.direction or (agreed.direction if agreed else None)
    lines = []
    if direction:
        lines.append(capfirst(str(Direction(direction).label)))
    if agreed and agreed.direction == direction:
        lines += _agreed_way(agreed)
    if last.exit_status:
        lines.append(_("Work situation at the end: {status}").format(status=last.get_exit_status_display()))
    return _section("way_on", _("The way on"), lines)


def _agreed_way(way: Handover) -> list[str]:
    """To whom the client goes on; what came out otherwise than agreed is not told."""
    words = _("handed over {day}") if way.handed_over_on else _("agreed {day}")
    day = day_of_year(way.handed_over_on or way.agreed_on)
    return [_joined(way.to_body, way.to_person, words.format(day=day)), *filter(None, [way.goal])]


@contributes(NEED, order=80)
def need(_case: Case) -> Section:
    """For the coach's own words: the reason why the document is written."""
    return Section("need", _("Service need found"), "")


@contributes(NEED, END, order=90)
def recommendation(_case: Case) -> Section:
    """For the coach's own words."""
    return Section("recommendation", _("The coach's assessment and recommendation"), "")


def _section(key: str, title: str, lines: Iterable[str]) -> Section | None:
    text = "\n".join(lines)
    return Section(key, title, text) if text else None


def _joined(*words: str) -> str:
    return ", ".join(filter(None, words))


def _span(starts_on: Any, ends_on: Any) -> str:
    return f"{day_of_year(starts_on)} – {day_of_year(ends_on)}".strip()
