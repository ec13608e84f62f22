"""A case's page: identity bar, what is missing, the timeline with its order, pages and news; who coaches."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.test import Client as Browser
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from clients.choices import EntryKind
from clients.models import Absence, Assignment, Case, ConcurrentService, Entry
from clients.registry import Position, TimelineItem
from clients.services.assignments import BeforePresentCoach, change_responsible
from clients.services.stays import close_stay, reenter
from tasmat.access.roles import Role
from tasmat.audit.models import AccessEvent
from tasmat.tenancy.base import new_id
from tests.cast import DAY, IISALMI, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, new_entry, queries_of
from tests.world import make_referral

OF_A_CASE = (
    "case",
    "case_person",
    "case_esf",
    "case_end",
    "case_close",
    "case_undo_close",
    "case_reenter",
    "case_service_new",
    "case_absence_new",
)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


def page_of(browser: Browser, case: Case, **query: str) -> Any:
    return browser.get(address("case", case.id), query)


def titles(browser: Browser, case: Case, **query: str) -> list[str]:
    return [item.title for item, _new in page_of(browser, case, **query).context["timeline"]]


def news(browser: Browser, case: Case) -> list[str]:
    return [item.title for item, is_new in page_of(browser, case).context["timeline"] if is_new]


def test_the_identity_bar_says_who_it_is(cast: Cast) -> None:
    case = new_case(cast, "EERO", interpreter_language="")

    response = page_of(browser_of(cast.aino), case)

    assert response.context["facts"] == "45 years · Iisalmi · client since 2.9.2025 · responsible coach: you"
    assert [pill.text for pill in response.context["pills"]] == ["182 days without contact"]
    tabs = response.context["tabs"]
    assert {"Timeline", "Person", "Plan", "ESF data"} <= {tab.label for tab in tabs}
    assert [tab.label for tab in tabs if tab.current] == ["Timeline"]


def test_a_colleague_reads_the_name_of_the_coach_in_the_projects_word(eero: Case, cast: Cast) -> None:
    with inside(cast):
        cast.project.coach_word = "case_manager"
        cast.project.save()

    facts = page_of(browser_of(cast.mirja), eero).context["facts"]

    assert facts.endswith("case manager: Aino Valmentaja")


@pytest.mark.parametrize("route", OF_A_CASE)
def test_a_protected_address_is_on_no_page_of_the_case(route: str, cast: Cast) -> None:
    case = new_case(cast, "TURVA", has_protected_address=True)

    body = browser_of(cast.aino).get(address(route, case.id), follow=True).content.decode()

    assert "Iisalmi" not in body
    assert "TURVA-street" not in body


def test_pills_of_an_ended_case_of_somebody_with_special_needs(cast: Cast) -> None:
    case = new_case(cast, "EERO", died_on=DAY, has_protected_address=True)
    with inside(cast):
        close_stay(case, exit_on=DAY)

    pills = page_of(browser_of(cast.aino), case).context["pills"]

    assert [pill.text for pill in pills] == ["deceased", "protected address", "ended 3.3.2026"]


def test_missing_data_are_named_and_lead_to_the_form(cast: Cast) -> None:
    case = new_case(cast, "EERO", gender=None)
    with inside(cast):
        case.stays.update(education_level=9)
        close_stay(case, exit_on=DAY, exit_status="employed", direction="job_search", exit_in_education=False)

    body = page_of(browser_of(cast.aino), case).content.decode()

    start, end = address("case_esf", case.id), address("case_end", case.id)
    assert f'<a class="app-row__title" href="{start}#id_gender">Gender</a>' in body
    assert f'<a class="app-row__title" href="{start}#id_education_level">Education</a>' in body
    assert f'<a class="app-row__title" href="{end}#id_exit_qualification">Qualification gained</a>' in body
    assert "#id_exit_status" not in body


def test_an_excluded_service_at_the_same_time_is_said(eero: Case, cast: Cast) -> None:
    with inside(cast):
        ConcurrentService.objects.create(client=eero.client, kind="similar", starts_on=DAY)
        ConcurrentService.objects.create(client=eero.client, kind="studies", starts_on=DAY)

    body = page_of(browser_of(cast.aino), eero).content.decode()

    assert "The project does not allow these services at the same time:" in body
    assert "Another service of that kind" in body
    assert "Studies" not in body


def test_the_timeline_tells_everything_newest_first(cast: Cast) -> None:
    case = new_case(cast, "EERO", entry_on=dt.date(2025, 9, 2))
    new_entry(cast, case, dt.date(2025, 9, 2), minutes=15)
    new_entry(cast, case, dt.date(2026, 2, 27), "no_answer", author=cast.bertta)
    new_entry(cast, case, dt.date(2026, 1, 15), "workplace_visit", channel="face")
    with inside(cast):
        Absence.objects.create(case=case, kind="sick", starts_on=dt.date(2025, 10, 1))
        close_stay(case, exit_on=dt.date(2026, 1, 15), exit_status="unemployed", direction="job_search")
        reenter(case, entry_on=dt.date(2026, 2, 2), municipality=cast.areas[IISALMI].municipality)
        change_responsible(case, cast.bertta, from_on=dt.date(2026, 2, 5), reason="Työnjako")
        accepted = dt.datetime(2025, 8, 29, 12, tzinfo=dt.UTC)
        make_referral(
            "R", cast.areas[IISALMI], state="accepted", case=case, decided_at=accepted, decided_by=cast.mirja
        )

    items = [item for item, _new in page_of(browser_of(cast.aino), case).context["timeline"]]

    assert [(item.title, item.meta, item.text) for item in items] == [
        ("Nobody answered, phone", "Fri 27.2.2026 · Bertta Valmentaja", ""),
        ("Responsible coach: Bertta Valmentaja", "Thu 5.2.2026", "Työnjako"),
        ("Returned to the project", "Mon 2.2.2026", ""),
        (
            "Left the project",
            "Thu 15.1.2026",
            "unemployed job-seeker · job search with the employment services",
        ),
        ("Workplace visit, face to face", "Thu 15.1.2026 · you", "Juteltiin."),
        ("Away: sick", "Wed 1.10.2025", ""),
        ("Contact, phone, 15 min", "Tue 2.9.2025 · you", "Juteltiin."),
        ("Responsible coach: Aino Valmentaja", "Tue 2.9.2025 – Wed 4.2.2026", ""),
        ("Joined the project", "Tue 2.9.2025", ""),
        ("Referral accepted", "Fri 29.8.2025 · Mirja Päällikkö", ""),
    ]


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("contacts", ["Nobody answered, phone", "Contact, phone"]),
        ("observations", ["Note", "Observation"]),
        ("events", ["Responsible coach: Aino Valmentaja", "Joined the project"]),
    ],
)
def test_the_timeline_is_filtered_by_kind(show: str, expected: list[str], eero: Case, cast: Cast) -> None:
    for number, kind in enumerate(("observation", "contact", "note", "no_answer")):
        new_entry(cast, eero, dt.date(2026, 2, 1 + number), kind)
    browser = browser_of(cast.aino)

    assert titles(browser, eero, show=show) == expected
    assert len(titles(browser, eero, show="nonsense")) == 6


def test_a_manager_reads_facts_and_no_texts(eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, DAY, text="Vain valmentajille.")

    body = page_of(browser_of(cast.mirja), eero).content.decode()

    assert "Contact, phone" in body
    assert "The texts of entries are for the coaches." in body
    assert "Vain valmentajille." not in body
    assert 'name="text"' not in body
    assert address("case_entry", eero.id, UUID(int=0))[:-37] not in body


def test_a_manager_who_coaches_reads_texts_too(eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, DAY, text="Kaikille.")
    with inside(cast):
        cast.mirja.roles = [Role.MANAGER, Role.COACH]
        cast.mirja.save()

    assert "Kaikille." in page_of(browser_of(cast.mirja), eero).content.decode()


def test_the_timeline_goes_back_by_pages_without_gaps(eero: Case, cast: Cast) -> None:
    for number in range(60):
        new_entry(cast, eero, DAY - dt.timedelta(days=number // 7), text=f"n{number}")
    browser = browser_of(cast.aino)

    seen: list[TimelineItem] = []
    url = address("case", eero.id)
    while url:
        context = browser.get(url).context
        seen += [item for item, _new in context["timeline"]]
        url = context["older"]

    assert len(seen) == 62
    positions = [item.position for item in seen]
    assert positions == sorted(set(positions), reverse=True)


@pytest.mark.parametrize(
    "before",
    [
        "x",
        "2026-03-03__",
        "2026-03-03_2026-03-03_" + str(UUID(int=1)),
        "0001-01-01_0001-01-01T00:00:00+14:00_" + str(UUID(int=1)),
        "\x00",
        "_" * 99,
    ],
)
def test_a_wrong_place_on_the_timeline_gives_the_newest(before: str, eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, DAY)

    assert titles(browser_of(cast.aino), eero, before=before)[0] == "Contact, phone"


def test_a_place_with_an_offset_that_the_database_refuses_is_understood(eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, DAY)
    before = f"2026-12-31_2026-12-31T00:00:00+23:59_{UUID(int=1)}"

    assert titles(browser_of(cast.aino), eero, before=before)[0] == "Contact, phone"


INSTANTS = st.datetimes(timezones=st.just(dt.UTC))


@given(st.dates(), INSTANTS, st.uuids())
def test_a_place_on_the_timeline_survives_an_address(on: dt.date, at: dt.datetime, row: UUID) -> None:
    position = Position(on, at, row)

    assert Position.parse(str(position)) == position


def visit(cast: Cast, case: Case, minutes_ago: int) -> None:
    """Aino's earlier visit to the page."""
    with inside(cast):
        AccessEvent.objects.create(
            user=cast.aino.user,
            action="SEE_CASES",
            route="case",
            clients=[case.client_id],
            subject=case.id,
            at=timezone.now() - dt.timedelta(minutes=minutes_ago),
        )


