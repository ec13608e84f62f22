"""The member's calendar by day, week or list, in plain links."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clients.agenda_words import AppointmentRow, appointment_rows, person_id
from clients.rules.agenda import Pages, Shown, pages
from clients.rules.workdays import SATURDAY, is_working_day
from clients.services.double_bookings import calendar_and_overlaps
from tasmat import clock
from tasmat.access.areas import works_in_several_projects
from tasmat.audit.access import record_access
from tasmat.isodate import iso_day
from tasmat.tenancy.requests import TenantRequest

SHOWN = ((Shown.DAY, _("Day")), (Shown.WEEK, _("Week")), (Shown.LIST, _("List")))


class Day(NamedTuple):
    """One day of the calendar."""

    on: dt.date
    rows: list[AppointmentRow]
    is_working_day: bool
    is_past: bool


@require_safe
def calendar(request: TenantRequest) -> HttpResponse:
    """Appointments of the asked day, week or four weeks; anything else in the address means this week."""
    shown, on = _shown(request), _day(request)
    page = pages(shown, on)
    appointments, overlaps = calendar_and_overlaps(request.membership, page.days)
    record_access(request, [shown_id for each in appointments if (shown_id := person_id(each))])
    several = works_in_several_projects(request.membership)
    rows = appointment_rows(appointments, overlaps, reader=request.membership, names_project=several)
    context = {
        "shown": shown.value,
        "on": on,
        "page": page,
        "choices": [(choice.value, label) for choice, label in SHOWN],
        "days": list(_days(page, rows, is_list=shown == Shown.LIST)),
        "number": len(rows),
    }
    return render(request, "clients/agenda/calendar.html", context)


def _shown(request: TenantRequest) -> Shown:
    try:
        return Shown(request.GET.get("show", ""))
    except ValueError:
        return Shown.WEEK


def _day(request: TenantRequest) -> dt.date:
    try:
        day = iso_day(request.GET.get("on", ""))
    except ValueError:
        return clock.today()
    return min(max(day, dt.date(2000, 1, 1)), dt.date(2100, 1, 1))


def _days(page: Pages, rows: list[AppointmentRow], *, is_list: bool) -> Iterator[Day]:
    """Every day of a week and its week-end when something stands there; of a list those with something."""
    today = clock.today()
    by_day = {on: list(found) for on, found in groupby(rows, key=_day_of)}
    assert page.days.ends_on is not None
    for number in range(page.days.starts_on.toordinal(), page.days.ends_on.toordinal() + 1):
        on = dt.date.fromordinal(number)
        is_shown = page.days.starts_on == page.days.ends_on or (not is_list and on.weekday() < SATURDAY)
        if is_shown or on in by_day:
            yield Day(on, by_day.get(on, []), is_working_day(on), on < today)


def _day_of(row: AppointmentRow) -> dt.date:
    return localtime(row.appointment.starts_at).date()
