"""Reads an import file into rows of facts, column by column; knows no project, no database and no clock."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from clients.choices import EntryStatus, ExitStatus, Gender, SixMonthStatus
from tasmat.countries import is_country
from tasmat.isodate import iso_day

Cells = dict[str, Any]
Reader = Callable[[str], Any]

LONGEST_TEXT = 100  # characters of a name or reference
SHOWN = 40  # characters of a wrong value in its error


class FileRefused(ValueError):
    """The file as a whole cannot be read; the text says why, in the language of the reader."""


class Problem(NamedTuple):
    """What is wrong where; `row` is the line of the file a row begins on, the header being 1."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Row:
    """The facts one row states; a blank cell states nothing. `unread` are columns whose value is no fact."""

    line: int
    cells: Cells
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Parsed:
    """All rows of a file, and what could not be read in them."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def _text(value: str) -> str:
    value = " ".join(value.split())
    if len(value) > LONGEST_TEXT:
        raise ValueError(_("longer than {count} characters").format(count=LONGEST_TEXT))
    if any(unicodedata.category(character) == "Cc" for character in value):
        raise ValueError(_("holds control characters"))
    return value


def _day(value: str) -> Any:
    try:
        return iso_day(value)
    except ValueError:
        raise ValueError(_("{value} is not a day: write YYYY-MM-DD").format(value=shown(value))) from None


def _one_of(facts: Mapping[str, Any]) -> Reader:
    """Reads one of a few words, in capitals or not."""
    by_word = {word.casefold(): fact for word, fact in facts.items()}

    def read(value: str) -> Any:
        if value.casefold() not in by_word:
            text = _("{value} is not one of {words}")
            raise ValueError(text.format(value=shown(value), words=", ".join(facts)))
        return by_word[value.casefold()]

    return read


def _word(values: Sequence[str]) -> Reader:
    return _one_of({value: value for value in values})


def _municipality(value: str) -> str:
    """Three digits; a spreadsheet drops the zeros before them."""
    if not re.fullmatch(r"[0-9]{1,3}", value):
        raise ValueError(_("{value} is not a municipality number").format(value=shown(value)))
    return value.zfill(3)


def _country(value: str) -> str:
    if not is_country(value.upper()):
        raise ValueError(_("{value} is not a country code of two letters").format(value=shown(value)))
    return value.upper()


def _events(value: str) -> tuple[tuple[Any, str], ...]:
    """Pairs of day and status by day; of one day in the order of the file, since the later listed decides."""
    return tuple(sorted((_event(pair) for pair in value.split("|")), key=lambda event: event[0]))


def _event(pair: str) -> tuple[Any, str]:
    day, equals, status = (part.strip() for part in pair.partition("="))
    if not equals:
        raise ValueError(_("{value} is not of the form YYYY-MM-DD=status").format(value=shown(pair)))
    return _day(day), _labour_status(status)


_labour_status = _word(ExitStatus.values)
_yes_or_no = _one_of({"yes": True, "no": False})

COLUMNS: dict[str, Reader] = {
    "reference": _text,
    "first_name": _text,
    "last_name": _text,
    "birth_date": _day,
    "gender": _word(Gender.values),
    "municipality": _municipality,
    "citizenship": _country,
    "parents_born_abroad": _yes_or_no,
    "education_level": _one_of({str(level): level for level in range(10)}),
    "entry_date": _day,
    "entry_status": _word(EntryStatus.values),
    "unemployed_since": _day,
    "in_education_at_entry": _yes_or_no,
    "exit_date": _day,
    "exit_status": _labour_status,
    "exit_in_education": _yes_or_no,
    "exit_qualification": _yes_or_no,
    "later_events": _events,
    "six_month_status": _word(SixMonthStatus.values),
}
NEVER_BLANK = ("reference", "first_name", "last_name", "municipality", "entry_date")


def decode(content: bytes) -> str:
    """The text of an uploaded or named file; raises FileRefused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(_("The file is not UTF-8. Save it as CSV with the encoding UTF-8.")) from None
    if "\0" in text:
        raise FileRefused(_("The file is not a text file: it holds null characters."))
    return text


def parse(text: str) -> Parsed:
    """Rows and every problem of their cells; raises FileRefused where the text is not CSV."""
    rows_read = records(text)
    first, header = next(rows_read, (1, []))
    if not header:
        raise FileRefused(_("The file is empty."))
    problems = list(_header_problems(first, header))
    if problems:
        return Parsed((), tuple(problems))
    rows = [_row(line, header, record, problems) for line, record in rows_read]
    return Parsed(tuple(rows), tuple(problems))


def shown(value: str) -> str:
    """A value of the file as an error quotes it: in one line, not too long, "?" for nothing."""
    line = " ".join(value.split())
    return (line if len(line) <= SHOWN else f"{line[:SHOWN]}…") or "?"


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, trimmed, with the line it begins on."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=_delimiter(text), strict=True, skipinitialspace=True)
    begins = 1
    try:
        for record in reader:
            cells = [cell.strip() for cell in record]
            if any(cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        reason = _("Row {row} is not CSV: {reason}.").format(row=begins, reason=error)
        raise FileRefused(reason) from None


def _delimiter(text: str) -> str:
    """Semicolon or comma: what the header has more of."""
    header = text.lstrip().partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _header_problems(line: int, header: list[str]) -> Iterator[Problem]:
    for column in NEVER_BLANK:
        if column not in header:
            yield Problem(line, column, _("the column is missing"))
    for column in dict.fromkeys(header):
        if column not in COLUMNS:
            yield Problem(line, shown(column), _("there is no column of this name"))
        elif header.count(column) > 1:
            yield Problem(line, column, _("the column is there twice"))


def _row(line: int, header: list[str], record: list[str], problems: list[Problem]) -> Row:
    """One row; what is wrong in it is added to `problems`."""
    if len(record) != len(header):
        text = _("the row has {count} cells, the header {wanted}")
        problems.append(Problem(line, "", text.format(count=len(record), wanted=len(header))))
        return Row(line, {}, frozenset(COLUMNS))
    cells, unread = {}, set()
    for column, value in zip(header, record, strict=True):
        try:
            if value:
                cells[column] = COLUMNS[column](value)
            elif column in NEVER_BLANK:
                raise ValueError(_("must not be blank"))
        except ValueError as error:
            problems.append(Problem(line, column, str(error)))
            unread.add(column)
    return Row(line, cells, frozenset(unread))
