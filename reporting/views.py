"""Pages of the reporting app: figures and the people behind them, reports, the municipality's figures, budget."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from clients.models import Case
from clients.services.quotas import quota_board
from reporting.forms import MakeReportForm, PeriodForm, projects_of, span
from reporting.models import FileFormat, Report, ReportFile
from reporting.presenters import budget_tables, check_rows, figure_rows, municipality_figures, report_files
from reporting.rendering.report import build_report
from reporting.rules.catalogue import CATALOGUE
from reporting.rules.indicators import SCOPES, People
from reporting.rules.participants import GENDERS, has_entered
from reporting.rules.periods import Period
from reporting.services.collect import EsfResult, esf_result, outcome_parts, period_label
from reporting.services.reports import ask_for_report, download_name
from tasmat import clock
from tasmat.access.areas import areas_of
from tasmat.audit.access import record_access
from tasmat.files.serving import attachment
from tasmat.tenancy.requests import TenantRequest

PEOPLE_A_PAGE = 50
CONTENT_TYPES: dict[str, str] = {
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
}


@require_safe
def reports(request: TenantRequest) -> HttpResponse:
    """The figures of one project and period as the facts stand now, with checks and the button that makes a report."""
    form = PeriodForm(request.GET, member=request.membership, today=clock.today())
    if form.chosen is None:
        return render(request, "reporting/no_projects.html")
    made = Report.objects.filter(project=form.chosen).select_related("made_by__user").defer("snapshot")
    context: dict[str, Any] = {"form": form, "project": form.chosen, "reports": made[:20]}
    if not form.is_valid():
        return render(request, "reporting/reports.html", context, status=422)
    period = form.chosen_period
    result = esf_result(form.chosen, period, clock.today())
    checks, rows = check_rows(result), figure_rows(form.chosen, result)
    context |= {
        "attention": [check for check in checks if not check.ok],
        "in_order": [check for check in checks if check.ok],
        "period": period,
        "span": span(period),
        "query": form.query,
        "label": period_label(period, form.chosen),
        "result": result,
        "rows": rows,
        "participant_target": next(row.target for row in rows if row.code == "EECO01"),
        "targets": outcome_parts(form.chosen, period.until),
        "quotas": quota_board(form.chosen, clock.today()),
        "now": clock.now(),
        "make_form": MakeReportForm(
            initial={
                "project": form.chosen.code_id,
                "start": period.start.isoformat(),
                "until": period.until.isoformat(),
                "submission_key": uuid4(),
            },
            member=request.membership,
        ),
    }
    return render(request, "reporting/reports.html", context)


@dataclass(frozen=True)
class Behind:
    """Which figure's people are asked for, and their case ids."""

    title: str
    ids: frozenset[str]
    left: frozenset[str] = frozenset()


@require_safe
def people(request: TenantRequest, code: str) -> HttpResponse:
    """The people behind one figure or check of a period."""
    form = PeriodForm(request.GET, member=request.membership, today=clock.today())
    if form.chosen is None or not form.is_valid():
        raise Http404
    result = esf_result(form.chosen, form.chosen_period, clock.today())
    behind = _behind(result, code, request.GET.get("scope", "cumulative"), request.GET.get("gender", ""))
    cases = (
        Case.objects.visible_to(request.membership, clock.today())
        .filter(id__in=behind.ids | behind.left)
        .select_related("client", "area__municipality")
        .order_by("client__last_name", "client__first_name", "id")
    )
    page = Paginator(cases, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    record_access(request, [case.client_id for case in page])
    context = {
        "page": page,
        "behind": behind,
        "indicator": CATALOGUE.get(code),
        "hidden": len(behind.ids | behind.left) - page.paginator.count,
        "form": form,
        "span": span(form.chosen_period),
        "query": form.query,
    }
    return render(request, "reporting/people.html", context)


def _behind(result: EsfResult, code: str, scope: str, gender: str) -> Behind:
    figures = result.figures
    if code == "participants":
        return Behind(
            code, frozenset(each.id for each in result.participants if has_entered(each, figures.until))
        )
    if code == "incomplete":
        return Behind(code, frozenset(person.id for person in figures.incomplete))
    if code == "provisional":
        return Behind(code, frozenset(person.id for person in figures.provisional_exits))
    for check in result.checks:
        if check.id == code:
            return Behind(code, frozenset(check.ids))
    figure = figures.by_code.get(code)
    if figure is None or scope not in SCOPES or gender not in ("", *GENDERS):
        raise Http404
    if scope == "cumulative":
        return Behind(code, _of_gender(figure.people, gender))
    return Behind(code, _of_gender(figure.entering, gender), _of_gender(figure.leaving, gender))


def _of_gender(people: People, gender: str) -> frozenset[str]:
    groups = [ids for key, ids in people.items() if gender in ("", key)]
    return frozenset().union(*groups)


@require_POST
def make(request: TenantRequest) -> HttpResponse:
    """Writes a job row and shows its page; the worker does the rest."""
    form = MakeReportForm(request.POST, member=request.membership)
    if not form.is_valid():
        return render(request, "reporting/make_failed.html", {"form": form}, status=422)
    data = form.cleaned_data
    job = ask_for_report(
        data["project"], Period(data["start"], data["until"]), request.membership, str(data["submission_key"])
    )
    return redirect("job", request.organisation.slug, job.id)


@require_safe
def report(request: TenantRequest, report_id: Any) -> HttpResponse:
    """One frozen report with its files."""
    found = get_object_or_404(
        Report.objects.filter(project__in=projects_of(request.membership)).select_related(
            "project", "made_by__user", "job"
        ),
        id=report_id,
    )
    context = {
        "report": found,
        "shown": build_report(found.snapshot, suppressed=False),
        "files": report_files(found.files.all()),
    }
    return render(request, "reporting/report.html", context)


@require_safe
def download(request: TenantRequest, file_id: Any) -> HttpResponse:
    """A file of a report, always as an attachment."""
    file = get_object_or_404(
        ReportFile.objects.filter(report__project__in=projects_of(request.membership)).select_related(
            "report"
        ),
        id=file_id,
    )
    return attachment(file, download_name(file.report, file), CONTENT_TYPES[file.format])


@require_safe
def municipality(request: TenantRequest) -> HttpResponse:
    """Quota and figures of the municipalities granted to the member: counts, no people."""
    areas = areas_of(request.membership).select_related("project__organisation", "municipality")
    context = {
        "figures": municipality_figures(list(areas.order_by("project", "municipality")), clock.today())
    }
    return render(request, "reporting/municipality.html", context)


@require_safe
def budget(request: TenantRequest) -> HttpResponse:
    """The decided budget and funding as printed, with the differences where a table does not add up."""
    projects = list(projects_of(request.membership).prefetch_related("budget_lines"))
    tables = [(project, budget_tables(project.budget_lines.all())) for project in projects]
    return render(request, "reporting/budget.html", {"projects": [pair for pair in tables if pair[1]]})
