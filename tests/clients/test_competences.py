"""Competences shown at work against units of qualifications; units by hand and from a table."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from clients.importing.parse import FileRefused
from clients.models import Case, Competence, QualificationUnit
from clients.rules.units import UnitFacts, plan_units, read_units
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, queries_of

pytestmark = pytest.mark.django_db

HEADER = "identifier,name,qualification,points,requirements"
TABLE = f"{HEADER}\n106122,Ruokapalvelut,RAKA,25,Valmistaa ruokaa\n106123,Puhtauspalvelut,,,\n"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def case(cast: Cast) -> Case:
    return new_case(cast)


@pytest.fixture
def unit(cast: Cast) -> QualificationUnit:
    with inside(cast):
        made: QualificationUnit = QualificationUnit.objects.create(identifier="1", name="Ruokapalvelut")
    return made


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


@pytest.fixture
def mirja(cast: Cast) -> Browser:
    return browser_of(cast.mirja)


def typed(shown: QualificationUnit, **fields: Any) -> dict[str, Any]:
    return {
        "unit": shown.id,
        "what": "Teki ruokaa",
        "place": "Keittiö",
        "starts_on": "1.2.2026",
        "ends_on": "",
        "level": "",
        "assessed_on": "",
        **fields,
    }


def add(browser: Browser, case: Case, shown: QualificationUnit, **fields: Any) -> Any:
    return browser.post(address("case_competence_new", case.id), typed(shown, **fields))


def competence(cast: Cast) -> Competence:
    with inside(cast):
        found: Competence = Competence.objects.get()
    return found


def test_a_competence_waits_for_its_assessment(
    cast: Cast, case: Case, unit: QualificationUnit, aino: Browser
) -> None:
    answer = add(aino, case, unit)

    page = aino.get(answer.url).content.decode()
    assert "Ruokapalvelut" in page
    assert "not assessed" in page
    assert "Make a PDF" not in page
    assert competence(cast).assessed_by is None


def test_the_member_who_assesses_is_the_assessor(
    cast: Cast, case: Case, unit: QualificationUnit, aino: Browser
) -> None:
    add(aino, case, unit)
    url = address("case_competence", case.id, competence(cast).id)

    answer: Any = aino.post(url, typed(unit, level="fully", assessed_on="3.3.2026"))

    found = competence(cast)
    assert (found.level, found.assessed_on, found.assessed_by_id) == ("fully", DAY, cast.aino.id)
    page = aino.get(answer.url).content.decode()
    assert "as the unit asks" in page
    assert "Make a PDF" in page


def test_a_correction_of_the_words_leaves_the_assessor(
    cast: Cast, case: Case, unit: QualificationUnit, aino: Browser
) -> None:
    assessed = {"level": "partly", "assessed_on": "3.3.2026"}
    add(aino, case, unit, **assessed)
    with inside(cast):
        Competence.objects.update(assessed_by=cast.bertta)

    aino.post(
        address("case_competence", case.id, competence(cast).id), typed(unit, what="Teki itse", **assessed)
    )

    assert (competence(cast).what, competence(cast).assessed_by_id) == ("Teki itse", cast.bertta.id)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"level": "fully"}, {"assessed_on": ["Give both the assessment and its day."]}),
        ({"assessed_on": "1.3.2026"}, {"level": ["Give both the assessment and its day."]}),
        ({"starts_on": "4.3.2026"}, {"starts_on": ["The date is in the future."]}),
        (
            {"level": "fully", "assessed_on": "4.3.2026"},
            {"assessed_on": ["The date is in the future."]},
        ),
        ({"ends_on": "31.1.2026"}, {"": ["The last day is before the first day."]}),
        ({"what": " "}, {"what": ["This field is required."]}),
        ({"unit": ""}, {"unit": ["This field is required."]}),
    ],
)
def test_what_cannot_be_is_said(
    case: Case, unit: QualificationUnit, aino: Browser, fields: dict[str, str], errors: dict[str, list[str]]
) -> None:
    answer = add(aino, case, unit, **fields)

    assert answer.status_code == 422
    assert errors_of(answer) == errors


def test_a_row_entered_by_mistake_is_removed(
    cast: Cast, case: Case, unit: QualificationUnit, aino: Browser
) -> None:
    add(aino, case, unit)

    aino.post(address("case_competence", case.id, competence(cast).id), {"remove": "yes"})

    with inside(cast):
        assert not Competence.objects.exists()


def test_a_unit_out_of_use_stays_where_it_is_and_is_not_offered(
    cast: Cast, case: Case, unit: QualificationUnit, aino: Browser
) -> None:
    add(aino, case, unit)
    with inside(cast):
        QualificationUnit.objects.update(is_active=False)

    new = aino.get(address("case_competence_new", case.id))
    old = aino.get(address("case_competence", case.id, competence(cast).id))

    with inside(cast):
        assert list(new.context["form"].fields["unit"].queryset) == []
        assert list(old.context["form"].fields["unit"].queryset) == [unit]
    assert "There are no units of qualifications yet." in new.content.decode()


def test_a_competence_belongs_to_its_case(
    cast: Cast, case: Case, unit: QualificationUnit, aino: Browser
) -> None:
    add(aino, case, unit)
    other = new_case(cast, "OTHER")

    assert aino.get(address("case_competence", other.id, competence(cast).id)).status_code == 404


def test_a_manager_sees_competences_without_changing_them(
    cast: Cast, case: Case, unit: QualificationUnit, aino: Browser, mirja: Browser
) -> None:
    add(aino, case, unit)

    page = mirja.get(address("case_documents", case.id)).content.decode()

    assert "Ruokapalvelut" in page
    assert mirja.get(address("case_competence", case.id, competence(cast).id)).status_code == 403


# Units in the settings


def units(cast: Cast) -> list[tuple[Any, ...]]:
    with inside(cast):
        return list(QualificationUnit.objects.order_by("identifier").values_list(*UnitFacts._fields))


def look(browser: Browser, text: str) -> Any:
    return browser.post(
        address("settings_units_look"), {"file": SimpleUploadedFile("units.csv", text.encode())}
    )


def test_a_unit_is_entered_and_corrected_by_hand(cast: Cast, mirja: Browser) -> None:
    facts = {"identifier": "106122", "name": "Ruokapalvelut", "points": "25", "is_active": "on"}
    mirja.post(address("settings_unit_new"), facts)
    with inside(cast):
        made = QualificationUnit.objects.get()

    mirja.post(address("settings_unit", made.id), {**facts, "name": "Ruokapalveluissa toimiminen"})

    assert units(cast) == [("106122", "Ruokapalveluissa toimiminen", "", 25, "")]
    assert "Ruokapalveluissa toimiminen" in mirja.get(address("settings_units")).content.decode()


def test_an_identifier_is_there_once(unit: QualificationUnit, mirja: Browser) -> None:
    answer = mirja.post(address("settings_unit_new"), {"identifier": "1", "name": "Toinen"})

    assert answer.status_code == 422
    assert errors_of(answer) == {"identifier": ["A unit with this identifier is there already."]}


def test_a_table_is_looked_at_before_it_is_imported(
    cast: Cast, unit: QualificationUnit, mirja: Browser
) -> None:
    table = f"{TABLE}1,Ruokapalvelut ja tarjoilu,,,\n"

    preview = look(mirja, table)
    before = units(cast)
    answer: Any = mirja.post(
        address("settings_units_import"), {"table": preview.context["form"].data["table"]}
    )
    again = look(mirja, table)

    assert (len(preview.context["plan"].new), len(preview.context["plan"].changed)) == (2, 1)
    assert before == [("1", "Ruokapalvelut", "", None, "")]
    assert answer.url == address("settings_units")
    assert units(cast) == [
        ("1", "Ruokapalvelut ja tarjoilu", "", None, ""),
        ("106122", "Ruokapalvelut", "RAKA", 25, "Valmistaa ruokaa"),
        ("106123", "Puhtauspalvelut", "", None, ""),
    ]
    assert (len(again.context["plan"].unchanged), again.context["plan"].new) == (3, ())


def test_a_table_with_errors_shows_them_by_row_and_is_not_imported(cast: Cast, mirja: Browser) -> None:
    table = f"{HEADER}\n1,,,,\n2,Nimi,,monta,\n2,Nimi,,,\n"

    preview = look(mirja, table)
    answer = mirja.post(address("settings_units_import"), {"table": table})

    assert [tuple(problem)[:2] for problem in preview.context["problems"]] == [
        (2, "name"),
        (3, "points"),
    ]
    assert "monta is not a whole number up to 1000" in preview.content.decode()
    assert answer.status_code == 422
    assert units(cast) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The submitted file is empty."),
        ("identifier;name\n1;työ".encode("latin-1"), "The file is not UTF-8."),
        (b"a" * 600_000, "The file is larger than 500 kilobytes."),
        (b'identifier,name\n"1,x', "is not CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(mirja: Browser, content: bytes, words: str) -> None:
    answer = mirja.post(address("settings_units_look"), {"file": SimpleUploadedFile("a.csv", content)})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_coach_does_not_edit_the_units(aino: Browser) -> None:
    for route in ("settings_units", "settings_unit_new"):
        assert aino.get(address(route)).status_code == 403


def test_the_number_of_queries_does_not_grow(cast: Cast, unit: QualificationUnit, mirja: Browser) -> None:
    few = queries_of(mirja, address("settings_units"))
    with inside(cast):
        QualificationUnit.objects.bulk_create(
            QualificationUnit(identifier=f"x{number}", name="Osa") for number in range(40)
        )

    assert queries_of(mirja, address("settings_units")) == few <= 12


# Reading a table


@pytest.mark.parametrize(
    ("table", "problems"),
    [
        ("name\nOsa", [(1, "identifier", "the column is missing")]),
        ("identifier,name,x\n1,Osa,", [(1, "x", "there is no column of this name")]),
        ("identifier,name,name\n1,Osa,Osa", [(1, "name", "the column is there twice")]),
        ("identifier,name\n1", [(2, "", "the row has 1 cells, the header 2")]),
        ("identifier,name\n1,", [(2, "name", "must not be blank")]),
        ("identifier,name\n1,a\x07", [(2, "name", "holds control characters")]),
        (f"identifier,name\n1,{'a' * 201}", [(2, "name", "longer than 200 characters")]),
        ("identifier,name,points\n1,a,1.5", [(2, "points", "1.5 is not a whole number up to 1000")]),
        ("identifier,name,points\n1,a,-1", [(2, "points", "-1 is not a whole number up to 1000")]),
        ("identifier,name,points\n1,a,1001", [(2, "points", "1001 is not a whole number up to 1000")]),
        ("identifier,name,points\n1,a,²", [(2, "points", "² is not a whole number up to 1000")]),
        ("identifier,name\n1,a\n\n1,b", [(4, "identifier", "the same identifier as on row 2")]),
        ("identifier,name", [(1, "", "there are no units below the names of the columns")]),
    ],
)
def test_problems_of_a_table(table: str, problems: list[tuple[int, str, str]]) -> None:
    with translation.override("en"):
        assert [tuple(problem) for problem in read_units(table).problems] == problems


def test_semicolons_and_columns_in_any_order_are_read() -> None:
    read = read_units("points;name;identifier\n25;Ruokapalvelut, osa;106122\n")

    assert read.units == (UnitFacts("106122", "Ruokapalvelut, osa", points=25),)
    assert read.problems == ()


def test_units_are_compared_by_identifier() -> None:
    here = {"1": UnitFacts("1", "Osa"), "2": UnitFacts("2", "Osa")}

    plan = plan_units([UnitFacts("1", "Osa"), UnitFacts("2", "Toinen"), UnitFacts("3", "Osa")], here)

    assert [[unit.identifier for unit in part] for part in (plan.unchanged, plan.changed, plan.new)] == [
        ["1"],
        ["2"],
        ["3"],
    ]


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_units(f"identifier,name\n{text}")
    except FileRefused:
        return
    assert len({unit.identifier for unit in read.units}) == len(read.units) or read.problems
