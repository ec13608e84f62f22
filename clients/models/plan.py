"""Plans with their versions, goals with steps and ratings, case meetings, and the way on from the project."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clients.choices import AcceptedHow, Direction, GoalLevel, PlanKind, Rater, StepDoer
from clients.models.case import Case
from clients.models.checks import in_order, not_empty, one_of
from clients.models.client import NetworkPerson
from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantModel
from tasmat.tenancy.models import Membership


@tracked
class CaseMeeting(TenantModel):
    """A meeting of team and network about one client: who was there, what was decided, what comes next."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="meetings")
    held_on = models.DateField(_("date"))
    place = models.TextField(_("place"), blank=True, default="")
    decisions = models.TextField(_("decisions"), blank=True, default="")
    next_steps = models.TextField(_("next steps"), blank=True, default="")
    recorded_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    submission_key = models.UUIDField()

    class Meta(TenantModel.Meta):
        ordering = ("-held_on", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "case"], name="clients_meeting_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_meeting_once")
        ]

    def __str__(self) -> str:
        return f"{self.held_on}"


@tracked
class MeetingPerson(TenantModel):
    """Somebody who was at a case meeting: a member, a person of the client's network, or named here."""

    meeting = TenantForeignKey(CaseMeeting, models.CASCADE, related_name="people")
    member = TenantForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    network_person = TenantForeignKey(
        NetworkPerson, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    name = models.TextField(_("name"), blank=True, default="")
    body = models.TextField(_("organisation"), blank=True, default="")

    class Meta(TenantModel.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "meeting"], name="clients_meeting_person")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | Q(network_person__isnull=False) | ~Q(name=""),
                name="clients_meeting_named",
                violation_error_message=_("Say who was there."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Plan(TenantModel):
    """Suunnitelma: the working copy of one kind of plan of a case; agreed versions are kept beside it."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="plans")
    kind = models.TextField(_("kind of plan"), choices=PlanKind.choices)
    situation = models.TextField(_("situation now"), blank=True, default="")
    strengths = models.TextField(_("strengths"), blank=True, default="")
    support = models.TextField(_("support and arrangements needed"), blank=True, default="")
    agreed = models.TextField(_("what we have agreed"), blank=True, default="")
    starts_on = models.DateField(_("from"))
    review_on = models.DateField(_("next review"), null=True, blank=True)
    closed_on = models.DateField(_("ended"), null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ("-starts_on", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", PlanKind, "clients_plan_kind"),
            in_order("starts_on", "closed_on", "clients_plan_dates"),
            models.UniqueConstraint(
                fields=["organisation", "case", "kind"],
                condition=Q(closed_on__isnull=True),
                name="clients_plan_one_open",
                violation_error_message=_("A plan of this kind is under way already."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked
class PlanVersion(TenantModel):
    """A plan as it was agreed on a day: its content is frozen, only the client's acceptance is added."""

    plan = TenantForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    made_on = models.DateField(_("made on"))
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    meeting = TenantForeignKey(CaseMeeting, models.PROTECT, null=True, blank=True, related_name="versions")
    content = models.JSONField()  # plan, goals, steps and levels as keys and texts; rules/plans.py
    sha256 = models.TextField()
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    accepted_how = models.TextField(_("how"), choices=AcceptedHow.choices, null=True, blank=True)
    accepted_note = models.TextField(_("the client's own words"), blank=True, default="")

    class Meta(TenantModel.Meta):
        ordering = ("-number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "plan", "number"], name="clients_planversion_once"
            ),
            one_of("accepted_how", AcceptedHow, "clients_planversion_how"),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True, accepted_how__isnull=True)
                | Q(accepted_on__isnull=False, accepted_how__isnull=False),
                name="clients_planversion_accepted",
                violation_error_message=_("Give both the day and the way of accepting."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


@tracked
class Goal(TenantModel):
    """Tavoite of a plan, measured on the five levels of goal attainment scaling."""

    plan = TenantForeignKey(Plan, models.CASCADE, related_name="goals")
    title = models.TextField(_("goal"))
    icf_code = models.TextField(_("ICF item"), blank=True, default="")
    importance = models.PositiveSmallIntegerField(
        _("importance, 0–3"), default=1, validators=[MaxValueValidator(3)]
    )
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty, 0–3"), default=1, validators=[MaxValueValidator(3)]
    )
    # Decides the baseline: -1, or -2 when nothing is worse than the situation now.
    can_get_worse = models.BooleanField(_("the situation could become worse than now"), default=True)
    much_less = models.TextField(_("-2: much less than expected"), blank=True, default="")
    less = models.TextField(_("-1: less than expected"), blank=True, default="")
    expected = models.TextField(_("0: the expected outcome"), blank=True, default="")
    more = models.TextField(_("+1: more than expected"), blank=True, default="")
    much_more = models.TextField(_("+2: much more than expected"), blank=True, default="")
    set_on = models.DateField(_("set on"))
    target_on = models.DateField(_("to be reached by"), null=True, blank=True)
    closed_on = models.DateField(_("ended"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ("position", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "plan"], name="clients_goal_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            not_empty("title", "clients_goal_title", _("Write the goal.")),
            models.CheckConstraint(
                condition=Q(importance__range=(0, 3), difficulty__range=(0, 3)), name="clients_goal_weight"
            ),
            in_order("set_on", "closed_on", "clients_goal_dates"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class GoalStep(TenantModel):
    """Who does what by when, so that a goal is reached."""

    goal = TenantForeignKey(Goal, models.CASCADE, related_name="steps")
    what = models.TextField(_("what"))
    doer = models.TextField(_("who"), choices=StepDoer.choices, default=StepDoer.CLIENT)
    doer_name = models.TextField(_("name of somebody else"), blank=True, default="")
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ("due_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "goal"], name="clients_step_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            not_empty("what", "clients_step_what", _("Write what is done.")),
            one_of("doer", StepDoer, "clients_step_doer"),
        ]

    def __str__(self) -> str:
        return self.what


@tracked
class GoalRating(TenantModel):
    """How far a goal was on a day."""

    goal = TenantForeignKey(Goal, models.CASCADE, related_name="ratings")
    on = models.DateField(_("date"))
    level = models.SmallIntegerField(_("level"), choices=GoalLevel.choices)
    rater = models.TextField(_("who rates"), choices=Rater.choices, default=Rater.TOGETHER)
    note = models.TextField(_("note"), blank=True, default="")
    recorded_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        ordering = ("on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(level__range=(-2, 2)), name="clients_rating_level"),
            one_of("rater", Rater, "clients_rating_rater"),
            models.UniqueConstraint(
                fields=["organisation", "goal", "on", "rater"],
                name="clients_rating_once",
                violation_error_message=_("This goal has been rated on this day already: correct that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.level}"


@tracked
class Handover(TenantModel):
    """Jatkopolku: to whom the client goes on, agreed with whom, and when the case was handed over."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="handovers")
    direction = models.TextField(_("direction"), choices=Direction.choices)
    to_body = models.TextField(_("to where"))
    to_person = models.TextField(_("contact person"), blank=True, default="")
    goal = models.TextField(_("the client's own goal"), blank=True, default="")
    agreed_on = models.DateField(_("agreed on"))
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    what_was_told = models.TextField(_("what was told, with the client's agreement"), blank=True, default="")
    recorded_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        ordering = ("-agreed_on", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "case"], name="clients_handover_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("direction", Direction, "clients_handover_direction"),
            not_empty("to_body", "clients_handover_to", _("Write where the client goes on.")),
            in_order("agreed_on", "handed_over_on", "clients_handover_dates"),
        ]

    def __str__(self) -> str:
        return self.to_body
