"""A whole day of a coach on a phone, act by act: how many touches and typed fields it takes, and nothing twice.

`pytest -s tests/e2e/test_coach_day.py` shows the table.
"""

import datetime as dt
import io
import re
import sys
from pathlib import Path
from typing import NamedTuple

import pdfplumber
import pytest
from playwright.sync_api import Locator, Page, expect

from clients.choices import Channel, EntryKind, SentHow
from clients.models import (
    Appointment,
    Case,
    Entry,
    Goal,
    GoalRating,
    GoalStep,
    Plan,
    Referral,
    ReferringBody,
    Statement,
)
from clients.rules.words import fold
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership
from tests.cast import DAY, Cast
from tests.e2e.conftest import Stage, sign_in
from tests.e2e.looking import look
from tests.e2e.people import entries_of, new_case, new_referral
from tests.e2e.phone import Diary, Phone
from tests.e2e.places import place
from tests.e2e.words import t

pytestmark = pytest.mark.e2e

MOST_TAPS = 4  # of a contact, besides the one into its text
CONTACTS = 8
LONG_AGO = dt.date(2024, 7, 1)  # whose contact rule has been broken longest stands first on Today
NINE = dt.datetime(2026, 3, 3, 7, tzinfo=dt.UTC)


class Clients(NamedTuple):
    """Those whom the day is about."""

    phoned: Case
    silent: Case
    messaged: Case
    at_home: Case
    searched: Case
    beside: Case
    booked: Case
    planned: Case
    leaving: Case


