"""Kirjaus: one thing that happened with a client, what was done to it later, and the draft of one being typed."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clients.choices import Channel, Counterpart, EntryKind
from clients.models.case import Case
from clients.models.checks import not_empty, one_of
from clients.models.folded import folded
from clients.models.plan import CaseMeeting, Goal
from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantManager, TenantModel, TenantQuerySet
from tasmat.tenancy.models import Membership


class WithoutWords(TenantManager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    """Leaves the folded words in the database: they are compared there, and nobody reads them."""

    def get_queryset(self) -> TenantQuerySet[Any]:
        rows: TenantQuerySet[Any] = super().get_queryset().defer("words")
        return rows


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
    counterpart = models.TextField(_("with whom"), choices=Counterpart.choices, default=Counterpart.CLIENT)
    place = models.TextField(_("place"), blank=True, default="")
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    kilometres = models.PositiveSmallIntegerField(
        _("kilometres"), null=True, blank=True, validators=[MaxValueValidator(2000)]
    )
    # Items of the ICF that it speaks of, by code, for instance d845; no foreign key: the sets are data elsewhere.
    icf_codes = ArrayField(models.TextField(), default=list, blank=True, verbose_name=_("ICF items"))
    # The case meeting at which the client took part: the entry makes it a contact, its words stand there.
    meeting = TenantForeignKey(
        CaseMeeting, models.CASCADE, null=True, blank=True, editable=False, related_name="entries"
    )
    # One visit or meeting with several clients: an entry for each, with the same key.
    shared_key = models.UUIDField(null=True, editable=False)
    text = models.TextField(_("text"), blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    words = folded("text", "place")

    objects: ClassVar[TenantManager["Entry"]] = WithoutWords()

    class Meta(TenantModel.Meta):
        ordering = ("-happened_on", "-created_at", "-id")
        verbose_name_plural = "entries"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation", "case", "-happened_on", "-created_at", "-id"],
                name="clients_entry_timeline",
            ),
            models.Index(
                fields=["organisation", "shared_key"],
                condition=Q(shared_key__isnull=False),
                name="clients_entry_shared",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_entry_once"),
            models.UniqueConstraint(fields=["organisation", "meeting"], name="clients_entry_of_meeting"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="clients_entry_kind"),
            models.CheckConstraint(
                condition=Q(channel__isnull=True) | Q(channel__in=Channel.values),
                name="clients_entry_channel",
            ),
            one_of("counterpart", Counterpart, "clients_entry_counterpart"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.NO_ANSWER) | Q(meeting__isnull=False) | ~Q(text=""),
                name="clients_entry_text",
                violation_error_message=_("Write what happened."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.kind}"


@tracked
class EntryGoal(TenantModel):
    """An entry speaks of a goal of the client's plan."""

    entry = TenantForeignKey(Entry, models.CASCADE, related_name="entry_goals")
    goal = TenantForeignKey(Goal, models.CASCADE, related_name="entry_goals")

    class Meta(TenantModel.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "goal"], name="clients_entrygoal_goal")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "entry", "goal"], name="clients_entrygoal_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.goal_id}"


@tracked
class EntryMove(TenantModel):
    """An entry on the wrong person was moved: traced for both, its text only where it is now."""

    entry = TenantForeignKey(Entry, models.CASCADE, related_name="moves")
    from_case = TenantForeignKey(Case, models.CASCADE, related_name="entries_moved_away")
    to_case = TenantForeignKey(Case, models.CASCADE, related_name="entries_moved_here")
    moved_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(db_default=Now(), editable=False)
    reason = models.TextField(_("reason"), blank=True, default="")

    class Meta(TenantModel.Meta):
        ordering = ("moved_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "from_case"], name="clients_move_from"),
            models.Index(fields=["organisation", "to_case"], name="clients_move_to"),
        ]

    def __str__(self) -> str:
        return f"{self.moved_at}"


@tracked
class EntryAmendment(TenantModel):
    """Words added to an entry that is locked: the entry itself stays as it was."""

    entry = TenantForeignKey(Entry, models.CASCADE, related_name="amendments")
    author = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    submission_key = models.UUIDField()
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    words = folded("text")

    objects: ClassVar[TenantManager["EntryAmendment"]] = WithoutWords()

    class Meta(TenantModel.Meta):
        ordering = ("written_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "entry"], name="clients_amendment_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            not_empty("text", "clients_amendment_text", _("Write what you add.")),
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_amendment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.written_at}"


class EntryDraft(TenantModel):
    """What a member is typing, saved while typing; gone when its entry is saved.

    It belongs to the form that has its key. `revision` counts the saves: a page that goes on from an older
    one has met another tab or device. What it typed becomes a draft of its own that says from which one it
    parted, until the two are merged by hand.
    """

    # Empty for the form of several clients at once: who they are stands in its fields.
    case = TenantForeignKey(Case, models.CASCADE, null=True, related_name="+")
    author = TenantForeignKey(Membership, models.CASCADE, related_name="+")
    submission_key = models.UUIDField()
    fields = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    # The page that saved last, and which of its saves that was: an older one may arrive after a newer.
    page_key = models.UUIDField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    parted_from = models.UUIDField(null=True)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        ordering = ("-saved_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "case"], name="clients_draft_case")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "case", "author", "submission_key"],
                name="clients_draft_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.saved_at}"

    @property
    def text(self) -> str:
        return str(self.fields.get("text", ""))

    @property
    def as_seen(self) -> str:
        """How a form says which state of the draft it goes on from."""
        return f"{self.id}:{self.revision}"
