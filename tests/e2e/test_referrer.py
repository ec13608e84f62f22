"""A referrer on a phone, without an account: free places, the form with its errors, the receipt."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from clients.models import Referral
from tasmat.tenancy.context import tenant_context
from tests.e2e.answers import Answers, fill, let_time_pass, stand_as_typed
from tests.e2e.conftest import Stage
from tests.e2e.looking import PHONE, look
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

ANSWERS: Answers = {
    "referrer_role": "employment",
    "referrer_organisation": "Ylä-Savon työllisyysalue",
    "referrer_name": "Virpi Virkailija",
    "referrer_phone": "0501112233",
    "referrer_email": "virpi@tyollisyys.example",
    "first_name": "Kaisu",
    "born_on": "24.12.1985",
    "municipality": "140",
    "phone": "0407654321",
    "best_way": "message",
    "contact_language": "other",
    "interpreter_language": "ukraina",
    "reason": "Pitkään työttömänä.\nToivoo apua työkyvyn arviointiin.",
    "work_situation": "unemployed",
    "unemployed_since": "1.3.2024",
    "services-0-kind": "labour_market_subsidy",
    "services-0-starts_on": "1.4.2024",
    "person_agrees": True,
}
WRONG: Answers = {"born_on": "31.2.1985", "phone": "12", "municipality": "", "person_agrees": False}


def referrals_of(stage: Stage, last_name: str) -> list[Referral]:
    with tenant_context(stage.cast.alpha.id):
        return list(Referral.objects.filter(last_name=last_name).prefetch_related("services"))


def open_form(page: Page, language: str = "fi") -> None:
    page.set_viewport_size(PHONE)
    page.goto(reverse("refer", args=["ALPHA"]))
    if language != "fi":
        page.locator(f"button[name=language][value={language}]").click()
    title = t("Refer a person to %(project)s", language, project="Alfa-hanke")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def send(page: Page, language: str = "fi") -> None:
    let_time_pass(page)
    page.get_by_role("button", name=t("Send the referral", language)).click()


def test_a_referral_on_a_phone(stage: Stage, visitor: Page) -> None:
    open_form(visitor)
    places = visitor.locator(".app-row")
    expect(places.filter(has_text="Iisalmi")).to_contain_text(re.compile(r"\d"))
    expect(places.filter(has_text="Sonkajärvi")).to_contain_text(t("full: queue"))
    look(visitor, "referral-form")

    fill(visitor, ANSWERS | {"last_name": "Puhelin"})
    let_time_pass(visitor)
    visitor.get_by_role("button", name=t("Send the referral")).dblclick()

    expect(visitor.get_by_role("heading", level=1)).to_have_text(t("The referral has arrived"))
    look(visitor, "receipt")
    [referral] = referrals_of(stage, "Puhelin")
    expect(visitor.locator(".app-receipt__number")).to_have_text(referral.reference)
    assert referral.reason == ANSWERS["reason"]
    assert [service.kind for service in referral.services.all()] == ["labour_market_subsidy"]
    visitor.get_by_role("link", name=t("Print the receipt")).click()
    expect(visitor.get_by_role("button", name=t("Print"))).to_be_visible()
    look(visitor, "receipt-on-paper")


def test_errors_lead_to_their_fields_and_nothing_typed_is_lost(stage: Stage, visitor: Page) -> None:
    open_form(visitor)
    answers = ANSWERS | WRONG | {"last_name": "Virhe"}
    fill(visitor, answers)

    send(visitor)

    summary = visitor.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert visitor.title().startswith(t("Error:"))
    assert stand_as_typed(visitor, answers) == dict.fromkeys(answers, True)
    look(visitor, "referral-form-errors")
    for name in WRONG:
        summary.locator(f'a[href="#id_{name}"]').click()
        expect(visitor.locator(f"#id_{name}")).to_be_focused()
    assert referrals_of(stage, "Virhe") == []
    fill(visitor, {name: ANSWERS[name] for name in WRONG})
    send(visitor)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(t("The referral has arrived"))
    assert len(referrals_of(stage, "Virhe")) == 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_other_languages(stage: Stage, visitor: Page, language: str) -> None:
    open_form(visitor, language)
    assert visitor.locator("html").get_attribute("lang") == language
    look(visitor, f"referral-form-{language}")

    fill(visitor, ANSWERS | {"last_name": f"Kieli-{language}"})
    send(visitor, language)

    expect(visitor.get_by_role("heading", level=1)).to_have_text(t("The referral has arrived", language))
    [referral] = referrals_of(stage, f"Kieli-{language}")
    assert referral.language == language


def test_changing_the_language_keeps_what_was_typed(visitor: Page) -> None:
    open_form(visitor)
    answers = ANSWERS | {"last_name": "Vaihtaja", "born_on": "24.12."}
    fill(visitor, answers)

    visitor.locator("button[name=language][value=sv]").click()

    expect(visitor.locator("html")).to_have_attribute("lang", "sv")
    expect(visitor.locator(".govuk-error-summary")).to_have_count(0)
    assert stand_as_typed(visitor, answers) == dict.fromkeys(answers, True)


def test_for_oneself(stage: Stage, visitor: Page) -> None:
    """Who applies for oneself is not asked about a referrer."""
    open_form(visitor)
    fill(visitor, {"last_name": "Itse"})
    visitor.get_by_role("button", name=t("Apply for yourself")).click()
    title = visitor.get_by_role("heading", level=1)
    expect(title).to_have_text(t("Apply to %(project)s", project="Alfa-hanke"))
    expect(visitor.locator("#id_last_name")).to_have_value("Itse")
    expect(visitor.locator("#id_referrer_organisation")).to_have_count(0)
    look(visitor, "referral-form-own")

    fill(visitor, {name: value for name, value in ANSWERS.items() if not name.startswith("referrer_")})
    let_time_pass(visitor)
    visitor.get_by_role("button", name=t("Send the application")).click()

    expect(title).to_have_text(t("Your application has arrived"))
    look(visitor, "receipt-own")
    assert [referral.referrer_role for referral in referrals_of(stage, "Itse")] == ["self"]


def test_without_script(stage: Stage, without_script: Page) -> None:
    page = without_script
    open_form(page)
    answers = ANSWERS | {"last_name": "Skriptitön", "born_on": "24.12."}
    fill(page, answers)
    page.get_by_role("button", name=t("Add a row")).click()
    expect(page.locator('[name="services-3-kind"]')).to_be_visible()
    assert stand_as_typed(page, answers) == dict.fromkeys(answers, True)

    send(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert stand_as_typed(page, answers) == dict.fromkeys(answers, True)
    fill(page, {"born_on": "24.12.1985"})
    let_time_pass(page)
    page.get_by_role("button", name=t("Send the referral")).dblclick()

    expect(page.get_by_role("heading", level=1)).to_have_text(t("The referral has arrived"))
    assert len(referrals_of(stage, "Skriptitön")) == 1
    page.get_by_role("link", name=t("Print the receipt")).click()
    expect(page.get_by_text(t("The print command of your browser does it too."))).to_be_visible()
    expect(page.locator("[data-print]")).to_be_hidden()
