"""First tables of the tenancy app."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import tasmat.audit.history
import tasmat.tenancy.base
import tasmat.tenancy.context
import tasmat.tenancy.ddl
from django.conf import settings
from django.db import migrations, models

from tasmat.tenancy.at_once import AtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        AtOnce([
            migrations.CreateModel(
                name='Municipality',
                fields=[
                    ('number', models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name='number')),
                    ('name_fi', models.TextField()),
                    ('name_sv', models.TextField()),
                    ('valid_until', models.DateField(null=True)),
                    ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ],
                options={
                    'ordering': ('name_fi',),
                },
            ),
            migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                    ('name', models.TextField(verbose_name='name')),
                    ('requires_second_factor', models.BooleanField(default=False, verbose_name='second factor required')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='tenancy_organisation_name', violation_error_message='Give the organisation a name.')],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(choices=[('coach', 'Coach'), ('manager', 'Project manager'), ('administrator', 'Organisation administrator'), ('municipality', "Municipality's contact person")]), size=None, verbose_name='roles')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('joined_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.OwnRowsSecurity(name='tenancy_membership_rls'), models.UniqueConstraint(fields=('organisation', 'user'), name='tenancy_member_once'), models.CheckConstraint(condition=models.Q(('roles__contained_by', ['coach', 'manager', 'administrator', 'municipality']), ('roles__len__gt', 0)), name='tenancy_member_roles', violation_error_message='Choose at least one role.'), tasmat.tenancy.ddl.TenantKey(name='tenancy_membership_tenant_key')],
                },
            ),
            migrations.CreateModel(
                name='ProjectCode',
                fields=[
                    ('code', models.TextField(primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\\Z', 'Use letters, digits, - and _.')])),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'code'), name='tenancy_projectcode_key')],
                },
            ),
            migrations.CreateModel(
                name='Project',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('name', models.TextField(verbose_name='name')),
                    ('starts_on', models.DateField(verbose_name='first day')),
                    ('ends_on', models.DateField(verbose_name='last day')),
                    ('eura_code', models.TextField(blank=True, default='', verbose_name='EURA project code')),
                    ('funder', models.TextField(blank=True, default='', verbose_name='funder')),
                    ('coach_word', models.TextField(choices=[('responsible_coach', 'responsible coach'), ('case_manager', 'case manager'), ('job_coach', 'job coach')], default='responsible_coach', verbose_name='word for the responsible person')),
                    ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minimum age, years')),
                    ('contact_interval_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='longest time between contacts, days')),
                    ('takes_referrals', models.BooleanField(default=True, verbose_name='takes referrals by web form')),
                    ('long_term_months', models.PositiveSmallIntegerField(default=12, verbose_name='long-term unemployed after, months')),
                    ('long_term_age_split', models.BooleanField(default=False, verbose_name='under 25: long-term after six months')),
                    ('free_movement_is_third_country', models.BooleanField(default=True, verbose_name='EEA and Swiss citizens count as third-country nationals')),
                    ('degurba_source', models.TextField(blank=True, default='', verbose_name='source and year of the degree of urbanisation')),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                    ('code', tasmat.tenancy.base.TenantForeignKey(db_column='code', db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='tenancy.projectcode', verbose_name='code')),
                ],
                options={
                    'ordering': ('-starts_on', 'name'),
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'code'), name='tenancy_project_code_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='tenancy_project_dates', violation_error_message='The last day is before the first day.'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='tenancy_project_name', violation_error_message='Give the project a name.'), models.CheckConstraint(condition=models.Q(('coach_word__in', ['responsible_coach', 'case_manager', 'job_coach'])), name='tenancy_project_coach_word'), tasmat.tenancy.ddl.TenantKey(name='tenancy_project_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='tenancy_project_rls'), tasmat.tenancy.ddl.SameOrganisation(field='code', name='tenancy_project_code_same_org')],
                },
            ),
            migrations.CreateModel(
                name='ExcludedService',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.TextField(verbose_name='service')),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='excluded_services', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'project', 'kind'), name='tenancy_excluded_once'), tasmat.tenancy.ddl.TenantKey(name='tenancy_excludedservice_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='tenancy_excludedservice_rls'), tasmat.tenancy.ddl.SameOrganisation(field='project', name='tenancy_excludedservice_project_same_org')],
                },
            ),
            migrations.CreateModel(
                name='ExcludedServiceHistory',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                    ('kind', models.TextField(verbose_name='service')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='tenancy.excludedservice')),
                    ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.RowSecurity(name='tenancy_excludedservicehistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='tenancy_excludedservicehistory_read_only')],
                },
            ),
            migrations.CreateModel(
                name='ProjectArea',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('quota', models.PositiveIntegerField(verbose_name='quota, participants')),
                    ('degurba', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='degree of urbanisation')),
                    ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='tenancy.project')),
                ],
                options={
                    'ordering': ('municipality__name_fi',),
                    'permissions': (('work_in_area', 'Works in the area'),),
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'project', 'municipality'), name='tenancy_area_once', violation_error_message='The municipality is already in the project.'), models.CheckConstraint(condition=models.Q(('degurba__isnull', True), ('degurba__range', (1, 3)), _connector='OR'), name='tenancy_area_degurba', violation_error_message='The degree of urbanisation is 1, 2 or 3.'), tasmat.tenancy.ddl.TenantKey(name='tenancy_projectarea_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='tenancy_projectarea_rls'), tasmat.tenancy.ddl.SameOrganisation(field='project', name='tenancy_projectarea_project_same_org')],
                },
            ),
            migrations.CreateModel(
                name='ProjectAreaHistory',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                    ('quota', models.PositiveIntegerField(verbose_name='quota, participants')),
                    ('degurba', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='degree of urbanisation')),
                    ('municipality', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.municipality')),
                    ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='tenancy.projectarea')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.RowSecurity(name='tenancy_projectareahistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='tenancy_projectareahistory_read_only')],
                },
            ),
            migrations.CreateModel(
                name='ProjectHistory',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                    ('name', models.TextField(verbose_name='name')),
                    ('starts_on', models.DateField(verbose_name='first day')),
                    ('ends_on', models.DateField(verbose_name='last day')),
                    ('eura_code', models.TextField(blank=True, default='', verbose_name='EURA project code')),
                    ('funder', models.TextField(blank=True, default='', verbose_name='funder')),
                    ('coach_word', models.TextField(choices=[('responsible_coach', 'responsible coach'), ('case_manager', 'case manager'), ('job_coach', 'job coach')], default='responsible_coach', verbose_name='word for the responsible person')),
                    ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minimum age, years')),
                    ('contact_interval_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='longest time between contacts, days')),
                    ('takes_referrals', models.BooleanField(default=True, verbose_name='takes referrals by web form')),
                    ('long_term_months', models.PositiveSmallIntegerField(default=12, verbose_name='long-term unemployed after, months')),
                    ('long_term_age_split', models.BooleanField(default=False, verbose_name='under 25: long-term after six months')),
                    ('free_movement_is_third_country', models.BooleanField(default=True, verbose_name='EEA and Swiss citizens count as third-country nationals')),
                    ('degurba_source', models.TextField(blank=True, default='', verbose_name='source and year of the degree of urbanisation')),
                    ('code', tasmat.tenancy.base.TenantForeignKey(db_column='code', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.projectcode', verbose_name='code')),
                    ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.RowSecurity(name='tenancy_projecthistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='tenancy_projecthistory_read_only')],
                },
            ),
            migrations.CreateModel(
                name='MembershipHistory',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                    ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(choices=[('coach', 'Coach'), ('manager', 'Project manager'), ('administrator', 'Organisation administrator'), ('municipality', "Municipality's contact person")]), size=None, verbose_name='roles')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('joined_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='tenancy.membership')),
                    ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.RowSecurity(name='tenancy_membershiphistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='tenancy_membershiphistory_read_only')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='membership',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tenancy_membershiphistory" ("id", "is_active", "joined_at", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "user_id") VALUES (NEW."id", NEW."is_active", NEW."joined_at", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."roles", NEW."user_id"); RETURN NULL;', hash='a2c5e752bee6e7abf745c551f25eb21730a03f63', operation='INSERT', pgid='pgtrigger_insert_insert_bd4d0', table='tenancy_membership', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='membership',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tenancy_membershiphistory" ("id", "is_active", "joined_at", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "user_id") VALUES (NEW."id", NEW."is_active", NEW."joined_at", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."roles", NEW."user_id"); RETURN NULL;', hash='ec85f7d9fab7304512786c73aa875d911eb32c98', operation='UPDATE', pgid='pgtrigger_update_update_c9fda', table='tenancy_membership', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='membership',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tenancy_membershiphistory" ("id", "is_active", "joined_at", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "user_id") VALUES (OLD."id", OLD."is_active", OLD."joined_at", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."roles", OLD."user_id"); RETURN NULL;', hash='bfddad7afceeb9ad7c4f524ad7f5031a4abcb921', operation='DELETE', pgid='pgtrigger_delete_delete_d2ec3', table='tenancy_membership', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='excludedservice',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tenancy_excludedservicehistory" ("id", "kind", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."id", NEW."kind", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;', hash='83982e20b1e4d857e976056419873315c5d51715', operation='INSERT', pgid='pgtrigger_insert_insert_9d3bf', table='tenancy_excludedservice', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='excludedservice',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tenancy_excludedservicehistory" ("id", "kind", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."id", NEW."kind", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;', hash='7e505124525f3300347861a109fccf82ca28206d', operation='UPDATE', pgid='pgtrigger_update_update_c8575', table='tenancy_excludedservice', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='excludedservice',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tenancy_excludedservicehistory" ("id", "kind", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."id", OLD."kind", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;', hash='ebf259ceb2f3c90d95161746bd234efe6f5526a4', operation='DELETE', pgid='pgtrigger_delete_delete_66111', table='tenancy_excludedservice', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='projectarea',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tenancy_projectareahistory" ("degurba", "id", "municipality_id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "quota") VALUES (NEW."degurba", NEW."id", NEW."municipality_id", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."project_id", NEW."quota"); RETURN NULL;', hash='c99fa7626890b1f4163f8842195dede7c0d44432', operation='INSERT', pgid='pgtrigger_insert_insert_9c633', table='tenancy_projectarea', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='projectarea',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tenancy_projectareahistory" ("degurba", "id", "municipality_id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "quota") VALUES (NEW."degurba", NEW."id", NEW."municipality_id", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."project_id", NEW."quota"); RETURN NULL;', hash='6b76fb5ec80f920179e941cdfb544124f6a02082', operation='UPDATE', pgid='pgtrigger_update_update_14f04', table='tenancy_projectarea', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='projectarea',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tenancy_projectareahistory" ("degurba", "id", "municipality_id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "quota") VALUES (OLD."degurba", OLD."id", OLD."municipality_id", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."project_id", OLD."quota"); RETURN NULL;', hash='1f5c2d0838ae212e555ec97bbeac60acc5929718', operation='DELETE', pgid='pgtrigger_delete_delete_23ab7', table='tenancy_projectarea', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tenancy_projecthistory" ("coach_word", "code", "contact_interval_days", "degurba_source", "ends_on", "eura_code", "free_movement_is_third_country", "funder", "id", "long_term_age_split", "long_term_months", "minimum_age", "name", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "takes_referrals") VALUES (NEW."coach_word", NEW."code", NEW."contact_interval_days", NEW."degurba_source", NEW."ends_on", NEW."eura_code", NEW."free_movement_is_third_country", NEW."funder", NEW."id", NEW."long_term_age_split", NEW."long_term_months", NEW."minimum_age", NEW."name", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."takes_referrals"); RETURN NULL;', hash='006e8de2fa510e56b3ad3a32a14b25aa1668675a', operation='INSERT', pgid='pgtrigger_insert_insert_2aad2', table='tenancy_project', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tenancy_projecthistory" ("coach_word", "code", "contact_interval_days", "degurba_source", "ends_on", "eura_code", "free_movement_is_third_country", "funder", "id", "long_term_age_split", "long_term_months", "minimum_age", "name", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "takes_referrals") VALUES (NEW."coach_word", NEW."code", NEW."contact_interval_days", NEW."degurba_source", NEW."ends_on", NEW."eura_code", NEW."free_movement_is_third_country", NEW."funder", NEW."id", NEW."long_term_age_split", NEW."long_term_months", NEW."minimum_age", NEW."name", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."starts_on", NEW."takes_referrals"); RETURN NULL;', hash='3d813cc03a761fe011de0695b528e3750e1950fc', operation='UPDATE', pgid='pgtrigger_update_update_18a74', table='tenancy_project', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tenancy_projecthistory" ("coach_word", "code", "contact_interval_days", "degurba_source", "ends_on", "eura_code", "free_movement_is_third_country", "funder", "id", "long_term_age_split", "long_term_months", "minimum_age", "name", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "takes_referrals") VALUES (OLD."coach_word", OLD."code", OLD."contact_interval_days", OLD."degurba_source", OLD."ends_on", OLD."eura_code", OLD."free_movement_is_third_country", OLD."funder", OLD."id", OLD."long_term_age_split", OLD."long_term_months", OLD."minimum_age", OLD."name", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."takes_referrals"); RETURN NULL;', hash='f19672914ed6fc89613056765ed0a90bf30bec45', operation='DELETE', pgid='pgtrigger_delete_delete_4e529', table='tenancy_project', when='AFTER')),
            ),
        ])
    ]
