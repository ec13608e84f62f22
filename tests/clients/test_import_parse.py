"""Reading an import file: encodings, delimiters, headers, lines, and every column's words."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from clients.importing.parse import COLUMNS, FileRefused, Parsed, Problem, decode, parse
from tests.commands.sheets import row, sheet

day = dt.date.fromisoformat
HEADER = "reference,first_name,last_name,municipality,entry_date"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def cell(column: str, value: str) -> Any:
    """The fact that a value of a column states, or the text of its problem."""
    parsed = parse(sheet(row(**{column: value})).replace("\r\n", "\n"))
    if parsed.problems:
        assert [(problem.row, problem.column) for problem in parsed.problems] == [(2, column)]
        assert column in parsed.rows[0].unread
        return parsed.problems[0].text
    return parsed.rows[0].cells.get(column)


@pytest.mark.parametrize(
    ("column", "value", "fact"),
    [
        ("reference", "  R  1 ", "R 1"),
        ("birth_date", "1985-02-28", day("1985-02-28")),
        ("gender", "nb", "NB"),
        ("municipality", "5", "005"),
        ("municipality", "091", "091"),
        ("citizenship", "xx", "XX"),
        ("parents_born_abroad", "Yes", True),
        ("in_education_at_entry", "no", False),
        ("education_level", "0", 0),
        ("education_level", "9", 9),
        ("entry_status", "inactive", "inactive"),
        ("exit_status", "self_employed", "self_employed"),
        ("six_month_status", "improved", "improved"),
        ("later_events", "2025-01-02=employed", ((day("2025-01-02"), "employed"),)),
        (
            "later_events",
            "2025-01-03=employed | 2025-01-02=inactive|2025-01-02=unemployed",
            (
                (day("2025-01-02"), "inactive"),
                (day("2025-01-02"), "unemployed"),
                (day("2025-01-03"), "employed"),
            ),
        ),
        ("gender", "", None),
        ("later_events", " ", None),
    ],
)
def test_a_cell_states_a_fact(column: str, value: str, fact: Any) -> None:
    assert cell(column, value) == fact


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("reference", "", "must not be blank"),
        ("last_name", " ", "must not be blank"),
        ("municipality", "", "must not be blank"),
        ("entry_date", "", "must not be blank"),
        ("first_name", "x" * 101, "longer than 100 characters"),
        ("first_name", "a\x07b", "holds control characters"),
        ("birth_date", "28.2.1985", "28.2.1985 is not a day: write YYYY-MM-DD"),
        ("birth_date", "1985-2-28", "1985-2-28 is not a day: write YYYY-MM-DD"),
        ("birth_date", "19850228", "19850228 is not a day: write YYYY-MM-DD"),
        ("birth_date", "1985-W09-4", "1985-W09-4 is not a day: write YYYY-MM-DD"),
        ("exit_date", "2025-02-29", "2025-02-29 is not a day: write YYYY-MM-DD"),
        ("unemployed_since", "0202-01-01", "0202-01-01 is not a day: write YYYY-MM-DD"),
        ("gender", "F", "F is not one of W, M, NB"),
        ("municipality", "Iisalmi", "Iisalmi is not a municipality number"),
        ("municipality", "1400", "1400 is not a municipality number"),
        ("municipality", "１４０", "１４０ is not a municipality number"),
        ("citizenship", "FIN", "FIN is not a country code of two letters"),
        ("citizenship", "ZZ", "ZZ is not a country code of two letters"),
        ("parents_born_abroad", "true", "true is not one of yes, no"),
        ("education_level", "3.0", "3.0 is not one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9"),
        ("entry_status", "self_employed", "self_employed is not one of unemployed, inactive, employed"),
        (
            "exit_status",
            "improved",
            "improved is not one of employed, self_employed, unemployed, inactive",
        ),
        (
            "six_month_status",
            "self_employed",
            "self_employed is not one of employed, improved, unemployed, inactive",
        ),
        ("later_events", "2025-01-02", "2025-01-02 is not of the form YYYY-MM-DD=status"),
        ("later_events", "2025-01-02=employed|", "? is not of the form YYYY-MM-DD=status"),
        ("later_events", "2.1.2025=employed", "2.1.2025 is not a day: write YYYY-MM-DD"),
        (
            "later_events",
            "2025-01-02=improved",
            "improved is not one of employed, self_employed, unemployed, inactive",
        ),
        ("gender", "y" * 99, f"{'y' * 40}… is not one of W, M, NB"),
    ],
)
def test_a_cell_that_is_no_fact_is_told(column: str, value: str, text: str) -> None:
    assert cell(column, value) == text


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("begins", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiter_mark_and_newlines_do_not_matter(delimiter: str, begins: str, newline: str) -> None:
    content = (begins + sheet(row(), delimiter=delimiter).replace("\r\n", newline)).encode()

    parsed = parse(decode(content))

    assert parsed == parse(sheet(row()))
    assert parsed.rows[0].cells["last_name"] == "Äyräs"


def test_columns_come_in_any_order_and_most_may_be_away() -> None:
    parsed = parse("entry_date,municipality,last_name,first_name,reference\n2024-10-01,140,A,B,R1\n")

    assert parsed.problems == ()
    assert parsed.rows[0].cells == {
        "entry_date": day("2024-10-01"),
        "municipality": "140",
        "last_name": "A",
        "first_name": "B",
        "reference": "R1",
    }


def test_rows_are_counted_by_the_lines_of_the_file() -> None:
    text = (
        f'\n{HEADER}\n\n"R\n1",A,B,140,2024-10-01\n,,,,\nR2,A,B,140,x\n"R3","A, B","C ""D""",140,2024-10-01'
    )

    parsed = parse(text)

    assert [line.line for line in parsed.rows] == [4, 7, 8]
    assert [problem.row for problem in parsed.problems] == [7]
    assert parsed.rows[0].cells["reference"] == "R 1"
    assert (parsed.rows[2].cells["first_name"], parsed.rows[2].cells["last_name"]) == ("A, B", 'C "D"')


