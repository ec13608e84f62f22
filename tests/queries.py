"""Counting what a page asks of the database."""

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext


def questions(browser: Browser, url: str) -> int:
    """How many statements one page needs; not those a process needs once, nor the savepoints of the test."""
    assert browser.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured)
