import clients.models.walls
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import tasmat.audit.history
import tasmat.tenancy.base
import tasmat.tenancy.context
import tasmat.tenancy.ddl
from django.db import migrations, models


# Open cases from before this wall, of files that named no coach: the manager names one.
AWAIT_COACH = """
do $body$ declare organisation uuid; begin
  for organisation in select id from tenancy_organisation loop
    perform set_config('tasmat.organisation', organisation::text, true);
    update clients_case c set awaits_coach = true
     where not exists (select from clients_assignment a where a.organisation_id = c.organisation_id
                          and a.case_id = c.id and a.role = 'responsible' and a.until_on is null);
  end loop;
  perform set_config('tasmat.organisation', '', true);
end $body$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0002_casework"),
        ("tenancy", "0003_partner_role"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="statement",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="statement",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="statement",
            name="delete_delete",
        ),
        migrations.CreateModel(
            name="CaseTransfer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=tasmat.tenancy.base.UuidV7(),
                        default=tasmat.tenancy.base.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("batch", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                ("moved", models.JSONField(default=dict)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "assignment",
                    tasmat.tenancy.base.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfers",
                        to="clients.assignment",
                    ),
                ),
                (
                    "case",
                    tasmat.tenancy.base.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfers",
                        to="clients.case",
                    ),
                ),
                (
                    "ended",
                    tasmat.tenancy.base.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="clients.assignment",
                    ),
                ),
                (
                    "made_by",
                    tasmat.tenancy.base.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=tasmat.tenancy.context.current_organisation,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("made_at", "id"),
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "batch"], name="clients_transfer_batch")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "assignment"), name="clients_transfer_once"
                    ),
                    tasmat.tenancy.ddl.TenantKey(name="clients_casetransfer_tenant_key"),
                    tasmat.tenancy.ddl.RowSecurity(name="clients_casetransfer_rls"),
                    tasmat.tenancy.ddl.SameOrganisation(
                        field="case", name="clients_casetransfer_case_same_org"
                    ),
                    tasmat.tenancy.ddl.SameOrganisation(
                        field="assignment", name="clients_casetransfer_assignment_same_org"
                    ),
                    tasmat.tenancy.ddl.SameOrganisation(
                        field="ended", name="clients_casetransfer_ended_same_org"
                    ),
                    tasmat.tenancy.ddl.SameOrganisation(
                        field="made_by", name="clients_casetransfer_made_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseTransferHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "actor",
                    models.UUIDField(
                        db_default=tasmat.audit.history.CurrentUser(), editable=False, null=True
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        db_default=tasmat.tenancy.base.UuidV7(),
                        default=tasmat.tenancy.base.new_id,
                        editable=False,
                        serialize=False,
                    ),
                ),
                ("batch", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                ("moved", models.JSONField(default=dict)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "assignment",
                    tasmat.tenancy.base.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clients.assignment",
                    ),
                ),
                (
                    "case",
                    tasmat.tenancy.base.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clients.case",
                    ),
                ),
                (
                    "ended",
                    tasmat.tenancy.base.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clients.assignment",
                    ),
                ),
                (
                    "made_by",
                    tasmat.tenancy.base.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tenancy.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        default=tasmat.tenancy.context.current_organisation,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tenancy.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="tenant_events",
                        to="clients.casetransfer",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    tasmat.tenancy.ddl.RowSecurity(name="clients_casetransferhistory_rls"),
                    tasmat.tenancy.ddl.ReadOnly(name="clients_casetransferhistory_read_only"),
                ],
            },
        ),
        migrations.AddField(
            model_name="statement",
            name="language",
            field=models.TextField(
                choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                default="fi",
                verbose_name="language",
            ),
        ),
        migrations.AddField(
            model_name="statementhistory",
            name="language",
            field=models.TextField(
                choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                default="fi",
                verbose_name="language",
            ),
        ),
        migrations.RunSQL(AWAIT_COACH, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=clients.models.walls.CoachStays(name="clients_assignment_coach_stays"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=clients.models.walls.CoachIsNamed(name="clients_case_coach_named"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("approved_at__isnull", True)),
                fields=("organisation", "case", "kind"),
                name="clients_statement_one_draft",
                violation_error_message="A statement of this kind is being written already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("language__isnull", True), ("language__in", ["fi", "sv", "en"]), _connector="OR"
                ),
                name="clients_statement_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="stay",
            constraint=clients.models.walls.StayHasCoach(name="clients_stay_has_coach"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "clients_statementhistory" ("approved_at", "approved_by_id", "case_id", "client_has_seen", "composed_at", "composed_by_id", "id", "kind", "language", "number", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "sections", "sent_by_id", "sent_how", "sent_on") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."case_id", NEW."client_has_seen", NEW."composed_at", NEW."composed_by_id", NEW."id", NEW."kind", NEW."language", NEW."number", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."recipient", NEW."sections", NEW."sent_by_id", NEW."sent_how", NEW."sent_on"); RETURN NULL;',
                    hash="af514aa1a085b22dda73dcb6a791112ccebc460c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_90a79",
                    table="clients_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "clients_statementhistory" ("approved_at", "approved_by_id", "case_id", "client_has_seen", "composed_at", "composed_by_id", "id", "kind", "language", "number", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "sections", "sent_by_id", "sent_how", "sent_on") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."case_id", NEW."client_has_seen", NEW."composed_at", NEW."composed_by_id", NEW."id", NEW."kind", NEW."language", NEW."number", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."recipient", NEW."sections", NEW."sent_by_id", NEW."sent_how", NEW."sent_on"); RETURN NULL;',
                    hash="5ab0060bb19f7a8ad544b332c1a631588f3db5ea",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_93bb3",
                    table="clients_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "clients_statementhistory" ("approved_at", "approved_by_id", "case_id", "client_has_seen", "composed_at", "composed_by_id", "id", "kind", "language", "number", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "sections", "sent_by_id", "sent_how", "sent_on") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."case_id", OLD."client_has_seen", OLD."composed_at", OLD."composed_by_id", OLD."id", OLD."kind", OLD."language", OLD."number", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."recipient", OLD."sections", OLD."sent_by_id", OLD."sent_how", OLD."sent_on"); RETURN NULL;',
                    hash="947c74c20bf54c76b754a5bb1e3536372522759a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8e1d4",
                    table="clients_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetransfer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "clients_casetransferhistory" ("assignment_id", "batch", "case_id", "ended_id", "id", "made_at", "made_by_id", "moved", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at") VALUES (NEW."assignment_id", NEW."batch", NEW."case_id", NEW."ended_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."moved", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."read_at"); RETURN NULL;',
                    hash="3bdba70ff813da6c636d93658c03a79d497e8bfb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ec21b",
                    table="clients_casetransfer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetransfer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "clients_casetransferhistory" ("assignment_id", "batch", "case_id", "ended_id", "id", "made_at", "made_by_id", "moved", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at") VALUES (NEW."assignment_id", NEW."batch", NEW."case_id", NEW."ended_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."moved", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."read_at"); RETURN NULL;',
                    hash="7b54184c39644baeaa6313e08b65f1936a4d2f28",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_06079",
                    table="clients_casetransfer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetransfer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "clients_casetransferhistory" ("assignment_id", "batch", "case_id", "ended_id", "id", "made_at", "made_by_id", "moved", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at") VALUES (OLD."assignment_id", OLD."batch", OLD."case_id", OLD."ended_id", OLD."id", OLD."made_at", OLD."made_by_id", OLD."moved", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."read_at"); RETURN NULL;',
                    hash="f0d95d8cfabc889feb8acbd7b2777dfa81d81743",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d1b1f",
                    table="clients_casetransfer",
                    when="AFTER",
                ),
            ),
        ),
    ]