def test_spaces_around_quotes_are_no_part_of_a_cell() -> None:
    assert (
        parse(f'{HEADER}\nR1, "A" ,B,140,2024-10-01'.replace('" ,', '",')).rows[0].cells["first_name"] == "A"
    )


def test_what_is_wrong_with_the_header_is_told_at_once() -> None:
    parsed = parse("reference,first_name,first_name,municipality,Entry date,\nR1,A,B,140,2024-10-01,\n")

    assert parsed == Parsed(
        (),
        (
            Problem(1, "last_name", "the column is missing"),
            Problem(1, "entry_date", "the column is missing"),
            Problem(1, "first_name", "the column is there twice"),
            Problem(1, "Entry date", "there is no column of this name"),
            Problem(1, "?", "there is no column of this name"),
        ),
    )


@pytest.mark.parametrize("cells", ["R1,A,B,140", "R1,A,B,140,2024-10-01,more"])
def test_a_row_of_another_length_is_told(cells: str) -> None:
    parsed = parse(f"{HEADER}\n{cells}\n")

    count = len(cells.split(","))
    assert parsed.problems == (Problem(2, "", f"the row has {count} cells, the header 5"),)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n ;;; \r\n", "empty"),
        ("reference,Ä".encode("latin-1"), "not UTF-8"),
        ("reference".encode("utf-16"), "not UTF-8"),
        (b"reference\0", "null characters"),
        (f'{HEADER}\n"never closed'.encode(), "Row 2 is not CSV"),
        (f'{HEADER}\n"a"b'.encode(), "Row 2 is not CSV"),
        (f"{HEADER}\n{'x' * 200_000}".encode(), "Row 2 is not CSV"),
    ],
)
def test_a_file_that_is_no_csv_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(FileRefused, match=told):
        parse(decode(content))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=20), max_size=6), st.sampled_from(",;"))
def test_no_text_makes_it_fall(lines: list[list[str]], delimiter: str) -> None:
    """Whatever stands under the header is read, told or refused."""
    text = delimiter.join(COLUMNS) + "\n" + "\n".join(delimiter.join(cells) for cells in lines)

    try:
        parsed = parse(decode(text.encode("utf-8", "ignore")))
    except FileRefused:
        return

    told = {problem.row for problem in parsed.problems}
    assert {line.line for line in parsed.rows if line.unread} == told
