"""What staff do with a referral on its page: steps, waiting list, notes, conditions."""

import datetime as dt
import uuid
from typing import Any

import pytest
from pytest_django import Settings

from clients.models import (
    Appointment,
    Case,
    EligibilityCheck,
    EligibilityItem,
    Referral,
    ReferralNote,
    ReferralStep,
)
from clients.services.quotas import quota_board
from clients.services.referrals import receive_referral
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, IISALMI, KIURUVESI, SONKAJARVI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_entry, queries_of
from tests.clients.test_referral_pages import decision, received

TOLD = (
    "project",
    "referrer_role",
    "first_name",
    "last_name",
    "born_on",
    "municipality",
    "best_way",
    "reason",
    "work_situation",
    "person_agrees",
)
QUEUE = "/o/alpha/lahetteet/jono/"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def state_of(cast: Cast, referral: Referral) -> str:
    with inside(cast):
        return str(Referral.objects.get(id=referral.id).state)


def steps_of(cast: Cast, referral: Referral) -> list[tuple[str, str]]:
    with inside(cast):
        rows = ReferralStep.objects.filter(referral=referral).select_related("member__user")
        return [(step.state, str(step.member).split()[0] if step.member else "") for step in rows]


def do(cast: Cast, who: str, act: str, referral: Referral, **typed: Any) -> Any:
    browser = browser_of(cast.members()[who])
    return browser.post(address(f"referral_{act}", referral.id), typed, follow=True)


def page_of(cast: Cast, referral: Referral) -> Any:
    return browser_of(cast.aino).get(address("referral", referral.id))


def test_every_step_is_written_with_its_person(cast: Cast) -> None:
    referral = received(cast)

    do(cast, "aino", "step", referral, state="reviewed")
    do(cast, "aino", "step", referral, state="contacted")
    do(cast, "mirja", "wait", referral)
    page = do(cast, "mirja", "withdraw", referral, **{"withdraw-reason": "found_work"})

    assert steps_of(cast, referral) == [
        ("reviewed", "Aino"),
        ("contacted", "Aino"),
        ("waiting", "Mirja"),
        ("withdrawn", "Mirja"),
    ]
    text = page.content.decode()
    assert page.context["can_take_back"]
    assert text.count("found work or a place to study") == 2  # in the step and in the decision
    assert "Withdrawn" in text


def test_receiving_writes_the_first_step(cast: Cast) -> None:
    facts = {name: getattr(received(cast), name) for name in TOLD}
    with inside(cast):
        web = receive_referral(facts, [], form_key=uuid.uuid4())
        keyed = receive_referral({**facts, "keyed_by": cast.aino}, [], form_key=uuid.uuid4())

    assert steps_of(cast, web) == [("received", "")]
    assert steps_of(cast, keyed) == [("received", "Aino")]


def test_accepting_and_declining_write_their_steps(cast: Cast) -> None:
    taken, refused = received(cast), received(cast, first_name="Eeva")

    do(cast, "mirja", "accept", taken, **decision(cast))
    do(cast, "mirja", "decline", refused, reason="quota_full")

    assert steps_of(cast, taken) == [("accepted", "Mirja")]
    with inside(cast):
        assert ReferralStep.objects.get(referral=refused).reason == "quota_full"


def test_a_coach_looks_and_contacts_but_the_manager_decides(cast: Cast) -> None:
    referral = received(cast)

    page = browser_of(cast.aino).get(address("referral", referral.id))

    assert page.context["next_steps"] == ["reviewed", "contacted"]
    assert "accept" not in page.context
    assert "can_wait" not in page.context
    for act in ("wait", "accept", "decline", "withdraw", "take_back", "move"):
        assert do(cast, "aino", act, referral).status_code == 403
    assert do(cast, "aino", "step", referral, state="accepted").status_code == 400
    assert do(cast, "aino", "step", referral, state="waiting").status_code == 400
    assert do(cast, "aino", "step", referral).status_code == 400


