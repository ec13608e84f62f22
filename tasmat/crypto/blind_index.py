"""Finding an encrypted value without opening it: a keyed hash per organisation and column."""

import hashlib
import hmac
import unicodedata
from typing import Final
from uuid import UUID

from tasmat.crypto.keys import KeyRing, key_ring

PURPOSE: Final = b"tasmat blind index 1"


def blind_index(text: str, *, organisation_id: UUID, column: str) -> bytes:
    """32 bytes to store beside the encrypted column, under the active key.

    `column` is any fixed name: the same text gives unrelated bytes in two columns or organisations.
    """
    ring = key_ring()
    return _hash(text, ring, ring.active, organisation_id, column)


def blind_index_candidates(text: str, *, organisation_id: UUID, column: str) -> list[bytes]:
    """What the text may be stored as, one for each key of the ring: search with `column__in`."""
    ring = key_ring()
    return [_hash(text, ring, key_id, organisation_id, column) for key_id in ring.keys]


def normalised(text: str) -> str:
    """Case, compatibility forms and white space do not matter: " 010190-123A" counts as "010190-123a"."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())


def _hash(text: str, ring: KeyRing, key_id: str, organisation_id: UUID, column: str) -> bytes:
    key = ring.derived(key_id, organisation_id, PURPOSE)
    return hmac.digest(key, f"{column}\0{normalised(text)}".encode(), hashlib.sha256)
