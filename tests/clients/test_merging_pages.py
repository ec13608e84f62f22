"""The pages of people who are there twice: who is shown to whom, the preview, merging, undoing."""

from typing import Any

import pytest
from pytest_django import Settings

from clients.models import Case, Client, ClientMerge
from tasmat.access.areas import revoke_areas
from tests.cast import DAY, KIURUVESI, SONKAJARVI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, new_entry, queries_of
from tests.clients.merging_data import merge, twin_cases

PAGE = "duplicates"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def preview(kept: Case, merged: Case) -> str:
    return address("clients_merge", kept.client_id, merged.client_id)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_pairs_are_listed_with_their_cases(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    new_case(cast, "MUU", first_name="Muu", last_name="Nimi")

    page = text_of(browser_of(cast.mirja).get(address(PAGE)))

    assert preview(kept, merged) in page
    assert "same name and date of birth" in page
    assert "1 pair may be one person" in page
    assert "MUU" not in page


def test_a_pair_with_a_case_in_an_area_that_one_does_not_see_is_not_shown(cast: Cast) -> None:
    """Not even that there is such a person; nor can its address be guessed."""
    kept, merged = twin_cases(cast, number=SONKAJARVI)
    with inside(cast):
        revoke_areas(cast.mirja, [cast.areas[SONKAJARVI]])
    browser = browser_of(cast.mirja)

    assert preview(kept, merged) not in text_of(browser.get(address(PAGE)))
    assert "GONE" not in text_of(browser.get(address("case_twins", kept.id) + "?q=äyräs"))
    assert browser.get(preview(kept, merged)).status_code == 404
    assert browser.post(preview(kept, merged)).status_code == 404


def test_the_preview_tells_what_stays_moves_and_conflicts(cast: Cast) -> None:
    kept, merged = twin_cases(cast, phone="050 999")
    new_entry(cast, merged, DAY)
    with inside(cast):
        kept.client.email = merged.client.email = ""
        kept.client.save()

    response = browser_of(cast.mirja).get(preview(kept, merged))

    page = text_of(response)
    assert list(response.context["form"].fields) == ["street_address", "phone", "interpreter_language"]
    assert "becomes one with KEPT-1" in page
    assert "2.9.2025 – " in page
    assert dict(response.context["rows"]) == {"Coaches": 1, "Entries": 1, "Times in the project": 1}
    assert preview(merged, kept) in page


def test_a_protected_address_is_not_shown(cast: Cast) -> None:
    kept, merged = twin_cases(cast, has_protected_address=True)

    page = text_of(browser_of(cast.mirja).get(preview(kept, merged)))

    assert "street 1" not in page
    assert "Iisalmi" not in page


def test_merging_by_the_form_and_undoing_it(cast: Cast) -> None:
    kept, merged = twin_cases(cast, phone="050 999")
    browser = browser_of(cast.mirja)
    choice = {"phone": "merged", "email": "kept", "street_address": "kept", "interpreter_language": "kept"}

    done = browser.post(preview(kept, merged), choice, follow=True)
    page = text_of(done)
    listed = text_of(browser.get(address("cases")))
    with inside(cast):
        phone = Client.objects.get(id=kept.client_id).phone
        row = ClientMerge.objects.get()
    undone = browser.post(address("case_merge_undo", kept.id, row.id), follow=True)

    assert done.redirect_chain == [(address("case_merges", kept.id), 302)]
    assert phone == "050 999"
    assert all(words in page for words in ("GONE-1", "Set aside:", "2.9.2025", "Undo the merge", "2.4.2026"))
    assert listed.count("Äyräs, Eero") == 1
    assert browser.get(address("case", merged.id)).status_code == 200
    assert "two persons again" in text_of(undone)
    with inside(cast):
        assert Client.objects.get(id=kept.client_id).phone == "0401234567"


def test_merging_twice_says_so(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    choice = {"email": "kept", "street_address": "kept", "interpreter_language": "kept"}
    browser = browser_of(cast.mirja)

    first, second = browser.post(preview(kept, merged), choice), browser.post(preview(kept, merged), choice)

    assert (first.status_code, second.status_code) == (302, 404)


def test_two_codes_are_two_people(cast: Cast) -> None:
    kept, merged = twin_cases(cast, identity_code="131052-308T")
    with inside(cast):
        kept.client.identity_code = "010190-123A"
        kept.client.save()

    browser = browser_of(cast.mirja)
    page = text_of(browser.get(preview(kept, merged)))
    choice = {"email": "kept", "street_address": "kept", "interpreter_language": "kept"}
    response = browser.post(preview(kept, merged), choice)

    assert "they are two people" in page
    assert "Merge into one person" not in page
    assert "131052" not in page
    assert response.status_code == 422
    assert errors_of(response) == {"": ["They have different personal identity codes: they are two people."]}


def test_a_row_is_not_merged_with_itself(cast: Cast) -> None:
    kept, _merged = twin_cases(cast)

    assert browser_of(cast.mirja).get(preview(kept, kept)).status_code == 404


def test_somebody_with_another_name_is_found_by_search(cast: Cast) -> None:
    kept, other = new_case(cast, "YKSI"), new_case(cast, "KAKSI", number=KIURUVESI)

    page = text_of(browser_of(cast.mirja).get(address("case_twins", kept.id) + "?q=KAKSI"))

    assert preview(kept, other) in page
    assert preview(kept, kept) not in page


def test_a_coach_reads_what_became_one_but_does_not_undo(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    with inside(cast):
        row = merge(cast, kept, merged)
    browser = browser_of(cast.aino)

    page = text_of(browser.get(address("case_merges", kept.id)))

    assert "GONE-1" in page
    assert "Undo the merge" not in page
    assert address("case_merges", kept.id) in text_of(browser.get(address("case_person", kept.id)))
    assert browser.post(address("case_merge_undo", kept.id, row.id)).status_code == 403
    assert browser.get(address(PAGE)).status_code == 403


def test_a_merge_of_somebody_else_is_not_found(cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    other = new_case(cast, "MUU")
    with inside(cast):
        row = merge(cast, kept, merged)

    assert browser_of(cast.mirja).post(address("case_merge_undo", other.id, row.id)).status_code == 404
    assert browser_of(cast.mirja).get(address("case_merge_undo", kept.id, row.id)).status_code == 405


@pytest.mark.parametrize("route", [PAGE, "case_twins", "case_merges", "clients_merge"])
def test_queries_do_not_grow(route: str, cast: Cast) -> None:
    kept, merged = twin_cases(cast)
    ids = {PAGE: (), "clients_merge": (kept.client_id, merged.client_id)}.get(route, (kept.id,))
    browser = browser_of(cast.mirja)
    with inside(cast):
        merge(cast, kept, new_case(cast, "FIRST"))
    browser.get(address(route, *ids))

    few = queries_of(browser, address(route, *ids))
    more = [new_case(cast, f"N{number}", first_name="Eero", last_name="Äyräs") for number in range(10)]
    with inside(cast):
        for case in more[:5]:
            merge(cast, kept, case)

    assert queries_of(browser, address(route, *ids)) == few


def test_the_list_asks_few_questions(cast: Cast) -> None:
    twin_cases(cast)
    browser = browser_of(cast.mirja)
    browser.get(address(PAGE))

    assert queries_of(browser, address(PAGE)) <= 14
