"""How a project does its casework: rules and lists that differ between projects are rows, never code."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from clients.choices import AgreementKind, PlanKind
from clients.models.checks import not_empty
from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantModel
from tasmat.tenancy.models import Project


def all_plan_kinds() -> list[str]:
    return [PlanKind.COACHING.value]


def all_agreement_kinds() -> list[str]:
    return [AgreementKind.OWN_WORKSHOP.value, AgreementKind.COACHING.value]


@tracked
class Practice(TenantModel):
    """One row a project at most; a project without one follows the defaults of the columns."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="practices")
    plan_kinds = ArrayField(
        models.TextField(choices=PlanKind.choices), verbose_name=_("kinds of plans"), default=all_plan_kinds
    )
    agreement_kinds = ArrayField(
        models.TextField(choices=AgreementKind.choices),
        verbose_name=_("kinds of agreements"),
        default=all_agreement_kinds,
    )
    entry_lock_days = models.PositiveSmallIntegerField(
        _("an entry can be corrected for, days"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("After that it can only be amended."),
    )
    workshop_trial_days = models.PositiveSmallIntegerField(
        _("length of the first agreement, days"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )
    trial_limit_months = models.PositiveSmallIntegerField(
        _("work trials last together at most, months"),
        null=True,
        blank=True,
        default=6,  # TEHOA: the whole work-trial process lasts at most six months
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Empty: no limit. A longer time is not refused, only warned of."),
    )
    group_sessions_count = models.BooleanField(_("a group session counts as a contact"), default=False)
    plan_review_days = models.PositiveSmallIntegerField(
        _("a plan is reviewed every, days"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
    )

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "project"], name="clients_practice_once")
        ]

    def __str__(self) -> str:
        return str(self.project_id)


class Named(models.Model):
    """A row of a project's own list, named in three languages; an empty name is the Finnish one."""

    name_fi = models.TextField(_("name in Finnish"))
    name_sv = models.TextField(_("name in Swedish"), blank=True, default="")
    name_en = models.TextField(_("name in English"), blank=True, default="")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return str(getattr(self, f"name_{translation.get_language()}", "") or self.name_fi)


@tracked
class Phase(TenantModel, Named):
    """A phase of coaching in a project with its contact rule; an empty number asks nothing."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="phases")
    weekly_contacts = models.PositiveSmallIntegerField(
        _("contacts a week at first"), null=True, blank=True, validators=[MaxValueValidator(14)]
    )
    weekly_for_weeks = models.PositiveSmallIntegerField(
        _("for the first weeks of the phase"), null=True, blank=True, validators=[MaxValueValidator(104)]
    )
    weekly_face_to_face = models.PositiveSmallIntegerField(
        _("of them face to face"), null=True, blank=True, validators=[MaxValueValidator(14)]
    )
    longest_gap_days = models.PositiveSmallIntegerField(
        _("after that, longest time between contacts, days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )

    class Meta(TenantModel.Meta):
        ordering = ("position", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "project"], name="clients_phase_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            not_empty("name_fi", "clients_phase_name", _("Give the phase a name."))
        ]


@tracked
class EligibilityItem(TenantModel, Named):
    """One question of the project's list that a referral is checked against before it is accepted."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="eligibility_items")

    class Meta(TenantModel.Meta):
        ordering = ("position", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "project"], name="clients_eligibility_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            not_empty("name_fi", "clients_eligibility_name", _("Write the question."))
        ]


@tracked
class InductionItem(TenantModel, Named):
    """One point of the project's induction list (perehdytys)."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="induction_items")

    class Meta(TenantModel.Meta):
        ordering = ("position", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "project"], name="clients_induction_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            not_empty("name_fi", "clients_induction_name", _("Write what is gone through."))
        ]
