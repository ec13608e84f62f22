"""The private storage under MEDIA_ROOT: files are written whole or not at all and checked when they are read."""

import hashlib
import os
import uuid
from pathlib import Path
from typing import NamedTuple, Protocol

from django.conf import settings


class Stored(Protocol):
    """What a row knows of its file; `path` is inside the storage, `size` in bytes."""

    @property
    def path(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def sha256(self) -> str: ...


class StoredFile(NamedTuple):
    """A file that has been put into the storage."""

    path: str
    size: int
    sha256: str


class FileDamaged(RuntimeError):
    """A stored file is not there or not what was stored."""


def put(content: bytes, room: str, organisation_id: uuid.UUID, name: str) -> StoredFile:
    """Stores the bytes in a room of the organisation: under a temporary name, then renamed.

    `name` is made by the program (ids, codes), never what somebody called a file. A second try of the same
    work gives the same name and takes the place of the first.
    """
    path = Path(room, str(organisation_id), name)
    target = settings.MEDIA_ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = target.with_name(f".{uuid.uuid4().hex}")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)
    return StoredFile(str(path), len(content), hashlib.sha256(content).hexdigest())


def read(stored: Stored) -> bytes:
    """The bytes as they were stored; raises FileDamaged for a missing or changed file."""
    try:
        content: bytes = (settings.MEDIA_ROOT / stored.path).read_bytes()
    except OSError as error:
        raise FileDamaged(f"{stored.path} cannot be read: {error.strerror}.") from error
    if len(content) != stored.size or hashlib.sha256(content).hexdigest() != stored.sha256:
        raise FileDamaged(f"{stored.path} is not what was stored.")
    return content
