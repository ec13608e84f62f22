"""A plan from the first words to the client's acceptance, on a coach's phone and on the client's own."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from clients.models import Case, GoalRating, GoalStep, Plan, PlanVersion
from tasmat.tenancy.context import tenant_context
from tests.e2e.answers import fill
from tests.e2e.conftest import Desk, Stage, new_page
from tests.e2e.looking import PHONE, Watch, look
from tests.e2e.people import new_case
from tests.e2e.places import place
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

REVIEW_TAPS = 6  # open, a level for each of two goals, a step, save; one to spare


@pytest.fixture
def page(desk: Desk) -> Page:
    """Aino's page, as wide as her phone."""
    page = desk("aino")
    page.set_viewport_size(PHONE)
    return page


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=t(words), exact=True)


def link(page: Page, words: str) -> Locator:
    return page.get_by_role("link", name=t(words), exact=True)


def said(page: Page) -> Locator:
    return page.locator(".govuk-notification-banner--success")


def plan_of(stage: Stage, case: Case) -> Plan:
    with tenant_context(stage.cast.alpha.id):
        plan: Plan = Plan.objects.get(case=case)
    return plan


def started(stage: Stage, page: Page, first_name: str, last_name: str) -> tuple[Case, Plan]:
    """A case whose plan has been started on the page."""
    case = new_case(stage.cast, first_name, last_name)
    page.goto(place("case_plan", case.id))
    link(page, "Start a plan").click()
    button(page, "Save").click()
    expect(said(page)).to_be_visible()
    return case, plan_of(stage, case)


def add_goal(page: Page, case: Case, plan: Plan, title: str, step: str) -> None:
    page.goto(place("case_goal_new", case.id, plan.id))
    fill(page, {"title": title})
    button(page, "Save").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    fill(page, {"what": step})
    button(page, "Add the step").click()
    expect(said(page)).to_be_visible()


def test_from_the_first_goal_to_the_clients_acceptance(
    stage: Stage, page: Page, browser: Browser, watch: Watch
) -> None:
    case, plan = started(stage, page, "Seija", "Suunnitelma")
    look(page, "plan-empty")
    link(page, "Edit the texts").click()
    look(page, "plan-texts")
    fill(page, {"situation": "Kotona, kaipaa tekemistä.", "agreed": "Tavataan torstaisin klo 10."})
    button(page, "Save").click()
    expect(page.get_by_text("Tavataan torstaisin klo 10.")).to_be_visible()
    add_goal(page, case, plan, "Opiskelupaikka keittiöalalta", "Soitetaan ammattiopistoon")
    add_goal(page, case, plan, "Kunto kohenee", "Kävelylenkki kolmesti viikossa")
    look(page, "plan-goal")

    page.goto(place("case_plan", case.id))
    link(page, "Agree on this version").click()
    look(page, "plan-agree")
    button(page, "Agree on this version").click()
    button(page, "Make a link for the client").click()
    look(page, "plan-link")
    address = urlsplit(page.locator("#client-link a").inner_text()).path

    client = new_page(browser, stage, watch, viewport=PHONE)
    client.goto(address)
    expect(client.get_by_role("heading", level=1)).to_have_text(t("Your plan"))
    expect(client.get_by_text("Opiskelupaikka keittiöalalta")).to_be_visible()
    assert "Suunnitelma" not in client.locator("main").inner_text().replace("Suunnitelmasi", "")
    look(client, "plan-client")
    fill(client, {"note": "Tämä sopii minulle."})
    button(client, "I accept the plan").click()
    expect(client.locator(".app-receipt")).to_contain_text(t("Accepted"))
    look(client, "plan-client-accepted")
    client.reload()
    expect(button(client, "I accept the plan")).to_have_count(0)
    client.context.close()

    page.reload()
    expect(page.get_by_text("Tämä sopii minulle.")).to_be_visible()
    look(page, "plan-version")
    with tenant_context(stage.cast.alpha.id):
        assert [version.accepted_how for version in PlanVersion.objects.filter(plan=plan)] == ["link"]


