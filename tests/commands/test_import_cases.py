"""manage.py import_cases: what rows become, what they update, and what stops the whole file."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from clients.models import Case, Client, EarlierName, LabourMarketEvent, SearchToken, Stay
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import ProjectArea, ProjectCode
from tests.commands.sheets import bare, create_project, import_rows, row, run, sheet

pytestmark = pytest.mark.django_db

LEFT = {"exit_date": "2025-03-01"}
AGAIN = {"entry_date": "2025-06-01"}


@pytest.fixture(autouse=True)
def _project(db: None) -> None:
    create_project(start="2024-07-01")


def inside() -> Any:
    """The context of the project's organisation."""
    return tenant_context(ProjectCode.objects.get(code="P").organisation_id)


def stay(**wanted: Any) -> dict[str, Any]:
    """All facts of the one stay that is wanted."""
    with inside():
        found: dict[str, Any] = Stay.objects.filter(**wanted).values().get()
    return found


def errors_of(folder: Path, *rows: dict[str, str]) -> list[str]:
    """The lines of the refusal; nothing has been written."""
    with inside():
        before = [model.objects.count() for model in (Client, Case, Stay, LabourMarketEvent)]
    with pytest.raises(CommandError) as raised:
        import_rows(folder, *rows)
    with inside():
        assert [model.objects.count() for model in (Client, Case, Stay, LabourMarketEvent)] == before
    headline, *lines = str(raised.value).splitlines()
    assert headline == "Nothing was imported."
    return lines


def test_every_column_is_stored(tmp_path: Path) -> None:
    given = row(
        citizenship="se",
        parents_born_abroad="YES",
        unemployed_since="2023-01-15",
        in_education_at_entry="yes",
        exit_date="2025-03-01",
        exit_status="self_employed",
        exit_in_education="no",
        exit_qualification="yes",
        later_events="2025-03-20=unemployed | 2025-03-02=inactive",
        six_month_status="improved",
    )

    printed = import_rows(tmp_path, given)

    assert printed == "Imported 1 rows (new client: 1, new stay: 0, update: 0, unchanged: 0).\n"
    with inside():
        case = Case.objects.select_related("client", "area").get()
        events = list(LabourMarketEvent.objects.values_list("on", "status"))
        tokens = set(SearchToken.objects.values_list("token", flat=True))
    client, facts = case.client, stay()
    assert (case.reference, case.area.municipality_id) == ("R1", "140")
    assert (client.name, str(client.born_on), client.gender) == ("Äyräs, Anna", "1985-05-05", "W")
    assert (client.citizenship, client.parents_born_abroad, client.municipality_id) == ("SE", True, "140")
    assert {
        name: str(value) for name, value in facts.items() if name not in {"id", "organisation_id", "case_id"}
    } == {
        "entry_on": "2024-10-01",
        "municipality_id": "140",
        "entry_status": "unemployed",
        "unemployed_since": "2023-01-15",
        "in_education_at_entry": "True",
        "education_level": "3",
        "exit_on": "2025-03-01",
        "exit_status": "self_employed",
        "exit_in_education": "False",
        "exit_qualification": "True",
        "direction": "None",
        "six_month_status": "improved",
        "wants_statement": "False",
        "no_statement_reason": "",
        "stated_person_facts": "['birth_date', 'citizenship', 'gender', 'parents_born_abroad']",
    }
    assert [(str(on), status) for on, status in events] == [
        ("2025-03-02", "inactive"),
        ("2025-03-20", "unemployed"),
    ]
    assert tokens == {"ayras", "anna", "r1"}


def test_blanks_are_unknown(tmp_path: Path) -> None:
    import_rows(tmp_path, bare())

    facts = stay()
    asked = (
        "entry_status",
        "unemployed_since",
        "in_education_at_entry",
        "education_level",
        "exit_on",
        "exit_status",
    )
    assert {facts[name] for name in asked} == {None}
    with inside():
        assert Client.objects.filter(
            born_on=None, gender=None, citizenship=None, parents_born_abroad=None
        ).exists()


def test_blanks_of_an_update_keep_what_is_there(tmp_path: Path) -> None:
    import_rows(tmp_path, row(**LEFT, exit_status="employed", later_events="2025-03-02=inactive"))

    printed = import_rows(tmp_path, bare(exit_date="2025-02-01", education_level="5"))

    facts = stay()
    assert "update: 1" in printed
    assert (str(facts["exit_on"]), facts["exit_status"], facts["education_level"]) == (
        "2025-02-01",
        "employed",
        5,
    )
    assert facts["entry_status"] == "unemployed"
    with inside():
        assert LabourMarketEvent.objects.count() == 1
        assert Client.objects.get().gender == "W"


