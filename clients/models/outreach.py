"""People met by the project's own outreach, before any referral."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.choices import NOT_TAKEN, NOTED_STATES, DeclineReason, OutreachState, ReferralState
from clients.models.checks import one_of
from clients.models.referral import Referral
from tasmat.access.areas import areas_of
from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantManager, TenantModel, TenantQuerySet
from tasmat.tenancy.models import Membership, Municipality, Project


class OutreachQuerySet(TenantQuerySet["OutreachPerson"]):
    def visible_to(self, member: Membership) -> "OutreachQuerySet":
        """People of the member's municipalities; those of an unknown one to everybody working in the project."""
        areas = areas_of(member)
        own = Q(municipality__in=areas.filter(project=models.OuterRef("project")).values("municipality")) | Q(
            municipality__isnull=True
        )
        return self.filter(own, project__in=areas.values("project"))

    def with_stage(self) -> "OutreachQuerySet":
        """With how far each has come as `stage`, since `stage_on`: a referral tells it, without one what was noted."""
        stage = models.Case(
            models.When(referral__state=ReferralState.ACCEPTED, then=models.Value(OutreachState.JOINED)),
            models.When(referral__state__in=NOT_TAKEN, then=models.Value(OutreachState.NOT_JOINED)),
            models.When(referral__isnull=False, then=models.Value(OutreachState.INTERESTED)),
            default=F("state"),
            output_field=models.TextField(),
        )
        return self.annotate(stage=stage, stage_on=Coalesce(TruncDate("referral__decided_at"), F("state_on")))


class OutreachManager(TenantManager.from_queryset(OutreachQuerySet)):  # type: ignore[misc]
    pass


@tracked
class OutreachPerson(TenantModel):
    """Somebody met by the project's own outreach before any referral: contacted, interested, joined or not.

    That the person joined is not written here: the referral says it (OutreachQuerySet.with_stage).
    """

    project = TenantForeignKey(Project, models.PROTECT, related_name="outreach")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    first_name = models.TextField(_("first name"), blank=True, default="")
    last_name = models.TextField(_("last name"), blank=True, default="")
    phone = models.TextField(_("phone"), blank=True, default="")
    met_on = models.DateField(_("met on"))
    place = models.TextField(_("where"), blank=True, default="")
    met_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    submission_key = models.UUIDField()
    state = models.TextField(_("state"), choices=OutreachState.choices, default=OutreachState.CONTACTED)
    state_on = models.DateField(_("since"))
    # Kept when an interested person does not join after all.
    interested_on = models.DateField(null=True, blank=True, editable=False)
    reason = models.TextField(_("reason"), choices=DeclineReason.choices, null=True, blank=True)
    note = models.TextField(_("note"), blank=True, default="")
    # Made when the person wants to join: what is known here is not typed again.
    referral = TenantForeignKey(Referral, models.PROTECT, null=True, blank=True, related_name="outreach")

    objects: ClassVar[OutreachManager] = OutreachManager()

    class Meta(TenantModel.Meta):
        ordering = ("-met_on", "-id")
        verbose_name_plural = "outreach people"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "project", "state"], name="clients_outreach_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=NOTED_STATES), name="clients_outreach_state"),
            one_of("reason", DeclineReason, "clients_outreach_reason"),
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_outreach_once"),
        ]

    def __str__(self) -> str:
        return f"{self.met_on}"

    @property
    def stage_words(self) -> Promise:
        """How far the person has come, of one given by with_stage."""
        return OutreachState(vars(self)["stage"]).label

    @property
    def may_join(self) -> bool:
        """Whether a referral can be made: there is none yet, or it led to no place."""
        return self.referral is None or self.referral.state in NOT_TAKEN
