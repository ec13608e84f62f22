"""First tables of the jobs app."""

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
            name='Job',
            fields=[
                ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('params', models.JSONField(default=dict)),
                ('idempotency_key', models.TextField()),
                ('state', models.TextField(choices=[('queued', 'waiting'), ('running', 'in progress'), ('done', 'ready'), ('failed', 'failed')], default='queued')),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('result', models.JSONField(null=True)),
                ('error', models.TextField(blank=True, default='')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('finished_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['created_at'], name='jobs_waiting')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'kind', 'idempotency_key'), name='jobs_once'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed'])), name='jobs_state'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='jobs_progress'), tasmat.tenancy.ddl.TenantKey(name='jobs_job_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='jobs_job_rls')],
            },
        ),
    ]
