"""Kirjaus: one thing that happened with a client, and the draft of one being typed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clients.choices import Channel, EntryKind
from clients.models.case import Case
from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantModel
from tasmat.tenancy.models import Membership


@tracked
class Entry(TenantModel):
    """Its facts (day, kind, channel) are for every role; its text is the coach role's."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="entries")
    author = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    # Made with the form: a double click or a resent page makes one entry.
    submission_key = models.UUIDField()
    happened_on = models.DateField(_("date"))
    kind = models.TextField(_("what happened"), choices=EntryKind.choices)
    channel = models.TextField(_("how"), choices=Channel.choices, null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ("-happened_on", "-created_at", "-id")
        verbose_name_plural = "entries"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation", "case", "-happened_on", "-created_at", "-id"],
                name="clients_entry_timeline",
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_entry_once"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="clients_entry_kind"),
            models.CheckConstraint(
                condition=Q(channel__isnull=True) | Q(channel__in=Channel.values),
                name="clients_entry_channel",
            ),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.NO_ANSWER) | ~Q(text=""),
                name="clients_entry_text",
                violation_error_message=_("Write what happened."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.kind}"


class EntryDraft(TenantModel):
    """What a member is typing about a case, saved while typing; gone when the entry is saved."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="+")
    author = TenantForeignKey(Membership, models.CASCADE, related_name="+")
    submission_key = models.UUIDField()
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "case", "author"], name="clients_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.saved_at}"
