import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import tasmat.audit.history
import tasmat.crypto.fields
import tasmat.tenancy.base
import tasmat.tenancy.context
import tasmat.tenancy.ddl
from django.db import migrations, models

from tasmat.tenancy.at_once import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0003_referral'),
        ('tenancy', '0003_partner_role'),
    ]

    operations = [
        AtOnce([
            pgtrigger.migrations.RemoveTrigger(
                model_name='referral',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='referral',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='referral',
                name='delete_delete',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='referralstep',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='referralstep',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='referralstep',
                name='delete_delete',
            ),
            migrations.RemoveConstraint(
                model_name='task',
                name='clients_task_kind',
            ),
            migrations.CreateModel(
                name='ServiceOverride',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.TextField(choices=[('rehabilitative_work', 'rehabilitative work activity'), ('social_rehabilitation', 'social rehabilitation'), ('rehabilitation', 'rehabilitation service'), ('similar', 'another service of that kind'), ('health_care', 'treatment in health care'), ('social_work', 'social work'), ('workshop', 'youth workshop'), ('studies', 'studies'), ('other_service', 'another service'), ('labour_market_subsidy', 'labour market subsidy'), ('unemployment_allowance', 'earnings-related or basic unemployment allowance'), ('sickness_allowance', 'sickness allowance'), ('rehabilitation_benefit', 'rehabilitation benefit or allowance'), ('partial_pension', 'partial disability pension'), ('social_assistance', 'social assistance'), ('other_benefit', 'another benefit')], verbose_name='service or benefit')),
                    ('until_on', models.DateField(null=True, verbose_name='until')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('given_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('given_by', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.membership')),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                    ('service', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='clients.concurrentservice')),
                    ('stay', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='clients.stay')),
                ],
                options={
                    'ordering': ('given_at', 'id'),
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'indexes': [models.Index(fields=['organisation', 'service'], name='clients_override_service'), models.Index(fields=['organisation', 'stay'], name='clients_override_stay')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__isnull', True), ('kind__in', ['rehabilitative_work', 'social_rehabilitation', 'rehabilitation', 'similar', 'health_care', 'social_work', 'workshop', 'studies', 'other_service', 'labour_market_subsidy', 'unemployment_allowance', 'sickness_allowance', 'rehabilitation_benefit', 'partial_pension', 'social_assistance', 'other_benefit']), _connector='OR'), name='clients_override_kind'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='clients_override_reason', violation_error_message='Write the reason.'), tasmat.tenancy.ddl.TenantKey(name='clients_serviceoverride_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='clients_serviceoverride_rls'), tasmat.tenancy.ddl.SameOrganisation(field='stay', name='clients_serviceoverride_stay_same_org'), tasmat.tenancy.ddl.SameOrganisation(field='service', name='clients_serviceoverride_service_same_org'), tasmat.tenancy.ddl.SameOrganisation(field='given_by', name='clients_serviceoverride_given_by_same_org')],
                },
            ),
            migrations.CreateModel(
                name='ServiceOverrideHistory',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                    ('kind', models.TextField(choices=[('rehabilitative_work', 'rehabilitative work activity'), ('social_rehabilitation', 'social rehabilitation'), ('rehabilitation', 'rehabilitation service'), ('similar', 'another service of that kind'), ('health_care', 'treatment in health care'), ('social_work', 'social work'), ('workshop', 'youth workshop'), ('studies', 'studies'), ('other_service', 'another service'), ('labour_market_subsidy', 'labour market subsidy'), ('unemployment_allowance', 'earnings-related or basic unemployment allowance'), ('sickness_allowance', 'sickness allowance'), ('rehabilitation_benefit', 'rehabilitation benefit or allowance'), ('partial_pension', 'partial disability pension'), ('social_assistance', 'social assistance'), ('other_benefit', 'another benefit')], verbose_name='service or benefit')),
                    ('until_on', models.DateField(null=True, verbose_name='until')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('given_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('given_by', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.membership')),
                    ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='clients.serviceoverride')),
                    ('service', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clients.concurrentservice')),
                    ('stay', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clients.stay')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.RowSecurity(name='clients_serviceoverridehistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='clients_serviceoverridehistory_read_only')],
                },
            ),
            migrations.AddField(
                model_name='referral',
                name='corrected_at',
                field=models.DateTimeField(editable=False, null=True),
            ),
            migrations.AddField(
                model_name='referral',
                name='corrected_by',
                field=tasmat.tenancy.base.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.membership'),
            ),
            migrations.AddField(
                model_name='referral',
                name='identity_code',
                field=tasmat.crypto.fields.EncryptedTextField(blank=True, index_column='identity_index', null=True, verbose_name='personal identity code'),
            ),
            migrations.AddField(
                model_name='referral',
                name='identity_index',
                field=models.BinaryField(null=True),
            ),
            migrations.AddField(
                model_name='referralhistory',
                name='corrected_at',
                field=models.DateTimeField(editable=False, null=True),
            ),
            migrations.AddField(
                model_name='referralhistory',
                name='corrected_by',
                field=tasmat.tenancy.base.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.membership'),
            ),
            migrations.AddField(
                model_name='referralhistory',
                name='identity_code',
                field=tasmat.crypto.fields.EncryptedTextField(blank=True, index_column='identity_index', null=True, verbose_name='personal identity code'),
            ),
            migrations.AddField(
                model_name='referralhistory',
                name='identity_index',
                field=models.BinaryField(null=True),
            ),
            migrations.AddField(
                model_name='referralstep',
                name='happened_on',
                field=models.DateField(null=True),
            ),
            migrations.AddField(
                model_name='referralstephistory',
                name='happened_on',
                field=models.DateField(null=True),
            ),
            migrations.AlterField(
                model_name='task',
                name='kind',
                field=models.TextField(choices=[('own', 'task'), ('contact_rule', 'contact missing'), ('end_data', 'end data'), ('follow_up_28', 'situation 28 days after'), ('follow_up_6', 'situation six months after'), ('plan_review', 'review of the plan'), ('agreement_ends', 'agreement ends'), ('excluded_service', 'excluded service: end it or give the reason')], default='own', verbose_name='kind of task'),
            ),
            migrations.AlterField(
                model_name='taskhistory',
                name='kind',
                field=models.TextField(choices=[('own', 'task'), ('contact_rule', 'contact missing'), ('end_data', 'end data'), ('follow_up_28', 'situation 28 days after'), ('follow_up_6', 'situation six months after'), ('plan_review', 'review of the plan'), ('agreement_ends', 'agreement ends'), ('excluded_service', 'excluded service: end it or give the reason')], default='own', verbose_name='kind of task'),
            ),
            migrations.AddConstraint(
                model_name='referral',
                constraint=tasmat.tenancy.ddl.SameOrganisation(field='corrected_by', name='clients_referral_corrected_by_same_org'),
            ),
            migrations.AddConstraint(
                model_name='task',
                constraint=models.CheckConstraint(condition=models.Q(('kind__isnull', True), ('kind__in', ['own', 'contact_rule', 'end_data', 'follow_up_28', 'follow_up_6', 'plan_review', 'agreement_ends', 'excluded_service']), _connector='OR'), name='clients_task_kind'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='referral',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_referralhistory" ("best_way", "body_id", "born_on", "case_id", "contact_language", "corrected_at", "corrected_by_id", "decided_at", "decided_by_id", "decline_reason", "email", "first_name", "has_protected_address", "id", "identity_code", "identity_index", "interpreter_language", "keyed_by_id", "language", "last_name", "municipality_id", "organisation_id", "override_reason", "person_agrees", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "project_id", "queue_position", "reason", "received_at", "reference", "referrer_email", "referrer_name", "referrer_organisation", "referrer_phone", "referrer_role", "source", "state", "submission_key", "unemployed_since", "work_situation") VALUES (NEW."best_way", NEW."body_id", NEW."born_on", NEW."case_id", NEW."contact_language", NEW."corrected_at", NEW."corrected_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decline_reason", NEW."email", NEW."first_name", NEW."has_protected_address", NEW."id", NEW."identity_code", NEW."identity_index", NEW."interpreter_language", NEW."keyed_by_id", NEW."language", NEW."last_name", NEW."municipality_id", NEW."organisation_id", NEW."override_reason", NEW."person_agrees", NOW(), \'insert\', NEW."id", NEW."phone", NEW."project_id", NEW."queue_position", NEW."reason", NEW."received_at", NEW."reference", NEW."referrer_email", NEW."referrer_name", NEW."referrer_organisation", NEW."referrer_phone", NEW."referrer_role", NEW."source", NEW."state", NEW."submission_key", NEW."unemployed_since", NEW."work_situation"); RETURN NULL;', hash='1b04fa55c6202fd046cccc42fc23b763a3302f8c', operation='INSERT', pgid='pgtrigger_insert_insert_1a5aa', table='clients_referral', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='referral',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clients_referralhistory" ("best_way", "body_id", "born_on", "case_id", "contact_language", "corrected_at", "corrected_by_id", "decided_at", "decided_by_id", "decline_reason", "email", "first_name", "has_protected_address", "id", "identity_code", "identity_index", "interpreter_language", "keyed_by_id", "language", "last_name", "municipality_id", "organisation_id", "override_reason", "person_agrees", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "project_id", "queue_position", "reason", "received_at", "reference", "referrer_email", "referrer_name", "referrer_organisation", "referrer_phone", "referrer_role", "source", "state", "submission_key", "unemployed_since", "work_situation") VALUES (NEW."best_way", NEW."body_id", NEW."born_on", NEW."case_id", NEW."contact_language", NEW."corrected_at", NEW."corrected_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decline_reason", NEW."email", NEW."first_name", NEW."has_protected_address", NEW."id", NEW."identity_code", NEW."identity_index", NEW."interpreter_language", NEW."keyed_by_id", NEW."language", NEW."last_name", NEW."municipality_id", NEW."organisation_id", NEW."override_reason", NEW."person_agrees", NOW(), \'update\', NEW."id", NEW."phone", NEW."project_id", NEW."queue_position", NEW."reason", NEW."received_at", NEW."reference", NEW."referrer_email", NEW."referrer_name", NEW."referrer_organisation", NEW."referrer_phone", NEW."referrer_role", NEW."source", NEW."state", NEW."submission_key", NEW."unemployed_since", NEW."work_situation"); RETURN NULL;', hash='c70c1e9ffed822eb112dcc779b2f228e119c4ebc', operation='UPDATE', pgid='pgtrigger_update_update_44190', table='clients_referral', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='referral',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_referralhistory" ("best_way", "body_id", "born_on", "case_id", "contact_language", "corrected_at", "corrected_by_id", "decided_at", "decided_by_id", "decline_reason", "email", "first_name", "has_protected_address", "id", "identity_code", "identity_index", "interpreter_language", "keyed_by_id", "language", "last_name", "municipality_id", "organisation_id", "override_reason", "person_agrees", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "project_id", "queue_position", "reason", "received_at", "reference", "referrer_email", "referrer_name", "referrer_organisation", "referrer_phone", "referrer_role", "source", "state", "submission_key", "unemployed_since", "work_situation") VALUES (OLD."best_way", OLD."body_id", OLD."born_on", OLD."case_id", OLD."contact_language", OLD."corrected_at", OLD."corrected_by_id", OLD."decided_at", OLD."decided_by_id", OLD."decline_reason", OLD."email", OLD."first_name", OLD."has_protected_address", OLD."id", OLD."identity_code", OLD."identity_index", OLD."interpreter_language", OLD."keyed_by_id", OLD."language", OLD."last_name", OLD."municipality_id", OLD."organisation_id", OLD."override_reason", OLD."person_agrees", NOW(), \'delete\', OLD."id", OLD."phone", OLD."project_id", OLD."queue_position", OLD."reason", OLD."received_at", OLD."reference", OLD."referrer_email", OLD."referrer_name", OLD."referrer_organisation", OLD."referrer_phone", OLD."referrer_role", OLD."source", OLD."state", OLD."submission_key", OLD."unemployed_since", OLD."work_situation"); RETURN NULL;', hash='dbeb678d0dc1ae6736d7bc7297835b53450e07c0', operation='DELETE', pgid='pgtrigger_delete_delete_d60f0', table='clients_referral', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='referralstep',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_referralstephistory" ("at", "happened_on", "id", "member_id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "referral_id", "state", "while_waiting") VALUES (NEW."at", NEW."happened_on", NEW."id", NEW."member_id", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."reason", NEW."referral_id", NEW."state", NEW."while_waiting"); RETURN NULL;', hash='b4aba0fbbac28ced51f423e84f9588a3ef6d54c9', operation='INSERT', pgid='pgtrigger_insert_insert_e44aa', table='clients_referralstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='referralstep',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clients_referralstephistory" ("at", "happened_on", "id", "member_id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "referral_id", "state", "while_waiting") VALUES (NEW."at", NEW."happened_on", NEW."id", NEW."member_id", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."reason", NEW."referral_id", NEW."state", NEW."while_waiting"); RETURN NULL;', hash='8e47e979f3a75b666ca9200b642a4450f479a83a', operation='UPDATE', pgid='pgtrigger_update_update_346de', table='clients_referralstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='referralstep',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_referralstephistory" ("at", "happened_on", "id", "member_id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "referral_id", "state", "while_waiting") VALUES (OLD."at", OLD."happened_on", OLD."id", OLD."member_id", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."reason", OLD."referral_id", OLD."state", OLD."while_waiting"); RETURN NULL;', hash='28d3aab89bb243fec07f4c8e8a5b6afb352e70b6', operation='DELETE', pgid='pgtrigger_delete_delete_ee941', table='clients_referralstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='serviceoverride',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_serviceoverridehistory" ("given_at", "given_by_id", "id", "kind", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "service_id", "stay_id", "until_on") VALUES (NEW."given_at", NEW."given_by_id", NEW."id", NEW."kind", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."reason", NEW."service_id", NEW."stay_id", NEW."until_on"); RETURN NULL;', hash='ec06545de70260e58f0a021a4d649b6f0800434b', operation='INSERT', pgid='pgtrigger_insert_insert_d7754', table='clients_serviceoverride', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='serviceoverride',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clients_serviceoverridehistory" ("given_at", "given_by_id", "id", "kind", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "service_id", "stay_id", "until_on") VALUES (NEW."given_at", NEW."given_by_id", NEW."id", NEW."kind", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."reason", NEW."service_id", NEW."stay_id", NEW."until_on"); RETURN NULL;', hash='95479fe95d3edb0eb4ae4535606ae3a6430c6bcf', operation='UPDATE', pgid='pgtrigger_update_update_4ee29', table='clients_serviceoverride', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='serviceoverride',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_serviceoverridehistory" ("given_at", "given_by_id", "id", "kind", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "service_id", "stay_id", "until_on") VALUES (OLD."given_at", OLD."given_by_id", OLD."id", OLD."kind", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."reason", OLD."service_id", OLD."stay_id", OLD."until_on"); RETURN NULL;', hash='7f6ebaedd74d4ffc501856d2642105dc36731cfd', operation='DELETE', pgid='pgtrigger_delete_delete_13312', table='clients_serviceoverride', when='AFTER')),
            ),
        ])
    ]
