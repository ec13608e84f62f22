"""Who saw whose data: one append-only row for each page that showed data of clients."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from tasmat.tenancy.base import TenantModel
from tasmat.tenancy.ddl import AppendOnly


class AccessEvent(TenantModel):
    """Answers later: who has seen this person's data? Ids of all persons shown, never free text."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    link_id = models.UUIDField(null=True)  # the private link by which the page was opened
    action = models.TextField()
    route = models.TextField()
    clients = ArrayField(models.UUIDField())
    # The one row a page is about (a case, a referral), for "since your last visit".
    subject = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            AppendOnly(name="audit_accessevent_append"),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | models.Q(link_id__isnull=False),
                name="audit_access_somebody",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "user", "subject", "-at"], name="audit_access_subject"),
            GinIndex(fields=["clients"], name="audit_access_clients"),
        ]