def test_a_step_that_is_not_allowed_changes_nothing_and_is_said(cast: Cast) -> None:
    referral = received(cast)
    do(cast, "aino", "step", referral, state="contacted")

    again = do(cast, "aino", "step", referral, state="contacted")
    backwards = do(cast, "aino", "step", referral, state="reviewed")

    for page in (again, backwards):
        assert [message.level_tag for message in page.context["messages"]][-1] == "warning"
    assert steps_of(cast, referral) == [("contacted", "Aino")]


def test_a_step_is_taken_back_by_a_coach_and_a_decision_by_the_manager(cast: Cast) -> None:
    referral = received(cast)
    do(cast, "aino", "step", referral, state="reviewed")
    do(cast, "aino", "step", referral, state="contacted")

    do(cast, "aino", "step_back", referral)
    assert state_of(cast, referral) == "reviewed"

    do(cast, "mirja", "wait", referral)
    refused = do(cast, "aino", "step_back", referral)
    assert (state_of(cast, referral), refused.status_code) == ("waiting", 200)

    do(cast, "mirja", "decline", referral, reason="other")
    do(cast, "mirja", "take_back", referral)
    assert state_of(cast, referral) == "waiting"

    do(cast, "mirja", "take_back", referral)
    assert state_of(cast, referral) == "reviewed"


def test_a_waiting_person_is_contacted_and_keeps_the_place(cast: Cast) -> None:
    first, second = received(cast), received(cast, first_name="Eeva")
    for referral in (first, second):
        do(cast, "mirja", "wait", referral)
    seen = str(page_of(cast, first).context["last_step"].id)

    page = do(cast, "aino", "step", first, state="contacted", seen=seen)
    again = do(cast, "aino", "step", first, state="contacted", seen=seen)

    assert (state_of(cast, first), page.context["place"]) == ("waiting", (1, 2))
    assert steps_of(cast, first) == [("waiting", "Mirja"), ("contacted", "Aino")]
    assert page.context["times"].to_contact is not None
    assert "Contacted while waiting" in page.content.decode()
    assert [message.level_tag for message in again.context["messages"]][-1] == "warning"
    assert "contacted 3.3.2026" in browser_of(cast.aino).get(QUEUE).content.decode()

    taken_back = do(cast, "aino", "step_back", first)

    assert (taken_back.context["times"].to_contact, taken_back.context["place"]) == (None, (1, 2))
    assert steps_of(cast, first)[-1] == ("waiting", "Aino")
    do(cast, "mirja", "take_back", first)
    assert state_of(cast, first) == "received"


def test_who_was_contacted_while_waiting_is_contacted_off_the_list(cast: Cast) -> None:
    referral = received(cast)
    do(cast, "mirja", "wait", referral)
    seen = str(page_of(cast, referral).context["last_step"].id)
    do(cast, "aino", "step", referral, state="contacted", seen=seen)

    do(cast, "mirja", "decline", referral, reason="other")
    do(cast, "mirja", "take_back", referral)
    assert state_of(cast, referral) == "waiting"

    do(cast, "mirja", "take_back", referral)
    assert state_of(cast, referral) == "contacted"


def test_an_accepted_referral_is_not_taken_back(cast: Cast) -> None:
    referral = received(cast)
    do(cast, "mirja", "accept", referral, **decision(cast))

    page = do(cast, "mirja", "take_back", referral)

    assert state_of(cast, referral) == "accepted"
    assert not page.context["can_take_back"]


def test_withdrawing_and_declining_have_their_own_reasons(cast: Cast) -> None:
    referral = received(cast)

    declined = do(cast, "mirja", "decline", referral, reason="referrer_withdrew")
    withdrawn = do(cast, "mirja", "withdraw", referral, **{"withdraw-reason": "quota_full"})

    assert (declined.status_code, set(errors_of(declined, "decline"))) == (422, {"reason"})
    assert (withdrawn.status_code, set(errors_of(withdrawn, "withdraw"))) == (422, {"reason"})
    assert 'href="#id_withdraw-reason"' in withdrawn.content.decode()


