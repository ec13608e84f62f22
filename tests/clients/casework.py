"""What tests of case work share: a browser, addresses, made-up cases and entries, the queries a page asks."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from clients.models import Case, Entry
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership
from tests.cast import IISALMI, Cast
from tests.world import make_case

ENTRY_DAY = dt.date(2025, 9, 2)
# Transaction statements and settings of the session cost no round trip worth counting.
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "select set_config", "BEGIN", "COMMIT")


def browser_of(member: Membership) -> Browser:
    """Signed in and reading English, so that the words are those of the code."""
    browser = Browser()
    browser.force_login(member.user)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def address(route: str, *ids: Any) -> str:
    return reverse(route, args=["alpha", *ids])


def new_case(
    cast: Cast,
    mark: str = "EERO",
    *,
    coach: Membership | None = None,
    number: str = IISALMI,
    entry_on: dt.date = ENTRY_DAY,
    **person: Any,
) -> Case:
    """An open case of Alpha with complete start data; `person` changes facts of its client."""
    coach = coach or cast.aino
    with tenant_context(cast.alpha.id, coach.user_id):
        case = make_case(mark, cast.areas[number], coach, entry_on=entry_on)
        for name, value in person.items():
            setattr(case.client, name, value)
        case.client.save()
    return case


def new_entry(cast: Cast, case: Case, on: dt.date, kind: str = "contact", **facts: Any) -> Entry:
    author = facts.pop("author", cast.aino)
    with tenant_context(cast.alpha.id, author.user_id):
        entry: Entry = Entry.objects.create(
            **{
                "case": case,
                "author": author,
                "submission_key": new_id(),
                "happened_on": on,
                "kind": kind,
                "channel": None if kind in {"observation", "note"} else "phone",
                "text": "" if kind == "no_answer" else "Juteltiin.",
                **facts,
            }
        )
    return entry


@contextmanager
def inside(cast: Cast) -> Iterator[None]:
    """Alpha's data, as Aino."""
    with tenant_context(cast.alpha.id, cast.aino.user_id):
        yield


def errors_of(response: Any, form: str = "form") -> dict[str, list[str]]:
    """What is wrong by field, in English; "" for what concerns no single field."""
    with translation.override("en"):
        return {
            name.replace("__all__", ""): [str(error) for error in errors]
            for name, errors in response.context[form].errors.items()
        }


def queries_of(browser: Browser, url: str) -> int:
    """How many queries the page asks, sign-in and access event included."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return sum(not query["sql"].startswith(NOT_COUNTED) for query in captured)
