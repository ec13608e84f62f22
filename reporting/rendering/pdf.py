"""The report as a PDF that is archivable (PDF/A-3a) and accessible (PDF/UA-1) at once."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML

from reporting.rendering.accessible_pdf import OPTIONS, finish
from reporting.rendering.quota_chart import chart_text, quota_chart
from reporting.rendering.report import Report, build_report
from reporting.rendering.resources import NamedResources
from reporting.rendering.snapshot import Snapshot
from tasmat.ui.emblem import emblem

TEMPLATE = "reporting/pdf/esf_quarter.html"
# The caption of the emblem may stand in few typefaces only; of those Ubuntu is free to embed.
FONTS = ("tasmat-sans-400.woff2", "tasmat-sans-600.woff2", "ubuntu-500.woff2")


def render_pdf(snapshot: Snapshot, language: str, *, suppressed: bool = False) -> bytes:
    """The report in one language; the same snapshot gives the same bytes.

    `suppressed` is for copies that leave the project: small counts of people and references are hidden.
    """
    with translation.override(language):
        report = build_report(snapshot, suppressed=suppressed)
        context = {"report": report, "language": language, "chart_text": chart_text(report.areas)}
        html = render_to_string(TEMPLATE, context)
    resources = NamedResources(_resources(report))
    pdf: bytes = HTML(string=html, url_fetcher=resources).write_pdf(
        finisher=finish, pdf_identifier=_identifier(report, language), **OPTIONS
    )
    return pdf


def _resources(report: Report) -> dict[str, bytes]:
    folder = Path(settings.BASE_DIR) / "static" / "fonts"
    return {
        "emblem.svg": emblem().encode(),
        "quota.svg": quota_chart(report.areas).encode(),
        **{name: (folder / name).read_bytes() for name in FONTS},
    }


def _identifier(report: Report, language: str) -> bytes:
    """Sixteen bytes that tell this document from the other renderings of the snapshot."""
    source = f"{report.fingerprint} {language} {report.suppressed}"
    return hashlib.sha256(source.encode()).digest()[:16]
