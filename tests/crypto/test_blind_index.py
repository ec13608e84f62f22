"""The keyed hash: equal for equal texts in one place, unrelated elsewhere."""

import base64
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tasmat.crypto.blind_index import blind_index, blind_index_candidates, normalised

ORGANISATION = UUID(int=1)
OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()


def index(
    text: str, organisation_id: UUID = ORGANISATION, column: str = "clients_client.identity_code"
) -> bytes:
    return blind_index(text, organisation_id=organisation_id, column=column)


@pytest.mark.parametrize("same", ["010190-123A", " 010190-123a ", "０１０１９０-123A"])
def test_how_it_was_typed_does_not_matter(same: str) -> None:
    assert index(same) == index("010190-123A")


def test_it_is_32_bytes_and_differs_by_text_column_and_organisation() -> None:
    indexes = {
        index("010190-123A"),
        index("010190-124B"),
        index("010190-123A", organisation_id=UUID(int=2)),
        index("010190-123A", column="clients_referral.identity_code"),
    }

    assert len(indexes) == 4
    assert {len(value) for value in indexes} == {32}


def test_after_a_change_of_key_old_indexes_are_still_found(settings: Settings) -> None:
    settings.FIELD_KEYS = [OLD]
    stored = index("010190-123A")

    settings.FIELD_KEYS = [NEW, OLD]
    candidates = blind_index_candidates(
        "010190-123A", organisation_id=ORGANISATION, column="clients_client.identity_code"
    )

    assert index("010190-123A") != stored
    assert candidates == [index("010190-123A"), stored]


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
