"""Users sign in by e-mail; what they may do is decided by their memberships. Attempts limit guessing."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tasmat.tenancy.base import UuidV7, new_id


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who can sign in; without a password only by a later set-password link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Deactivated, never deleted: history and audit point here."""

    id = models.UUIDField(primary_key=True, default=new_id, db_default=UuidV7(), editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.TextField(_("name"))
    is_active = models.BooleanField(default=True)
    # As chosen on screen: that of the next sign-in and of mails. Empty until something has been chosen.
    language = models.TextField(_("language"), blank=True, default="", editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # django-guardian answers yes to a superuser for every object of every organisation.
            models.CheckConstraint(condition=Q(is_superuser=False), name="accounts_no_superusers"),
            models.CheckConstraint(
                condition=Q(language__in=["", *dict(settings.LANGUAGES)]), name="accounts_user_language"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Attempt(models.Model):
    """One use of something limited: of a public form by who used it, or of a proof of work, which counts once.

    The key is a keyed hash, of the sender's address for instance.
    """

    PROOF: ClassVar[str] = "proof"

    kind = models.TextField()
    key = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "key", "at"], name="accounts_attempt_recent")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(kind="proof"), name="accounts_attempt_proof_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"
