"""The workshop's day list: many people by one form, sent twice, by two coaches, and what it makes of absences."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from clients.models import Absence, Agreement, Case, Entry, WorkshopDay
from tests.cast import DAY, KIURUVESI, Cast
from tests.clients.casework import NOT_COUNTED, address, browser_of, inside, new_case, new_entry, queries_of

MONDAY = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


def in_the_workshop(cast: Cast, mark: str, **facts: Any) -> Case:
    """A case with an agreement of the own workshop that runs on DAY."""
    case = new_case(cast, mark)
    with inside(cast):
        Agreement.objects.create(
            **{
                "case": case,
                "kind": "own_workshop",
                "starts_on": dt.date(2026, 2, 9),
                "ends_on": dt.date(2026, 3, 10),
                "made_by": cast.aino,
                **facts,
            }
        )
    return case


def form_of(page: Any) -> dict[str, str]:
    """What the page's form would send when nothing is touched."""
    sent = {}
    for form in [*page.context["row_forms"], page.context["extra"]]:
        for name in form.fields:
            value = form[name].value()
            sent[form.add_prefix(name)] = "" if value is None else str(value)
    return sent


def typed(case: Case, **fields: str) -> dict[str, str]:
    return {f"{case.id.hex}-{name}": value for name, value in fields.items()}


def absences_of(cast: Cast, case: Case) -> list[tuple[str, dt.date, dt.date | None]]:
    with inside(cast):
        return list(Absence.objects.filter(case=case).values_list("kind", "starts_on", "ends_on"))


def days_of(cast: Cast, case: Case) -> list[tuple[dt.date, Decimal | None]]:
    with inside(cast):
        return list(WorkshopDay.objects.filter(case=case).values_list("on", "hours"))


def away(cast: Cast, case: Case, kind: str, first: dt.date, last: dt.date | None) -> None:
    with inside(cast):
        Absence.objects.create(case=case, kind=kind, starts_on=first, ends_on=last)


def test_a_day_is_saved_when_nobody_else_could_be_added(aino: Browser, cast: Cast) -> None:
    eero = in_the_workshop(cast, "EERO")
    url = address("workshop")
    page = aino.get(url)
    shown = {
        name: value for name, value in form_of(page).items() if f'name="{name}"' in page.content.decode()
    }

    response = aino.post(url, shown | typed(eero, mark="present", hours="5"))

    assert not page.context["has_others"]
    assert response.status_code == 302
    assert days_of(cast, eero) == [(DAY, Decimal("5"))]


def test_present_away_and_an_observation_by_one_form(aino: Browser, cast: Cast) -> None:
    eero, liisa, pekka = (in_the_workshop(cast, mark) for mark in ("EERO", "LIISA", "PEKKA"))
    url = address("workshop")
    form = form_of(aino.get(url))

    response = aino.post(
        url,
        form
        | typed(eero, mark="present", hours="5,5", observation="Jaksoi hyvin.")
        | typed(liisa, mark="sick")
        | typed(pekka, observation="Soitti aamulla."),
    )

    assert response.status_code == 302
    assert response["Location"] == f"{url}?on=2026-03-03"
    assert days_of(cast, eero) == [(DAY, Decimal("5.5"))]
    assert absences_of(cast, liisa) == [("sick", DAY, DAY)]
    assert (days_of(cast, pekka), absences_of(cast, pekka)) == ([], [])
    with inside(cast):
        entries = list(Entry.objects.order_by("text").values_list("case", "kind", "text", "happened_on"))
    assert entries == [
        (eero.id, "observation", "Jaksoi hyvin.", DAY),
        (pekka.id, "observation", "Soitti aamulla.", DAY),
    ]


def test_sent_twice_it_changes_nothing(aino: Browser, cast: Cast) -> None:
    eero, liisa = in_the_workshop(cast, "EERO"), in_the_workshop(cast, "LIISA")
    form = form_of(aino.get(address("workshop")))
    form |= typed(eero, mark="present", hours="6", observation="Jaksoi hyvin.") | typed(liisa, mark="sick")

    answers = [aino.post(address("workshop"), form).status_code for _time in range(2)]

    assert answers == [302, 302]
    assert days_of(cast, eero) == [(DAY, Decimal(6))]
    assert absences_of(cast, liisa) == [("sick", DAY, DAY)]
    with inside(cast):
        assert Entry.objects.count() == 1


