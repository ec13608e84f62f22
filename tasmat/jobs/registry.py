"""Kinds of job by name; each app registers its own in tasks.py."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol
from uuid import UUID


class Progress(Protocol):
    """Tells the person who waits how far the work is."""

    def __call__(self, per_cent: int) -> None: ...


class Work(NamedTuple):
    """What a job's body is given. It runs outside any transaction and opens short tenant contexts."""

    job_id: UUID
    organisation_id: UUID
    user_id: UUID
    params: dict[str, Any]
    progress: Progress


Body = Callable[[Work], dict[str, Any]]

_bodies: dict[str, Body] = {}


def job_kind(name: str) -> Callable[[Body], Body]:
    """Decorator: the function does the jobs of this kind and returns their result (ids and figures)."""

    def register(body: Body) -> Body:
        if name in _bodies:
            raise RuntimeError(f"Two bodies for jobs of the kind {name}.")
        _bodies[name] = body
        return body

    return register


def body_of(kind: str) -> Body:
    """The function of a kind; raises KeyError for one that no app registers."""
    return _bodies[kind]
