"""Lähete: what a referrer tells of a person, kept as given; accepting it makes the client and the case."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clients.choices import (
    NOT_TAKEN,
    UNDECIDED,
    ContactLanguage,
    ContactWay,
    DeclineReason,
    ReferralSource,
    ReferralState,
    ReferrerRole,
    ServiceKind,
    WorkSituation,
)
from clients.models.case import Case
from clients.models.checks import in_order, not_empty, one_of
from clients.models.practice import EligibilityItem
from tasmat.access.areas import areas_of
from tasmat.audit.history import tracked
from tasmat.crypto.fields import EncryptedTextField
from tasmat.tenancy.base import TenantForeignKey, TenantManager, TenantModel, TenantQuerySet
from tasmat.tenancy.models import Membership, Municipality, Project


class ReferralQuerySet(TenantQuerySet["Referral"]):
    def visible_to(self, member: Membership) -> "ReferralQuerySet":
        """Referrals of the member's municipalities; those from outside the project to everybody working in it."""
        areas = areas_of(member)
        in_project = self.filter(project__in=areas.values("project"))
        own = Q(municipality__in=areas.filter(project=models.OuterRef("project")).values("municipality"))
        somewhere = Q(
            municipality__in=Project.objects.filter(id=models.OuterRef("project")).values(
                "areas__municipality"
            )
        )
        return in_project.filter(own | ~somewhere)


class ReferralManager(TenantManager.from_queryset(ReferralQuerySet)):  # type: ignore[misc]
    pass


