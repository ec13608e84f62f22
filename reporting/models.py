"""Targets, estimates and budget of a project as data; reports as immutable snapshots with their files."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from clients.choices import Direction
from tasmat.audit.history import tracked
from tasmat.jobs.models import Job
from tasmat.tenancy.base import TenantForeignKey, TenantModel
from tasmat.tenancy.ddl import AppendOnly
from tasmat.tenancy.models import Membership, Project


@tracked
class IndicatorTarget(TenantModel):
    """The funding decision's target for one indicator of the project."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="indicator_targets")
    code = models.TextField(_("indicator"))
    target = models.PositiveIntegerField(_("target"))

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "project", "code"], name="reporting_target_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.target}"


@tracked
class IndicatorEstimate(TenantModel):
    """An informed estimate where Finland does not ask the participant (EECO12, EECO15, EECO16), with its basis."""

    ESTIMATED = ("EECO12", "EECO15", "EECO16")

    project = TenantForeignKey(Project, models.CASCADE, related_name="estimates")
    code = models.TextField(_("indicator"))
    women = models.PositiveIntegerField(_("women"))
    men = models.PositiveIntegerField(_("men"))
    non_binary = models.PositiveIntegerField(_("non-binary"), default=0)
    basis = models.TextField(_("basis of the estimate"))
    estimated_on = models.DateField(_("estimated on"))

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "project", "code"], name="reporting_estimate_once"
            ),
            models.CheckConstraint(
                condition=Q(code__in=("EECO12", "EECO15", "EECO16")), name="reporting_estimate_code"
            ),
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="reporting_estimate_basis",
                violation_error_message=_("Write what the estimate is based on."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class EntityKind(models.TextChoices):
    PUBLIC = "public", _("public administration or service")
    SME = "sme", _("micro, small or medium-sized enterprise")


@tracked
class SupportedEntity(TenantModel):
    """A public body (EECO18) or an enterprise (EECO19) that the project supported; counted once."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="entities")
    kind = models.TextField(_("kind"), choices=EntityKind.choices)
    name = models.TextField(_("name"))
    supported_on = models.DateField(_("first supported on"))

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "project", "name"],
                name="reporting_entity_once",
                violation_error_message=_("The body is already listed: it is counted once."),
            ),
            models.CheckConstraint(condition=Q(kind__in=EntityKind.values), name="reporting_entity_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class Denominator(models.TextChoices):
    PARTICIPANTS = "participants", _("all participants")
    ENDED = "ended", _("participants who have ended")


@tracked
class OutcomeTarget(TenantModel):
    """What share of whom the project promised to bring where: data, because projects define it differently."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="outcome_targets")
    name_fi = models.TextField(_("name in Finnish"))
    name_sv = models.TextField(_("name in Swedish"))
    name_en = models.TextField(_("name in English"))
    directions = ArrayField(
        models.TextField(choices=Direction.choices), verbose_name=_("directions that count")
    )
    denominator = models.TextField(_("counted of"), choices=Denominator.choices)
    target_percent = models.PositiveSmallIntegerField(
        _("target, per cent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ("position", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "project", "name_fi"], name="reporting_outcome_once"
            ),
            models.CheckConstraint(
                condition=Q(directions__contained_by=Direction.values), name="reporting_outcome_directions"
            ),
            models.CheckConstraint(
                condition=Q(denominator__in=Denominator.values), name="reporting_outcome_of"
            ),
        ]

    def __str__(self) -> str:
        return self.name_fi

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return {"sv": self.name_sv, "en": self.name_en}.get(translation.get_language() or "", self.name_fi)

    @property
    def direction_names(self) -> list[str]:
        """The directions that count, in words."""
        return [str(Direction(direction).label) for direction in self.directions]


class BudgetSection(models.TextChoices):
    COSTS = "costs", _("Costs")
    FUNDING = "funding", _("Funding")
    MUNICIPALITIES = "municipalities", _("Municipal funding")


@tracked
class BudgetLine(TenantModel):
    """One decided sum as printed in the decision, euros; `year` is empty for a printed total.

    Where printed totals do not add up the difference is shown, never corrected.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="budget_lines")
    section = models.TextField(_("part"), choices=BudgetSection.choices)
    label = models.TextField(_("item"))
    position = models.PositiveSmallIntegerField(default=0)
    is_sum = models.BooleanField(default=False)  # a printed sum of the lines above it in its part
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    amount = models.DecimalField(_("euros"), max_digits=12, decimal_places=2)

    class Meta(TenantModel.Meta):
        ordering = ("section", "position", F("year").asc(nulls_last=True))
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "project", "section", "label", "year"],
                nulls_distinct=False,
                name="reporting_budget_once",
            ),
            models.CheckConstraint(
                condition=Q(section__in=BudgetSection.values), name="reporting_budget_section"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.year or ''}"


class Report(TenantModel):
    """A funder report: the figures as they were, never changed. Holds keys and figures, no names."""

    project = TenantForeignKey(Project, models.PROTECT, related_name="reports")
    job = TenantForeignKey(Job, models.PROTECT, related_name="+")
    period_from = models.DateField()
    period_until = models.DateField()
    as_of = models.DateTimeField()
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ("-as_of", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            AppendOnly(name="reporting_report_append"),
            models.UniqueConstraint(fields=["organisation", "job"], name="reporting_report_of_job"),
            models.CheckConstraint(
                condition=Q(period_until__gte=F("period_from")), name="reporting_report_period"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "project", "-as_of"], name="reporting_report_of")
        ]

    def __str__(self) -> str:
        return f"{self.period_from} – {self.period_until}"


class FileFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


class ReportFile(TenantModel):
    """One rendering of a report, stored under the private media folder; recorded once."""

    report = TenantForeignKey(Report, models.PROTECT, related_name="files")
    format = models.TextField(choices=FileFormat.choices)
    language = models.TextField()
    # A copy that leaves the project: counts of few people are hidden.
    is_suppressed = models.BooleanField(default=False)
    path = models.TextField()  # under MEDIA_ROOT
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes

    class Meta(TenantModel.Meta):
        ordering = ("is_suppressed", "format", "language")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            AppendOnly(name="reporting_file_append"),
            models.UniqueConstraint(
                fields=["organisation", "report", "format", "language", "is_suppressed"],
                name="reporting_file_once",
            ),
            models.CheckConstraint(condition=Q(format__in=FileFormat.values), name="reporting_file_format"),
        ]

    def __str__(self) -> str:
        return self.path
