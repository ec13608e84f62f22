"""Pages of figures and reports: who sees them, what they show, how a report is made and fetched."""

import datetime as dt
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import Settings

from clients.models import Stay
from reporting.models import BudgetLine, Report, ReportFile
from reporting.rendering.snapshot import fingerprint
from tasmat.audit.models import AccessEvent
from tasmat.jobs import services as jobs
from tasmat.jobs.models import Job, State
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, Cast
from tests.world import close, make_case, populate_cast

pytestmark = pytest.mark.django_db

QUARTER = {"project": "ALPHA", "period": "2025-10-01/2025-12-31"}


@pytest.fixture(autouse=True)
def _day(settings: Settings, tmp_path: Path) -> None:
    settings.TASMAT_TODAY = DAY
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def mirja(cast: Cast, client: Browser) -> Browser:
    client.force_login(cast.mirja.user)
    return client


def address(name: str, *args: Any, organisation: str = "alpha") -> str:
    return reverse(name, args=[organisation, *args])


def ask(browser: Browser, key: str | None = None) -> Any:
    form = {
        "project": "ALPHA",
        "start": "2025-10-01",
        "until": "2025-12-31",
        "submission_key": key or uuid4(),
    }
    return browser.post(address("report_make"), form)


def work_off(cast: Cast) -> None:
    """What a worker does: claims and does every waiting job."""
    while leased := jobs.claim(5):
        for job_id, organisation_id in leased:
            jobs.do(job_id, organisation_id)


def test_the_page_shows_the_last_quarter_by_itself(cast: Cast, mirja: Browser) -> None:
    response = mirja.get(address("reports"))

    assert response.status_code == 200
    assert str(response.context["period"].start) == "2025-10-01"
    assert str(response.context["period"].until) == "2025-12-31"


def test_every_indicator_is_on_the_page(cast: Cast, mirja: Browser) -> None:
    response = mirja.get(address("reports"), QUARTER)

    text = response.content.decode()
    assert [code for code in response.context["result"].figures.by_code if f">{code}<" not in text] == []


def test_figures_count_people_and_open_them(cast: Cast, mirja: Browser) -> None:
    with tenant_context(cast.alpha.id):
        case = make_case("ANNA", cast.areas["140"], cast.aino, entry_on=dt.date(2025, 11, 3))
    figures = mirja.get(address("reports"), QUARTER).context["result"].figures

    people = mirja.get(address("report_people", "EECO02"), {**QUARTER, "scope": "in_period", "gender": "W"})

    assert figures.by_code["EECO02"].in_period == {"total": 1, "W": 1, "M": 0, "NB": 0}
    assert [row.id for row in people.context["page"]] == [case.id]
    assert "ANNA-last, ANNA-first" in people.content.decode()


def test_people_behind_a_figure_leave_an_access_event(cast: Cast, mirja: Browser) -> None:
    with tenant_context(cast.alpha.id):
        case = make_case("ANNA", cast.areas["140"], cast.aino, entry_on=dt.date(2025, 11, 3))

    mirja.get(address("report_people", "EECO01"), {**QUARTER, "scope": "cumulative"})

    with tenant_context(cast.alpha.id):
        event = AccessEvent.objects.get()
    assert (event.clients, event.action, event.user_id) == (
        [case.client_id],
        "SEE_PEOPLE_BEHIND_FIGURES",
        cast.mirja.user_id,
    )


@pytest.mark.parametrize(
    "query",
    [
        {"scope": "sideways"},
        {"scope": "cumulative", "gender": "X"},
        {"scope": "cumulative", "period": "own", "start": "1.1.2026", "until": "1.1.2025"},
    ],
)
def test_a_figure_that_is_not_there_is_404(query: dict[str, str], cast: Cast, mirja: Browser) -> None:
    assert mirja.get(address("report_people", "EECO01"), {**QUARTER, **query}).status_code == 404
    assert (
        mirja.get(address("report_people", "EECO99"), {**QUARTER, "scope": "cumulative"}).status_code == 404
    )