@tracked
class ReferringBody(TenantModel):
    """A body that refers people, while it exists; figures of a body and its successors belong together."""

    role = models.TextField(_("kind of body"), choices=ReferrerRole.choices)
    name = models.TextField(_("name"))
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    successor = TenantForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    phone = models.TextField(_("phone"), blank=True, default="")
    secure_route = models.TextField(_("how documents are sent there"), blank=True, default="")

    class Meta(TenantModel.Meta):
        ordering = ("name", "id")
        verbose_name_plural = "referring bodies"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("role", ReferrerRole, "clients_body_role"),
            not_empty("name", "clients_body_name", _("Write the name.")),
            in_order("valid_from", "valid_until", "clients_body_dates"),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="clients_body_once",
                violation_error_message=_("A body of this name is there already."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_until__isnull=False),
                name="clients_body_successor",
                violation_error_message=_("A body with a successor has a last day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Referral(TenantModel):
    """One referral of one person to one project."""

    project = TenantForeignKey(Project, models.PROTECT, related_name="referrals")
    reference = models.TextField(_("reference number"))
    # The form's own key: a double click or a resent page makes one referral.
    submission_key = models.UUIDField()
    source = models.TextField(_("came"), choices=ReferralSource.choices, default=ReferralSource.WEB)
    keyed_by = TenantForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(db_default=Now(), editable=False)
    language = models.TextField(default="fi")  # of the form, so that the referrer is answered in it

    referrer_role = models.TextField(_("who refers"), choices=ReferrerRole.choices)
    body = TenantForeignKey(
        ReferringBody, models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name=_("body")
    )
    referrer_organisation = models.TextField(_("organisation"), blank=True, default="")
    referrer_name = models.TextField(_("name"), blank=True, default="")
    referrer_phone = models.TextField(_("phone"), blank=True, default="")
    referrer_email = models.EmailField(_("e-mail"), blank=True, default="")

    first_name = models.TextField(_("first name"))
    last_name = models.TextField(_("last name"))
    born_on = models.DateField(_("date of birth"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("home municipality")
    )
    has_protected_address = models.BooleanField(_("protected address (turvakielto)"), default=False)
    phone = models.TextField(_("phone"), blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    contact_language = models.TextField(
        _("contact language"), choices=ContactLanguage.choices, default=ContactLanguage.FINNISH
    )
    interpreter_language = models.TextField(_("interpreter needed: language"), blank=True, default="")
    best_way = models.TextField(_("best way to reach"), choices=ContactWay.choices)
    reason = models.TextField(_("reason for the referral"))
    work_situation = models.TextField(_("work situation"), choices=WorkSituation.choices)
    unemployed_since = models.DateField(_("unemployed since"), null=True, blank=True)
    person_agrees = models.BooleanField(_("the person agrees to be referred"))
    # Keyed by staff only, where the service needs it; accepting hands it to the client.
    identity_code = EncryptedTextField(
        _("personal identity code"), null=True, blank=True, index_column="identity_index"
    )
    identity_index = models.BinaryField(null=True, editable=False)
    corrected_at = models.DateTimeField(null=True, editable=False)
    corrected_by = TenantForeignKey(
        Membership, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    state = models.TextField(_("state"), choices=ReferralState.choices, default=ReferralState.RECEIVED)
    # The place on the waiting list; smaller comes first.
    queue_position = models.PositiveIntegerField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = TenantForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    decline_reason = models.TextField(_("reason"), choices=DeclineReason.choices, null=True, blank=True)
    # Why it was accepted over an excluded service or another obstacle.
    override_reason = models.TextField(_("reason for accepting all the same"), blank=True, default="")
    case = TenantForeignKey(Case, models.PROTECT, null=True, related_name="referrals")

    objects: ClassVar[ReferralManager] = ReferralManager()

    class Meta(TenantModel.Meta):
        ordering = ("-received_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state", "-received_at"], name="clients_referral_waiting"),
            models.Index(fields=["organisation", "born_on"], name="clients_referral_born"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="clients_referral_reference"),
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_referral_once"),
            models.CheckConstraint(
                condition=Q(person_agrees=True),
                name="clients_referral_agrees",
                violation_error_message=_("The person's agreement to be referred is needed."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=ReferralSource.values), name="clients_referral_source"
            ),
            models.CheckConstraint(
                condition=Q(referrer_role__in=ReferrerRole.values), name="clients_referral_role"
            ),
            models.CheckConstraint(
                condition=Q(contact_language__in=ContactLanguage.values, best_way__in=ContactWay.values),
                name="clients_referral_contact",
            ),
            models.CheckConstraint(
                condition=Q(work_situation__in=WorkSituation.values), name="clients_referral_situation"
            ),
            models.CheckConstraint(
                condition=Q(decline_reason__isnull=True) | Q(decline_reason__in=DeclineReason.values),
                name="clients_referral_decline_reason",
            ),
            models.CheckConstraint(
                condition=~Q(first_name="") & ~Q(last_name=""),
                name="clients_referral_names",
                violation_error_message=_("Give both the first name and the last name."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(UNDECIDED), decided_at__isnull=True, case__isnull=True)
                | Q(state=ReferralState.ACCEPTED, decided_at__isnull=False, case__isnull=False)
                | Q(
                    state__in=sorted(NOT_TAKEN),
                    decided_at__isnull=False,
                    decline_reason__isnull=False,
                    case__isnull=True,
                ),
                name="clients_referral_state",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def name(self) -> str:
        return f"{self.last_name}, {self.first_name}"

    @property
    def hides_municipality(self) -> bool:
        """The address is protected by what was told here, or has become so since the person is a client."""
        return self.has_protected_address or bool(self.case and self.case.client.has_protected_address)

    @property
    def is_open(self) -> bool:
        """Not decided yet."""
        return self.state in UNDECIDED

    @property
    def is_own(self) -> bool:
        """The person applied for oneself."""
        return self.referrer_role == ReferrerRole.SELF


@tracked
class ReferralService(TenantModel):
    """A concurrent service that the referral tells of."""

    referral = TenantForeignKey(Referral, models.CASCADE, related_name="services")
    kind = models.TextField(_("service or benefit"), choices=ServiceKind.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ("starts_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "referral"], name="clients_referral_service_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=ServiceKind.values), name="clients_referral_service_kind"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="clients_referral_service_dates",
                violation_error_message=_("The last day is before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked
class ReferralStep(TenantModel):
    """A referral came into a state: when, by whom (nobody: the web form), with which coded reason.

    One taken `while_waiting` changes no state: the person was contacted and keeps the place in the line; with
    the state "on the waiting list" it takes such a contact back.
    """

    referral = TenantForeignKey(Referral, models.CASCADE, related_name="steps")
    state = models.TextField(_("state"), choices=ReferralState.choices)
    at = models.DateTimeField()
    happened_on = models.DateField(null=True)  # told by whoever writes down an earlier day; else that of `at`
    member = TenantForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"), choices=DeclineReason.choices, null=True, blank=True)
    while_waiting = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        ordering = ("at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "referral"], name="clients_step_of_referral")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("state", ReferralState, "clients_referralstep_state"),
            one_of("reason", DeclineReason, "clients_referralstep_reason"),
            models.CheckConstraint(
                condition=Q(while_waiting=False)
                | Q(state__in=[ReferralState.CONTACTED, ReferralState.WAITING]),
                name="clients_referralstep_while_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.state}"

    @property
    def is_contact_while_waiting(self) -> bool:
        return self.while_waiting and self.state == ReferralState.CONTACTED

    @property
    def on(self) -> dt.date:
        """The day it happened."""
        return self.happened_on or localtime(self.at).date()


@tracked
class ReferralNote(TenantModel):
    """What staff tell each other about a referral; the referrer never sees it."""

    referral = TenantForeignKey(Referral, models.CASCADE, related_name="notes")
    author = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    submission_key = models.UUIDField()
    text = models.TextField(_("note"))
    written_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ("written_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "referral"], name="clients_note_of_referral")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            not_empty("text", "clients_referralnote_text", _("Write the note.")),
            models.UniqueConstraint(
                fields=["organisation", "submission_key"], name="clients_referralnote_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_at}"


@tracked
class EligibilityCheck(TenantModel):
    """One point of the project's list checked for a referral."""

    referral = TenantForeignKey(Referral, models.CASCADE, related_name="checks")
    item = TenantForeignKey(EligibilityItem, models.PROTECT, related_name="+")
    is_met = models.BooleanField(_("holds"))
    checked_at = models.DateTimeField()
    checked_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "referral", "item"], name="clients_check_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.is_met}"
