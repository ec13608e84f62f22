"""The canonical text of a snapshot and its fingerprint."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rendering.snapshot import canonical_json, fingerprint
from tests.reporting.sample_snapshot import sample_snapshot

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)
snapshots = st.dictionaries(st.text(), values, max_size=6)


def test_fingerprint_is_that_of_the_text_anybody_can_make_again() -> None:
    assert canonical_json({"b": [1, None, True], "a": "ä"}) == '{"a":"ä","b":[1,null,true]}'.encode()
    assert fingerprint({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(snapshots)
def test_snapshot_comes_back_from_its_text(snapshot: dict[str, Any]) -> None:
    assert json.loads(canonical_json(snapshot)) == snapshot


@given(snapshots)
def test_order_of_keys_plays_no_part(snapshot: dict[str, Any]) -> None:
    backwards = dict(reversed(snapshot.items()))

    assert fingerprint(backwards) == fingerprint(snapshot)


def test_any_changed_figure_changes_the_fingerprint() -> None:
    snapshot = sample_snapshot()

    snapshot["indicators"][0]["cumulative"]["W"] = 45

    assert fingerprint(snapshot) != fingerprint(sample_snapshot())


def test_float_is_refused_with_its_place() -> None:
    with pytest.raises(TypeError, match=r"snapshot\.targets\[0\]\.share is a float"):
        canonical_json({"targets": [{"share": 0.5}]})


def test_key_that_is_not_text_is_refused() -> None:
    with pytest.raises(TypeError, match="the key 1"):
        canonical_json({"areas": {1: "Iisalmi"}})
