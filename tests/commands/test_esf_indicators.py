"""manage.py esf_indicators on imported rows: the worked cases of the ESF+ rules, and the form of the output."""

import datetime as dt
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError

from clients.models import Case
from reporting.models import IndicatorEstimate, SupportedEntity
from reporting.rules.catalogue import CATALOGUE
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Project, ProjectCode
from tests.commands.sheets import bare, check, counted, create_project, import_rows, indicators, row, run

pytestmark = pytest.mark.django_db

Row = dict[str, str]
OUTPUTS_OF_ANNA = {"EECO01", "EECO02", "EECO10"}
INACTIVE = {"entry_status": "inactive"}
LEFT = {"exit_date": "2025-03-01"}


def project() -> Project:
    """The project P; call inside the organisation's context."""
    return Project.objects.get(code="P")


def organisation_id() -> UUID:
    return ProjectCode.objects.get(code="P").organisation_id


@pytest.fixture(autouse=True)
def _project(db: None) -> None:
    create_project()


# Numbers of the worked cases in the ESF+ rules; codes besides EECO01.
WORKED = [
    ("A1", row(**INACTIVE, **LEFT, exit_status="unemployed", later_events="2025-03-21=employed"),
     "EECO04 EECO10 EECR04"),
    ("A2", row(**INACTIVE, **LEFT, exit_status="employed", later_events="2025-03-20=unemployed"),
     "EECO04 EECO10 EECR01"),
    ("A4", row(citizenship="SE", parents_born_abroad="yes"), "EECO02 EECO10 EECO14"),
    ("A5", row(citizenship="UA"), "EECO02 EECO10 EECO13"),
    ("stateless", row(citizenship="XX"), "EECO02 EECO10 EECO13"),
    ("unknown citizenship", row(citizenship="", parents_born_abroad=""), "EECO02 EECO10"),
    ("B1", row(birth_date="1994-10-01", entry_date="2024-10-01"), "EECO02 EECO10"),
    ("B2", row(birth_date="1995-01-15", entry_date="2024-10-01"), "EECO02 EECO07 EECO10"),
    ("B3", row(birth_date="1969-09-30", entry_date="2024-09-30"), "EECO02 EECO08 EECO10"),
    ("B4", row(birth_date="1969-10-01", entry_date="2024-09-30"), "EECO02 EECO10"),
    ("B5 before", row(birth_date="2000-02-29", entry_date="2018-02-28"), "EECO02 EECO06 EECO10"),
    ("B5 after", row(birth_date="2000-02-29", entry_date="2018-03-01"), "EECO02 EECO07 EECO10"),
    ("B6", row(unemployed_since="2023-09-30", entry_date="2024-09-30"), "EECO02 EECO03 EECO10"),
    ("B7", row(unemployed_since="2024-02-04", entry_date="2025-02-03"), "EECO02 EECO10"),
    ("B8", row(birth_date="2002-10-01", unemployed_since="2024-03-01"), "EECO02 EECO07 EECO10"),
    ("B9", row(education_level="4"), "EECO02 EECO10"),
    ("B10", row(education_level="5"), "EECO02 EECO11"),
    ("basic education", row(education_level="0"), "EECO02 EECO09"),
    ("B12", row(**LEFT, later_events="2025-03-29=employed"), "EECO02 EECO10 EECR04"),
    ("B13", row(**LEFT, later_events="2025-03-30=employed"), "EECO02 EECO10"),
    ("B14 on the day", row(exit_date="2024-08-31", entry_date="2024-01-01", six_month_status="employed"),
     "EECO02 EECO10 EECR05"),
    ("B15", row(entry_status="employed", **LEFT, exit_status="employed"), "EECO05 EECO10"),
    ("B16", row(**LEFT, exit_status="unemployed"), "EECO02 EECO10"),
    ("B18", row(in_education_at_entry="yes", **LEFT, exit_in_education="yes"), "EECO02 EECO10"),
    ("education begun", row(in_education_at_entry="", **LEFT, exit_in_education="yes"), "EECO02 EECO10 EECR02"),
    ("B19", row(**LEFT, later_events="2025-03-29=self_employed", exit_qualification="yes"),
     "EECO02 EECO10 EECR03 EECR04"),
    ("same day, event first", row(**LEFT, exit_status="employed", later_events="2025-03-01=inactive"),
     "EECO02 EECO10"),
    ("same day, later listed", row(**LEFT, later_events="2025-03-05=inactive|2025-03-05=employed"),
     "EECO02 EECO10 EECR04"),
    ("improved", row(entry_status="employed", **LEFT, six_month_status="improved"), "EECO05 EECO10 EECR06"),
    ("improved from unemployment", row(**LEFT, six_month_status="improved"), "EECO02 EECO10 EECR05"),
    ("unemployed without a date", row(unemployed_since=""), "EECO02 EECO10"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "codes"), [case[1:] for case in WORKED], ids=[case[0] for case in WORKED])
