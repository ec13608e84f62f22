"""Limits of the public referral form: too soon, too many, proof of work, and the way without script."""

import base64
import datetime as dt
import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import altcha
import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from clients.models import Referral
from clients.rules.form_limits import (
    AT_FIRST,
    LONGEST,
    MESSAGES,
    SOONEST,
    WAIT,
    WITHOUT_SCRIPT,
    Verdict,
    judge,
)
from tasmat.accounts import proofs
from tasmat.accounts.limits import (
    BUSY_BY_ADDRESS,
    BUSY_BY_LINK,
    REFERRAL_BY_ADDRESS,
    WAIT_BY_ADDRESS,
    WAIT_BY_LINK,
    Limit,
    count,
)
from tasmat.accounts.models import Attempt
from tasmat.accounts.proofs import GOOD_FOR, LONGEST_PAYLOAD, new_challenge, use_proof
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, Cast, make_cast
from tests.clients.referral_data import shown, typed
from tests.e2e.words import t

FORM, CHALLENGE = "/ohjaa/ALPHA/", "/ohjaa/ALPHA/laskutehtava/"
HERE, ELSEWHERE = "127.0.0.1", "192.0.2.7"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.fixture(autouse=True)
def _light_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python solves what browsers do; how long it takes is measured in the browser."""
    monkeypatch.setattr(proofs, "TRIES", range(3))


def stored(cast: Cast) -> int:
    with tenant_context(cast.alpha.id):
        number: int = Referral.objects.count()
    return number


def use_up(limit: Limit, who: str, *, left: int = 0) -> None:
    for _time in range(limit.times - left):
        count(limit, who)


def make_busy() -> None:
    use_up(BUSY_BY_ADDRESS, HERE)


def solved(challenge: dict[str, Any]) -> str:
    """What a browser puts into the hidden field."""
    whole = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(whole)
    assert solution is not None
    return altcha.Payload(whole, solution).to_base64()


def packed(payload: object) -> str:
    return base64.b64encode(json.dumps(payload).encode()).decode()


def says(response: Any, verdict: Verdict) -> bool:
    """Whether the form came back with this verdict and everything that was typed."""
    page = response.content.decode()
    return (
        t(MESSAGES[verdict]) in page
        and 'value="Äyräväinen"' in page
        and ("data-proof=" in page) == (verdict in WITHOUT_SCRIPT)
    )


def stamp_in(response: Any) -> str:
    found = re.search(r'name="shown" value="([^"]+)"', response.content.decode())
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("age", "is_busy", "may_wait", "verdict"),
    [
        (None, False, True, Verdict.TOO_OLD),
        (LONGEST, False, True, Verdict.TAKEN),
        (LONGEST + SECOND, False, True, Verdict.TOO_OLD),
        (-SECOND, False, True, Verdict.TOO_SOON),
        (SOONEST - SECOND, False, True, Verdict.TOO_SOON),
        (SOONEST, False, False, Verdict.TAKEN),
        (SOONEST, True, True, Verdict.BUSY),
        (SOONEST - SECOND, True, False, Verdict.TOO_SOON),
        (WAIT - SECOND, True, True, Verdict.BUSY),
        (WAIT, True, True, Verdict.TAKEN),
        (WAIT, True, False, Verdict.NO_WAITING),
        (None, True, False, Verdict.TOO_OLD),
    ],
)
def test_the_table_of_verdicts(
    age: dt.timedelta | None, is_busy: bool, may_wait: bool, verdict: Verdict
) -> None:
    assert judge(age, is_busy=is_busy, may_wait=may_wait) is verdict


def test_every_verdict_but_taken_has_its_words() -> None:
    assert set(MESSAGES) == set(Verdict) - {Verdict.TAKEN}
    assert set(WITHOUT_SCRIPT) == set(MESSAGES) - {Verdict.REFUSED}


def test_a_form_sent_at_once_comes_back_and_is_taken_some_seconds_later(cast: Cast, client: Browser) -> None:
    answers = typed(shown=stamp_in(client.get(FORM)))

    at_once = client.post(FORM, answers)
    with time_machine.travel(timezone.now() + SOONEST):
        later = client.post(FORM, answers | {"shown": stamp_in(at_once)})

    assert at_once.status_code == 422
    assert says(at_once, Verdict.TOO_SOON)
    assert stamp_in(at_once) == answers["shown"]
    assert later.status_code == 302
    assert stored(cast) == 1


@pytest.mark.parametrize(
    "stamp",
    [None, "", "1:2", "0" * 5000, "1767225600:forged", shown(LONGEST + 2 * SECOND)],
    ids=["none", "empty", "broken", "long", "forged", "old"],
)
def test_a_form_of_unknown_age_comes_back_with_a_new_stamp(
    stamp: str | None, cast: Cast, client: Browser
) -> None:
    answers = typed(shown=stamp)

    first = client.post(FORM, answers)
    with time_machine.travel(timezone.now() + SOONEST):
        second = client.post(FORM, answers | {"shown": stamp_in(first)})

    assert first.status_code == 422
    assert says(first, Verdict.TOO_OLD)
    assert second.status_code == 302
    assert stored(cast) == 1


def test_the_stamp_stays_while_rows_and_languages_change(cast: Cast, client: Browser) -> None:
    answers = typed()

    for change in ({"add_row": "1"}, {"language": "sv"}, {"first_name": ""}):
        assert stamp_in(client.post(FORM, answers | change)) == answers["shown"]


def test_at_quiet_times_nobody_is_asked_for_a_proof(cast: Cast, client: Browser) -> None:
    use_up(BUSY_BY_ADDRESS, HERE, left=1)
    use_up(BUSY_BY_LINK, "ALPHA", left=1)

    page = client.get(FORM).content.decode()
    response = client.post(FORM, typed(shown=shown(SOONEST)))

    assert "data-proof" not in page
    assert "proof.js" not in page
    assert response.status_code == 302


@pytest.mark.parametrize(("limit", "who"), [(BUSY_BY_ADDRESS, HERE), (BUSY_BY_LINK, "ALPHA")])
def test_at_busy_times_the_form_says_at_first_what_to_do(
    limit: Limit, who: str, cast: Cast, client: Browser
) -> None:
    use_up(limit, who)

    page = client.get(FORM).content.decode()

    assert f'data-proof="{CHALLENGE}"' in page
    assert t(AT_FIRST) in page
    assert "js/proof.js" in page


def test_sending_counts_by_address_and_by_link(cast: Cast, client: Browser) -> None:
    use_up(BUSY_BY_ADDRESS, HERE, left=1)
    use_up(BUSY_BY_LINK, "ALPHA", left=2)

    sent = [client.post(FORM, typed(shown=shown(SOONEST))) for _time in range(2)]
    elsewhere = [client.post(FORM, typed(shown=shown(SOONEST)), REMOTE_ADDR=ELSEWHERE) for _time in range(2)]

    assert [answer.status_code for answer in (*sent, *elsewhere)] == [302, 422, 302, 422]
    assert says(sent[1], Verdict.BUSY)
    assert says(elsewhere[1], Verdict.BUSY)


def test_one_project_being_busy_asks_nothing_of_another(cast: Cast, client: Browser) -> None:
    use_up(BUSY_BY_LINK, "ALPHA")

    assert "data-proof" not in client.get("/ohjaa/BETA/").content.decode()


def test_without_script_a_minute_of_waiting_is_enough(cast: Cast, client: Browser) -> None:
    make_busy()
    answers = typed(shown=shown(SOONEST))

    first = client.post(FORM, answers)
    with time_machine.travel(timezone.now() + WAIT):
        second = client.post(FORM, answers | {"shown": stamp_in(first)})

    assert first.status_code == 422
    assert says(first, Verdict.BUSY)
    assert t(WITHOUT_SCRIPT[Verdict.BUSY]) in first.content.decode()
    assert second.status_code == 302


@pytest.mark.parametrize(("limit", "who"), [(WAIT_BY_ADDRESS, HERE), (WAIT_BY_LINK, "ALPHA")])
def test_who_waits_for_many_at_once_gets_no_further(
    limit: Limit, who: str, cast: Cast, client: Browser
) -> None:
    make_busy()
    use_up(limit, who, left=1)

    waited, one_more = client.post(FORM, typed()), client.post(FORM, typed())
    proven = client.post(FORM, typed(altcha=solved(client.get(CHALLENGE).json())))

    assert waited.status_code == 302
    assert one_more.status_code == 422
    assert says(one_more, Verdict.NO_WAITING)
    assert proven.status_code == 302


@pytest.mark.parametrize("stamp", [shown(dt.timedelta(0)), shown(), None], ids=["new", "good", "none"])
def test_a_proof_is_taken_at_busy_times_whatever_the_stamp(
    stamp: str | None, cast: Cast, client: Browser
) -> None:
    make_busy()

    response = client.post(FORM, typed(shown=stamp, altcha=solved(client.get(CHALLENGE).json())))

    assert response.status_code == 302
    assert not Attempt.objects.filter(kind=WAIT_BY_ADDRESS.kind).exists()


def test_a_proof_counts_once(cast: Cast, client: Browser) -> None:
    make_busy()
    answers = typed(shown=shown(SOONEST), altcha=solved(client.get(CHALLENGE).json()))

    first = client.post(FORM, answers)
    for_another = client.post(FORM, answers | {"first_name": "Eeva"})
    again = client.post(FORM, answers)

    assert first.status_code == 302
    assert says(for_another, Verdict.BUSY)
    assert again.status_code == 302  # the same form sent twice leads to its receipt
    assert stored(cast) == 1


def test_a_proof_sent_twice_at_once_counts_once(own_database: str) -> None:
    cast = make_cast()
    make_busy()
    proof = solved(new_challenge())
    people = [typed(shown=shown(SOONEST), altcha=proof, first_name=name) for name in ("Eero", "Eeva", "Elsa")]

    with ThreadPoolExecutor(3) as senders:
        answers = sorted(senders.map(post_from_a_thread, people))

    assert answers == [302, 422, 422]
    assert stored(cast) == 1


def post_from_a_thread(answers: dict[str, str]) -> int:
    try:
        return Browser().post(FORM, answers).status_code
    finally:
        connection.close()


def test_a_proof_is_good_for_a_time(cast: Cast) -> None:
    first, second = solved(new_challenge()), solved(new_challenge())

    with time_machine.travel(timezone.now() + GOOD_FOR - 2 * SECOND, tick=False):
        in_time = use_proof(first)
    with time_machine.travel(timezone.now() + GOOD_FOR + 2 * SECOND, tick=False):
        late = use_proof(second)

    assert (in_time, late) == (True, False)


def test_used_proofs_are_forgotten_when_they_are_good_for_nothing(cast: Cast) -> None:
    use_proof(solved(new_challenge()))

    with time_machine.travel(timezone.now() + GOOD_FOR + 2 * SECOND):
        use_proof(solved(new_challenge()))

        assert Attempt.objects.filter(kind=Attempt.PROOF, at__lt=timezone.now()).count() == 1


def forged(part: str, name: str, value: object) -> str:
    payload = json.loads(base64.b64decode(solved(new_challenge())))
    target = payload["challenge"]["parameters"] if part == "parameters" else payload[part]
    target[name] = value
    return packed(payload)


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("parameters", "cost", 1),
        ("parameters", "expiresAt", 4_102_444_800),
        ("parameters", "expiresAt", None),
        ("parameters", "nonce", "00" * 16),
        ("parameters", "keySignature", "00" * 32),
        ("challenge", "signature", "00" * 32),
        ("challenge", "signature", None),
        ("challenge", "signature", 7),
        ("solution", "derivedKey", "00" * 32),
        ("solution", "derivedKey", None),
        ("solution", "derivedKey", ["00"]),
    ],
)
@pytest.mark.django_db
def test_a_changed_challenge_or_solution_is_no_proof(part: str, name: str, value: object) -> None:
    assert not use_proof(forged(part, name, value))
    assert not Attempt.objects.exists()


def test_a_challenge_of_somebody_else_is_no_proof(cast: Cast) -> None:
    own = altcha.create_challenge("PBKDF2/SHA-256", 1, counter=1, hmac_secret="x", hmac_key_secret="y")

    assert not use_proof(solved(own.to_dict()))


def test_another_installation_has_other_secrets(cast: Cast, settings: Settings) -> None:
    proof = solved(new_challenge())

    settings.SECRET_KEY = "another installation's own secret key"

    assert not use_proof(proof)


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "x",
        "{}",
        packed([]),
        packed({}),
        packed({"challenge": 1, "solution": 2}),
        "A" * LONGEST_PAYLOAD * 2,
    ],
)
@pytest.mark.django_db
def test_nonsense_is_no_proof(payload: str) -> None:
    assert not use_proof(payload)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["challenge", "solution", "parameters", "signature", "nonce", "expiresAt", "x"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(payload=JSON.map(packed) | st.text(max_size=50))
def test_anything_is_no_proof(payload: str) -> None:
    assert not use_proof(payload)


def test_over_the_hard_limit_no_proof_helps(cast: Cast, client: Browser) -> None:
    use_up(REFERRAL_BY_ADDRESS, HERE)

    response = client.post(FORM, typed(altcha=solved(client.get(CHALLENGE).json())))

    assert response.status_code == 429
    assert says(response, Verdict.REFUSED)
    assert stored(cast) == 0


def test_a_full_form_sent_again_over_the_hard_limit_leads_to_its_receipt(cast: Cast, client: Browser) -> None:
    answers = typed()
    first = client.post(FORM, answers)
    use_up(REFERRAL_BY_ADDRESS, HERE)

    second = client.post(FORM, answers)

    assert (first.status_code, second.status_code) == (302, 302)
    assert stored(cast) == 1


def test_the_challenge_is_for_everybody_and_stores_nothing(cast: Cast, client: Browser) -> None:
    first, second = client.get(CHALLENGE), client.get(CHALLENGE)

    assert first.status_code == 200
    assert "no-store" in first["Cache-Control"]
    assert first.json()["parameters"]["nonce"] != second.json()["parameters"]["nonce"]
    assert not Attempt.objects.exists()


def test_the_challenge_of_no_project_and_by_other_methods(cast: Cast, client: Browser) -> None:
    assert client.get(reverse("refer_challenge", args=["NOBODY"])).status_code == 404
    assert client.post(CHALLENGE).status_code == 405
