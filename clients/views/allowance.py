"""The expense-allowance list: days of each client in a month or another period, on the page and as a file."""

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import dateformat
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clients.forms.allowance import AllowanceForm, month_of
from clients.services.allowance import AllowanceRow, allowance_rows
from tasmat import clock
from tasmat.audit.access import record_access
from tasmat.tables import Sheet, csv_bytes, workbook_bytes
from tasmat.tenancy.requests import TenantRequest

CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def workshop_allowance(request: TenantRequest) -> HttpResponse:
    """Days of each client and their sum; no reason of an absence is told."""
    form = AllowanceForm(request.GET, member=request.membership, today=clock.today())
    is_valid = form.is_valid()
    rows = _rows(request, form) if is_valid else []
    record_access(request, [row.case.client_id for row in rows])
    context: dict[str, Any] = {
        "form": form,
        "rows": [(row, _dates(row.found.days), _dates(row.found.doubtful)) for row in rows],
        "days": sum(len(row.found.days) for row in rows),
        "hours": sum((row.found.hours for row in rows), Decimal(0)),
    }
    if is_valid:
        context |= _links(form)
    return render(request, "clients/workshop/allowance.html", context, status=200 if is_valid else 422)


@require_safe
def workshop_allowance_file(request: TenantRequest) -> HttpResponse:
    """The same list as a file, in the language of the page."""
    form = AllowanceForm(request.GET, member=request.membership, today=clock.today())
    if not form.is_valid():
        return workshop_allowance(request)
    rows = _rows(request, form)
    record_access(request, [row.case.client_id for row in rows])
    file_format = XLSX if request.GET.get("format") == XLSX else CSV
    header = (_("Name"), _("Reference"), _("Project"), _("Days"), _("Hours"), _("Dates"), _("To be checked"))
    table = [_line(row) for row in rows]
    title = _("Days for the expense allowance")
    if file_format == CSV:
        content = csv_bytes([header, *([_in_csv(cell) for cell in line] for line in table)])
    else:
        sheet = Sheet(_("Days"), header, (30, 14, 30, 8, 8, 60, 20), table)
        content = workbook_bytes([sheet], title=title, author=request.organisation.name, created=clock.now())
    asked = form.asked()
    name = f"kulukorvaus-{asked['first']}-{asked['last']}.{file_format}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[file_format],
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )


def _rows(request: TenantRequest, form: AllowanceForm) -> list[AllowanceRow]:
    return allowance_rows(request.membership, today=clock.today(), **form.asked())


def _line(row: AllowanceRow) -> tuple[str, str, str, int, Decimal, str, str]:
    case, found = row.case, row.found
    return (
        case.client.name,
        case.reference,
        case.project.name,
        len(found.days),
        found.hours,
        _dates(found.days),
        _dates(found.doubtful),
    )


def _in_csv(cell: object) -> object:
    """Finnish spreadsheets read a decimal comma."""
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else cell


def _dates(days: tuple[dt.date, ...]) -> str:
    return ", ".join(dateformat.format(day, "j.n.") for day in days)


def _links(form: AllowanceForm) -> dict[str, Any]:
    """Addresses of the months before and after, and what the files are asked with."""
    asked = form.asked()
    project = {"project": asked["project"].id} if asked["project"] else {}
    first, last = asked["first"], asked["last"]
    return {
        "first": first,
        "last": last,
        "earlier": _month(first.replace(day=1) - dt.timedelta(days=1), project),
        "later": _month(month_of(last)[1] + dt.timedelta(days=1), project),
        "query": urlencode({"first": first, "last": last, **project}),
    }


def _month(day: dt.date, project: dict[str, Any]) -> str:
    first, last = month_of(day)
    return urlencode({"first": first, "last": last, **project})
