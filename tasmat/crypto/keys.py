"""The key ring: master keys from the setting FIELD_KEYS, and what is derived from them."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tasmat.crypto.errors import UnknownKey, WrongKeyRing

KEY_BYTES: Final = 32  # AES-256
KEY_ID: Final = re.compile(r"[a-z0-9-]{1,16}", re.ASCII)


@dataclass(frozen=True)
class KeyRing:
    """Master keys by id. The active one seals; the others only open what was sealed earlier."""

    keys: Mapping[str, bytes]
    active: str

    @classmethod
    def parse(cls, entries: Sequence[str]) -> "KeyRing":
        """From "id:base64 of 32 bytes" entries, the first being active; raises WrongKeyRing."""
        keys: dict[str, bytes] = {}
        for entry in entries:
            key_id, _, text = entry.strip().partition(":")
            if not KEY_ID.fullmatch(key_id):
                raise WrongKeyRing("FIELD_KEYS: an entry must be id:key, the id 1 to 16 of a-z, 0-9 and -.")
            if key_id in keys:
                raise WrongKeyRing(f"FIELD_KEYS: the id {key_id} stands there twice.")
            keys[key_id] = _decode(key_id, text)
        if not keys:
            raise WrongKeyRing("FIELD_KEYS is empty: give at least one id:key.")
        return cls(keys, next(iter(keys)))

    def derived(self, key_id: str, organisation_id: UUID, purpose: bytes) -> bytes:
        """32 bytes for one organisation and purpose; raises UnknownKey."""
        try:
            master = self.keys[key_id]
        except KeyError:
            raise UnknownKey(
                f"Key {key_id} is not in FIELD_KEYS: put it back after the active key."
            ) from None
        return _derive(master, organisation_id.bytes, purpose)


def key_ring() -> KeyRing:
    """The ring of this installation; raises WrongKeyRing."""
    return _ring(tuple(settings.FIELD_KEYS), settings.PRODUCTION)


@cache
def _ring(entries: tuple[str, ...], production: bool) -> KeyRing:
    ring = KeyRing.parse(entries)
    public = KeyRing.parse([settings.DEVELOPMENT_FIELD_KEYS]).keys.values()
    if production and not set(public).isdisjoint(ring.keys.values()):
        raise WrongKeyRing("FIELD_KEYS holds the key of the development servers, which everybody can read.")
    return ring


def _decode(key_id: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise WrongKeyRing(f"FIELD_KEYS: the key {key_id} is not base64.") from None
    if len(key) != KEY_BYTES:
        raise WrongKeyRing(f"FIELD_KEYS: the key {key_id} has {len(key)} bytes instead of {KEY_BYTES}.")
    return key


@lru_cache(maxsize=1024)
def _derive(master: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(master)
