"""Tables and values in words, for the preview of a merge and for what is told of it afterwards."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tasmat.ui.templatetags.ui import day_of_year

# By label of the table: what people call its rows.
TABLES: dict[str, Promise] = {
    "clients.Absence": _("Times away"),
    "clients.Agreement": _("Agreements"),
    "clients.Appointment": _("Appointments"),
    "clients.Assignment": _("Coaches"),
    "clients.Background": _("Background"),
    "clients.Case": _("Cases"),
    "clients.CaseMeeting": _("Case meetings"),
    "clients.CaseTransfer": _("Hand-overs between coaches"),
    "clients.CoachingPeriod": _("Coaching periods"),
    "clients.Competence": _("Competences shown"),
    "clients.ConcurrentService": _("Services and benefits"),
    "clients.DifferentPeople": _("Pairs marked as different people"),
    "clients.Document": _("Documents"),
    "clients.EarlierName": _("Former names"),
    "clients.EndDataAttempt": _("Attempts to get end data"),
    "clients.Entry": _("Entries"),
    "clients.EntryDraft": _("Drafts of entries"),
    "clients.EntryMove": _("Entries moved from person to person"),
    "clients.Equipment": _("Equipment handed out"),
    "clients.FormDraft": _("Drafts of forms"),
    "clients.Handover": _("Hand-overs to other services"),
    "clients.InductionDone": _("Points of the induction"),
    "clients.LabourMarketEvent": _("Changes of the work situation"),
    "clients.MeetingPerson": _("People at case meetings"),
    "clients.NetworkPerson": _("People of the network"),
    "clients.Plan": _("Plans"),
    "clients.Purchase": _("Purchases"),
    "clients.Referral": _("Referrals"),
    "clients.ServiceOverride": _("Reasons for excluded services"),
    "clients.Statement": _("Statements"),
    "clients.Stay": _("Times in the project"),
    "clients.Task": _("Tasks"),
    "clients.WorkshopDay": _("Days in the workshop"),
}
OTHER = _("Other rows")
YES_NO = {True: _("yes"), False: _("no")}


def table_words(label: str) -> str:
    """What people call the rows of a table."""
    return str(TABLES.get(label, OTHER))


def value_words(row: models.Model, name: str) -> str:
    """A column's value as pages show it; empty when nothing is known."""
    value: Any = getattr(row, name)
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return str(YES_NO[value])
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return day_of_year(value)
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else value)
