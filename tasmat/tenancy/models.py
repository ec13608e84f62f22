"""Organisations, their projects and members; municipalities and project codes are the platform's."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tasmat.access.actions import Action, may
from tasmat.access.roles import Role
from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantManager, TenantModel, UuidV7, new_id
from tasmat.tenancy.ddl import OwnRowsSecurity

PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{4,29}\Z", _("Write the number like 040 123 4567 or +46 70 123 45 67.")
)
PROJECT_CODE = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\Z", _("Use letters, digits, - and _."))


class Organisation(models.Model):
    """A coaching organisation (palveluntuottaja): the tenant."""

    id = models.UUIDField(primary_key=True, default=new_id, db_default=UuidV7(), editable=False)
    slug = models.SlugField(_("address"), unique=True, max_length=60)
    name = models.TextField(_("name"))
    requires_second_factor = models.BooleanField(_("second factor required"), default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="tenancy_organisation_name",
                violation_error_message=_("Give the organisation a name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality of Finland by Statistics Finland's number; the same for everybody."""

    number = models.CharField(_("number"), primary_key=True, max_length=3)
    name_fi = models.TextField()
    name_sv = models.TextField()
    valid_until = models.DateField(null=True)  # the last day of a municipality that was merged
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("name_fi",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page; English uses the Finnish name."""
        return self.name_sv if translation.get_language() == "sv" else self.name_fi


class ProjectCode(models.Model):
    """Codes are unique in the whole installation and lead to the organisation, nothing more."""

    code = models.TextField(primary_key=True, validators=[PROJECT_CODE])
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The target of Project's composite key.
            models.UniqueConstraint(fields=["organisation", "code"], name="tenancy_projectcode_key")
        ]

    def __str__(self) -> str:
        return self.code


class CoachWord(models.TextChoices):
    """What the project calls the responsible person of a case."""

    RESPONSIBLE_COACH = "responsible_coach", _("responsible coach")
    CASE_MANAGER = "case_manager", _("case manager")
    JOB_COACH = "job_coach", _("job coach")


@tracked
class Project(TenantModel):
    """A funded project (hanke; in ESF words an operation) with the rules that differ between projects."""

    code = TenantForeignKey(ProjectCode, models.PROTECT, db_column="code", verbose_name=_("code"))
    name = models.TextField(_("name"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    eura_code = models.TextField(_("EURA project code"), blank=True, default="")
    funder = models.TextField(_("funder"), blank=True, default="")
    coach_word = models.TextField(
        _("word for the responsible person"), choices=CoachWord.choices, default=CoachWord.RESPONSIBLE_COACH
    )
    minimum_age = models.PositiveSmallIntegerField(_("minimum age, years"), null=True, blank=True)
    contact_interval_days = models.PositiveSmallIntegerField(
        _("longest time between contacts, days"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    takes_referrals = models.BooleanField(_("takes referrals by web form"), default=True)
    # Whom those outside ask: shown on the referral form, its receipt and the private pages, and on papers.
    contact_name = models.TextField(_("name or role"), blank=True, default="")
    contact_phone = models.TextField(_("phone"), blank=True, default="", validators=[PHONE])
    contact_email = models.EmailField(_("e-mail"), blank=True, default="")
    # Empty: the project writes no end statements (loppupalaute) to those who referred.
    end_statement_days = models.PositiveSmallIntegerField(
        _("end statement to the referrer within, days after the last day"),
        null=True,
        blank=True,
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    # ESF+ settings; defaults and sources in docs/esf.md.
    long_term_months = models.PositiveSmallIntegerField(_("long-term unemployed after, months"), default=12)
    long_term_age_split = models.BooleanField(_("under 25: long-term after six months"), default=False)
    free_movement_is_third_country = models.BooleanField(
        _("EEA and Swiss citizens count as third-country nationals"), default=True
    )
    degurba_source = models.TextField(
        _("source and year of the degree of urbanisation"), blank=True, default=""
    )

    class Meta(TenantModel.Meta):
        ordering = ("-starts_on", "name")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "code"], name="tenancy_project_code_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="tenancy_project_dates",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="tenancy_project_name",
                violation_error_message=_("Give the project a name."),
            ),
            models.CheckConstraint(
                condition=Q(coach_word__in=CoachWord.values), name="tenancy_project_coach_word"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def contact(self) -> list[str]:
        """Name or role, phone and e-mail of whom to ask, as far as they are given."""
        return [fact for fact in (self.contact_name, self.contact_phone, self.contact_email) if fact]


@tracked
class ProjectArea(TenantModel):
    """A municipality of a project with its quota of participants (hankkeen kunta, kiintiö)."""

    project = TenantForeignKey(Project, models.PROTECT, related_name="areas")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    quota = models.PositiveIntegerField(_("quota, participants"))
    # Degree of urbanisation 1-3 by the table that the project names; empty: EECO17 is not collected.
    degurba = models.PositiveSmallIntegerField(_("degree of urbanisation"), null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ("municipality__name_fi",)
        permissions = (("work_in_area", "Works in the area"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "project", "municipality"],
                name="tenancy_area_once",
                violation_error_message=_("The municipality is already in the project."),
            ),
            models.CheckConstraint(
                condition=Q(degurba__isnull=True) | Q(degurba__range=(1, 3)),
                name="tenancy_area_degurba",
                violation_error_message=_("The degree of urbanisation is 1, 2 or 3."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.municipality)


@tracked
class ExcludedService(TenantModel):
    """A concurrent service that a participant of the project may not be in at the same time.

    Data of the project: in TÄSMÄT the services are excluded, in Iisakki the same ones are the target group.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="excluded_services")
    kind = models.TextField(_("service"))

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "project", "kind"], name="tenancy_excluded_once")
        ]

    def __str__(self) -> str:
        return self.kind


@tracked
class Membership(TenantModel):
    """A person's place in an organisation, with one or more roles. People are listed only through it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    roles = ArrayField(models.TextField(choices=Role.choices), verbose_name=_("roles"))
    is_active = models.BooleanField(_("active"), default=True)
    # Added to an account that was there already: asleep until its owner has joined (tasmat/tenancy/joining.py).
    awaits_owner = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[TenantManager["Membership"]] = TenantManager()
    of_anybody: ClassVar[models.Manager["Membership"]] = models.Manager()  # the own-rows policy limits it

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            OwnRowsSecurity(name="tenancy_membership_rls"),
            models.UniqueConstraint(fields=["organisation", "user"], name="tenancy_member_once"),
            models.CheckConstraint(
                condition=Q(roles__contained_by=Role.values) & Q(roles__len__gt=0),
                name="tenancy_member_roles",
                violation_error_message=_("Choose at least one role."),
            ),
            models.CheckConstraint(
                condition=~Q(is_active=True, awaits_owner=True), name="tenancy_member_sleeps"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def role_names(self) -> list[str]:
        """The roles in words, in the order of Role."""
        return [str(role.label) for role in Role if role in self.roles]

    def can(self, action: Action) -> bool:
        """Whether any of the member's roles may do the action."""
        return may(self.roles, action)
