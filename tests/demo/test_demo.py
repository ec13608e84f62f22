"""The demo in the database: loaded once for this module, in a transaction that is rolled back at its end."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from clients.choices import Counterpart, DueKind, EntryStatus
from clients.models import (
    Agreement,
    Appointment,
    Assignment,
    Background,
    Case,
    CoachingPeriod,
    Document,
    EligibilityItem,
    Entry,
    EntryDraft,
    Equipment,
    Goal,
    GoalRating,
    GoalStep,
    Handover,
    InductionDone,
    NetworkPerson,
    OutreachPerson,
    Phase,
    Plan,
    Purchase,
    Referral,
    ReferralStep,
    ReferringBody,
    SearchToken,
    Statement,
    Stay,
    Task,
    WorkshopDay,
)
from clients.rules.referrals import RemarkKind
from clients.services.caseload import assigned_to, overviews, with_facts
from clients.services.opening import reindex
from clients.services.people import search
from clients.services.quotas import quota_board
from clients.services.referral_review import review, with_places
from reporting.demo.loading import PASSWORD
from reporting.models import BudgetSection
from reporting.presenters import BudgetTable, budget_tables
from reporting.rules.periods import Period, previous_quarter, quarter_of
from reporting.services.collect import EsfResult, esf_result, outcome_parts
from tasmat.accounts.models import User
from tasmat.audit.history import history_of
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership, Organisation, Project, ProjectCode
from tests.demo.situations import FOUND

DAY = dt.date(2026, 3, 3)
DAYWORK = (
    Agreement,
    Appointment,
    Background,
    CoachingPeriod,
    EligibilityItem,
    Equipment,
    Goal,
    GoalRating,
    GoalStep,
    Handover,
    InductionDone,
    NetworkPerson,
    OutreachPerson,
    Phase,
    Plan,
    Purchase,
    ReferralStep,
    ReferringBody,
    Task,
    WorkshopDay,
)
CODES = ("TASMAT", "TEHOA", "IISAKKI", "TASMATUKI")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """What the command printed."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("demo_data", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: str, db: None, settings: Settings) -> str:
    settings.TASMAT_TODAY = DAY
    return loaded


@pytest.fixture
def project(demo: str, request: pytest.FixtureRequest) -> Iterator[Project]:
    """The project of the test's parameter, TÄSMÄT without one, in its organisation's context."""
    code = getattr(request, "param", "TASMAT")
    with tenant_context(ProjectCode.objects.get(code=code).organisation_id):
        yield Project.objects.get(code=code)


every_project = pytest.mark.parametrize("project", CODES, indirect=True)


def as_of_last_quarter(project: Project) -> EsfResult:
    """A running project's last whole quarter, an ended one's last."""
    is_running = project.ends_on >= DAY
    return esf_result(project, previous_quarter(DAY) if is_running else quarter_of(project.ends_on), DAY)


def tables(project: Project) -> dict[str, BudgetTable]:
    found = budget_tables(project.budget_lines.all())
    sections = [section for section in BudgetSection if project.budget_lines.filter(section=section).exists()]
    return dict(zip(sections, found, strict=True))


def euros(table: BudgetTable) -> dict[str, list[int | None]]:
    """Sums by label: the years and the printed total."""
    return {
        row.label: [None if sum_ is None else int(sum_) for sum_ in (*row.years, row.total)]
        for row in table.rows
    }


def test_loading_says_in_one_line_what_there_is(demo: str) -> None:
    assert demo.count("\n") == 1
    assert demo.startswith("Loaded 4 organisations, 207 clients and ")


def test_a_second_time_nothing_changes(demo: str) -> None:
    out = StringIO()

    call_command("demo_data", stdout=out)

    assert out.getvalue() == "The demo is there already; nothing was changed.\n"
    assert Organisation.objects.count() == 4


def test_sign_ins_are_printed_for_every_role_of_every_organisation(demo: str) -> None:
    out = StringIO()

    call_command("demo_data", "--print-sign-ins", "--address=http://localhost:8042/", stdout=out)

    printed = out.getvalue()
    assert "http://localhost:8042/ohjaa/TASMAT/\n" in printed
    assert printed.count("(closed: the project has ended)") == 2
    assert f"The password of everybody is {PASSWORD}" in printed
    assert User.objects.count() == printed.count(".example ")
    for role in ("coach", "project manager", "organisation administrator", "municipality's contact person"):
        assert printed.count(f", {role}") >= 4


