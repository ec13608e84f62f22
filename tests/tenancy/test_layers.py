"""Each layer alone: row-level security with the guard of the ORM switched off, and the other way round."""

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, models, transaction

from clients.models import Case, Client
from tasmat.access.areas import grant_areas
from tasmat.tenancy.context import NoTenant, tenant_context
from tasmat.tenancy.models import Membership
from tests.cast import Cast
from tests.tenancy.test_catalogue import rows, tenant_models, tenant_tables
from tests.world import World, make_client

pytestmark = pytest.mark.django_db
Worlds = tuple[World, World, World]


@pytest.fixture
def cast(populated: tuple[Cast, Worlds]) -> Cast:
    return populated[0]


@pytest.fixture
def worlds(populated: tuple[Cast, Worlds]) -> Worlds:
    return populated[1]


def unguarded(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """The rows of a model as Django gives them without our manager."""
    return models.QuerySet(model)


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_the_policy_alone_hides_the_other_organisation(model: type[models.Model], cast: Cast) -> None:
    with tenant_context(cast.alpha.id):
        seen = set(unguarded(model).values_list("organisation_id", flat=True))

    assert seen == {cast.alpha.id}


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_the_guard_alone_filters_by_the_organisation(model: type[models.Model], cast: Cast) -> None:
    """The SQL itself names the organisation: true whatever the policies say."""
    with tenant_context(cast.alpha.id):
        sql, parameters = model._default_manager.all().query.sql_with_params()

    assert '"organisation_id" = (%s)' in sql or '"organisation_id" = %s' in sql
    assert cast.alpha.id in parameters


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_the_guard_alone_refuses_work_outside_a_context(model: type[models.Model]) -> None:
    manager = model._default_manager

    for attempt in (manager.first, manager.count, manager.exists, manager.all().delete):
        with pytest.raises(NoTenant):
            attempt()


def test_the_policy_refuses_a_row_for_the_other_organisation(cast: Cast) -> None:
    with tenant_context(cast.alpha.id):
        client = make_client("X")
        client.organisation_id = cast.beta.id

        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            models.QuerySet(Client)._insert(  # type: ignore[attr-defined]
                [client], fields=[f for f in Client._meta.concrete_fields if f.name != "id"], using="default"
            )


def test_the_policy_refuses_to_update_and_delete_the_other_organisations_rows(
    cast: Cast, worlds: Worlds
) -> None:
    *_, other = worlds

    with tenant_context(cast.alpha.id):
        changed = unguarded(Client).filter(id=other.case.client_id).update(first_name="X")
        with connection.cursor() as cursor:
            cursor.execute("delete from clients_entry where id = %s", [other.entry.id])
            deleted = cursor.rowcount

    assert (changed, deleted) == (0, 0)


def test_a_key_across_organisations_is_refused(cast: Cast, worlds: Worlds) -> None:
    own, _, other = worlds

    with tenant_context(cast.alpha.id), pytest.raises(IntegrityError, match="same_org"):
        Case.objects.filter(id=own.case.id).update(client_id=other.case.client_id)


def test_without_a_context_every_tenant_table_raises_in_sql(cast: Cast) -> None:
    """The policy is asked for each row: an empty table would not raise, and none is empty here."""
    tables = tenant_tables() - {"tenancy_membership"}
    readable = []
    for table in sorted(tables):
        try:
            with transaction.atomic():
                rows(f"select count(*) from {connection.ops.quote_name(table)}")  # noqa: S608
            readable.append(table)
        except DatabaseError:
            continue

    assert readable == []


def test_without_a_context_no_membership_is_seen(cast: Cast) -> None:
    assert not Membership.of_anybody.exists()


def test_a_member_is_granted_no_area_of_another_organisation(cast: Cast) -> None:
    with tenant_context(cast.alpha.id), pytest.raises(IntegrityError):
        grant_areas(cast.aino, [cast.beta_area])
