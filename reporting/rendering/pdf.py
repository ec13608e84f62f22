"""The report as a PDF, from the snapshot alone."""

from django.utils import translation

from reporting.rendering.quota_chart import chart_text, quota_chart
from reporting.rendering.report import build_report
from reporting.rendering.snapshot import Snapshot
from tasmat import pdf

TEMPLATE = "reporting/pdf/esf_quarter.html"


def render_pdf(snapshot: Snapshot, language: str, *, suppressed: bool = False) -> bytes:
    """The report in one language; the same snapshot gives the same bytes.

    `suppressed` is for copies that leave the project: small counts of people and references are hidden.
    """
    with translation.override(language):
        report = build_report(snapshot, suppressed=suppressed)
        context = {"report": report, "made_at": snapshot["as_of"], "chart_text": chart_text(report.areas)}
        chart = quota_chart(report.areas).encode()
    return pdf.render(
        TEMPLATE,
        context,
        language=language,
        identity=f"{report.fingerprint} {language} {suppressed}",
        resources={"quota.svg": chart},
    )
