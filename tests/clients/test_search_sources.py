"""The search leads straight to the entry box, and other apps add kinds of results to it."""

import pytest
from pytest_django import Settings

from clients import search_sources
from clients.search_sources import Found, SearchSource, add_search_source
from clients.services.stays import close_stay
from tasmat.access.actions import Action
from tasmat.tenancy.requests import TenantRequest
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, inside, new_case

SEARCH = address("search")


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def _employers(monkeypatch: pytest.MonkeyPatch) -> None:
    """An app that knows one employer, for coaches."""

    def find(request: TenantRequest, words: str, most: int) -> list[Found]:
        known = [Found("Eeron Konepaja", f"{request.organisation.name} · {most}", "/konepaja/", "/kirjaa/")]
        return [each for each in known if words in each.title.lower()]

    monkeypatch.setattr(search_sources, "_sources", [])
    add_search_source(SearchSource(order=20, title="Employers", action=Action.LOG_ENTRY, find=find))


def test_a_result_leads_straight_to_the_entry_box(cast: Cast) -> None:
    case, ended = new_case(cast, "EERO"), new_case(cast, "EEROX")
    with inside(cast):
        close_stay(ended, exit_on=DAY, exit_status="employed")

    page = browser_of(cast.aino).get(SEARCH, {"q": "eero"}).content.decode()

    assert f'href="{address("case", case.id)}#kirjaa"' in page
    assert f'href="{address("case", ended.id)}#kirjaa"' not in page
    assert "#kirjaa" not in browser_of(cast.mirja).get(SEARCH, {"q": "eero"}).content.decode()


@pytest.mark.usefixtures("_employers")
@pytest.mark.parametrize(
    ("words", "titles"),
    [("eero", ["Employers"]), ("pajax", []), ("", [])],
)
def test_other_apps_add_kinds_of_results(words: str, titles: list[str], cast: Cast) -> None:
    response = browser_of(cast.aino).get(SEARCH, {"q": words})

    assert [title for title, _found in response.context["others"]] == titles
    assert ('href="/kirjaa/"' in response.content.decode()) == bool(titles)


@pytest.mark.usefixtures("_employers")
def test_a_kind_that_the_member_may_not_open_is_left_out(cast: Cast) -> None:
    assert browser_of(cast.mirja).get(SEARCH, {"q": "eero"}).context["others"] == []
