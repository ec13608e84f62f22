"""Case: one client in one project; its stays, assignments, absences and labour-market events."""

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clients.choices import (
    AbsenceKind,
    AssignmentRole,
    AttemptHow,
    Direction,
    EducationLevel,
    EntryStatus,
    ExitStatus,
    SixMonthStatus,
)
from clients.models.checks import one_of
from clients.models.client import Client
from clients.models.walls import CoachIsNamed, CoachStays, StayHasCoach
from clients.rules.due import first_reminded_end
from tasmat.access.areas import areas_of
from tasmat.access.roles import Role
from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantManager, TenantModel, TenantQuerySet
from tasmat.tenancy.models import Membership, Municipality, Project, ProjectArea

# Only these see everybody in an area of theirs; a municipality's contact counts there, a partner is let in.
BY_AREA = frozenset({Role.COACH, Role.MANAGER})


class CaseQuerySet(TenantQuerySet["Case"]):
    def visible_to(self, member: Membership, today: dt.date) -> "CaseQuerySet":
        """Cases of the member's areas and of the member's assignments; lists and pages use this one rule.

        Areas count for coaches and managers. A case outside the project's municipalities is seen by whoever
        works in any area of the project; one that was merged into another by nobody.
        """
        areas = areas_of(member)
        if BY_AREA.isdisjoint(member.roles):
            areas = areas.none()
        assigned = Assignment.objects.open_on(today).filter(member=member)
        return self.not_merged().filter(
            Q(area__in=areas)
            | Q(area__isnull=True, project__in=areas.values("project"))
            | Q(id__in=assigned.values("case"))
        )

    def not_merged(self) -> "CaseQuerySet":
        """Without those that have become one with another case of the same person."""
        return self.filter(merged_into__isnull=True)

    def open_on(self, day: dt.date) -> "CaseQuerySet":
        """Cases with a stay that goes on that day."""
        return self.filter(id__in=Stay.objects.open_on(day).values("case"))


class CaseManager(TenantManager.from_queryset(CaseQuerySet)):  # type: ignore[misc]
    pass


