"""Reader of the table of municipalities that comes with the program; its sources are in data/README.md."""

import csv
import datetime as dt
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class MunicipalityRow:
    """A municipality of Finland by Statistics Finland's number, existing now or ended since 2020."""

    number: str
    name_fi: str
    name_sv: str
    valid_from: dt.date | None  # None: since before 2020
    valid_until: dt.date | None  # the last day; None: exists
    successor: str | None  # number of the municipality it was merged into
    region: str
    degurba: int | None  # Eurostat's degree of urbanisation: 1 city, 2 town or suburb, 3 rural

    def existed_on(self, day: dt.date) -> bool:
        """Whether the municipality was there on a day; right from 2020 on."""
        return (self.valid_from or dt.date.min) <= day <= (self.valid_until or dt.date.max)


def read_municipalities() -> tuple[MunicipalityRow, ...]:
    """Every row of the table, in the order of the numbers."""
    table = resources.files("tasmat.tenancy") / "data" / "municipalities.csv"
    with table.open(encoding="utf-8") as lines:
        return tuple(_row(line) for line in csv.DictReader(lines))


def _row(line: dict[str, str]) -> MunicipalityRow:
    return MunicipalityRow(
        number=line["number"],
        name_fi=line["name_fi"],
        name_sv=line["name_sv"],
        valid_from=_date(line["valid_from"]),
        valid_until=_date(line["valid_until"]),
        successor=line["successor"] or None,
        region=line["region"],
        degurba=int(line["degurba"]) if line["degurba"] else None,
    )


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
