"""The personal identity code of a client: kept sealed, shown in part, and found by its keyed hash."""

from copy import copy
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.forms.merging import IdentityForm
from clients.models import Client
from clients.views.pages import find_case, posted, render_form, to_case
from tasmat.tenancy.requests import TenantRequest

HOME = "case_person"


@require_http_methods(["GET", "POST"])
def case_identity(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """Writing or removing the code; whoever edits the person may do it."""
    found = find_case(request, case_id)
    client = copy(found.case.client)
    if request.method == "POST" and "remove" in request.POST:
        client.identity_code = None
        client.save(update_fields=["identity_code", "identity_index"])
        messages.success(request, _("The personal identity code has been removed."))
        return to_case(request, found.case, HOME)
    form = IdentityForm(posted(request), client=client)
    if form.is_bound and form.is_valid() and _saved(client, form):
        messages.success(request, _("The personal identity code has been saved."))
        return to_case(request, found.case, HOME)
    title = _("Personal identity code")
    return render_form(request, found, form, title, is_removable=bool(client.identity_code), back=HOME)


def _saved(client: Client, form: IdentityForm) -> bool:
    """Saves the code, and the date of birth where none was known; False when somebody else has it by now."""
    columns = ["identity_code", "identity_index"]
    client.identity_code = form.cleaned_data["code"]
    if client.born_on is None:
        client.born_on = form.born_on
        columns.append("born_on")
    try:
        with transaction.atomic():
            client.save(update_fields=columns)
    except IntegrityError:
        form.add_error("code", form.already_used)
        return False
    return True
