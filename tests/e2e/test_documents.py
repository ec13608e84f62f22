"""A coach's papers on a phone: a CV with its versions, a competence, and the certificate made of it."""

import io
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Page, expect

from clients.models import Document, QualificationUnit
from tasmat.tenancy.context import tenant_context
from tests.e2e.conftest import Desk, Stage, sign_in
from tests.e2e.looking import PHONE, look
from tests.e2e.people import new_case
from tests.e2e.places import place
from tests.e2e.words import t
from tests.files.samples import PDF, docx

pytestmark = pytest.mark.e2e

TABLE = "identifier;name;qualification;points\n106122;Lounasruokien valmistus;RAKA;25\n1;;;\n"


def save(page: Page) -> None:
    page.get_by_role("button", name=t("Save"), exact=True).click()


def attach(page: Page, name: str, content: bytes, kind: str = "application/pdf") -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})


def test_a_cv_and_its_versions(stage: Stage, desk: Desk) -> None:
    page, case = desk("aino"), new_case(stage.cast, "Anna", "Asiakirja")
    page.set_viewport_size(PHONE)
    page.goto(place("case_documents", case.id))
    look(page, "documents-empty")

    page.get_by_role("link", name=t("Add a document")).click()
    look(page, "document-new")
    attach(page, "CV.pdf", b"<html>")
    save(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    look(page, "document-refused")
    attach(page, "CV Anna.pdf", PDF)
    save(page)

    page.locator("main details.app-menu").last.locator("summary").click()
    page.get_by_role("link", name=t("New version")).click()
    newer = docx()
    attach(page, "CV Anna 2.docx", newer)
    save(page)
    expect(page.get_by_text(t("version %(number)s", number=2))).to_be_visible()

    page.locator("main details.app-menu").last.locator("summary").click()
    page.get_by_role("link", name=t("Remove"), exact=True).first.click()
    look(page, "document-remove")
    page.get_by_role("button", name=t("Remove")).click()
    page.locator("details.govuk-details summary").last.click()
    look(page, "documents-removed")
    page.get_by_role("button", name=t("Bring back")).click()
    expect(page.get_by_text(t("version %(number)s", number=2))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CV Anna", exact=True).first.click()
    assert Path(download.value.path()).read_bytes() == newer


def test_units_are_imported_after_a_look(stage: Stage, desk: Desk) -> None:
    page = desk("mirja")
    page.goto(place("settings_units"))
    attach(page, "units.csv", TABLE.encode(), "text/csv")
    page.get_by_role("button", name=t("Look at the file")).click()
    look(page, "units-with-errors")
    page.get_by_role("link", name=t("Choose the corrected file")).click()

    attach(page, "units.csv", TABLE.replace("1;;;\n", "").encode(), "text/csv")
    page.get_by_role("button", name=t("Look at the file")).click()
    look(page, "units-preview")
    page.get_by_role("button", name=t("Import"), exact=True).click()

    expect(page.get_by_role("link", name="Lounasruokien valmistus")).to_be_visible()
    look(page, "units")
    page.get_by_role("link", name="Lounasruokien valmistus").click()
    look(page, "unit")


def test_a_competence_becomes_a_certificate(stage: Stage, desk: Desk) -> None:
    page, case = desk("aino"), new_case(stage.cast, "Onni", "Osaaja")
    with tenant_context(stage.cast.alpha.id, stage.cast.mirja.user_id):
        unit = QualificationUnit.objects.create(
            identifier="106100", name="Puhtaanapito", points=30, requirements="Siivoaa tilat."
        )
    page.goto(place("case_documents", case.id))
    page.get_by_role("link", name=t("Add a competence")).click()

    page.locator("[name=unit]").select_option(str(unit.id))
    page.locator("[name=what]").fill("Siivosi pajan tilat itsenäisesti ja ohjasi toista.")
    page.locator("[name=place]").fill("Pajan tilat")
    page.locator("[name=starts_on]").fill("1.2.2026")
    page.locator("[name=level][value=fully]").check()
    page.locator("[name=assessed_on]").fill("3.3.2026")
    look(page, "competence")
    save(page)
    look(page, "documents-with-competence")
    page.get_by_role("button", name=t("Make a PDF")).click()

    expect(page.get_by_role("link", name=t("Competence certificate"))).to_be_visible()
    look(page, "documents-with-certificate")
    with page.expect_download() as download:
        page.get_by_role("link", name=t("Competence certificate")).click()
    with pdfplumber.open(io.BytesIO(Path(download.value.path()).read_bytes())) as pdf:
        assert "Puhtaanapito" in pdf.pages[0].extract_text()
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        assert Document.objects.filter(case=case, is_generated=True).count() == 1


def test_everything_works_without_scripts(stage: Stage, without_script: Page) -> None:
    case = new_case(stage.cast, "Eila", "Eiskripti")
    sign_in(without_script, stage.members["aino"])
    without_script.goto(place("case_document_new", case.id))
    attach(without_script, "todistus.pdf", PDF)
    save(without_script)

    expect(without_script.get_by_role("link", name="todistus", exact=True)).to_be_visible()
