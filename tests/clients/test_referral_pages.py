"""Referrals as staff see them: the list, keying, the page, the decision."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from clients.models import Case, Client, EarlierName, Referral
from clients.services.opening import open_case
from tasmat.audit.models import AccessEvent
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership
from tests.cast import DAY, IISALMI, KIURUVESI, SONKAJARVI, Cast
from tests.clients.referral_data import typed
from tests.clients.test_referral_services import make_referral

LIST = "/o/alpha/lahetteet/"
NEW = "/o/alpha/lahetteet/uusi/"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


def browser_of(member: Membership) -> Browser:
    browser = Browser()
    browser.force_login(member.user)
    return browser


def received(cast: Cast, *services: Any, days_ago: int = 0, **facts: Any) -> Referral:
    """A referral of Alpha, come some days before the day of the tests."""
    came = dt.datetime.combine(DAY, dt.time(9), dt.UTC) - dt.timedelta(days=days_ago)
    with tenant_context(cast.alpha.id):
        return make_referral(cast, *services, **{"received_at": came, **facts})


def url_of(referral: Referral, act: str = "") -> str:
    return f"{LIST}{referral.id}/{act}"


def shown(browser: Browser, query: str = "") -> list[str]:
    rows = browser.get(f"{LIST}?{query}").context["rows"]
    return [row.referral.first_name for row in rows]


def test_the_list_has_the_longest_waiting_first(cast: Cast) -> None:
    received(cast, first_name="Uusi", days_ago=1)
    received(cast, first_name="Vanha", days_ago=20)
    received(
        cast,
        first_name="Hylätty",
        state="declined",
        decline_reason="other",
        decided_at=dt.datetime.now(dt.UTC),
    )

    response = browser_of(cast.mirja).get(LIST)

    rows = response.context["rows"]
    assert [(row.referral.first_name, row.days_waiting, row.age) for row in rows] == [
        ("Vanha", 20, 40),
        ("Uusi", 1, 40),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Aada", "Bruno"]),
        ("state=received", ["Aada", "Bruno"]),
        ("state=declined", ["Cecilia"]),
        ("state=accepted", []),
        ("state=all", ["Cecilia", "Bruno", "Aada"]),
        ("state=nonsense", ["Aada", "Bruno"]),
        (f"municipality={KIURUVESI}", ["Bruno"]),
        ("municipality=999", ["Aada", "Bruno"]),
        (f"project={uuid.UUID(int=0)}", ["Aada", "Bruno"]),
        ("project=x", ["Aada", "Bruno"]),
        ("q=aad", ["Aada"]),
        ("q=sukunimi+aad", ["Aada"]),
        ("q=L-BRU", ["Bruno"]),
        ("q=%25", []),
        ("q=%00", ["Aada", "Bruno"]),
        ("q=" + "a" * 200, ["Aada", "Bruno"]),
        ("page=99", ["Aada", "Bruno"]),
        ("page=x", ["Aada", "Bruno"]),
    ],
)
def test_the_filter(query: str, names: list[str], cast: Cast) -> None:
    received(cast, first_name="Aada", last_name="Sukunimi", days_ago=3)
    received(
        cast,
        first_name="Bruno",
        reference="L-BRUN-0001",
        municipality=cast.areas[KIURUVESI].municipality,
        days_ago=2,
    )
    received(
        cast,
        first_name="Cecilia",
        state="declined",
        decline_reason="other",
        decided_at=dt.datetime.now(dt.UTC),
        days_ago=1,
    )

    assert shown(browser_of(cast.mirja), query) == names


def test_a_protected_address_is_neither_shown_nor_found_by_its_municipality(cast: Cast) -> None:
    referral = received(cast, has_protected_address=True, municipality=cast.areas[SONKAJARVI].municipality)
    browser = browser_of(cast.mirja)

    page = browser.get(f"{LIST}?state=all").content.decode()
    detail = browser.get(url_of(referral)).content.decode()

    assert page.count("Sonkajärvi") == 1  # the filter's own choice
    assert "Sonkajärvi" not in detail
    assert shown(browser, f"municipality={SONKAJARVI}") == []


def test_an_address_protected_after_the_referral_hides_its_municipality_too(cast: Cast) -> None:
    referral = received(cast, municipality=cast.areas[SONKAJARVI].municipality)
    browser = browser_of(cast.mirja)
    browser.post(url_of(referral, "hyvaksy/"), decision(cast))
    with tenant_context(cast.alpha.id):
        Client.objects.update(has_protected_address=True)

    page = browser.get(f"{LIST}?state=all").content.decode()
    detail = browser.get(url_of(referral)).content.decode()

    assert page.count("Sonkajärvi") == 1  # the filter's own choice
    assert "Sonkajärvi" not in detail
    assert shown(browser, f"state=all&municipality={SONKAJARVI}") == []


def test_no_coach_is_chosen_beforehand_by_a_protected_municipality(cast: Cast) -> None:
    referral = received(cast, has_protected_address=True)

    form = browser_of(cast.mirja).get(url_of(referral)).context["accept"]

    assert form["responsible"].value() is None


def test_a_coach_sees_the_own_area_and_what_is_outside_the_project(cast: Cast) -> None:
    received(cast, first_name="Oma", days_ago=2)
    other = received(cast, first_name="Muu", municipality=cast.areas[KIURUVESI].municipality)
    received(cast, first_name="Ulko", municipality=cast.beta_area.municipality, days_ago=1)

    assert shown(browser_of(cast.aino)) == ["Oma", "Ulko"]
    assert browser_of(cast.aino).get(url_of(other)).status_code == 404
    assert browser_of(cast.bertta).get(url_of(other)).status_code == 200


@pytest.mark.parametrize("who", ["aarne", "kaisa"])
def test_other_roles_are_refused(who: str, cast: Cast) -> None:
    referral = received(cast)
    browser = browser_of(cast.members()[who])

    for url in (LIST, NEW, url_of(referral)):
        assert browser.get(url).status_code == 403
    for act in ("hyvaksy/", "hylkaa/", "peru-paatos/"):
        assert browser.post(url_of(referral, act)).status_code == 403


def test_a_coach_may_not_decide(cast: Cast) -> None:
    referral = received(cast)
    browser = browser_of(cast.aino)

    page = browser.get(url_of(referral))

    assert "accept" not in page.context
    assert "hyvaksy/" not in page.content.decode()
    for act in ("hyvaksy/", "hylkaa/", "peru-paatos/"):
        assert browser.post(url_of(referral, act)).status_code == 403


def test_outsiders_and_wrong_ids_find_nothing(cast: Cast) -> None:
    referral = received(cast)
    missing = f"{LIST}{uuid.UUID(int=7)}/"

    assert browser_of(cast.otto).get(url_of(referral)).status_code == 404
    assert browser_of(cast.otto).get(f"/o/beta/lahetteet/{referral.id}/").status_code == 404
    for act in ("hyvaksy/", "hylkaa/", "peru-paatos/"):
        assert browser_of(cast.mirja).post(missing + act).status_code == 404
    assert browser_of(cast.mirja).get(missing).status_code == 404
    assert browser_of(cast.mirja).get(f"{LIST}nonsense/").status_code == 404


def test_wrong_methods_are_refused(cast: Cast) -> None:
    referral = received(cast)
    browser = browser_of(cast.mirja)

    assert browser.post(LIST).status_code == 405
    assert browser.post(url_of(referral)).status_code == 405
    assert browser.put(NEW).status_code == 405
    for act in ("hyvaksy/", "hylkaa/", "peru-paatos/"):
        assert browser.get(url_of(referral, act)).status_code == 405


def queries_of(browser: Browser, url: str) -> int:
    """Statements on tables; savepoints and settings of the session do not count."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(url).status_code == 200
    return sum(
        not query["sql"].lower().startswith(("savepoint", "release", "select set_config"))
        for query in captured
    )


