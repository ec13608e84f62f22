"""When a project ends: chosen clients go on into the next one."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clients.forms.continuing import ContinueForm, ProjectsForm
from clients.forms.picking import asked_anew
from clients.models import Case, EligibilityItem
from clients.services.continuing import Stopped, candidates, continue_into, going_along
from clients.services.exclusions import ReasonMissing
from clients.services.picking import pick_rows
from clients.views.pages import posted
from tasmat import clock
from tasmat.access.areas import areas_of
from tasmat.audit.access import record_access
from tasmat.tenancy.models import Project
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.forms import DateField


@require_http_methods(["GET", "POST"])
def continuing(request: TenantRequest) -> HttpResponse:
    """From which project into which; then who and how. Nobody goes on without a new notice."""
    own = Project.objects.filter(id__in=areas_of(request.membership).values("project"))
    projects = ProjectsForm(request.GET or None, projects=own)
    if not (projects.is_bound and projects.is_valid()):
        record_access(request, [])
        return render(request, "clients/continuing.html", {"projects": projects})
    target = projects.cleaned_data["target"]
    form = _form(request, projects.cleaned_data["earlier"], target)
    record_access(request, [each.case.client_id for each in form.candidates])
    if form.is_bound and form.is_valid():
        if not request.POST.get("confirm"):
            return _preview(request, form, projects.cleaned_data["earlier"])
        if _went_on(request, form, target):
            return redirect("cases", request.organisation.slug)
    rows = pick_rows(Case.objects.filter(id__in=[case.id for case in form.cases]), clock.today())
    context = {
        "projects": projects,
        "form": form,
        "rows": form.rows(rows),
        "target": target,
        "stopped": [each for each in form.candidates if each.is_stopped],
        "items": EligibilityItem.objects.filter(project=target, is_active=True),
    }
    return render(request, "clients/continuing.html", context, status=422 if form.is_bound else 200)


def _form(request: TenantRequest, earlier: Project, target: Project) -> ContinueForm:
    today = clock.today()
    entry_on = _asked_day(request) or min(max(today, target.starts_on), target.ends_on)
    visible = Case.objects.visible_to(request.membership, today).filter(project=earlier)
    found = candidates(visible, target, entry_on)
    anew = asked_anew(request, [each.case for each in found if not each.is_stopped])
    first = {"entry_on": entry_on, "takes_plan": True, "takes_second_coach": True}
    return ContinueForm(
        posted(request) if anew is None else None,
        initial=anew or first,
        candidates=found,
        target=target,
        today=today,
    )


def _preview(request: TenantRequest, form: ContinueForm, earlier: Project) -> HttpResponse:
    """What becomes of each chosen client, and what no button takes back."""
    picked, terms = form.picked(), form.terms()
    along = going_along([each.case for each in picked], terms)
    context = {
        "form": form,
        "earlier": earlier,
        "target": form.target,
        "rows": [(each, *along.get(each.case.id, (0, 0))) for each in picked],
    }
    return render(request, "clients/continuing_preview.html", context)


def _asked_day(request: TenantRequest) -> dt.date | None:
    """The first day as typed: what is told of the clients is that of this day."""
    try:
        day: dt.date = DateField().clean(request.POST.get("entry_on"))
    except ValidationError:
        return None
    return day


def _went_on(request: TenantRequest, form: ContinueForm, target: Project) -> bool:
    """Does it; False with an error on the form when somebody has been faster."""
    try:
        made = continue_into(target, form.picked(), form.terms(), member=request.membership)
    except Stopped:
        form.add_error(None, _("Somebody chosen has come into the project meanwhile: choose again."))
        return False
    except ReasonMissing:
        form.add_error(None, _("Somebody chosen has come into an excluded service meanwhile: choose again."))
        return False
    words = ngettext(
        "{n} client goes on in {project}. Ask the start data anew, and end the case in the earlier project.",
        "{n} clients go on in {project}. Ask the start data anew, and end the cases in the earlier project.",
        len(made),
    )
    messages.success(request, words.format(n=len(made), project=target.name))
    return True
