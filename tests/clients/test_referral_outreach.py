"""People met by outreach, and referrals keyed by staff with people alike."""

import datetime as dt
import uuid
from typing import Any

import pytest
from pytest_django import Settings

from clients.models import Client, OutreachPerson, Referral
from tasmat.audit.models import AccessEvent
from tasmat.tenancy.base import new_id
from tests.cast import DAY, IISALMI, KAJAANI, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, queries_of
from tests.clients.test_referral_pages import NEW, keyed, received

LIST = "/o/alpha/lahetteet/tavatut/"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def typed_person(cast: Cast, **changes: str) -> dict[str, str]:
    form = {
        "submission_key": str(uuid.uuid4()),
        "project": str(cast.project.id),
        "met_on": "2.3.2026",
        "place": "Tori",
        "state": "contacted",
    }
    return form | changes


def met(cast: Cast, number: str | None = IISALMI, **facts: Any) -> OutreachPerson:
    with inside(cast):
        person: OutreachPerson = OutreachPerson.objects.create(
            **{
                "project": cast.project,
                "municipality": cast.areas[number].municipality if number else None,
                "met_on": DAY,
                "met_by": cast.aino,
                "submission_key": new_id(),
                "state_on": DAY,
                **facts,
            }
        )
    return person


def decided(cast: Cast, state: str) -> Referral:
    """A referral in a state, with what that state must have."""
    is_decided = state in {"accepted", "declined", "withdrawn"}
    return received(
        cast,
        state=state,
        decided_at=dt.datetime.combine(DAY, dt.time(9), dt.UTC) if is_decided else None,
        case=new_case(cast, f"L{new_id().hex[-9:]}") if state == "accepted" else None,
        decline_reason="other" if state in {"declined", "withdrawn"} else None,
    )


def test_a_person_is_added_with_what_is_known_and_once(cast: Cast) -> None:
    browser, form = browser_of(cast.aino), typed_person(cast, place="Tori")

    browser.post(LIST, form)
    page = browser.post(LIST, form, follow=True)

    with inside(cast):
        person = OutreachPerson.objects.get()
    assert (person.first_name, person.place, person.state, person.state_on) == ("", "Tori", "contacted", DAY)
    assert person.met_by_id == cast.aino.id
    assert page.redirect_chain == [(LIST, 302)]
    assert "name not known" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"met_on": "4.3.2026"}, "met_on"),
        ({"met_on": ""}, "met_on"),
        ({"project": ""}, "project"),
        ({"state": "joined"}, "state"),
        ({"municipality": KAJAANI}, "municipality"),
        ({"municipality": KIURUVESI}, "municipality"),
        ({"phone": "x"}, "phone"),
        ({"reason": "quota_full"}, "reason"),
        ({"submission_key": "x"}, "submission_key"),
        ({"place": ""}, "place"),  # nothing is known: a form sent by mistake
    ],
)
def test_a_wrong_person_comes_back(changes: dict[str, str], wrong: str, cast: Cast) -> None:
    page = browser_of(cast.aino).post(LIST, typed_person(cast, **changes))

    assert (page.status_code, set(errors_of(page))) == (422, {wrong})


def test_the_counts_tell_how_many_came_how_far(cast: Cast) -> None:
    """S3 tells 69 contacted and 40 joined."""
    for state, number in (("contacted", 10), ("interested", 12), ("not_joined", 7)):
        for _person in range(number):
            met(cast, state=state, interested_on=DAY if state == "interested" else None)
    for _person in range(40):
        met(cast, referral=decided(cast, "accepted"), state="interested")

    counts = browser_of(cast.aino).get(LIST).context["counts"]

    assert (counts.contacted, counts.interested, counts.joined, counts.not_joined) == (69, 52, 40, 7)


@pytest.mark.parametrize(
    ("state", "stage", "may_join"),
    [
        ("received", "interested", False),
        ("waiting", "interested", False),
        ("accepted", "joined", False),
        ("declined", "not_joined", True),
        ("withdrawn", "not_joined", True),
    ],
)
def test_the_referral_says_how_far_the_person_came(
    state: str, stage: str, may_join: bool, cast: Cast
) -> None:
    person = met(cast, referral=decided(cast, state), state="interested")
    browser = browser_of(cast.aino)

    [shown] = browser.get(LIST).context["page"]
    page = browser.get(address("referral_outreach_person", person.id)).content.decode()

    assert (shown.stage, browser.get(LIST).context["counts"].interested) == (stage, 1)
    assert ("The person joins" in page) == may_join


def test_who_was_interested_and_did_not_join_is_still_counted(cast: Cast) -> None:
    person = met(cast, first_name="Aada")
    browser, url = browser_of(cast.aino), address("referral_outreach_person", person.id)
    browser.post(url, typed_person(cast, first_name="Aada", state="interested"))

    browser.post(url, typed_person(cast, first_name="Aada", state="not_joined", reason="found_work"))

    counts = browser.get(LIST).context["counts"]
    assert (counts.interested, counts.joined, counts.not_joined) == (1, 0, 1)


def test_the_filter_and_the_areas(cast: Cast) -> None:
    met(cast, first_name="Oma")
    met(cast, KIURUVESI, first_name="Muu")
    met(cast, None, first_name="Tuntematon", state="interested")

    def names(who: str, query: str = "") -> set[str]:
        page = browser_of(cast.members()[who]).get(f"{LIST}?{query}").context["page"]
        return {person.first_name for person in page}

    assert names("aino") == {"Oma", "Tuntematon"}
    assert names("mirja") == {"Oma", "Muu", "Tuntematon"}
    assert names("mirja", "state=interested") == {"Tuntematon"}
    assert names("mirja", "state=x&project=y") == {"Oma", "Muu", "Tuntematon"}


