"""The personal identity code: checked, kept sealed, shown in part, and once in an organisation."""

import base64
import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from clients.models import Client
from clients.services.duplicates import others_with_code
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, Cast, make_cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case

CODE, BORN = "131052-308T", dt.date(1952, 10, 13)
NO_CODE = "This is no personal identity code. Check it, for example 131052-308T."


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def save(cast: Cast, case: Any, code: str = CODE) -> Any:
    return browser_of(cast.aino).post(address("case_identity", case.id), {"code": code})


def person_of(cast: Cast, case: Any) -> Client:
    with inside(cast):
        person: Client = Client.objects.get(id=case.client_id)
        str(person.identity_code)  # opens the seal here, inside the organisation
    return person


@pytest.mark.parametrize("typed", [CODE, " 131052-308t ", "131052- 308T"])
def test_a_code_is_saved_as_it_is_written_properly(typed: str, cast: Cast) -> None:
    case = new_case(cast, born_on=BORN)

    response = save(cast, case, typed)

    assert response.status_code == 302
    assert person_of(cast, case).identity_code == CODE


def test_it_tells_the_date_of_birth_where_none_is_known(cast: Cast) -> None:
    case = new_case(cast, born_on=None)

    save(cast, case)

    assert person_of(cast, case).born_on == BORN


@pytest.mark.parametrize("wrong", ["131052-308U", "320152-308T", "131052308T", "131052-9051", "x", "-" * 20])
def test_what_is_no_code_is_said(wrong: str, cast: Cast) -> None:
    case = new_case(cast, born_on=BORN)

    response = save(cast, case, wrong)

    assert response.status_code == 422
    assert errors_of(response) == {"code": [NO_CODE]}
    assert person_of(cast, case).identity_index is None


def test_it_must_agree_with_the_date_of_birth(cast: Cast) -> None:
    response = save(cast, new_case(cast))

    assert response.status_code == 422
    assert "another date of birth" in errors_of(response)["code"][0]


def test_nobody_else_of_the_organisation_has_it(cast: Cast) -> None:
    first, second = new_case(cast, "YKSI", born_on=BORN), new_case(cast, "KAKSI", born_on=BORN)
    save(cast, first)

    response = save(cast, second)
    again = save(cast, first)

    assert response.status_code == 422
    assert "Another client" in errors_of(response)["code"][0]
    assert "YKSI" not in str(errors_of(response))
    assert again.status_code == 302


def test_another_organisation_may_have_it(cast: Cast) -> None:
    case = new_case(cast, born_on=BORN)
    with tenant_context(cast.beta.id):
        Client.objects.create(first_name="B", last_name="B", identity_code=CODE)

    assert save(cast, case).status_code == 302


def test_pages_show_it_in_part_and_the_database_not_at_all(cast: Cast) -> None:
    case = new_case(cast, born_on=BORN)
    save(cast, case)
    browser = browser_of(cast.aino)

    pages = [
        browser.get(address(name, case.id)).content.decode() for name in ("case_person", "case_identity")
    ]

    assert "131052-****" in pages[0]
    assert not any("308T" in page.replace("131052-308T.", "") for page in pages)
    with inside(cast), connection.cursor() as cursor:
        cursor.execute(
            "select identity_code, identity_index from clients_client where id = %s", [case.client_id]
        )
        assert all(b"308T" not in bytes(value) for value in cursor.fetchone())


def test_it_can_be_removed(cast: Cast) -> None:
    case = new_case(cast, born_on=BORN)
    save(cast, case)

    response = browser_of(cast.aino).post(address("case_identity", case.id), {"remove": "yes"})

    person = person_of(cast, case)
    assert response.status_code == 302
    assert (person.identity_code, person.identity_index) == (None, None)


def test_saving_other_facts_leaves_the_index_as_it_is(cast: Cast) -> None:
    case = new_case(cast, born_on=BORN)
    save(cast, case)
    before = person_of(cast, case).identity_index
    with inside(cast):
        person = Client.objects.get(id=case.client_id)
        person.phone = "1"
        person.save()

    assert person_of(cast, case).identity_index == before


def test_a_new_key_makes_a_new_index_by_which_it_is_found(own_database: str, settings: Settings) -> None:
    cast = make_cast()
    case = new_case(cast, born_on=BORN)
    save(cast, case)
    new = "new:" + base64.b64encode(b"n" * 32).decode()

    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]
    call_command("rotate_field_keys", verbosity=0)
    settings.FIELD_KEYS = [new]

    with inside(cast):
        other = Client.objects.create(first_name="B", last_name="B")
        assert list(others_with_code(CODE, other)) == [case.client]