@pytest.mark.parametrize("state", ["received", "reviewed", "contacted", "waiting"])
def test_every_undecided_state_is_counted_found_and_decided(state: str, cast: Cast) -> None:
    referral, twin = received(cast, state=state), received(cast)
    browser = browser_of(cast.mirja)

    page = browser.get(address("referrals"))
    with inside(cast):
        waiting = {row.area.municipality_id: row.waiting for row in quota_board(cast.project, DAY)}

    assert len(page.context["rows"]) == 2
    assert [row.alike for row in page.context["rows"]] != [[], []]
    assert next(item.count for item in page.context["navigation"] if "lahetteet" in item.url) == 2
    assert waiting[IISALMI] == 2
    found = browser.get(f"{address('referrals')}?state={state}").context["rows"]
    assert referral.id in [row.referral.id for row in found]
    do(cast, "mirja", "accept", referral, **decision(cast))
    assert (state_of(cast, referral), state_of(cast, twin)) == ("accepted", "received")


# The waiting list.


def in_line(cast: Cast, *names: str, number: str = SONKAJARVI, **facts: Any) -> list[Referral]:
    """Referrals put on the waiting list one after the other."""
    referrals = [
        received(cast, first_name=name, municipality=cast.areas[number].municipality, **facts)
        for name in names
    ]
    for referral in referrals:
        do(cast, "mirja", "wait", referral)
    return referrals


def lines(cast: Cast, who: str = "mirja") -> dict[str, list[tuple[str, bool]]]:
    """By municipality: first names in order, and whether a place is offered."""
    page = browser_of(cast.members()[who]).get(QUEUE)
    return {
        line.municipality.name_fi if line.municipality else "": [
            (place.referral.first_name, place.is_offered) for place in line.places
        ]
        for line in page.context["lines"]
    }


def test_the_list_has_an_order_and_offers_the_free_places_to_the_first(cast: Cast) -> None:
    in_line(cast, "Yksi", "Kaksi", "Kolme")
    in_line(cast, "Toisaalla", number=KIURUVESI)

    assert lines(cast) == {
        "Kiuruvesi": [("Toisaalla", True)],
        "Sonkajärvi": [("Yksi", True), ("Kaksi", False), ("Kolme", False)],
    }
    assert lines(cast, "bertta") == {"Kiuruvesi": [("Toisaalla", True)]}


def test_when_the_last_place_is_taken_nobody_is_offered_one(cast: Cast) -> None:
    first, _second = in_line(cast, "Yksi", "Kaksi")

    page = do(cast, "mirja", "accept", first, **decision(cast))

    assert page.context["referral"].state == "accepted"
    assert lines(cast) == {"Sonkajärvi": [("Kaksi", False)]}
    with tenant_context(cast.alpha.id):
        cast.areas[SONKAJARVI].quota = 2
        cast.areas[SONKAJARVI].save()
    assert lines(cast) == {"Sonkajärvi": [("Kaksi", True)]}


@pytest.mark.parametrize(
    ("who", "direction", "order"),
    [
        (0, "up", ["Yksi", "Kaksi", "Kolme"]),
        (0, "down", ["Kaksi", "Yksi", "Kolme"]),
        (1, "up", ["Kaksi", "Yksi", "Kolme"]),
        (2, "up", ["Yksi", "Kolme", "Kaksi"]),
        (2, "down", ["Yksi", "Kaksi", "Kolme"]),
    ],
)
def test_moving_in_the_line(who: int, direction: str, order: list[str], cast: Cast) -> None:
    line = in_line(cast, "Yksi", "Kaksi", "Kolme")
    in_line(cast, "Muualla", number=KIURUVESI)

    page = do(cast, "mirja", "move", line[who], direction=direction)

    assert page.redirect_chain == [(QUEUE, 302)]
    assert [name for name, _offered in lines(cast)["Sonkajärvi"]] == order
    assert do(cast, "mirja", "move", line[0], direction="sideways").status_code == 400