def test_worked_case(given: Row, codes: str, tmp_path: Path) -> None:
    import_rows(tmp_path, given)

    assert counted(indicators()) == dict.fromkeys(["EECO01", *codes.split()], 1)


@pytest.mark.parametrize("missing", ["gender", "birth_date", "entry_status", "education_level"])
def test_a10_an_item_missing_counts_in_the_grand_total_only(missing: str, tmp_path: Path) -> None:
    import_rows(tmp_path, row(**{missing: ""}))

    document = indicators()
    assert counted(document) == {}
    assert document["participants"] == {"all": 1, "complete": 0, "incomplete": ["R1"]}


def test_b11_unknown_education_is_incomplete(tmp_path: Path) -> None:
    import_rows(tmp_path, row(education_level="9"))

    assert indicators()["participants"]["incomplete"] == ["R1"]


def test_b8_counts_with_the_age_split(tmp_path: Path) -> None:
    import_rows(tmp_path, row(birth_date="2002-10-01", unemployed_since="2024-03-01"))
    with tenant_context(organisation_id()):
        Project.objects.update(long_term_age_split=True)

    assert counted(indicators())["EECO03"] == 1


def test_b14_six_months_after_the_end_of_august_is_the_end_of_february(tmp_path: Path) -> None:
    import_rows(tmp_path, row(entry_date="2024-01-01", exit_date="2024-08-31", six_month_status="employed"))

    assert "EECR05" not in counted(indicators(last="2025-02-27"))
    assert counted(indicators(last="2025-02-28"))["EECR05"] == 1


def test_a8_a_reentry_keeps_the_first_entry_and_takes_the_last_exit(tmp_path: Path) -> None:
    first = row(**LEFT, exit_status="employed", exit_qualification="yes")
    again = row(
        entry_date="2025-06-01",
        entry_status="employed",
        education_level="7",
        municipality="263",
        exit_date="2025-09-01",
        exit_status="unemployed",
    )

    import_rows(tmp_path, again, first)

    assert counted(indicators(last="2025-05-31")) == dict.fromkeys([*OUTPUTS_OF_ANNA, "EECR03", "EECR04"], 1)
    assert counted(indicators()) == dict.fromkeys(OUTPUTS_OF_ANNA, 1)
    fallen = indicators(first="2025-06-01")
    assert counted(fallen, "in_period") == {"EECR03": -1, "EECR04": -1}


def test_a_reentry_never_completes_entry_data_but_an_update_of_the_first_stay_does(tmp_path: Path) -> None:
    import_rows(tmp_path, row(education_level="", **LEFT), row(entry_date="2025-06-01", education_level="3"))
    assert indicators()["participants"]["complete"] == 0

    import_rows(tmp_path, bare(education_level="2"))

    assert counted(indicators()) == dict.fromkeys(["EECO01", "EECO02", "EECO09"], 1)


