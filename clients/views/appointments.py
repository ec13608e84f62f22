"""Appointments: booked for a client, a referral or neither, changed, and what became of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.agenda_words import (
    appointment_row,
    appointment_rows,
    case_of,
    clash_words,
    person_id,
    person_of,
    postponements,
    task_row,
)
from clients.choices import AppointmentState, EntryKind
from clients.forms.appointments import AppointmentForm, OutcomeForm
from clients.models import Appointment, Referral
from clients.services.appointments import (
    appointments_seen_by,
    book,
    coming_to_case,
    passed_of_case,
    set_state,
)
from clients.services.double_bookings import named_for
from clients.services.tasks import tasks_of_case
from clients.views.pages import find_case, render_case, render_form, to_case
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.audit.access import record_access
from tasmat.isodate import iso_day
from tasmat.tenancy.requests import TenantRequest

PASSED_SHOWN = 10


@require_safe
def case_agenda(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """What has been agreed with a client and what is to be done about the client."""
    found = find_case(request, case_id)
    member, today = request.membership, clock.today()
    coming = coming_to_case(found.case, clock.now())
    passed = passed_of_case(found.case, clock.now())[:PASSED_SHOWN]
    context: dict[str, Any] = {
        "coming": appointment_rows(coming, reader=member),
        "passed": appointment_rows(passed, reader=member),
        "tasks": [task_row(each, member, today, names_client=False) for each in tasks_of_case(found.case)],
        "postponements": postponements(today),
    }
    return render_case(request, found, "clients/agenda/case.html", **context)


@require_http_methods(["GET", "POST"])
def appointment_new(request: TenantRequest) -> HttpResponse:
    """An appointment with a client chosen here, or with nobody of the clients."""
    form = _form(request, Appointment())
    if _may_be_saved(form):
        return _to_calendar(request, _book(request, form))
    clients = form.fields["case"].queryset if "case" in form.fields else []  # type: ignore[attr-defined]
    record_access(request, [case.client_id for case in clients])
    return _show(request, form, _("New appointment"))


@require_http_methods(["GET", "POST"])
def case_appointment_new(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """An appointment with a client."""
    found = find_case(request, case_id)
    form = _form(request, Appointment(case=found.case))
    if _may_be_saved(form):
        _book(request, form)
        return to_case(request, found.case, "case_agenda")
    safety = found.case.client.safety_note if request.membership.can(Action.READ_TEXTS) else ""
    return render_form(
        request,
        found,
        form,
        _("New appointment"),
        "clients/agenda/case_appointment.html",
        back="case_agenda",
        safety_note=safety,
        **_warning(request, form),
    )


@require_http_methods(["GET", "POST"])
def referral_appointment_new(request: TenantRequest, referral_id: UUID) -> HttpResponse:
    """The first meeting with a person referred."""
    referral = get_object_or_404(Referral.objects.visible_to(request.membership), id=referral_id)
    record_access(request, [referral.case.client_id if referral.case else referral.id])
    form = _form(request, Appointment(referral=referral, case=referral.case))
    if _may_be_saved(form):
        _book(request, form)
        return redirect("referral", request.organisation.slug, referral.id)
    return _show(request, form, _("First meeting: {name}").format(name=referral.name), referral=referral)


@require_http_methods(["GET", "POST"])
def appointment(request: TenantRequest, appointment_id: UUID) -> HttpResponse:
    """Another time or place, and what became of it."""
    row = _find(request, appointment_id)
    _record(request, row)
    form = _form(request, row)
    if _may_be_saved(form):
        row.save(update_fields=[*form.facts()])
        messages.success(request, _("The appointment is saved."))
        return _to_calendar(request, row)
    return _show(request, form, _("Appointment"), appointment=row)


@require_POST
def appointment_outcome(request: TenantRequest, appointment_id: UUID) -> HttpResponse:
    """Held leads to the entry that tells of it; cancelled, not come and planned again stay in the calendar."""
    row = _find(request, appointment_id)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        _record(request, row)
        return _show(
            request, _form(request, row, is_read=True), _("Appointment"), status=422, appointment=row
        )
    state = form.chosen()
    if state == AppointmentState.NOT_COME and localtime(row.starts_at).date() > clock.today():
        messages.warning(request, _("The appointment has not been yet: cancel it, or change its time."))
        return _to_calendar(request, row)
    if not set_state(row, state):
        messages.warning(request, _("An entry tells of the appointment already."))
        return _to_calendar(request, row)
    case = case_of(row)
    if state == AppointmentState.HELD and case and request.membership.can(Action.LOG_ENTRY):
        address = reverse("case", args=[request.organisation.slug, case.id])
        return redirect(f"{address}?appointment={row.id}#kirjaa")
    messages.success(request, _("The appointment: {state}.").format(state=state.label))
    return _to_calendar(request, row)


def _find(request: TenantRequest, appointment_id: UUID) -> Appointment:
    seen = appointments_seen_by(request.membership, clock.today())
    return get_object_or_404(seen, id=appointment_id)


def _record(request: TenantRequest, row: Appointment) -> None:
    shown = person_id(row)
    record_access(request, [shown] if shown else [])


def _form(request: TenantRequest, row: Appointment, *, is_read: bool = False) -> AppointmentForm:
    data = request.POST if request.method == "POST" and not is_read else None
    on = _asked_day(request)
    initial = {"on": on} if on and row._state.adding else {}
    return AppointmentForm(data, instance=row, initial=initial, member=request.membership, now=clock.now())


def _asked_day(request: TenantRequest) -> object:
    try:
        return iso_day(request.GET.get("on", ""))
    except ValueError:
        return None


def _may_be_saved(form: AppointmentForm) -> bool:
    """Valid, and at a time that is free or that is wanted all the same."""
    return form.is_bound and form.is_valid() and not form.clashes


def _warning(request: TenantRequest, form: AppointmentForm) -> dict[str, Any]:
    """What else is booked at the time asked for; whoever the reader may not see has initials only."""
    if not (form.is_bound and form.is_valid() and form.clashes):
        return {}
    named = named_for(request.membership, form.clashes, clock.today())
    record_access(
        request, [shown for each in form.clashes if each.id in named and (shown := person_id(each))]
    )
    words = [clash_words(each, request.membership, names_person=each.id in named) for each in form.clashes]
    return {"clashes": list(zip(form.clashes, words, strict=True))}


def _book(request: TenantRequest, form: AppointmentForm) -> Appointment:
    facts = {"case": form.instance.case, "referral": form.instance.referral, **form.facts()}
    booked = book(form.cleaned_data["submission_key"], request.membership, **facts)
    messages.success(request, _("The appointment is booked."))
    return booked


def _to_calendar(request: TenantRequest, row: Appointment) -> HttpResponse:
    """To the day of the appointment, in the week that holds it."""
    address = reverse("calendar", args=[request.organisation.slug])
    return redirect(f"{address}?on={localtime(row.starts_at).date().isoformat()}")


def _show(
    request: TenantRequest,
    form: AppointmentForm,
    title: str,
    *,
    status: int | None = None,
    appointment: Appointment | None = None,
    referral: Referral | None = None,
) -> HttpResponse:
    person = person_of(appointment) if appointment else None
    is_home_visit = appointment is not None and appointment.kind == EntryKind.HOME_VISIT
    may_read = request.membership.can(Action.READ_TEXTS)
    context = {
        "form": form,
        "title": title,
        "referral": referral,
        "row": appointment_row(appointment, request.membership) if appointment else None,
        "case": case_of(appointment) if appointment else None,
        "safety_note": person.safety_note if person and is_home_visit and may_read else "",
        **_warning(request, form),
    }
    return render(
        request, "clients/agenda/appointment.html", context, status=status or (422 if form.is_bound else 200)
    )
