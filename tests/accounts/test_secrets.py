"""Secrets of the second factor in the database: sealed, opened by the sign-in, sealed anew with a new key."""

import base64
import json
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from pytest_django import Settings

from tasmat.accounts.secrets import opened_secret, renew_secrets, sealed_secret
from tasmat.crypto.errors import TamperedValue
from tests.cast import Cast

pytestmark = pytest.mark.django_db

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def factors(cast: Cast, settings: Settings) -> tuple[TOTP, RecoveryCodes]:
    """Aino's app and recovery codes under the old key; the new one is active now."""
    settings.FIELD_KEYS = [OLD]
    made = TOTP.activate(cast.aino.user, SECRET), RecoveryCodes.activate(cast.aino.user)
    settings.FIELD_KEYS = [NEW, OLD]
    return made


def stored() -> str:
    return json.dumps(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))


def codes() -> list[str]:
    row = Authenticator.objects.get(type="recovery_codes")
    return list(RecoveryCodes(row).generate_codes())


def test_the_table_holds_no_secret(factors: Any) -> None:
    assert SECRET not in stored()
    assert opened_secret(Authenticator.objects.get(type="totp").data["secret"]) == SECRET
    assert len(codes()) == 10


def test_a_new_key_replaces_the_old_one(factors: Any, settings: Settings) -> None:
    before = codes()

    first, second = renew_secrets(), renew_secrets()

    settings.FIELD_KEYS = [NEW]
    assert (first.rows, second.rows) == (2, 0)
    assert codes() == before
    assert opened_secret(Authenticator.objects.get(type="totp").data["secret"]) == SECRET


def test_what_cannot_be_opened_is_listed_and_kept(factors: Any, settings: Settings) -> None:
    row = Authenticator.objects.get(type="totp")
    row.data = {"secret": SECRET}
    row.save()

    result = renew_secrets()

    assert [place.partition(":")[0] for place in result.unreadable] == [f"authenticator {row.pk}"]
    assert result.rows == 1
    assert Authenticator.objects.get(pk=row.pk).data == {"secret": SECRET}


@pytest.mark.parametrize("kept", ["", SECRET, "å", base64.b64encode(b"nonsense").decode()])
def test_what_was_not_sealed_does_not_open(kept: str) -> None:
    with pytest.raises(TamperedValue):
        opened_secret(kept)


def test_a_changed_secret_does_not_open() -> None:
    kept = bytearray(base64.b64decode(sealed_secret(SECRET)))
    kept[-1] ^= 1

    with pytest.raises(TamperedValue):
        opened_secret(base64.b64encode(kept).decode())


def test_rows_of_before_are_sealed_by_the_migration_and_opened_by_its_reverse(cast: Cast) -> None:
    migration = import_module("tasmat.accounts.migrations.0005_seal_secrets")
    rows = [
        ("totp", {"secret": SECRET}),
        ("recovery_codes", {"migrated_codes": ["abcd", "efgh"], "used_mask": 1}),
        ("webauthn", {"name": "Avain", "credential": {"id": "x"}}),
    ]
    for kind, data in rows:
        Authenticator.objects.create(user=cast.aino.user, type=kind, data=data)

    migration.seal(apps, None)
    sealed = stored()
    opened = codes()
    migration.unseal(apps, None)

    assert SECRET not in sealed
    assert "abcd" not in sealed
    assert "Avain" in sealed
    assert opened == ["abcd", "efgh"]
    assert sorted(Authenticator.objects.values_list("type", "data")) == sorted(rows)
