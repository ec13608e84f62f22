"""What people type into the referral form."""

import datetime as dt
import uuid
from typing import Any

import time_machine
from django.http import QueryDict
from django.utils import timezone

from clients.services.form_limits import new_stamp
from tests.cast import IISALMI

ANSWERS = {
    "referrer_role": "employment",
    "referrer_organisation": "Ylä-Savon työllisyysalue",
    "referrer_name": "Veera Virkailija",
    "referrer_phone": "017 123 4567",
    "referrer_email": "veera@tyollisyys.example",
    "first_name": "Eero",
    "last_name": "Äyräväinen",
    "born_on": "24.12.1985",
    "municipality": IISALMI,
    "phone": "040 123 4567",
    "email": "eero@posti.example",
    "best_way": "phone",
    "contact_language": "fi",
    "interpreter_language": "arabia",
    "reason": "Työttömyys on pitkittynyt.\r\nKartoitus auttaisi.",
    "work_situation": "unemployed",
    "unemployed_since": "1.2.2023",
    "person_agrees": "on",
}


def shown(ago: dt.timedelta = dt.timedelta(minutes=10)) -> str:
    """The stamp of a form that was shown some time ago."""
    with time_machine.travel(timezone.now() - ago, tick=False):
        return new_stamp()


def typed(*services: tuple[str, str, str], **changes: Any) -> dict[str, str]:
    """A good form with changes (None takes an answer away) and rows (kind, from, until)."""
    rows = {
        f"services-{number}-{name}": value
        for number, row in enumerate(services)
        for name, value in zip(("kind", "starts_on", "ends_on"), row, strict=True)
    }
    form = {
        "submission_key": str(uuid.uuid4()),
        "shown": shown(),
        **ANSWERS,
        "services-TOTAL_FORMS": str(max(3, len(services))),
        "services-INITIAL_FORMS": "0",
        **rows,
        **changes,
    }
    return {name: value for name, value in form.items() if value is not None}


def as_query(answers: dict[str, str]) -> QueryDict:
    """The answers as a view gets them."""
    query = QueryDict(mutable=True)
    query.update(answers)
    return query
