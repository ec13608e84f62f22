"""Job: a piece of work asked for by a person and done by a worker. The row is the queue."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tasmat.tenancy.base import TenantModel

LEASE = dt.timedelta(seconds=30)  # a worker that is silent for this long has died
HEARTBEAT_SECONDS = 10
MAX_ATTEMPTS = 5


class State(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("in progress")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")


class Job(TenantModel):
    """`params` and `result` hold ids and figures only. A kind and key are queued once."""

    kind = models.TextField()
    params = models.JSONField(default=dict)
    idempotency_key = models.TextField()
    state = models.TextField(choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True, default="")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "kind", "idempotency_key"], name="jobs_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="jobs_state"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="jobs_progress"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["created_at"],
                name="jobs_waiting",
                condition=Q(state__in=[State.QUEUED, State.RUNNING]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_over(self) -> bool:
        return self.state in {State.DONE, State.FAILED}
