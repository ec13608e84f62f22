"""The page of a job: how far it is, what goes on when it waits, and where its result is."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tasmat import clock
from tasmat.jobs.models import Job, State
from tasmat.jobs.registry import home_url, kind_of, result_url
from tasmat.jobs.services import try_again, waits_long
from tasmat.tenancy.requests import TenantRequest

REFRESH_SECONDS = 2


@require_safe
def job(request: TenantRequest, job_id: UUID) -> HttpResponse:
    """A finished job leads to its result; the part of the page that htmx asks for does so too."""
    found = _own(request, job_id)
    if found.state == State.DONE:
        target = result_url(found, request.organisation.slug)
        if request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return redirect(target)
    context = {
        "job": found,
        "kind": kind_of(found),
        "home_url": home_url(found, request.organisation.slug),
        "waits_long": waits_long(found, clock.now()),
        "seconds": REFRESH_SECONDS,
    }
    template = "jobs/job.html#state" if request.htmx else "jobs/job.html"
    return render(request, template, context)


@require_POST
def again(request: TenantRequest, job_id: UUID) -> HttpResponse:
    """Puts a failed job back into the queue."""
    found = _own(request, job_id)
    try_again(found)
    return redirect(reverse("job", args=[request.organisation.slug, found.id]))


def _own(request: TenantRequest, job_id: UUID) -> Job:
    """The job of the person who asked for it; a job of somebody else is not there."""
    found: Job = get_object_or_404(Job, id=job_id, requested_by=request.user)
    return found
