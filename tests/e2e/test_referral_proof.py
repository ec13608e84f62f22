"""The referral form at busy times, on a phone: a proof of work by the browser, and a wait where no script runs."""

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from clients.rules.form_limits import AT_FIRST, MESSAGES, WAIT, WITHOUT_SCRIPT, Verdict
from tasmat.accounts.limits import BUSY_BY_LINK, count
from tasmat.accounts.models import Attempt
from tests.e2e.answers import fill, let_time_pass, stand_as_typed
from tests.e2e.conftest import Stage
from tests.e2e.looking import look
from tests.e2e.test_referrer import ANSWERS, open_form, referrals_of
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

READY = "Your browser has shown that no program sends this. You can send the form."
HELD = "The form is sent as soon as your browser is ready, in some seconds."
ARRIVED = "The referral has arrived"


@pytest.fixture(autouse=True)
def _busy(_on_stage: None) -> Iterator[None]:
    """More came through the link than usual; afterwards it is quiet again for the other journeys."""
    for _time in range(BUSY_BY_LINK.times):
        count(BUSY_BY_LINK, "ALPHA")
    yield
    Attempt.objects.all().delete()


def send(page: Page) -> None:
    page.get_by_role("button", name=t("Send the referral")).click()


def used_proofs() -> int:
    return Attempt.objects.filter(kind=Attempt.PROOF).count()


def test_the_browser_proves_while_one_types(stage: Stage, visitor: Page) -> None:
    open_form(visitor)
    expect(visitor.locator("[data-proof] [role=status]")).to_have_text(t(READY))
    look(visitor, "referral-form-proof")

    fill(visitor, ANSWERS | {"last_name": "Todiste"})
    send(visitor)

    expect(visitor.get_by_role("heading", level=1)).to_have_text(t(ARRIVED))
    assert len(referrals_of(stage, "Todiste")) == 1
    assert used_proofs() == 1


def test_sent_before_the_proof_is_ready_it_goes_when_it_is(stage: Stage, visitor: Page) -> None:
    """The challenge comes late: by the keyboard alone the form is sent meanwhile, twice."""
    waiting: list[Route] = []
    visitor.route("**/laskutehtava/", lambda route: waiting.append(route))  # noqa: PLW0108 - no builtin
    open_form(visitor)
    fill(visitor, ANSWERS | {"last_name": "Hätäinen"})

    visitor.locator("#id_first_name").press("Enter")
    visitor.get_by_role("button", name=t("Send the referral")).press("Enter")
    expect(visitor.locator("[data-proof] [role=status]")).to_have_text(t(HELD))
    assert referrals_of(stage, "Hätäinen") == []
    waiting[0].continue_()

    expect(visitor.get_by_role("heading", level=1)).to_have_text(t(ARRIVED))
    visitor.unroute_all()
    assert len(referrals_of(stage, "Hätäinen")) == 1
    assert used_proofs() == 1


def test_where_the_proof_fails_one_can_wait(stage: Stage, visitor: Page) -> None:
    visitor.route("**/laskutehtava/", lambda route: route.fulfill(status=404))

    open_form(visitor)

    expect(visitor.locator("[data-proof] [role=status]")).to_have_text(t(AT_FIRST))
    look(visitor, "referral-form-wait")
    visitor.unroute_all()


def test_without_script_one_waits_for_a_minute(stage: Stage, without_script: Page) -> None:
    page = without_script
    open_form(page)
    expect(page.locator("[data-proof]")).to_contain_text(t(AT_FIRST))
    answers = ANSWERS | {"last_name": "Odottaja"}
    fill(page, answers)
    let_time_pass(page, dt.timedelta(seconds=20))

    send(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text(t(MESSAGES[Verdict.BUSY]))
    expect(page.locator("[data-proof]")).to_contain_text(t(WITHOUT_SCRIPT[Verdict.BUSY]))
    assert stand_as_typed(page, answers) == dict.fromkeys(answers, True)
    let_time_pass(page, WAIT)
    send(page)

    expect(page.get_by_role("heading", level=1)).to_have_text(t(ARRIVED))
    assert len(referrals_of(stage, "Odottaja")) == 1
    assert used_proofs() == 0
