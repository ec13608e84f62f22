"""The encrypted field on a real table: what Python sees, what the database keeps, what is refused."""

from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from clients.models import Client
from tasmat.crypto.errors import PlainTextRefused, TamperedValue
from tasmat.crypto.fields import EncryptedTextField
from tasmat.crypto.sealing import Sealed
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Organisation
from tests.cast import make_organisation

ADDRESS = "Kirkkokatu 5 A 12"


@pytest.fixture
def organisation(db: None) -> Iterator[Organisation]:
    organisation = make_organisation("ours", "Ours")
    with tenant_context(organisation.pk):
        yield organisation


@pytest.fixture
def client_row(organisation: Organisation) -> Client:
    return new_client()


def new_client(address: str = ADDRESS) -> Client:
    row: Client = Client.objects.create(first_name="Aino", last_name="Esimerkki", street_address=address)
    return row


def stored(row: models.Model, table: str = "clients_client", column: str = "street_address") -> bytes:
    """The bytes in the column, past every layer of Django."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from {table} where id = %s", [row.pk])  # noqa: S608
        found: tuple[bytes] = cursor.fetchone()
    return bytes(found[0])


def overwrite(row: models.Model, value: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update clients_client set street_address = %s where id = %s", [value, row.pk])


def reread(row: Client) -> Client:
    found: Client = Client.objects.get(pk=row.pk)
    return found


def test_text_comes_back_and_the_database_keeps_no_plain_text(client_row: Client) -> None:
    kept = stored(client_row)

    assert reread(client_row).street_address == ADDRESS
    assert kept.find(b"Kirkkokatu") == -1


def test_no_plain_text_in_any_column_of_row_or_history(client_row: Client) -> None:
    client_row.street_address = "Kirkkokatu 7"
    client_row.save()

    with connection.cursor() as cursor:
        for table, count in (("clients_client", 1), ("clients_clienthistory", 2)):
            cursor.execute(f"select row_to_json(t)::text, street_address from {table} t")  # noqa: S608
            rows = cursor.fetchall()
            assert len(rows) == count
            for as_text, sealed in rows:
                assert "Kirkkokatu" not in as_text
                assert bytes(sealed).find(b"Kirkkokatu") == -1


@given(address=st.text())
@pytest.mark.django_db
def test_any_text_comes_back_from_the_database(address: str) -> None:
    organisation = make_organisation(new_id().hex, "Ours")
    with tenant_context(organisation.pk):
        assert reread(new_client(address)).street_address == address


def test_every_way_of_creating_seals(organisation: Organisation) -> None:
    made, _ = Client.objects.update_or_create(
        last_name="Virtanen", defaults={"first_name": "Eero", "street_address": "Rantatie 1"}
    )
    bulk = Client.objects.bulk_create(
        [Client(first_name="Ida", last_name=name, street_address=f"Rantatie {name}") for name in ("A", "B")]
    )

    assert reread(made).street_address == "Rantatie 1"
    assert [reread(row).street_address for row in bulk] == ["Rantatie A", "Rantatie B"]
    assert stored(bulk[0]).find(b"Rantatie") == -1


@pytest.mark.parametrize("position", [0, 1, 2, 5, 17, -17, -1])
def test_a_changed_byte_fails_loudly_and_names_the_row(client_row: Client, position: int) -> None:
    tampered = bytearray(stored(client_row))
    tampered[position] ^= 0xFF
    overwrite(client_row, bytes(tampered))

    with pytest.raises(Exception, match=r"clients_client\.street_address|FIELD_KEYS") as error:
        _ = reread(client_row).street_address

    assert type(error.value).__module__ == "tasmat.crypto.errors"


def test_bytes_of_another_row_do_not_open(client_row: Client) -> None:
    other = new_client("Rantatie 1")
    overwrite(client_row, stored(other))

    with pytest.raises(TamperedValue, match=str(client_row.pk)):
        _ = reread(client_row).street_address


def test_bytes_of_another_organisation_do_not_open(client_row: Client) -> None:
    other_organisation = make_organisation("theirs", "Theirs")
    with tenant_context(other_organisation.pk):
        twin = Client.objects.create(
            pk=new_id(), first_name="Aino", last_name="E", street_address="Rantatie 1"
        )
        theirs = stored(twin)
    overwrite(client_row, theirs)

    with pytest.raises(TamperedValue):
        _ = reread(client_row).street_address


def test_a_changed_key_of_the_row_does_not_open(client_row: Client) -> None:
    moved = reread(client_row)
    moved.id = new_id()

    with pytest.raises(TamperedValue):
        _ = moved.street_address


def test_history_opens_for_the_row_it_is_a_version_of(client_row: Client) -> None:
    client_row.street_address = "Rantatie 1"
    client_row.save()

    history: Any = apps.get_model("clients", "ClientHistory")

    assert [version.street_address for version in history.objects.order_by("pgh_id")] == [
        ADDRESS,
        "Rantatie 1",
    ]


def test_saving_what_did_not_change_keeps_the_bytes(client_row: Client) -> None:
    kept = stored(client_row)

    unread = reread(client_row)
    unread.phone = "040 123"
    unread.save()
    read = reread(client_row)
    read.street_address = str(read.street_address)
    read.save()

    assert stored(client_row) == kept


def test_a_changed_text_is_sealed_anew(client_row: Client) -> None:
    changed = reread(client_row)
    assert changed.street_address == ADDRESS

    changed.street_address = "Rantatie 1"
    changed.save(update_fields=["street_address"])

    assert reread(client_row).street_address == "Rantatie 1"


def test_a_copy_under_a_new_key_is_sealed_for_itself_once_read(client_row: Client) -> None:
    duplicate = copy(client_row)
    duplicate.pk = new_id()
    duplicate._state = copy(client_row._state)
    duplicate._state.adding = True
    duplicate.save()

    assert reread(duplicate).street_address == ADDRESS
    assert reread(client_row).street_address == ADDRESS


def test_an_unread_copy_is_refused_instead_of_becoming_unreadable(client_row: Client) -> None:
    duplicate = reread(client_row)
    duplicate.pk = new_id()
    duplicate._state.adding = True

    with pytest.raises(TamperedValue):
        duplicate.save()


def test_deferred_and_refreshed_rows_read_alike(client_row: Client) -> None:
    deferred = Client.objects.defer("street_address").get(pk=client_row.pk)
    bare = Client.objects.only("first_name").get(pk=client_row.pk)
    overwritten = reread(client_row)
    overwritten.street_address = "not saved"
    overwritten.refresh_from_db()

    assert deferred.street_address == bare.street_address == overwritten.street_address == ADDRESS


def test_values_give_the_sealed_bytes(client_row: Client) -> None:
    value: Any = Client.objects.values_list("street_address", flat=True).get(pk=client_row.pk)

    assert isinstance(value, Sealed)
    assert bytes(value) == stored(client_row)


@pytest.mark.parametrize(
    "question",
    [
        {"street_address": ADDRESS},
        {"street_address__icontains": "Kirkko"},
        {"street_address__in": [ADDRESS]},
        {"street_address__gt": "A"},
        {"street_address__length": 3},
    ],
)
def test_lookups_other_than_isnull_are_refused(
    organisation: Organisation, question: dict[str, object]
) -> None:
    with pytest.raises(FieldError, match="only isnull can be asked"):
        Client.objects.filter(**question)


def test_isnull_can_be_asked(client_row: Client) -> None:
    assert Client.objects.filter(street_address__isnull=False).get() == client_row


def test_plain_text_in_update_is_refused(client_row: Client) -> None:
    with pytest.raises(PlainTextRefused, match="save the row"), transaction.atomic():
        Client.objects.update(street_address="Rantatie 1")

    assert reread(client_row).street_address == ADDRESS


def test_plain_text_in_bulk_update_is_refused(client_row: Client) -> None:
    with pytest.raises(PlainTextRefused, match="save the row"), transaction.atomic():
        Client.objects.bulk_update([client_row], ["street_address"])

    assert reread(client_row).street_address == ADDRESS


def test_something_else_than_a_text_is_refused(organisation: Organisation) -> None:
    number: Any = 12

    with pytest.raises(PlainTextRefused, match="expected a text, got int"):
        Client.objects.create(first_name="Aino", last_name="E", street_address=number)


def test_a_model_form_reads_validates_and_saves(client_row: Client) -> None:
    form_class = forms.modelform_factory(Client, fields=["street_address"])
    form = form_class({"street_address": " Rantatie 1 "}, instance=reread(client_row))

    assert form_class(instance=reread(client_row)).initial == {"street_address": ADDRESS}
    assert isinstance(form.fields["street_address"].widget, forms.Textarea)
    assert form.is_valid(), form.errors
    form.save()
    assert reread(client_row).street_address == "Rantatie 1"


def test_constraints_of_the_model_are_still_checked_in_forms(client_row: Client) -> None:
    client_row.full_clean()


def note_model(**options: Any) -> type[models.Model]:
    """A model of its own with one encrypted column, outside the registry of the real ones."""
    with isolate_apps("tasmat.crypto"):

        class Note(models.Model):  # noqa: DJ008
            id = models.UUIDField(primary_key=True, default=new_id)
            organisation_id = models.UUIDField(default=new_id)
            text = EncryptedTextField(**options)

            class Meta:
                app_label = "crypto"

    return Note


def test_definition_is_stable_for_migrations() -> None:
    note = note_model(verbose_name="text", null=True, blank=True, max_length=200)
    field: Any = note._meta.get_field("text")

    name, path, args, kwargs = field.deconstruct()

    assert (name, path, args) == ("text", "tasmat.crypto.fields.EncryptedTextField", [])
    assert kwargs == {"verbose_name": "text", "null": True, "blank": True, "max_length": 200}
    assert field.clone().db_type(connection) == "bytea"


def test_an_empty_nullable_field_is_none_in_forms_and_null_in_the_database() -> None:
    note = note_model(null=True, blank=True)
    field: Any = note._meta.get_field("text")

    assert field.formfield().clean("") is None
    assert field.pre_save(note(text=None), True) is None
    assert field.get_db_prep_save(None, connection) is None


def test_an_index_on_sealed_bytes_is_refused_at_the_start() -> None:
    assert [error.id for error in note_model(unique=True).check()] == ["crypto.E001"]


def test_fixtures_are_refused() -> None:
    note = note_model()
    field: Any = note._meta.get_field("text")

    with pytest.raises(PlainTextRefused, match="not written to fixtures"):
        field.value_to_string(note(text=ADDRESS))
