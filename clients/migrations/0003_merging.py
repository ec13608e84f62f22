import clients.models.folded
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import tasmat.audit.history
import tasmat.tenancy.base
import tasmat.tenancy.context
import tasmat.tenancy.ddl
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0002_casework'),
        ('tenancy', '0003_partner_role'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='entry',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='entryamendment',
            name='update_update',
        ),
        migrations.CreateModel(
            name='DifferentPeople',
            fields=[
                ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                ('said_at', models.DateTimeField()),
                ('first', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
                ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('said_by', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.membership')),
                ('second', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
            ],
            options={
                'verbose_name_plural': 'different people',
                'ordering': ('-said_at', '-id'),
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['organisation', 'second'], name='clients_different_second')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'first', 'second'), name='clients_different_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='clients_different_order'), tasmat.tenancy.ddl.TenantKey(name='clients_differentpeople_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='clients_differentpeople_rls'), tasmat.tenancy.ddl.SameOrganisation(field='first', name='clients_differentpeople_first_same_org'), tasmat.tenancy.ddl.SameOrganisation(field='second', name='clients_differentpeople_second_same_org'), tasmat.tenancy.ddl.SameOrganisation(field='said_by', name='clients_differentpeople_said_by_same_org')],
            },
        ),
        migrations.CreateModel(
            name='DifferentPeopleHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                ('said_at', models.DateTimeField()),
                ('first', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clients.client')),
                ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='clients.differentpeople')),
                ('said_by', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.membership')),
                ('second', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clients.client')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [tasmat.tenancy.ddl.RowSecurity(name='clients_differentpeoplehistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='clients_differentpeoplehistory_read_only')],
            },
        ),
        migrations.AddField(
            model_name='entry',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=clients.models.folded.Folded(django.db.models.functions.text.Concat(models.F('text'), models.Value(' '), models.F('place'), models.Value(' '), output_field=models.TextField())), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='entryamendment',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=clients.models.folded.Folded('text'), output_field=models.TextField()),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."counterpart" IS DISTINCT FROM (NEW."counterpart") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."happened_on" IS DISTINCT FROM (NEW."happened_on") OR OLD."icf_codes" IS DISTINCT FROM (NEW."icf_codes") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kilometres" IS DISTINCT FROM (NEW."kilometres") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."shared_key" IS DISTINCT FROM (NEW."shared_key") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func='INSERT INTO "clients_entryhistory" ("author_id", "case_id", "channel", "counterpart", "created_at", "happened_on", "icf_codes", "id", "kilometres", "kind", "minutes", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "shared_key", "submission_key", "text") VALUES (NEW."author_id", NEW."case_id", NEW."channel", NEW."counterpart", NEW."created_at", NEW."happened_on", NEW."icf_codes", NEW."id", NEW."kilometres", NEW."kind", NEW."minutes", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."place", NEW."shared_key", NEW."submission_key", NEW."text"); RETURN NULL;', hash='408a462eede7cea424016a924e821974ae49b85e', operation='UPDATE', pgid='pgtrigger_update_update_1c675', table='clients_entry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entryamendment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."entry_id" IS DISTINCT FROM (NEW."entry_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))', func='INSERT INTO "clients_entryamendmenthistory" ("author_id", "entry_id", "id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_key", "text", "written_at") VALUES (NEW."author_id", NEW."entry_id", NEW."id", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."submission_key", NEW."text", NEW."written_at"); RETURN NULL;', hash='f823c2b819494fbebb6244ec3d65299e86f853ec', operation='UPDATE', pgid='pgtrigger_update_update_9d954', table='clients_entryamendment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='differentpeople',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_differentpeoplehistory" ("first_id", "id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "second_id") VALUES (NEW."first_id", NEW."id", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."said_at", NEW."said_by_id", NEW."second_id"); RETURN NULL;', hash='fa04bb37b4ccf48eb3bcd3a5f964c487262caccf', operation='INSERT', pgid='pgtrigger_insert_insert_64b3f', table='clients_differentpeople', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='differentpeople',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clients_differentpeoplehistory" ("first_id", "id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "second_id") VALUES (NEW."first_id", NEW."id", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."said_at", NEW."said_by_id", NEW."second_id"); RETURN NULL;', hash='738e415d92b6344f547768b2da5902d14a1b4b26', operation='UPDATE', pgid='pgtrigger_update_update_e0547', table='clients_differentpeople', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='differentpeople',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_differentpeoplehistory" ("first_id", "id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "second_id") VALUES (OLD."first_id", OLD."id", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."said_at", OLD."said_by_id", OLD."second_id"); RETURN NULL;', hash='fe9f9c1319305da1e17593236cb755da799a14a6', operation='DELETE', pgid='pgtrigger_delete_delete_2fc90', table='clients_differentpeople', when='AFTER')),
        ),
    ]