def test_everybody_signs_in_with_the_printed_password(demo: str, client: Browser) -> None:
    answer = client.post(
        reverse("account_login"), {"login": "valmentaja1@toimi.example", "password": PASSWORD}
    )

    assert answer.status_code == 302
    assert "_auth_user_id" in client.session


def test_quotas_of_tasmat_show_one_full_and_one_nearly_full(project: Project) -> None:
    board = {row.area.municipality.name_fi: row for row in quota_board(project, DAY)}

    assert {name: (row.places.used, row.places.quota) for name, row in board.items()} == {
        "Iisalmi": (50, 55),
        "Kiuruvesi": (17, 20),
        "Pielavesi": (10, 11),
        "Sonkajärvi": (7, 10),
        "Vieremä": (10, 10),
    }
    assert Case.objects.filter(project=project, area=None).count() == 1


@every_project
def test_no_error_stands_in_the_last_quarter(project: Project) -> None:
    result = as_of_last_quarter(project)

    assert [
        (check.id, str(check.detail)) for check in result.checks if check.level == "error" and not check.ok
    ] == []
    assert result.figures.by_code["EECO01"].cumulative["total"]


def test_tasmat_shows_warnings_and_provisional_exits(project: Project) -> None:
    result = esf_result(project, Period(dt.date(2026, 1, 1), DAY), DAY)
    people = {check.id: len(check.ids) for check in result.checks if not check.ok}

    assert people == {"W2": 1, "W3": 1, "W4": 1}
    assert result.figures.everybody == 95
    assert len(result.figures.incomplete) == 3
    assert len(result.figures.provisional_exits) == 4


def test_results_stand_behind_the_figures_of_tasmat(project: Project) -> None:
    figures = as_of_last_quarter(project).figures.by_code

    for code in (
        "EECO03",
        "EECO07",
        "EECO08",
        "EECO13",
        "EECO14",
        "EECO18",
        "EECO19",
        "EECR02",
        "EECR04",
        "EECR05",
    ):
        assert figures[code].cumulative["total"], code


@pytest.mark.parametrize(
    ("project", "outcomes"),
    [
        ("TASMAT", [(30, 95, None)]),
        ("TEHOA", [(4, 9, "45 %")]),
        ("IISAKKI", [(29, 40, "70 %"), (40, 40, "100 %")]),
    ],
    indirect=["project"],
)
def test_outcomes(project: Project, outcomes: list[tuple[int, int, str | None]]) -> None:
    parts = outcome_parts(project, min(DAY, project.ends_on))

    assert [(part["numerator"], part["denominator"], part["target"]) for part in parts] == outcomes


def test_budget_of_tasmat_is_as_printed(project: Project) -> None:
    found = tables(project)

    assert euros(found[BudgetSection.COSTS]) == {
        "Palkkakustannukset": [48020, 96039, 48020, 192078],
        "Flat rate 40 %": [19208, 38416, 19208, 76832],
        "Kulut yhteensä": [67228, 134455, 67228, 268910],
    }
    assert euros(found[BudgetSection.FUNDING]) == {
        "EU-rahoitus 80 %": [53782, 107564, 53782, 215128],
        "Kunnat 17 %": [11429, 22857, 11429, 45715],
        "TOIMI-säätiö 3 %": [2017, 4034, 2017, 8067],
        "Rahoitus yhteensä": [67228, 134455, 67228, 268910],
    }
    assert euros(found[BudgetSection.MUNICIPALITIES]) == {
        "Iisalmi": [5929, 11859, 5929, 23717],
        "Kiuruvesi": [2156, 4312, 2156, 8624],
        "Pielavesi": [1186, 2372, 1186, 4743],
        "Vieremä": [1078, 2156, 1078, 4312],
        "Sonkajärvi": [1078, 2156, 1078, 4312],
        "Viisi kuntaa yhteensä": [11427, 22855, 11427, 45708],
    }


