"""Canary strings in every text column of another organisation: none may show up anywhere."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.db import models
from django.test import Client as Browser
from pytest_django import Settings

from reporting.models import ReportFile
from reporting.rules.periods import quarter
from reporting.services.reports import ask_for_report
from tasmat.access.actions import may
from tasmat.crypto.fields import EncryptedTextField
from tasmat.jobs import services as jobs
from tasmat.tenancy.base import TenantModel
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, Cast
from tests.reporting.files import text_of
from tests.routes import ROUTES
from tests.world import populate_cast

pytestmark = pytest.mark.django_db

CANARY = "CANARY"
# As the other organisation's texts hold it; the search box repeats the bare word that was typed into it.
MARKED = re.compile(rf"{CANARY}\w?-\w+", re.IGNORECASE)
# Columns whose words are not a person's: codes with a CheckConstraint, keys, numbers and languages.
CODED = {
    "Assignment.role",
    "BudgetLine.section",
    "Client.citizenship",
    "Client.phone",
    "Document.content_type",
    "Document.language",
    "Document.sha256",
    "PlanVersion.sha256",
    "IndicatorEstimate.code",
    "IndicatorTarget.code",
    "Job.kind",
    "Job.state",
    "Project.code",
    "Project.contact_phone",
    "Referral.language",
    "Referral.phone",
    "Referral.referrer_phone",
    "Report.sha256",
    "ReportFile.language",
    "ReportFile.sha256",
}


@pytest.fixture(autouse=True)
def _surroundings(settings: Settings, tmp_path: Path) -> None:
    settings.TASMAT_TODAY = DAY
    settings.MEDIA_ROOT = tmp_path


def free_text_columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField | models.CharField)
        and not isinstance(field, EncryptedTextField)
        and not field.choices
        and f"{model.__name__}.{field.name}" not in CODED
    ]


def tenant_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def test_every_free_text_column_of_the_other_organisation_holds_a_canary(cast: Cast) -> None:
    """When testing that data does not leak, there must be data that could."""
    populate_cast(cast)

    with tenant_context(cast.beta.id):
        silent = [
            f"{model.__name__}.{field.name}"
            for model in tenant_models()
            for field in free_text_columns(model)
            if not any(
                CANARY.lower() in str(value).lower()
                for value in model._default_manager.values_list(field.name, flat=True)
            )
        ]

    assert sorted(silent) == KNOWN_SILENT


# Written by pages in ways of their own; each has its test.
KNOWN_SILENT: list[str] = ["AccessEvent.action", "ExcludedService.kind", "Project.name"]


def pages(cast: Cast, own: Any) -> Any:
    """(address, body) of every page of Alpha for each of its members."""
    for member in (cast.aino, cast.bertta, cast.mirja, cast.aarne, cast.kaisa, cast.pauli):
        browser = Browser()
        browser.force_login(member.user)
        for route in ROUTES:
            if may(member.roles, route.action):
                url = route.url("alpha", own)
                for query in ({}, {"q": CANARY}, {"page": "2"}, {"state": "all", "status": "all"}):
                    response = browser.get(url, query)
                    if response.status_code == 200:
                        yield url, response.getvalue().decode(errors="replace")


def test_no_page_shows_a_canary(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    own, _, _ = populate_cast(cast)
    caplog.set_level(logging.DEBUG)
    seen = 0

    for url, body in pages(cast, own):
        seen += 1
        assert MARKED.findall(body) == [], url

    assert seen > 40
    assert MARKED.findall(caplog.text) == []
    assert mail.outbox == []


def test_no_report_file_shows_a_canary(cast: Cast, settings: Settings) -> None:
    """The worker makes Alpha's report with everything of Beta beside it."""
    populate_cast(cast)
    with tenant_context(cast.alpha.id, cast.mirja.user_id):
        ask_for_report(cast.project, quarter(2025, 4), cast.mirja, "canary")
    for job_id, organisation_id in jobs.claim(10):
        jobs.do(job_id, organisation_id)

    with tenant_context(cast.alpha.id):
        files = list(ReportFile.objects.exclude(path__startswith="reports/tests/"))
    assert len(files) == 18
    for file in files:
        assert CANARY not in text_of(settings.MEDIA_ROOT / file.path, file.format)


def test_no_command_tells_a_canary(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    populate_cast(cast)

    call_command(
        "esf_indicators",
        "--project",
        "ALPHA",
        "--from",
        "2025-01-01",
        "--until",
        "2025-12-31",
        "--format",
        "json",
    )

    assert CANARY not in "".join(capsys.readouterr())