def test_a_persons_state_changes_with_its_day_and_reason(cast: Cast, settings: Settings) -> None:
    person = met(cast, first_name="Aada", state_on=dt.date(2026, 1, 5))
    browser, url = browser_of(cast.aino), address("referral_outreach_person", person.id)

    browser.post(url, typed_person(cast, first_name="Aada", place="Kirjasto"))
    with inside(cast):
        unchanged = OutreachPerson.objects.get()
    browser.post(url, typed_person(cast, first_name="Aada", state="not_joined", reason="found_work"))
    with inside(cast):
        left = OutreachPerson.objects.get()
    browser.post(url, typed_person(cast, first_name="Aada", state="interested", reason="found_work"))
    with inside(cast):
        back = OutreachPerson.objects.get()

    assert (unchanged.place, unchanged.state_on) == ("Kirjasto", dt.date(2026, 1, 5))
    assert (left.state, left.state_on, left.reason) == ("not_joined", DAY, "found_work")
    assert (back.state, back.reason) == ("interested", None)


def test_joining_leads_to_the_referral_form_with_what_is_known(cast: Cast) -> None:
    person = met(cast, first_name="Aada", last_name="Aalto", phone="040 1234567")
    browser = browser_of(cast.aino)

    form = browser.get(f"{NEW}?tavattu={person.id}").context["form"]

    known = ("project", "source", "referrer_role", "first_name", "last_name", "phone", "municipality")
    assert [form[name].value() for name in known] == [
        cast.project.id,
        "outreach",
        "self",
        "Aada",
        "Aalto",
        "040 1234567",
        IISALMI,
    ]


def test_the_saved_referral_and_the_person_are_linked(cast: Cast) -> None:
    person = met(cast, first_name="Aada", last_name="Aalto", reason="found_work")
    browser = browser_of(cast.aino)
    form = keyed(cast, source="outreach", referrer_role="self", first_name="Aada", last_name="Aalto")

    first = browser.post(f"{NEW}?tavattu={person.id}", form)
    again = browser.post(f"{NEW}?tavattu={person.id}", form)
    page = browser.get(address("referral_outreach_person", person.id)).content.decode()

    with inside(cast):
        person.refresh_from_db()
        referral = Referral.objects.get()
    assert (person.state, person.state_on, person.referral_id, person.reason) == (
        "interested",
        DAY,
        referral.id,
        None,
    )
    assert first["Location"] == again["Location"]
    assert referral.reference in page


def test_a_joined_person_is_not_changed_any_more(cast: Cast) -> None:
    person = met(cast, first_name="Aada", referral=decided(cast, "accepted"))

    browser_of(cast.aino).post(
        address("referral_outreach_person", person.id), typed_person(cast, first_name="Toinen")
    )

    with inside(cast):
        assert OutreachPerson.objects.get().first_name == "Aada"


@pytest.mark.parametrize("named", ["x", "00000000-0000-7000-8000-000000000000", "hidden"])
def test_a_person_who_is_not_seen_cannot_be_named(named: str, cast: Cast) -> None:
    hidden = met(cast, KIURUVESI)

    page = browser_of(cast.aino).get(f"{NEW}?tavattu={hidden.id if named == 'hidden' else named}")

    assert page.status_code == 404


def test_the_list_takes_as_many_queries_for_many_as_for_one(cast: Cast) -> None:
    met(cast)
    few = queries_of(browser_of(cast.mirja), LIST)
    for _person in range(20):
        met(cast)

    assert queries_of(browser_of(cast.mirja), LIST) == few <= 12


# People alike before a keyed referral is saved.


def test_people_alike_are_shown_before_saving(cast: Cast) -> None:
    twin = received(cast, municipality=cast.areas[KIURUVESI].municipality)
    with inside(cast):
        person = Client.objects.create(first_name="EERO", last_name="Ayravainen", born_on=twin.born_on)
    browser, form = browser_of(cast.aino), keyed(cast)

    asked = browser.post(NEW, form)
    saved = browser.post(NEW, {**form, "all_the_same": "1"})

    assert asked.status_code == 200
    assert [(alike.name, alike.is_client, url) for alike, url in asked.context["alike"]] == [
        ("Ayravainen, EERO", True, ""),
        ("Äyräväinen, Eero", False, ""),
    ]
    assert 'name="all_the_same"' in asked.content.decode()
    assert 'value="Äyräväinen"' in asked.content.decode()
    assert saved.status_code == 302
    with inside(cast):
        assert Referral.objects.count() == 2
        event = AccessEvent.objects.get(route="referral_new")
    assert set(event.clients) == {person.id, twin.id}


def test_a_double_click_is_not_taken_for_another_person(cast: Cast) -> None:
    browser, form = browser_of(cast.aino), keyed(cast, source="paper")

    first, second = browser.post(NEW, form), browser.post(NEW, form)

    assert first["Location"] == second["Location"]
    with inside(cast):
        assert Referral.objects.get().source == "paper"


def test_nobody_alike_is_asked_about_when_the_form_is_wrong(cast: Cast) -> None:
    received(cast)

    page = browser_of(cast.aino).post(NEW, keyed(cast, phone="x"))

    assert page.status_code == 422
    assert page.context["alike"] == []