def test_an_own_period_is_asked_for_both_dates(cast: Cast, mirja: Browser) -> None:
    response = mirja.get(address("reports"), {"project": "ALPHA", "period": "own", "start": "1.2.2026"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["until"]


def test_making_a_report_only_writes_a_job(cast: Cast, mirja: Browser) -> None:
    response = ask(mirja)

    with tenant_context(cast.alpha.id):
        job = Job.objects.get()
        assert not Report.objects.exists()
    assert (job.state, response.url) == (State.QUEUED, address("job", job.id))


def test_a_double_click_asks_once(cast: Cast, mirja: Browser) -> None:
    key = str(uuid4())

    first, second = ask(mirja, key), ask(mirja, key)

    assert first.url == second.url


def test_the_worker_makes_one_report_with_all_its_files(cast: Cast, mirja: Browser) -> None:
    with tenant_context(cast.alpha.id):
        make_case("ANNA", cast.areas["140"], cast.aino, entry_on=dt.date(2025, 11, 3))
    ask(mirja)

    work_off(cast)

    with tenant_context(cast.alpha.id):
        report = Report.objects.get()
        files = list(ReportFile.objects.filter(report=report))
    assert len(files) == 18
    assert report.sha256 == fingerprint(report.snapshot)
    assert report.snapshot["indicators"][0]["cumulative"]["total"] == 1
    assert "ANNA" not in str(report.snapshot)


def test_a_finished_job_leads_to_the_report_and_its_files(cast: Cast, mirja: Browser) -> None:
    job_page = ask(mirja).url
    work_off(cast)

    page = mirja.get(job_page, follow=True)
    with tenant_context(cast.alpha.id):
        book = ReportFile.objects.get(format="xlsx", language="fi", is_suppressed=False)
    answer: Any = mirja.get(address("report_file", book.id))

    assert page.redirect_chain
    assert page.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames


def test_a_job_in_the_queue_says_so_when_no_worker_answers(cast: Cast, mirja: Browser) -> None:
    job_page = ask(mirja).url
    with tenant_context(cast.alpha.id):
        Job.objects.update(created_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC))

    page = mirja.get(job_page)

    assert page.context["waits_long"]


def test_a_report_made_stays_as_it_was(cast: Cast, mirja: Browser) -> None:
    with tenant_context(cast.alpha.id):
        case = make_case("ANNA", cast.areas["140"], cast.aino, entry_on=dt.date(2025, 11, 3))
    ask(mirja)
    work_off(cast)

    with tenant_context(cast.alpha.id):
        Stay.objects.filter(case=case).update(entry_status="employed")
        report = Report.objects.get()

    assert report.sha256 == fingerprint(report.snapshot)
    figures = {part["code"]: part["cumulative"]["total"] for part in report.snapshot["indicators"]}
    assert figures["EECO02"] == 1


def test_a_smaller_figure_than_in_an_earlier_report_is_warned_of(cast: Cast, mirja: Browser) -> None:
    with tenant_context(cast.alpha.id):
        case = make_case("ANNA", cast.areas["140"], cast.aino, entry_on=dt.date(2025, 11, 3))
    ask(mirja)
    work_off(cast)
    with tenant_context(cast.alpha.id):
        Stay.objects.filter(case=case).update(entry_status="employed")

    checks = {check.id: check for check in mirja.get(address("reports"), QUARTER).context["result"].checks}

    assert not checks["W6"].ok
    assert "EECO02" in str(checks["W6"].detail)


@pytest.mark.parametrize("rows", [1, 12])
def test_the_number_of_queries_does_not_grow(
    rows: int, cast: Cast, mirja: Browser, django_assert_max_num_queries: Any
) -> None:
    with tenant_context(cast.alpha.id):
        for number in range(rows):
            close(make_case(f"N{number}", cast.areas["140"], cast.aino, entry_on=dt.date(2025, 11, 3)))

    with django_assert_max_num_queries(30):
        mirja.get(address("reports"), QUARTER)


@pytest.mark.parametrize("name", ["aino", "aarne", "kaisa"])
def test_other_roles_do_not_see_reports(name: str, cast: Cast, client: Browser) -> None:
    client.force_login(cast.members()[name].user)

    assert client.get(address("reports")).status_code == 403


def test_a_report_of_another_organisation_is_not_there(cast: Cast, mirja: Browser) -> None:
    *_, other = populate_cast(cast)

    assert mirja.get(address("report", other.report.id)).status_code == 404
    assert mirja.get(address("report_file", other.report_file.id)).status_code == 404
    assert mirja.get(address("job", other.job.id)).status_code == 404
    assert mirja.get(address("reports", organisation="beta")).status_code == 404


def test_the_municipality_sees_counts_of_its_own_and_no_people(cast: Cast, client: Browser) -> None:
    with tenant_context(cast.alpha.id):
        for number in range(6):
            make_case(f"PERSON{number}", cast.areas["140"], cast.aino)
        make_case("ELSEWHERE", cast.areas["263"], cast.bertta)
    client.force_login(cast.kaisa.user)

    page = client.get(address("municipality"))

    (figures,) = page.context["figures"]
    assert (figures.used, figures.free) == (6, 49)
    assert "PERSON" not in page.content.decode()
    assert "Kiuruvesi" not in page.content.decode()


def test_the_municipality_sees_no_small_count_of_those_under_way_or_ended(
    cast: Cast, client: Browser
) -> None:
    with tenant_context(cast.alpha.id):
        for number in range(6):
            case = make_case(f"PERSON{number}", cast.areas["140"], cast.aino)
        close(case)
    client.force_login(cast.kaisa.user)

    (figures,) = client.get(address("municipality")).context["figures"]

    assert (figures.used, figures.under_way) == (6, None)


def test_a_budget_that_does_not_add_up_shows_the_difference(cast: Cast, mirja: Browser) -> None:
    with tenant_context(cast.alpha.id):
        for year, amount in ((2024, 48020), (2025, 96039), (2026, 48020), (None, 192078)):
            BudgetLine.objects.create(
                project=cast.project, section="costs", label="Palkkakustannukset", year=year, amount=amount
            )

    page = mirja.get(address("report_budget"))

    ((_project, (table,)),) = page.context["projects"]
    assert [(row.label, row.difference) for row in table.differences] == [("Palkkakustannukset", -1)]
    assert "−1" in page.content.decode()


def test_the_number_of_participants_opens_them_all(cast: Cast, mirja: Browser) -> None:
    """An incomplete record stands in no indicator, but behind the grand total."""
    with tenant_context(cast.alpha.id):
        make_case("ANNA", cast.areas["140"], cast.aino, entry_on=dt.date(2025, 11, 3))
        incomplete = make_case("BERIT", cast.areas["140"], cast.aino, entry_on=dt.date(2025, 11, 4))
        Stay.objects.filter(case=incomplete).update(entry_status=None)

    everybody = mirja.get(address("report_people", "participants"), QUARTER)
    counted = mirja.get(address("report_people", "EECO01"), QUARTER)
    lacking = mirja.get(address("report_people", "incomplete"), QUARTER)

    assert everybody.context["page"].paginator.count == 2
    assert counted.context["page"].paginator.count == 1
    assert [case.id for case in lacking.context["page"]] == [incomplete.id]


def test_a_project_code_that_cannot_be_one_shows_the_running_project(mirja: Browser) -> None:
    response = mirja.get(address("reports"), {"project": "ALPHA\0"})

    assert response.status_code == 200
    assert response.context["project"].code_id == "ALPHA"


def test_a_period_from_the_beginning_of_time_is_refused(mirja: Browser) -> None:
    period = {"project": "ALPHA", "period": "own", "start": "1.1.0001", "until": "31.12.9999"}
    form = {"project": "ALPHA", "start": "0001-01-01", "until": "9999-12-31", "submission_key": uuid4()}

    shown = mirja.get(address("reports"), period)
    people = mirja.get(address("report_people", "EECO01"), period)
    made = mirja.post(address("report_make"), form)

    assert (shown.status_code, people.status_code, made.status_code) == (422, 404, 422)
    assert set(shown.context["form"].errors) == set(made.context["form"].errors) == {"start"}
