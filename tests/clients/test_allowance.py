"""Days for the expense allowance: from workshop days minus times away, on the page and in the files."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Absence, Case, WorkshopDay
from tests.cast import DAY, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, queries_of

PAGE, FILE = "workshop_allowance", "workshop_allowance_file"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def there(cast: Cast, case: Case, *days: dt.date, hours: str | None = "5.5") -> None:
    with inside(cast):
        for day in days:
            WorkshopDay.objects.create(case=case, on=day, hours=hours, recorded_by=cast.aino)


def march(day: int) -> dt.date:
    return dt.date(2026, 3, day)


def shown(response: Any) -> list[tuple[str, int, Decimal]]:
    return [
        (row.case.reference, len(row.found.days), row.found.hours)
        for row, _dates, _doubtful in response.context["rows"]
    ]


def test_the_days_of_this_month(aino: Browser, cast: Cast) -> None:
    eero, liisa = new_case(cast, "EERO"), new_case(cast, "LIISA")
    there(cast, eero, march(2), march(3), dt.date(2026, 2, 27))
    there(cast, liisa, march(2), hours=None)

    response = aino.get(address(PAGE))

    assert shown(response) == [("EERO-1", 2, Decimal(11)), ("LIISA-1", 1, Decimal(0))]
    assert (response.context["days"], response.context["hours"]) == (3, Decimal(11))


def test_another_month_by_its_link(aino: Browser, cast: Cast) -> None:
    eero = new_case(cast, "EERO")
    there(cast, eero, march(2), dt.date(2026, 2, 27))

    query = aino.get(address(PAGE)).context["earlier"]

    assert query == "first=2026-02-01&last=2026-02-28"
    assert shown(aino.get(f"{address(PAGE)}?{query}")) == [("EERO-1", 1, Decimal("5.5"))]


def test_a_day_both_present_and_away_is_to_be_checked(aino: Browser, cast: Cast) -> None:
    eero = new_case(cast, "EERO")
    there(cast, eero, march(2), march(3))
    with inside(cast):
        Absence.objects.create(case=eero, kind="sick", starts_on=march(3), ends_on=march(3))

    response = aino.get(address(PAGE))

    assert shown(response) == [("EERO-1", 1, Decimal("5.5"))]
    assert "both present and away: 3.3." in response.content.decode()


@pytest.mark.parametrize("name", ["aino", "mirja"])
@pytest.mark.parametrize("kind", ["sick", "holiday", "paused"])
def test_no_reason_of_an_absence_is_told(cast: Cast, kind: str, name: str) -> None:
    eero = new_case(cast, "EERO")
    there(cast, eero, march(2), march(3))
    with inside(cast):
        Absence.objects.create(case=eero, kind=kind, starts_on=march(3))
    browser = browser_of(getattr(cast, name))

    for url in (address(PAGE), address(FILE)):
        body = browser.get(url).content.decode()
        assert "EERO" in body
        assert kind not in body


def test_the_files_hold_what_the_page_shows(aino: Browser, cast: Cast) -> None:
    eero = new_case(cast, "EERO", last_name="=1+1")
    there(cast, eero, march(2), march(3))

    as_csv, as_xlsx = (aino.get(f"{address(FILE)}?format={name}") for name in ("csv", "xlsx"))

    header, line = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig")), delimiter=";"))
    assert header == ["Name", "Reference", "Project", "Days", "Hours", "Dates", "To be checked"]
    assert line[0].startswith("'")
    assert line[1:] == ["EERO-1", "Alfa-hanke", "2", "11,00", "2.3., 3.3.", ""]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx.content)).active
    assert sheet is not None
    row = [cell.value for cell in sheet[2]]
    assert row[1:6] == ["EERO-1", "Alfa-hanke", 2, 11, "2.3., 3.3."]
    assert sheet["A2"].data_type == "s"
    assert as_xlsx["Content-Disposition"] == 'attachment; filename="kulukorvaus-2026-03-01-2026-03-31.xlsx"'


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("first=3.3.2026&last=2.3.2026", {"last": ["The last day is before the first day."]}),
        ("first=1.1.2020&last=2.3.2026", {"last": ["Choose at most a year."]}),
        (
            "first=maaliskuu",
            {"first": ["Write the date as day, month and year, for example 3.3.2026"]},
        ),
    ],
)
@pytest.mark.parametrize("route", [PAGE, FILE])
def test_a_period_that_cannot_be(
    aino: Browser, cast: Cast, query: str, errors: dict[str, list[str]], route: str
) -> None:
    response = aino.get(f"{address(route)}?{query}")

    assert response.status_code == 422
    assert errors_of(response) == errors


def test_each_sees_the_own_areas(aino: Browser, cast: Cast) -> None:
    there(cast, new_case(cast, "EERO"), march(2))
    there(cast, new_case(cast, "MUUALLA", coach=cast.bertta, number=KIURUVESI), march(2))

    assert [row[0] for row in shown(aino.get(address(PAGE)))] == ["EERO-1"]
    assert len(shown(browser_of(cast.mirja).get(f"{address(PAGE)}?project={cast.project.id}"))) == 2
    assert browser_of(cast.aarne).get(address(PAGE)).status_code == 403
    assert browser_of(cast.otto).get(address(PAGE)).status_code == 404


def test_the_number_of_queries_does_not_grow(aino: Browser, cast: Cast) -> None:
    there(cast, new_case(cast, "EERO"), march(2))
    few = queries_of(aino, address(PAGE))
    for number in range(20):
        there(cast, new_case(cast, f"EERO{number}"), march(2), march(3))

    assert queries_of(aino, address(PAGE)) == few <= 12