def recorded(minutes_ago: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(minutes=minutes_ago)


def test_what_others_recorded_since_the_last_visit_is_marked(eero: Case, cast: Cast) -> None:
    visit(cast, eero, 300)
    new_entry(cast, eero, DAY, text="1", author=cast.bertta, created_at=recorded(400))
    new_entry(cast, eero, DAY, "workplace_visit", author=cast.bertta, created_at=recorded(200))
    new_entry(cast, eero, dt.date(2025, 10, 1), "meeting", author=cast.bertta, created_at=recorded(5))
    new_entry(cast, eero, DAY, "observation", created_at=recorded(100))
    new_entry(cast, eero, DAY, "note", author=cast.bertta, created_at=recorded(-60))

    assert news(browser_of(cast.aino), eero) == ["Workplace visit, phone", "Meeting, phone"]
    assert "2 new since your last visit" in page_of(browser_of(cast.aino), eero).content.decode()


def test_the_news_are_counted_on_all_pages_and_are_one_tap_away(eero: Case, cast: Cast) -> None:
    visit(cast, eero, 300)
    for number in range(30):
        new_entry(cast, eero, DAY, author=cast.bertta, text=str(number), created_at=recorded(60))
    browser = browser_of(cast.aino)

    page = page_of(browser, eero)
    filtered = browser.get(page.context["unseen"])

    assert (page.context["news"], filtered.context["news"]) == (30, 30)
    assert page.context["unseen"] in page.content.decode()
    assert all(is_new for _item, is_new in filtered.context["timeline"])


def test_the_page_of_the_dead_offers_no_contact(cast: Cast) -> None:
    case = new_case(cast, "EERO", phone="040 123 4567", email="eero@example.org", died_on=DAY)

    pages = [browser_of(member).get(address("case", case.id)) for member in (cast.aino, cast.mirja)]

    for page in pages:
        words = page.content.decode()
        assert "The client died on 3.3.2026." in words
        assert f'href="{address("case_close", case.id)}">End the case' in words
        assert "tel:" not in words
        assert "mailto:" not in words
    assert pages[0].context["form"]["kind"].value() == EntryKind.NOTE


def test_coming_back_within_half_an_hour_is_the_same_visit(eero: Case, cast: Cast) -> None:
    visit(cast, eero, 300)
    visit(cast, eero, 29)
    new_entry(cast, eero, DAY, author=cast.bertta, created_at=recorded(60))
    assert news(browser_of(cast.aino), eero) == ["Contact, phone"]

    visit(cast, eero, 31)

    assert news(browser_of(cast.aino), eero) == []


def test_only_the_page_with_the_timeline_is_a_visit(eero: Case, cast: Cast) -> None:
    browser = browser_of(cast.aino)
    for route in OF_A_CASE:
        browser.get(address(route, eero.id))

    with inside(cast):
        subjects = [event.subject for event in AccessEvent.objects.order_by("id")]
        clients = {client for event in AccessEvent.objects.all() for client in event.clients}
    assert subjects.count(eero.id) == 1
    assert set(subjects) == {eero.id, None}
    assert clients == {eero.client_id}


def test_a_first_visit_marks_nothing(eero: Case, cast: Cast) -> None:
    new_entry(cast, eero, DAY, author=cast.bertta)

    assert news(browser_of(cast.aino), eero) == []


def test_a_closing_and_a_new_coach_are_news_too(eero: Case, cast: Cast) -> None:
    with inside(cast):
        close_stay(eero, exit_on=DAY)
        AccessEvent.objects.create(
            user=cast.mirja.user,
            action="SEE_CASES",
            route="case",
            clients=[eero.client_id],
            subject=eero.id,
            at=recorded(60),
        )

    assert news(browser_of(cast.mirja), eero) == [
        "Left the project",
        "Responsible coach: Aino Valmentaja",
        "Joined the project",
    ]
    assert news(browser_of(cast.aino), eero) == []


def test_the_page_asks_the_same_number_of_queries_with_10_000_entries(eero: Case, cast: Cast) -> None:
    """Also when something is looked for among them."""
    browser, page = browser_of(cast.aino), address("case", eero.id)
    urls = (
        page,
        f"{page}?words=x",
        f"{page}?kind=contact&first_day=1.9.2025",
        f"{page}?author={cast.aino.id}",
    )
    new_entry(cast, eero, DAY, text="x")
    browser.get(page)
    before = [queries_of(browser, url) for url in urls]
    with inside(cast):
        Entry.objects.bulk_create(
            Entry(
                case=eero,
                author=cast.aino,
                submission_key=new_id(),
                happened_on=dt.date(2025, 9, 2) + dt.timedelta(days=number % 180),
                kind="contact",
                channel="phone",
                text="x",
                created_at=timezone.now(),
            )
            for number in range(10_000)
        )

    assert [queries_of(browser, url) for url in urls] == before
    assert max(before) <= 32  # one for each kind of thing that the page tells of, whatever their number


@pytest.mark.parametrize("route", OF_A_CASE)
def test_who_may_not_open_a_page_of_the_case(route: str, eero: Case, cast: Cast) -> None:
    url = address(route, eero.id)

    assert browser_of(cast.bertta).get(url).status_code == 404  # another area
    assert browser_of(cast.otto).get(url).status_code == 404  # another organisation
    assert browser_of(cast.otto).get(url.replace("alpha", "beta")).status_code == 404
    assert browser_of(cast.kaisa).get(url).status_code == 403
    assert browser_of(cast.aarne).get(url).status_code == 403
    assert browser_of(cast.aino).get(address(route, UUID(int=7))).status_code == 404
    assert browser_of(cast.aino).put(url).status_code == 405


def assign(browser: Browser, case: Case, **changes: Any) -> Any:
    typed = {"role": "responsible", "from_on": "3.3.2026", "until_on": "", "reason": "Loma", **changes}
    return browser.post(address("case_assign", case.id), typed)


def coaches_of(cast: Cast, case: Case) -> list[tuple[str, str, dt.date, dt.date | None]]:
    with inside(cast):
        rows = Assignment.objects.filter(case=case).select_related("member__user").order_by("from_on", "id")
        return [(row.role, row.member.user.name.split()[0], row.from_on, row.until_on) for row in rows]


def test_the_responsible_coach_changes_from_a_day_on(eero: Case, cast: Cast) -> None:
    response = assign(browser_of(cast.mirja), eero, member=cast.bertta.id, from_on="1.3.2026")

    assert response.status_code == 302
    assert coaches_of(cast, eero) == [
        ("responsible", "Aino", dt.date(2025, 9, 2), dt.date(2026, 2, 28)),
        ("responsible", "Bertta", dt.date(2026, 3, 1), None),
    ]
    assert page_of(browser_of(cast.bertta), eero).context["facts"].endswith("responsible coach: you")


def test_a_change_on_the_same_day_replaces_the_coach(eero: Case, cast: Cast) -> None:
    browser = browser_of(cast.mirja)
    assign(browser, eero, member=cast.bertta.id)
    assign(browser, eero, member=cast.bertta.id)

    assign(browser, eero, member=cast.aino.id, reason="Erehdys")

    assert coaches_of(cast, eero) == [
        ("responsible", "Aino", dt.date(2025, 9, 2), dt.date(2026, 3, 2)),
        ("responsible", "Aino", dt.date(2026, 3, 3), None),
    ]


def test_second_coach_and_substitute_stand_beside(eero: Case, cast: Cast) -> None:
    browser = browser_of(cast.mirja)

    assign(browser, eero, role="second", member=cast.bertta.id, reason="")
    assign(browser, eero, role="substitute", member=cast.bertta.id, until_on="6.3.2026")
    assign(browser, eero, role="substitute", member=cast.bertta.id, until_on="6.3.2026")

    assert coaches_of(cast, eero)[1:] == [
        ("second", "Bertta", DAY, None),
        ("substitute", "Bertta", DAY, dt.date(2026, 3, 6)),
    ]


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"reason": ""}, "reason", "Write why the responsible coach changes."),
        ({"from_on": "1.9.2025"}, "from_on", "The date is before the client's first day in the project."),
        (
            {"until_on": "5.3.2026"},
            "until_on",
            "A responsible coach goes on until the next one begins: leave this empty.",
        ),
        ({"role": "substitute"}, "until_on", "Give the substitute a last day."),
        ({"role": "substitute", "until_on": "2.3.2026"}, "", "The last day is before the first day."),
        ({"member": ""}, "member", "This field is required."),
        (
            {"role": "partner"},
            "role",
            "Select a valid choice. partner is not one of the available choices.",
        ),
    ],
)
def test_a_wrong_assignment_is_said(
    changes: dict[str, str], field: str, error: str, eero: Case, cast: Cast
) -> None:
    response = assign(browser_of(cast.mirja), eero, **{"member": cast.bertta.id, **changes})

    assert response.status_code == 422
    assert errors_of(response) == {field: [error]}
    assert len(coaches_of(cast, eero)) == 1