def test_differences_of_the_printed_totals_of_tasmat_are_shown(project: Project) -> None:
    shown = {
        row.label: int(row.difference) for table in tables(project).values() for row in table.differences
    }

    assert shown == {
        "Palkkakustannukset": -1,
        "Kulut yhteensä": -1,
        "TOIMI-säätiö 3 %": -1,
        "Rahoitus yhteensä": -1,
        "Pielavesi": -1,
        "Viisi kuntaa yhteensä": -1,
    }


@pytest.mark.parametrize("project", ["TEHOA"], indirect=True)
def test_budget_of_tehoa_is_as_printed(project: Project) -> None:
    found = tables(project)

    assert [row[-1] for row in euros(found[BudgetSection.COSTS]).values()] == [337824, 135129, 472953]
    assert [row[-1] for row in euros(found[BudgetSection.FUNDING]).values()] == [378339, 94614, 472953]


@pytest.mark.parametrize("project", ["IISAKKI"], indirect=True)
def test_budget_of_iisakki_is_as_printed(project: Project) -> None:
    found = tables(project)

    assert [row[-1] for row in euros(found[BudgetSection.FUNDING]).values()] == [319400, 79850, 399250]
    assert euros(found[BudgetSection.MUNICIPALITIES]) == {
        "Iisalmi, kuntarahoituksesta arviolta": [5210, None]
    }
    assert [row for table in found.values() for row in table.differences] == []


def test_every_open_case_has_a_responsible_coach(demo: str) -> None:
    for organisation in Organisation.objects.all():
        with tenant_context(organisation.id):
            assigned = Assignment.objects.open_on(DAY).filter(role="responsible")

            alone = Case.objects.open_on(DAY).exclude(id__in=assigned.values("case"))
            assert all(case.awaits_coach for case in alone)


def test_today_has_something_to_do_for_every_coach_of_tasmat(project: Project) -> None:
    for coach in Membership.objects.filter(roles__contains=["coach"]):
        cases = assigned_to(Case.objects.open_on(DAY), coach, DAY)
        found = overviews(with_facts(cases, DAY), DAY)

        assert 15 <= len(found) <= 35
        assert any(each.needs_contact for each in found)
        assert any(each.attempts for each in found)
        assert not all(each.needs_contact for each in found)


def test_start_end_and_follow_up_data_are_waited_for(project: Project) -> None:
    found = overviews(with_facts(Case.objects.filter(project=project), DAY), DAY)
    kinds = Counter(kind for each in found for kind in each.due_kinds)

    assert kinds[DueKind.START] == 3
    assert kinds[DueKind.END] == 1
    assert kinds[DueKind.FOLLOW_UP] >= 1


def test_referrals_that_wait_show_each_thing_that_can_stand_against_one(project: Project) -> None:
    waiting = list(with_places(Referral.objects.filter(state="received")).order_by("received_at"))

    reviewed = review(waiting, DAY)

    shown = Counter(remark.kind for each in reviewed for remark in each.remarks)
    assert shown == dict.fromkeys(RemarkKind, 1)
    assert any(not each.remarks for each in reviewed)
    assert sum(each.is_blocked for each in reviewed) == 3


def test_search_finds_a_client_by_the_earlier_name(project: Project) -> None:
    renamed = Case.objects.get(client__earlier_names__isnull=False)

    found = search(Case.objects.all(), renamed.client.earlier_names.get().last_name[:5])

    assert renamed in found


def test_search_words_are_those_that_a_page_would_write(project: Project) -> None:
    client = Case.objects.get(client__earlier_names__isnull=False).client
    before = set(SearchToken.objects.filter(client=client).values_list("token", flat=True))

    reindex(client)

    assert set(SearchToken.objects.filter(client=client).values_list("token", flat=True)) == before
    assert len(before) >= 4


def test_the_change_history_names_who_did_it(project: Project) -> None:
    versions = history_of(Entry).values_list("actor", "author__user").distinct()

    assert len(versions) >= 3
    assert {actor == author for actor, author in versions} == {True}