def test_a_review_takes_few_taps(stage: Stage, page: Page) -> None:
    case, plan = started(stage, page, "Raija", "Tarkistus")
    add_goal(page, case, plan, "Ajokortti", "Varataan aika kokeeseen")
    add_goal(page, case, plan, "Uni paremmaksi", "Puhelin pois yöksi")
    page.goto(place("case_plan", case.id))
    taps = 0

    def tap(target: Locator) -> None:
        nonlocal taps
        taps += 1
        target.click()

    tap(link(page, "Review"))
    look(page, "plan-review")
    for goal, level in (("Ajokortti", "+1"), ("Uni paremmaksi", "−1")):
        tap(page.get_by_role("group", name=goal).get_by_role("radio", name=level, exact=True))
    tap(page.get_by_label("Varataan aika kokeeseen"))
    tap(button(page, "Save the review"))

    expect(said(page)).to_be_visible()
    assert taps <= REVIEW_TAPS
    look(page, "plan")
    with tenant_context(stage.cast.alpha.id):
        assert sorted(GoalRating.objects.filter(goal__plan=plan).values_list("level", flat=True)) == [-1, 1]
        assert GoalStep.objects.filter(goal__plan=plan, done_on__isnull=False).count() == 1


def test_two_versions_are_compared(stage: Stage, page: Page) -> None:
    case, plan = started(stage, page, "Veera", "Vertailu")
    add_goal(page, case, plan, "Työkokeilu kaupassa", "Täytetään hakemus")
    page.goto(place("case_plan_agree", case.id, plan.id))
    button(page, "Agree on this version").click()
    expect(said(page)).to_be_visible()
    add_goal(page, case, plan, "Palkkatuettu työ", "Mietitään paikkoja")
    page.goto(place("case_plan", case.id))

    link(page, "Compare versions").click()

    expect(page.get_by_role("heading", name="Palkkatuettu työ").first).to_be_visible()
    expect(page.get_by_role("heading", name="Työkokeilu kaupassa")).to_have_count(0)
    look(page, "plan-compare")


def test_words_of_two_people_are_both_kept(stage: Stage, page: Page) -> None:
    case, plan = started(stage, page, "Kaija", "Kaksi")
    page.goto(place("case_plan_edit", case.id, plan.id))
    fill(page, {"situation": "Oma teksti."})
    with tenant_context(stage.cast.alpha.id):
        Plan.objects.filter(id=plan.id).update(situation="Kollegan teksti.")

    button(page, "Save").click()

    expect(page.locator("#theirs")).to_contain_text("Kollegan teksti.")
    expect(page.locator("[name=situation]")).to_have_value("Oma teksti.")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    look(page, "plan-conflict")
    fill(page, {"situation": "Oma ja kollegan teksti."})
    button(page, "Save").click()
    expect(said(page)).to_be_visible()
    assert plan_of(stage, case).situation == "Oma ja kollegan teksti."


def test_the_network_and_the_way_on(stage: Stage, page: Page) -> None:
    case, _plan = started(stage, page, "Nea", "Verkosto")
    page.goto(place("case_meeting_new", case.id))
    look(page, "meeting-new")
    fill(page, {"place": "Kirjasto", "channel": "face"})
    fill(page, {"guests": "Olli Opo, ammattiopisto", "decisions": "Haetaan kouluun."})
    button(page, "Save").click()
    expect(page.get_by_text("Olli Opo, ammattiopisto")).to_be_visible()
    look(page, "meetings")

    page.goto(place("case_handover_new", case.id))
    fill(page, {"direction": "vocational_studies", "to_body": "Ylä-Savon ammattiopisto"})
    button(page, "Save").click()
    expect(page.get_by_text("Ylä-Savon ammattiopisto")).to_be_visible()
    look(page, "handovers")


def test_a_partner_sees_one_plan(stage: Stage, page: Page, desk: Desk) -> None:
    case, plan = started(stage, page, "Pirjo", "Kumppanille")
    add_goal(page, case, plan, "Asuminen kuntoon", "Haetaan asuntoa")
    page.goto(place("case_partners", case.id))
    fill(page, {"member": str(stage.cast.pauli.id), "until_on": "30.6.2026"})
    button(page, "Let in").click()
    expect(said(page)).to_be_visible()
    look(page, "partners")

    partner = desk("pauli")
    partner.goto(place("cases"))
    partner.get_by_role("link", name=case.client.name, exact=True).click()
    partner.get_by_role("link", name=t("Plan"), exact=True).first.click()

    expect(partner.get_by_text("Asuminen kuntoon")).to_be_visible()
    expect(partner.locator("main form")).to_have_count(0)
    look(partner, "plan-partner")
