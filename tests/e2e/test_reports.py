"""The project manager's quarter: figures, the people behind them, the report and its files."""

import csv
import io
from pathlib import Path

import openpyxl
import pdfplumber
import pytest
from django.utils.translation import get_language_info, override
from playwright.sync_api import Locator, Page, expect

from reporting.models import FileFormat, Report
from reporting.views import PEOPLE_A_PAGE
from tasmat.tenancy.context import tenant_context
from tests.e2e.conftest import Desk, Stage
from tests.e2e.looking import look
from tests.e2e.places import place
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

QUARTER = "2025-10-01/2025-12-31"
MOST_CLICKS = 3
MOST_SECONDS = 60


class Mouse:
    """Counts its clicks; choosing in a list is one."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def choose(self, target: Locator, value: str) -> None:
        self.clicks += 1
        target.select_option(value)


def downloaded(page: Page, label: str) -> bytes:
    """A file of the report in full; the copy that leaves the project stands below it."""
    with page.expect_download() as download:
        page.get_by_role("link", name=label, exact=True).first.click()
    return Path(download.value.path()).read_bytes()


def label(kind: FileFormat, language: str) -> str:
    with override("fi"):
        return f"{kind.label} · {get_language_info(language)['name_translated']}"


def test_from_the_figures_to_the_files(stage: Stage, desk: Desk) -> None:
    page, mouse = desk("mirja"), Mouse()
    page.goto(place("reports"))

    mouse.choose(page.locator("[name=period]"), QUARTER)
    mouse.click(page.get_by_role("button", name=t("Show the figures")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("1.10.–31.12.2025")
    counted = page.locator("tr", has_text="EECO01").get_by_role("link").last.inner_text()
    mouse.click(page.get_by_role("button", name=t("Make the report")))

    expect(page.get_by_role("progressbar")).to_be_visible()
    assert mouse.clicks <= MOST_CLICKS
    page.wait_for_url(lambda address: "/raportit/" in address, timeout=MOST_SECONDS * 1000)
    look(page, "report")
    with tenant_context(stage.cast.alpha.id):
        report = Report.objects.latest("as_of")
    expect(page.get_by_text(report.sha256)).to_be_visible()

    pdf = downloaded(page, label(FileFormat.PDF, "fi"))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        words = "\n".join(sheet.extract_text() for sheet in document.pages)
    assert pdf.startswith(b"%PDF-")
    assert t("Co-funded by the European Union") in words
    assert report.sha256 in words.replace("\n", "")

    workbook = openpyxl.load_workbook(io.BytesIO(downloaded(page, label(FileFormat.XLSX, "sv"))))
    cells = [[cell.value for cell in row] for sheet in workbook for row in sheet.iter_rows()]
    assert any("EECO01" in row and int(counted) in row for row in cells)

    table = downloaded(page, label(FileFormat.CSV, "en")).decode("utf-8-sig")
    [line] = [row for row in csv.reader(io.StringIO(table), delimiter=";") if "EECO01" in row]
    assert counted in line


def test_the_people_behind_a_figure(desk: Desk) -> None:
    page = desk("mirja")
    page.goto(place("reports", project="ALPHA", period=QUARTER))
    figure = page.locator("tr", has_text="EECO01").get_by_role("link").last
    counted = int(figure.inner_text())

    figure.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("EECO01")
    expect(page.get_by_role("rowheader")).to_have_count(min(counted, PEOPLE_A_PAGE))
    look(page, "people-behind")
    page.get_by_role("rowheader").first.get_by_role("link").click()
    expect(page.get_by_role("heading", name=t("Start data"), exact=True)).to_be_visible()


def test_an_own_period_with_wrong_dates(desk: Desk) -> None:
    page = desk("mirja")

    page.goto(place("reports", project="ALPHA", period="own", start="31.12.2025", until="1.10.2025"))

    page.locator('.govuk-error-summary a[href="#id_until"]').click()
    expect(page.locator("#id_until")).to_be_focused()
    look(page, "reports-error")
