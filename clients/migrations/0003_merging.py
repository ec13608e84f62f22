"""What undoing a merge needs is sealed; the personal identity code is found by its blind index."""

import pgtrigger.compiler
import pgtrigger.migrations
import tasmat.crypto.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0002_casework'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='clientmerge',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='clientmerge',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='clientmerge',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='clientmerge',
            name='steps',
            field=tasmat.crypto.fields.EncryptedTextField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='clientmergehistory',
            name='steps',
            field=tasmat.crypto.fields.EncryptedTextField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='client',
            name='identity_code',
            field=tasmat.crypto.fields.EncryptedTextField(blank=True, index_column='identity_index', null=True, verbose_name='personal identity code'),
        ),
        migrations.AlterField(
            model_name='clienthistory',
            name='identity_code',
            field=tasmat.crypto.fields.EncryptedTextField(blank=True, index_column='identity_index', null=True, verbose_name='personal identity code'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clientmerge',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_clientmergehistory" ("id", "kept_id", "merged_at", "merged_by_id", "merged_id", "moved", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "steps", "undone_at", "undone_by_id") VALUES (NEW."id", NEW."kept_id", NEW."merged_at", NEW."merged_by_id", NEW."merged_id", NEW."moved", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."steps", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='dbd7840604dbfd53f3b0f65be920cf562354b080', operation='INSERT', pgid='pgtrigger_insert_insert_fc22a', table='clients_clientmerge', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clientmerge',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clients_clientmergehistory" ("id", "kept_id", "merged_at", "merged_by_id", "merged_id", "moved", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "steps", "undone_at", "undone_by_id") VALUES (NEW."id", NEW."kept_id", NEW."merged_at", NEW."merged_by_id", NEW."merged_id", NEW."moved", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."steps", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='4da7e09000e3f82531f1bbae014c0df48e16f88b', operation='UPDATE', pgid='pgtrigger_update_update_ab181', table='clients_clientmerge', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clientmerge',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_clientmergehistory" ("id", "kept_id", "merged_at", "merged_by_id", "merged_id", "moved", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "steps", "undone_at", "undone_by_id") VALUES (OLD."id", OLD."kept_id", OLD."merged_at", OLD."merged_by_id", OLD."merged_id", OLD."moved", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."steps", OLD."undone_at", OLD."undone_by_id"); RETURN NULL;', hash='852b65313c18c8cbce798f92a59f9e768c902c6a', operation='DELETE', pgid='pgtrigger_delete_delete_84a1b', table='clients_clientmerge', when='AFTER')),
        ),
    ]