def test_the_list_takes_as_many_queries_for_many_as_for_one(cast: Cast) -> None:
    browser = browser_of(cast.mirja)
    counts = []
    for number in (1, 10, 200):
        with tenant_context(cast.alpha.id):
            have = Referral.objects.count()
        for row in range(number - have):
            received(cast, ("studies", DAY, None), first_name=f"Nimi{row}", days_ago=row % 30)
        counts.append(queries_of(browser, f"{LIST}?state=all"))

    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 12


def test_the_menu_counts_what_waits(cast: Cast) -> None:
    received(cast)
    received(cast, municipality=cast.areas[KIURUVESI].municipality)

    def count(member: Membership) -> int:
        items = browser_of(member).get(LIST).context["navigation"]
        return int(next(item.count for item in items if item.url == LIST))

    assert (count(cast.mirja), count(cast.aino)) == (2, 1)


def test_the_page_tells_everything_that_was_told(cast: Cast) -> None:
    referral = received(
        cast,
        ("studies", dt.date(2025, 9, 1), dt.date(2026, 5, 31)),
        reason="Kartoitus auttaisi <b>paljon</b>.",
        email="eero@posti.example",
        interpreter_language="arabia",
        unemployed_since=dt.date(2023, 2, 1),
        referrer_organisation="Ylä-Savon työllisyysalue",
        referrer_name="Veera Virkailija",
        referrer_phone="017 1234567",
        referrer_email="veera@tyollisyys.example",
    )

    page = browser_of(cast.aino).get(url_of(referral)).content.decode()

    for told in (
        "Äyräväinen, Eero",
        "24.12.1985",
        "Iisalmi",
        "040 123 4567",
        "eero@posti.example",
        "arabia",
        "1.2.2023",
        "Kartoitus auttaisi &lt;b&gt;paljon&lt;/b&gt;.",
        "1.9.2025 – 31.5.2026",
        "Ylä-Savon työllisyysalue",
        "Veera Virkailija",
        "017 1234567",
        "veera@tyollisyys.example",
        referral.reference,
    ):
        assert told in page