@pytest.mark.parametrize("role", ["second", "substitute"])
def test_the_responsible_coach_is_nobodys_second(role: str, eero: Case, cast: Cast) -> None:
    response = assign(browser_of(cast.mirja), eero, role=role, member=cast.aino.id, until_on="6.3.2026")

    assert response.status_code == 422
    assert errors_of(response) == {"member": ["This coach is responsible for the case: choose another."]}


def test_a_change_before_the_present_coach_began_is_refused(eero: Case, cast: Cast) -> None:
    assign(browser_of(cast.mirja), eero, member=cast.bertta.id)

    response = assign(browser_of(cast.mirja), eero, member=cast.aino.id, from_on="2.3.2026")

    assert response.status_code == 422
    assert "The present coach began after this day." in response.content.decode()
    with inside(cast), pytest.raises(BeforePresentCoach):
        change_responsible(eero, cast.aino, from_on=dt.date(2026, 3, 2), reason="x")


def test_the_last_day_of_a_substitute_is_changed(eero: Case, cast: Cast) -> None:
    browser = browser_of(cast.mirja)
    assign(browser, eero, role="substitute", member=cast.bertta.id, until_on="6.3.2026")
    with inside(cast):
        substitute = Assignment.objects.get(role="substitute")
    url = address("case_assignment", eero.id, substitute.id)

    wrong = browser.post(url, {"until_on": "2.3.2026"})
    right = browser.post(url, {"until_on": "4.3.2026"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert coaches_of(cast, eero)[1][3] == dt.date(2026, 3, 4)


def test_the_responsible_coach_is_not_ended_but_changed(eero: Case, cast: Cast) -> None:
    with inside(cast):
        responsible = Assignment.objects.get(case=eero)

    url = address("case_assignment", eero.id, responsible.id)

    assert browser_of(cast.mirja).get(url).status_code == 404


def test_only_a_manager_changes_coaches(eero: Case, cast: Cast) -> None:
    assert browser_of(cast.aino).get(address("case_assign", eero.id)).status_code == 403
    assert browser_of(cast.otto).get(address("case_assign", eero.id)).status_code == 404


def test_a_substitution_opens_the_case_and_its_end_closes_it(cast: Cast, settings: Settings) -> None:
    case = new_case(cast, "KIURU", coach=cast.bertta, number=KIURUVESI)
    assign(browser_of(cast.mirja), case, role="substitute", member=cast.aino.id, until_on="4.3.2026")
    assert page_of(browser_of(cast.aino), case).status_code == 200

    settings.TASMAT_TODAY = dt.date(2026, 3, 5)

    assert page_of(browser_of(cast.aino), case).status_code == 404
