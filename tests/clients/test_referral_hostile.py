"""Random and hostile input on the referral form: no exception, and nothing stored half."""

from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from clients.choices import ContactLanguage, ContactWay, ReferrerRole, ServiceKind, WorkSituation
from clients.forms.public_referral import PublicReferralForm
from clients.models import Referral, ReferralService
from clients.services.referrals import receive_referral
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, Cast
from tests.clients.referral_data import as_query, typed

FORM = "/ohjaa/ALPHA/"

NASTY = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff!",
    "\u202e\u2066",
    "\ufeff",
    "'; drop table clients_referral; --",
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "%s %(x)s {0} {x}",
    "../../etc/passwd",
    "١٢.٣.٢٠٢٠",
    "１.２.２０２０",
    "29.2.2025",
    "0.0.0000",
    "1.1.0001",
    "31.12.9999",
    "1.1.10000",
    "-1",
    "1e309",
    "NaN",
    "9" * 5000,
    "ä" * 5000,
    "e" + "\u0301" * 300,
    "👩🏽‍🚀",
    "=cmd|' /C calc'!A0",
    "a@b",
    "a@" + "b" * 300 + ".fi",
    "a@\ud800.fi",
    "x@öljy.fi",
    "\r\n\r\nSet-Cookie: a=b",
    "on",
    "off",
    "None",
]
CODES = [*ReferrerRole.values, *ContactWay.values, *ContactLanguage.values, *WorkSituation.values]
CODES += [*ServiceKind.values, "140", "263", "999"]
REAL_DATES = st.dates().map(lambda day: f"{day.day}.{day.month}.{day.year}")
# Lone surrogates cannot come through HTTP, but through code that calls the form.
ANYTHING = st.one_of(
    st.sampled_from(NASTY),
    st.sampled_from(CODES),
    REAL_DATES,
    st.text(st.characters(), max_size=60),
    st.text(st.characters(categories=("Cc", "Cf", "Cs", "Co", "Zs", "Mn")), max_size=20),
    st.from_regex(r"\+?[0-9 ()-]{0,20}", fullmatch=True),
)
NAMES = [name for name in typed(("studies", "1.1.2026", "")) if name != "services-INITIAL_FORMS"]
NAMES += ["homepage", "has_no_phone", "has_protected_address", "add_row", "services-INITIAL_FORMS", "junk"]
NAMES += [f"services-{row}-{name}" for row in (0, 1, 19, 20) for name in ("kind", "starts_on", "ends_on")]
CHANGES = st.dictionaries(st.sampled_from(NAMES), st.none() | ANYTHING, max_size=8)
ROW = st.tuples(st.sampled_from([*ServiceKind.values, ""]) | ANYTHING, ANYTHING, ANYTHING)
ROWS = st.lists(ROW | st.just(("studies", "1.1.2026", "")), max_size=4)

HOSTILE = st.builds(lambda rows, changes: typed(*rows, **changes), ROWS, CHANGES)
# A good form with strange text where text is free: these are stored.
FREE = ["first_name", "last_name", "reason", "referrer_name", "referrer_organisation", "submission_key"]
STRANGE = st.dictionaries(st.sampled_from(FREE), ANYTHING.map(lambda text: f"x{text}"[:90]), max_size=6)
GOOD_ROWS = st.lists(st.sampled_from([("studies", "1.1.2026", ""), ("similar", "1.1.2025", "2.1.2026")]))
STORED = st.builds(lambda rows, changes: typed(*rows[:5], **changes), GOOD_ROWS, STRANGE)
POSTS = HOSTILE | STORED


def times(examples: int) -> settings:
    """All examples share one cast: each is rolled back."""
    ignored = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, suppress_health_check=ignored)


def submit(query: QueryDict, cast: Cast) -> None:
    """Form and service as the view calls them, checked and rolled back."""
    with tenant_context(cast.alpha.id), transaction.atomic():
        form = PublicReferralForm(query, areas=cast.areas.values(), today=DAY)
        if form.is_sent():
            facts = {**form.facts(), "project": cast.project}
            referral = receive_referral(
                facts, form.services.rows(), form_key=form.cleaned_data["submission_key"]
            )
            assert_whole(referral, form.services.rows())
        transaction.set_rollback(True)


def assert_whole(referral: Referral, rows: list[dict[str, Any]]) -> None:
    """What is stored passes the rules of the table and has all its rows."""
    stored = Referral.objects.get(id=referral.id)
    stored.full_clean(exclude=["keyed_by", "decided_at", "decided_by", "decline_reason", "case"])
    assert all((stored.reason, stored.first_name, stored.last_name, stored.person_agrees))
    assert stored.born_on <= DAY
    assert ReferralService.objects.filter(referral=stored).count() == len(rows)


def post(answers: dict[str, str], cast: Cast) -> None:
    """Through HTTP: an answer that is no error of ours, and a referral with its services or none."""
    with transaction.atomic():
        response = Browser().post(FORM, {name: sendable(value) for name, value in answers.items()})

        assert response.status_code in {200, 302, 400, 422}
        with tenant_context(cast.alpha.id):
            stored = Referral.objects.count()
            assert stored == (response.status_code == 302)
            if response.status_code != 302:
                assert not ReferralService.objects.exists()
        if stored:
            assert Browser().get(response["Location"]).status_code == 200
        transaction.set_rollback(True)


def sendable(value: str) -> str:
    return value.encode("utf-8", "replace").decode()


@times(500)
@given(answers=POSTS)
def test_the_form_object_takes_anything(answers: dict[str, str], cast: Cast) -> None:
    submit(as_query(answers), cast)


@pytest.mark.proof
@times(10_000)
@given(answers=POSTS)
def test_the_form_object_takes_anything_10_000_times(answers: dict[str, str], cast: Cast) -> None:
    submit(as_query(answers), cast)


@times(60)
@given(answers=POSTS)
def test_the_page_takes_anything(answers: dict[str, str], cast: Cast, settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY

    post(answers, cast)


@pytest.mark.proof
@times(500)
@given(answers=POSTS)
def test_the_page_takes_anything_500_times(answers: dict[str, str], cast: Cast, settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY

    post(answers, cast)
