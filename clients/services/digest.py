"""The daily mail: numbers and initials of what waits, to each person at most once a working day."""

import datetime as dt
import logging
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import dateformat, timezone, translation
from django.utils.translation import gettext as _

from clients.choices import UNDECIDED, AppointmentState
from clients.models import Case, DigestChoice, Referral, Task
from clients.rules.referrals import initials
from clients.rules.stays import Span
from clients.rules.workdays import is_working_day
from clients.services.appointments import calendar_of
from clients.services.calendar_feed import shown_initials
from clients.services.caseload import assigned_to, overviews, with_facts
from clients.services.tasks import ABOUT_THE_LIVING
from tasmat.access.actions import Action
from tasmat.access.roles import Role
from tasmat.accounts.language import language_of
from tasmat.accounts.models import User
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership, Organisation

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Digest:
    """What waits for one member in one organisation; people stand by their initials."""

    organisation: str
    slug: str
    broken: list[str]
    short: list[str]
    appointments: list[tuple[str, str]]  # time, initials
    tasks_today: int
    tasks_late: int
    referrals: int  # that wait for the member's decision

    @property
    def today_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('today', args=[self.slug])}"

    @property
    def choices_url(self) -> str:
        """Where the mail is turned off."""
        return f"{settings.SITE_URL}{reverse('own_choices', args=[self.slug])}"

    @property
    def is_empty(self) -> bool:
        people = self.broken or self.short or self.appointments
        return not (people or self.tasks_today or self.tasks_late or self.referrals)


def wants_digest(member: Membership) -> bool:
    """The mail comes until it is turned off."""
    return not DigestChoice.objects.filter(member=member, is_wanted=False).exists()


def choose_digest(member: Membership, *, is_wanted: bool) -> None:
    DigestChoice.objects.update_or_create(member=member, defaults={"is_wanted": is_wanted})


def send_digests(today: dt.date) -> int:
    """Sends what has not been sent today, on working days, where mail can be sent; how many mails went."""
    if not settings.EMAIL_HOST or not is_working_day(today):
        return 0
    return sum(_send(user_id, organisations, today) for user_id, organisations in _readers().items())


def digest_of(member: Membership, today: dt.date) -> Digest:
    """The member's own cases, tasks and appointments of the day."""
    cases = assigned_to(Case.objects.visible_to(member, today), member, today)
    rows = [row for row in overviews(with_facts(cases, today), today) if row.needs_contact]
    tasks = Task.objects.filter(ABOUT_THE_LIVING, owner=member, done_at__isnull=True)
    planned = calendar_of(member, Span(today, today)).filter(state=AppointmentState.PLANNED)
    return Digest(
        organisation=member.organisation.name,
        slug=member.organisation.slug,
        broken=[_initials(row.case) for row in rows if row.contact.is_broken],
        short=[_initials(row.case) for row in rows if not row.contact.is_broken],
        appointments=[
            (f"{timezone.localtime(each.starts_at):%-H.%M}", shown_initials(each)) for each in planned
        ],
        tasks_today=tasks.filter(due_on=today).count(),
        tasks_late=tasks.filter(due_on__lt=today).count(),
        referrals=_undecided(member),
    )


def _undecided(member: Membership) -> int:
    if not member.can(Action.DECIDE_REFERRAL):
        return 0
    waiting: int = Referral.objects.visible_to(member).filter(state__in=UNDECIDED).count()
    return waiting


def _readers() -> dict[UUID, list[UUID]]:
    """Users who may want the mail, each with their organisations in a fixed order."""
    readers: dict[UUID, list[UUID]] = {}
    works = Q(roles__contains=[Role.COACH]) | Q(roles__contains=[Role.MANAGER])
    for organisation_id in Organisation.objects.order_by("id").values_list("id", flat=True):
        with tenant_context(organisation_id):
            members = Membership.objects.filter(works, is_active=True, user__is_active=True)
            for user_id in members.values_list("user", flat=True):
                readers.setdefault(user_id, []).append(organisation_id)
    return readers


def _send(user_id: UUID, organisations: list[UUID], today: dt.date) -> bool:
    """One mail for all organisations of a person. It counts as sent before it leaves: none goes twice."""
    parts: list[tuple[Membership, Digest]] = []
    for organisation_id in organisations:
        with tenant_context(organisation_id):
            member = Membership.objects.select_related("user", "organisation").get(user=user_id)
            if DigestChoice.objects.filter(member=member, sent_on=today).exists():
                return False
            if wants_digest(member) and not (digest := digest_of(member, today)).is_empty:
                parts.append((member, digest))
    if not parts or not _mark(parts[0][0], today):
        return False
    try:
        _mail(parts[0][0].user, [digest for _member, digest in parts], today)
    except OSError:  # of the network and of the mail server: the next run tries again
        logger.exception("The daily mail of user %s was not sent.", user_id)
        _mark(parts[0][0], None)
        return False
    return True


def _mark(member: Membership, sent_on: dt.date | None) -> bool:
    """Notes the day of the mail; False when another process has noted it first."""
    with tenant_context(member.organisation.id):
        choice, _made = DigestChoice.objects.get_or_create(member=member)
        return bool(
            DigestChoice.objects.filter(~Q(sent_on=sent_on) | Q(sent_on__isnull=True), id=choice.id).update(
                sent_on=sent_on
            )
        )


def _mail(user: User, parts: list[Digest], today: dt.date) -> None:
    """In the language that the person has chosen on screen."""
    with translation.override(language_of(user)):
        subject = _("Täsmät: {day}").format(day=dateformat.format(today, "l j.n."))
        body = render_to_string("clients/agenda/digest.txt", {"parts": parts})
    send_mail(subject, body, None, [user.email])


def _initials(case: Case) -> str:
    return initials(case.client.first_name, case.client.last_name)
