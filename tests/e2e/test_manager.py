"""The project manager and the referrals that wait: what stands against one, accepting, declining."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from clients.choices import DeclineReason, ReferralState, ServiceKind
from clients.models import Case, Referral, ReferralService
from clients.rules.referrals import WORDS, RemarkKind
from tasmat.tenancy.context import tenant_context
from tests.e2e.answers import fill
from tests.e2e.conftest import Desk, Stage
from tests.e2e.looking import look
from tests.e2e.people import new_case, new_referral
from tests.e2e.places import place
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

CARRIED = (
    "first_name",
    "last_name",
    "born_on",
    "municipality_id",
    "has_protected_address",
    "phone",
    "email",
    "contact_language",
    "interpreter_language",
    "best_way",
)


def decided(stage: Stage, referral: Referral) -> Referral:
    """The referral as it is now."""
    with tenant_context(stage.cast.alpha.id):
        found: Referral = Referral.objects.select_related("case__client", "case__area").get(id=referral.id)
    return found


def open_from_list(page: Page, referral: Referral) -> None:
    page.goto(place("referrals"))
    page.get_by_role("link", name=referral.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(referral.name)


def accept(page: Page) -> None:
    page.get_by_role("button", name=t("Accept and open the case")).click()


def test_accepting_types_nothing_again(stage: Stage, desk: Desk) -> None:
    page = desk("mirja")
    referral = new_referral(
        stage.cast,
        "Alma",
        "Hyväksytty",
        email="alma@posti.example",
        contact_language="sv",
        interpreter_language="viro",
        unemployed_since=dt.date(2024, 5, 6),
    )
    open_from_list(page, referral)
    look(page, "referral")

    fill(page, {"responsible": str(stage.cast.aino.id), "entry_on": "2.3.2026"})
    accept(page)

    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    case = decided(stage, referral).case
    assert case is not None
    assert {name: getattr(case.client, name) for name in CARRIED} == {
        name: getattr(referral, name) for name in CARRIED
    }
    with tenant_context(stage.cast.alpha.id):
        stay, assignment = case.stays.get(), case.assignments.get()
        services = [(service.kind, service.starts_on) for service in case.client.services.all()]
    assert (stay.entry_on, stay.municipality_id) == (dt.date(2026, 3, 2), "140")
    assert (stay.entry_status, stay.unemployed_since) == ("unemployed", dt.date(2024, 5, 6))
    assert assignment.member_id == stage.cast.aino.id
    assert services == [(ServiceKind.SOCIAL_WORK, dt.date(2025, 1, 1))]
    look(page, "referral-accepted")
    page.get_by_role("link", name=case.reference).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hyväksytty, Alma")


def test_an_excluded_service_blocks_until_a_reason_is_typed(stage: Stage, desk: Desk) -> None:
    page = desk("mirja")
    referral = new_referral(stage.cast, "Eelis", "Estetty")
    with tenant_context(stage.cast.alpha.id, stage.cast.mirja.user_id):
        ReferralService.objects.create(
            referral=referral, kind=ServiceKind.REHABILITATIVE_WORK, starts_on=dt.date(2026, 1, 5)
        )
    open_from_list(page, referral)
    expect(page.get_by_text(t("needs a reason"))).to_be_visible()

    fill(page, {"responsible": str(stage.cast.aino.id)})
    accept(page)

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    look(page, "referral-blocked")
    assert decided(stage, referral).is_open
    page.locator('.govuk-error-summary a[href="#id_override_reason"]').click()
    expect(page.locator("#id_override_reason")).to_be_focused()
    page.keyboard.type("Päättyy ensi viikolla.")
    accept(page)
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    accepted = decided(stage, referral)
    assert (accepted.state, accepted.override_reason) == (ReferralState.ACCEPTED, "Päättyy ensi viikolla.")


def test_declining_and_taking_it_back(stage: Stage, desk: Desk) -> None:
    page = desk("mirja")
    referral = new_referral(stage.cast, "Hanna", "Hylätty")
    open_from_list(page, referral)
    decline = page.get_by_role("button", name=t("Decline the referral"))

    decline.click()
    expect(page.locator('.govuk-error-summary a[href="#id_reason"]')).to_be_visible()
    fill(page, {"reason": DeclineReason.NOT_REACHED})
    decline.click()

    expect(page.get_by_role("definition").filter(has_text=t(DeclineReason.NOT_REACHED.label))).to_be_visible()
    assert decided(stage, referral).decline_reason == DeclineReason.NOT_REACHED
    look(page, "referral-declined")
    page.get_by_role("button", name=t("Take back the decision")).click()
    expect(decline).to_be_visible()
    assert decided(stage, referral).is_open


def test_what_stands_against(stage: Stage, desk: Desk) -> None:
    page = desk("mirja")
    with tenant_context(stage.cast.alpha.id):
        client = Case.objects.select_related("client").earliest("created_at").client
    referral = new_referral(
        stage.cast,
        client.first_name,
        client.last_name,
        born_on=client.born_on,
        municipality=stage.cast.areas["762"].municipality,
    )
    young = new_referral(
        stage.cast,
        "Nuutti",
        "Nuori",
        born_on=dt.date(2009, 1, 1),
        municipality=stage.cast.beta_area.municipality,
    )

    page.goto(place("referrals"))

    rows = page.get_by_role("row")
    for kind in (RemarkKind.DUPLICATE, RemarkKind.QUOTA_FULL):
        expect(rows.filter(has_text=referral.name).get_by_text(t(WORDS[kind]))).to_be_visible()
    for kind in (RemarkKind.UNDER_AGE, RemarkKind.OUTSIDE_PROJECT):
        expect(rows.filter(has_text=young.name).get_by_text(t(WORDS[kind]))).to_be_visible()
    look(page, "referrals")
    page.get_by_role("link", name=referral.name).click()
    expect(page.get_by_text(t("The client {name}").format(name=client.name))).to_be_visible()
    look(page, "referral-with-obstacles")


def test_a_referral_keyed_from_a_phone_call(stage: Stage, desk: Desk) -> None:
    page = desk("mirja")
    page.goto(place("referrals"))
    page.get_by_role("link", name=t("Key a referral")).click()

    fill(
        page,
        {
            "source": "phone",
            "referrer_role": "self",
            "first_name": "Pirjo",
            "last_name": "Soittanut",
            "born_on": "3.4.1971",
            "municipality": "140",
            "phone": "0409998877",
            "best_way": "phone",
            "reason": "Soitti itse.",
            "work_situation": "unknown",
            "person_agrees": True,
        },
    )
    page.get_by_role("button", name=t("Save the referral")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Soittanut, Pirjo")
    with tenant_context(stage.cast.alpha.id):
        keyed = Referral.objects.get(last_name="Soittanut")
    assert (keyed.source, keyed.keyed_by_id) == ("phone", stage.cast.mirja.id)


def test_search_finds_by_any_name(stage: Stage, desk: Desk) -> None:
    page = desk("mirja")
    new_case(stage.cast, "Onerva", "Löydettävä")
    page.goto(place("today"))

    page.keyboard.press("/")
    page.keyboard.type("löydet")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Löydettävä, Onerva")).to_be_visible()
    look(page, "search")
