"""The indicator table as CSV that Finnish spreadsheets open as it is."""

from django.utils import translation
from django.utils.translation import gettext as _

from reporting.rendering.report import Cells, build_report
from reporting.rendering.snapshot import Snapshot
from reporting.rendering.wording import Mark, column_names
from tasmat.tables import csv_bytes


def render_csv(snapshot: Snapshot, language: str, *, suppressed: bool = False) -> bytes:
    """The report's indicators in one language; what is not collected is empty.

    `suppressed` is for copies that leave the project: small counts of people are hidden.
    """
    with translation.override(language):
        report = build_report(snapshot, suppressed=suppressed)
        header = [_("Code"), _("Indicator"), *column_names()]
    rows = (
        [row.code, row.name, *_values(row.in_period), *_values(row.cumulative)] for row in report.indicators
    )
    return csv_bytes([header, *rows])


def _values(cells: Cells) -> list[str]:
    return ["" if value is Mark.NOT_COLLECTED else str(value) for value in cells]
