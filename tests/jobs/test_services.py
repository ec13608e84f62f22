"""The queue of record: asking once, claiming once, taking over what a dead worker left."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tasmat.jobs import services
from tasmat.jobs.models import LEASE, MAX_ATTEMPTS, Job, State
from tasmat.tenancy.context import tenant_context
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def enqueue(cast: Cast, key: str = "one", kind: str = "esf_report", **params: str) -> Job:
    with tenant_context(cast.alpha.id, cast.mirja.user_id):
        return services.enqueue(kind, params, key=key, requested_by=cast.mirja.user_id)


def reload(cast: Cast, job: Job) -> Job:
    with tenant_context(cast.alpha.id):
        found: Job = Job.objects.get(id=job.id)
        return found


def test_the_same_key_is_queued_once(cast: Cast) -> None:
    assert enqueue(cast).id == enqueue(cast).id


def test_a_dead_broker_does_not_hurt_the_request(
    cast: Cast, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    from tasmat.celery import app

    app.conf.update(broker_url="redis://127.0.0.1:1/0")

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        job = enqueue(cast)

    app.conf.update(broker_url=settings.BROKER_URL)
    assert len(callbacks) == 1
    assert reload(cast, job).state == State.QUEUED


def test_a_job_is_claimed_once(cast: Cast) -> None:
    job = enqueue(cast)

    assert services.claim(10) == [(job.id, cast.alpha.id)]
    assert services.claim(10) == []
    assert not services.claim_one(job.id, cast.alpha.id)


def test_a_job_whose_worker_fell_silent_is_claimed_again(cast: Cast) -> None:
    job = enqueue(cast)
    services.claim(1)
    with tenant_context(cast.alpha.id):
        Job.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))

    assert services.claim(1) == [(job.id, cast.alpha.id)]
    assert reload(cast, job).attempts == 2


def test_a_heartbeat_prolongs_only_the_own_lease(cast: Cast) -> None:
    job = enqueue(cast)
    services.claim(1)

    services._beat(job, attempt=1, progress=40)

    assert reload(cast, job).progress == 40
    lease_until = reload(cast, job).lease_until
    assert lease_until is not None
    assert lease_until > timezone.now() + LEASE / 2
    with pytest.raises(services.LeaseLost):
        services._beat(job, attempt=2)


def test_a_job_that_fails_says_so_and_can_be_tried_again(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    job = enqueue(cast, **{"project": str(uuid.uuid4()), "from": "not a date", "until": "x", "member": "x"})
    services.claim(1)

    services.do(job.id, cast.alpha.id)
    failed = reload(cast, job)
    with tenant_context(cast.alpha.id):
        services.try_again(failed)

    assert (failed.state, failed.error) == (State.FAILED, "ValueError")
    assert "not a date" in caplog.text
    assert reload(cast, job).state == State.QUEUED


def test_a_job_that_kills_its_workers_is_given_up(cast: Cast) -> None:
    job = enqueue(cast)
    services.claim(1)
    with tenant_context(cast.alpha.id):
        Job.objects.update(attempts=MAX_ATTEMPTS + 1)

    services.do(job.id, cast.alpha.id)

    assert reload(cast, job).state == State.FAILED


def test_the_claim_tells_ids_and_nothing_more(cast: Cast) -> None:
    enqueue(cast, secret="not for everybody")

    ((job_id, organisation_id),) = services.claim(1)

    assert isinstance(job_id, uuid.UUID)
    assert organisation_id == cast.alpha.id
