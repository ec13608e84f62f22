"""Addresses that are keys stay out of logs."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import get_resolver

from tasmat.private_paths import WithoutKeys, without_key
from tasmat.tenancy.checks import walk

KEY = "Zm9vYmFy-c2VjcmV0_a2V5"
# A named part of an address that is a secret: what stands for it in a path or an expression.
SECRET = re.compile(r"<str:token>|\(\?P<key>[^)]*\)")
OTHER = re.compile(r"<\w+:\w+>|\(\?P<\w+>[^)]*\)|[\^$]")


def private_paths() -> list[str]:
    """Every address with a key in it."""
    patterns = [path for path, _entry in walk(get_resolver().url_patterns) if SECRET.search(path)]
    return ["/" + OTHER.sub("x", SECRET.sub(KEY, path.replace("^", ""))) for path in patterns]


def test_every_address_with_a_key_is_known() -> None:
    paths = private_paths()

    assert len(paths) >= 5
    assert [path for path in paths if KEY in without_key(path)] == []


@pytest.mark.parametrize("path", ["/o/alpha/kalenteri/", "/o/alpha/kalenteri/0197/", "/seuraa/", "/tili/"])
def test_other_addresses_stay_as_they_are(path: str) -> None:
    assert without_key(path) == path


@pytest.mark.django_db
def test_a_refused_request_does_not_log_its_key(caplog: pytest.LogCaptureFixture) -> None:
    """Django logs the path of a post without a token; the link is still good then."""
    caplog.handler.addFilter(WithoutKeys())
    try:
        Browser(enforce_csrf_checks=True).post(f"/oma/suunnitelma/{KEY}/")
    finally:
        caplog.handler.filters.clear()

    assert "/oma/suunnitelma/-/" in caplog.text
    assert KEY not in caplog.text


def test_the_console_leaves_keys_out() -> None:
    logging_settings: Any = settings.LOGGING
    [name] = logging_settings["handlers"]["console"]["filters"]

    assert logging_settings["filters"][name]["()"] == f"{WithoutKeys.__module__}.{WithoutKeys.__name__}"
