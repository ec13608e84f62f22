"""Celery's side of the jobs: a doorbell for one job, the dispatcher that finds every other, the nightly sweep."""

from uuid import UUID

from celery import shared_task

from tasmat.files.sweeping import sweep_all
from tasmat.jobs import services


@shared_task(ignore_result=True)
def run_job(job_id: str, organisation_id: str) -> None:
    """Does one job if it still waits."""
    job, organisation = UUID(job_id), UUID(organisation_id)
    if services.claim_one(job, organisation):
        services.do(job, organisation)


@shared_task(ignore_result=True)
def dispatch() -> None:
    """Every 15 s: does what is queued or was left by a worker that died."""
    while leased := services.claim(1):
        for job, organisation in leased:
            services.do(job, organisation)


@shared_task(ignore_result=True)
def sweep_files() -> None:
    """At night: files that failed work left behind, and rows whose file is gone."""
    sweep_all()
