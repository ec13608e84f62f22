"""Asking for a job and doing one. The row is written in the caller's transaction; the bell rings after it."""

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from tasmat.jobs.models import HEARTBEAT_SECONDS, LEASE, MAX_ATTEMPTS, Job, State
from tasmat.jobs.registry import Work, kind_of
from tasmat.tenancy.context import current_organisation, tenant_context

logger = logging.getLogger(__name__)


class LeaseLost(RuntimeError):
    """Another worker has taken the job over: this one must stop and record nothing."""


def enqueue(kind: str, params: dict[str, Any], *, key: str, requested_by: UUID) -> Job:
    """The job of this kind and key, made when there is none: a double click asks once."""
    job, created = Job.objects.get_or_create(
        kind=kind, idempotency_key=key, defaults={"params": params, "requested_by_id": requested_by}
    )
    if created:
        organisation_id = current_organisation()
        transaction.on_commit(lambda: _ring(job.id, organisation_id), robust=True)
    return job


def try_again(job: Job) -> None:
    """Puts a failed job back into the queue."""
    Job.objects.filter(id=job.id, state=State.FAILED).update(
        state=State.QUEUED, attempts=0, progress=0, error="", finished_at=None
    )
    organisation_id = current_organisation()
    transaction.on_commit(lambda: _ring(job.id, organisation_id), robust=True)


def _ring(job_id: UUID, organisation_id: UUID) -> None:
    """Wakes a worker at once. When the broker does not answer, the dispatcher finds the row later."""
    from tasmat.jobs.tasks import run_job

    try:
        run_job.apply_async(args=(str(job_id), str(organisation_id)), retry=False)
    except Exception:  # noqa: BLE001  (any failure of the broker: the row is the queue of record)
        logger.warning("The broker does not answer; job %s waits for the dispatcher.", job_id)


def claim(how_many: int) -> list[tuple[UUID, UUID]]:
    """(job, organisation) ids of waiting or abandoned jobs, now leased to the caller."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select job, organisation from claim_jobs(%s, make_interval(secs => %s))",
            [how_many, LEASE.total_seconds()],
        )
        return [(job, organisation) for job, organisation in cursor.fetchall()]


def claim_one(job_id: UUID, organisation_id: UUID) -> bool:
    """Leases one queued job; False when somebody else was faster."""
    with tenant_context(organisation_id):
        return bool(
            Job.objects.filter(id=job_id, state=State.QUEUED).update(
                state=State.RUNNING, lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1
            )
        )


def do(job_id: UUID, organisation_id: UUID) -> None:
    """Does a job that the caller has leased, with a heartbeat, and records its end once."""
    with tenant_context(organisation_id):
        job = Job.objects.get(id=job_id)
    attempt = job.attempts
    if attempt > MAX_ATTEMPTS:
        _finish(job, attempt, State.FAILED, error="The worker stopped too many times.")
        return
    try:
        with _heartbeat(job, attempt):
            result = kind_of(job).body(_work(job, attempt))
    except LeaseLost:
        logger.warning("Job %s was taken over by another worker.", job.id)
    except Exception as error:  # the person is told; the log has the trace
        logger.exception("Job %s of kind %s failed.", job.id, job.kind)
        _finish(job, attempt, State.FAILED, error=type(error).__name__)
    else:
        _finish(job, attempt, State.DONE, result=result)


def _work(job: Job, attempt: int) -> Work:
    def progress(per_cent: int) -> None:
        _beat(job, attempt, progress=per_cent)

    return Work(job.id, cast(UUID, job.organisation_id), job.requested_by_id, job.params, progress)


def _beat(job: Job, attempt: int, **fields: Any) -> None:
    """Prolongs the lease; raises LeaseLost when the job is somebody else's by now."""
    with tenant_context(cast(UUID, job.organisation_id)):
        mine = Job.objects.filter(id=job.id, state=State.RUNNING, attempts=attempt)
        if not mine.update(lease_until=timezone.now() + LEASE, **fields):
            raise LeaseLost(str(job.id))


def _finish(job: Job, attempt: int, state: State, **fields: Any) -> None:
    with tenant_context(cast(UUID, job.organisation_id)):
        Job.objects.filter(id=job.id, state=State.RUNNING, attempts=attempt).update(
            state=state,
            progress=100 if state == State.DONE else F("progress"),
            finished_at=timezone.now(),
            lease_until=None,
            **fields,
        )


@contextmanager
def _heartbeat(job: Job, attempt: int) -> Iterator[None]:
    """Prolongs the lease from a thread of its own while a long rendering holds the first."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT_SECONDS):
            try:
                _beat(job, attempt)
            except LeaseLost:
                break
            except Exception:  # the database may be away for a moment: the lease decides
                logger.exception("No heartbeat for job %s.", job.id)
        connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat-{job.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def waits_long(job: Job, now: dt.datetime) -> bool:
    """Whether a queued job has waited so long that the page should say that no worker answers."""
    return job.state == State.QUEUED and now - job.created_at > LEASE