def test_everybody_not_marked_is_present_with_the_usual_hours(aino: Browser, cast: Cast) -> None:
    eero, liisa, pekka = (in_the_workshop(cast, mark) for mark in ("EERO", "LIISA", "PEKKA"))
    with inside(cast):
        WorkshopDay.objects.create(case=eero, on=MONDAY, hours="5.5", recorded_by=cast.aino)
    away(cast, pekka, "holiday", MONDAY, dt.date(2026, 3, 6))
    form = form_of(aino.get(address("workshop")))

    aino.post(address("workshop"), form | typed(liisa, mark="other") | {"rest_present": "on"})

    assert days_of(cast, eero)[-1] == (DAY, Decimal("5.5"))
    assert absences_of(cast, liisa) == [("other", DAY, DAY)]
    assert absences_of(cast, pekka) == [("holiday", MONDAY, dt.date(2026, 3, 6))]


def test_two_coaches_at_the_same_time(cast: Cast) -> None:
    """Only the row in conflict is refused, with words; what was typed stands and can be saved knowingly."""
    eero, liisa = in_the_workshop(cast, "EERO"), in_the_workshop(cast, "LIISA")
    first, second = browser_of(cast.aino), browser_of(cast.aino)
    url = address("workshop")
    pages = [form_of(browser.get(url)) for browser in (first, second)]
    first.post(url, pages[0] | typed(eero, mark="sick"))

    mine = typed(eero, mark="present", hours="4", observation="Tuli puoliksi.") | typed(
        liisa, mark="present", hours="6"
    )
    response = second.post(url, pages[1] | mine)

    assert response.status_code == 422
    assert days_of(cast, liisa) == [(DAY, Decimal(6))]
    assert (days_of(cast, eero), absences_of(cast, eero)) == ([], [("sick", DAY, DAY)])
    [form] = [form for form in response.context["row_forms"] if form.errors]
    assert form.errors["mark"] == [
        "Somebody else has just marked this day: sick. Save again if yours is right."
    ]
    assert form["observation"].value() == "Tuli puoliksi."
    again = second.post(url, form_of(response))
    assert again.status_code == 302
    assert (days_of(cast, eero), absences_of(cast, eero)) == ([(DAY, Decimal(4))], [])
    with inside(cast):
        assert [entry.text for entry in Entry.objects.all()] == ["Tuli puoliksi."]


def test_what_a_colleague_marked_stays_when_one_did_not_touch_it(cast: Cast) -> None:
    eero, liisa = in_the_workshop(cast, "EERO"), in_the_workshop(cast, "LIISA")
    first, second = browser_of(cast.aino), browser_of(cast.aino)
    pages = [form_of(browser.get(address("workshop"))) for browser in (first, second)]
    first.post(address("workshop"), pages[0] | typed(eero, mark="sick"))

    response = second.post(address("workshop"), pages[1] | typed(liisa, mark="present"))

    assert response.status_code == 302
    assert absences_of(cast, eero) == [("sick", DAY, DAY)]


@pytest.mark.parametrize(
    ("first", "last", "mark", "left"),
    [
        pytest.param(MONDAY, None, "present", [("sick", MONDAY, MONDAY)], id="came back"),
        pytest.param(DAY, DAY, "clear", [], id="marked by mistake"),
        pytest.param(MONDAY, MONDAY, "sick", [("sick", MONDAY, DAY)], id="still sick: the row grows"),
        pytest.param(
            MONDAY,
            dt.date(2026, 3, 6),
            "present",
            [("sick", MONDAY, MONDAY), ("sick", dt.date(2026, 3, 4), dt.date(2026, 3, 6))],
            id="there for a day",
        ),
    ],
)
def test_times_away_follow(
    aino: Browser, cast: Cast, first: dt.date, last: dt.date | None, mark: str, left: list[Any]
) -> None:
    eero = in_the_workshop(cast, "EERO")
    away(cast, eero, "sick", first, last)
    form = form_of(aino.get(address("workshop")))

    aino.post(address("workshop"), form | typed(eero, mark=mark))

    assert absences_of(cast, eero) == left


