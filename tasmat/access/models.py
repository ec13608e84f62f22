"""Which project areas a member works in: django-guardian's permissions with direct, composite keys."""

from typing import Any, ClassVar

from django.db import models
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from tasmat.audit.history import tracked
from tasmat.tenancy.base import TenantForeignKey, TenantManager, TenantModel
from tasmat.tenancy.models import ProjectArea


class AreaPermissionManager(TenantManager["AreaUserPermission"], UserObjectPermissionManager):
    """guardian looks for its own manager class to know that keys are direct."""


@tracked
class AreaUserPermission(TenantModel, UserObjectPermissionBase):
    """This user works in this project area."""

    content_object = TenantForeignKey(ProjectArea, models.CASCADE)

    objects: ClassVar[Any] = AreaPermissionManager()

    class Meta(TenantModel.Meta, UserObjectPermissionBase.Meta):
        abstract = False
        unique_together: ClassVar[list[Any]] = []  # guardian's own would not begin with the organisation
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "user", "permission", "content_object"], name="access_area_once"
            )
        ]
