"""First tables of the audit app."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import tasmat.tenancy.base
import tasmat.tenancy.context
import tasmat.tenancy.ddl
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessEvent',
            fields=[
                ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('action', models.TextField()),
                ('route', models.TextField()),
                ('clients', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('subject', models.UUIDField(null=True)),
                ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['organisation', 'user', 'subject', '-at'], name='audit_access_subject'), django.contrib.postgres.indexes.GinIndex(fields=['clients'], name='audit_access_clients')],
                'constraints': [tasmat.tenancy.ddl.AppendOnly(name='audit_accessevent_append'), tasmat.tenancy.ddl.TenantKey(name='audit_accessevent_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='audit_accessevent_rls')],
            },
        ),
    ]
