"""Secrets of authenticator apps and recovery codes: sealed with FIELD_KEYS in the sign-in library's table.

They belong to no organisation, and the library does not say whose secret it is about to store: so they are
bound to the table and column, not to the row.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction

from tasmat.crypto.errors import TamperedValue, UnreadableValue
from tasmat.crypto.keys import key_ring
from tasmat.crypto.rotation import Rotated
from tasmat.crypto.sealing import Place, Sealed, seal, unseal

NOBODY: Final = UUID(int=0)
PLACE: Final = Place(NOBODY, NOBODY, "mfa_authenticator", "data")
SECRETS: Final = ("secret", "seed", "migrated_codes")  # of an app, of recovery codes, of codes taken over


def sealed_secret(text: str) -> str:
    """The secret as the table keeps it."""
    return base64.b64encode(seal(text, PLACE, key_ring())).decode()


def opened_secret(kept: str) -> str:
    """The secret again; raises TamperedValue or UnknownKey."""
    return unseal(_bytes(kept), PLACE, key_ring())


def with_secrets(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """What an authenticator keeps, with each of its secrets changed."""
    return data | {name: _changed(data[name], change) for name in SECRETS if name in data}


def renew_secrets() -> Rotated:
    """Seals again what the active key has not sealed; may be stopped and started again."""
    result = Rotated()
    for authenticator in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=authenticator).first()
            if row is not None:
                _renew(row, result)
    return result


def _renew(row: Authenticator, result: Rotated) -> None:
    try:
        data = with_secrets(row.data, _renewed)
    except UnreadableValue as error:
        result.unreadable.append(f"authenticator {row.pk}: {error}")
        return
    if data != row.data:
        row.data = data
        row.save(update_fields=["data"])
        result.rows += 1


def _renewed(kept: str) -> str:
    if _bytes(kept).is_sealed_with(key_ring().active):
        return kept
    return sealed_secret(opened_secret(kept))


def _changed(secret: Any, change: Callable[[str], str]) -> Any:
    return [change(one) for one in secret] if isinstance(secret, list) else change(secret)


def _bytes(kept: str) -> Sealed:
    try:
        return Sealed(base64.b64decode(kept, validate=True))
    except (binascii.Error, ValueError):
        raise TamperedValue(f"Not a sealed value: {PLACE}.") from None
