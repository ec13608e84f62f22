"""The walls as the live database has them: nobody has to remember a policy for a new table."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from tasmat.audit.models import AccessEvent
from tasmat.tenancy.base import TenantForeignKey, TenantModel
from tasmat.tenancy.context import tenant_context
from tests.cast import Cast
from tests.world import populate_cast

pytestmark = pytest.mark.django_db

# Tables that belong to no organisation, by name (docs/tenancy.md tells why each may).
PLATFORM_TABLES = {
    "account_emailaddress",
    "account_emailconfirmation",
    "accounts_attempt",
    "accounts_user",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "django_session",
    "guardian_groupobjectpermission",
    "guardian_userobjectpermission",
    "links_linktoken",
    "mfa_authenticator",
    "pghistory_context",
    "platform_cache",
    "tenancy_municipality",
    "tenancy_organisation",
    "tenancy_projectcode",
}
DEFINER_FUNCTIONS = {"claim_jobs"}  # besides the triggers of the history


def rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def tenant_tables() -> set[str]:
    return {
        name
        for (name,) in rows(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"
            " and a.attname = 'organisation_id' and not a.attisdropped"
        )
    } - PLATFORM_TABLES


def tenant_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def test_every_table_is_a_tenant_table_or_listed_as_the_platforms() -> None:
    tables = {name for (name,) in rows("select tablename from pg_tables where schemaname = 'public'")}

    assert tables - tenant_tables() == PLATFORM_TABLES


def test_every_tenant_table_forces_row_level_security_with_a_policy() -> None:
    protected = {
        name
        for (name,) in rows(
            "select c.relname from pg_class c where c.relrowsecurity and c.relforcerowsecurity"
            " and exists (select from pg_policy p where p.polrelid = c.oid)"
        )
    }

    assert tenant_tables() <= protected


def test_policies_have_no_or_and_no_case() -> None:
    texts = rows(
        "select pg_get_expr(polqual, polrelid) || coalesce(pg_get_expr(polwithcheck, polrelid), '')"
        " from pg_policy"
    )

    assert not [text for (text,) in texts if " OR " in text.upper() or "CASE" in text.upper()]


def test_every_key_between_tenant_tables_is_composite() -> None:
    keys = {
        (table, column)
        for table, column in rows(
            "select c.conrelid::regclass::text, a.attname from pg_constraint c"
            " join pg_attribute o on o.attrelid = c.conrelid and o.attnum = c.conkey[1]"
            " join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[2]"
            " where c.contype = 'f' and cardinality(c.conkey) = 2 and o.attname = 'organisation_id'"
            " and c.convalidated"
        )
    }
    declared = {
        (model._meta.db_table, field.column)
        for model in tenant_models()
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey)
    }

    assert keys == declared


def test_no_tenant_model_points_at_another_by_a_plain_key() -> None:
    plain = [
        f"{model._meta.label}.{field.name}"
        for model in tenant_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and not isinstance(field, TenantForeignKey)
        and issubclass(field.remote_field.model, TenantModel)
    ]

    assert plain == []


def test_unique_constraints_of_tenant_tables_start_with_the_organisation() -> None:
    loose = rows(
        "select c.conrelid::regclass::text, c.conname from pg_constraint c"
        " join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]"
        " where c.contype = 'u' and a.attname <> 'organisation_id' and c.conrelid::regclass::text = any(%s)",
        list(tenant_tables()),
    )

    assert loose == []


def test_definer_functions_are_the_listed_ones_with_a_pinned_path() -> None:
    functions = rows(
        "select proname, prorettype = 'trigger'::regtype, proconfig from pg_proc"
        " where prosecdef and pronamespace = 'public'::regnamespace"
    )

    assert {name for name, is_trigger, _ in functions if not is_trigger} == DEFINER_FUNCTIONS
    assert all(is_trigger or name in DEFINER_FUNCTIONS for name, is_trigger, _ in functions)
    assert all(any("search_path" in line for line in config or []) for _, _, config in functions)


def test_history_triggers_cannot_be_switched_off() -> None:
    source = rows("select prosrc from pg_proc where proname = '_pgtrigger_should_ignore'")

    assert source == [("select false",)]


@pytest.mark.parametrize("privilege", ["INSERT", "UPDATE", "DELETE", "TRUNCATE"])
def test_the_application_cannot_write_history(privilege: str) -> None:
    tables = [name for name in tenant_tables() if name.endswith("history")]

    allowed = rows(
        "select t from unnest(%s::text[]) t where has_table_privilege(%s, t, %s)",
        tables,
        settings.DATABASE_APP_ROLE,
        privilege,
    )

    assert len(tables) >= 15
    assert allowed == []


@pytest.mark.parametrize("privilege", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_application_only_adds_to_the_log_of_access(privilege: str) -> None:
    assert rows(
        "select has_table_privilege(%s, %s, %s)",
        settings.DATABASE_APP_ROLE,
        AccessEvent._meta.db_table,
        privilege,
    ) == [(False,)]


def test_the_tests_run_as_a_role_without_rights() -> None:
    assert rows(
        "select current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles"
        " where rolname = current_user"
    ) == [(settings.DATABASE_APP_ROLE, False, False, False, False)]


def test_there_are_no_views_around_the_policies() -> None:
    views = rows(
        "select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace"
    )

    assert views == []


def test_every_tenant_table_has_a_row_in_the_other_organisation(cast: Cast) -> None:
    """When testing that data does not leak, there must be data that could."""
    populate_cast(cast)

    with tenant_context(cast.beta.id):
        empty = [
            table
            for table in sorted(tenant_tables())
            if not rows(f"select 1 from {connection.ops.quote_name(table)} limit 1")  # noqa: S608
        ]

    assert empty == []
