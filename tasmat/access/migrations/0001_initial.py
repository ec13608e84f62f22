"""First tables of the access app."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import tasmat.audit.history
import tasmat.tenancy.base
import tasmat.tenancy.context
import tasmat.tenancy.ddl
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AreaUserPermission',
            fields=[
                ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                ('content_object', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, to='tenancy.projectarea')),
                ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'user', 'permission', 'content_object'), name='access_area_once'), tasmat.tenancy.ddl.TenantKey(name='access_areauserpermission_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='access_areauserpermission_rls'), tasmat.tenancy.ddl.SameOrganisation(field='content_object', name='access_areauserpermission_content_object_same_org')],
            },
        ),
        migrations.CreateModel(
            name='AreaUserPermissionHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                ('content_object', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.projectarea')),
                ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                ('permission', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.permission')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='access.areauserpermission')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [tasmat.tenancy.ddl.RowSecurity(name='access_areauserpermissionhistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='access_areauserpermissionhistory_read_only')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areauserpermission',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "access_areauserpermissionhistory" ("content_object_id", "id", "organisation_id", "permission_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."content_object_id", NEW."id", NEW."organisation_id", NEW."permission_id", NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='b06c1d2a41158a1408ba6704dd59f57475f1010c', operation='INSERT', pgid='pgtrigger_insert_insert_a0eef', table='access_areauserpermission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areauserpermission',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "access_areauserpermissionhistory" ("content_object_id", "id", "organisation_id", "permission_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."content_object_id", NEW."id", NEW."organisation_id", NEW."permission_id", NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='3eb79e2750c27e4e9573688cf47dcf255c1ee728', operation='UPDATE', pgid='pgtrigger_update_update_23f50', table='access_areauserpermission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areauserpermission',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "access_areauserpermissionhistory" ("content_object_id", "id", "organisation_id", "permission_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."content_object_id", OLD."id", OLD."organisation_id", OLD."permission_id", NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;', hash='83d826365aa0d46106fd8645617fe36c19a13786', operation='DELETE', pgid='pgtrigger_delete_delete_ec932', table='access_areauserpermission', when='AFTER')),
        ),
    ]
