"""The indicator table as CSV that Finnish spreadsheets open as it is."""

import io

from defusedcsv import csv
from django.utils import translation
from django.utils.translation import gettext as _

from reporting.rendering.report import Cells, build_report
from reporting.rendering.snapshot import Snapshot
from reporting.rendering.wording import Mark, column_names


def render_csv(snapshot: Snapshot, language: str, *, suppressed: bool = False) -> bytes:
    """UTF-8 with a byte order mark, semicolons; what is not collected is empty.

    Text that a spreadsheet would run as a formula is defused with an apostrophe.
    """
    with translation.override(language):
        report = build_report(snapshot, suppressed=suppressed)
        header = [_("Code"), _("Indicator"), *column_names()]
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in report.indicators:
        writer.writerow([row.code, row.name, *_values(row.in_period), *_values(row.cumulative)])
    return lines.getvalue().encode("utf-8-sig")


def _values(cells: Cells) -> list[str]:
    return ["" if value is Mark.NOT_COLLECTED else str(value) for value in cells]
