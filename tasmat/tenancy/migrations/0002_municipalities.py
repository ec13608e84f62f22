"""Fills the table of municipalities with Statistics Finland's, ended ones included."""

from django.db import migrations

from tasmat.tenancy.municipalities import read_municipalities


def fill(apps, _schema_editor):
    municipality = apps.get_model("tenancy", "Municipality")
    rows = read_municipalities()
    municipality.objects.bulk_create(
        [
            municipality(number=row.number, name_fi=row.name_fi, name_sv=row.name_sv, valid_until=row.valid_until)
            for row in rows
        ]
    )
    for row in rows:
        if row.successor:
            municipality.objects.filter(number=row.number).update(successor_id=row.successor)


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
