"""What a member has to do and when: appointments, tasks, and whether a daily mail is wanted."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clients.choices import AppointmentState, EntryKind, TaskKind
from clients.models.case import Case
from clients.models.checks import one_of
from clients.models.entry import Entry
from clients.models.referral import Referral
from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantModel
from tasmat.tenancy.models import Membership


@tracked
class Appointment(TenantModel):
    """A time in a member's calendar, about a case, a referral, or neither."""

    member = TenantForeignKey(Membership, models.PROTECT, related_name="appointments")
    case = TenantForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="appointments")
    referral = TenantForeignKey(Referral, models.CASCADE, null=True, blank=True, related_name="appointments")
    submission_key = models.UUIDField()
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    kind = models.TextField(_("what"), choices=EntryKind.choices, default=EntryKind.MEETING)
    title = models.TextField(_("title"), blank=True, default="")
    place = models.TextField(_("place"), blank=True, default="")
    note = models.TextField(_("note"), blank=True, default="")
    state = models.TextField(
        _("what became of it"), choices=AppointmentState.choices, default=AppointmentState.PLANNED
    )
    # The entry that was logged of it.
    entry = TenantForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="appointments")

    class Meta(TenantModel.Meta):
        ordering = ("starts_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "member", "starts_at"], name="clients_appointment_of"),
            models.Index(fields=["organisation", "case"], name="clients_appointment_case"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", EntryKind, "clients_appointment_kind"),
            one_of("state", AppointmentState, "clients_appointment_state"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="clients_appointment_times",
                violation_error_message=_("The appointment ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "submission_key"], name="clients_appointment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at}"


@tracked
class Task(TenantModel):
    """Something to do: one's own, for a colleague, or made by a rule (then its key makes it once)."""

    owner = TenantForeignKey(Membership, models.PROTECT, related_name="tasks")
    made_by = TenantForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    case = TenantForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="tasks")
    kind = models.TextField(_("kind of task"), choices=TaskKind.choices, default=TaskKind.OWN)
    title = models.TextField(_("what"), blank=True, default="")
    note = models.TextField(_("note"), blank=True, default="")
    due_on = models.DateField(_("by"), null=True, blank=True)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    done_at = models.DateTimeField(null=True)
    done_by = TenantForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    # Of a rule's task, for instance "end_data:<stay>"; of a person's, the key of the form.
    key = models.TextField()

    class Meta(TenantModel.Meta):
        ordering = ("due_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation", "owner", "due_on"],
                condition=Q(done_at__isnull=True),
                name="clients_task_open",
            ),
            models.Index(fields=["organisation", "case"], name="clients_task_case"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", TaskKind, "clients_task_kind"),
            models.CheckConstraint(
                condition=~Q(kind=TaskKind.OWN) | ~Q(title=""),
                name="clients_task_title",
                violation_error_message=_("Write what is to be done."),
            ),
            models.UniqueConstraint(fields=["organisation", "key"], name="clients_task_once"),
        ]

    def __str__(self) -> str:
        return self.title


class DigestChoice(TenantModel):
    """Whether a member wants the daily mail, and the last day it was sent."""

    member = TenantForeignKey(Membership, models.CASCADE, related_name="digests")
    is_wanted = models.BooleanField(_("one mail a day about what is due"), default=True)
    sent_on = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "member"], name="clients_digest_once")
        ]

    def __str__(self) -> str:
        return str(self.member_id)
