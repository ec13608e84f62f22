"""Fixtures for every test: the database as the application's role, and the cast of people."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, make_cast
from tests.database import cloned_database
from tests.world import World, populate_cast

# No deadlines: a busy machine is no failure, and nothing here is timed.
hypothesis.settings.register_profile("tasmat", deadline=None)
hypothesis.settings.load_profile("tasmat")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), cloned_database():
        yield


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database for this test alone, where transactions are committed and other processes can work."""
    with django_db_blocker.unblock(), cloned_database() as name:
        yield name


@pytest.fixture(scope="module")
def populated(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Cast, tuple[World, World, World]]]:
    """The cast with a full world each, made once for a module; what a test changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        yield cast, populate_cast(cast)
        transaction.set_rollback(True)


@pytest.fixture
def cast(db: None) -> Cast:
    """Two organisations with people in every role; see tests/cast.py."""
    return make_cast()
