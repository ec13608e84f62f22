"""Changing the key: every value of every organisation, versions too, and nothing else changes."""

import base64
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from clients.models import Client
from tasmat.crypto import rotation
from tasmat.crypto.errors import UnknownKey
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Organisation
from tasmat.tenancy.owner import as_owner
from tests.cast import make_organisation

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()
STREETS = ["Kirkkokatu 1", "Kirkkokatu 2", "Kirkkokatu 3"]
_CLEAN = """
delete from clients_client where organisation_id = any(%(ids)s);
delete from clients_clienthistory where organisation_id = any(%(ids)s);
delete from tenancy_organisation where id = any(%(ids)s);
"""


@pytest.fixture
def organisations(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, settings: Settings
) -> Iterator[list[Organisation]]:
    """Two organisations sealed with the old key, committed: the owner works on a connection of its own."""
    settings.FIELD_KEYS = [OLD]
    with django_db_blocker.unblock():
        made = [make_organisation(slug, slug.title()) for slug in ("rotated-a", "rotated-b")]
        for organisation in made:
            with tenant_context(organisation.pk):
                for street in STREETS:
                    Client.objects.create(first_name="Aino", last_name="E", street_address=street)
        settings.FIELD_KEYS = [NEW, OLD]
        yield made
        with as_owner() as owner, owner.cursor() as cursor:
            cursor.execute(_CLEAN, {"ids": [organisation.pk for organisation in made]})


def run(**options: str) -> str:
    out = io.StringIO()
    call_command("rotate_field_keys", stdout=out, **options)
    return out.getvalue()


def streets(organisation: Organisation) -> list[str]:
    with tenant_context(organisation.pk):
        return sorted(row.street_address for row in Client.objects.all())


def versions(organisation: Organisation) -> list[str]:
    with tenant_context(organisation.pk):
        history: Any = apps.get_model("clients", "ClientHistory")
        return sorted(row.street_address for row in history.objects.all())


def test_all_organisations_and_their_history_open_with_the_new_key_alone(
    organisations: list[Organisation], settings: Settings
) -> None:
    run()

    settings.FIELD_KEYS = [NEW]
    for organisation in organisations:
        assert streets(organisation) == STREETS
        assert versions(organisation) == STREETS  # none was added: a new key is no change of facts


def test_the_second_factors_of_people_are_looked_at_too(organisations: list[Organisation]) -> None:
    """What becomes of them is told in tests/accounts/test_secrets.py."""
    assert "second factors: 0" in run()
    assert "second factors" not in run(organisation="rotated-a")


def test_only_the_named_organisation(organisations: list[Organisation], settings: Settings) -> None:
    run(organisation="rotated-a")

    settings.FIELD_KEYS = [NEW]
    assert streets(organisations[0]) == STREETS
    with pytest.raises(UnknownKey):
        streets(organisations[1])


def test_finished_rows_are_not_touched_again_however_small_the_batches(
    organisations: list[Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH_ROWS", 2)

    first, second = (run(organisation="rotated-a").splitlines() for _ in range(2))

    assert {"rotated-a clients_client: 3", "rotated-a clients_clienthistory: 3"} <= set(first)
    assert all(line.endswith(": 0") for line in second)


def test_what_cannot_be_opened_is_named_and_left_while_the_rest_goes_on(
    organisations: list[Organisation], settings: Settings
) -> None:
    with tenant_context(organisations[0].pk):
        broken = Client.objects.order_by("pk")[0]
        with connection.cursor() as cursor:
            cursor.execute("update clients_client set street_address = 'junk' where id = %s", [broken.pk])

    with pytest.raises(CommandError, match=str(broken.pk)):
        run()

    settings.FIELD_KEYS = [NEW]
    assert streets(organisations[1]) == STREETS
    with tenant_context(organisations[0].pk):
        assert [row.street_address for row in Client.objects.exclude(pk=broken.pk).order_by("pk")] == STREETS[
            1:
        ]
        left: Any = Client.objects.values_list("street_address", flat=True).get(pk=broken.pk)
        assert bytes(left) == b"junk"


def test_changes_after_a_rotation_are_in_the_history_again(organisations: list[Organisation]) -> None:
    run()

    with tenant_context(organisations[0].pk):
        changed = Client.objects.order_by("pk")[0]
        changed.street_address = "Rantatie 1"
        changed.save()

    assert versions(organisations[0]) == [*STREETS, "Rantatie 1"]


def test_an_unknown_organisation_is_said(organisations: list[Organisation]) -> None:
    with pytest.raises(CommandError, match="There is no organisation elsewhere"):
        run(organisation="elsewhere")
