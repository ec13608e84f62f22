"""Receiving and deciding: what is copied, what is refused, and two decisions at once."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from clients.choices import DeclineReason, ReferralState
from clients.models import Assignment, Case, Client, ConcurrentService, Referral, ReferralService, SearchToken
from clients.services.opening import open_case
from clients.services.referral_steps import AlreadyDecided, take_back_step, take_step
from clients.services.referrals import CannotAccept, accept_referral
from clients.services.stays import close_stay
from tasmat.audit.history import history_of
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, IISALMI, KAJAANI, KIURUVESI, Cast, make_cast

ENTRY = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture
def alpha(cast: Cast) -> Iterator[Cast]:
    with tenant_context(cast.alpha.id, cast.mirja.user_id):
        yield cast


def make_referral(cast: Cast, *services: tuple[str, dt.date, dt.date | None], **facts: Any) -> Referral:
    told: dict[str, Any] = {
        "project": cast.project,
        "reference": f"L-{uuid.uuid4()}",
        "submission_key": uuid.uuid4(),
        "referrer_role": "employment",
        "first_name": "Eero",
        "last_name": "Äyräväinen",
        "born_on": dt.date(1985, 12, 24),
        "municipality": cast.areas[IISALMI].municipality,
        "phone": "040 123 4567",
        "best_way": "phone",
        "reason": "Työttömyys on pitkittynyt.",
        "work_situation": "unemployed",
        "person_agrees": True,
        **facts,
    }
    referral: Referral = Referral.objects.create(**told)
    for kind, starts_on, ends_on in services:
        ReferralService.objects.create(referral=referral, kind=kind, starts_on=starts_on, ends_on=ends_on)
    return referral


def accept(cast: Cast, referral: Referral, **how: Any) -> Case:
    told = {"member": cast.mirja, "responsible": cast.aino, "entry_on": ENTRY, **how}
    return accept_referral(referral.id, **told)[0]


def decline(cast: Cast, referral: Referral, reason: DeclineReason = DeclineReason.OTHER) -> Referral:
    return take_step(referral.id, ReferralState.DECLINED, member=cast.mirja, reason=reason)


def test_accepting_copies_every_fact_that_was_given(alpha: Cast) -> None:
    told = {
        "first_name": "Eero Antero",
        "last_name": "Äyräväinen",
        "born_on": dt.date(1985, 12, 24),
        "municipality": alpha.areas[KIURUVESI].municipality,
        "has_protected_address": True,
        "phone": "040 123 4567",
        "email": "eero@posti.example",
        "contact_language": "other",
        "interpreter_language": "arabia",
        "best_way": "email",
    }
    referral = make_referral(
        alpha,
        ("social_work", dt.date(2025, 1, 1), None),
        ("studies", dt.date(2025, 9, 1), dt.date(2026, 5, 31)),
        unemployed_since=dt.date(2023, 1, 15),
        **told,
    )

    case = accept(alpha, referral, responsible=alpha.bertta)

    client, stay, assignment = Client.objects.get(), case.stays.get(), Assignment.objects.get()
    assert {name: getattr(client, name) for name in told} == told
    assert list(client.services.values_list("kind", "starts_on", "ends_on")) == [
        ("social_work", dt.date(2025, 1, 1), None),
        ("studies", dt.date(2025, 9, 1), dt.date(2026, 5, 31)),
    ]
    assert (case.client, case.project, case.area) == (client, alpha.project, alpha.areas[KIURUVESI])
    assert (stay.entry_on, stay.municipality_id, stay.entry_status, stay.unemployed_since) == (
        ENTRY,
        KIURUVESI,
        "unemployed",
        dt.date(2023, 1, 15),
    )
    assert (assignment.case, assignment.member, assignment.role, assignment.from_on) == (
        case,
        alpha.bertta,
        "responsible",
        ENTRY,
    )
    assert SearchToken.objects.filter(client=client, token="ayravainen").exists()


def test_no_column_of_the_client_that_a_referral_could_fill_is_forgotten(alpha: Cast) -> None:
    """Columns that both tables have by one name are those to copy: a new one must not be overlooked."""
    referral = make_referral(alpha, interpreter_language="arabia", email="e@posti.example")
    shared = {field.name for field in Client._meta.fields} & {field.name for field in Referral._meta.fields}

    client = accept(alpha, referral).client

    for name in shared - {"id", "organisation"}:
        assert getattr(client, name) == getattr(referral, name), name


def test_accepting_is_written_down(alpha: Cast) -> None:
    referral = make_referral(alpha)

    case = accept(alpha, referral)

    referral.refresh_from_db()
    assert (referral.state, referral.case, referral.decided_by) == ("accepted", case, alpha.mirja)
    assert referral.decided_at is not None
    assert timezone.localtime(referral.decided_at).date() == DAY
    assert history_of(Referral).filter(id=referral.id, state="accepted").get().actor == alpha.mirja.user_id


@pytest.mark.parametrize("situation", ["unknown", "inactive", "employed"])
def test_the_status_at_entry_is_prefilled_and_never_guessed(situation: str, alpha: Cast) -> None:
    stay = accept(alpha, make_referral(alpha, work_situation=situation)).stays.get()

    assert (stay.entry_status or "unknown", stay.unemployed_since) == (situation, None)


def test_unemployment_that_begins_after_the_entry_is_left_to_be_asked(alpha: Cast) -> None:
    stay = accept(alpha, make_referral(alpha, unemployed_since=DAY)).stays.get()

    assert (stay.entry_status, stay.unemployed_since) == (None, None)


def test_a_person_from_outside_the_project_uses_no_quota(alpha: Cast) -> None:
    kajaani = alpha.beta_area.municipality

    case = accept(alpha, make_referral(alpha, municipality=kajaani))

    assert case.area is None
    assert case.stays.get().municipality_id == KAJAANI


def test_over_an_excluded_service_a_reason_is_needed(alpha: Cast) -> None:
    referral = make_referral(alpha, ("rehabilitation", dt.date(2025, 1, 1), None))

    with pytest.raises(CannotAccept):
        accept(alpha, referral)

    assert not Client.objects.exists()
    case = accept(alpha, referral, override_reason="Päättyy viikon kuluttua.")
    referral.refresh_from_db()
    assert (referral.case, referral.override_reason) == (case, "Päättyy viikon kuluttua.")


def test_an_existing_client_gets_the_newer_contact_facts_and_loses_none(alpha: Cast) -> None:
    client = Client.objects.create(
        first_name="Eero",
        last_name="Äyräväinen-Saari",
        born_on=dt.date(1985, 12, 24),
        gender="M",
        has_protected_address=True,
        phone="050 1",
        email="old@posti.example",
    )
    ConcurrentService.objects.create(client=client, kind="studies", starts_on=dt.date(2025, 9, 1))
    referral = make_referral(
        alpha,
        ("studies", dt.date(2025, 9, 1), dt.date(2026, 5, 31)),
        ("social_work", dt.date(2025, 1, 1), None),
    )

    case = accept(alpha, referral, client=client)

    assert case.client == client
    client.refresh_from_db()
    assert (client.last_name, client.gender) == ("Äyräväinen-Saari", "M")
    assert (client.phone, client.email) == ("040 123 4567", "old@posti.example")
    assert client.has_protected_address
    assert [(service.kind, service.ends_on) for service in client.services.all()] == [
        ("social_work", None),
        ("studies", None),
    ]
    assert SearchToken.objects.filter(client=client, token="0401234567").exists()


def earlier_case(cast: Cast) -> Case:
    client = Client(first_name="Eero", last_name="Äyräväinen", born_on=dt.date(1985, 12, 24))
    return open_case(
        client,
        cast.project,
        entry_on=dt.date(2025, 1, 7),
        municipality=cast.areas[IISALMI].municipality,
        responsible=cast.aino,
    )


def test_a_person_who_is_in_the_project_cannot_come_in_twice(alpha: Cast) -> None:
    case = earlier_case(alpha)
    referral = make_referral(alpha)

    with pytest.raises(CannotAccept):
        accept(alpha, referral, client=case.client)

    referral.refresh_from_db()
    assert referral.is_open
    assert Client.objects.get().phone == ""


def test_a_person_who_has_left_returns_to_the_same_case(alpha: Cast) -> None:
    case = earlier_case(alpha)
    close_stay(case, exit_on=dt.date(2025, 12, 31))
    referral = make_referral(
        alpha, municipality=alpha.areas[KIURUVESI].municipality, unemployed_since=dt.date(2026, 1, 1)
    )

    again = accept(alpha, referral, client=case.client, responsible=alpha.bertta)

    first, second = again.stays.all()
    assert again == case
    assert again.area == alpha.areas[IISALMI]
    assert (first.exit_on, first.entry_status) == (dt.date(2025, 12, 31), None)
    assert (second.entry_on, second.municipality_id, second.entry_status) == (ENTRY, KIURUVESI, "unemployed")
    assert [(row.member, row.until_on) for row in Assignment.objects.all()] == [
        (alpha.aino, ENTRY - dt.timedelta(days=1)),
        (alpha.bertta, None),
    ]


def test_a_return_is_after_the_exit(alpha: Cast) -> None:
    case = earlier_case(alpha)
    close_stay(case, exit_on=ENTRY)

    with pytest.raises(CannotAccept):
        accept(alpha, make_referral(alpha), client=case.client)

    assert case.stays.count() == 1


def test_declining_and_taking_it_back(alpha: Cast) -> None:
    referral = make_referral(alpha)

    declined = decline(alpha, referral, DeclineReason.QUOTA_FULL)
    assert (declined.state, declined.decline_reason, declined.decided_by) == (
        "declined",
        "quota_full",
        alpha.mirja,
    )

    waiting = take_back_step(referral.id, member=alpha.mirja, among=ReferralState)
    assert (waiting.state, waiting.decline_reason, waiting.decided_by, waiting.decided_at) == (
        "received",
        None,
        None,
        None,
    )


@pytest.mark.parametrize("act", ["accept", "decline", "take back"])
def test_a_decided_referral_is_not_decided_again(act: str, alpha: Cast) -> None:
    referral = make_referral(alpha)
    accept(alpha, referral)
    acts: dict[str, Callable[[], object]] = {
        "accept": lambda: accept(alpha, referral),
        "decline": lambda: decline(alpha, referral),
        "take back": lambda: take_back_step(referral.id, member=alpha.mirja, among=ReferralState),
    }

    with pytest.raises(AlreadyDecided) as error:
        acts[act]()

    assert error.value.referral.state == ReferralState.ACCEPTED
    assert Case.objects.count() == Client.objects.count() == 1


def test_two_decisions_at_once_are_one(own_database: str) -> None:
    cast = make_cast()
    with tenant_context(cast.alpha.id):
        referral = make_referral(cast, ("social_work", dt.date(2025, 1, 1), None))

    def decide(number: int) -> str:
        try:
            with tenant_context(cast.alpha.id, cast.mirja.user_id):
                if number % 2:
                    accept(cast, referral)
                else:
                    decline(cast, referral)
            return "done"
        except AlreadyDecided:
            return "late"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        ends = list(people.map(decide, range(4)))

    with tenant_context(cast.alpha.id):
        referral.refresh_from_db()
        accepted = int(referral.state == ReferralState.ACCEPTED)
        assert sorted(ends) == ["done", "late", "late", "late"]
        assert not referral.is_open
        assert [Client.objects.count(), Case.objects.count(), ConcurrentService.objects.count()] == [
            accepted
        ] * 3