def test_people_alike_are_named_and_linked_where_the_member_may_look(cast: Cast) -> None:
    referral = received(cast, municipality=cast.areas[IISALMI].municipality)
    twin = received(cast, first_name="EERO", last_name="ayravainen")
    hidden = received(cast, municipality=cast.areas[KIURUVESI].municipality)
    with tenant_context(cast.alpha.id):
        renamed = Client(first_name="Eero", last_name="Uusi", born_on=referral.born_on)
        open_case(
            renamed, cast.project, entry_on=DAY, municipality=referral.municipality, responsible=cast.aino
        )
        EarlierName.objects.create(
            client=renamed, first_name="Eero", last_name="Äyräväinen", until_on=dt.date(2020, 1, 1)
        )
        Client.objects.create(first_name="Eero", last_name="Äyräväinen", born_on=dt.date(1985, 12, 25))

    response = browser_of(cast.aino).get(url_of(referral))

    alike = {person.id: bool(url) for person, url in response.context["alike"]}
    assert alike == {renamed.id: True, twin.id: True, hidden.id: False}
    with tenant_context(cast.alpha.id):
        event = AccessEvent.objects.get(route="referral")
    assert set(event.clients) == {referral.id, renamed.id, twin.id, hidden.id}
    assert event.subject == referral.id


def test_the_list_says_what_stands_against(cast: Cast) -> None:
    with tenant_context(cast.alpha.id):
        area = cast.areas[SONKAJARVI]
        person = Client(first_name="Olli", last_name="Osallistuja")
        open_case(person, cast.project, entry_on=DAY, municipality=area.municipality, responsible=cast.mirja)
    received(cast, first_name="Selvä", days_ago=9)
    received(cast, ("similar", DAY, None), first_name="Palvelu", days_ago=8)
    received(cast, first_name="Nuori", born_on=dt.date(2010, 1, 1), days_ago=7)
    received(cast, first_name="Täysi", municipality=area.municipality, days_ago=6)
    received(cast, first_name="Ulko", municipality=cast.beta_area.municipality, days_ago=5)
    received(cast, first_name="Kaksi", days_ago=4)
    received(cast, first_name="Kaksi", days_ago=3)

    rows = browser_of(cast.mirja).get(LIST).context["rows"]

    assert [(row.referral.first_name, [remark.kind for remark in row.remarks]) for row in rows] == [
        ("Selvä", []),
        ("Palvelu", ["excluded_service"]),
        ("Nuori", ["under_age"]),
        ("Täysi", ["quota_full"]),
        ("Ulko", ["outside_project"]),
        ("Kaksi", ["duplicate"]),
        ("Kaksi", ["duplicate"]),
    ]


def keyed(cast: Cast, **changes: Any) -> dict[str, str]:
    how = {"project": str(cast.project.id), "source": "phone", **changes}
    return typed(("studies", "1.9.2025", ""), **how)