@tracked
class Case(TenantModel):
    """Asiakkuus: in ESF words a participant of an operation."""

    client = TenantForeignKey(Client, models.PROTECT, related_name="cases")
    project = TenantForeignKey(Project, models.PROTECT, related_name="cases")
    # Whose quota the case uses: decided at the first entry, a later move does not change it.
    # Empty when the municipality at entry is outside the project.
    area = TenantForeignKey(ProjectArea, models.PROTECT, null=True, blank=True, related_name="cases")
    reference = models.TextField(_("reference"))
    # The case of an earlier project that the client went on from.
    continued_from = TenantForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="continued_in"
    )
    # Information on processing given for this project: the day and the version of the sheet.
    informed_on = models.DateField(_("information sheet given on"), null=True, blank=True)
    informed_version = models.TextField(_("version of the sheet"), blank=True, default="")
    # Brought in by an import that names no coach; the manager names one.
    awaits_coach = models.BooleanField(default=False, editable=False)
    merged_into = TenantForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[CaseManager] = CaseManager()

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "project", "client"],
                name="clients_case_once",
                violation_error_message=_("The person is already a client of the project."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "project", "reference"], name="clients_case_reference"
            ),
            CoachIsNamed(name="clients_case_coach_named"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "area"], name="clients_case_of_area"),
            models.Index(fields=["organisation", "client"], name="clients_case_of_client"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def shown_area(self) -> str:
        """The municipality whose quota the case uses; nothing when the client's address is protected."""
        return "" if self.area is None or self.client.has_protected_address else self.area.municipality.name


class StayQuerySet(TenantQuerySet["Stay"]):
    def open_on(self, day: dt.date) -> "StayQuerySet":
        return self.filter(Q(exit_on__isnull=True) | Q(exit_on__gte=day), entry_on__lte=day)

    def looked_after(self, today: dt.date) -> "StayQuerySet":
        """Those for which somebody must be responsible: going on, or ended with a situation still to be asked."""
        asked = Q(
            exit_on__isnull=False,
            six_month_status__isnull=True,
            case__client__died_on__isnull=True,
            case__project__ends_on__gte=first_reminded_end(today),
        )
        return self.filter(Q(exit_on__isnull=True) | asked)


class StayManager(TenantManager.from_queryset(StayQuerySet)):  # type: ignore[misc]
    pass


@tracked
class Stay(TenantModel):
    """Jakso hankkeessa: from entry to exit; a return makes a second one. Blank means not asked yet."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="stays")
    entry_on = models.DateField(_("first day"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    entry_status = models.TextField(
        _("work situation at entry"), choices=EntryStatus.choices, null=True, blank=True
    )
    unemployed_since = models.DateField(_("unemployed since"), null=True, blank=True)
    in_education_at_entry = models.BooleanField(_("in education or training at entry"), null=True, blank=True)
    education_level = models.PositiveSmallIntegerField(
        _("highest completed education"), choices=EducationLevel.choices, null=True, blank=True
    )
    exit_on = models.DateField(_("last day"), null=True, blank=True)
    exit_status = models.TextField(
        _("work situation at exit"), choices=ExitStatus.choices, null=True, blank=True
    )
    exit_in_education = models.BooleanField(_("in education or training at exit"), null=True, blank=True)
    exit_qualification = models.BooleanField(_("gained a qualification"), null=True, blank=True)
    direction = models.TextField(
        _("direction after the project"), choices=Direction.choices, null=True, blank=True
    )
    six_month_status = models.TextField(
        _("situation six months after"), choices=SixMonthStatus.choices, null=True, blank=True
    )
    # Set when the case is ended here, so that endings which an import brought ask for nothing; taken away
    # again with a reason when no statement is needed.
    wants_statement = models.BooleanField(default=False, editable=False)
    no_statement_reason = models.TextField(_("why no end statement is needed"), blank=True, default="")
    # Columns of the import by which this stay's row stated facts of the person: the latest such row decides.
    stated_person_facts = ArrayField(models.TextField(), default=list, blank=True, editable=False)

    objects: ClassVar[StayManager] = StayManager()

    class Meta(TenantModel.Meta):
        ordering = ("entry_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "case", "entry_on"], name="clients_stay_once"),
            models.UniqueConstraint(
                fields=["organisation", "case"],
                condition=Q(exit_on__isnull=True),
                name="clients_stay_one_open",
                violation_error_message=_("The client already has an open stay."),
            ),
            StayHasCoach(name="clients_stay_has_coach"),
            models.CheckConstraint(
                condition=Q(exit_on__isnull=True) | Q(exit_on__gte=F("entry_on")),
                name="clients_stay_dates",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(unemployed_since__isnull=True) | Q(unemployed_since__lte=F("entry_on")),
                name="clients_stay_unemployed_since",
                violation_error_message=_("Unemployed since a day after the first day."),
            ),
            models.CheckConstraint(
                condition=Q(education_level__isnull=True) | Q(education_level__range=(0, 9)),
                name="clients_stay_education",
            ),
            models.CheckConstraint(
                condition=Q(entry_status__isnull=True) | Q(entry_status__in=EntryStatus.values),
                name="clients_stay_entry_status",
            ),
            models.CheckConstraint(
                condition=Q(exit_status__isnull=True) | Q(exit_status__in=ExitStatus.values),
                name="clients_stay_exit_status",
            ),
            models.CheckConstraint(
                condition=Q(direction__isnull=True) | Q(direction__in=Direction.values),
                name="clients_stay_direction",
            ),
            models.CheckConstraint(
                condition=Q(six_month_status__isnull=True) | Q(six_month_status__in=SixMonthStatus.values),
                name="clients_stay_six_months",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_on} – {self.exit_on or ''}"


@tracked
class LabourMarketEvent(TenantModel):
    """A change of the labour-market situation on or after the exit of a stay. On one day the later added decides."""

    stay = TenantForeignKey(Stay, models.CASCADE, related_name="events")
    on = models.DateField(_("date"))
    status = models.TextField(_("situation"), choices=ExitStatus.choices)

    class Meta(TenantModel.Meta):
        ordering = ("on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "stay"], name="clients_event_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(status__in=ExitStatus.values), name="clients_event_status")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.status}"


class AssignmentQuerySet(TenantQuerySet["Assignment"]):
    def open_on(self, day: dt.date) -> "AssignmentQuerySet":
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)


class AssignmentManager(TenantManager.from_queryset(AssignmentQuerySet)):  # type: ignore[misc]
    pass


@tracked
class Assignment(TenantModel):
    """A member works on a case in a role, from a day until a day (empty: goes on)."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="assignments")
    member = TenantForeignKey(Membership, models.PROTECT, related_name="assignments")
    role = models.TextField(_("role"), choices=AssignmentRole.choices)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, default="")
    # A partner organisation's worker is let in by the client's agreement, until a day.
    agreed_on = models.DateField(_("the client agreed on"), null=True, blank=True)

    objects: ClassVar[AssignmentManager] = AssignmentManager()

    class Meta(TenantModel.Meta):
        ordering = ("from_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "member"], name="clients_assignment_of"),
            models.Index(fields=["organisation", "case"], name="clients_assignment_case"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "case"],
                condition=Q(role=AssignmentRole.RESPONSIBLE, until_on__isnull=True),
                name="clients_one_responsible",
                violation_error_message=_("The case already has a responsible coach."),
            ),
            CoachStays(name="clients_assignment_coach_stays"),
            models.CheckConstraint(
                condition=Q(role__in=AssignmentRole.values), name="clients_assignment_role"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="clients_assignment_dates",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(role=AssignmentRole.PARTNER)
                | Q(until_on__isnull=False, agreed_on__isnull=False),
                name="clients_assignment_partner",
                violation_error_message=_(
                    "A partner organisation's worker needs a last day and the client's agreement."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.from_on}"


@tracked
class CaseTransfer(TenantModel):
    """A case handed over with others when a coach leaves; the new coach ticks it off when it has been read.

    `batch` is the one act; what it changed is here, so that it can be undone on the same day.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="transfers")
    batch = models.UUIDField()
    assignment = TenantForeignKey(Assignment, models.CASCADE, related_name="transfers")
    # Empty for a case that nobody had been responsible for: an import named no coach.
    ended = TenantForeignKey(Assignment, models.CASCADE, null=True, related_name="+")
    made_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # Ids of tasks and appointments that went along, by table.
    moved = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ("made_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "batch"], name="clients_transfer_batch")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "assignment"], name="clients_transfer_once")
        ]

    def __str__(self) -> str:
        return f"{self.made_at}"


@tracked
class Absence(TenantModel):
    """The client is away from the project for a time; rules and clocks stop."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="absences")
    kind = models.TextField(_("reason"), choices=AbsenceKind.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ("starts_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "case"], name="clients_absence_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=AbsenceKind.values), name="clients_absence_kind"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="clients_absence_dates",
                violation_error_message=_("The last day is before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked
class EndDataAttempt(TenantModel):
    """Somebody tried to get the end data of a client who has left: the proof when they stay unknown."""

    stay = TenantForeignKey(Stay, models.CASCADE, related_name="attempts")
    on = models.DateField(_("date"))
    how = models.TextField(_("how"), choices=AttemptHow.choices)
    result = models.TextField(_("what came of it"), blank=True, default="")
    made_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    submission_key = models.UUIDField()

    class Meta(TenantModel.Meta):
        ordering = ("on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "stay"], name="clients_attempt_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("how", AttemptHow, "clients_attempt_how"),
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_attempt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on}"
