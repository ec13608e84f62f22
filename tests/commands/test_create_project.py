"""manage.py create_project: what it makes, and that it makes all or nothing."""

import pytest
from django.core.management import CommandError

from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Organisation, Project, ProjectArea, ProjectCode
from tests.cast import Cast
from tests.commands.sheets import create_project

pytestmark = pytest.mark.django_db


def test_makes_the_organisation_the_project_and_its_areas() -> None:
    printed = create_project(
        "TASMAT", organisation="TOIMI-säätiö", name="TÄSMÄT", start="2024-07-01", areas="140:55, 5:3"
    )

    organisation = Organisation.objects.get(name="TOIMI-säätiö")
    assert printed == "Created TASMAT for TOIMI-säätiö (/o/toimi-saatio/).\n"
    with tenant_context(organisation.id):
        project = Project.objects.get(code="TASMAT")
        assert (project.name, str(project.starts_on), str(project.ends_on)) == (
            "TÄSMÄT",
            "2024-07-01",
            "2026-12-31",
        )
        quotas = dict(ProjectArea.objects.values_list("municipality_id", "quota"))
        assert quotas == {"140": 55, "005": 3}


def test_tells_whom_to_ask(cast: Cast) -> None:
    told = {"contact-name": "Hankepäällikkö", "contact-phone": "040 000 0000", "contact-email": "a@b.example"}

    create_project("NEW", organisation="Alpha-säätiö", **told)

    with tenant_context(cast.alpha.id):
        assert Project.objects.get(code="NEW").contact == list(told.values())


def test_uses_the_organisation_of_the_same_name(cast: Cast) -> None:
    create_project("NEW", organisation="Alpha-säätiö")

    assert ProjectCode.objects.get(code="NEW").organisation == cast.alpha
    assert Organisation.objects.count() == 2


def test_an_address_that_is_taken_gets_a_number(cast: Cast) -> None:
    create_project("NEW", organisation="Alpha!")
    create_project("NEWER", organisation="älphä")
    create_project("NEWEST", organisation="新しい")

    slugs = ProjectCode.objects.exclude(organisation__in=[cast.alpha, cast.beta])
    assert set(slugs.values_list("organisation__slug", flat=True)) == {"alpha-2", "alpha-3", "organisaatio"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"areas": "140:55,999:1"}, "999 is not a municipality."),
        ({"areas": "140:55,140:1"}, "--areas: 140 is given twice."),
        ({"areas": "005:55,5:1"}, "--areas: 005 is given twice."),
        ({"areas": "140"}, "--areas: '140' is not of the form"),
        ({"areas": "140:many"}, "--areas: '140:many' is not of the form"),
        ({"areas": "140:-5"}, "--areas: '140:-5' is not of the form"),
        ({"areas": "140:9999999999"}, "--areas: '140:9999999999' is not of the form"),
        ({"areas": ""}, "--areas: '' is not of the form"),
        ({"contact-phone": "call me"}, "contact_phone: "),
        ({"contact-email": "a at b"}, "contact_email: "),
        ({"start": "1.7.2024"}, "--start: 1.7.2024 is not a day: write YYYY-MM-DD."),
        ({"end": "2026-02-30"}, "--end: 2026-02-30 is not a day"),
        ({"start": "20240701"}, "--start: 20240701 is not a day"),
        ({"start": "0001-01-01"}, "--start: 0001-01-01 is not a day"),
        ({"start": "2027-01-01"}, "The last day is before the first day."),
        ({"name": "  "}, "Give the project a name."),
        ({"organisation": " "}, "Give the organisation a name."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(options: dict[str, str], told: str) -> None:
    with pytest.raises(CommandError) as raised:
        create_project(**options)

    assert told in str(raised.value)
    assert not Organisation.objects.exists()
    assert not ProjectCode.objects.exists()


@pytest.mark.parametrize("code", ["", "with space", "ä", "_first", "x" * 41])
def test_a_code_of_the_wrong_form_is_refused(code: str) -> None:
    with pytest.raises(CommandError, match="code: "):
        create_project(code)


def test_a_code_is_taken_in_the_whole_installation(cast: Cast) -> None:
    with pytest.raises(CommandError, match="A project has the code BETA already"):
        create_project("BETA", organisation="Alpha-säätiö")

    with tenant_context(cast.alpha.id):
        assert Project.objects.count() == 1


def test_running_twice_changes_nothing() -> None:
    create_project("TASMAT")

    with pytest.raises(CommandError, match="A project has the code TASMAT already"):
        create_project("TASMAT", areas="205:1")

    with tenant_context(Organisation.objects.get().id):
        assert set(ProjectArea.objects.values_list("municipality_id", flat=True)) == {"140", "263"}
