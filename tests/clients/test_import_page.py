"""The import in the manager's settings: upload, preview, import once, give up; and who may not."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from clients.forms.imports import MOST_ROWS
from clients.models import Case, CaseImport
from tasmat import clock
from tasmat.access.roles import Role
from tasmat.audit.models import AccessEvent
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, IISALMI, Cast, make_member
from tests.commands.sheets import bare, row, sheet

pytestmark = pytest.mark.django_db

IMPORTS = "/o/alpha/asetukset/tuonti/"
QUERIES = 12 + 8  # those that read, and savepoints, settings of the session and the access event


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def manager(client: Browser, cast: Cast) -> Browser:
    """A browser in which Mirja is signed in and reads English."""
    client.cookies["tasmat_language"] = "en"
    client.force_login(cast.mirja.user)
    return client


def upload(browser: Browser, cast: Cast, content: str | bytes, **fields: Any) -> Any:
    """Posts the form with a file."""
    data = content.encode() if isinstance(content, str) else content
    given = {
        "project": str(cast.project.id),
        "submission_key": str(uuid4()),
        "file": SimpleUploadedFile("cases.csv", data),
        **fields,
    }
    return browser.post(IMPORTS, given)


def waiting(cast: Cast) -> CaseImport:
    with tenant_context(cast.alpha.id):
        found: CaseImport = CaseImport.objects.get()
    return found


def count(cast: Cast, model: type[Any]) -> int:
    with tenant_context(cast.alpha.id):
        return int(model.objects.count())


def page(name: str, import_id: UUID) -> str:
    return reverse(name, args=["alpha", import_id])


def test_a_file_is_looked_at_and_then_imported(manager: Browser, cast: Cast) -> None:
    shown = manager.get(IMPORTS)
    answer = upload(manager, cast, sheet(row(), row(reference="R2", first_name="Bo")))
    preview = manager.get(answer["Location"])

    assert shown.context["form"].initial["submission_key"]
    assert answer.status_code == 302
    assert preview.status_code == 200
    assert [(each.line, each.reference) for each in preview.context["rows"]] == [(2, "R1"), (3, "R2")]
    assert preview.context["counts"][0] == ("new client", 2)
    assert count(cast, Case) == 0

    done = manager.post(page("import_confirm", waiting(cast).id), follow=True)

    assert done.redirect_chain == [(answer["Location"], 302)]
    assert [str(message) for message in done.context["messages"]] == ["2 rows are imported."]
    assert done.context["counts"][0] == ("new client", 2)
    assert count(cast, Case) == 2
    assert waiting(cast).content == ""


def test_confirming_twice_imports_once(manager: Browser, cast: Cast) -> None:
    upload(manager, cast, sheet(row()))
    url = page("import_confirm", waiting(cast).id)

    first, second = manager.post(url), manager.post(url)

    assert first["Location"] == second["Location"]
    assert count(cast, Case) == 1


def test_a_double_click_on_the_upload_keeps_one_file(manager: Browser, cast: Cast) -> None:
    key = str(uuid4())

    first = upload(manager, cast, sheet(row()), submission_key=key)
    second = upload(manager, cast, sheet(row()), submission_key=key)

    assert first["Location"] == second["Location"]
    assert count(cast, CaseImport) == 1


def test_errors_are_listed_and_nothing_can_be_imported(manager: Browser, cast: Cast) -> None:
    answer = upload(manager, cast, sheet(row(gender="X"), row(reference="R2", exit_date="2024-01-01")))

    preview = manager.get(answer["Location"])
    manager.post(page("import_confirm", waiting(cast).id))

    assert [problem[:2] for problem in preview.context["problems"]] == [(2, "gender"), (3, "exit_date")]
    assert "X is not one of W, M, NB" in preview.content.decode()
    assert "vahvista" not in preview.content.decode()
    assert count(cast, Case) == 0
    assert waiting(cast).imported_at is None


def test_a_wrong_header_is_shown_like_other_errors(manager: Browser, cast: Cast) -> None:
    preview = manager.get(upload(manager, cast, "reference;name\nR1;A\n")["Location"])

    assert (1, "name") in [problem[:2] for problem in preview.context["problems"]]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The submitted file is empty."),
        (b"\r\n \r\n", "The file is empty."),
        ("reference,Ä".encode("latin-1"), "The file is not UTF-8."),
        (sheet(row()).encode() + b'"', "Row 3 is not CSV"),
        (b"x" * (5 * 1024 * 1024 + 1), "The file is larger than 5 megabytes."),
        (sheet(*[bare()] * (MOST_ROWS + 1)).encode(), "The file has 2001 rows; at most 2000"),
    ],
    ids=["nothing", "blank", "latin", "quote", "large", "long"],
)
def test_a_file_that_cannot_be_looked_at(manager: Browser, cast: Cast, content: bytes, told: str) -> None:
    answer = upload(manager, cast, content)

    assert answer.status_code == 422
    with translation.override("en"):
        assert told in answer.context["form"].errors["file"][0]
    assert count(cast, CaseImport) == 0


def test_a_form_without_a_file_is_asked_again(manager: Browser, cast: Cast) -> None:
    answer = manager.post(IMPORTS, {"project": str(cast.project.id), "submission_key": "no key"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"file", "submission_key"}


def test_a_file_is_given_up(manager: Browser, cast: Cast) -> None:
    upload(manager, cast, sheet(row()))

    answer = manager.post(page("import_give_up", waiting(cast).id))

    assert answer["Location"] == IMPORTS
    assert count(cast, CaseImport) == 0
    assert count(cast, Case) == 0


def test_an_import_is_not_given_up(manager: Browser, cast: Cast) -> None:
    upload(manager, cast, sheet(row()))
    import_id = waiting(cast).id
    manager.post(page("import_confirm", import_id))

    manager.post(page("import_give_up", import_id))

    assert count(cast, CaseImport) == 1
    assert manager.get(IMPORTS).context["imports"][0].id == import_id


def test_a_file_nobody_imports_is_forgotten_after_a_day(
    manager: Browser, cast: Cast, settings: Settings
) -> None:
    upload(manager, cast, sheet(row()))
    old = waiting(cast).id
    settings.TASMAT_TODAY = DAY + dt.timedelta(days=2)

    assert manager.get(page("import", old)).status_code == 404
    upload(manager, cast, sheet(row()))

    assert waiting(cast).id != old


def test_the_text_is_sealed(manager: Browser, cast: Cast) -> None:
    upload(manager, cast, sheet(row()))

    with tenant_context(cast.alpha.id), connection.cursor() as cursor:
        cursor.execute("select content from clients_caseimport")
        (content,) = cursor.fetchone()
    assert b"Anna" not in bytes(content)


def test_looking_and_importing_leave_access_events(manager: Browser, cast: Cast) -> None:
    upload(manager, cast, sheet(row()))
    manager.post(page("import_confirm", waiting(cast).id))
    with tenant_context(cast.alpha.id):
        client_id = Case.objects.get().client_id
        CaseImport.objects.all().delete()
    upload(manager, cast, sheet(bare(exit_date="2025-01-01")))
    import_id = waiting(cast).id

    manager.get(page("import", import_id))
    manager.post(page("import_confirm", import_id))

    with tenant_context(cast.alpha.id):
        events = list(AccessEvent.objects.values_list("route", "clients").order_by("at", "id"))
    assert events == [("import", [client_id]), ("import_confirm", [client_id])]


def test_only_projects_all_of_whose_municipalities_are_ones_own(cast: Cast) -> None:
    with tenant_context(cast.alpha.id):
        part = make_member("Pertti Osa", "pertti@alpha.example", Role.MANAGER, areas=[cast.areas[IISALMI]])
    browser = Browser()
    browser.force_login(part.user)

    answer = upload(browser, cast, sheet(row()))

    assert browser.get(IMPORTS).status_code == 200
    assert answer.status_code == 422
    assert "project" in answer.context["form"].errors


def test_another_managers_file_is_not_there(manager: Browser, cast: Cast) -> None:
    upload(manager, cast, sheet(row()))
    import_id = waiting(cast).id
    with tenant_context(cast.alpha.id):
        other = make_member("Maija", "maija@alpha.example", Role.MANAGER, areas=list(cast.areas.values()))
    browser = Browser()
    browser.force_login(other.user)

    assert browser.get(page("import", import_id)).status_code == 404
    assert browser.post(page("import_confirm", import_id)).status_code == 404
    assert browser.post(page("import_give_up", import_id)).status_code == 404
    assert count(cast, Case) == 0


@pytest.mark.parametrize(("name", "status"), [("aino", 403), ("aarne", 403), ("kaisa", 403), ("otto", 404)])
def test_others_do_not_import(client: Browser, cast: Cast, name: str, status: int) -> None:
    client.force_login(cast.members()[name].user)

    assert client.get(IMPORTS).status_code == status
    assert upload(client, cast, sheet(row())).status_code == status


def test_missing_rows_and_wrong_methods(manager: Browser, cast: Cast) -> None:
    assert manager.get(page("import", new_id())).status_code == 404
    assert manager.post(page("import_confirm", new_id())).status_code == 404
    assert manager.put(IMPORTS).status_code == 405
    assert manager.post(page("import", new_id())).status_code == 405
    assert manager.get(page("import_confirm", new_id())).status_code == 405


@pytest.mark.parametrize("how_many", [1, 10, 200])
def test_the_preview_asks_as_much_whatever_the_file(
    manager: Browser, cast: Cast, how_many: int, django_assert_max_num_queries: Any
) -> None:
    rows = [row(reference=f"R{number}", exit_date="2025-01-01") for number in range(how_many)]
    upload(manager, cast, sheet(*rows))
    manager.post(page("import_confirm", waiting(cast).id))
    with tenant_context(cast.alpha.id):
        CaseImport.objects.all().delete()
    answer = upload(manager, cast, sheet(*rows))

    with django_assert_max_num_queries(QUERIES):
        manager.get(answer["Location"])


def test_the_list_asks_as_much_whatever_its_length(
    manager: Browser, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    with tenant_context(cast.alpha.id):
        for _number in range(10):
            CaseImport.objects.create(
                project=cast.project,
                uploaded_by=cast.mirja,
                submission_key=uuid4(),
                uploaded_at=clock.now(),
                content="x",
            )

    with django_assert_max_num_queries(QUERIES):
        shown = manager.get(IMPORTS)

    assert len(shown.context["imports"]) == 10