class Day:
    """What a coach does on the phone, from wherever the act before ended."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.page, self.diary = phone, phone.page, Diary(phone)

    def tap(self, target: Locator) -> None:
        self.phone.tap(target)

    def press(self, words: str) -> None:
        self.tap(self.page.get_by_role("button", name=t(words), exact=True))

    def follow(self, words: str) -> None:
        self.tap(self.page.locator("main").get_by_role("link", name=t(words), exact=True).first)

    def menu(self, words: str) -> None:
        self.tap(self.page.locator(".app-nav").get_by_role("link", name=t(words)))

    def chip(self, word: EntryKind | Channel) -> None:
        self.tap(self.page.get_by_role("radio", name=t(word.label), exact=True))

    def find(self, beginning: str) -> None:
        self.phone.look_for(self.page.locator("#search"), beginning)

    def log_of(self, case: Case) -> None:
        """The short cut to the box for an entry, on Today and among what a search has found."""
        words = self.page.get_by_role("link", name=re.compile(re.escape(case.client.name)))
        self.tap(words.and_(self.page.locator(f'a[href="{place("case", case.id)}#kirjaa"]')))

    def write(self, text: str) -> None:
        self.phone.write(self.page.locator("#id_text"), text)

    def save_entry(self, shown: str) -> None:
        self.tap(self.page.locator("#kirjaa").get_by_role("button", name=t("Save"), exact=True))
        expect(self.page.locator("#timeline > li").first).to_contain_text(shown)

    def look(self, name: str, end: str = "") -> None:
        """Judges the page, once its address ends so; `end` is a pattern."""
        self.page.wait_for_url(re.compile(rf"{end}([?#].*)?$"), wait_until="load")
        look(self.page, name)

    def saved(self) -> None:
        expect(self.page.locator(".govuk-notification-banner--success")).to_be_visible()


def test_a_day(stage: Stage, phone: Phone) -> None:
    people = _people(stage.cast)
    known = _known(stage.cast)
    sign_in(phone.page, stage.cast.aino)
    day = Day(phone)

    _contacts_from_today(day, people)
    _contacts_from_search(day, people)
    _shared_visit(day, people)
    _contacts_from_appointment_and_case(day, people)
    _plan_review(day)
    _last_meeting(day, people)
    _closing(day)
    _end_statement(day)

    sys.stdout.write(f"\n{day.diary.table()}\n")
    contacts = [step for step in day.diary.steps if step.name.startswith("contact")]
    assert len(contacts) == CONTACTS
    assert {step.name: step.taps for step in contacts if step.taps - step.fields > MOST_TAPS} == {}
    assert _twice(phone.typed, known) == []
    _as_recorded(stage.cast, people)


def _contacts_from_today(day: Day, people: Clients) -> None:
    day.look("day-today", "/tanaan/")
    with day.diary.step("contact by phone, from Today"):
        day.log_of(people.phoned)
        day.write("Soitin. Kurssi alkaa maanantaina, matkat on selvitetty.")
        day.save_entry("Kurssi alkaa maanantaina")
    day.look("day-contact")
    with day.diary.step("contact: nobody answered, from Today"):
        day.menu("Today")
        day.log_of(people.silent)
        day.chip(EntryKind.NO_ANSWER)
        day.save_entry(t(EntryKind.NO_ANSWER.label))
    with day.diary.step("contact by message, from Today"):
        day.menu("Today")
        day.log_of(people.messaged)
        day.write("Vahvisti viestillä torstain tapaamisen.")
        day.chip(Channel.MESSAGE)
        day.save_entry("Vahvisti viestillä")


def _contacts_from_search(day: Day, people: Clients) -> None:
    with day.diary.step("contact: home visit, from search"):
        day.find("Etsivä")
        day.look("day-search", "/haku/")
        day.log_of(people.at_home)
        day.chip(EntryKind.HOME_VISIT)
        expect(day.page.get_by_text("Koira pihalla.").first).to_be_visible()
        day.write("Katsottiin arjen aikataulua keittiön pöydän ääressä.")
        day.save_entry("arjen aikataulua")
    day.look("day-home-visit")
    with day.diary.step("contact by phone, from search"):
        day.find("Haetta")
        day.log_of(people.searched)
        day.write("Työhakemus lähti, vastaus luvattu viikossa.")
        day.save_entry("Työhakemus lähti")


def _shared_visit(day: Day, people: Clients) -> None:
    with day.diary.step("shared visit with two clients, minutes"):
        day.tap(day.page.get_by_role("link", name=t("For several clients at once")))
        day.look("day-shared-visit", "/kirjaa-monelle/")
        day.tap(day.page.get_by_role("checkbox", name=re.compile(people.beside.client.name)))
        day.chip(EntryKind.WORKPLACE_VISIT)
        day.write("Käytiin tutustumassa puusepänverstaaseen.")
        day.phone.write(day.page.locator("#id_minutes"), "75")
        day.press("Save for all")
        day.saved()


def _contacts_from_appointment_and_case(day: Day, people: Clients) -> None:
    with day.diary.step("contact: meeting, from its appointment"):
        day.menu("Today")
        row = day.page.get_by_role("link", name=people.booked.client.name, exact=True)
        day.tap(row.and_(day.page.locator('a[href*="/kalenteri/"]')))
        day.look("day-appointment", "/kalenteri/[^/]+/")
        day.press("Held")
        day.write("Tehtiin ansioluettelo valmiiksi.")
        day.save_entry("ansioluettelo valmiiksi")
    with day.diary.step("contact by phone, from the list of clients"):
        day.menu("Clients")
        day.look("day-clients", "/asiakkaat/")
        day.follow(people.planned.client.name)
        day.write("Sovittiin, että suunnitelma katsotaan nyt läpi.")
        day.save_entry("suunnitelma katsotaan")


def _plan_review(day: Day) -> None:
    with day.diary.step("plan review: 2 goals, a step, next review"):
        day.follow("Plan")
        day.look("day-plan", "/suunnitelma/")
        day.follow("Review")
        day.look("day-plan-review", "/tarkista/")
        for goal, level in (("Ajokortti", "+1"), ("Uni paremmaksi", "−1")):
            group = day.page.get_by_role("group", name=goal)
            day.tap(group.get_by_role("radio", name=level, exact=True))
        day.tap(day.page.get_by_label("Varataan aika kokeeseen"))
        expect(day.page.locator("[name=review_on]")).not_to_have_value("")
        day.press("Save the review")
        day.saved()
    day.look("day-plan-reviewed")


def _last_meeting(day: Day, people: Clients) -> None:
    with day.diary.step("contact: meeting not booked, from search"):
        day.find("Lähte")
        day.log_of(people.leaving)
        day.chip(EntryKind.MEETING)
        day.write("Katsottiin yhdessä, mitä on saatu aikaan.")
        day.save_entry("mitä on saatu aikaan")


def _closing(day: Day) -> None:
    with day.diary.step("closing: status, end data, direction"):
        day.tap(day.page.locator(".app-identity summary", has_text=t("Actions")))
        day.tap(day.page.get_by_role("link", name=t("End the case"), exact=True))
        day.look("day-closing", "/paata/")
        expect(day.page.locator("[name=exit_on]")).to_have_value("3.3.2026")
        for name, value in (
            ("exit_status", "employed"),
            ("exit_in_education", "no"),
            ("exit_qualification", "no"),
        ):
            day.tap(day.page.locator(f'[name="{name}"][value="{value}"]'))
        day.phone.choose(day.page.locator("[name=direction]"), "open_labour_market")
        day.press("End the case")
        day.saved()
    expect(day.page.locator("#pills").get_by_text(t("end data missing"))).to_have_count(0)
    day.look("day-closed")


def _end_statement(day: Day) -> None:
    page = day.page
    with day.diary.step("end statement: composed, edited, approved"):
        day.follow("Statements")
        day.look("day-statements", "/lausunnot/")
        day.press("Begin")
        _expect_composed(page)
        day.look("day-statement")
        goals = page.locator('[name="section-goals"]')
        day.phone.write(goals, " Vuokrasopimus on allekirjoitettu.")
        day.phone.write(
            page.locator('[name="section-recommendation"]'), "Suosittelen työvalmentajan tukea alkuun."
        )
        day.press("Save and go on to approving")
        day.look("day-statement-approve", "/hyvaksy/")
        day.tap(page.locator('[name="client_has_seen"][value="yes"]'))
        day.press("Approve")
        day.saved()
    day.look("day-statement-approved")
    statement = page.url
    with day.diary.step("end statement: PDF"):
        day.press("Make a PDF to print or send")
        paper = page.locator("main").get_by_role("link", name=re.compile(t("end statement"), re.IGNORECASE))
        expect(paper.first).to_be_visible()
        day.look("day-documents", "/asiakirjat/")
        with page.expect_download() as download:
            day.tap(paper.first)
    with pdfplumber.open(io.BytesIO(Path(download.value.path()).read_bytes())) as pdf:
        words = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    assert "Vuokrasopimus on allekirjoitettu" in words
    assert "Suosittelen työvalmentajan tukea" in words
    with day.diary.step("end statement: marked as sent"):
        day.follow("Statements")
        day.tap(page.locator("main .app-row__title").first)
        expect(page).to_have_url(statement)
        expect(page.get_by_text("Suojattu posti.")).to_be_visible()
        day.tap(page.locator(f'[name="sent_how"][value="{SentHow.SERVICE}"]'))
        day.press("Mark as sent")
        day.saved()
    day.look("day-statement-sent")


def _expect_composed(page: Page) -> None:
    """What the program knows stands in the draft already, also what was said of the client today."""
    expect(page.locator("[name=recipient]")).to_have_value("Päivän työllisyysalue, Virpi Virkailija")
    expect(page.locator('[name="section-course"]')).to_have_value(re.compile("3.3.2026"))
    expect(page.locator('[name="section-goals"]')).to_have_value(
        re.compile(rf"Oma asunto.*{t('not rated yet')}")
    )
    way_on = page.locator('[name="section-way_on"]')
    expect(way_on).to_have_value(re.compile(t("work in the open labour market"), re.IGNORECASE))


def _people(cast: Cast) -> Clients:
    people = Clients(
        phoned=new_case(cast, "Maaria", "Aamusoitto", entry_on=LONG_AGO),
        silent=new_case(cast, "Martti", "Aamuhiljaa", entry_on=LONG_AGO),
        messaged=new_case(cast, "Miia", "Aamuviesti", entry_on=LONG_AGO),
        at_home=new_case(cast, "Mauno", "Etsivälä"),
        searched=new_case(cast, "Minttu", "Haettava"),
        beside=new_case(cast, "Mikael", "Mukana"),
        booked=new_case(cast, "Milla", "Merkitty"),
        planned=new_case(cast, "Mielikki", "Aakkola"),
        leaving=new_case(cast, "Mertsi", "Lähtevä"),
    )
    referral = new_referral(cast, "Mertsi", "Lähtevä", referrer_organisation="Päivän työllisyysalue")
    with tenant_context(cast.alpha.id, cast.aino.user_id):
        people.at_home.client.safety_note = "Koira pihalla."
        people.at_home.client.save()
        Appointment.objects.create(
            member=cast.aino,
            case=people.booked,
            submission_key=new_id(),
            starts_at=NINE,
            ends_at=NINE + dt.timedelta(minutes=45),
            place="Kirjasto",
        )
        _plan(people.planned, ("Ajokortti", "Varataan aika kokeeseen"), ("Uni paremmaksi", "Puhelin pois"))
        _plan(people.leaving, ("Oma asunto", "Täytetään hakemus"))
        _referred(referral, people.leaving, cast.aino)
    return people


def _plan(case: Case, *goals: tuple[str, str]) -> None:
    plan = Plan.objects.create(case=case, kind="coaching", starts_on=dt.date(2025, 9, 9), review_on=DAY)
    for title, step in goals:
        goal = Goal.objects.create(plan=plan, title=title, set_on=plan.starts_on)
        GoalStep.objects.create(goal=goal, what=step)


def _referred(referral: Referral, case: Case, decider: Membership) -> None:
    """The accepted referral from which the case began, of a body with a secure route."""
    body = ReferringBody.objects.create(
        role="employment", name="Päivän työllisyysalue", secure_route="Suojattu posti."
    )
    Referral.objects.filter(id=referral.id).update(
        state="accepted", case=case, body=body, decided_at=referral.received_at, decided_by=decider
    )


def _known(cast: Cast) -> set[str]:
    """Facts that stood in the program in the morning, and the day itself."""
    with tenant_context(cast.alpha.id, cast.aino.user_id):
        cases = list(Case.objects.select_related("client", "area__municipality"))
        facts = [
            *(fact for case in cases for fact in _facts(case)),
            *Goal.objects.values_list("title", flat=True),
            *GoalStep.objects.values_list("what", flat=True),
            *Appointment.objects.values_list("place", flat=True),
            *ReferringBody.objects.values_list("name", flat=True),
            *Referral.objects.values_list("referrer_name", flat=True),
        ]
    return {fold(fact) for fact in (*facts, "3.3.2026") if fact}


def _facts(case: Case) -> list[str]:
    client = case.client
    return [client.first_name, client.last_name, client.name, client.phone, case.reference]


def _twice(typed: list[str], known: set[str]) -> list[str]:
    """What was typed although the program knew it: from the morning, or from an act before."""
    found, seen = [], set(known)
    for words in typed:
        if fold(words) in seen:
            found.append(words)
        seen.add(fold(words))
    return found


def _as_recorded(cast: Cast, people: Clients) -> None:
    """The day as the database has it."""
    assert [_told(entries_of(cast, case)) for case in people] == [
        [("contact", "phone")],
        [("no_answer", "phone")],
        [("contact", "message")],
        [("home_visit", "face")],
        [("workplace_visit", "face"), ("contact", "phone")],
        [("workplace_visit", "face")],
        [("meeting", "face")],
        [("contact", "phone")],
        [("meeting", "face")],
    ]
    with tenant_context(cast.alpha.id, cast.aino.user_id):
        assert Appointment.objects.get(case=people.booked).entry_id is not None
        ratings = GoalRating.objects.filter(goal__plan__case=people.planned)
        assert sorted(ratings.values_list("level", flat=True)) == [-1, 1]
        assert GoalStep.objects.get(what="Varataan aika kokeeseen", goal__plan__case=people.planned).done_on
        assert Plan.objects.filter(case=people.planned, review_on__gt=DAY).exists()
        stay = people.leaving.stays.get()
        assert (stay.exit_on, stay.exit_status, stay.direction) == (DAY, "employed", "open_labour_market")
        statement = Statement.objects.get(case=people.leaving)
        assert (statement.sent_on, statement.sent_how) == (DAY, SentHow.SERVICE)
        assert statement.approved_by_id == cast.aino.id


def _told(entries: list[Entry]) -> list[tuple[str, str | None]]:
    return [(entry.kind, entry.channel) for entry in entries]
