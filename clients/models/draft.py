"""What a member has typed into a form and not saved yet; the draft of an entry is in clients/models/entry.py."""

import json
from typing import Any, ClassVar

from django.db import models

from clients.models.case import Case
from clients.rules.form_drafts import is_mark
from tasmat.crypto.fields import EncryptedTextField
from tasmat.tenancy.base import TenantForeignKey, TenantModel
from tasmat.tenancy.models import Membership


class FormDraft(TenantModel):
    """One page on which a form was typed; another page or device that types on from it takes it over.

    Sealed, since a form may ask what its own row keeps sealed. Once the form is saved the words are gone
    and the row stays a while as closed: what the page sends late from a slow connection is dropped.
    """

    # Empty for a form that is of no single case, and for a closed page.
    case = TenantForeignKey(Case, models.CASCADE, null=True, related_name="+")
    author = TenantForeignKey(Membership, models.CASCADE, related_name="+")
    # The form: name of its address, arguments besides organisation and case, and a part of the page.
    place = models.TextField()
    page_key = models.UUIDField()
    # Which of the page's saves this was, growing: an older one may arrive after a newer.
    sequence = models.BigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    typed = EncryptedTextField()  # JSON: {"fields": {name: [values]}, "title", "address"}; "" when closed
    is_closed = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ("-saved_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "case"], name="clients_formdraft_case")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "author", "page_key"], name="clients_formdraft_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.saved_at}"

    @property
    def as_seen(self) -> str:
        """How a page says which state of the draft it goes on from."""
        return f"{self.id}:{self.revision}"

    @property
    def fields(self) -> dict[str, list[str]]:
        """The values of each field that was changed."""
        fields: dict[str, list[str]] = self._typed().get("fields", {})
        return fields

    @property
    def title(self) -> str:
        return str(self._typed().get("title", ""))

    @property
    def address(self) -> str:
        return str(self._typed().get("address", ""))

    @property
    def words(self) -> list[str]:
        """The texts, without choices and marks: what has a space in it."""
        words = {name: values for name, values in self.fields.items() if not is_mark(name)}
        return [value for values in words.values() for value in values if " " in value.strip()]

    def _typed(self) -> dict[str, Any]:
        typed: dict[str, Any] = json.loads(self.typed) if self.typed else {}
        return typed
