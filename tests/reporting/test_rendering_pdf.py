"""The report as a PDF: archivable, accessible, always the same, and with every figure in it."""

import hashlib
import io
import logging
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pdfplumber
import pytest
import time_machine
from django.conf import settings
from django.utils.html import escape
from pypdf import PdfReader

from reporting.rendering.pdf import render_pdf
from reporting.rendering.snapshot import Snapshot, fingerprint
from tests.pdf.checking import assert_accessible, pages
from tests.reporting.sample_snapshot import sample_snapshot

RENDER_SAMPLE = """
import hashlib, django
django.setup()
from reporting.rendering.pdf import render_pdf
from tests.reporting.sample_snapshot import sample_snapshot
print(hashlib.sha256(render_pdf(sample_snapshot(), "fi")).hexdigest())
"""


@cache
def sample(language: str, *, suppressed: bool = False) -> bytes:
    """The sample rendered once; the tests of sameness render it again."""
    return render_pdf(sample_snapshot(), language, suppressed=suppressed)


def without_optional_parts() -> Snapshot:
    """A project without quotas, targets or notes, all checks in order."""
    snapshot = sample_snapshot()
    snapshot |= {"areas": [], "targets": [], "notes": [], "provisional_exits": []}
    snapshot["participants"]["incomplete"] = []
    snapshot["period"]["label"] = ""
    for check in snapshot["checks"]:
        check["ok"] = True
    return snapshot


def with_much_of_everything() -> Snapshot:
    """Thirty municipalities without quotas, long names, many notes."""
    snapshot = sample_snapshot()
    snapshot["project"]["name"] = (
        "Osatyökykyisten työllistymisen edistämishanke <Pohjois-Pohjanmaa> & naapurit"
    )
    snapshot["areas"] = [
        {
            "number": f"{100 + number}",
            "name": {"fi": f"Kristiinankaupunki {number}"},
            "quota": None,
            "used": number,
            "free": None,
        }
        for number in range(30)
    ]
    snapshot["targets"] *= 6
    snapshot["notes"] *= 20
    return snapshot


@pytest.mark.parametrize(
    ("language", "suppressed"), [("fi", False), ("sv", False), ("en", False), ("fi", True), ("en", True)]
)
def test_document_is_archivable_and_accessible(language: str, suppressed: bool, tmp_path: Path) -> None:
    pdf = sample(language, suppressed=suppressed)

    assert_accessible(pdf, tmp_path)


@pytest.mark.parametrize("snapshot", [without_optional_parts(), with_much_of_everything()])
def test_small_and_large_projects_give_good_documents_too(snapshot: Snapshot, tmp_path: Path) -> None:
    pdf = render_pdf(snapshot, "en")

    assert_accessible(pdf, tmp_path)