def test_absence_instead_of_presence_and_back(aino: Browser, cast: Cast) -> None:
    eero = in_the_workshop(cast, "EERO")
    for mark, days, absences in (
        ("present", [(DAY, Decimal(6))], []),
        ("holiday", [], [("holiday", DAY, DAY)]),
        ("sick", [], [("sick", DAY, DAY)]),
        ("clear", [], []),
    ):
        form = form_of(aino.get(address("workshop")))
        aino.post(address("workshop"), form | typed(eero, mark=mark, hours="6"))

        assert (days_of(cast, eero), absences_of(cast, eero)) == (days, absences)


@pytest.mark.parametrize("hours", ["0", "0,1", "25", "-1", "viisi", "1,234"])
def test_hours_that_cannot_be_are_refused_and_the_other_rows_saved(
    aino: Browser, cast: Cast, hours: str
) -> None:
    eero, liisa = in_the_workshop(cast, "EERO"), in_the_workshop(cast, "LIISA")
    form = form_of(aino.get(address("workshop")))

    response = aino.post(
        address("workshop"),
        form
        | typed(eero, mark="present", hours=hours, observation="Teksti.")
        | typed(liisa, mark="present", hours="6"),
    )

    assert response.status_code == 422
    assert (days_of(cast, eero), len(days_of(cast, liisa))) == ([], 1)
    content = response.content.decode()
    assert f'value="{hours}"' in content
    assert "Teksti." in content


@pytest.mark.parametrize(
    ("facts", "is_listed"),
    [
        pytest.param({}, True, id="running"),
        pytest.param({"ends_on": MONDAY}, False, id="over"),
        pytest.param({"starts_on": dt.date(2026, 3, 4)}, False, id="begins tomorrow"),
        pytest.param({"ends_on": DAY}, True, id="last day"),
        pytest.param({"ended_early_on": MONDAY}, False, id="ended early"),
        pytest.param({"kind": "coaching"}, False, id="another kind"),
    ],
)
def test_who_is_on_the_list(aino: Browser, cast: Cast, facts: dict[str, Any], is_listed: bool) -> None:
    in_the_workshop(cast, "EERO", **facts)

    rows = aino.get(address("workshop")).context["rows"]

    assert bool(rows) is is_listed


def test_somebody_who_is_not_on_the_list_is_added(aino: Browser, cast: Cast) -> None:
    guest = new_case(cast, "VIERAS")
    form = form_of(aino.get(address("workshop")))
    extra = {"extra-person": str(guest.id), "extra-mark": "present", "extra-hours": "3"}

    aino.post(address("workshop"), form | extra)

    assert days_of(cast, guest) == [(DAY, Decimal(3))]
    [(row, _form)] = aino.get(address("workshop")).context["rows"]
    assert row.case == guest


def test_somebody_else_must_be_chosen(aino: Browser, cast: Cast) -> None:
    new_case(cast, "VIERAS")
    form = form_of(aino.get(address("workshop")))

    response = aino.post(address("workshop"), form | {"extra-observation": "Kuka?"})

    assert response.status_code == 422
    assert response.context["extra"].errors["person"] == ["Choose who it was."]


def test_a_case_that_the_coach_does_not_see_cannot_be_marked(aino: Browser, cast: Cast) -> None:
    elsewhere = new_case(cast, "MUUALLA", coach=cast.bertta, number=KIURUVESI)
    form = form_of(aino.get(address("workshop")))
    sent = typed(elsewhere, mark="sick", key=str(elsewhere.id), seen="", hours="", observation="Ei.")

    aino.post(address("workshop"), form | sent)
    aino.post(address("workshop"), form | {"extra-person": str(elsewhere.id), "extra-mark": "sick"})

    assert absences_of(cast, elsewhere) == []


