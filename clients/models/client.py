"""The person: names over time, ways to reach, services beside the project, and the words search finds."""

from typing import ClassVar

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.choices import BackgroundKind, ContactLanguage, ContactWay, Gender, NetworkRole, ServiceKind
from clients.models.checks import in_order, not_empty, one_of
from tasmat.audit.history import tracked
from tasmat.countries import is_country
from tasmat.crypto.fields import EncryptedTextField
from tasmat.tenancy.base import TenantForeignKey, TenantManager, TenantModel, TenantQuerySet
from tasmat.tenancy.models import Membership, Municipality


class ClientQuerySet(TenantQuerySet["Client"]):
    def not_merged(self) -> "ClientQuerySet":
        """Without the rows that have been found to be the same person as another one."""
        return self.filter(merged_into__isnull=True)


class ClientManager(TenantManager.from_queryset(ClientQuerySet)):  # type: ignore[misc]
    pass


@tracked
class Client(TenantModel):
    """A person, once in an organisation; facts that hold in every project. Blank means not known."""

    first_name = models.TextField(_("first name"))
    last_name = models.TextField(_("last name"))
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    gender = models.TextField(_("gender"), choices=Gender.choices, null=True, blank=True)
    citizenship = models.CharField(
        _("citizenship"), max_length=2, null=True, blank=True
    )  # ISO 3166, XX stateless
    parents_born_abroad = models.BooleanField(_("parents born abroad"), null=True, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("home municipality"),
    )
    has_protected_address = models.BooleanField(
        _("protected address (turvakielto)"),
        default=False,
        help_text=_("Address and municipality are hidden on every page, list and paper."),
    )
    street_address = EncryptedTextField(_("street address"), blank=True, default="")
    phone = models.TextField(_("phone"), blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    contact_language = models.TextField(
        _("contact language"), choices=ContactLanguage.choices, default=ContactLanguage.FINNISH
    )
    interpreter_language = models.TextField(_("interpreter needed: language"), blank=True, default="")
    best_way = models.TextField(_("best way to reach"), choices=ContactWay.choices, default=ContactWay.PHONE)
    safety_note = EncryptedTextField(
        _("to be known before a home visit"),
        null=True,  # a new column: rows of before cannot be sealed by a migration
        blank=True,
        help_text=_("Shown when a home visit is booked or logged."),
    )
    # The Finnish personal identity code, where it is needed at all; found by its keyed hash.
    identity_code = EncryptedTextField(
        _("personal identity code"), null=True, blank=True, index_column="identity_index"
    )
    identity_index = models.BinaryField(null=True, editable=False)
    died_on = models.DateField(_("died on"), null=True, blank=True)
    # The same person was there twice: this row is the one that is shown no more.
    merged_into = TenantForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )

    objects: ClassVar[ClientManager] = ClientManager()

    class Meta(TenantModel.Meta):
        ordering = ("last_name", "first_name", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "last_name", "first_name"], name="clients_by_name")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(first_name="") & ~Q(last_name=""),
                name="clients_client_names",
                violation_error_message=_("Give both the first name and the last name."),
            ),
            models.CheckConstraint(
                condition=Q(gender__isnull=True) | Q(gender__in=Gender.values), name="clients_client_gender"
            ),
            models.CheckConstraint(
                condition=Q(contact_language__in=ContactLanguage.values, best_way__in=ContactWay.values),
                name="clients_client_contact",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(born_on__isnull=True) | Q(died_on__gte=F("born_on")),
                name="clients_client_died",
                violation_error_message=_("The day of death is before the date of birth."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "identity_index"],
                condition=Q(identity_index__isnull=False, merged_into__isnull=True),
                name="clients_client_identity",
                violation_error_message=_("Another client has this personal identity code."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Last name first, as lists sort it."""
        return f"{self.last_name}, {self.first_name}"

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def shown_municipality(self) -> str:
        """The home municipality for a page or paper; nothing when the address is protected."""
        return "" if self.has_protected_address or self.municipality is None else self.municipality.name

    @property
    def shown_address(self) -> str:
        return "" if self.has_protected_address else str(self.street_address)

    @property
    def has_known_citizenship(self) -> bool:
        return bool(self.citizenship) and is_country(str(self.citizenship))


@tracked
class EarlierName(TenantModel):
    """A name the person had before; search finds it."""

    client = TenantForeignKey(Client, models.CASCADE, related_name="earlier_names")
    first_name = models.TextField(_("first name"))
    last_name = models.TextField(_("last name"))
    until_on = models.DateField(_("until"))

    class Meta(TenantModel.Meta):
        ordering = ("-until_on", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "client"], name="clients_earlier_name")
        ]

    def __str__(self) -> str:
        return f"{self.last_name}, {self.first_name}"


@tracked
class ConcurrentService(TenantModel):
    """A service or benefit that runs beside the project, from a day until a day (empty: goes on)."""

    client = TenantForeignKey(Client, models.CASCADE, related_name="services")
    kind = models.TextField(_("service or benefit"), choices=ServiceKind.choices)
    provider = models.TextField(_("provider"), blank=True, default="")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ("starts_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "client", "starts_on"], name="clients_service_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=ServiceKind.values), name="clients_service_kind"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="clients_service_dates",
                violation_error_message=_("The last day is before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class SearchToken(TenantModel):
    """One folded word by which a person is found: parts of all names, digits of the phone, case references.

    LIKE and full-text search are not leakproof, so under row-level security their indexes go unused;
    the prefix operator ^@ on this small table is.
    """

    client = TenantForeignKey(Client, models.CASCADE, related_name="tokens")
    token = models.TextField()

    class Meta(TenantModel.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                F("organisation"), OpClass(F("token"), name="text_pattern_ops"), name="clients_token_prefix"
            ),
            models.Index(fields=["organisation", "client"], name="clients_token_of"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "client", "token"], name="clients_token_once")
        ]

    def __str__(self) -> str:
        return self.token


@tracked
class Background(TenantModel):
    """One fact of a person's background with its dates: schooling, work, a language, a card, a skill, an obstacle."""

    client = TenantForeignKey(Client, models.CASCADE, related_name="background")
    kind = models.TextField(_("kind"), choices=BackgroundKind.choices)
    title = models.TextField(_("what"))
    place = models.TextField(_("where"), blank=True, default="")
    level = models.TextField(_("level"), blank=True, default="")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, default="")

    class Meta(TenantModel.Meta):
        ordering = ("kind", "-starts_on", "id")
        verbose_name_plural = "background"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "client"], name="clients_background_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", BackgroundKind, "clients_background_kind"),
            not_empty("title", "clients_background_title", _("Write what it is.")),
            in_order("starts_on", "ends_on", "clients_background_dates"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class NetworkPerson(TenantModel):
    """Somebody of the client's network, and whether the client agrees that they are talked to."""

    client = TenantForeignKey(Client, models.CASCADE, related_name="network")
    role = models.TextField(_("who"), choices=NetworkRole.choices)
    name = models.TextField(_("name"))
    body = models.TextField(_("organisation"), blank=True, default="")
    phone = models.TextField(_("phone"), blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    agreed_on = models.DateField(_("the client agreed to contacts on"), null=True, blank=True)
    agreed_until = models.DateField(_("the agreement ends"), null=True, blank=True)
    note = models.TextField(_("what may be spoken of"), blank=True, default="")

    class Meta(TenantModel.Meta):
        ordering = ("name", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "client"], name="clients_network_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("role", NetworkRole, "clients_network_role"),
            not_empty("name", "clients_network_name", _("Write the name.")),
            in_order("agreed_on", "agreed_until", "clients_network_agreed"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class ClientMerge(TenantModel):
    """Two rows of one person were made one; what moved is kept, so that it can be undone for 30 days."""

    kept = TenantForeignKey(Client, models.PROTECT, related_name="merges")
    merged = TenantForeignKey(Client, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    merged_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = TenantForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    moved = models.JSONField(default=dict)  # how many rows of each table moved, and were set aside
    # Every step with ids and former values: what undoing needs. Sealed, since values are the person's.
    steps = EncryptedTextField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        ordering = ("-merged_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "kept"], name="clients_merge_kept")
        ]

    def __str__(self) -> str:
        return f"{self.merged_at}"


@tracked
class DifferentPeople(TenantModel):
    """Two persons who are alike and yet are two, as somebody found out; the row that is older stands first."""

    first = TenantForeignKey(Client, models.CASCADE, related_name="+")
    second = TenantForeignKey(Client, models.CASCADE, related_name="+")
    said_at = models.DateTimeField()
    said_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        ordering = ("-said_at", "-id")
        verbose_name_plural = "different people"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "second"], name="clients_different_second")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "first", "second"], name="clients_different_once"
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="clients_different_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
