"""Why a client may be in a service that the project excludes: the reason, for as long as it was given for."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clients.choices import ServiceKind
from clients.models.case import Stay
from clients.models.checks import not_empty, one_of
from clients.models.client import ConcurrentService
from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantModel
from tasmat.tenancy.models import Membership


@tracked
class ServiceOverride(TenantModel):
    """A reason given for one excluded service in one stay; a longer or another service needs a new one."""

    stay = TenantForeignKey(Stay, models.CASCADE, related_name="overrides")
    service = TenantForeignKey(ConcurrentService, models.CASCADE, related_name="overrides")
    kind = models.TextField(_("service or benefit"), choices=ServiceKind.choices)
    until_on = models.DateField(_("until"), null=True)  # empty: given for a service that goes on
    reason = models.TextField(_("reason"))
    given_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        ordering = ("given_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "service"], name="clients_override_service"),
            models.Index(fields=["organisation", "stay"], name="clients_override_stay"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", ServiceKind, "clients_override_kind"),
            not_empty("reason", "clients_override_reason", _("Write the reason.")),
        ]

    def __str__(self) -> str:
        return f"{self.given_at} {self.kind}"
