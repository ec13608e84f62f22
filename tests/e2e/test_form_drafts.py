"""The plan's texts and the workshop's day, typed while network or session break: kept as an entry is."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from clients.models import Case, Entry, FormDraft, Plan
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY
from tests.e2e.conftest import Stage, sign_in
from tests.e2e.looking import look
from tests.e2e.people import new_case
from tests.e2e.places import place
from tests.e2e.test_entry_safety import AT_RISK, SENTENCE, Typist, end_sessions, tab, wait_until
from tests.e2e.test_workshop import field, in_the_workshop
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

TEXT = SENTENCE * 8
BEFORE, AFTER = TEXT[:400], TEXT[400:].strip()


@pytest.fixture
def page(stage: Stage, browser: Browser) -> Iterator[Page]:
    with tab(browser, stage.address) as opened:
        sign_in(opened, stage.cast.aino)
        yield opened


def kept(stage: Stage, name: str) -> str:
    """What the drafts hold of a field."""
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        drafts = FormDraft.objects.filter(author=stage.cast.aino, is_closed=False)
        return "".join("".join(draft.fields.get(name, [])) for draft in drafts)


def plan_of(stage: Stage, first_name: str, last_name: str) -> tuple[Case, Plan]:
    case = new_case(stage.cast, first_name, last_name)
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        return case, Plan.objects.create(case=case, kind="coaching", starts_on=DAY)


def typing(page: Page, name: str) -> Typist:
    page.locator(f"[name='{name}']").click()
    return Typist(page)


def judge(stage: Stage, name: str, typist: Typist, broken_at: float) -> None:
    words = kept(stage, name)
    assert BEFORE.startswith(words)
    assert len(words) >= typist.older_than(AT_RISK, broken_at)


def test_the_network_breaks_while_a_plan_is_written(stage: Stage, page: Page) -> None:
    case, plan = plan_of(stage, "Verner", "Verkoton")
    page.goto(place("case_plan_edit", case.id, plan.id))
    typist = typing(page, "situation")
    typist.type(BEFORE)
    page.context.set_offline(True)
    judge(stage, "situation", typist, time.monotonic())
    typist.type(AFTER)

    page.get_by_role("button", name=t("Save"), exact=True).click()
    expect(page.locator("[data-draft-state]")).to_have_text(t("The draft is not saved. It is tried again."))
    expect(page.locator("[name=situation]")).to_have_value(BEFORE + AFTER)
    page.context.set_offline(False)
    wait_until(lambda: kept(stage, "situation") == BEFORE + AFTER, page)
    page.goto(place("case", case.id))
    page.goto(place("case_plan_edit", case.id, plan.id))

    expect(page.locator("[data-typed]")).to_contain_text(t("Throw away"))
    expect(page.locator("[name=situation]")).to_have_value(BEFORE + AFTER)
    look(page, "form-draft")
    page.get_by_role("button", name=t("Save"), exact=True).click()
    page.wait_for_url("**/suunnitelma/?plan=*")
    with tenant_context(stage.cast.alpha.id):
        assert Plan.objects.get(id=plan.id).situation == BEFORE + AFTER
    assert kept(stage, "situation") == ""


def test_the_session_ends_while_the_day_is_written(stage: Stage, page: Page) -> None:
    case = in_the_workshop(stage, "Pirjo", "Pajalla")
    name = f"{case.id.hex}-observation"
    page.goto(place("workshop"))
    page.locator(f"{field(case, 'mark')}[value=present]").check()
    typist = typing(page, name)
    typist.type(BEFORE)
    end_sessions(page.context)
    judge(stage, name, typist, time.monotonic())
    typist.type(AFTER)
    state = page.locator("[data-draft-state]")
    with page.context.expect_page() as opened:
        state.get_by_role("link", name=t("Sign in")).click()
    sign_in(opened.value, stage.cast.aino)
    opened.value.close()

    expect(page.locator("#say")).to_have_text(t("Your text is saved again."))
    page.reload()
    expect(page.locator(field(case, "observation"))).to_have_value(BEFORE + AFTER)
    expect(page.locator(f"{field(case, 'mark')}[value=present]")).to_be_checked()
    page.get_by_role("button", name=t("Save the day")).click()

    expect(page.locator("#say")).to_have_text(t("Saved"))
    with tenant_context(stage.cast.alpha.id):
        assert [entry.text for entry in Entry.objects.filter(case=case)] == [BEFORE + AFTER]
    page.goto(place("workshop"))
    expect(page.locator(field(case, "observation"))).to_have_value("")
    assert kept(stage, name) == ""


def test_two_tabs_keep_both_texts_and_one_is_thrown_away_and_taken_back(stage: Stage, page: Page) -> None:
    case, plan = plan_of(stage, "Taito", "Tuplaaja")
    address = place("case_plan_edit", case.id, plan.id)
    other = page.context.new_page()
    for tab_ in (page, other):
        tab_.goto(address)
    for tab_, text in ((page, "Ensimmäisellä."), (other, "Toisella.")):
        tab_.locator("[name=situation]").fill(text)
        wait_until(lambda text=text: text in kept(stage, "situation"), tab_)  # type: ignore[misc]

    other.get_by_role("link", name=t("Look at both")).click()

    expect(other.locator("[name=situation]")).to_have_value("Toisella.")
    expect(other.locator("[data-typed]").nth(1)).to_contain_text("Ensimmäisellä.")
    look(other, "form-draft-two")
    first = other.locator("[data-typed]").first
    first.get_by_role("button", name=t("Throw away")).click()
    expect(other.locator("[name=situation]")).to_have_value("")
    wait_until(lambda: kept(stage, "situation") == "Ensimmäisellä.", other)
    first.get_by_role("button", name=t("Undo")).click()
    expect(other.locator("[name=situation]")).to_have_value("Toisella.")
    wait_until(lambda: "Toisella." in kept(stage, "situation"), other)
