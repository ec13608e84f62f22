"""The list of cases and the search: what they find, for whom, and in how many queries."""

import datetime as dt

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Absence, Assignment, Case
from clients.services.opening import reindex
from clients.services.people import Name, save_person
from clients.services.stays import close_stay
from tasmat.access.areas import grant_areas
from tasmat.audit.models import AccessEvent
from tasmat.tenancy.models import Project, ProjectArea, ProjectCode
from tests.cast import DAY, IISALMI, KIURUVESI, SONKAJARVI, Cast
from tests.clients.casework import address, browser_of, inside, new_case, new_entry, queries_of

LIST, SEARCH = address("cases"), address("search")


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def found(browser: Browser, query: str = "", url: str = LIST) -> list[str]:
    """First names on the page; made-up first names are <mark>-first."""
    page = browser.get(f"{url}?{query}").context["page"]
    return [row.case.client.first_name.removesuffix("-first") for row in page]


def test_a_coach_begins_with_the_own_cases_that_go_on(cast: Cast) -> None:
    new_case(cast, "B")
    new_case(cast, "A")
    new_case(cast, "COLLEAGUES", coach=cast.bertta)
    with inside(cast):
        close_stay(new_case(cast, "ENDED"), exit_on=DAY)

    assert found(browser_of(cast.aino)) == ["A", "B"]
    assert found(browser_of(cast.aino), "whose=all") == ["A", "B", "COLLEAGUES"]
    assert found(browser_of(cast.mirja)) == ["A", "B", "COLLEAGUES"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["AWAY", "KIURU", "LATE", "NODATA", "SECRET"]),
        ("state=ended", ["ENDED"]),
        ("state=all", ["AWAY", "ENDED", "KIURU", "LATE", "NODATA", "SECRET"]),
        (f"municipality={KIURUVESI}", ["KIURU"]),
        (f"municipality={SONKAJARVI}", []),  # whose address is protected is not found by it
        ("missing=contact", ["LATE", "NODATA"]),
        ("missing=start", ["NODATA"]),
        ("missing=end&state=all", ["ENDED"]),
        ("missing=end", []),
        ("missing=follow_up&state=all", []),
        ("whose=mine", []),
        ("coach={bertta}", ["KIURU"]),
        ("coach={mirja}", ["AWAY", "KIURU", "LATE", "NODATA", "SECRET"]),  # no coach: a wrong value
        (
            "state=nonsense&municipality=999&missing=x&coach=1",
            ["AWAY", "ENDED", "KIURU", "LATE", "NODATA", "SECRET"],
        ),
        ("page=99", ["AWAY", "KIURU", "LATE", "NODATA", "SECRET"]),
    ],
)
def test_the_filter(query: str, names: list[str], cast: Cast) -> None:
    new_case(cast, "LATE")
    new_case(cast, "NODATA", gender=None)
    new_entry(cast, new_case(cast, "KIURU", coach=cast.bertta, number=KIURUVESI), DAY)
    new_entry(cast, new_case(cast, "SECRET", number=SONKAJARVI, has_protected_address=True), DAY)
    away, ended = new_case(cast, "AWAY"), new_case(cast, "ENDED")
    with inside(cast):
        Absence.objects.create(case=away, kind="holiday", starts_on=DAY)
        close_stay(ended, exit_on=DAY)

    asked = query.format(bertta=cast.bertta.id, mirja=cast.mirja.id)
    assert found(browser_of(cast.mirja), asked) == names


def test_a_member_of_two_projects_filters_by_project(cast: Cast) -> None:
    new_case(cast, "FIRST")
    with inside(cast):
        code = ProjectCode.objects.create(code="TOINEN", organisation=cast.alpha)
        project = Project.objects.create(
            code=code, name="Toinen hanke", starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2026, 12, 31)
        )
        area = ProjectArea.objects.create(project=project, municipality_id=IISALMI, quota=5)
    assert "Toinen hanke" not in browser_of(cast.mirja).get(LIST).content.decode()

    with inside(cast):
        grant_areas(cast.mirja, [area])
    browser = browser_of(cast.mirja)

    assert found(browser, f"project={project.id}") == []
    assert found(browser, f"project={cast.project.id}") == ["FIRST"]


def test_a_row_shows_municipality_coach_days_and_pills(cast: Cast) -> None:
    case = new_case(cast, "EERO", interpreter_language="")
    new_entry(cast, case, dt.date(2026, 2, 10))

    page = browser_of(cast.aino).get(LIST)

    [(_row, pills, _waited)] = page.context["rows"]
    assert [pill.text for pill in pills] == ["21 days without contact"]
    for word in ("Iisalmi", "Aino Valmentaja", "2.9.2025", "10.2.2026"):
        assert word in page.content.decode()


def test_the_list_has_pages_of_25_and_tells_whom_it_showed(cast: Cast) -> None:
    for number in range(27):
        new_case(cast, f"C{number:02}")
    browser = browser_of(cast.aino)

    assert len(found(browser)) == 25
    assert found(browser, "page=2") == ["C25", "C26"]
    with inside(cast):
        assert [len(event.clients) for event in AccessEvent.objects.order_by("id")] == [25, 2]


@pytest.mark.parametrize("query", ["", "missing=contact"])
def test_the_list_asks_the_same_number_of_queries_for_any_number_of_cases(query: str, cast: Cast) -> None:
    browser = browser_of(cast.aino)
    new_case(cast, "C000")
    browser.get(LIST)
    before = queries_of(browser, f"{LIST}?{query}")
    for number in range(40):
        new_case(cast, f"C{number + 1:03}")

    assert queries_of(browser, f"{LIST}?{query}") == before <= 12


