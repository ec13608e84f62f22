"""The end of a case and of a coach's work: closing, the statement, handing over, the next project, the caseloads."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from clients.choices import StatementKind
from clients.models import Assignment, Case, EndDataAttempt, Equipment, Handover, Plan, Stay, Task
from clients.services.assignments import change_responsible
from clients.services.stays import close_stay
from tasmat.access.areas import grant_areas
from tasmat.access.roles import Role
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership, Project, ProjectArea, ProjectCode
from tasmat.ui.templatetags.ui import day_of_year
from tests.cast import DAY, IISALMI, make_member
from tests.e2e.answers import Answers, fill
from tests.e2e.conftest import Desk, Stage, new_page, sign_in
from tests.e2e.looking import DESK, PHONE, Watch, look
from tests.e2e.people import new_case
from tests.e2e.places import place
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

ATTEMPT: Answers = {"attempt_on": "2.3.2026", "attempt_how": "phone", "attempt_result": "Ei vastannut."}
KNOWN: Answers = {
    "exit_on": "27.2.2026",
    "exit_status": "employed",
    "exit_in_education": "no",
    "exit_qualification": "no",
    "direction": "open_labour_market",
}
REASON = "Valmentaja siirtyy muihin tehtäviin."


@pytest.fixture
def page(desk: Desk) -> Page:
    """Aino's page, as wide as her phone."""
    page = desk("aino")
    page.set_viewport_size(PHONE)
    return page


