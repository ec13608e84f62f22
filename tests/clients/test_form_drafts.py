"""Drafts of forms: kept while typing, shown again, gone when the form is saved, and nothing of another page lost."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import Settings

from clients.models import Agreement, Case, FormDraft, NetworkPerson
from clients.rules.form_drafts import holds_all
from clients.services.form_drafts import purge
from tasmat import clock
from tests.cast import KIURUVESI, Cast
from tests.clients.casework import address, browser_of, inside, new_case

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 3)
GONE, MET = 410, 409


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = TODAY


@pytest.fixture
def case(cast: Cast) -> Case:
    return new_case(cast)


def form_of(case: Case) -> str:
    return address("case_network_new", case.id)


class Tab:
    """An open page of a form, as its script sends what is typed."""

    def __init__(self, member: Any, place: str, seen: str = "") -> None:
        self.browser, self.place, self.seen = browser_of(member), f"{place}#", seen
        self.key, self.sequence = str(uuid4()), 0

    def types(self, sequence: int | None = None, **fields: str) -> Any:
        self.sequence = self.sequence + 1 if sequence is None else sequence
        typed = json.dumps({name: [value] for name, value in fields.items()})
        return self._post(fields_typed=typed, title="A form", sequence=self.sequence)

    def throws_away(self, draft: FormDraft) -> Any:
        return self._post(throw_away=draft.as_seen)

    def saves(self, **fields: str) -> Any:
        address, _mark, _part = self.place.partition("#")
        return self.browser.post(address, fields | self._page())

    def _post(self, **fields: Any) -> Any:
        return self.browser.post(address("form_draft"), fields | self._page())

    def _page(self) -> dict[str, str]:
        return {"draft_place": self.place, "draft_page": self.key, "draft_seen": self.seen}


def drafts(cast: Cast) -> list[FormDraft]:
    with inside(cast):
        return list(FormDraft.objects.filter(is_closed=False).order_by("saved_at", "id"))


def words(cast: Cast) -> list[dict[str, list[str]]]:
    return [draft.fields for draft in drafts(cast)]


def test_what_is_typed_is_kept_and_shown_when_the_form_is_opened_again(cast: Cast, case: Case) -> None:
    answer = Tab(cast.aino, form_of(case)).types(note="Sisar auttaa.")

    page = browser_of(cast.aino).get(form_of(case)).content.decode()
    assert answer.content.decode().startswith("Draft saved at ")
    assert "You were typing this on" in page
    assert "Sisar auttaa." in page


def test_only_the_author_sees_it_and_only_in_that_form(cast: Cast, case: Case) -> None:
    Tab(cast.aino, form_of(case)).types(note="Sisar auttaa.")

    assert "Sisar" not in browser_of(cast.aino).get(address("case_handover_new", case.id)).content.decode()
    assert "Sisar" not in browser_of(cast.bertta).get(form_of(case)).content.decode()


def test_the_words_are_sealed_in_the_database(cast: Cast, case: Case) -> None:
    Tab(cast.aino, form_of(case)).types(note="Sisar auttaa.")

    with inside(cast), connection.cursor() as cursor:
        cursor.execute("select typed from clients_formdraft")
        assert b"Sisar" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "place", ["/o/alpha/ei-ole/#", "/o/beta/tyopaja/#", "/tili/kirjaudu/#", "no address", ""]
)
def test_a_place_that_is_no_form_of_the_organisation_is_refused(cast: Cast, place: str) -> None:
    tab = Tab(cast.aino, "")
    tab.place = place

    assert tab.types(note="x").status_code == (404 if place else 400)
    assert drafts(cast) == []


def test_a_form_the_member_may_not_open_takes_nothing(cast: Cast, case: Case) -> None:
    elsewhere = new_case(cast, "ELLI", coach=cast.bertta, number=KIURUVESI)

    assert Tab(cast.aino, form_of(elsewhere)).types(note="x").status_code == 404
    assert Tab(cast.mirja, form_of(case)).types(note="x").status_code == 404  # a manager reads no such texts
    assert drafts(cast) == []


@pytest.mark.parametrize(
    "typed", ["[]", "no json", '{"note": "no list"}', '{"note": [1]}', '{"note": ["\\u0000"]}']
)
def test_what_is_no_form_is_refused(cast: Cast, case: Case, typed: str) -> None:
    tab = Tab(cast.aino, form_of(case))

    assert tab._post(fields_typed=typed).status_code == 400


def test_a_form_typed_back_to_what_it_was_leaves_no_draft(cast: Cast, case: Case) -> None:
    tab = Tab(cast.aino, form_of(case))
    tab.types(note="x")
    tab.types()

    assert drafts(cast) == []


def test_a_save_that_arrives_late_does_not_undo_a_newer_one(cast: Cast, case: Case) -> None:
    tab = Tab(cast.aino, form_of(case))
    tab.types(sequence=2, note="Uusi")
    tab.types(sequence=1, note="Vanha")

    assert words(cast) == [{"note": ["Uusi"]}]


def test_saving_the_form_takes_the_draft_away_and_late_words_are_dropped(cast: Cast, case: Case) -> None:
    tab = Tab(cast.aino, form_of(case))
    tab.types(role="family", name="Sisko Sisar")

    assert tab.saves(role="family", name="Sisko Sisar").status_code == 302
    assert tab.types(name="Sisko S").status_code == GONE
    assert drafts(cast) == []
    with inside(cast):
        closed = FormDraft.objects.get()
        assert (closed.typed, closed.case_id) == ("", None)


def test_a_place_that_is_no_form_does_not_stop_the_saving(cast: Cast, case: Case) -> None:
    tab = Tab(cast.aino, form_of(case))
    tab.place = "/no/form/#"

    answer = tab.browser.post(form_of(case), {"role": "family", "name": "Sisko", **tab._page()})

    assert answer.status_code == 302
    with inside(cast):
        assert NetworkPerson.objects.filter(name="Sisko").exists()


def test_a_form_that_is_refused_keeps_its_draft_and_its_page(cast: Cast, case: Case) -> None:
    tab = Tab(cast.aino, form_of(case))
    tab.types(note="Sisar auttaa.")

    answer = tab.saves(note="Sisar auttaa.")

    assert answer.status_code == 422
    assert tab.key in answer.content.decode()
    assert "You were typing" not in answer.content.decode()
    assert words(cast) == [{"note": ["Sisar auttaa."]}]


def test_the_next_page_goes_on_with_the_draft(cast: Cast, case: Case) -> None:
    Tab(cast.aino, form_of(case)).types(note="Sisar")
    (draft,) = drafts(cast)

    answer = Tab(cast.aino, form_of(case), seen=draft.as_seen).types(note="Sisar auttaa.")

    assert answer.status_code == 200
    assert [(row.id, row.fields) for row in drafts(cast)] == [(draft.id, {"note": ["Sisar auttaa."]})]


def test_two_pages_keep_both_texts_and_tell_of_it(cast: Cast, case: Case) -> None:
    first, second = Tab(cast.aino, form_of(case)), Tab(cast.aino, form_of(case))
    first.types(note="Ensimmäisellä")

    answer = second.types(note="Toisella")

    assert answer.status_code == MET
    assert answer["X-Merge"] == form_of(case)
    assert words(cast) == [{"note": ["Ensimmäisellä"]}, {"note": ["Toisella"]}]
    page = browser_of(cast.aino).get(form_of(case)).content.decode()
    assert "This was typed on another page" in page


def test_a_page_whose_draft_was_taken_over_keeps_its_words_apart(cast: Cast, case: Case) -> None:
    first = Tab(cast.aino, form_of(case))
    first.types(note="Alku")
    (draft,) = drafts(cast)
    Tab(cast.aino, form_of(case), seen=draft.as_seen).types(note="Alku toisella")

    first.types(note="Alku ensimmäisellä")

    assert words(cast) == [{"note": ["Alku toisella"]}, {"note": ["Alku ensimmäisellä"]}]


def test_saving_one_page_leaves_what_only_the_other_has(cast: Cast, case: Case) -> None:
    first, second, third = (Tab(cast.aino, form_of(case)) for _ in range(3))
    first.types(role="family", name="Sisko")
    second.types(role="family", note="Vain täällä")
    third.types(name="Sisko Sisar")

    third.saves(role="family", name="Sisko Sisar")

    assert words(cast) == [{"role": ["family"], "note": ["Vain täällä"]}]


def test_a_draft_is_thrown_away_as_it_was_seen(cast: Cast, case: Case) -> None:
    tab, other = Tab(cast.aino, form_of(case)), Tab(cast.aino, form_of(case))
    tab.types(note="Alku")
    (seen,) = drafts(cast)
    tab.types(note="Alku ja jatko")

    other.throws_away(seen)
    assert words(cast) == [{"note": ["Alku ja jatko"]}]
    other.throws_away(*drafts(cast))
    assert drafts(cast) == []


def test_everything_not_saved_is_listed_with_its_words(cast: Cast, case: Case) -> None:
    Tab(cast.aino, form_of(case)).types(note="Sisar auttaa.", role="family")

    page = browser_of(cast.aino).get(address("drafts")).content.decode()

    assert f'href="{form_of(case)}"' in page
    assert "A form" in page
    assert "Sisar auttaa." in page
    assert "Sisar" not in browser_of(cast.bertta).get(address("drafts")).content.decode()


def test_a_draft_moves_with_the_rows_of_a_case(cast: Cast, case: Case) -> None:
    """As when two rows of one person become one: the draft is where its form is now."""
    other = new_case(cast, "KAISU")
    Tab(cast.aino, form_of(case)).types(note="Sisar auttaa.")
    with inside(cast):
        FormDraft.objects.update(case=other)

    assert "Sisar" in browser_of(cast.aino).get(form_of(other)).content.decode()
    assert "Sisar" not in browser_of(cast.aino).get(form_of(case)).content.decode()


def test_a_form_filled_in_for_somebody_else_by_its_address_is_another_one(cast: Cast, case: Case) -> None:
    place = f"{address('appointment_new')}?on=2026-03-04"
    tab = Tab(cast.aino, place)
    tab.place += "on=2026-03-04"
    tab.types(note="Ota todistus mukaan.")

    browser = browser_of(cast.aino)
    assert "todistus" in browser.get(place).content.decode()
    assert "todistus" not in browser.get(address("appointment_new")).content.decode()


def test_who_was_too_late_to_save_keeps_the_draft(cast: Cast, case: Case) -> None:
    with inside(cast):
        first = Agreement.objects.create(
            case=case, kind="own_workshop", starts_on=TODAY, ends_on=TODAY, made_by=cast.aino
        )
        Agreement.objects.create(
            case=case,
            kind="own_workshop",
            starts_on=TODAY + timedelta(days=1),
            ends_on=TODAY + timedelta(days=1),
            made_by=cast.aino,
            extends=first,
        )
    tab = Tab(cast.aino, address("case_agreement_extend", case.id, first.id))
    tab.types(tasks="Puutyöt jatkuvat.")

    assert tab.saves(tasks="Puutyöt jatkuvat.").status_code == 302
    assert words(cast) == [{"tasks": ["Puutyöt jatkuvat."]}]


def test_the_workshop_keeps_a_draft_for_each_day(cast: Cast) -> None:
    tab = Tab(cast.aino, "")
    tab.place = f"{address('workshop')}?on=2026-03-02#2026-03-02"
    tab.types(observation="Eilen ahkera")

    browser = browser_of(cast.aino)
    assert "Eilen ahkera" in browser.get(address("workshop"), {"on": "2026-03-02"}).content.decode()
    assert "Eilen ahkera" not in browser.get(address("workshop")).content.decode()


def test_old_drafts_go_at_night_and_those_of_who_left(cast: Cast, case: Case) -> None:
    tab = Tab(cast.aino, form_of(case))
    tab.types(name="Sisko")
    now = clock.now()

    with inside(cast):
        assert purge(now + timedelta(days=29)) == 0
        assert purge(now + timedelta(days=31)) == 1
    tab.types(sequence=9, name="Sisko")
    tab.saves(role="family", name="Sisko")
    with inside(cast):
        assert purge(now + timedelta(days=1)) == 0
        assert purge(now + timedelta(days=3)) == 1
    Tab(cast.aino, form_of(case)).types(name="Sisko")
    with inside(cast):
        cast.aino.is_active = False
        cast.aino.save()
        assert purge(now) == 1


@pytest.mark.parametrize(
    ("saved", "draft", "is_held"),
    [
        ({"note": ["Alku ja jatko"]}, {"note": ["Alku"]}, True),
        ({"note": ["a\r\nb"]}, {"note": ["a\nb"], "seen": ["x"]}, True),
        ({"note": ["Toinen"]}, {"note": ["Alku"]}, False),
        ({}, {"note": ["Alku"]}, False),
        ({}, {"row-seen": ["x"]}, True),
        ({}, {"tick": []}, True),
    ],
)
def test_a_draft_goes_when_all_its_words_were_saved(saved: Any, draft: Any, is_held: bool) -> None:
    assert holds_all(saved, draft) is is_held
