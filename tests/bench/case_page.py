"""Prints how long the page of a case takes with 10 000 entries against one with 10: `make bench` runs it.

Run in a process of its own on a migrated database with the demo's data; what it makes is rolled back.
"""

import datetime as dt
import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tasmat.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models import Count, Expression, TextField, Value  # noqa: E402
from django.db.models.functions import Concat, StrIndex  # noqa: E402
from django.db.models.lookups import GreaterThan  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from clients.models import Appointment, Assignment, Case, Entry  # noqa: E402
from clients.models.folded import Folded  # noqa: E402
from tasmat.tenancy.base import new_id  # noqa: E402
from tasmat.tenancy.context import tenant_context  # noqa: E402
from tasmat.tenancy.models import Membership, Organisation  # noqa: E402

TIMES, MANY, FEW = 40, 10_000, 10


def fill(case: Case, author: Membership, number: int) -> None:
    """The case has exactly so many entries, a hundred characters each, over half a year."""
    Appointment.objects.filter(entry__case=case).update(entry=None)
    Entry.objects.filter(case=case).delete()
    Entry.objects.bulk_create(
        [
            Entry(
                case=case,
                author=author,
                submission_key=new_id(),
                happened_on=dt.date(2025, 9, 1) + dt.timedelta(days=index % 180),
                kind="contact",
                channel="phone",
                text=f"Soitin numero {index}. " + "Juteltiin viikosta ja sovittiin seuraava käynti. " * 2,
                created_at=timezone.now(),
            )
            for index in range(number)
        ],
        batch_size=2000,
    )


def percentile(browser: Browser, url: str) -> float:
    """The 95th percentile of the page, in milliseconds."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        assert browser.get(url).status_code == 200
        took.append(1000 * (time.perf_counter() - began))
    return statistics.quantiles(took, n=20)[-1]


def measure(organisation: Organisation, query: str) -> tuple[float, float]:
    """The page with few and with many entries."""
    with tenant_context(organisation.id):
        assignment = Assignment.objects.filter(role="responsible").select_related("case", "member__user")[0]
        case, coach = assignment.case, assignment.member
    browser = Browser()
    browser.force_login(coach.user)
    url = reverse("case", args=[organisation.slug, case.id]) + query
    found = []
    for number in (FEW, MANY):
        with tenant_context(organisation.id, coach.user_id):
            fill(case, coach, number)
        found.append(percentile(browser, url))
    return found[0], found[1]


def looking(words: Expression | str) -> float:
    """Looking through the texts of the case with the most entries for a word that none has, in milliseconds."""
    case = (
        Entry.objects.values("case").annotate(n=Count("id")).order_by("-n").values_list("case", flat=True)[0]
    )
    rows = Entry.objects.filter(GreaterThan(StrIndex(words, Value("nowhere")), 0), case=case)
    took = []
    for _ in range(TIMES // 4):
        began = time.perf_counter()
        assert rows.count() == 0
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)


def tell_looking(organisation: Organisation) -> None:
    """Against the way of before: each text was folded while somebody waited."""
    with tenant_context(organisation.id):
        kept = looking("words")
        anew = looking(Folded(Concat("text", Value(" "), "place", output_field=TextField())))
    sys.stdout.write(
        f"looking through {MANY} texts, median: {kept:.0f} ms in folded words kept beside them,"
        f" {anew:.0f} ms folding each anew, ratio {anew / kept:.1f}\n"
    )


if __name__ == "__main__":
    settings.ALLOWED_HOSTS.append("testserver")
    with transaction.atomic():
        for query, what in (
            ("", "page of a case"),
            ("?words=viikosta+numero", "search within a case"),
            ("?words=eimissään", "search within a case, nothing found"),
        ):
            few, many = measure(Organisation.objects.order_by("id")[0], query)
            sys.stdout.write(
                f"{what}, 95 % under: {few:.0f} ms with {FEW} entries, {many:.0f} ms with {MANY},"
                f" ratio {many / few:.2f}\n"
            )
        tell_looking(Organisation.objects.order_by("id")[0])
        transaction.set_rollback(True)
