"""What is agreed and what is to be done: who is short this week, a booked meeting to its entry, tasks, the search."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from playwright.sync_api import Page, expect

from clients.choices import AppointmentState
from clients.models import Appointment, Case, CoachingPeriod, Phase
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tests.cast import Cast
from tests.e2e.answers import fill
from tests.e2e.conftest import Desk, Stage, sign_in
from tests.e2e.looking import PHONE, look
from tests.e2e.people import entries_of, new_case, new_referral
from tests.e2e.places import place
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

NINE = dt.datetime(2026, 3, 3, 7, tzinfo=dt.UTC)


@pytest.fixture
def page(desk: Desk) -> Page:
    """Aino's page, as wide as her phone."""
    page = desk("aino")
    page.set_viewport_size(PHONE)
    return page


def appointment_with(cast: Cast, case: Case, **facts: object) -> Appointment:
    with tenant_context(cast.alpha.id, cast.aino.user_id):
        appointment: Appointment = Appointment.objects.create(
            **{
                "member": cast.aino,
                "case": case,
                "submission_key": new_id(),
                "starts_at": NINE,
                "ends_at": NINE + dt.timedelta(minutes=45),
                **facts,
            }
        )
    return appointment


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=t(label), exact=True).click()


def saved(page: Page) -> None:
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()