def test_a_person_fact_of_the_reentry_completes_the_record(tmp_path: Path) -> None:
    import_rows(tmp_path, row(gender="", **LEFT), row(entry_date="2025-06-01", gender="NB"))

    document = indicators()
    assert document["participants"]["complete"] == 1
    assert document["indicators"][0]["cumulative"] == {"total": 1, "W": 0, "M": 0, "NB": 1}


def test_a9_the_same_person_counts_in_each_project(tmp_path: Path) -> None:
    create_project("Q")

    import_rows(tmp_path, row())
    import_rows(tmp_path, row(), project="Q")

    assert counted(indicators())["EECO01"] == 1
    assert counted(indicators(project="Q"))["EECO01"] == 1


def test_a12_the_statuses_make_the_total(tmp_path: Path) -> None:
    statuses = ["unemployed"] * 3 + ["inactive"] * 2 + ["employed"]

    import_rows(tmp_path, *(row(reference=f"R{n}", entry_status=status) for n, status in enumerate(statuses)))

    totals = counted(indicators())
    assert (totals["EECO01"], totals["EECO02"], totals["EECO04"], totals["EECO05"]) == (6, 3, 2, 1)


def test_a16_nobody_took_part() -> None:
    document = indicators()

    nobody = {"total": 0, "W": 0, "M": 0, "NB": 0}
    missing = {"total": None, "W": None, "M": None, "NB": None}
    bodies = {"total": 0, "W": None, "M": None, "NB": None}
    expected: dict[str, Any] = dict.fromkeys(CATALOGUE, nobody)
    expected |= dict.fromkeys(["EECO12", "EECO15", "EECO16", "EECO17"], missing)
    expected |= dict.fromkeys(["EECO18", "EECO19"], bodies)
    for scope in ("in_period", "cumulative"):
        assert {each["code"]: each[scope] for each in document["indicators"]} == expected
    assert document["participants"] == {"all": 0, "complete": 0, "incomplete": []}
    assert document["provisional_exits"] == []
    assert [each["id"] for each in document["checks"] if not each["ok"]] == []


def test_the_document_is_the_contract(tmp_path: Path) -> None:
    import_rows(tmp_path, row(reference="R2", gender="M"), row(), bare(reference="Z"), bare(reference="A"))

    document = indicators("2024-10-01", "2024-12-31")

    assert list(document) == [
        "project",
        "from",
        "until",
        "participants",
        "indicators",
        "provisional_exits",
        "checks",
    ]
    assert (document["project"], document["from"], document["until"]) == ("P", "2024-10-01", "2024-12-31")
    assert document["participants"] == {"all": 4, "complete": 2, "incomplete": ["A", "Z"]}
    assert [each["code"] for each in document["indicators"]] == list(CATALOGUE)
    assert document["indicators"][0] == {
        "code": "EECO01",
        "in_period": {"total": 2, "W": 1, "M": 1, "NB": 0},
        "cumulative": {"total": 2, "W": 1, "M": 1, "NB": 0},
    }
    ids = [f"E{number}" for number in range(1, 11)] + [f"W{number}" for number in range(1, 7)]
    assert [each["id"] for each in document["checks"]] == ids
    assert {type(each["detail"]) for each in document["checks"]} == {str}
    assert check(document, "E1") == {
        "id": "E1",
        "level": "error",
        "ok": True,
        "detail": "EECO02 + EECO04 + EECO05 = EECO01 (2 = 2)",
    }


def test_the_period_begins_and_ends_with_its_days(tmp_path: Path) -> None:
    import_rows(tmp_path, row(entry_date="2024-10-01"))

    assert counted(indicators("2024-10-01", "2024-12-31"), "in_period")["EECO01"] == 1
    assert counted(indicators("2024-10-02", "2024-12-31"), "in_period") == {}
    assert counted(indicators("2024-10-02", "2024-12-31"))["EECO01"] == 1
    assert counted(indicators("2024-01-01", "2024-09-30")) == {}


