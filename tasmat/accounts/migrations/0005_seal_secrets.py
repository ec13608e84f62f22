"""Secrets of authenticator apps and recovery codes that lie open are sealed."""

from django.db import migrations

from tasmat.accounts.secrets import opened_secret, sealed_secret, with_secrets


def seal(apps, schema_editor):
    _change(apps, sealed_secret)


def unseal(apps, schema_editor):
    _change(apps, opened_secret)


def _change(apps, change):
    for row in apps.get_model("mfa", "Authenticator").objects.order_by("pk"):
        row.data = with_secrets(row.data, change)
        row.save(update_fields=["data"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_language'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [migrations.RunPython(seal, unseal)]
