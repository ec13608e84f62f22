"""What stands against a referral, phone numbers, ages: tables of cases."""

import datetime as dt
from dataclasses import replace

import pytest

from clients.choices import EntryStatus
from clients.rules.ages import age_on
from clients.rules.phones import tidy_phone
from clients.rules.quotas import Quota
from clients.rules.referrals import (
    ReferralFacts,
    RemarkKind,
    ServiceSpan,
    entry_facts,
    initials,
    remarks,
)

TODAY = dt.date(2026, 3, 3)
CLEAR = ReferralFacts(
    born_on=dt.date(1985, 12, 24),
    minimum_age=18,
    places=Quota(55, 41),
    services=(),
    excluded=frozenset({"rehabilitation", "similar"}),
    alike=0,
)


def span(kind: str, ends_on: dt.date | None = None, starts_on: dt.date = dt.date(2025, 1, 1)) -> ServiceSpan:
    return ServiceSpan(kind, starts_on, ends_on)


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, []),
        # S0: over 18 years
        ({"born_on": dt.date(2008, 3, 3)}, []),
        ({"born_on": dt.date(2008, 3, 4)}, [RemarkKind.UNDER_AGE]),
        ({"born_on": dt.date(2020, 1, 1), "minimum_age": None}, []),
        ({"places": None}, [RemarkKind.OUTSIDE_PROJECT]),
        ({"places": Quota(55, 54)}, []),
        ({"places": Quota(55, 55)}, [RemarkKind.QUOTA_FULL]),
        ({"places": Quota(55, 60)}, [RemarkKind.QUOTA_FULL]),
        ({"alike": 1}, [RemarkKind.DUPLICATE]),
        # S0: not at the same time in rehabilitation or a service of that kind
        ({"services": (span("rehabilitation"),)}, [RemarkKind.EXCLUDED_SERVICE]),
        ({"services": (span("rehabilitation", TODAY),)}, [RemarkKind.EXCLUDED_SERVICE]),
        ({"services": (span("rehabilitation", dt.date(2026, 3, 2)),)}, []),
        ({"services": (span("similar", starts_on=dt.date(2026, 9, 1)),)}, [RemarkKind.EXCLUDED_SERVICE]),
        ({"services": (span("social_work"), span("studies"))}, []),
        # S3: the same services are the target group
        ({"services": (span("rehabilitation"),), "excluded": frozenset()}, []),
        (
            {
                "born_on": dt.date(2010, 1, 1),
                "places": Quota(1, 1),
                "alike": 2,
                "services": (span("similar"),),
            },
            [
                RemarkKind.EXCLUDED_SERVICE,
                RemarkKind.UNDER_AGE,
                RemarkKind.QUOTA_FULL,
                RemarkKind.DUPLICATE,
            ],
        ),
    ],
)
def test_what_stands_against(changes: dict[str, object], kinds: list[RemarkKind]) -> None:
    found = remarks(replace(CLEAR, **changes), TODAY)  # type: ignore[arg-type]

    assert [remark.kind for remark in found] == kinds
    assert [remark.kind for remark in found if remark.blocks] == [
        kind for kind in kinds if kind == RemarkKind.EXCLUDED_SERVICE
    ]
    assert all(str(remark.text) and str(remark.word) for remark in found)


@pytest.mark.parametrize(
    ("situation", "since", "entry_on", "facts"),
    [
        (
            "unemployed",
            dt.date(2023, 1, 15),
            TODAY,
            (EntryStatus.UNEMPLOYED, dt.date(2023, 1, 15)),
        ),
        ("unemployed", None, TODAY, (EntryStatus.UNEMPLOYED, None)),
        ("unemployed", TODAY, TODAY, (EntryStatus.UNEMPLOYED, TODAY)),
        ("unemployed", TODAY, dt.date(2026, 3, 2), (None, None)),
        ("inactive", None, TODAY, (EntryStatus.INACTIVE, None)),
        ("employed", None, TODAY, (EntryStatus.EMPLOYED, None)),
        ("unknown", None, TODAY, (None, None)),
    ],
)
def test_entry_facts(
    situation: str, since: dt.date | None, entry_on: dt.date, facts: tuple[object, object]
) -> None:
    assert entry_facts(situation, since, entry_on) == facts


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("040 123 4567", "040 123 4567"),
        ("0401234567", "0401234567"),
        (" 040-123\u00a04567 ", "040 123 4567"),
        ("(017) 123 456", "017 123 456"),
        ("+358 40 123 4567", "+358 40 123 4567"),
        ("+358 (0)40 123 4567", "+358 40 123 4567"),
        ("+3580401234567", "+358 401234567"),
        ("00358 40 1234567", "00358 40 1234567"),
        ("+46 70 123 45 67", "+46 70 123 45 67"),
        ("040 1234567", "040 1234567"),
        ("401234567", None),
        ("00 12", None),
        ("040", None),
        ("+358", None),
        ("040 123 4567 890 123 456", None),
        ("040 123 4567 iltaisin", None),
        ("ei ole", None),
        ("+", None),
        ("٠٤٠ ١٢٣ ٤٥٦٧", None),
        ("", None),
    ],
)
def test_phone_numbers(typed: str, tidy: str | None) -> None:
    assert tidy_phone(typed) == tidy


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (dt.date(2008, 2, 29), dt.date(2026, 2, 28), 17),
        (dt.date(2008, 2, 29), dt.date(2026, 3, 1), 18),
        (dt.date(2008, 3, 3), TODAY, 18),
        (TODAY, TODAY, 0),
    ],
)
def test_age(born_on: dt.date, day: dt.date, age: int) -> None:
    assert age_on(born_on, day) == age


def test_initials() -> None:
    assert initials("eero antero", "Äyräväinen") == "E. Ä."
