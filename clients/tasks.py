"""Bodies of the jobs of the clients app, and what the beat does every day."""

from typing import Any

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from clients.services.digest import send_digests
from clients.services.form_drafts import purge
from clients.services.papers import PAPER, make_paper
from clients.services.watch import watch
from tasmat import clock
from tasmat.jobs.registry import Work, job_kind
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Organisation


@job_kind(
    PAPER,
    title=_("Making the document"),
    found=_("You can leave this page; the document will be among the client's documents."),
    home="case_documents",
    home_key="case",
    page="case_documents",
    id_key="case",
)
def make_document(work: Work) -> dict[str, Any]:
    """Makes a paper of a case; the result names the case."""
    document = make_paper(work)
    return {"case": str(document.case_id), "document": str(document.id)}


@shared_task(ignore_result=True)
def watch_rules() -> None:
    """At night and before the working day: tasks of the rules, organisation by organisation."""
    for organisation_id in Organisation.objects.order_by("id").values_list("id", flat=True):
        with tenant_context(organisation_id):
            watch(clock.today(), clock.now())


@shared_task(ignore_result=True)
def purge_form_drafts() -> None:
    """At night: what was typed into forms long ago and never saved goes."""
    for organisation_id in Organisation.objects.order_by("id").values_list("id", flat=True):
        with tenant_context(organisation_id):
            purge(clock.now())


@shared_task(ignore_result=True)
def send_daily_mail() -> None:
    """In the morning, some times over: what was sent is not sent again."""
    send_digests(clock.today())
