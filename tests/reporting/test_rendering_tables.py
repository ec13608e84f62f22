"""The report as a workbook and as CSV, read back and compared with the snapshot."""

import csv
import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
import time_machine
from openpyxl.worksheet.worksheet import Worksheet

from reporting.rendering.snapshot import Snapshot, fingerprint
from reporting.rendering.table_csv import render_csv
from reporting.rendering.xlsx import render_xlsx
from tasmat.tables import csv_bytes
from tests.reporting.sample_snapshot import sample_snapshot

FORMULAS = ["=1+1", "+358", "-2+3", "@SUM(A1)", '=HYPERLINK("http://example.invalid","x")', "|cmd"]


def workbook(snapshot: Snapshot, language: str = "en", *, suppressed: bool = False) -> openpyxl.Workbook:
    """The rendered workbook, opened."""
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(snapshot, language, suppressed=suppressed)))


def rows(sheet: Worksheet) -> list[tuple[Any, ...]]:
    """Values below the header."""
    return list(sheet.iter_rows(min_row=2, values_only=True))


def csv_rows(content: bytes) -> list[list[str]]:
    """Rows of a CSV as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def expected_cells(snapshot: Snapshot, missing: object) -> list[list[object]]:
    """Women, men, non-binary, total of each indicator in the period and since the start."""
    return [
        [
            missing if value is None else value
            for cells in (part["in_period"], part["cumulative"])
            for value in (cells["W"], cells["M"], cells["NB"], cells["total"])
        ]
        for part in snapshot["indicators"]
    ]


def test_indicator_cells_of_the_workbook_are_the_numbers_of_the_snapshot() -> None:
    snapshot = sample_snapshot()

    found = rows(workbook(snapshot)["Indicators"])

    assert [row[0] for row in found] == [part["code"] for part in snapshot["indicators"]]
    assert [list(row[2:10]) for row in found] == expected_cells(snapshot, missing="–")
    assert [row[10] for row in found] == [part["target"] for part in snapshot["indicators"]]


def test_summary_holds_days_as_dates_and_the_fingerprint() -> None:
    snapshot = sample_snapshot()

    summary = dict(rows(workbook(snapshot)["Summary"]))

    assert summary["First day of the period"] == dt.datetime(2025, 10, 1)  # noqa: DTZ001  # as openpyxl reads it
    assert summary["Last day of the period"] == dt.datetime(2025, 12, 31)  # noqa: DTZ001
    assert summary["SHA-256 of the snapshot"] == fingerprint(snapshot)
    assert summary["Participants supported in all"] == 83
    assert summary["Cases with an incomplete record"] == "T-0041, T-0077"
    assert summary["Funding"] == "Co-funded by the European Union"


def test_other_sheets_hold_places_targets_checks_and_definitions() -> None:
    book = workbook(sample_snapshot())

    assert rows(book["Municipalities"])[0] == ("Iisalmi", "140", 55, 41, 14)
    assert rows(book["Municipalities"])[-1] == ("Together", None, 106, 83, 23)
    assert rows(book["Targets"])[1][2:] == (15, 31, "48\u00a0%", "45 %")
    assert rows(book["Checks"])[13][2:] == (
        "Warning",
        "The four weeks are over and the exit status is missing: 2 people.",
        "T-0019, T-0066",
    )
    assert rows(book["Definitions"])[0][:2] == ("EECO01", "Total number of participants")


def test_header_stays_in_view_on_every_sheet() -> None:
    book = workbook(sample_snapshot())

    assert {sheet.title: sheet.freeze_panes for sheet in book} == {
        "Summary": "B2",
        "Indicators": "C2",
        "Municipalities": "B2",
        "Targets": "B2",
        "Checks": "B2",
        "Definitions": "B2",
    }


@pytest.mark.parametrize("hostile", FORMULAS)
def test_text_of_the_workbook_is_never_a_formula(hostile: str) -> None:
    snapshot = sample_snapshot()
    snapshot["project"]["name"] = hostile
    snapshot["areas"][0]["name"] = {"fi": hostile}

    book = workbook(snapshot)

    assert (book["Summary"]["B3"].value, book["Summary"]["B3"].data_type) == (hostile, "s")
    assert (book["Municipalities"]["A2"].value, book["Municipalities"]["A2"].data_type) == (hostile, "s")


def test_csv_is_the_indicator_table_with_a_mark_for_spreadsheets() -> None:
    snapshot = sample_snapshot()

    content = render_csv(snapshot, "en")

    header, *found = csv_rows(content)
    assert content.startswith(b"\xef\xbb\xbfCode;Indicator;")
    assert header[2:6] == [
        "In the period, women",
        "In the period, men",
        "In the period, non-binary",
        "In the period, total",
    ]
    assert [row[0] for row in found] == [part["code"] for part in snapshot["indicators"]]
    assert [row[2:] for row in found] == [
        [str(value) for value in cells] for cells in expected_cells(snapshot, missing="")
    ]


@pytest.mark.parametrize("hostile", FORMULAS)
def test_csv_defuses_what_a_spreadsheet_would_run(hostile: str) -> None:
    [[cell, neighbour]] = csv_rows(csv_bytes([[hostile, "Iisalmi; Ylä-Savo"]]))

    assert cell == "'" + hostile.replace("|", "\\|")
    assert neighbour == "Iisalmi; Ylä-Savo"


def test_fall_in_the_period_stays_a_number_in_csv() -> None:
    found = {row[0]: row[2:6] for row in csv_rows(render_csv(sample_snapshot(), "en"))}

    assert found["EECR02"] == ["-1", "0", "0", "-1"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("suppressed", [False, True])
def test_same_snapshot_gives_the_same_bytes(language: str, suppressed: bool) -> None:
    first = render_xlsx(sample_snapshot(), language, suppressed=suppressed)
    table = render_csv(sample_snapshot(), language, suppressed=suppressed)

    with time_machine.travel("2036-01-01"):
        assert render_xlsx(sample_snapshot(), language, suppressed=suppressed) == first
        assert render_csv(sample_snapshot(), language, suppressed=suppressed) == table


def test_copy_for_others_hides_small_counts_and_every_reference() -> None:
    snapshot = sample_snapshot()

    book = workbook(snapshot, suppressed=True)
    indicators = {row[0]: row[2:10] for row in rows(book["Indicators"])}
    summary = dict(rows(book["Summary"]))
    texts = [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]

    assert indicators["EECO13"] == ("…",) * 8
    assert indicators["EECO01"] == (12, 9, 0, 21, "…", "…", "…", 81)
    assert indicators["EECO18"] == ("–", "–", "–", 2, "–", "–", "–", 7)
    assert (summary["Participants supported in all"], summary["Provisional exits"]) == (83, "…")
    assert rows(book["Municipalities"])[2] == ("Pielavesi", "595", 11, 6, 5)
    assert [text for text in texts if "T-00" in text] == []


def test_copy_for_others_hides_a_target_that_tells_of_few() -> None:
    snapshot = sample_snapshot()
    snapshot["targets"][0] |= {"numerator": 80, "denominator": 83}
    snapshot["targets"][1] |= {"numerator": 0, "denominator": 3}

    targets = rows(workbook(snapshot, suppressed=True)["Targets"])

    assert [row[2:5] for row in targets] == [("…", 83, "…"), ("…", "…", "…")]


def test_first_period_hides_the_same_in_the_period_and_since_the_start() -> None:
    snapshot = sample_snapshot()
    snapshot["period"]["from"] = snapshot["project"]["starts_on"]
    for part in snapshot["indicators"]:
        part["in_period"] = part["cumulative"]

    found = rows(workbook(snapshot, suppressed=True)["Indicators"])

    assert [row[2:6] for row in found] == [row[6:10] for row in found]


def test_project_may_set_its_own_threshold() -> None:
    snapshot = sample_snapshot()
    snapshot["project"]["suppress_below"] = 2

    found = {row[0]: row[2:10] for row in rows(workbook(snapshot, suppressed=True)["Indicators"])}

    assert found["EECO08"] == (2, 2, 0, 4, 8, 9, 0, 17)
    assert found["EECO13"] == ("…", "…", "…", "…", "…", "…", "…", 3)
