"""The key ring: what is accepted, what is refused with which words, and that derived keys differ."""

import base64
import re
from uuid import UUID

import pytest
from pytest_django import Settings

from tasmat.crypto.errors import UnknownKey, WrongKeyRing
from tasmat.crypto.keys import KeyRing, key_ring

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()
ORGANISATION, OTHER = UUID(int=1), UUID(int=2)


def test_first_key_is_active_and_the_others_stay_readable() -> None:
    ring = KeyRing.parse([NEW, OLD])

    assert ring.active == "new"
    assert ring.keys == {"new": b"n" * 32, "old": b"o" * 32}


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([], "empty"),
        ([""], "must be id:key"),
        (["no-key"], "the key no-key has 0 bytes"),
        (["Upper:" + OLD[4:]], "must be id:key"),
        (["seventeen-letters:" + OLD[4:]], "must be id:key"),
        (["ä:" + OLD[4:]], "must be id:key"),
        (["bad:not base64"], "bad is not base64"),
        (["bad:ä"], "bad is not base64"),
        (["short:c2hvcnQ="], "short has 5 bytes instead of 32"),
        ([OLD, OLD], "old stands there twice"),
    ],
)
def test_wrong_key_rings_are_refused_with_a_reason(entries: list[str], words: str) -> None:
    with pytest.raises(WrongKeyRing, match=re.escape(words)):
        KeyRing.parse(entries)


def test_the_reason_never_shows_a_key() -> None:
    secret = base64.b64encode(b"s" * 31).decode()

    with pytest.raises(WrongKeyRing) as refusal:
        KeyRing.parse([f"id:{secret}"])

    assert secret not in str(refusal.value)


def test_production_refuses_the_development_key_under_any_name(settings: Settings) -> None:
    _, _, development_key = settings.DEVELOPMENT_FIELD_KEYS.partition(":")
    settings.PRODUCTION = True
    settings.FIELD_KEYS = [NEW, f"ours:{development_key}"]

    with pytest.raises(WrongKeyRing, match="everybody can read"):
        key_ring()


def test_ring_follows_the_setting(settings: Settings) -> None:
    settings.FIELD_KEYS = [OLD]
    assert key_ring().active == "old"

    settings.FIELD_KEYS = [NEW, OLD]
    assert key_ring().active == "new"


def test_derived_keys_differ_by_master_organisation_and_purpose() -> None:
    ring = KeyRing.parse([NEW, OLD])

    derived = {
        ring.derived(key_id, organisation, purpose)
        for key_id in ("new", "old")
        for organisation in (ORGANISATION, OTHER)
        for purpose in (b"field", b"index")
    }

    assert len(derived) == 8
    assert {len(key) for key in derived} == {32}
    assert derived.isdisjoint(ring.keys.values())


def test_unknown_key_says_what_to_do() -> None:
    with pytest.raises(UnknownKey, match="Key gone is not in FIELD_KEYS: put it back"):
        KeyRing.parse([NEW]).derived("gone", ORGANISATION, b"field")
