"""Sealed values open in their place only, and any change of a byte is noticed."""

from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasmat.crypto.errors import TamperedValue, UnknownKey, UnreadableValue
from tasmat.crypto.keys import KeyRing
from tasmat.crypto.sealing import NONCE_BYTES, Place, Sealed, header, seal, unseal

RING = KeyRing({"new": b"n" * 32, "old": b"o" * 32}, "new")
PLACE = Place(UUID(int=1), UUID(int=2), "clients_client", "street_address")
TEXT = "Kirkkokatu 5 A 12"
HEAD = len(header("new"))
TAG_BYTES = 16


@given(st.text())
@example("")
@example("\0")
@example("Äänekosken ja Öölannin tie 😀")
def test_any_text_comes_back(text: str) -> None:
    assert unseal(seal(text, PLACE, RING), PLACE, RING) == text


def test_same_text_is_never_sealed_alike_and_does_not_show() -> None:
    first, second = seal(TEXT, PLACE, RING), seal(TEXT, PLACE, RING)

    assert first != second
    assert first.find(TEXT.encode()) == -1
    assert len(first) == HEAD + NONCE_BYTES + len(TEXT) + TAG_BYTES


@pytest.mark.parametrize("position", range(HEAD + NONCE_BYTES + len(TEXT) + TAG_BYTES))
def test_a_changed_bit_anywhere_is_noticed(position: int) -> None:
    sealed = bytearray(seal(TEXT, PLACE, RING))
    sealed[position] ^= 1

    with pytest.raises(UnreadableValue):
        unseal(bytes(sealed), PLACE, RING)


@pytest.mark.parametrize("length", range(HEAD + NONCE_BYTES + len(TEXT) + TAG_BYTES))
def test_a_cut_value_is_noticed(length: int) -> None:
    with pytest.raises(UnreadableValue):
        unseal(seal(TEXT, PLACE, RING)[:length], PLACE, RING)


@given(st.binary())
def test_bytes_that_were_never_sealed_are_noticed(junk: bytes) -> None:
    with pytest.raises(UnreadableValue):
        unseal(junk, PLACE, RING)


@pytest.mark.parametrize(
    "elsewhere",
    [
        PLACE._replace(organisation_id=UUID(int=9)),
        PLACE._replace(row_id=UUID(int=9)),
        PLACE._replace(table="clients_referral"),
        PLACE._replace(column="phone"),
        PLACE._replace(organisation_id=PLACE.row_id, row_id=PLACE.organisation_id),
    ],
)
def test_a_value_moved_elsewhere_does_not_open(elsewhere: Place) -> None:
    sealed = seal(TEXT, PLACE, RING)

    with pytest.raises(TamperedValue, match="Changed or moved"):
        unseal(sealed, elsewhere, RING)


def test_an_earlier_key_still_opens_and_a_removed_one_is_named() -> None:
    old_ring = KeyRing({"old": b"o" * 32}, "old")
    sealed = seal(TEXT, PLACE, old_ring)

    assert unseal(sealed, PLACE, RING) == TEXT
    with pytest.raises(UnknownKey, match="Key old is not in FIELD_KEYS"):
        unseal(sealed, PLACE, KeyRing({"new": b"n" * 32}, "new"))


def test_a_key_id_changed_to_another_known_one_does_not_open() -> None:
    sealed = seal(TEXT, PLACE, RING)

    with pytest.raises(TamperedValue):
        unseal(header("old") + sealed[HEAD:], PLACE, RING)


def test_errors_and_printing_show_the_place_but_not_the_content() -> None:
    sealed = seal(TEXT, PLACE, RING)

    with pytest.raises(TamperedValue) as error:
        unseal(sealed[:-1], PLACE, RING)

    assert str(PLACE.row_id) in str(error.value)
    assert "clients_client.street_address" in str(error.value)
    assert f"{sealed} {sealed!r}" == f"<sealed, {len(sealed)} bytes> <sealed, {len(sealed)} bytes>"


def test_sealed_bytes_tell_their_key() -> None:
    sealed = seal(TEXT, PLACE, RING)

    assert sealed.is_sealed_with("new")
    assert not sealed.is_sealed_with("old")
    assert not Sealed(b"").is_sealed_with("new")
