"""First tables of the reporting app."""

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
from django.db import migrations, models

from tasmat.tenancy.at_once import AtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('jobs', '0001_initial'),
        ('tenancy', '0001_initial'),
    ]

    operations = [
        AtOnce([
            migrations.CreateModel(
                name='BudgetLine',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('section', models.TextField(choices=[('costs', 'Costs'), ('funding', 'Funding'), ('municipalities', 'Municipal funding')], verbose_name='part')),
                    ('label', models.TextField(verbose_name='item')),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('is_sum', models.BooleanField(default=False)),
                    ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='euros')),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='budget_lines', to='tenancy.project')),
                ],
                options={
                    'ordering': ('section', 'position', models.OrderBy(models.F('year'), nulls_last=True)),
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'project', 'section', 'label', 'year'), name='reporting_budget_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('section__in', ['costs', 'funding', 'municipalities'])), name='reporting_budget_section'), tasmat.tenancy.ddl.TenantKey(name='reporting_budgetline_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='reporting_budgetline_rls'), tasmat.tenancy.ddl.SameOrganisation(field='project', name='reporting_budgetline_project_same_org')],
                },
            ),
            migrations.CreateModel(
                name='BudgetLineHistory',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                    ('section', models.TextField(choices=[('costs', 'Costs'), ('funding', 'Funding'), ('municipalities', 'Municipal funding')], verbose_name='part')),
                    ('label', models.TextField(verbose_name='item')),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('is_sum', models.BooleanField(default=False)),
                    ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='euros')),
                    ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='reporting.budgetline')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.RowSecurity(name='reporting_budgetlinehistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='reporting_budgetlinehistory_read_only')],
                },
            ),
            migrations.CreateModel(
                name='IndicatorEstimate',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('code', models.TextField(verbose_name='indicator')),
                    ('women', models.PositiveIntegerField(verbose_name='women')),
                    ('men', models.PositiveIntegerField(verbose_name='men')),
                    ('non_binary', models.PositiveIntegerField(default=0, verbose_name='non-binary')),
                    ('basis', models.TextField(verbose_name='basis of the estimate')),
                    ('estimated_on', models.DateField(verbose_name='estimated on')),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='estimates', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'project', 'code'), name='reporting_estimate_once'), models.CheckConstraint(condition=models.Q(('code__in', ('EECO12', 'EECO15', 'EECO16'))), name='reporting_estimate_code'), models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='reporting_estimate_basis', violation_error_message='Write what the estimate is based on.'), tasmat.tenancy.ddl.TenantKey(name='reporting_indicatorestimate_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='reporting_indicatorestimate_rls'), tasmat.tenancy.ddl.SameOrganisation(field='project', name='reporting_indicatorestimate_project_same_org')],
                },
            ),
            migrations.CreateModel(
                name='IndicatorEstimateHistory',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                    ('code', models.TextField(verbose_name='indicator')),
                    ('women', models.PositiveIntegerField(verbose_name='women')),
                    ('men', models.PositiveIntegerField(verbose_name='men')),
                    ('non_binary', models.PositiveIntegerField(default=0, verbose_name='non-binary')),
                    ('basis', models.TextField(verbose_name='basis of the estimate')),
                    ('estimated_on', models.DateField(verbose_name='estimated on')),
                    ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='reporting.indicatorestimate')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.RowSecurity(name='reporting_indicatorestimatehistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='reporting_indicatorestimatehistory_read_only')],
                },
            ),
            migrations.CreateModel(
                name='IndicatorTarget',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('code', models.TextField(verbose_name='indicator')),
                    ('target', models.PositiveIntegerField(verbose_name='target')),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='indicator_targets', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'project', 'code'), name='reporting_target_once'), tasmat.tenancy.ddl.TenantKey(name='reporting_indicatortarget_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='reporting_indicatortarget_rls'), tasmat.tenancy.ddl.SameOrganisation(field='project', name='reporting_indicatortarget_project_same_org')],
                },
            ),
            migrations.CreateModel(
                name='IndicatorTargetHistory',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                    ('code', models.TextField(verbose_name='indicator')),
                    ('target', models.PositiveIntegerField(verbose_name='target')),
                    ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='reporting.indicatortarget')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.RowSecurity(name='reporting_indicatortargethistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='reporting_indicatortargethistory_read_only')],
                },
            ),
            migrations.CreateModel(
                name='OutcomeTarget',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('name_fi', models.TextField(verbose_name='name in Finnish')),
                    ('name_sv', models.TextField(verbose_name='name in Swedish')),
                    ('name_en', models.TextField(verbose_name='name in English')),
                    ('directions', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(choices=[('open_labour_market', 'work in the open labour market'), ('supported_work', 'work with a pay subsidy or other support'), ('vocational_studies', 'vocational studies'), ('other_studies', 'other studies'), ('work_activity', 'rehabilitative or other work activity'), ('job_search', 'job search with the employment services'), ('other_service', 'another service'), ('health_or_pension', 'treatment, rehabilitation benefit or pension'), ('unknown', 'not known')]), size=None, verbose_name='directions that count')),
                    ('denominator', models.TextField(choices=[('participants', 'all participants'), ('ended', 'participants who have ended')], verbose_name='counted of')),
                    ('target_percent', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='target, per cent')),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='outcome_targets', to='tenancy.project')),
                ],
                options={
                    'ordering': ('position', 'id'),
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'project', 'name_fi'), name='reporting_outcome_once'), models.CheckConstraint(condition=models.Q(('directions__contained_by', ['open_labour_market', 'supported_work', 'vocational_studies', 'other_studies', 'work_activity', 'job_search', 'other_service', 'health_or_pension', 'unknown'])), name='reporting_outcome_directions'), models.CheckConstraint(condition=models.Q(('denominator__in', ['participants', 'ended'])), name='reporting_outcome_of'), tasmat.tenancy.ddl.TenantKey(name='reporting_outcometarget_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='reporting_outcometarget_rls'), tasmat.tenancy.ddl.SameOrganisation(field='project', name='reporting_outcometarget_project_same_org')],
                },
            ),
            migrations.CreateModel(
                name='OutcomeTargetHistory',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                    ('name_fi', models.TextField(verbose_name='name in Finnish')),
                    ('name_sv', models.TextField(verbose_name='name in Swedish')),
                    ('name_en', models.TextField(verbose_name='name in English')),
                    ('directions', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(choices=[('open_labour_market', 'work in the open labour market'), ('supported_work', 'work with a pay subsidy or other support'), ('vocational_studies', 'vocational studies'), ('other_studies', 'other studies'), ('work_activity', 'rehabilitative or other work activity'), ('job_search', 'job search with the employment services'), ('other_service', 'another service'), ('health_or_pension', 'treatment, rehabilitation benefit or pension'), ('unknown', 'not known')]), size=None, verbose_name='directions that count')),
                    ('denominator', models.TextField(choices=[('participants', 'all participants'), ('ended', 'participants who have ended')], verbose_name='counted of')),
                    ('target_percent', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='target, per cent')),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='reporting.outcometarget')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.RowSecurity(name='reporting_outcometargethistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='reporting_outcometargethistory_read_only')],
                },
            ),
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('period_from', models.DateField()),
                    ('period_until', models.DateField()),
                    ('as_of', models.DateTimeField()),
                    ('snapshot', models.JSONField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('job', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                    ('made_by', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.membership')),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='tenancy.project')),
                ],
                options={
                    'ordering': ('-as_of', '-id'),
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'indexes': [models.Index(fields=['organisation', 'project', '-as_of'], name='reporting_report_of')],
                    'constraints': [tasmat.tenancy.ddl.AppendOnly(name='reporting_report_append'), models.UniqueConstraint(fields=('organisation', 'job'), name='reporting_report_of_job'), models.CheckConstraint(condition=models.Q(('period_until__gte', models.F('period_from'))), name='reporting_report_period'), tasmat.tenancy.ddl.TenantKey(name='reporting_report_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='reporting_report_rls'), tasmat.tenancy.ddl.SameOrganisation(field='project', name='reporting_report_project_same_org'), tasmat.tenancy.ddl.SameOrganisation(field='job', name='reporting_report_job_same_org'), tasmat.tenancy.ddl.SameOrganisation(field='made_by', name='reporting_report_made_by_same_org')],
                },
            ),
            migrations.CreateModel(
                name='ReportFile',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('format', models.TextField(choices=[('pdf', 'PDF'), ('xlsx', 'XLSX'), ('csv', 'CSV')])),
                    ('language', models.TextField()),
                    ('is_suppressed', models.BooleanField(default=False)),
                    ('path', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('size', models.PositiveIntegerField()),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                    ('report', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reporting.report')),
                ],
                options={
                    'ordering': ('is_suppressed', 'format', 'language'),
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.AppendOnly(name='reporting_file_append'), models.UniqueConstraint(fields=('organisation', 'report', 'format', 'language', 'is_suppressed'), name='reporting_file_once'), models.CheckConstraint(condition=models.Q(('format__in', ['pdf', 'xlsx', 'csv'])), name='reporting_file_format'), tasmat.tenancy.ddl.TenantKey(name='reporting_reportfile_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='reporting_reportfile_rls'), tasmat.tenancy.ddl.SameOrganisation(field='report', name='reporting_reportfile_report_same_org')],
                },
            ),
            migrations.CreateModel(
                name='SupportedEntity',
                fields=[
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.TextField(choices=[('public', 'public administration or service'), ('sme', 'micro, small or medium-sized enterprise')], verbose_name='kind')),
                    ('name', models.TextField(verbose_name='name')),
                    ('supported_on', models.DateField(verbose_name='first supported on')),
                    ('organisation', models.ForeignKey(db_index=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='entities', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'project', 'name'), name='reporting_entity_once', violation_error_message='The body is already listed: it is counted once.'), models.CheckConstraint(condition=models.Q(('kind__in', ['public', 'sme'])), name='reporting_entity_kind'), tasmat.tenancy.ddl.TenantKey(name='reporting_supportedentity_tenant_key'), tasmat.tenancy.ddl.RowSecurity(name='reporting_supportedentity_rls'), tasmat.tenancy.ddl.SameOrganisation(field='project', name='reporting_supportedentity_project_same_org')],
                },
            ),
            migrations.CreateModel(
                name='SupportedEntityHistory',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('actor', models.UUIDField(db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True)),
                    ('id', models.UUIDField(db_default=tasmat.tenancy.base.UuidV7(), default=tasmat.tenancy.base.new_id, editable=False, serialize=False)),
                    ('kind', models.TextField(choices=[('public', 'public administration or service'), ('sme', 'micro, small or medium-sized enterprise')], verbose_name='kind')),
                    ('name', models.TextField(verbose_name='name')),
                    ('supported_on', models.DateField(verbose_name='first supported on')),
                    ('organisation', models.ForeignKey(db_constraint=False, default=tasmat.tenancy.context.current_organisation, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.organisation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='tenant_events', to='reporting.supportedentity')),
                    ('project', tasmat.tenancy.base.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tenancy.project')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'objects',
                    'constraints': [tasmat.tenancy.ddl.RowSecurity(name='reporting_supportedentityhistory_rls'), tasmat.tenancy.ddl.ReadOnly(name='reporting_supportedentityhistory_read_only')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='budgetline',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_budgetlinehistory" ("amount", "id", "is_sum", "label", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "section", "year") VALUES (NEW."amount", NEW."id", NEW."is_sum", NEW."label", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."section", NEW."year"); RETURN NULL;', hash='f8d390b37a681c3e550d0645a6c422bdfa57eac3', operation='INSERT', pgid='pgtrigger_insert_insert_1edf1', table='reporting_budgetline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='budgetline',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_budgetlinehistory" ("amount", "id", "is_sum", "label", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "section", "year") VALUES (NEW."amount", NEW."id", NEW."is_sum", NEW."label", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."section", NEW."year"); RETURN NULL;', hash='44dd5bb38e8f20fa89c5ed7462ce935608a9d4e2', operation='UPDATE', pgid='pgtrigger_update_update_13721', table='reporting_budgetline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='budgetline',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_budgetlinehistory" ("amount", "id", "is_sum", "label", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "section", "year") VALUES (OLD."amount", OLD."id", OLD."is_sum", OLD."label", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."position", OLD."project_id", OLD."section", OLD."year"); RETURN NULL;', hash='f826c4cfe9624776bf9e9050229fa68bbff7749e', operation='DELETE', pgid='pgtrigger_delete_delete_fa917', table='reporting_budgetline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='indicatorestimate',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_indicatorestimatehistory" ("basis", "code", "estimated_on", "id", "men", "non_binary", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "women") VALUES (NEW."basis", NEW."code", NEW."estimated_on", NEW."id", NEW."men", NEW."non_binary", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."project_id", NEW."women"); RETURN NULL;', hash='c46945c76d4cc32b2704182d76970021f30b8f89', operation='INSERT', pgid='pgtrigger_insert_insert_f9840', table='reporting_indicatorestimate', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='indicatorestimate',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_indicatorestimatehistory" ("basis", "code", "estimated_on", "id", "men", "non_binary", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "women") VALUES (NEW."basis", NEW."code", NEW."estimated_on", NEW."id", NEW."men", NEW."non_binary", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."project_id", NEW."women"); RETURN NULL;', hash='0ad3d15050499acfb9ee15a237e27e14d321c11b', operation='UPDATE', pgid='pgtrigger_update_update_3aa56', table='reporting_indicatorestimate', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='indicatorestimate',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_indicatorestimatehistory" ("basis", "code", "estimated_on", "id", "men", "non_binary", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "women") VALUES (OLD."basis", OLD."code", OLD."estimated_on", OLD."id", OLD."men", OLD."non_binary", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."project_id", OLD."women"); RETURN NULL;', hash='bb8e306dbdb701a8252810612eee6966b321067a', operation='DELETE', pgid='pgtrigger_delete_delete_1a2e2', table='reporting_indicatorestimate', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='indicatortarget',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_indicatortargethistory" ("code", "id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "target") VALUES (NEW."code", NEW."id", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."project_id", NEW."target"); RETURN NULL;', hash='3bd5875eeef816d16feca17cee0c71fd7e2d336f', operation='INSERT', pgid='pgtrigger_insert_insert_b1ac8', table='reporting_indicatortarget', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='indicatortarget',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_indicatortargethistory" ("code", "id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "target") VALUES (NEW."code", NEW."id", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."project_id", NEW."target"); RETURN NULL;', hash='994c81c270d5593e4a4689adee0d2fcca1433c5f', operation='UPDATE', pgid='pgtrigger_update_update_17e0a', table='reporting_indicatortarget', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='indicatortarget',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_indicatortargethistory" ("code", "id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "target") VALUES (OLD."code", OLD."id", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."project_id", OLD."target"); RETURN NULL;', hash='d63fe40b83e2a0f8dcf606d582a39307c6ba6873', operation='DELETE', pgid='pgtrigger_delete_delete_cc9d1', table='reporting_indicatortarget', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outcometarget',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_outcometargethistory" ("denominator", "directions", "id", "name_en", "name_fi", "name_sv", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "target_percent") VALUES (NEW."denominator", NEW."directions", NEW."id", NEW."name_en", NEW."name_fi", NEW."name_sv", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."target_percent"); RETURN NULL;', hash='2c6b72ebd98fce7cad8b5646fec1927d3b0d1195', operation='INSERT', pgid='pgtrigger_insert_insert_4b930', table='reporting_outcometarget', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outcometarget',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_outcometargethistory" ("denominator", "directions", "id", "name_en", "name_fi", "name_sv", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "target_percent") VALUES (NEW."denominator", NEW."directions", NEW."id", NEW."name_en", NEW."name_fi", NEW."name_sv", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."target_percent"); RETURN NULL;', hash='4f71c5336ff130534421f6042e579874e61dfb30', operation='UPDATE', pgid='pgtrigger_update_update_629ac', table='reporting_outcometarget', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outcometarget',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_outcometargethistory" ("denominator", "directions", "id", "name_en", "name_fi", "name_sv", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "target_percent") VALUES (OLD."denominator", OLD."directions", OLD."id", OLD."name_en", OLD."name_fi", OLD."name_sv", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."position", OLD."project_id", OLD."target_percent"); RETURN NULL;', hash='3e80fb6bf9fdd50d5ef18ce4223092a1cce95100', operation='DELETE', pgid='pgtrigger_delete_delete_dfd54', table='reporting_outcometarget', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='supportedentity',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_supportedentityhistory" ("id", "kind", "name", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "supported_on") VALUES (NEW."id", NEW."kind", NEW."name", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."project_id", NEW."supported_on"); RETURN NULL;', hash='c2b82754737525c8895ca5cd53aef529b78e1e1a', operation='INSERT', pgid='pgtrigger_insert_insert_44adc', table='reporting_supportedentity', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='supportedentity',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_supportedentityhistory" ("id", "kind", "name", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "supported_on") VALUES (NEW."id", NEW."kind", NEW."name", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."project_id", NEW."supported_on"); RETURN NULL;', hash='d73272a1ec641a930af52df8d75e094712a4dfd5', operation='UPDATE', pgid='pgtrigger_update_update_fa9f0', table='reporting_supportedentity', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='supportedentity',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_supportedentityhistory" ("id", "kind", "name", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "supported_on") VALUES (OLD."id", OLD."kind", OLD."name", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."project_id", OLD."supported_on"); RETURN NULL;', hash='70e4d1591aab0df9a475727fb9d4a1b944664757', operation='DELETE', pgid='pgtrigger_delete_delete_908f5', table='reporting_supportedentity', when='AFTER')),
            ),
        ])
    ]
