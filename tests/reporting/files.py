"""Reads the text back out of the files of a report."""

import io
from pathlib import Path

import openpyxl
import pdfplumber


def text_of(path: Path, form: str) -> str:
    """Every word of a PDF, XLSX or CSV."""
    content = path.read_bytes()
    if form == "pdf":
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        )
    return content.decode("utf-8-sig")