def test_an_exit_is_provisional_until_its_window_closes(tmp_path: Path) -> None:
    import_rows(
        tmp_path,
        row(**LEFT, exit_status="employed"),
        bare(reference="incomplete", **LEFT, exit_status="employed"),
    )

    still_open, closed = indicators(last="2025-03-28"), indicators(last="2025-03-29")

    assert still_open["provisional_exits"] == ["R1"]
    assert "EECR04" not in counted(still_open)
    assert closed["provisional_exits"] == []
    assert counted(closed)["EECR04"] == 1


def test_warnings_name_how_many_they_mean(tmp_path: Path) -> None:
    import_rows(tmp_path, row(municipality="091"), row(reference="R2", **LEFT), row(reference="R3"))

    document = indicators()

    assert check(document, "W2") == {
        "id": "W2",
        "level": "warning",
        "ok": False,
        "detail": "From a municipality outside the project: 1 of 3",
    }
    assert check(document, "W4")["ok"] is False
    assert check(document, "W4")["detail"].endswith(": 1 of 3")


def test_the_project_decides_of_estimates_areas_and_bodies(tmp_path: Path) -> None:
    import_rows(tmp_path, row())
    with tenant_context(organisation_id()):
        IndicatorEstimate.objects.create(
            project=project(), code="EECO12", women=1, men=0, basis="survey", estimated_on=dt.date(2025, 1, 1)
        )
        SupportedEntity.objects.create(
            project=project(), kind="sme", name="Paja", supported_on=dt.date(2025, 1, 1)
        )
        project().areas.update(degurba=3)

    totals = counted(indicators())

    assert {code: totals[code] for code in ("EECO12", "EECO17", "EECO19")} == {
        "EECO12": 1,
        "EECO17": 1,
        "EECO19": 1,
    }


def test_the_table_is_for_people(tmp_path: Path) -> None:
    import_rows(tmp_path, row(), bare(reference="R2"))

    lines = run(
        "esf_indicators", "--project", "P", "--from", "2024-01-01", "--until", "2024-12-31"
    ).splitlines()

    assert lines[0] == "P, 2024-01-01 – 2024-12-31"
    assert lines[1] == "Participants: 2, with a complete record 1"
    assert (
        "EECO01           1     1     0     0     1     1     0     0  Total number of participants" in lines
    )
    assert (
        "EECO12           –     –     –     –     –     –     –     –  Participants with disabilities"
        in lines
    )
    assert "Incomplete records: R2" in lines
    assert "Exits whose results are not counted yet: none" in lines
    assert "E2  ok       EECO03 ≤ EECO02 (0 ≤ 1)" in lines


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"--project": "NONE"}, "There is no project with the code NONE."),
        ({"--from": "2025-13-01"}, "--from: 2025-13-01 is not a day: write YYYY-MM-DD."),
        ({"--until": "31.12.2025"}, "--until: 31.12.2025 is not a day"),
        ({"--until": "2024-12-31"}, "--until 2024-12-31 is before --from 2025-01-01."),
    ],
)
def test_what_is_wrong_is_told(options: dict[str, str], told: str) -> None:
    given = {"--project": "P", "--from": "2025-01-01", "--until": "2025-12-31", **options}

    with pytest.raises(CommandError) as raised:
        run("esf_indicators", *(part for pair in given.items() for part in pair))

    assert told in str(raised.value)


def test_figures_of_another_organisation_stay_out(tmp_path: Path) -> None:
    create_project("OTHER", organisation="Toinen")
    import_rows(tmp_path, row(), project="OTHER")

    assert indicators()["participants"]["all"] == 0
    with tenant_context(organisation_id()):
        assert not Case.objects.exists()


def test_the_number_of_queries_does_not_grow(tmp_path: Path, django_assert_max_num_queries: Any) -> None:
    import_rows(tmp_path, *(row(reference=f"R{number}", **LEFT) for number in range(50)))

    with django_assert_max_num_queries(20):
        json.dumps(indicators())