def test_given_events_replace_those_of_the_stay(tmp_path: Path) -> None:
    import_rows(tmp_path, row(**LEFT, later_events="2025-03-02=inactive|2025-03-03=employed"))

    import_rows(tmp_path, bare(later_events="2025-03-04=unemployed"))

    with inside():
        assert [event.status for event in LabourMarketEvent.objects.all()] == ["unemployed"]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    rows = [
        row(**LEFT, later_events="2025-03-20=employed|2025-03-02=inactive"),
        row(**AGAIN, last_name="Öst"),
    ]
    import_rows(tmp_path, *rows)

    printed = import_rows(tmp_path, *rows)

    assert printed == "Imported 2 rows (new client: 0, new stay: 0, update: 0, unchanged: 2).\n"
    with inside():
        assert (Stay.objects.count(), LabourMarketEvent.objects.count(), EarlierName.objects.count()) == (
            2,
            2,
            1,
        )


def test_a_later_entry_is_a_second_stay_of_the_same_case(tmp_path: Path) -> None:
    import_rows(tmp_path, row(**LEFT))

    printed = import_rows(tmp_path, row(**AGAIN, municipality="263"))

    assert "new client: 0, new stay: 1" in printed
    with inside():
        case = Case.objects.select_related("client").get()
        assert [str(each.entry_on) for each in case.stays.all()] == ["2024-10-01", "2025-06-01"]
        assert case.area == ProjectArea.objects.get(municipality="140")
        assert case.client.municipality_id == "263"


def test_a_stay_before_the_known_one_becomes_the_first(tmp_path: Path) -> None:
    import_rows(tmp_path, row(**AGAIN))

    import_rows(tmp_path, row(**LEFT, municipality="263"))

    with inside():
        case = Case.objects.select_related("client").get()
        assert [str(each.entry_on) for each in case.stays.all()] == ["2024-10-01", "2025-06-01"]
        assert case.area == ProjectArea.objects.get(municipality="263")
        assert case.client.municipality_id == "140"


def test_an_open_stay_may_end_and_the_next_begin_in_one_file(tmp_path: Path) -> None:
    import_rows(tmp_path, row())

    import_rows(tmp_path, row(**AGAIN), bare(**LEFT))

    assert str(stay(entry_on="2024-10-01")["exit_on"]) == "2025-03-01"
    assert stay(entry_on="2025-06-01")["exit_on"] is None


def test_the_municipality_of_the_first_stay_decides_the_area(tmp_path: Path) -> None:
    import_rows(tmp_path, row(municipality="091"))
    with inside():
        assert Case.objects.get().area is None

    import_rows(tmp_path, bare(municipality="263"))

    with inside():
        assert Case.objects.get().area == ProjectArea.objects.get(municipality="263")


@pytest.mark.parametrize("turned", [False, True])
def test_person_facts_are_those_of_the_latest_row_that_states_them(tmp_path: Path, turned: bool) -> None:
    rows = [
        row(**LEFT, gender="W", citizenship="SY", birth_date="1985-05-05"),
        row(**AGAIN, gender="M", citizenship="", birth_date="", first_name="Ari"),
    ]

    import_rows(tmp_path, *(reversed(rows) if turned else rows))

    with inside():
        client = Client.objects.get()
        former = EarlierName.objects.get()
    assert (client.gender, client.citizenship, str(client.born_on)) == ("M", "SY", "1985-05-05")
    assert client.name == "Äyräs, Ari"
    assert (former.first_name, str(former.until_on)) == ("Anna", "2025-06-01")


def test_an_update_of_the_earlier_row_does_not_undo_what_a_later_one_states(tmp_path: Path) -> None:
    import_rows(
        tmp_path, row(**LEFT, citizenship="SY"), row(**AGAIN, citizenship="FI", last_name="Öst", gender="")
    )

    import_rows(tmp_path, row(**LEFT, citizenship="SY", gender="NB", exit_status="inactive"))

    with inside():
        client = Client.objects.get()
    assert (client.citizenship, client.last_name, client.gender) == ("FI", "Öst", "NB")


def test_search_finds_an_earlier_name_too(tmp_path: Path) -> None:
    import_rows(tmp_path, row())

    import_rows(tmp_path, row(last_name="Öst-Virtanen"))

    with inside():
        tokens = set(SearchToken.objects.values_list("token", flat=True))
    assert tokens == {"anna", "ayras", "ost", "virtanen", "r1"}


