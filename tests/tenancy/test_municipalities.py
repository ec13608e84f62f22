"""The table of municipalities: complete, consistent, and right where we know the answer."""

import datetime as dt
import re

import pytest

from tasmat.tenancy.municipalities import MunicipalityRow, read_municipalities

ROWS = {row.number: row for row in read_municipalities()}


def existing(day: dt.date) -> list[MunicipalityRow]:
    return [row for row in ROWS.values() if row.existed_on(day)]


@pytest.mark.parametrize(
    ("day", "count"),
    [
        # Statistics Finland, number of municipalities by year
        (dt.date(2019, 12, 31), 311),
        (dt.date(2020, 1, 1), 310),
        (dt.date(2021, 1, 1), 309),
        (dt.date(2024, 12, 31), 309),
        (dt.date(2025, 1, 1), 308),
        (dt.date(2026, 12, 31), 308),
    ],
)
def test_number_of_municipalities_by_year(day: dt.date, count: int) -> None:
    assert len(existing(day)) == count


@pytest.mark.parametrize(
    ("number", "name_fi", "name_sv", "region"),
    [
        # Municipalities of the seed projects
        ("140", "Iisalmi", "Idensalmi", "11"),
        ("263", "Kiuruvesi", "Kiuruvesi", "11"),
        ("762", "Sonkajärvi", "Sonkajärvi", "11"),
        ("595", "Pielavesi", "Pielavesi", "11"),
        ("925", "Vieremä", "Vieremä", "11"),
        ("205", "Kajaani", "Kajana", "18"),
    ],
)
def test_municipalities_of_the_seed_projects(number: str, name_fi: str, name_sv: str, region: str) -> None:
    row = ROWS[number]

    assert (row.name_fi, row.name_sv, row.region) == (name_fi, name_sv, region)
    assert row.valid_until is None


@pytest.mark.parametrize(
    ("ended", "last_day", "successor"),
    [
        ("911", dt.date(2019, 12, 31), "Nurmes"),
        ("099", dt.date(2020, 12, 31), "Kankaanpää"),
        ("588", dt.date(2024, 12, 31), "Mäntyharju"),
    ],
)
def test_ended_municipalities_lead_to_their_successor(ended: str, last_day: dt.date, successor: str) -> None:
    row = ROWS[ended]

    assert row.valid_until == last_day
    assert row.successor is not None
    assert ROWS[row.successor].name_fi == successor


def test_rows_are_ordered_unique_and_well_formed() -> None:
    numbers = [row.number for row in read_municipalities()]

    assert numbers == sorted(set(numbers))
    for row in ROWS.values():
        assert re.fullmatch(r"\d{3}", row.number)
        assert re.fullmatch(r"\d{2}", row.region)
        assert row.degurba in {None, 1, 2, 3}
        assert row.name_fi == row.name_fi.strip() != ""
        assert row.name_sv == row.name_sv.strip() != ""
        assert (row.successor is None) == (row.valid_until is None)


def test_names_of_existing_municipalities_are_unique_and_regions_are_nineteen() -> None:
    rows = existing(dt.date(2026, 1, 1))

    assert len({row.name_fi for row in rows}) == len(rows)
    assert len({row.region for row in rows}) == 19