def test_a_coach_keys_a_referral_that_came_by_phone(cast: Cast) -> None:
    response = browser_of(cast.aino).post(NEW, keyed(cast))

    with tenant_context(cast.alpha.id):
        referral = Referral.objects.get()
        assert (referral.source, referral.keyed_by, referral.project) == ("phone", cast.aino, cast.project)
        assert referral.services.count() == 1
    assert response["Location"] == url_of(referral)


def test_a_referral_keyed_for_another_area_leads_to_the_list(cast: Cast) -> None:
    browser = browser_of(cast.aino)

    response = browser.post(NEW, keyed(cast, municipality=KIURUVESI), follow=True)

    with tenant_context(cast.alpha.id):
        reference = Referral.objects.get().reference
    assert response.redirect_chain == [(LIST, 302)]
    assert reference in response.content.decode()


def test_the_only_project_is_chosen_beforehand_and_ended_ones_are_not_offered(
    cast: Cast, settings: Settings
) -> None:
    browser = browser_of(cast.aino)

    form = browser.get(NEW).context["form"]
    settings.TASMAT_TODAY = dt.date(2026, 7, 1)
    ended = browser.get(NEW)

    assert form.fields["project"].initial == cast.project.id
    assert '<form method="post" novalidate>' not in ended.content.decode()


def test_a_wrong_keyed_form_comes_back(cast: Cast) -> None:
    response = browser_of(cast.aino).post(NEW, keyed(cast, born_on="x", source=""))

    assert response.status_code == 422
    assert 'value="Äyräväinen"' in response.content.decode()
    with tenant_context(cast.alpha.id):
        assert not Referral.objects.exists()


def test_a_project_of_others_cannot_be_keyed_to(cast: Cast) -> None:
    response = browser_of(cast.aino).post(NEW, keyed(cast) | {"project": str(cast.beta_project.id)})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"project"}


def decision(cast: Cast, **changes: Any) -> dict[str, str]:
    form = {"responsible": str(cast.aino.id), "entry_on": "2.3.2026", **changes}
    return {name: value for name, value in form.items() if value is not None}


def test_the_manager_accepts(cast: Cast) -> None:
    referral = received(cast)
    browser = browser_of(cast.mirja)

    response = browser.post(url_of(referral, "hyvaksy/"), decision(cast), follow=True)

    with tenant_context(cast.alpha.id):
        case = Case.objects.get()
    page = response.content.decode()
    assert response.redirect_chain == [(url_of(referral), 302)]
    assert reverse("case", args=["alpha", case.id]) in page
    assert "Mirja Päällikkö" in page
    assert "3.3.2026" in page


def test_accepting_twice_says_that_it_was_done(cast: Cast) -> None:
    referral = received(cast)
    browser = browser_of(cast.mirja)

    browser.post(url_of(referral, "hyvaksy/"), decision(cast))
    again = browser.post(url_of(referral, "hyvaksy/"), decision(cast), follow=True)
    declined = browser.post(url_of(referral, "hylkaa/"), {"reason": "other"}, follow=True)

    for response in (again, declined):
        assert [message.level_tag for message in response.context["messages"]][-1] == "warning"
    with tenant_context(cast.alpha.id):
        assert Case.objects.count() == 1
        assert Referral.objects.get().state == "accepted"


def test_the_page_offers_the_coach_of_the_municipality_and_today(cast: Cast) -> None:
    form = browser_of(cast.mirja).get(url_of(received(cast))).context["accept"]

    assert form["responsible"].value() == cast.aino.id
    assert form["entry_on"].value() == DAY
    with tenant_context(cast.alpha.id):
        assert set(form.fields["responsible"].queryset) == {cast.aino, cast.bertta}
    assert set(form.fields) == {"responsible", "entry_on", "identity_code"}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"responsible": ""}, "responsible"),
        ({"responsible": "mirja"}, "responsible"),
        ({"responsible": "otto"}, "responsible"),
        ({"responsible": "x"}, "responsible"),
        ({"entry_on": ""}, "entry_on"),
        ({"entry_on": "4.3.2026"}, "entry_on"),
        ({"entry_on": "30.6.2024"}, "entry_on"),
        ({"entry_on": "31.2.2026"}, "entry_on"),
    ],
)
def test_a_wrong_decision_comes_back(changes: dict[str, str], wrong: str, cast: Cast) -> None:
    referral = received(cast)
    name = changes.get("responsible")
    if name in cast.members():
        changes = {"responsible": str(cast.members()[name].id)}

    response = browser_of(cast.mirja).post(url_of(referral, "hyvaksy/"), decision(cast, **changes))

    assert response.status_code == 422
    assert set(response.context["accept"].errors) == {wrong}
    assert f'href="#id_{wrong}"' in response.content.decode()
    with tenant_context(cast.alpha.id):
        assert not Case.objects.exists()