def test_the_page_tells_the_place_and_taking_back_a_decision_gives_it_again(cast: Cast) -> None:
    first, _second, third = in_line(cast, "Yksi", "Kaksi", "Kolme")

    do(cast, "mirja", "decline", first, reason="not_reached")
    moved_up = browser_of(cast.aino).get(address("referral", third.id))
    back = do(cast, "mirja", "take_back", first)

    assert moved_up.status_code == 404  # Aino works in Iisalmi only
    assert back.context["place"] == (1, 3)
    assert "place 1 of 3" in back.content.decode()


def test_a_protected_address_stands_in_no_municipalitys_line(cast: Cast) -> None:
    in_line(cast, "Näkyvä")
    in_line(cast, "Suojattu", "Toinen", has_protected_address=True)

    page = browser_of(cast.mirja).get(QUEUE).content.decode()

    assert lines(cast) == {"Sonkajärvi": [("Näkyvä", True)], "": [("Suojattu", False), ("Toinen", False)]}
    assert page.count("Sonkajärvi") == 1


def test_the_waiting_list_takes_as_many_queries_for_many_as_for_one(cast: Cast) -> None:
    in_line(cast, "Yksi")
    few = queries_of(browser_of(cast.mirja), QUEUE)
    for number in range(30):
        received(
            cast, state="waiting", queue_position=number + 10, municipality=cast.areas[KIURUVESI].municipality
        )

    assert queries_of(browser_of(cast.mirja), QUEUE) == few <= 12


# Notes, conditions, meeting.


def test_notes_are_between_staff_and_written_once(cast: Cast) -> None:
    referral = received(cast)
    note = {"note-submission_key": str(uuid.uuid4()), "note-text": "Soitan <b>huomenna</b>."}

    do(cast, "aino", "note", referral, **note)
    page = do(cast, "aino", "note", referral, **note)
    do(cast, "aino", "note", referral, **{**note, "note-text": "Muutin mieleni."})
    empty = do(cast, "aino", "note", referral, **{**note, "note-text": " "})

    with inside(cast):
        assert [(row.text, row.author) for row in ReferralNote.objects.all()] == [
            ("Soitan <b>huomenna</b>.", cast.aino),
            ("Muutin mieleni.", cast.aino),
        ]
    assert "Soitan &lt;b&gt;huomenna&lt;/b&gt;." in page.content.decode()
    assert (empty.status_code, set(errors_of(empty, "note"))) == (422, {"text"})


def condition(cast: Cast, name: str = "Yli 18 vuotta", **facts: Any) -> EligibilityItem:
    with inside(cast):
        item: EligibilityItem = EligibilityItem.objects.create(project=cast.project, name_fi=name, **facts)
    return item


def check(cast: Cast, referral: Referral, answers: dict[EligibilityItem, str], who: str = "aino") -> Any:
    return do(cast, who, "checks", referral, **{f"item-{item.id}": said for item, said in answers.items()})


def kinds(page: Any) -> list[tuple[str, bool]]:
    return [(remark.kind, remark.blocks) for remark in page.context["reviewed"].remarks]


def test_conditions_are_checked_on_the_page(cast: Cast) -> None:
    age, jobless = condition(cast), condition(cast, "Työtön työnhakija")
    condition(cast, "Pois käytöstä", is_active=False)
    referral = received(cast)

    before = browser_of(cast.aino).get(address("referral", referral.id))
    half = check(cast, referral, {age: "met", jobless: ""})
    with inside(cast):
        first = EligibilityCheck.objects.get()
    failed = check(cast, referral, {age: "met", jobless: "not_met"}, "mirja")
    whole = check(cast, referral, {age: "met", jobless: "met"}, "mirja")

    assert kinds(before) == [("unchecked", True)]
    assert kinds(half) == [("unchecked", True)]
    assert kinds(failed) == [("not_eligible", True)]
    assert kinds(whole) == []
    with inside(cast):
        assert EligibilityCheck.objects.get(item=age).checked_at == first.checked_at
        assert {row.checked_by for row in EligibilityCheck.objects.all()} == {cast.aino, cast.mirja}
    assert "Pois käytöstä" not in before.content.decode()


