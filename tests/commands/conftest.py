"""The day of these tests: the demo's."""

import pytest
from pytest_django import Settings

from tests.cast import DAY


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY
