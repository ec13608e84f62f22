"""Tables as files: CSV and workbooks that Finnish spreadsheets open as they are, and in which no text is a formula."""

import datetime as dt
import enum
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from defusedcsv import csv
from xlsxwriter import Workbook

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
FORMATS: dict[str, dict[str, Any]] = {
    "header": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"},
    "text": {"text_wrap": True, "valign": "top"},
    "number": {"num_format": "0", "valign": "top"},
    "decimal": {"num_format": "0.0#", "valign": "top"},
    "date": {"num_format": "d.m.yyyy", "align": "left", "valign": "top"},
    "mark": {"align": "right", "valign": "top"},
}
PAPER_A4 = 9
# An enumeration is a sign that stands in the place of a number.
Value = str | int | Decimal | enum.Enum | dt.date | None


@dataclass(frozen=True)
class Sheet:
    """One table of the workbook; `key_columns` stay in view when it is scrolled sideways."""

    name: str
    header: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Value]]
    key_columns: int = 1


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as UTF-8 with a byte order mark and semicolons.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    lines = io.StringIO()
    csv.writer(lines, delimiter=";", lineterminator="\r\n").writerows(rows)
    return lines.getvalue().encode("utf-8-sig")


def workbook_bytes(sheets: Sequence[Sheet], *, title: str, author: str, created: dt.datetime) -> bytes:
    """The sheets as a workbook; the same input gives the same bytes."""
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as workbook:
        workbook.set_properties(
            {"title": title, "author": author, "created": created.astimezone(dt.UTC).replace(tzinfo=None)}
        )
        formats = {name: workbook.add_format(properties) for name, properties in FORMATS.items()}
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, formats)
    return content.getvalue()


def _write_sheet(worksheet: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Write the table with its header in view on the screen and on every printed page."""
    for column, (title, width) in enumerate(zip(sheet.header, sheet.widths, strict=True)):
        worksheet.set_column(column, column, width)
        worksheet.write_string(0, column, title, formats["header"])
    for position, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(worksheet, position, column, value, formats)
    worksheet.freeze_panes(1, sheet.key_columns)
    worksheet.repeat_rows(0)
    worksheet.set_landscape()
    worksheet.set_paper(PAPER_A4)
    worksheet.fit_to_pages(1, 0)


def _write_cell(worksheet: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    match value:
        case None | "":
            pass
        case enum.Enum():
            worksheet.write_string(row, column, str(value), formats["mark"])
        case int():
            worksheet.write_number(row, column, value, formats["number"])
        case Decimal():
            worksheet.write_number(row, column, value, formats["decimal"])
        case dt.date():
            worksheet.write_datetime(row, column, value, formats["date"])
        case _:
            worksheet.write_string(row, column, value, formats["text"])
