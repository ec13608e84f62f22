"""The documents of a case: list, upload, versions, download as attachment, removal that can be undone."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.forms.documents import DocumentForm, VersionForm
from clients.models import Case, Document
from clients.services.competences import shown_competences
from clients.services.documents import Sheet, bring_back, keep_upload, remove, shelf, visible_documents
from clients.views.pages import find_case, load_case, render_case, render_form, to_case
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.audit.access import record_access
from tasmat.files.serving import attachment
from tasmat.tenancy.requests import TenantRequest

PAGE = "case_documents"


@require_safe
def case_documents(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Documents with their versions, competences, and what was removed."""
    found = find_case(request, case_id)
    series, removed = shelf(visible_documents(found.case, request.membership))
    competences = shown_competences(found.case)
    context: dict[str, Any] = {
        "series": series,
        "removed": removed,
        "may_edit": request.membership.can(Action.EDIT_DOCUMENTS),
        "competences": competences,
        "is_certifiable": any(competence.level for competence in competences),
    }
    return render_case(request, found, "clients/documents/list.html", **context)


@require_safe
def case_document(request: TenantRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """The file, for saving; its opening leaves an access event of its own."""
    case = load_case(request, case_id).case
    document = get_object_or_404(visible_documents(case, request.membership), id=document_id)
    record_access(request, [case.client_id], subject=document.id)
    return attachment(document, document.file_name, document.content_type)


@require_http_methods(["GET", "POST"])
def case_document_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """A file becomes a document of the case."""
    found = find_case(request, case_id)
    form = _bound_or_new(request, DocumentForm)
    if not (form.is_bound and form.is_valid()):
        return render_form(request, found, form, _("New document"), "clients/documents/form.html", back=PAGE)
    keep_upload(found.case, form.sheet(), form.upload, request.membership)
    messages.success(request, _("The document has been saved."))
    return to_case(request, found.case, PAGE)


@require_http_methods(["GET", "POST"])
def case_document_version(request: TenantRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """A newer file of the same document; the older ones stay."""
    found = find_case(request, case_id)
    document = _document(found.case, document_id)
    if document.is_generated:
        raise Http404
    form = _bound_or_new(request, VersionForm)
    if not (form.is_bound and form.is_valid()):
        title = _("New version: {title}").format(title=document.title)
        return render_form(request, found, form, title, "clients/documents/form.html", back=PAGE)
    sheet = Sheet(document.kind, document.title, document.series, form.cleaned_data["submission_key"])
    keep_upload(found.case, sheet, form.upload, request.membership)
    messages.success(request, _("The new version has been saved. The earlier ones are kept."))
    return to_case(request, found.case, PAGE)


@require_http_methods(["GET", "POST"])
def case_document_remove(request: TenantRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Asks first; then hides the document, which can be brought back."""
    found = find_case(request, case_id)
    document = _document(found.case, document_id)
    if request.method != "POST":
        return render_case(request, found, "clients/documents/remove.html", document=document)
    if remove(document, request.membership, clock.now()):
        messages.success(
            request, _("The document has been removed. You can bring it back at the end of the page.")
        )
    return to_case(request, found.case, PAGE)


@require_POST
def case_document_return(request: TenantRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Shows a removed document again."""
    found = find_case(request, case_id)
    if bring_back(_document(found.case, document_id)):
        messages.success(request, _("The document is back."))
    return to_case(request, found.case, PAGE)


def _document(case: Case, document_id: UUID) -> Document:
    document: Document = get_object_or_404(Document, case=case, id=document_id)
    return document


def _bound_or_new(request: TenantRequest, form: type[Any]) -> Any:
    if request.method == "POST":
        return form(request.POST, request.FILES)
    return form(initial={"submission_key": uuid4()})
