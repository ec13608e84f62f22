"""Files of cases on their way into a project by the manager's settings."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasmat.access.areas import areas_of
from tasmat.crypto.fields import EncryptedTextField
from tasmat.tenancy.base import TenantForeignKey, TenantManager, TenantModel, TenantQuerySet
from tasmat.tenancy.models import Membership, Project, ProjectArea

KEPT_FOR = dt.timedelta(hours=24)  # a file that nobody imports


def importable_projects(member: Membership) -> models.QuerySet[Project]:
    """Projects in all of whose municipalities the member works: a file may touch any case of its project."""
    mine = areas_of(member)
    others = ProjectArea.objects.exclude(id__in=mine.values("id"))
    projects: models.QuerySet[Project] = Project.objects.filter(id__in=mine.values("project"))
    return projects.exclude(id__in=others.values("project"))


class CaseImportQuerySet(TenantQuerySet["CaseImport"]):
    def visible_to(self, member: Membership, now: dt.datetime) -> "CaseImportQuerySet":
        """The member's own imports and files that still wait, of projects the member may import into."""
        usable = Q(imported_at__isnull=False) | Q(uploaded_at__gt=now - KEPT_FOR)
        return self.filter(usable, uploaded_by=member, project__in=importable_projects(member))

    def useless(self, now: dt.datetime) -> "CaseImportQuerySet":
        """Files that have waited for too long."""
        return self.filter(imported_at__isnull=True, uploaded_at__lte=now - KEPT_FOR)


class CaseImportManager(TenantManager.from_queryset(CaseImportQuerySet)):  # type: ignore[misc]
    pass


class CaseImport(TenantModel):
    """A file from its upload to its import; its text is kept sealed, until it is imported or given up."""

    project = TenantForeignKey(Project, models.PROTECT, related_name="imports")
    uploaded_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    # The form's own key: a double click uploads once.
    submission_key = models.UUIDField()
    uploaded_at = models.DateTimeField(_("uploaded"), editable=False)
    content = EncryptedTextField(_("file"), blank=True, default="")
    imported_at = models.DateTimeField(_("imported"), null=True, editable=False)
    counts = models.JSONField(default=dict, editable=False)  # rows by outcome, when imported

    objects: ClassVar[CaseImportManager] = CaseImportManager()

    class Meta(TenantModel.Meta):
        ordering = ("-uploaded_at", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "submission_key"], name="clients_import_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "uploaded_by", "-uploaded_at"], name="clients_import_of")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.uploaded_at}"
