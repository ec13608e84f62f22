"""Coaching periods, agreements, workshop days, and what a client is given: induction, equipment, purchases."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.choices import AgreementKind, PurchaseKind
from clients.models.case import Case
from clients.models.checks import in_order, not_empty, not_negative, one_of
from clients.models.practice import InductionItem, Phase
from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantModel, new_id
from tasmat.tenancy.models import Membership


@tracked
class CoachingPeriod(TenantModel):
    """Valmennusjakso: the case is in a phase from a day until a day (empty: goes on)."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="periods")
    phase = TenantForeignKey(Phase, models.PROTECT, related_name="periods")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, default="")

    class Meta(TenantModel.Meta):
        ordering = ("starts_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "case", "starts_on"],
                name="clients_period_once",
                violation_error_message=_("A coaching period begins on this day already."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "case"],
                condition=Q(ends_on__isnull=True),
                name="clients_period_one_open",
                violation_error_message=_("A coaching period goes on already: end it first."),
            ),
            in_order("starts_on", "ends_on", "clients_period_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}"


@tracked
class Agreement(TenantModel):
    """Sopimus with the client, for instance a work trial in the own workshop; extensions form a chain."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="agreements")
    kind = models.TextField(_("kind of agreement"), choices=AgreementKind.choices)
    extends = TenantForeignKey("self", models.PROTECT, null=True, blank=True, related_name="extensions")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    place = models.TextField(_("place"), blank=True, default="")
    tasks = models.TextField(_("tasks and aims"), blank=True, default="")
    hours_a_week = models.DecimalField(
        _("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    ended_early_on = models.DateField(_("ended early on"), null=True, blank=True)
    ended_why = models.TextField(_("why it ended early"), blank=True, default="")
    made_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    submission_key = models.UUIDField(default=new_id, editable=False)

    class Meta(TenantModel.Meta):
        ordering = ("starts_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "case"], name="clients_agreement_of"),
            models.Index(fields=["organisation", "kind", "ends_on"], name="clients_agreement_running"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", AgreementKind, "clients_agreement_kind"),
            in_order("starts_on", "ends_on", "clients_agreement_dates"),
            in_order("starts_on", "ended_early_on", "clients_agreement_early"),
            not_negative("hours_a_week", "clients_agreement_hours"),
            models.CheckConstraint(
                condition=Q(ended_early_on__isnull=True) | Q(ended_early_on__lte=F("ends_on")),
                name="clients_agreement_early_end",
                violation_error_message=_("The agreement ends before that day anyhow."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "extends"],
                name="clients_agreement_extended_once",
                violation_error_message=_("The agreement has been extended already."),
            ),
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_agreement_once"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked
class WorkshopDay(TenantModel):
    """Työpajapäivä: one client was in the workshop on a day; who was away has an Absence instead."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="workshop_days")
    on = models.DateField(_("date"))
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=2, null=True, blank=True)
    recorded_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        ordering = ("on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "case", "on"], name="clients_workshopday_once"),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0, hours__lte=24),
                name="clients_workshopday_hours",
                violation_error_message=_("Write the hours as a number from 0.25 to 24."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}"


@tracked
class InductionDone(TenantModel):
    """A point of the induction list gone through with the client."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="induction")
    item = TenantForeignKey(InductionItem, models.PROTECT, related_name="+")
    on = models.DateField(_("date"))
    recorded_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "case", "item"], name="clients_inductiondone_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"


@tracked
class Equipment(TenantModel):
    """Clothes, protective gear or a tool handed to the client, and its return."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="equipment")
    what = models.TextField(_("what"))
    handed_on = models.DateField(_("handed out on"))
    is_to_return = models.BooleanField(_("is to be returned"), default=True)
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, default="")
    submission_key = models.UUIDField(default=new_id, editable=False)

    class Meta(TenantModel.Meta):
        ordering = ("handed_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "case"], name="clients_equipment_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            not_empty("what", "clients_equipment_what", _("Write what was handed out.")),
            in_order("handed_on", "returned_on", "clients_equipment_dates"),
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_equipment_once"),
        ]

    def __str__(self) -> str:
        return self.what


@tracked
class Purchase(TenantModel):
    """A short course or something else bought for the client, with its cost and result."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="purchases")
    kind = models.TextField(_("kind of purchase"), choices=PurchaseKind.choices)
    what = models.TextField(_("what"))
    provider = models.TextField(_("from whom"), blank=True, default="")
    bought_on = models.DateField(_("date"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    cost = models.DecimalField(
        _("cost, €"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MaxValueValidator(999_999)],
    )
    is_done = models.BooleanField(_("completed"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True, default="")
    submission_key = models.UUIDField(default=new_id, editable=False)

    class Meta(TenantModel.Meta):
        ordering = ("bought_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "case"], name="clients_purchase_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", PurchaseKind, "clients_purchase_kind"),
            not_empty("what", "clients_purchase_what", _("Write what was bought.")),
            in_order("bought_on", "ends_on", "clients_purchase_dates"),
            not_negative("cost", "clients_purchase_cost"),
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_purchase_once"),
        ]

    def __str__(self) -> str:
        return self.what
