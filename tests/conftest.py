"""Fixtures for every test: the database as the application's role, and the cast of people."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.cast import Cast, make_cast
from tests.database import cloned_database


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), cloned_database():
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Two organisations with people in every role; see tests/cast.py."""
    return make_cast()
