"""The tenant context: what is set, restored and refused."""

import pytest
from django.db import DatabaseError, connection, transaction

from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import NoTenant, current_organisation, tenant_context
from tasmat.tenancy.models import Project
from tests.cast import Cast


def database_setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('tasmat.organisation', true)")
        return str(cursor.fetchone()[0])


def test_outside_a_context_the_manager_refuses(cast: Cast) -> None:
    with pytest.raises(NoTenant):
        list(Project.objects.all())


def test_inside_a_context_only_its_rows_are_seen(cast: Cast) -> None:
    with tenant_context(cast.beta.id):
        assert [project.code_id for project in Project.objects.all()] == ["BETA"]


def test_a_queryset_written_in_one_context_reads_the_one_it_runs_in(cast: Cast) -> None:
    with tenant_context(cast.alpha.id):
        projects = Project.objects.all()

    with tenant_context(cast.beta.id):
        assert [project.code_id for project in projects.all()] == ["BETA"]


def test_nested_contexts_restore_the_outer_one(cast: Cast) -> None:
    with tenant_context(cast.alpha.id):
        with tenant_context(cast.beta.id):
            assert database_setting() == str(cast.beta.id)

        assert database_setting() == str(cast.alpha.id)
        assert current_organisation() == cast.alpha.id


def test_a_row_of_another_organisation_is_not_inserted(cast: Cast) -> None:
    with tenant_context(cast.alpha.id), pytest.raises(NoTenant):
        Project.objects.create(
            organisation=cast.beta, code_id="X", name="X", starts_on="2026-01-01", ends_on="2026-12-31"
        )


def test_raw_sql_outside_a_context_raises_in_the_database(cast: Cast) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select count(*) from tenancy_project")


def test_a_context_of_nobody_sees_nothing(cast: Cast) -> None:
    with tenant_context(new_id()):
        assert not Project.objects.exists()
