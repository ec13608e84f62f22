"""The whole way of a referral: sent, looked at, contacted, on the waiting list, accepted; followed by a link."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from clients.models import Appointment, Referral, ReferralNote
from tasmat.tenancy.context import tenant_context
from tests.e2e.answers import fill, let_time_pass
from tests.e2e.conftest import Desk, Stage
from tests.e2e.looking import look
from tests.e2e.people import new_referral
from tests.e2e.places import place
from tests.e2e.test_referrer import ANSWERS
from tests.e2e.words import t

pytestmark = pytest.mark.e2e


def press(page: Page, words: str) -> None:
    """Presses the button and waits for what is said of it."""
    page.get_by_role("button", name=t(words), exact=True).click()
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()


def follows(visitor: Page, link: str, words: str) -> None:
    """The referrer opens the private link and reads where the referral stands."""
    visitor.goto(link)
    expect(visitor.get_by_role("definition").filter(has_text=t(words))).to_be_visible()


def test_from_the_referrer_to_a_case(stage: Stage, desk: Desk, visitor: Page) -> None:
    visitor.goto(reverse("refer", args=["ALPHA"]))
    fill(visitor, ANSWERS | {"last_name": "Polku", "body": "other"})
    let_time_pass(visitor)
    visitor.get_by_role("button", name=t("Send the referral")).click()
    link = visitor.get_by_role("link", name="/seuraa/").inner_text()
    follows(visitor, link, "The referral has arrived.")
    look(visitor, "referral-followed")

    coach = desk("aino")
    coach.goto(place("referrals"))
    coach.get_by_role("link", name="Polku, Kaisu").click()
    press(coach, "Take up for looking at")
    press(coach, "The person is contacted")
    follows(visitor, link, "The project has been in contact about the referral.")

    fill(coach, {"note-text": "Tavoitettu puhelimitse, kiinnostunut."})
    press(coach, "Save the note")
    coach.get_by_role("link", name=t("Book a meeting")).click()
    fill(coach, {"on": "5.3.2026", "at": "9.30", "place": "Kirjasto"})
    press(coach, "Book")
    conditions = coach.locator('#conditions input[value="met"]')
    for number in range(conditions.count()):
        conditions.nth(number).check()
    press(coach, "Save the conditions")
    look(coach, "referral-contacted")

    manager = desk("mirja")
    manager.goto(coach.url)
    press(manager, "Put on the waiting list")
    follows(visitor, link, "The referral waits for a free place.")
    coach.reload()
    press(coach, "The person is contacted")
    follows(visitor, link, "The referral waits for a free place.")
    manager.goto(place("referral_queue"))
    look(manager, "waiting-list")
    manager.get_by_role("link", name=f"{t('Go to accepting')} Polku, Kaisu").click()
    fill(manager, {"responsible": str(stage.cast.aino.id)})
    press(manager, "Accept and open the case")
    follows(visitor, link, "The referral has been accepted.")
    look(manager, "referral-path-accepted")

    with tenant_context(stage.cast.alpha.id):
        referral = Referral.objects.select_related("case").get(last_name="Polku")
        assert [step.state for step in referral.steps.all()] == [
            "received",
            "reviewed",
            "contacted",
            "waiting",
            "contacted",
            "accepted",
        ]
        assert ReferralNote.objects.get(referral=referral).author_id == stage.cast.aino.id
        assert Appointment.objects.get(referral=referral).case_id == referral.case.id


def test_the_order_of_the_waiting_list_without_script(stage: Stage, desk: Desk) -> None:
    page = desk("mirja")
    for name in ("Ensimmäinen", "Toinen"):
        referral = new_referral(stage.cast, "Jono", name, municipality=stage.cast.areas["762"].municipality)
        page.goto(place("referral", referral.id))
        press(page, "Put on the waiting list")
    page.goto(place("referral_queue"))
    line = page.locator(".app-card").filter(has_text="Sonkajärvi").locator(".app-row__title")
    expect(line).to_have_text(["Ensimmäinen, Jono", "Toinen, Jono"])

    page.get_by_role("button", name=f"{t('Up')} Toinen, Jono").click()

    expect(line).to_have_text(["Toinen, Jono", "Ensimmäinen, Jono"])


def test_staff_make_a_new_link_and_close_it(stage: Stage, desk: Desk, visitor: Page) -> None:
    page = desk("aino")
    referral = new_referral(stage.cast, "Liisa", "Linkki")
    page.goto(place("referral", referral.id))

    page.get_by_role("button", name=t("Make a new link")).click()

    link = page.locator("code").inner_text()
    look(page, "referral-link")
    follows(visitor, link, "The referral has arrived.")
    page.get_by_role("link", name=t("To the referral")).click()
    press(page, "Close the link")
    answer = visitor.goto(link)
    assert answer is not None
    assert answer.status == 404


def test_somebody_met_by_outreach_joins(stage: Stage, desk: Desk) -> None:
    page = desk("aino")
    page.goto(place("referral_outreach"))
    fill(page, {"first_name": "Oona", "last_name": "Tavattu", "place": "Tori", "municipality": "140"})
    press(page, "Add")
    look(page, "outreach")
    page.get_by_role("link", name=f"{t('Joins')} Oona Tavattu").click()

    fill(
        page,
        {
            "born_on": "3.4.1991",
            "has_no_phone": True,
            "email": "oona@posti.example",
            "best_way": "email",
            "reason": "Tavattiin torilla.",
            "work_situation": "unknown",
            "person_agrees": True,
        },
    )
    press(page, "Save the referral")

    expect(page.get_by_role("heading", level=1)).to_have_text("Tavattu, Oona")
    page.goto(place("referral_outreach"))
    page.get_by_role("link", name="Tavattu Oona").click()
    look(page, "outreach-joined")
    with tenant_context(stage.cast.alpha.id):
        referral = Referral.objects.get(last_name="Tavattu")
        assert (referral.source, referral.outreach.get().state) == ("outreach", "interested")


def test_people_alike_are_asked_about_before_saving(stage: Stage, desk: Desk) -> None:
    page = desk("mirja")
    known = new_referral(stage.cast, "Kaksi", "Samanlaista")
    page.goto(place("referral_new"))
    fill(
        page,
        {
            "source": "paper",
            "referrer_role": "self",
            "first_name": "Kaksi",
            "last_name": "Samanlaista",
            "born_on": f"{known.born_on:%d.%m.%Y}",
            "municipality": "140",
            "phone": "0409998877",
            "best_way": "phone",
            "reason": "Paperilla.",
            "work_situation": "unknown",
            "person_agrees": True,
        },
    )
    page.get_by_role("button", name=t("Save the referral")).click()

    expect(page.get_by_role("link", name="Samanlaista, Kaksi")).to_be_visible()
    look(page, "referral-alike")
    press(page, "Save all the same")
    expect(page.get_by_role("heading", level=1)).to_have_text("Samanlaista, Kaksi")