def test_a_new_case_gets_the_next_number(project: Project) -> None:
    cases = Case.objects.filter(project=project).order_by("created_at")
    references = list(cases.values_list("reference", flat=True))

    assert references == [f"TASMAT-{number:04}" for number in range(1, 96)]


def test_a_return_is_a_second_stay_of_the_same_case(project: Project) -> None:
    [(case_id, stays)] = Counter(Stay.objects.values_list("case", flat=True)).most_common(1)

    assert stays == 2
    assert Referral.objects.filter(case=case_id, state="accepted").count() == 2
    assert Stay.objects.filter(case=case_id).latest("entry_on").entry_status == EntryStatus.UNEMPLOYED


def test_every_table_of_casework_has_rows_in_some_organisation(demo: str) -> None:
    """Whoever looks at a page of the demo finds something there."""
    filled = set()
    for organisation in Organisation.objects.all():
        with tenant_context(organisation.id):
            filled |= {table for table in DAYWORK if table.objects.exists()}

    assert filled == set(DAYWORK)


@pytest.mark.parametrize("project", ["IISAKKI"], indirect=True)
def test_of_69_contacted_40_joined(project: Project) -> None:
    states = Counter(OutreachPerson.objects.with_stage().values_list("stage", flat=True))

    assert states == {"joined": 40, "not_joined": 29}


def test_the_te_office_was_followed_by_the_employment_area(project: Project) -> None:
    office = ReferringBody.objects.select_related("successor").get(name="Pohjois-Savon TE-toimisto")

    assert office.valid_until == dt.date(2024, 12, 31)
    assert office.successor.name == "Ylä-Savon työllisyysalue"
    assert office.successor.valid_from == dt.date(2025, 1, 1)


def test_every_decided_referral_tells_when_it_was_contacted_and_decided(project: Project) -> None:
    for referral in Referral.objects.prefetch_related("steps").filter(decided_at__isnull=False):
        steps = [(step.state, step.at) for step in referral.steps.all()]

        assert steps[0][0] == "received"
        assert steps[-1] == (referral.state, referral.decided_at)
        assert [at for _state, at in steps] == sorted(at for _state, at in steps)


@pytest.mark.parametrize(
    ("organisation", "thing"), [(slug, thing) for slug, things in FOUND.items() for thing in things]
)
def test_the_demo_shows(demo: str, organisation: str, thing: str) -> None:
    with tenant_context(Organisation.objects.get(slug=organisation).id):
        assert FOUND[organisation][thing]()


def test_the_following_project_changes_nothing_in_the_ending_one(demo: str) -> None:
    with tenant_context(Organisation.objects.get(slug="toimi").id):
        result = esf_result(Project.objects.get(code="TASMAT"), quarter_of(DAY), DAY)

        assert result.figures.by_code["EECO01"].cumulative["total"] == 92
        assert Case.objects.filter(project__code="TASMAT").count() == 95
        assert not Case.objects.filter(project__code="TASMAT", merged_into__isnull=False).exists()


def test_what_one_client_shows_is_in_the_caseload_of_the_first_coach(demo: str) -> None:
    with tenant_context(Organisation.objects.get(slug="toimi").id):
        coach = Membership.objects.get(user__email="valmentaja1@toimi.example")
        own = Case.objects.filter(assignments__member=coach, assignments__until_on=None)

        assert own.filter(client__died_on__isnull=False).exists()
        assert own.filter(entries__moves__isnull=False).exists()
        assert own.filter(entries__counterpart=Counterpart.EMPLOYER).exists()
        assert own.filter(plans__versions__number=2).exists()
        assert own.filter(transfers__read_at=None, transfers__isnull=False).exists()
        assert EntryDraft.objects.filter(author=coach, case__in=own).count() == 3


def test_no_example_lies_after_the_day(demo: str) -> None:
    for organisation in Organisation.objects.all():
        with tenant_context(organisation.id):
            assert not Entry.objects.filter(happened_on__gt=DAY).exists()
            assert not Entry.objects.filter(created_at__date__lt=F("happened_on")).exists()
            assert not Statement.objects.filter(composed_at__date__gt=DAY).exists()
            assert not Document.objects.filter(made_at__date__gt=DAY).exists()
