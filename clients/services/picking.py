"""Cases as the tables show them in which a manager chooses some."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from clients.models import Case, CoachingPeriod, Task
from clients.models.case import CaseQuerySet
from clients.services.contacts import completed_contacts


@dataclass(frozen=True)
class PickRow:
    """One case to choose or leave; `phase` is that of the day, empty between two."""

    case: Case
    phase: str
    last_contact_on: dt.date | None
    open_tasks: int


def pick_rows(cases: CaseQuerySet, today: dt.date) -> list[PickRow]:
    """The cases by name, in one query."""
    tasks = Task.objects.filter(case=OuterRef("id"), done_at__isnull=True).order_by().values("case")
    contacts = completed_contacts().order_by("-happened_on")
    rows = (
        cases.select_related("client", "project", "area__municipality")
        .annotate(
            phase_name=Subquery(_phases(today)),
            last_contact_on=Subquery(contacts.values("happened_on")[:1]),
            open_tasks=Coalesce(Subquery(tasks.annotate(number=Count("id")).values("number")), Value(0)),
        )
        .order_by("client__last_name", "client__first_name", "id")
    )
    return list(_rows(rows))


def _phases(today: dt.date) -> Any:
    """The name of the phase on the day in the language of the page."""
    nothing = Value("", TextField())
    name = Coalesce(NullIf(F(f"phase__name_{get_language() or 'fi'}"), nothing), F("phase__name_fi"))
    periods = CoachingPeriod.objects.filter(case=OuterRef("id"), starts_on__lte=today)
    running = periods.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    return running.order_by("-starts_on").values(name=name)[:1]


def _rows(cases: CaseQuerySet) -> Iterator[PickRow]:
    for case in cases:
        facts = vars(case)
        yield PickRow(case, facts["phase_name"] or "", facts["last_contact_on"], facts["open_tasks"])
