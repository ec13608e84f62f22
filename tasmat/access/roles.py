"""The roles of a member in an organisation; one person may hold several."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    COACH = "coach", _("Coach")
    MANAGER = "manager", _("Project manager")
    ADMINISTRATOR = "administrator", _("Organisation administrator")
    MUNICIPALITY = "municipality", _("Municipality's contact person")
    PARTNER = "partner", _("Partner organisation's worker")
