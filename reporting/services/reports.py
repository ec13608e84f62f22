"""Making a report: the request asks for a job, the worker freezes the figures and writes the files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from reporting.models import FileFormat, Report, ReportFile
from reporting.rendering.snapshot import Snapshot, fingerprint
from reporting.rules.periods import Period
from reporting.services.collect import esf_snapshot
from tasmat import clock
from tasmat.files.storage import put
from tasmat.jobs.models import Job
from tasmat.jobs.registry import Work
from tasmat.jobs.services import enqueue
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership, Project

ESF_REPORT = "esf_report"

# By name: loading WeasyPrint takes most of a second, and only a worker that renders needs it.
RENDERERS: dict[str, str] = {
    FileFormat.PDF: "reporting.rendering.pdf.render_pdf",
    FileFormat.XLSX: "reporting.rendering.xlsx.render_xlsx",
    FileFormat.CSV: "reporting.rendering.table_csv.render_csv",
}


@dataclass(frozen=True)
class Rendering:
    """One file of a report to be made."""

    format: str
    language: str
    is_suppressed: bool


def renderings() -> Iterator[Rendering]:
    """Every file of a report: all formats and languages, in full and as a copy that leaves the project."""
    for is_suppressed in (False, True):
        for form in RENDERERS:
            for language, _name in settings.LANGUAGES:
                yield Rendering(form, language, is_suppressed)


def ask_for_report(project: Project, period: Period, member: Membership, key: str) -> Job:
    """The job that makes the report; the same key asks once, however often it is sent."""
    params = {
        "project": str(project.id),
        "from": period.start.isoformat(),
        "until": period.until.isoformat(),
        "member": str(member.id),
    }
    return enqueue(ESF_REPORT, params, key=key, requested_by=member.user_id)


def make_report(work: Work, project_id: str, period: Period, member_id: str) -> Report:
    """Freezes the figures once for the job and writes what is missing of the files.

    A second try after a killed worker finds the report and the files that were recorded.
    """
    with tenant_context(work.organisation_id, work.user_id):
        report = Report.objects.filter(job_id=work.job_id).first() or _freeze(
            work, project_id, period, member_id
        )
        recorded = {Rendering(file.format, file.language, file.is_suppressed) for file in report.files.all()}
    wanted = list(renderings())
    for done, rendering in enumerate(wanted, start=1):
        if rendering not in recorded:
            _write(work, report, rendering)
        work.progress(100 * done // len(wanted))
    return report


def _freeze(work: Work, project_id: str, period: Period, member_id: str) -> Report:
    project = Project.objects.select_related("organisation").get(id=project_id)
    now = clock.now()
    snapshot = esf_snapshot(project, period, now)
    return Report.objects.create(
        project=project,
        job_id=work.job_id,
        period_from=period.start,
        period_until=period.until,
        as_of=now,
        snapshot=snapshot,
        sha256=fingerprint(snapshot),
        made_by_id=member_id,
    )


def _write(work: Work, report: Report, rendering: Rendering) -> None:
    """Renders outside any transaction, puts the file in its place at once, then records it."""
    snapshot: Snapshot = report.snapshot
    render: Callable[..., bytes] = import_string(RENDERERS[rendering.format])
    content = render(snapshot, rendering.language, suppressed=rendering.is_suppressed)
    name = f"{report.id}/{_file_name(rendering)}"
    stored = put(content, "reports", work.organisation_id, name)
    with tenant_context(work.organisation_id, work.user_id):
        ReportFile.objects.get_or_create(
            report=report,
            format=rendering.format,
            language=rendering.language,
            is_suppressed=rendering.is_suppressed,
            defaults=stored._asdict(),
        )


def _file_name(rendering: Rendering) -> str:
    copy = "-copy" if rendering.is_suppressed else ""
    return f"{rendering.language}{copy}.{rendering.format}"


def download_name(report: Report, file: ReportFile) -> str:
    """What the browser saves: project, period, language; no name of a person."""
    copy = "-copy" if file.is_suppressed else ""
    code = report.snapshot["project"]["code"]
    return f"{code}-{report.period_from}-{report.period_until}-{file.language}{copy}.{file.format}"
