"""Private links: only the hash of the random part is kept, with what it opens and until when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from tasmat.tenancy.base import UuidV7, new_id
from tasmat.tenancy.models import Organisation


class LinkToken(models.Model):
    """Outside row-level security like project codes: it is looked up before the organisation is known.

    It holds no data of people: a hash, what the link is for, and the id of the row that it opens.
    """

    id = models.UUIDField(primary_key=True, default=new_id, db_default=UuidV7(), editable=False)
    digest = models.BinaryField(unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.TextField()
    subject = models.UUIDField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "purpose", "subject"], name="links_of_subject")
        ]

    def __str__(self) -> str:
        return self.purpose