def test_a_dry_run_tells_and_writes_nothing(tmp_path: Path) -> None:
    import_rows(tmp_path, row(**LEFT), row(reference="R2"))

    printed = import_rows(
        tmp_path,
        row(**LEFT),
        row(**AGAIN),
        row(reference="R2", gender="M"),
        row(reference="R3", first_name="Bo"),
        bare(reference="R3", first_name="Bo", gender="NB"),
        dry_run=True,
    )

    assert printed.splitlines() == [
        "row 2: R1, 2024-10-01: unchanged",
        "row 3: R1, 2025-06-01: new stay",
        "row 4: R2, 2024-10-01: update",
        "row 5: R3, 2024-10-01: new client",
        "row 6: R3, 2024-10-01: update",
        "Would import 5 rows (new client: 1, new stay: 1, update: 2, unchanged: 1).",
    ]
    with inside():
        assert Case.objects.count() == 2
        assert Stay.objects.count() == 2


def test_somebody_who_may_be_known_is_told(tmp_path: Path) -> None:
    create_project("OLD")
    import_rows(tmp_path, row(reference="X"), project="OLD")

    printed = import_rows(
        tmp_path,
        row(last_name="AYRAS"),
        row(reference="R2", birth_date=""),
        row(reference="R3", birth_date="1986-05-05"),
        row(reference="R4", birth_date="1986-05-05"),
    )

    assert printed.splitlines()[:-1] == [
        f"row {line}: {reference} has the name and birth date of another client."
        for line, reference in ((2, "R1"), (4, "R3"), (5, "R4"))
    ]
    with inside():
        assert Client.objects.count() == 5


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"municipality": "999"}, ["row 2, column municipality: 999 is not a municipality of Finland"]),
        (
            {"exit_date": "2024-09-30"},
            ["row 2, column exit_date: 2024-09-30 is before the entry 2024-10-01"],
        ),
        (
            {"entry_date": "2024-06-30"},
            ["row 2, column entry_date: 2024-06-30 is outside the project's time 2024-07-01 – 2026-12-31"],
        ),
        (
            {"birth_date": "2024-10-01"},
            ["row 2, column birth_date: 2024-10-01 is not before the entry 2024-10-01"],
        ),
        ({"entry_date": "2026-03-04"}, ["row 2, column entry_date: 2026-03-04 is in the future"]),
        ({"exit_date": "2026-03-04"}, ["row 2, column exit_date: 2026-03-04 is in the future"]),
        (
            {**LEFT, "later_events": "2026-03-04=employed"},
            ["row 2, column later_events: 2026-03-04 is in the future"],
        ),
        (
            {**LEFT, "later_events": "2025-02-28=employed"},
            ["row 2, column later_events: the event of 2025-02-28 is before the exit 2025-03-01"],
        ),
        ({"later_events": "2025-02-28=employed"}, ["row 2, column later_events: needs an exit_date"]),
        ({"exit_status": "employed"}, ["row 2, column exit_status: needs an exit_date"]),
        ({"six_month_status": "inactive"}, ["row 2, column six_month_status: needs an exit_date"]),
        (
            {"unemployed_since": "2024-10-02"},
            ["row 2, column unemployed_since: 2024-10-02 is after the entry 2024-10-01"],
        ),
        (
            {"first_name": "", "gender": "X", "exit_date": "1.3.2025"},
            [
                "row 2, column first_name: must not be blank",
                "row 2, column gender: X is not one of W, M, NB",
                "row 2, column exit_date: 1.3.2025 is not a day: write YYYY-MM-DD",
            ],
        ),
    ],
)
def test_an_impossible_row_is_told_by_column(
    given: dict[str, str], errors: list[str], tmp_path: Path
) -> None:
    assert errors_of(tmp_path, row(**given)) == errors


@pytest.mark.parametrize(
    "given",
    [
        {"entry_date": "2024-07-01"},
        {"exit_date": "2024-10-01"},
        {"exit_date": "2026-03-03"},
        {"birth_date": "2024-09-30"},
        {"unemployed_since": "2024-10-01"},
        {"entry_status": "employed", "unemployed_since": "2020-01-01"},
        {**LEFT, "later_events": "2025-03-01=employed"},
        {"exit_in_education": "no", "exit_qualification": "no"},
        {"municipality": "5"},
        {"birth_date": "2015-01-01"},
    ],
)
def test_what_is_possible_is_imported(given: dict[str, str], tmp_path: Path) -> None:
    assert "new client: 1" in import_rows(tmp_path, row(**given))


