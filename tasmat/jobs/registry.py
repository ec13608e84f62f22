"""Kinds of job by name; each app registers its own in tasks.py."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from tasmat.jobs.models import Job


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


class Kind(NamedTuple):
    """`page` is the route of the result, whose argument is the id that the result holds under `id_key`.

    `home` is the route of the page from which such jobs are asked for; what it wants besides the organisation
    stands in the job's params under `home_key`. `title` and `found` are words of the job's page: what goes on,
    and where the result will be.
    """

    body: Body
    title: str | Promise
    found: str | Promise
    home: str
    home_key: str
    page: str
    id_key: str


_kinds: dict[str, Kind] = {}


def job_kind(
    name: str,
    *,
    title: str | Promise,
    found: str | Promise,
    home: str,
    page: str,
    id_key: str,
    home_key: str = "",
) -> Callable[[Body], Body]:
    """Decorator: the function does the jobs of this kind and returns their result (ids and figures)."""

    def register(body: Body) -> Body:
        if name in _kinds:
            raise RuntimeError(f"Two bodies for jobs of the kind {name}.")
        _kinds[name] = Kind(body, title, found, home, home_key, page, id_key)
        return body

    return register


def kind_of(job: "Job") -> Kind:
    """What is registered for the job; raises KeyError for a kind that no app registers."""
    return _kinds[job.kind]


def result_url(job: "Job", organisation_slug: str) -> str:
    """The page of what a finished job made."""
    kind = _kinds[job.kind]
    return reverse(kind.page, args=[organisation_slug, (job.result or {})[kind.id_key]])


def home_url(job: "Job", organisation_slug: str) -> str:
    """The page to go back to."""
    kind = _kinds[job.kind]
    arguments = [job.params[kind.home_key]] if kind.home_key else []
    return reverse(kind.home, args=[organisation_slug, *arguments])
