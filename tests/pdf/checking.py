"""Reads PDFs back and has three checkers look at them."""

import io
from pathlib import Path

import outloud
import page
import pdfplumber
import pdfua


def pages(pdf: bytes) -> list[str]:
    """The text of each page as it is read from left to right."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [sheet.extract_text() for sheet in document.pages]


def assert_accessible(pdf: bytes, folder: Path) -> None:
    """Three checkers find nothing against PDF/A-3a, PDF/UA-1 and what a screen reader needs."""
    file = folder / "document.pdf"
    file.write_bytes(pdf)

    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        assert [failure.message for failure in page.validate_pdf_bytes(pdf, profile=profile).failures] == []
    heard = outloud.check(str(file))
    assert (heard.verdict, heard.error, heard.findings) == ("pass", None, [])
    assert list(pdfua.validate(str(file)).findings) == []