def test_stays_must_not_overlap(tmp_path: Path) -> None:
    lines = errors_of(
        tmp_path,
        row(exit_date="2025-12-31"),
        row(entry_date="2025-02-01", exit_date="2025-03-01"),
        row(entry_date="2025-12-31"),
        row(reference="R2"),
        row(reference="R2", **AGAIN),
        row(reference="R3", **AGAIN),
        row(reference="R3", exit_date="2025-06-01"),
    )

    assert lines == [
        "row 3, column entry_date: lies inside the stay 2024-10-01 – 2025-12-31",
        "row 4, column entry_date: lies inside the stay 2024-10-01 – 2025-12-31",
        "row 6, column entry_date: the stay that began on 2024-10-01 has no exit",
        "row 7, column entry_date: lies inside the stay 2024-10-01 – 2025-06-01",
    ]


def test_stays_must_not_overlap_those_that_are_known(tmp_path: Path) -> None:
    import_rows(tmp_path, row(**LEFT), row(**AGAIN), row(reference="R2"))

    lines = errors_of(
        tmp_path,
        row(entry_date="2025-02-01"),
        bare(exit_date="2025-07-01"),
        row(reference="R2", **AGAIN),
        row(reference="R2", entry_date="2024-08-01"),
    )

    assert lines == [
        "row 2, column entry_date: lies inside the stay 2024-10-01 – 2025-07-01",
        "row 2, column exit_date: a later stay began on 2025-06-01",
        "row 3, column exit_date: a later stay began on 2025-06-01",
        "row 4, column entry_date: the stay that began on 2024-08-01 has no exit",
        "row 5, column exit_date: a later stay began on 2024-10-01",
    ]


def test_a_birth_date_of_the_reentry_must_be_before_the_first_entry(tmp_path: Path) -> None:
    lines = errors_of(tmp_path, row(**LEFT, birth_date=""), row(**AGAIN, birth_date="2024-12-24"))

    assert lines == [
        "row 3, column birth_date: the birth date 2024-12-24 is not before the first entry 2024-10-01"
    ]


def test_an_exit_that_passes_its_events_is_refused(tmp_path: Path) -> None:
    import_rows(tmp_path, row(**LEFT, later_events="2025-03-02=employed"))

    assert errors_of(tmp_path, bare(exit_date="2025-03-03")) == [
        "row 2, column exit_date: the event of 2025-03-02 is before the exit 2025-03-03"
    ]


def test_one_wrong_row_stops_the_file(tmp_path: Path) -> None:
    assert len(errors_of(tmp_path, row(), row(reference="R2", gender="woman"), row(reference="R3"))) == 1


def test_warnings_do_not_stop_the_file(tmp_path: Path) -> None:
    """W1 under age, W2 municipality outside the project, W4 exit status missing."""
    printed = import_rows(tmp_path, row(birth_date="2010-01-01", municipality="091", **LEFT))

    assert "new client: 1" in printed


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    wrong = {
        "missing.csv": "No such file or directory.",
        ".": "Is a directory.",
        "empty.csv": "The file is empty.",
        "latin.csv": "The file is not UTF-8.",
        "null.csv": "The file is not a text file",
        "quote.csv": "Row 3 is not CSV: unexpected end of data.",
    }
    (tmp_path / "empty.csv").write_text("\r\n\r\n")
    (tmp_path / "latin.csv").write_bytes(sheet(row()).encode("latin-1"))
    (tmp_path / "null.csv").write_text(sheet(row()) + "\0")
    (tmp_path / "quote.csv").write_text(sheet(row()) + '"R2,never closed')

    for name, told in wrong.items():
        with pytest.raises(CommandError) as raised:
            run("import_cases", str(tmp_path / name), "--project", "P")
        assert told in str(raised.value)


def test_a_project_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no project with the code NONE\."):
        import_rows(tmp_path, row(), project="NONE")


def test_a_header_alone_imports_nothing(tmp_path: Path) -> None:
    assert import_rows(tmp_path).startswith("Imported 0 rows")


def test_the_number_of_queries_of_new_rows_does_not_grow(
    tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    def rows(how_many: int, prefix: str) -> list[dict[str, str]]:
        return [
            row(reference=f"{prefix}{n}", **LEFT, later_events="2025-03-02=employed") for n in range(how_many)
        ]

    import_rows(tmp_path, *rows(1, "A"))

    with django_assert_max_num_queries(40):
        import_rows(tmp_path, *rows(200, "B"))