def test_rendering_meets_no_problem(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        render_pdf(sample_snapshot(), "fi")

    assert caplog.messages == []


def test_every_indicator_stands_in_a_line_with_its_figures() -> None:
    snapshot = sample_snapshot()

    lines = [line for text in pages(sample("en")) for line in text.splitlines()]

    for part in snapshot["indicators"]:
        values = [
            "–" if value is None else str(value).replace("-", "−")
            for cells in (part["in_period"], part["cumulative"])
            for value in (cells["W"], cells["M"], cells["NB"], cells["total"])
        ]
        target = [] if part["target"] is None else [str(part["target"])]
        figures = " ".join(values + target)
        assert [line for line in lines if line.startswith(f"{part['code']} ") and line.endswith(figures)], (
            part
        )


def test_first_page_tells_whose_report_it_is_and_who_pays() -> None:
    first, *_others = pages(sample("en"))

    for text in (
        "Co-funded by the European Union",
        "TÄSMÄT",
        "ESF+ report Q4/2025",
        "Organisation TOIMI-säätiö (demo)",
        "Project code S30123",
        "Time of the project 1.7.2024–30.6.2026",
        "Funder Etelä-Savon elinvoimakeskus",
        "Reporting period 1.10.–31.12.2025",
        "Figures as of 3.3.2026 at 9:12 (UTC+02:00)",
        "83 81 2 4",
        "Iisalmi 140 55 41 14",
        "Together 106 83 23",
        "To work or education 15 31 48 % 45 %",
    ):
        assert text in first.replace("\u00a0", " ")


def test_checks_notes_and_fingerprint_close_the_report() -> None:
    snapshot = sample_snapshot()

    *others, last = pages(sample("en"))

    assert "2 of 16 checks need attention." in last
    assert "W4 The exit status is known once the four weeks are over ! Warning 2" in last
    assert "The four weeks are over and the exit status is missing: 2 people." in last
    assert "EECR02: One participant came back" in last
    assert f"SHA-256: {fingerprint(snapshot)}" in last
    assert all(fingerprint(snapshot) not in text for text in others)


def test_every_page_names_report_snapshot_and_its_number() -> None:
    snapshot = sample_snapshot()

    texts = pages(sample("en"))

    for number, text in enumerate(texts, start=1):
        footer = f"S30123 · 1.10.–31.12.2025 · snapshot {fingerprint(snapshot)[:12]}"
        assert text.splitlines()[-1] == f"{footer} {number} / {len(texts)}"


def test_references_stay_out_of_the_document() -> None:
    texts = pages(sample("en"))

    assert [text for text in texts if "T-00" in text] == []


def test_copy_for_others_hides_small_counts_and_says_so() -> None:
    text = "\n".join(pages(sample("en", suppressed=True)))

    assert "Counts of fewer than 5 people" in text
    assert "EECO13 Third-country nationals … … … … … … … …" in text
    assert "EECO14 Participants with a foreign background … … … … … … … 5" in text
    assert "Iisalmi 140 55 41 14" in text
    assert "exit status is missing" not in text
    assert "One participant came back" not in text


@pytest.mark.parametrize("suppressed", [False, True])
def test_same_snapshot_gives_the_same_bytes(suppressed: bool) -> None:
    first = sample("sv", suppressed=suppressed)

    with time_machine.travel("2036-01-01"):
        assert render_pdf(sample_snapshot(), "sv", suppressed=suppressed) == first


def test_another_process_gives_the_same_bytes() -> None:
    here = hashlib.sha256(sample("fi")).hexdigest()

    there = subprocess.run(
        [sys.executable, "-c", RENDER_SAMPLE],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONHASHSEED": "1"},
        check=True,
        capture_output=True,
        text=True,
    )

    assert there.stdout.strip() == here


def test_properties_come_from_the_snapshot() -> None:
    reader = PdfReader(io.BytesIO(sample("en")))

    assert reader.metadata is not None
    assert reader.metadata.title == "TÄSMÄT: ESF+ report 1.10.–31.12.2025"
    assert reader.metadata.author == "TOIMI-säätiö (demo)"
    dates = {str(reader.metadata[name]) for name in ("/CreationDate", "/ModDate")}
    assert dates == {"D:20260303091200+02'00"}
    assert str(reader.root_object["/Lang"]) == "en"


def test_renderings_of_one_snapshot_have_identifiers_of_their_own() -> None:
    identifiers = {
        str(PdfReader(io.BytesIO(sample(language, suppressed=suppressed))).trailer["/ID"])
        for language in ("fi", "sv")
        for suppressed in (False, True)
    }

    assert len(identifiers) == 4


def test_fonts_are_embedded_and_our_own() -> None:
    with pdfplumber.open(io.BytesIO(sample("fi"))) as document:
        fonts = {char["fontname"].partition("+")[2] for sheet in document.pages for char in sheet.chars}

    assert {font.partition("-")[0] for font in fonts} == {"Tasmat", "Ubuntu"}


def test_markup_in_names_is_text() -> None:
    snapshot = sample_snapshot()
    snapshot["project"]["name"] = hostile = '<img src="file:///etc/passwd"> & co'

    first, *_others = pages(render_pdf(snapshot, "en"))

    assert hostile in first
    assert escape(hostile) not in first
