"""Embedded servers of a test's own, in a folder of their own, gone with their data when the test is over."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tasmat import embedded


@contextmanager
def own_servers() -> Iterator[Path]:
    """Makes an empty data folder the one of this process and those it starts; whoever asks starts its servers."""
    # Not pytest's tmp_path: its folders become private again while servers that run as nobody are inside.
    with (
        tempfile.TemporaryDirectory(prefix="tasmat-test-", ignore_cleanup_errors=True) as name,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("TASMAT_DATA_DIR", name)
        try:
            yield embedded.data_folder()
        finally:
            embedded.stop(embedded.data_folder())