@pytest.fixture
def eero(cast: Cast) -> Case:
    """Eero Äyräväinen-Öst, formerly Lehtinen."""
    case = new_case(cast, "EERO", first_name="Eero Juhani", last_name="Lehtinen", phone="+358 40 765 4321")
    with inside(cast):
        case.client.last_name = "Äyräväinen-Öst"
        save_person(case.client, ["last_name"], Name("Eero Juhani", "Lehtinen", dt.date(2025, 12, 31)))
    return case


@pytest.mark.parametrize(
    "query",
    [
        "eero",
        "Äyrä",
        "ayravainen",
        "öst eero",
        "JUHANI",
        "lehti",
        "eero lehtinen",
        "040 765",
        "040-7654321",
        "+35840765",
    ],
)
def test_search_finds_by_the_beginning_of_any_word_or_number(query: str, eero: Case, cast: Cast) -> None:
    page = browser_of(cast.aino).get(SEARCH, {"q": query})

    assert [row.case for row in page.context["page"]] == [eero]
    assert "formerly Lehtinen, Eero Juhani" in page.content.decode()


@pytest.mark.parametrize("query", ["EERO-1", "eero1", "1"])
def test_search_finds_by_reference(query: str, eero: Case, cast: Cast) -> None:
    assert [row.case for row in browser_of(cast.aino).get(SEARCH, {"q": query}).context["page"]] == [eero]


@pytest.mark.parametrize("query", ["131052-308T", " 131052-308t ", "131052 - 308T"])
def test_search_finds_by_a_whole_identity_code_and_repeats_it_in_part(query: str, cast: Cast) -> None:
    case = new_case(cast, "EERO", identity_code="131052-308T")
    new_case(cast, "TOINEN", identity_code="010190-123A")
    hidden = browser_of(cast.bertta).get(SEARCH, {"q": query})

    page = browser_of(cast.aino).get(SEARCH, {"q": query})

    assert [row.case for row in page.context["page"]] == [case]
    assert list(hidden.context["page"]) == []
    assert page.context["query"] == "131052-****"
    assert list(browser_of(cast.aino).get(SEARCH, {"q": "131052-308"}).context["page"]) == []


@pytest.mark.parametrize(
    "query", ["eero", "olli", "eero-olli", "Eero Olli", "olli äyräs", "virta", "Äyräs-Virta"]
)
def test_search_finds_by_either_part_of_a_double_name(query: str, cast: Cast) -> None:
    case = new_case(cast, "X", first_name="Eero-Olli", last_name="Äyräs-Virta")
    with inside(cast):
        reindex(case.client)

    assert [row.case for row in browser_of(cast.aino).get(SEARCH, {"q": query}).context["page"]] == [case]


@pytest.mark.parametrize(
    "query", ["", "   ", "%", "_", "\x00", "ero", "eero kallio", "'; drop table", "x" * 5000, "🙂"]
)
def test_search_finds_nobody_and_says_what_to_do(query: str, eero: Case, cast: Cast) -> None:
    page = browser_of(cast.aino).get(SEARCH, {"q": query})

    assert page.status_code == 200
    assert list(page.context["page"]) == []
    assert "The beginning" in page.content.decode()


def test_search_finds_nobody_whom_the_member_may_not_see(cast: Cast) -> None:
    new_case(cast, "SAMA", first_name="Sama")
    new_case(cast, "SAMAB", coach=cast.bertta, number=KIURUVESI, first_name="Samalla")
    with inside(cast):
        for case in Case.objects.select_related("client"):
            reindex(case.client)

    assert found(browser_of(cast.aino), "q=sama", SEARCH) == ["Sama"]
    assert found(browser_of(cast.bertta), "q=sama", SEARCH) == ["Samalla"]
    assert found(browser_of(cast.mirja), "q=sama", SEARCH) == ["Sama", "Samalla"]
    otto = browser_of(cast.otto).get(SEARCH.replace("alpha", "beta"), {"q": "sama"})
    assert list(otto.context["page"]) == []


def test_search_hides_a_protected_municipality_and_tells_whom_it_showed(cast: Cast) -> None:
    case = new_case(cast, "TURVA", has_protected_address=True)

    page = browser_of(cast.aino).get(SEARCH, {"q": "turva"})

    assert "Iisalmi" not in page.content.decode()
    with inside(cast):
        assert [event.clients for event in AccessEvent.objects.all()] == [[case.client_id]]


def test_an_assignment_over_opens_a_case_of_another_area(cast: Cast) -> None:
    case = new_case(cast, "KIURU", coach=cast.bertta, number=KIURUVESI)
    with inside(cast):
        Assignment.objects.create(case=case, member=cast.aino, role="second", from_on=DAY)

    assert found(browser_of(cast.aino), "q=kiuru", SEARCH) == ["KIURU"]


def test_the_search_asks_the_same_number_of_queries_for_any_number_of_clients(cast: Cast) -> None:
    browser, url = browser_of(cast.aino), f"{SEARCH}?q=c"
    new_case(cast, "C000")
    browser.get(url)
    before = queries_of(browser, url)
    for number in range(40):
        new_case(cast, f"C{number + 1:03}")

    assert queries_of(browser, url) == before <= 12
