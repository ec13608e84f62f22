"""Import of cases in the manager's settings: a file is uploaded, looked at, and imported or given up."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.forms.imports import UploadForm
from clients.importing.apply import plan_import
from clients.importing.plan import Outcome, Plan
from clients.models import CaseImport
from clients.services.imports import carry_out, keep_upload
from tasmat import clock
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest

SHOWN_IMPORTS = 20
SHOWN_ROWS = 50
SHOWN_PROBLEMS = 200


@require_http_methods(["GET", "POST"])
def imports(request: TenantRequest) -> HttpResponse:
    """The form for a file, and the member's earlier imports."""
    member, now = request.membership, clock.now()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, member=member)
        if form.is_valid():
            facts = form.cleaned_data
            upload = keep_upload(
                facts["project"], member, facts["file"], submission_key=facts["submission_key"], now=now
            )
            return redirect("import", request.organisation.slug, upload.id)
    else:
        form = UploadForm(initial={"submission_key": uuid4()}, member=member)
    record_access(request, [])
    made = CaseImport.objects.visible_to(member, now).select_related("project").defer("content")
    context = {"form": form, "imports": made[:SHOWN_IMPORTS]}
    return render(request, "clients/import/list.html", context, status=422 if form.errors else 200)


@require_safe
def import_detail(request: TenantRequest, import_id: UUID) -> HttpResponse:
    """What importing the file would do and what is wrong in it; once it is imported, what it did."""
    upload = _upload_or_404(request, import_id)
    context = {"upload": upload, "project": upload.project}
    if upload.imported_at is not None:
        record_access(request, [])
        return render(request, "clients/import/done.html", context | {"counts": _counts(upload.counts)})
    plan = plan_import(upload.project, upload.content, clock.today())
    record_access(request, _known_clients(plan))
    context |= {
        "plan": plan,
        "counts": _counts(plan.counts),
        "rows": plan.rows[:SHOWN_ROWS],
        "problems": plan.problems[:SHOWN_PROBLEMS],
    }
    return render(request, "clients/import/preview.html", context)


@require_POST
def import_confirm(request: TenantRequest, import_id: UUID) -> HttpResponse:
    """Imports the file; asked for twice it has happened once."""
    upload = _upload_or_404(request, import_id)
    plan = carry_out(upload, clock.now())
    if plan is not None:
        record_access(request, _known_clients(plan))
        if not plan.problems:
            rows = len(plan.rows)
            text = ngettext("%(count)s row is imported.", "%(count)s rows are imported.", rows)
            messages.success(request, text % {"count": rows})
    return redirect("import", request.organisation.slug, import_id)


@require_POST
def import_give_up(request: TenantRequest, import_id: UUID) -> HttpResponse:
    """Forgets a file that is not imported."""
    upload = _upload_or_404(request, import_id)
    if upload.imported_at is None:
        upload.delete()
        messages.success(request, _("The file is forgotten; nothing was imported."))
    return redirect("imports", request.organisation.slug)


def _upload_or_404(request: TenantRequest, import_id: UUID) -> CaseImport:
    mine = CaseImport.objects.visible_to(request.membership, clock.now()).select_related("project")
    upload: CaseImport = get_object_or_404(mine, id=import_id)
    return upload


def _known_clients(plan: Plan) -> list[UUID]:
    return [case.known.client_id for case in plan.cases if case.known is not None]


def _counts(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Outcomes in words with their numbers of rows."""
    return [(str(outcome.value), counts[outcome.name.lower()]) for outcome in Outcome]