def test_who_is_short_this_week(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Aada", "Alkava", entry_on=dt.date(2026, 3, 2))
    with tenant_context(stage.cast.alpha.id, stage.cast.aino.user_id):
        phase = Phase.objects.create(
            project=stage.cast.project, name_fi="Alku", weekly_contacts=2, weekly_for_weeks=4
        )
        CoachingPeriod.objects.create(case=case, phase=phase, starts_on=dt.date(2026, 3, 2))

    page.goto(place("cases", missing="contact"))
    row = page.get_by_role("row", name=re.compile("Alkava"))
    expect(row).to_contain_text(t("{made} / {needed} contacts this week").format(made=0, needed=2))
    page.goto(place("case", case.id))
    page.locator("#id_text").fill("Soitto.")
    page.locator("#kirjaa").get_by_role("button", name=t("Save"), exact=True).click()

    expect(page.locator("#pills")).to_contain_text(
        t("{made} / {needed} contacts this week").format(made=1, needed=2)
    )


def test_a_meeting_from_booking_to_its_entry(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Aimo", "Ajallaan")
    page.goto(place("case_agenda", case.id))
    look(page, "case-agenda-empty")
    page.get_by_role("link", name=t("New appointment")).last.click()
    look(page, "case-appointment-new")
    fill(page, {"on": "2.3.2026"})
    press(page, "Book")
    expect(page.locator('.govuk-error-summary a[href="#id_on"]')).to_be_visible()
    fill(page, {"on": "3.3.2026", "at": "14.15", "minutes": "45", "place": "Kirjasto"})
    press(page, "Book")
    saved(page)
    look(page, "case-agenda")

    page.goto(place("today"))
    page.get_by_role("link", name="Ajallaan, Aimo").and_(page.locator('a[href*="/kalenteri/"]')).click()
    look(page, "appointment")
    press(page, "Held")

    expect(page).to_have_url(re.compile("appointment=.*#kirjaa"))
    expect(page.locator("#id_minutes")).to_have_value("")  # how long it took is for the coach to say
    expect(page.locator('[name="kind"][value="meeting"]')).to_be_checked()
    page.locator("#id_text").fill("Tavattiin kirjastossa.")
    page.locator("#kirjaa").get_by_role("button", name=t("Save"), exact=True).click()
    expect(page.locator("#timeline > li").first).to_contain_text("Tavattiin kirjastossa.")
    [entry] = entries_of(stage.cast, case)
    assert (entry.kind, entry.minutes) == ("meeting", None)
    with tenant_context(stage.cast.alpha.id):
        assert Appointment.objects.get(case=case).entry_id == entry.id


def test_the_calendar(stage: Stage, page: Page) -> None:
    case = new_case(stage.cast, "Aleksi", "Kalenteri")
    appointment_with(stage.cast, case, place="Toimisto", kind="home_visit")
    appointment_with(
        stage.cast, case, starts_at=NINE + dt.timedelta(hours=3), ends_at=NINE + dt.timedelta(hours=4)
    )

    page.goto(place("calendar"))
    look(page, "calendar-week")
    page.get_by_role("link", name=t("Day"), exact=True).click()
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    look(page, "calendar-day")
    page.get_by_role("link", name=t("Later")).click()
    expect(page.get_by_text(t("No appointments"), exact=True)).to_be_visible()
    page.get_by_role("link", name=t("List"), exact=True).click()
    look(page, "calendar-list-empty")
    page.get_by_role("link", name=t("Today"), exact=True).last.click()
    expect(page.get_by_role("link", name="Kalenteri, Aleksi").first).to_be_visible()
    look(page, "calendar-list")


def test_the_calendar_without_script(stage: Stage, without_script: Page) -> None:
    case = new_case(stage.cast, "Antti", "Paperinen")
    appointment_with(stage.cast, case)
    sign_in(without_script, stage.cast.aino)

    without_script.goto(place("calendar"))
    without_script.get_by_role("link", name="Paperinen, Antti").click()
    press(without_script, "Did not come")

    saved(without_script)
    without_script.goto(place("calendar", show="day"))
    row = without_script.get_by_role("listitem").filter(has_text="Paperinen, Antti")
    expect(row).to_contain_text(t(AppointmentState.NOT_COME.label))


def test_the_first_meeting_of_a_referral(stage: Stage, desk: Desk) -> None:
    referral = new_referral(stage.cast, "Arttu", "Lähetetty")
    page = desk("mirja")
    page.goto(place("referral_appointment_new", referral.id))
    look(page, "referral-appointment-new")

    fill(page, {"on": "4.3.2026", "at": "10", "member": str(stage.cast.mirja.id)})
    press(page, "Book")

    saved(page)
    page.goto(place("calendar", on="2026-03-04", show="day"))
    expect(page.get_by_role("link", name="Lähetetty, Arttu")).to_be_visible()


def test_a_task_from_writing_to_done(stage: Stage, page: Page) -> None:
    page.goto(place("tasks"))
    page.get_by_role("link", name=t("New task")).first.click()
    look(page, "task-new")
    press(page, "Save")
    expect(page.locator('.govuk-error-summary a[href="#id_title"]')).to_be_visible()
    fill(page, {"title": "Tilaa tulkki torstaiksi", "due_on": "3.3.2026"})
    press(page, "Save")
    saved(page)
    row = page.get_by_role("listitem").filter(has_text="Tilaa tulkki torstaiksi")
    look(page, "tasks")

    row.locator("summary").click()
    look(page, "tasks-menu")
    row.get_by_role("button", name=re.compile("4.3.")).click()
    expect(row).to_contain_text("4.3.")
    row.get_by_role("button", name=re.compile(t(pgettext_lazy("button", "Done")))).click()
    expect(row).to_contain_text(t("done {day}").format(day="3.3."))
    row.get_by_role("button", name=re.compile(t("Undo"))).click()
    page.goto(place("today"))
    expect(page.get_by_role("listitem").filter(has_text="Tilaa tulkki torstaiksi")).to_be_visible()
    look(page, "today-tasks")


def test_from_any_page_by_a_stroke_to_the_entry_box(stage: Stage, desk: Desk) -> None:
    case = new_case(stage.cast, "Asta", "Pikahaku")
    page = desk("aino")
    page.goto(place("calendar"))

    page.keyboard.press("/")
    page.keyboard.type("pikah")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Pikahaku, Asta", exact=True)).to_be_visible()
    look(page, "search")
    page.get_by_role("link", name=re.compile(t("Log"))).click()

    expect(page).to_have_url(re.compile(re.escape(f"{place('case', case.id)}#kirjaa")))


def test_arrows_go_through_what_was_found(stage: Stage, desk: Desk) -> None:
    first, second = new_case(stage.cast, "Aapo", "Nuolinen"), new_case(stage.cast, "Bea", "Nuolinen")
    page = desk("aino")
    page.goto(f"{place('search')}?q=nuolinen")
    field = page.locator("#search")
    links = {
        case: page.locator(f'a[data-found][href="{place("case", case.id)}"]') for case in (first, second)
    }

    page.keyboard.press("/")
    for key, focused in (
        ("ArrowUp", field),
        ("ArrowDown", links[first]),
        ("ArrowDown", links[second]),
        ("ArrowDown", links[second]),
        ("Escape", field),
        ("ArrowDown", links[first]),
        ("ArrowUp", field),
    ):
        page.keyboard.press(key)
        expect(focused).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).not_to_be_focused()
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(re.escape(place("case", first.id))))


def test_the_feed_and_the_daily_mail(page: Page) -> None:
    page.goto(place("own_choices"))
    look(page, "own-choices")

    press(page, "Open a feed")
    look(page, "own-choices-feed")
    url = page.locator("code").inner_text()

    assert reverse("calendar_feed", args=["x"]).replace("x.ics", "") in url
    assert page.request.get(url).text().startswith("BEGIN:VCALENDAR")
    press(page, "Close the feed")
    saved(page)
    assert page.request.get(url).status == 404


def test_phases_with_their_contact_rules(desk: Desk, stage: Stage) -> None:
    page = desk("mirja")
    page.goto(place("settings_phases", stage.cast.project.id))
    page.get_by_role("link", name=t("New phase")).click()
    look(page, "settings-phase-new")
    fill(page, {"name_fi": "Tuki", "weekly_contacts": "2"})
    press(page, "Save")
    expect(page.locator('.govuk-error-summary a[href="#id_weekly_for_weeks"]')).to_be_visible()

    fill(page, {"weekly_for_weeks": "4", "longest_gap_days": "14"})
    press(page, "Save")

    saved(page)
    expect(page.get_by_role("listitem").filter(has_text="Tuki")).to_contain_text("14")
    look(page, "settings-phases")