def test_a_check_can_be_taken_away(cast: Cast) -> None:
    age, referral = condition(cast), received(cast)
    check(cast, referral, {age: "met"})

    check(cast, referral, {age: ""})

    with inside(cast):
        assert not EligibilityCheck.objects.exists()


def test_one_reason_covers_everything_that_blocks(cast: Cast) -> None:
    age = condition(cast)
    referral = received(cast, ("rehabilitation", DAY, None))
    check(cast, referral, {age: "not_met"})

    refused = do(cast, "mirja", "accept", referral, **decision(cast))
    do(cast, "mirja", "accept", referral, **decision(cast, override_reason="Palvelu päättyy, ikä täyttyy."))

    assert set(errors_of(refused, "accept")) == {"override_reason"}
    with inside(cast):
        assert Referral.objects.get().override_reason == "Palvelu päättyy, ikä täyttyy."


def test_conditions_of_another_project_and_answers_of_none_are_refused(cast: Cast) -> None:
    age, referral = condition(cast), received(cast)

    page = check(cast, referral, {age: "perhaps"})

    assert (page.status_code, set(errors_of(page, "checks"))) == (422, {f"item-{age.id}"})


def test_a_booked_meeting_is_shown_and_gets_the_case(cast: Cast) -> None:
    referral, at = received(cast), dt.datetime(2026, 3, 5, 7, 30, tzinfo=dt.UTC)
    with inside(cast):
        booked = Appointment.objects.create(
            referral=referral,
            member=cast.aino,
            submission_key=uuid.uuid4(),
            starts_at=at,
            ends_at=at + dt.timedelta(hours=1),
            place="Kirjasto",
        )

    page = browser_of(cast.aino).get(address("referral", referral.id)).content.decode()
    do(cast, "mirja", "accept", referral, **decision(cast))

    assert "5.3.2026" in page
    assert "Kirjasto" in page
    assert address("referral_appointment_new", referral.id) in page
    with inside(cast):
        booked.refresh_from_db()
        assert booked.case_id == Case.objects.get().id


def test_a_decided_referral_gets_no_checks(cast: Cast) -> None:
    referral = received(cast)
    do(cast, "mirja", "decline", referral, reason="other")

    page = do(cast, "mirja", "checks", referral)

    assert [message.level_tag for message in page.context["messages"]][-1] == "warning"


# Waiting times.


def test_waiting_times_are_measured_from_steps_entries_and_appointments(cast: Cast) -> None:
    quick, slow = received(cast, days_ago=4), received(cast, first_name="Eeva", days_ago=20)
    received(cast, first_name="Odottaa", days_ago=30)
    received(cast, first_name="Vanha", days_ago=400)
    do(cast, "aino", "step", quick, state="contacted")
    do(cast, "mirja", "accept", slow, **decision(cast, person="new"))
    with inside(cast):
        case = Case.objects.get()
    new_entry(cast, case, DAY - dt.timedelta(days=12), "meeting", channel="face")
    new_entry(cast, case, DAY - dt.timedelta(days=15))
    new_entry(cast, case, DAY - dt.timedelta(days=18), "no_answer")
    new_entry(cast, case, DAY - dt.timedelta(days=17), counterpart="employer")

    page = browser_of(cast.mirja).get(address("referrals"))
    detail = browser_of(cast.mirja).get(address("referral", slow.id))

    found = page.context["delays"]
    assert (found.contact.median, found.contact.longest, found.contact.number) == (4.5, 5, 2)
    assert (found.meeting.median, found.meeting.number) == (8, 1)
    assert (found.uncontacted.longest, found.uncontacted.number) == (30, 1)
    assert "median 4.5 days, longest 5 (2 people)" in page.content.decode()
    assert (detail.context["times"].to_contact, detail.context["times"].to_meeting) == (5, 8)
