"""Documents of a case, competences shown at work against units of qualifications, statements to the referrer."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clients.choices import CompetenceLevel, DocumentKind, SentHow, StatementKind, StatementLanguage
from clients.models.case import Case
from clients.models.checks import in_order, not_empty, one_of
from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantManager, TenantModel, TenantQuerySet, new_id
from tasmat.tenancy.models import Membership


@tracked
class Document(TenantModel):
    """One file of a case, uploaded or made here; versions of the same document share a series. Never changed."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="documents")
    kind = models.TextField(_("kind of document"), choices=DocumentKind.choices)
    title = models.TextField(_("title"))
    series = models.UUIDField(default=new_id)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    file_name = models.TextField()  # as it is offered for saving
    path = models.TextField()  # inside the private storage
    content_type = models.TextField()
    size = models.PositiveBigIntegerField()
    sha256 = models.TextField()
    language = models.TextField(default="fi")
    is_generated = models.BooleanField(default=False)
    # The row that a generated document was made from, and the key that makes it once.
    subject = models.UUIDField(null=True)
    submission_key = models.UUIDField()
    made_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    removed_at = models.DateTimeField(null=True)
    removed_by = TenantForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        ordering = ("-made_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "case"], name="clients_document_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", DocumentKind, "clients_document_kind"),
            not_empty("title", "clients_document_title", _("Give the document a title.")),
            models.UniqueConstraint(
                fields=["organisation", "series", "number"], name="clients_document_version"
            ),
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_document_once"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class QualificationUnit(TenantModel):
    """A unit of a qualification (tutkinnon osa), entered or imported by the organisation, with its identifier."""

    identifier = models.TextField(_("identifier"))
    name = models.TextField(_("name of the unit"))
    qualification = models.TextField(_("qualification"), blank=True, default="")
    points = models.PositiveSmallIntegerField(_("competence points"), null=True, blank=True)
    requirements = models.TextField(_("what is asked"), blank=True, default="")
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta(TenantModel.Meta):
        ordering = ("qualification", "name", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "identifier"],
                name="clients_unit_once",
                violation_error_message=_("A unit with this identifier is there already."),
            ),
            not_empty("identifier", "clients_unit_identifier", _("Write the identifier.")),
            not_empty("name", "clients_unit_name", _("Write the name of the unit.")),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Competence(TenantModel):
    """Opinnollistaminen: what a client has shown at work against a unit, and how it was assessed."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="competences")
    unit = TenantForeignKey(QualificationUnit, models.PROTECT, related_name="competences")
    what = models.TextField(_("what was done"))
    place = models.TextField(_("where"), blank=True, default="")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    level = models.TextField(_("assessment"), choices=CompetenceLevel.choices, null=True, blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    assessed_by = TenantForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(TenantModel.Meta):
        ordering = ("starts_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "case"], name="clients_competence_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("level", CompetenceLevel, "clients_competence_level"),
            not_empty("what", "clients_competence_what", _("Write what was done.")),
            in_order("starts_on", "ends_on", "clients_competence_dates"),
            models.CheckConstraint(
                condition=Q(level__isnull=True, assessed_on__isnull=True)
                | Q(level__isnull=False, assessed_on__isnull=False),
                name="clients_competence_assessed",
                violation_error_message=_("Give both the assessment and its day."),
            ),
        ]

    def __str__(self) -> str:
        return self.what


class StatementQuerySet(TenantQuerySet["Statement"]):
    """Statements by what they tell of and how far they are."""

    def told_of(self, entry_on: Any) -> "StatementQuerySet":
        """Those that belong to the stay begun on the day: not approved before it, and its ending not undone."""
        return self.filter(
            Q(approved_at__isnull=True) | Q(approved_at__date__gte=entry_on), void_since__isnull=True
        )

    def furthest_first(self) -> "StatementQuerySet":
        """With `state`, a value of rules.statements.State: sent before approved before written."""
        state = models.Case(
            models.When(sent_on__isnull=False, then=Value("sent")),
            models.When(approved_at__isnull=False, then=Value("approved")),
            default=Value("draft"),
        )
        return self.annotate(state=state).order_by(
            F("sent_on").desc(nulls_last=True), F("approved_at").desc(nulls_last=True), "-number"
        )


class StatementManager(TenantManager.from_queryset(StatementQuerySet)):  # type: ignore[misc]
    """Statements, with the queries of StatementQuerySet."""


@tracked
class Statement(TenantModel):
    """A document to the referrer: composed from what is known, edited, approved, sent by a secure route.

    An approved one is never changed: a new version is a new row.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="statements")
    kind = models.TextField(_("kind of statement"), choices=StatementKind.choices)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    language = models.TextField(_("language"), choices=StatementLanguage.choices, default="fi")
    recipient = models.TextField(_("to whom"), blank=True, default="")
    sections = models.JSONField(default=list)  # [{"key", "title", "text"}], in order
    composed_at = models.DateTimeField(db_default=Now(), editable=False)
    composed_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = TenantForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    client_has_seen = models.BooleanField(_("gone through with the client"), default=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_how = models.TextField(_("how it was sent"), choices=SentHow.choices, null=True, blank=True)
    sent_by = TenantForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    # When the ending that it tells of was undone: it stays as it is, and the next ending asks for a new one.
    void_since = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[StatementManager] = StatementManager()

    class Meta(TenantModel.Meta):
        ordering = ("-composed_at", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", StatementKind, "clients_statement_kind"),
            one_of("sent_how", SentHow, "clients_statement_sent_how"),
            models.UniqueConstraint(
                fields=["organisation", "case", "kind", "number"], name="clients_statement_version"
            ),
            models.UniqueConstraint(
                fields=["organisation", "case", "kind"],
                condition=Q(approved_at__isnull=True),
                name="clients_statement_one_draft",
                violation_error_message=_("A statement of this kind is being written already."),
            ),
            one_of("language", StatementLanguage, "clients_statement_language"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="clients_statement_approved",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True, sent_how__isnull=True, sent_by__isnull=True)
                | Q(
                    sent_on__isnull=False,
                    sent_how__isnull=False,
                    sent_by__isnull=False,
                    approved_at__isnull=False,
                ),
                name="clients_statement_sent",
                violation_error_message=_("Only an approved statement is sent; give the day and the way."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
