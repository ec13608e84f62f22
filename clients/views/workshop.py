"""The workshop's day list: many people marked by one form."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.forms.workshop import DayForm, ExtraForm, RestForm, RowForm, chosen_day, posted_cases
from clients.rules.workdays import next_working_day, previous_working_day
from clients.services.workshop import PRESENT, DayRow, cases_of, on_the_list, rows_of, save_day
from clients.views.form_drafts import saved_in_part
from tasmat import clock
from tasmat.audit.access import record_access
from tasmat.tenancy.requests import TenantRequest

PAGE = "clients/workshop/day.html"


@require_http_methods(["GET", "POST"])
def workshop(request: TenantRequest) -> HttpResponse:
    """Who is there on a day; a post marks everybody it speaks of."""
    day = chosen_day(request.GET, clock.today())
    if request.method == "POST":
        return _save(request, day)
    return _show(request, day, {}, None)


def _save(request: TenantRequest, day: dt.date) -> HttpResponse:
    """Saves the rows that are right and not in conflict; the others come back as they were typed."""
    rows = _rows(request, day, request.POST)
    rest = RestForm(request.POST)
    marks_rest = rest.is_valid() and rest.cleaned_data["rest_present"]
    sent = set(posted_cases(request.POST))
    forms: list[RowForm] = [
        RowForm(request.POST, row=row, marks_rest=marks_rest) for row in rows if row.case.id in sent
    ]
    others = _others(request, day, rows)
    extra = ExtraForm(request.POST, others=others) if others else None  # without anybody it is not shown
    right = [form for form in forms if form.is_valid()]
    if extra is not None and extra.is_valid() and extra.names_somebody:
        right.append(extra)
    refused = save_day(request.membership, day, clock.today(), [form.marking() for form in right])
    for form in right:
        if form.row.case.id in refused:
            form.refuse(refused[form.row.case.id])
    wrong = {form.row.case.id: form for form in forms if form.errors}
    wrong_extra = extra if extra is not None and extra.errors else None
    if wrong or wrong_extra is not None:
        saved_in_part(request, {str(form.prefix) for form in right if not form.errors})
        return _show(request, day, wrong, wrong_extra, status=422)
    if request.htmx:
        return _show(request, day, {}, None)
    messages.success(request, _("The day has been saved."))
    return redirect(
        f"{reverse('workshop', args=[request.organisation.slug])}?{urlencode({'on': day.isoformat()})}"
    )


def _show(
    request: TenantRequest,
    day: dt.date,
    wrong: Mapping[UUID, RowForm],
    extra: ExtraForm | None,
    status: int = 200,
) -> HttpResponse:
    """The list of the day; `wrong` are rows to be shown as they were typed."""
    rows = _rows(request, day, request.POST if wrong else QueryDict())
    others = _others(request, day, rows)
    forms = [wrong.get(row.case.id) or RowForm(row=row) for row in rows]
    record_access(
        request, [*(row.case.client_id for row in rows), *(case.client_id for case in others.values())]
    )
    today = clock.today()
    later = next_working_day(day)
    context: dict[str, Any] = {
        "day": day,
        "day_form": DayForm(initial={"on": day}),
        "rows": list(zip(rows, forms, strict=True)),
        "row_forms": forms,
        "rest": RestForm(),
        "extra": extra or ExtraForm(others=others),
        "has_others": bool(others),
        "present": sum(row.mark.kind == PRESENT for row in rows),
        "unmarked": sum(not row.mark.kind for row in rows),
        "earlier": previous_working_day(day),
        "later": later if later <= today else None,
        "is_today": day == today,
        "wrong": wrong,
    }
    return render(request, f"{PAGE}{'#day' if request.htmx else ''}", context, status=status)


def _rows(request: TenantRequest, day: dt.date, data: QueryDict) -> list[DayRow]:
    cases = cases_of(request.membership, day, clock.today())
    return rows_of(on_the_list(cases, day, also=list(posted_cases(data))), day)


def _others(request: TenantRequest, day: dt.date, rows: list[DayRow]) -> dict[str, Any]:
    """The member's other clients of that day, by the case's id."""
    cases = cases_of(request.membership, day, clock.today()).exclude(id__in=[row.case.id for row in rows])
    return {str(case.id): case for case in cases}
