"""Services that the project excludes: a reason when somebody enters or a service changes, until it has ended."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clients.models import Case, Client, ConcurrentService, Referral, ServiceOverride, Task
from clients.rules.exclusions import Excluded, Given, is_allowed, unsettled
from clients.rules.stays import Span
from clients.services.referrals import CannotAccept, accept_referral
from clients.services.stays import close_stay
from clients.services.watch import watch
from tasmat import clock
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import ExcludedService
from tests.cast import DAY, Cast
from tests.clients.casework import address, browser_of, errors_of, inside, new_case, queries_of
from tests.clients.test_referral_pages import decision, received, url_of

SERVICE = {"kind": "similar", "provider": "", "starts_on": "1.12.2025", "ends_on": ""}
WHY = "Päättyy viikon kuluttua."
REENTRY = {"entry_on": "2.3.2026"}


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def aino(cast: Cast) -> Browser:
    return browser_of(cast.aino)


@pytest.fixture
def mirja(cast: Cast) -> Browser:
    return browser_of(cast.mirja)


@pytest.fixture
def eero(cast: Cast) -> Case:
    return new_case(cast, "EERO")


def in_service(cast: Cast, client: Client, ends_on: dt.date | None = None, kind: str = "similar") -> None:
    with inside(cast):
        ConcurrentService.objects.create(
            client=client, kind=kind, starts_on=dt.date(2025, 12, 1), ends_on=ends_on
        )


def reasons(cast: Cast) -> list[tuple[str, str, str]]:
    """Kind, reason and who gave it."""
    with inside(cast):
        return [(row.kind, row.reason, row.given_by.user.name) for row in ServiceOverride.objects.all()]


def known_person(cast: Cast, referral: Referral, name: str = "Äyräväinen") -> Client:
    with tenant_context(cast.alpha.id):
        person: Client = Client.objects.create(
            first_name="Eero", last_name=name, born_on=referral.born_on, phone="1"
        )
    return person


D1, D2, D3 = dt.date(2026, 1, 1), dt.date(2026, 2, 1), dt.date(2026, 3, 3)


@pytest.mark.parametrize(
    ("ends_on", "given", "allowed"),
    [
        pytest.param(None, [], False, id="nobody gave a reason"),
        pytest.param(None, [Given("similar", None)], True, id="it goes on, and so was told"),
        pytest.param(D2, [Given("similar", None)], True, id="it ends after all"),
        pytest.param(D2, [Given("similar", D2)], True, id="until the same day"),
        pytest.param(D1, [Given("similar", D2)], True, id="shorter than was told"),
        pytest.param(D3, [Given("similar", D2)], False, id="longer than was told"),
        pytest.param(None, [Given("similar", D2)], False, id="goes on though an end was told"),
        pytest.param(None, [Given("rehabilitation", None)], False, id="has become another service"),
        pytest.param(D3, [Given("similar", D2), Given("similar", D3)], True, id="the newer reason holds"),
    ],
)
def test_how_long_a_reason_holds(ends_on: dt.date | None, given: list[Given], allowed: bool) -> None:
    service = Excluded(new_id(), "similar", Span(D1, ends_on), tuple(given))

    assert is_allowed(service) is allowed


@pytest.mark.parametrize(
    ("service", "stay", "waits"),
    [
        pytest.param(Span(D1), Span(D1), True, id="both go on"),
        pytest.param(Span(D1, D3), Span(D1), True, id="ends today"),
        pytest.param(Span(D1, D2), Span(D1), False, id="has ended"),
        pytest.param(Span(dt.date(2026, 9, 1)), Span(D1), True, id="begins later"),
        pytest.param(Span(D1), Span(D1, D2), False, id="the stay has ended"),
    ],
)
def test_what_waits_for_an_end_or_a_reason(service: Span, stay: Span, waits: bool) -> None:
    row = Excluded(new_id(), "similar", service)

    assert unsettled([row], stay, D3) == ((row,) if waits else ())


def test_a_client_in_an_excluded_service_is_accepted_only_with_a_reason(cast: Cast, mirja: Browser) -> None:
    referral = received(cast)
    person = known_person(cast, referral)
    in_service(cast, person)
    chosen = decision(cast, person=str(person.id))

    page = mirja.get(url_of(referral)).content.decode()
    refused = mirja.post(url_of(referral, "hyvaksy/"), chosen)
    mirja.post(url_of(referral, "hyvaksy/"), {**chosen, "override_reason": WHY})

    assert "The client found already is in a service that the project excludes." in page
    assert set(refused.context["accept"].errors) == {"override_reason"}
    assert reasons(cast) == [("similar", WHY, "Mirja Päällikkö")]
    with inside(cast):
        assert Referral.objects.get().override_reason == WHY


def test_another_person_of_the_name_needs_no_reason(cast: Cast, mirja: Browser) -> None:
    referral = received(cast)
    in_service(cast, known_person(cast, referral))

    mirja.post(url_of(referral, "hyvaksy/"), decision(cast, person="new"))

    assert reasons(cast) == []
    with inside(cast):
        assert Referral.objects.get().state == "accepted"


@pytest.mark.parametrize(
    ("kind", "ends_on", "blocks"),
    [
        ("similar", None, True),
        ("similar", DAY, True),
        ("similar", DAY - dt.timedelta(days=1), False),
        ("studies", None, False),
    ],
)
def test_accepting_looks_at_the_chosen_client_again(
    kind: str, ends_on: dt.date | None, blocks: bool, cast: Cast
) -> None:
    """The page may be old: whoever is chosen is looked at when it is decided, by whatever way found."""
    referral = received(cast)
    person = known_person(cast, referral, name="Toinennimi")
    in_service(cast, person, ends_on, kind)

    with inside(cast):
        told: dict[str, Any] = {
            "member": cast.mirja,
            "responsible": cast.aino,
            "entry_on": DAY,
            "client": person,
        }
        if blocks:
            with pytest.raises(CannotAccept):
                accept_referral(referral.id, **told)
        else:
            accept_referral(referral.id, **told)


def test_what_the_referral_tells_is_settled_by_the_reason_of_accepting(cast: Cast, mirja: Browser) -> None:
    referral = received(cast, ("similar", DAY, None))

    mirja.post(url_of(referral, "hyvaksy/"), decision(cast, override_reason=WHY))

    assert reasons(cast) == [("similar", WHY, "Mirja Päällikkö")]


def test_coming_back_into_an_excluded_service_needs_a_reason(cast: Cast, eero: Case, aino: Browser) -> None:
    with inside(cast):
        close_stay(eero, exit_on=dt.date(2026, 1, 15))
    in_service(cast, eero.client)

    refused = aino.post(address("case_reenter", eero.id), REENTRY)
    done = aino.post(address("case_reenter", eero.id), {**REENTRY, "override_reason": WHY})

    assert errors_of(refused) == {"override_reason": ["Give the reason, or end the service first."]}
    assert done.status_code == 302
    assert reasons(cast) == [("similar", WHY, "Aino Valmentaja")]


def test_coming_back_after_the_service_has_ended_asks_nothing(cast: Cast, eero: Case, aino: Browser) -> None:
    with inside(cast):
        close_stay(eero, exit_on=dt.date(2026, 1, 15))
    in_service(cast, eero.client, dt.date(2026, 3, 1))

    done = aino.post(address("case_reenter", eero.id), REENTRY)

    assert (done.status_code, reasons(cast)) == (302, [])


def test_a_service_that_becomes_excluded_asks_for_the_reason(cast: Cast, eero: Case, aino: Browser) -> None:
    refused = aino.post(address("case_service_new", eero.id), SERVICE)
    kept = reasons(cast)
    aino.post(address("case_service_new", eero.id), {**SERVICE, "override_reason": WHY})

    assert errors_of(refused) == {
        "override_reason": [
            (
                "The project does not allow this service at the same time: "
                "give the reason, or correct the service."
            )
        ]
    }
    assert kept == []
    assert reasons(cast) == [("similar", WHY, "Aino Valmentaja")]
    page = aino.get(address("case_person", eero.id)).content.decode()
    assert WHY in page
    assert "Aino Valmentaja" in page


def test_a_reason_is_asked_again_only_when_the_service_grows(cast: Cast, eero: Case, aino: Browser) -> None:
    until = {**SERVICE, "ends_on": "31.3.2026"}
    aino.post(address("case_service_new", eero.id), {**until, "override_reason": WHY})
    with inside(cast):
        url = address("case_service", eero.id, ConcurrentService.objects.get().id)

    shorter = aino.post(url, {**SERVICE, "ends_on": "15.3.2026"})
    longer = aino.post(url, {**SERVICE, "ends_on": "30.4.2026"})
    ended = aino.post(url, {**SERVICE, "ends_on": "1.9.2025", "starts_on": "1.8.2025"})

    assert (shorter.status_code, longer.status_code, ended.status_code) == (302, 422, 302)
    assert len(reasons(cast)) == 1


def test_until_it_is_settled_lists_say_it_and_the_coach_has_a_task(
    cast: Cast, eero: Case, aino: Browser
) -> None:
    """Another project's coach, an import or a changed setting brings it without asking."""
    in_service(cast, eero.client)

    with inside(cast):
        watch(DAY, clock.now())
        watch(DAY, clock.now())
        [task] = Task.objects.filter(kind="excluded_service")
        url = address("case_service", eero.id, ConcurrentService.objects.get().id)
    before = aino.get(address("cases")).content.decode()
    aino.post(url, {**SERVICE, "override_reason": WHY})
    after = aino.get(address("cases")).content.decode()
    with inside(cast):
        watch(DAY, clock.now())
        task.refresh_from_db()

    assert (task.owner_id, task.due_on) == (cast.aino.id, DAY)
    assert task.done_at is not None
    assert ("excluded service" in before, "excluded service" in after) == (True, False)


def test_ending_the_service_settles_it(cast: Cast, eero: Case, aino: Browser) -> None:
    in_service(cast, eero.client, DAY - dt.timedelta(days=1))

    with inside(cast):
        watch(DAY, clock.now())
        assert not Task.objects.filter(kind="excluded_service").exists()
    assert "excluded service" not in aino.get(address("cases")).content.decode()


def test_what_is_excluded_is_data_of_the_project(aino: Browser, eero: Case, cast: Cast) -> None:
    with inside(cast):
        ExcludedService.objects.all().delete()

    aino.post(address("case_service_new", eero.id), SERVICE)

    assert "excluded service" not in aino.get(address("cases")).content.decode()
    assert reasons(cast) == []


def test_the_list_asks_the_same_with_many_services(cast: Cast, eero: Case, aino: Browser) -> None:
    aino.get(address("cases"))
    before = queries_of(aino, address("cases"))
    for number in range(5):
        in_service(cast, new_case(cast, f"CASE{number}").client)
        in_service(cast, eero.client, DAY + dt.timedelta(days=number))

    assert queries_of(aino, address("cases")) == before <= 12