@pytest.mark.parametrize(
    ("query", "day", "earlier", "later"),
    [
        ("", DAY, MONDAY, None),
        ("?on=2026-03-02", MONDAY, dt.date(2026, 2, 27), DAY),
        ("?on=2.3.2026", MONDAY, dt.date(2026, 2, 27), DAY),
        ("?on=2026-04-01", DAY, MONDAY, None),
        ("?on=eilen", DAY, MONDAY, None),
    ],
)
def test_the_day(
    aino: Browser, query: str, day: dt.date, earlier: dt.date, later: dt.date | None, cast: Cast
) -> None:
    context = aino.get(address("workshop") + query).context

    assert (context["day"], context["earlier"], context["later"]) == (day, earlier, later)


def test_a_past_day_is_marked_on_that_day(aino: Browser, cast: Cast) -> None:
    eero = in_the_workshop(cast, "EERO")
    url = f"{address('workshop')}?on=2026-03-02"

    aino.post(url, form_of(aino.get(url)) | typed(eero, mark="present", hours="5", observation="Eilen."))

    assert days_of(cast, eero) == [(MONDAY, Decimal(5))]
    with inside(cast):
        assert Entry.objects.get().happened_on == MONDAY


def test_observations_of_the_day_are_shown_and_opened(aino: Browser, cast: Cast) -> None:
    eero = in_the_workshop(cast, "EERO")
    entry = new_entry(cast, eero, DAY, kind="observation", text="Nauroi paljon.")
    new_entry(cast, eero, MONDAY, kind="observation", text="Eilinen asia.")

    page = aino.get(address("workshop")).content.decode()

    assert "Nauroi paljon." in page
    assert address("case_entry", eero.id, entry.id) in page
    assert "Eilinen asia." not in page


def test_a_part_of_the_page_is_answered_to_htmx(aino: Browser, cast: Cast) -> None:
    eero = in_the_workshop(cast, "EERO")
    form = form_of(aino.get(address("workshop")))

    response = aino.post(
        address("workshop"), form | typed(eero, mark="present"), headers={"HX-Request": "true"}
    )

    assert response.status_code == 200
    assert response.content.decode().strip().startswith('<div id="workshop">')


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods(aino: Browser, cast: Cast, method: str) -> None:
    assert getattr(aino, method)(address("workshop")).status_code == 405


def test_roles(cast: Cast) -> None:
    assert browser_of(cast.mirja).get(address("workshop")).status_code == 403
    assert browser_of(cast.kaisa).get(address("workshop")).status_code == 403
    assert browser_of(cast.otto).get(address("workshop")).status_code == 404


def test_the_number_of_queries_does_not_grow(aino: Browser, cast: Cast) -> None:
    for number in range(3):
        in_the_workshop(cast, f"EERO{number}")
    aino.get(address("workshop"))  # what a process asks once is asked
    few = queries_of(aino, address("workshop"))
    for number in range(3, 60):
        case = in_the_workshop(cast, f"EERO{number}")
        if number % 3 == 0:
            away(cast, case, "sick", MONDAY, None)
        if number % 5 == 0:
            new_entry(cast, case, DAY, kind="observation")

    assert queries_of(aino, address("workshop")) == few <= 12


def test_saving_marks_asks_the_same_queries_for_many(aino: Browser, cast: Cast) -> None:
    def saving(number: int, mark: str) -> int:
        cases = [in_the_workshop(cast, f"{mark}{number}x{each}") for each in range(number)]
        form = form_of(aino.get(address("workshop")))
        for case in cases:
            form |= typed(case, mark=mark, hours="6")
        with CaptureQueriesContext(connection) as captured:
            assert aino.post(address("workshop"), form).status_code == 302
        return sum(not query["sql"].startswith(NOT_COUNTED) for query in captured)

    saving(1, "present")  # what a process asks once is asked

    assert saving(30, "present") == saving(3, "present")
    assert saving(30, "sick") == saving(3, "sick")
