"""Sealing a text for one place in the database: AES-256-GCM, bound to organisation, table, column and row.

Sealed bytes: version (1 byte), length of the key id (1), key id, nonce (12), ciphertext with tag (16).
"""

import os
from typing import Final, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tasmat.crypto.errors import TamperedValue, UnknownKey
from tasmat.crypto.keys import KeyRing

VERSION: Final = 1
NONCE_BYTES: Final = 12
PURPOSE: Final = b"tasmat field encryption 1"


class Place(NamedTuple):
    """Where a sealed value lives; it opens nowhere else."""

    organisation_id: UUID
    row_id: UUID
    table: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column} of row {self.row_id}, organisation {self.organisation_id}"


class Sealed(bytes):
    """Sealed bytes as the database keeps them."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<sealed, {len(self)} bytes>"

    __str__ = __repr__

    def is_sealed_with(self, key_id: str) -> bool:
        """Whether this version and this key made the bytes."""
        return self.startswith(header(key_id))


def header(key_id: str) -> bytes:
    """The first bytes of everything sealed with a key."""
    return bytes([VERSION, len(key_id)]) + key_id.encode("ascii")


def seal(text: str, place: Place, ring: KeyRing) -> Sealed:
    """The text under the ring's active key, for this place only."""
    head, nonce = header(ring.active), os.urandom(NONCE_BYTES)
    cipher = AESGCM(ring.derived(ring.active, place.organisation_id, PURPOSE))
    return Sealed(head + nonce + cipher.encrypt(nonce, text.encode(), _bound(head, place)))


def unseal(sealed: bytes, place: Place, ring: KeyRing) -> str:
    """The text again; raises TamperedValue or UnknownKey."""
    head, nonce, ciphertext = _split(sealed, place)
    try:
        key = ring.derived(head[2:].decode("ascii"), place.organisation_id, PURPOSE)
        return AESGCM(key).decrypt(nonce, ciphertext, _bound(head, place)).decode()
    except UnknownKey as error:
        raise UnknownKey(f"{error} Needed for {place}.") from None
    except InvalidTag:
        raise TamperedValue(f"Changed or moved: {place}.") from None


def _split(sealed: bytes, place: Place) -> tuple[bytes, bytes, bytes]:
    head_end = 2 + sealed[1] if len(sealed) > 1 else 0
    nonce_end = head_end + NONCE_BYTES
    if len(sealed) <= nonce_end or sealed[0] != VERSION or not sealed[2:head_end].isascii():
        raise TamperedValue(f"Not a sealed value: {place}.")
    return sealed[:head_end], sealed[head_end:nonce_end], sealed[nonce_end:]


def _bound(head: bytes, place: Place) -> bytes:
    """What the tag vouches for besides the text; every part but the last has a known length."""
    return head + place.organisation_id.bytes + place.row_id.bytes + f"{place.table}.{place.column}".encode()