def test_over_an_excluded_service_the_page_asks_for_a_reason(cast: Cast) -> None:
    referral = received(cast, ("rehabilitation", DAY, None))
    browser = browser_of(cast.mirja)

    refused = browser.post(url_of(referral, "hyvaksy/"), decision(cast))
    browser.post(url_of(referral, "hyvaksy/"), decision(cast, override_reason="Päättyy pian."))

    assert set(refused.context["accept"].errors) == {"override_reason"}
    with tenant_context(cast.alpha.id):
        assert Referral.objects.get().override_reason == "Päättyy pian."


def test_with_a_client_alike_the_manager_must_say_who_it_is(cast: Cast) -> None:
    referral = received(cast)
    with tenant_context(cast.alpha.id):
        known = Client.objects.create(first_name="Eero", last_name="Äyräväinen", born_on=referral.born_on)
        stranger = Client.objects.create(first_name="Muu", last_name="Henkilö")
    browser = browser_of(cast.mirja)

    for person in (None, str(stranger.id), "x"):
        answer = browser.post(url_of(referral, "hyvaksy/"), decision(cast, person=person))
        assert set(answer.context["accept"].errors) == {"person"}
    browser.post(url_of(referral, "hyvaksy/"), decision(cast, person=str(known.id)))

    with tenant_context(cast.alpha.id):
        assert Case.objects.get().client == known
        assert Client.objects.count() == 2


def test_another_person_of_the_same_name_becomes_a_new_client(cast: Cast) -> None:
    referral = received(cast)
    with tenant_context(cast.alpha.id):
        known = Client.objects.create(first_name="Eero", last_name="Äyräväinen", born_on=referral.born_on)

    browser_of(cast.mirja).post(url_of(referral, "hyvaksy/"), decision(cast, person="new"))

    with tenant_context(cast.alpha.id):
        assert Case.objects.get().client != known


def test_a_person_who_is_in_the_project_is_refused_in_words(cast: Cast) -> None:
    referral = received(cast)
    with tenant_context(cast.alpha.id):
        person = Client(first_name="Eero", last_name="Äyräväinen", born_on=referral.born_on)
        open_case(
            person, cast.project, entry_on=DAY, municipality=referral.municipality, responsible=cast.aino
        )

    response = browser_of(cast.mirja).post(
        url_of(referral, "hyvaksy/"), decision(cast, person=str(person.id))
    )

    assert response.status_code == 422
    assert len(response.context["accept"].non_field_errors()) == 1
    assert str(response.context["accept"].non_field_errors()[0]) in response.content.decode()


def test_the_manager_declines_with_a_reason_and_takes_it_back(cast: Cast) -> None:
    referral = received(cast)
    browser = browser_of(cast.mirja)

    without = browser.post(url_of(referral, "hylkaa/"), {})
    declined = browser.post(url_of(referral, "hylkaa/"), {"reason": "not_reached"}, follow=True)
    back = browser.post(url_of(referral, "peru-paatos/"), follow=True)
    late = browser.post(url_of(referral, "peru-paatos/"), follow=True)

    assert without.status_code == 422
    assert declined.context["can_take_back"]
    assert back.context["referral"].is_open
    assert [message.level_tag for message in late.context["messages"]] == ["warning"]


def test_every_page_with_persons_leaves_its_access_event(cast: Cast) -> None:
    referral, other = received(cast), received(cast, first_name="Eeva")
    browser = browser_of(cast.mirja)

    browser.get(LIST)
    browser.post(url_of(referral, "hyvaksy/"), decision(cast))
    browser.get(url_of(referral))

    with tenant_context(cast.alpha.id):
        client = Case.objects.get().client_id
        events = list(AccessEvent.objects.order_by("at").values_list("route", "clients", "subject"))
    assert [(route, set(clients), subject) for route, clients, subject in events] == [
        ("referrals", {referral.id, other.id}, None),
        ("referral", {client}, referral.id),
    ]
