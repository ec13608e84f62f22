"""Two people who are alike and yet two: marked, asked about no more, taken back, and through a merge."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django import Settings

from clients.models import Case, DifferentPeople
from clients.services.different import say_different
from clients.services.duplicates import alike_people, mergeable
from clients.services.merging import CannotMerge, undo_merge
from clients.services.referrals import accept_referral
from tasmat.access.areas import revoke_areas
from tasmat.audit.history import history_of
from tests.cast import DAY, IISALMI, SONKAJARVI, Cast
from tests.clients.casework import address, browser_of, inside, new_case, queries_of
from tests.clients.merging_data import everything, merge, twin_cases
from tests.world import make_referral

PAIRS, MARKED = "duplicates", "different_people"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def to(route: str, one: Case, other: Case) -> str:
    return address(route, one.client_id, other.client_id)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def namesake(cast: Cast, mark: str, **facts: Any) -> Case:
    return new_case(cast, mark, first_name="Eero", last_name="Äyräs", **facts)


def pairs(cast: Cast) -> set[frozenset[str]]:
    """Who may be one person, by the references of the cases, as Mirja sees it."""
    with inside(cast):
        found = alike_people(mergeable(cast.mirja, DAY))
    return {frozenset((pair.one.cases[0].reference, pair.other.cases[0].reference)) for pair in found}


def say(cast: Cast, one: Case, other: Case) -> DifferentPeople:
    with inside(cast):
        say_different(one.client_id, [other.client_id], member=cast.mirja)
        return DifferentPeople.objects.order_by("-id")[0]


def test_a_marked_pair_is_asked_about_no_more_and_found_among_the_marked(cast: Cast) -> None:
    one, other = twin_cases(cast)
    browser = browser_of(cast.mirja)
    offered = text_of(browser.get(to("clients_merge", other, one)))

    done = browser.post(to("clients_different", other, one), follow=True)
    browser.post(to("clients_different", one, other))
    marked = text_of(browser.get(address(MARKED)))
    twins = browser.get(address("case_twins", one.id))

    assert "These are two different people" in offered
    assert done.redirect_chain == [(address(PAIRS), 302)]
    assert "Nobody seems to be here twice" in text_of(done)
    assert "3.3.2026, Mirja" in marked
    assert to("clients_different_undo", one, other) in marked
    assert twins.context["alike"] == []
    assert [side.client for side, _mark in twins.context["apart"]] == [other.client]
    with inside(cast):
        assert DifferentPeople.objects.get().said_by == cast.mirja


def test_a_mark_is_taken_back_and_its_history_stays(cast: Cast) -> None:
    one, other = twin_cases(cast)
    say(cast, one, other)
    browser = browser_of(cast.mirja)

    first = browser.post(to("clients_different_undo", other, one), follow=True)
    second = browser.post(to("clients_different_undo", other, one))

    assert "they may be one person" in text_of(first)
    assert second.status_code == 302
    assert len(pairs(cast)) == 1
    with inside(cast):
        versions = history_of(DifferentPeople).order_by("pgh_id").values_list("pgh_label", "actor")
        assert list(versions) == [("insert", cast.aino.user_id), ("delete", cast.mirja.user_id)]


def test_a_marked_pair_is_not_merged(cast: Cast) -> None:
    one, other = twin_cases(cast)
    say(cast, one, other)

    page = text_of(browser_of(cast.mirja).get(to("clients_merge", one, other)))

    assert "Marked as different people on 3.3.2026 by Mirja" in page
    assert "Merge into one person" not in page
    assert "These are two different people" not in page
    with inside(cast), translation.override("en"), pytest.raises(CannotMerge, match="Take that back first"):
        merge(cast, one, other)


def test_only_whoever_sees_all_of_both_says_and_sees_it(cast: Cast) -> None:
    one, other = twin_cases(cast, number=SONKAJARVI)
    say(cast, one, other)
    with inside(cast):
        revoke_areas(cast.mirja, [cast.areas[SONKAJARVI]])
    manager, coach = browser_of(cast.mirja), browser_of(cast.aino)

    assert "GONE" not in text_of(manager.get(address(MARKED)))
    assert manager.get(address("case_twins", one.id)).context["apart"] == []
    for route in ("clients_different", "clients_different_undo"):
        assert manager.post(to(route, one, other)).status_code == 404
        assert manager.post(to(route, one, one)).status_code == 404
        assert manager.get(to(route, one, other)).status_code == 405
        assert coach.post(to(route, one, other)).status_code == 403
    assert coach.get(address(MARKED)).status_code == 403


def test_accepting_a_referral_as_another_person_marks_it(cast: Cast) -> None:
    """The manager has said so on the page of the referral and is not asked again."""
    known = namesake(cast, "KNOWN")
    with inside(cast):
        names = {"first_name": "Eero", "last_name": "Äyräs", "born_on": known.client.born_on}
        referral = make_referral("R", cast.areas[IISALMI], **names)
    browser = browser_of(cast.mirja)
    facts = {"responsible": cast.aino.id, "entry_on": "3.3.2026", "override_reason": "Tiedossa"}

    browser.post(address("referral_accept", referral.id), facts | {"person": "new"})

    with inside(cast):
        referral.refresh_from_db()
        mark = DifferentPeople.objects.get()
        assert referral.case is not None
        assert {mark.first_id, mark.second_id} == {known.client_id, referral.case.client_id}
    assert pairs(cast) == set()


def test_accepting_for_a_known_client_marks_nothing(cast: Cast) -> None:
    known, other = namesake(cast, "KNOWN"), namesake(cast, "OTHER")
    with inside(cast):
        known.stays.update(exit_on=dt.date(2026, 1, 15), exit_status="employed")
        referral = make_referral("R", cast.areas[IISALMI])
        accept_referral(
            referral.id,
            member=cast.mirja,
            responsible=cast.aino,
            entry_on=DAY,
            client=known.client,
            override_reason="Tiedossa",
        )

    assert pairs(cast) == {frozenset((known.reference, other.reference))}


def test_a_mark_follows_the_kept_person_through_a_merge_and_back(cast: Cast) -> None:
    """Whoever is somebody else than the one is somebody else than the other; said of both it is said once."""
    kept, merged = twin_cases(cast)
    third, fourth = namesake(cast, "THIRD"), namesake(cast, "FOURTH")
    for one, other in ((merged, third), (kept, third), (fourth, merged)):
        say(cast, one, other)
    with inside(cast):
        before = everything()

        done = merge(cast, kept, merged)

        marks = {frozenset((mark.first_id, mark.second_id)) for mark in DifferentPeople.objects.all()}
        assert marks == {
            frozenset((kept.client_id, third.client_id)),
            frozenset((kept.client_id, fourth.client_id)),
        }
        assert done.moved["set_aside"]["clients.DifferentPeople"] == 1
        undo_merge(done.id, member=cast.mirja)
        assert everything() == before


def test_the_database_keeps_a_pair_in_its_order_and_once(cast: Cast) -> None:
    one, other = twin_cases(cast)
    mark = say(cast, one, other)
    with inside(cast):
        for first, second in (
            (mark.second_id, mark.first_id),
            (mark.first_id, mark.first_id),
            (mark.first_id, mark.second_id),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                DifferentPeople.objects.create(
                    first_id=first, second_id=second, said_at=mark.said_at, said_by=cast.mirja
                )


@pytest.mark.parametrize("route", [PAIRS, MARKED])
def test_queries_do_not_grow(route: str, cast: Cast) -> None:
    one, other = twin_cases(cast)
    namesake(cast, "THIRD")
    say(cast, one, other)
    browser = browser_of(cast.mirja)
    browser.get(address(route))

    few = queries_of(browser, address(route))
    for number in range(10):
        say(cast, namesake(cast, f"N{number}"), one)

    assert few <= 14
    assert queries_of(browser, address(route)) == few