@pytest.fixture
def newcomer(stage: Stage, browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page for somebody who works here for one journey only."""
    page = new_page(browser, stage, watch, viewport=DESK)
    yield page
    page.context.close()


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=t(words), exact=True)


def link(page: Page, words: str) -> Locator:
    return page.get_by_role("link", name=t(words), exact=True)


def said(page: Page) -> Locator:
    return page.locator(".govuk-notification-banner--success")


def pill(page: Page, words: str) -> Locator:
    return page.locator("#pills").get_by_text(t(words))


def act(page: Page, label: str) -> None:
    """Chooses from the menu of acts on the case's page."""
    page.locator("summary", has_text=t("Actions")).click()
    link(page, label).click()


def coach(stage: Stage, name: str, email: str) -> Membership:
    """A coach of Iisalmi who has no case yet."""
    with tenant_context(stage.cast.alpha.id):
        return make_member(name, email, Role.COACH, areas=[stage.cast.areas[IISALMI]])


def give(stage: Stage, member: Membership, *cases: Case) -> None:
    with tenant_context(stage.cast.alpha.id, stage.cast.mirja.user_id):
        for case in cases:
            change_responsible(case, member, from_on=dt.date(2026, 1, 7), reason="Alku")


def ended_case(stage: Stage, first_name: str, last_name: str) -> Case:
    """A case of Aino that ended last week with everything known."""
    case = new_case(stage.cast, first_name, last_name)
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        close_stay(
            case,
            exit_on=dt.date(2026, 2, 27),
            exit_status="employed",
            exit_in_education=False,
            exit_qualification=False,
            direction="open_labour_market",
        )
    return case


def stays_of(stage: Stage, case: Case) -> list[Stay]:
    with tenant_context(stage.cast.alpha.id):
        return list(Stay.objects.filter(case=case).order_by("entry_on"))


def attempts_of(stage: Stage, case: Case) -> list[tuple[str, str]]:
    with tenant_context(stage.cast.alpha.id):
        return list(EndDataAttempt.objects.filter(stay__case=case).values_list("how", "result"))


def coaches_of(stage: Stage, *cases: Case) -> list[str]:
    """Who is responsible for each case."""
    with tenant_context(stage.cast.alpha.id):
        rows = Assignment.objects.filter(until_on__isnull=True, role="responsible")
        return [rows.get(case=case).member.user.name for case in cases]


def test_a_gap_in_the_end_data_is_closed_with_an_attempt(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Aatu", "Aukkoinen")
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        Equipment.objects.create(case=case, what="Turvakengät, koko 43", handed_on=dt.date(2025, 9, 3))
        Task.objects.create(
            case=case, owner=stage.cast.aino, title="Soita työllisyysalueelle", key=str(new_id())
        )
    page.goto(place("case", case.id))
    act(page, "End the case")
    expect(page.get_by_text("Turvakengät, koko 43")).to_be_visible()
    look(page, "case-close")

    fill(page, {"exit_on": "2.3.2026"})
    button(page, "End the case").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    look(page, "case-close-needs-attempt")
    assert [stay.exit_on for stay in stays_of(stage, case)] == [None]
    fill(page, ATTEMPT)
    button(page, "End the case").click()

    expect(said(page)).to_be_visible()
    expect(pill(page, "end data missing")).to_be_visible()
    look(page, "case-ended")
    assert [(stay.exit_on, stay.exit_status) for stay in stays_of(stage, case)] == [
        (dt.date(2026, 3, 2), None)
    ]
    assert attempts_of(stage, case) == [("phone", "Ei vastannut.")]


def test_attempts_are_logged_and_corrected_and_the_last_one_stays(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Aili", "Tavoittelematta")
    page.goto(place("case_close", case.id))
    fill(page, {"exit_on": "2.3.2026", **ATTEMPT})
    button(page, "End the case").click()
    page.goto(place("case_esf", case.id))

    link(page, "Log an attempt to get them").click()
    expect(page.locator("[name=result]")).to_be_visible()
    look(page, "case-attempt-new")
    fill(page, {"how": "letter", "result": "Kirje palautui."})
    button(page, "Save").click()

    expect(said(page)).to_be_visible()
    look(page, "case-esf-with-attempts")
    page.get_by_role("link", name=re.compile(r"^2\.3\.")).click()
    fill(page, {"result": "Vastaaja, jätin soittopyynnön."})
    button(page, "Save").click()
    expect(page.get_by_text("Vastaaja, jätin soittopyynnön.")).to_be_visible()
    remove(page, attempt=2)
    expect(said(page)).to_be_visible()
    remove(page, attempt=1)
    expect(page.locator(".app-banner--warning")).to_be_visible()
    assert attempts_of(stage, case) == [("phone", "Vastaaja, jätin soittopyynnön.")]


def remove(page: Page, *, attempt: int) -> None:
    """Opens an attempt, counted from the first, and takes it away as far as that is allowed."""
    page.locator("main .app-rows a[href*=yritykset]").nth(attempt - 1).click()
    page.locator("details summary", has_text=t("Entered by mistake?")).click()
    look(page, f"case-attempt-{attempt}")
    button(page, "Remove").click()


def test_undoing_an_ending_and_coming_back(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Armi", "Palannut")
    page.goto(place("case_close", case.id))
    fill(page, {"exit_on": "2.3.2026", **ATTEMPT})
    button(page, "End the case").click()

    act(page, "Undo the ending")
    expect(button(page, "Undo the ending")).to_be_visible()
    look(page, "case-undo")
    button(page, "Undo the ending").click()
    expect(said(page)).to_be_visible()
    assert [stay.exit_on for stay in stays_of(stage, case)] == [None]
    assert attempts_of(stage, case) == []

    act(page, "End the case")
    fill(page, KNOWN)
    button(page, "End the case").click()
    expect(said(page)).to_be_visible()
    expect(pill(page, "end data missing")).to_have_count(0)

    act(page, "The client comes back")
    expect(button(page, "Begin a new stay")).to_be_visible()
    look(page, "case-reenter")
    fill(page, {"entry_on": "3.3.2026"})
    button(page, "Begin a new stay").click()
    expect(said(page)).to_be_visible()
    first, second = stays_of(stage, case)
    assert (first.exit_on, second.entry_on) == (dt.date(2026, 2, 27), dt.date(2026, 3, 3))
    assert (first.exit_status, second.exit_on) == ("employed", None)


def test_an_end_statement_from_its_beginning_to_its_sending(stage: Stage, page: Page) -> None:
    case = ended_case(stage, "Liisa", "Lausunto")
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        Plan.objects.create(
            case=case, kind="coaching", situation="Haluaa keittiötyöhön.", starts_on=dt.date(2025, 9, 3)
        )
    page.goto(place("case_statements", case.id))
    look(page, "statements-empty")

    button(page, "Begin").click()
    expect(page.locator("[name=recipient]")).to_be_visible()
    look(page, "statement-write")
    fill(
        page,
        {
            "recipient": "Ylä-Savon työllisyysalue",
            "section-recommendation": "Jatkaa avoimilla työmarkkinoilla.\nTukea tarvitaan alussa.",
        },
    )
    button(page, "Save and go on to approving").click()
    expect(page.get_by_text("Tukea tarvitaan alussa.")).to_be_visible()
    button(page, "Approve").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    look(page, "statement-approve")
    fill(page, {"client_has_seen": "yes"})
    button(page, "Approve").click()
    expect(said(page)).to_be_visible()
    expect(page.locator("[name=recipient]")).to_have_count(0)
    look(page, "statement-approved")

    button(page, "Make a PDF to print or send").click()
    paper = page.get_by_role("link", name=re.compile(re.escape(t(StatementKind.END.label)), re.IGNORECASE))
    expect(paper.first).to_be_visible()
    with page.expect_download() as download:
        paper.first.click()
    with pdfplumber.open(io.BytesIO(Path(download.value.path()).read_bytes())) as pdf:
        assert "Tukea tarvitaan alussa." in pdf.pages[0].extract_text()

    page.goto(place("case_statements", case.id))
    page.locator("main .app-rows a").first.click()
    fill(page, {"sent_how": "secure_mail"})
    button(page, "Mark as sent").click()
    expect(said(page)).to_be_visible()
    expect(button(page, "Mark as sent")).to_have_count(0)
    look(page, "statement-sent")
    button(page, "Write a new version").click()
    expect(page.locator("[name=section-recommendation]")).to_have_value(re.compile("Tukea tarvitaan alussa."))
    page.goto(place("case_statements", case.id))
    expect(page.locator("main .app-row__note").first).to_contain_text(day_of_year(DAY))
    look(page, "statements")


def test_what_follows_an_ending_until_the_statement_is_sent_and_the_ending_undone(
    stage: Stage, page: Page
) -> None:
    case = new_case(stage.cast, "Seija", "Seuraava")
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        Equipment.objects.create(case=case, what="Suojalasit", handed_on=dt.date(2025, 9, 3))
        Handover.objects.create(
            case=case,
            direction="vocational_studies",
            to_body="Ylä-Savon ammattiopisto",
            agreed_on=dt.date(2026, 2, 20),
            recorded_by=stage.cast.aino,
        )
    page.goto(place("case", case.id))
    act(page, "End the case")
    expect(page.locator("[name=direction]")).to_have_value("vocational_studies")
    look(page, "case-close-with-way-on")
    fill(page, {name: value for name, value in KNOWN.items() if name != "direction"})
    button(page, "End the case").click()
    following = page.locator("section").filter(has=page.get_by_role("heading", name=t("What follows")))
    expect(following).to_contain_text("Suojalasit")
    look(page, "case-what-follows")

    following.get_by_role("link", name=t("Write the end statement")).click()
    button(page, "Begin").click()
    fill(page, {"recipient": "Ylä-Savon työllisyysalue"})
    expect(page.locator("[name=section-way_on]")).to_have_value(re.compile("Ylä-Savon ammattiopisto"))
    button(page, "Save and go on to approving").click()
    fill(page, {"client_has_seen": "yes"})
    button(page, "Approve").click()
    fill(page, {"sent_how": "secure_mail"})
    button(page, "Mark as sent").click()
    expect(button(page, "Mark as sent")).to_have_count(0)
    page.goto(place("case", case.id))
    expect(following.locator("li").first).to_contain_text(t("sent"))
    look(page, "case-statement-sent")

    act(page, "Undo the ending")
    expect(page.get_by_text("Ylä-Savon työllisyysalue")).to_be_visible()
    look(page, "case-undo-with-statement")
    button(page, "Undo the ending").click()
    expect(said(page)).to_be_visible()
    page.goto(place("case_statements", case.id))
    expect(page.get_by_text(t("the ending was undone"))).to_be_visible()
    look(page, "statements-undone")


def test_two_cases_are_handed_over_read_and_taken_back(stage: Stage, desk: Desk, newcomer: Page) -> None:
    leaving = coach(stage, "Laura Lähtijä", "laura@alpha.example")
    coming = coach(stage, "Tiina Tulija", "tiina@alpha.example")
    one, two = (new_case(stage.cast, name, "Siirrettävä") for name in ("Heli", "Ismo"))
    give(stage, leaving, one, two)
    page = desk("mirja")
    page.goto(place("caseloads"))
    link(page, "Hand over cases").click()
    expect(page.locator("[name=coach]")).to_be_visible()
    look(page, "transfers-empty")

    fill(page, {"coach": str(leaving.id)})
    button(page, "Choose").click()
    expect(page.locator("[name=reason]")).to_be_visible()
    look(page, "transfers")
    button(page, "Show what would change").first.click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    look(page, "transfers-error")
    count = page.locator("[data-pick-count]")
    button(page, "Choose none").click()
    expect(count).to_have_text(t("Chosen: {n} / {total}").format(n=0, total=2))
    page.locator(f'[name=chosen][value="{one.id}"]').press("Space")
    expect(count).to_have_text(t("Chosen: {n} / {total}").format(n=1, total=2))
    button(page, "Choose all").click()
    fill(page, {"to_all": str(coming.id), "reason": REASON})
    button(page, "Show what would change").first.click()
    expect(button(page, "Hand over")).to_be_visible()
    look(page, "transfers-preview")
    button(page, "Hand over").click()
    expect(said(page)).to_be_visible()
    look(page, "transfers-done")
    assert coaches_of(stage, one, two) == ["Tiina Tulija"] * 2

    sign_in(newcomer, coming)
    newcomer.locator(f'a[href="{place("reading")}"]').click()
    expect(newcomer.get_by_role("heading", name=one.client.name)).to_be_visible()
    look(newcomer, "reading")
    newcomer.get_by_role("button", name=two.client.name).click()
    expect(newcomer.get_by_role("heading", name=two.client.name)).to_have_count(0)

    page.locator(f'form[action="{place("transfers_undo")}"]').get_by_role("button").click()
    expect(said(page)).to_be_visible()
    assert coaches_of(stage, one, two) == ["Laura Lähtijä"] * 2
    newcomer.reload()
    expect(newcomer.get_by_text(t("Everything has been read."))).to_be_visible()
    look(newcomer, "reading-empty")


def test_every_figure_of_a_coach_opens_the_cases_it_counts(stage: Stage, desk: Desk) -> None:
    page = desk("mirja")
    page.goto(place("caseloads"))
    look(page, "caseloads")
    expect(page.locator("nav a[aria-current=page]")).to_have_text([t("Caseloads")])
    row = page.get_by_role("row").filter(has_text="Bertta Valmentaja")
    figures = [(cell.inner_text(), str(cell.get_attribute("href"))) for cell in row.get_by_role("link").all()]

    counted, waits = figures[:7], figures[7:]
    for number, address in counted:
        page.goto(address)
        expect(page.locator(".app-lead")).to_have_text(re.compile(rf"^{number}\s"))
    for _median, address in waits:
        page.goto(address)
        expect(page.locator("tbody tr").first).to_contain_text(re.compile(r"odotti \d|waited \d"))

    assert len(counted) == 7
    assert any(int(number) > 0 for number, _address in counted[1:])


@pytest.fixture
def next_project(stage: Stage) -> Project:
    """A project that begins while Alpha's still goes on."""
    with tenant_context(stage.cast.alpha.id):
        return Project.objects.create(
            code=ProjectCode.objects.create(code="JATKO", organisation=stage.cast.alpha),
            name="Jatkohanke",
            starts_on=dt.date(2026, 3, 1),
            ends_on=dt.date(2028, 2, 28),
            minimum_age=18,
        )


def test_clients_go_on_into_the_next_project(stage: Stage, next_project: Project, newcomer: Page) -> None:
    with tenant_context(stage.cast.alpha.id):
        area = ProjectArea.objects.create(project=next_project, municipality_id=IISALMI, quota=30)
        manager = make_member("Jatta Jatkaja", "jatta@alpha.example", Role.MANAGER)
        grant_areas(manager, [stage.cast.areas[IISALMI], area])
    case = new_case(stage.cast, "Jalmari", "Jatkava")
    sign_in(newcomer, manager)
    newcomer.goto(place("continuing"))
    look(newcomer, "continuing-empty")

    fill(newcomer, {"earlier": str(stage.cast.project.id), "target": str(next_project.id)})
    button(newcomer, "Choose").click()
    expect(newcomer.locator("[name=informed_on]")).to_be_visible()
    look(newcomer, "continuing")
    button(newcomer, "Show what would change").first.click()
    expect(newcomer.locator(".govuk-error-summary")).to_be_focused()
    look(newcomer, "continuing-error")
    newcomer.locator(f'[name=chosen][value="{case.id}"]').check()
    fill(newcomer, {"informed_on": "2.3.2026", "informed_version": "2026-1"})
    button(newcomer, "Show what would change").first.click()
    expect(button(newcomer, "Continue with those chosen")).to_be_visible()
    look(newcomer, "continuing-preview")
    button(newcomer, "Continue with those chosen").click()

    expect(said(newcomer)).to_be_visible()
    with tenant_context(stage.cast.alpha.id):
        made = Case.objects.get(project=next_project)
    assert (made.client_id, made.area_id) == (case.client_id, area.id)


def test_ending_and_the_statement_work_without_script(stage: Stage, without_script: Page) -> None:
    case = new_case(stage.cast, "Eevert", "Eiskripti")
    page = without_script
    sign_in(page, stage.cast.aino)
    page.goto(place("case_close", case.id))
    fill(page, {"exit_on": "2.3.2026", **ATTEMPT})
    button(page, "End the case").click()
    expect(said(page)).to_be_visible()

    page.goto(place("case_statements", case.id))
    button(page, "Begin").click()
    fill(page, {"recipient": "Iisalmen kaupunki", "section-recommendation": "Oma asiointi jatkuu."})
    button(page, "Save and go on to approving").click()
    fill(page, {"client_has_seen": "no"})
    button(page, "Approve").click()
    expect(said(page)).to_be_visible()
    fill(page, {"sent_how": "post"})
    button(page, "Mark as sent").click()

    expect(button(page, "Mark as sent")).to_have_count(0)
    expect(page.get_by_text("Oma asiointi jatkuu.")).to_be_visible()
    assert [stay.exit_on for stay in stays_of(stage, case)] == [dt.date(2026, 3, 2)]
