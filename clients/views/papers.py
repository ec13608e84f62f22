"""Asking for a paper of a case."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clients.forms.papers import PaperForm
from clients.services.papers import ask_for_paper
from clients.views.pages import find_case, to_case
from tasmat.tenancy.requests import TenantRequest


@require_POST
def case_paper(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Writes a job row and shows its page; sent twice it asks once."""
    case = find_case(request, case_id).case
    form = PaperForm(request.POST, case=case)
    if not form.is_valid():
        messages.error(request, _("There is nothing to make this document of."))
        return to_case(request, case, "case_documents")
    asked = form.cleaned_data
    if not request.membership.can(asked["kind"].action):
        raise PermissionDenied
    job = ask_for_paper(
        asked["paper"],
        case,
        asked["subject"],
        request.membership,
        language=asked["language"],
        key=str(asked["submission_key"]),
    )
    return redirect("job", request.organisation.slug, job.id)
