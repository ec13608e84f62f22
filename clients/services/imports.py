"""A file of cases between its upload and its import: kept, imported once, given up."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from clients.importing.apply import import_cases
from clients.importing.plan import Plan
from clients.models import CaseImport
from tasmat.tenancy.models import Membership, Project


def keep_upload(
    project: Project, member: Membership, text: str, *, submission_key: UUID, now: dt.datetime
) -> CaseImport:
    """The file as it waits for its import; the same key keeps it once. Files that waited too long go."""
    CaseImport.objects.useless(now).delete()
    kept: CaseImport
    kept, _is_new = CaseImport.objects.get_or_create(
        submission_key=submission_key,
        defaults={"project": project, "uploaded_by": member, "content": text, "uploaded_at": now},
    )
    return kept


@transaction.atomic
def carry_out(upload: CaseImport, now: dt.datetime) -> Plan | None:
    """Imports a file; its text is forgotten with that. None when it had been imported or given up already.

    A plan with problems has changed nothing: the file still waits.
    """
    locked = CaseImport.objects.select_for_update(of=("self",)).select_related("project")
    waiting = locked.filter(id=upload.id, imported_at__isnull=True).first()
    if waiting is None:
        return None
    plan = import_cases(waiting.project, waiting.content, now.date())
    if not plan.problems:
        waiting.content, waiting.imported_at, waiting.counts = "", now, plan.counts
        waiting.save(update_fields=["content", "imported_at", "counts"])
    return plan
