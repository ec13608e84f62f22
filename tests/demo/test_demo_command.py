"""When `manage.py demo_data` refuses; what it loads is in test_demo.py."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tasmat.tenancy.models import Organisation, ProjectCode

pytestmark = pytest.mark.django_db


def test_production_is_refused(settings: Settings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="gets no demo data"):
        call_command("demo_data")


def test_a_day_the_numbers_do_not_fit_is_refused(settings: Settings) -> None:
    settings.TASMAT_TODAY = dt.date(2027, 1, 7)

    with pytest.raises(CommandError, match="must lie between"):
        call_command("demo_data")


def test_a_taken_project_code_stops_the_whole_demo() -> None:
    taken = Organisation.objects.create(slug="muu", name="Muu ry")
    ProjectCode.objects.create(code="TEHOA", organisation=taken)

    with pytest.raises(CommandError, match="TEHOA"):
        call_command("demo_data")

    assert Organisation.objects.count() == 1


def test_a_taken_address_stops_the_whole_demo() -> None:
    Organisation.objects.create(slug="arffman", name="Muu oy")

    with pytest.raises(CommandError, match="already exists"):
        call_command("demo_data")

    assert Organisation.objects.count() == 1
