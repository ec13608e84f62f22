"""One row of every tenant table, so that whatever could leak is there; texts carry the mark of their owner.

`test_every_tenant_table_has_a_row` keeps this file complete.
"""

import datetime as dt
from dataclasses import dataclass

from clients.choices import AbsenceKind, AssignmentRole, ExitStatus, ReferralState, ServiceKind
from clients.models import (
    Absence,
    Assignment,
    Case,
    CaseImport,
    CaseTransfer,
    Client,
    ConcurrentService,
    EarlierName,
    Entry,
    EntryDraft,
    LabourMarketEvent,
    Referral,
    ReferralService,
    Stay,
)
from clients.services.opening import open_case, reindex
from reporting.models import (
    BudgetLine,
    IndicatorEstimate,
    IndicatorTarget,
    OutcomeTarget,
    Report,
    ReportFile,
    SupportedEntity,
)
from reporting.rendering.snapshot import fingerprint
from tasmat.audit.models import AccessEvent
from tasmat.files.storage import put
from tasmat.jobs.models import Job, State
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import current_organisation, tenant_context
from tasmat.tenancy.models import ExcludedService, Membership, ProjectArea
from tests.cast import DAY, Cast
from tests.reporting.sample_snapshot import sample_snapshot
from tests.world_casework import Casework, populate_casework


@dataclass
class World:
    """The rows of one area that addresses can name."""

    case: Case
    closed_case: Case
    referral: Referral
    entry: Entry
    service: ConcurrentService
    absence: Absence
    assignment: Assignment
    job: Job
    report: Report
    report_file: ReportFile
    member: Membership
    area: ProjectArea
    case_import: CaseImport
    entity: SupportedEntity
    outcome: OutcomeTarget
    work: Casework
    draft: EntryDraft


def make_client(mark: str, born_on: dt.date = dt.date(1980, 5, 17)) -> Client:
    """A client not saved yet whose every text carries the mark."""
    return Client(
        first_name=f"{mark}-first",
        last_name=f"{mark}-last",
        born_on=born_on,
        gender="W",
        citizenship="FI",
        parents_born_abroad=False,
        street_address=f"{mark}-street 1",
        phone="0401234567",
        email=f"{mark.lower()}@person.example",
        interpreter_language=f"{mark}-interpreter",
    )


def make_case(
    mark: str, area: ProjectArea, coach: Membership, *, entry_on: dt.date = dt.date(2025, 9, 2)
) -> Case:
    """An open case with complete ESF start data."""
    client = make_client(mark)
    client.municipality = area.municipality
    case = open_case(
        client,
        area.project,
        entry_on=entry_on,
        municipality=area.municipality,
        responsible=coach,
        reference=f"{mark}-1",
    )
    case.stays.update(
        entry_status="unemployed",
        unemployed_since=dt.date(2023, 1, 15),
        in_education_at_entry=False,
        education_level=3,
    )
    return case


def close(case: Case, on: dt.date = dt.date(2026, 1, 15)) -> Stay:
    """The last stay of the case, ended into work."""
    stay: Stay = case.stays.get()
    stay.exit_on, stay.exit_status, stay.direction = on, ExitStatus.EMPLOYED, "open_labour_market"
    stay.exit_in_education, stay.exit_qualification = False, False
    stay.save()
    LabourMarketEvent.objects.create(stay=stay, on=on, status=ExitStatus.EMPLOYED)
    return stay


def make_entry(case: Case, author: Membership, text: str) -> Entry:
    return Entry.objects.create(
        case=case,
        author=author,
        submission_key=new_id(),
        happened_on=dt.date(2026, 2, 24),
        kind="contact",
        channel="phone",
        text=text,
    )


def make_referral(mark: str, area: ProjectArea, **fields: object) -> Referral:
    referral: Referral = Referral.objects.create(
        **{
            "project": area.project,
            "reference": f"L-{mark}",
            "submission_key": new_id(),
            "referrer_role": "employment",
            "referrer_organisation": f"{mark}-body",
            "referrer_name": f"{mark}-official",
            "referrer_phone": "0501112233",
            "referrer_email": f"{mark.lower()}@body.example",
            "first_name": f"{mark}-referred",
            "last_name": f"{mark}-person",
            "born_on": dt.date(1990, 1, 2),
            "municipality": area.municipality,
            "phone": "0407654321",
            "email": f"{mark.lower()}@referred.example",
            "interpreter_language": f"{mark}-language",
            "best_way": "phone",
            "reason": f"{mark}-reason",
            "work_situation": "unemployed",
            "person_agrees": True,
            **fields,
        }
    )
    ReferralService.objects.create(
        referral=referral, kind=ServiceKind.SOCIAL_WORK, starts_on=dt.date(2025, 1, 1)
    )
    return referral


def _make_report(mark: str, area: ProjectArea, maker: Membership) -> ReportFile:
    job = Job.objects.create(
        kind="esf_report",
        params={"mark": mark},
        idempotency_key=f"{mark}-key",
        state=State.DONE,
        error=f"{mark}-error",
        requested_by=maker.user,
    )
    snapshot = sample_snapshot()
    snapshot["project"]["name"] = f"{mark}-project"
    report = Report.objects.create(
        project=area.project,
        job=job,
        period_from=dt.date(2025, 10, 1),
        period_until=dt.date(2025, 12, 31),
        as_of=dt.datetime(2026, 3, 2, 9, 12, tzinfo=dt.UTC),
        snapshot=snapshot,
        sha256=fingerprint(snapshot),
        made_by=maker,
    )
    job.result = {"report": str(report.id)}
    job.save()
    stored = put(b"%PDF-1.7", "reports/tests", current_organisation(), f"{mark}.pdf")
    return ReportFile.objects.create(report=report, format="pdf", language="fi", **stored._asdict())


def _make_import(mark: str, area: ProjectArea, manager: Membership) -> CaseImport:
    """A file of one new client that waits for its import."""
    header = "reference,first_name,last_name,municipality,entry_date"
    made: CaseImport = CaseImport.objects.create(
        project=area.project,
        uploaded_by=manager,
        submission_key=new_id(),
        uploaded_at=dt.datetime(2026, 3, 3, tzinfo=dt.UTC),
        content=f"{header}\n{mark}-9,{mark}-imported,{mark}-row,{area.municipality_id},2025-10-01\n",
    )
    return made


def _describe_project(mark: str, area: ProjectArea) -> tuple[SupportedEntity, OutcomeTarget]:
    project = area.project
    project.funder, project.eura_code, project.degurba_source = (
        f"{mark}-funder",
        f"{mark}-eura",
        f"{mark}-table",
    )
    project.contact_name, project.contact_email = f"{mark}-contact", f"{mark}@project.example".lower()
    project.save()
    ExcludedService.objects.get_or_create(project=project, kind="similar")
    IndicatorTarget.objects.get_or_create(project=project, code="EECO01", defaults={"target": 106})
    IndicatorEstimate.objects.get_or_create(
        project=project,
        code="EECO12",
        defaults={"women": 1, "men": 2, "basis": f"{mark}-basis", "estimated_on": DAY},
    )
    entity = SupportedEntity.objects.create(
        project=project, kind="sme", name=f"{mark}-company", supported_on=DAY
    )
    outcome = OutcomeTarget.objects.create(
        project=project,
        name_fi=f"{mark}-fi",
        name_sv=f"{mark}-sv",
        name_en=f"{mark}-en",
        directions=["open_labour_market", "vocational_studies"],
        denominator="ended",
        target_percent=45,
    )
    BudgetLine.objects.create(
        project=project, section="costs", label=f"{mark}-salaries", year=2025, amount="96039"
    )
    return entity, outcome


def populate(
    mark: str, area: ProjectArea, coach: Membership, manager: Membership, partner: Membership | None = None
) -> World:
    """Fills one area of the current organisation: open and closed case, referrals, entry, report."""
    case, closed = make_case(mark, area, coach), make_case(f"{mark}C", area, coach)
    left = close(closed)
    left.no_statement_reason = f"{mark}-needless"
    left.save(update_fields=["no_statement_reason"])
    EarlierName.objects.create(
        client=case.client,
        first_name=f"{mark}-earlier",
        last_name=f"{mark}-maiden",
        until_on=dt.date(2020, 1, 1),
    )
    reindex(case.client)
    service = ConcurrentService.objects.create(
        client=case.client,
        kind=ServiceKind.SOCIAL_WORK,
        provider=f"{mark}-provider",
        starts_on=dt.date(2025, 1, 1),
    )
    absence = Absence.objects.create(
        case=case, kind=AbsenceKind.SICK, starts_on=dt.date(2025, 10, 1), ends_on=dt.date(2025, 10, 5)
    )
    assignment = Assignment.objects.create(
        case=case,
        member=manager,
        role=AssignmentRole.SECOND,
        from_on=dt.date(2025, 9, 2),
        until_on=dt.date(2025, 9, 30),
        reason=f"{mark}-because",
    )
    CaseTransfer.objects.create(
        case=case,
        batch=new_id(),
        assignment=case.assignments.get(role=AssignmentRole.RESPONSIBLE),
        ended=assignment,
        made_by=manager,
        made_at=dt.datetime.now(dt.UTC),
        moved={"note": f"{mark}-transfer"},
    )
    if partner is not None:
        Assignment.objects.create(
            case=case,
            member=partner,
            role=AssignmentRole.PARTNER,
            from_on=dt.date(2025, 9, 2),
            until_on=dt.date(2026, 6, 30),
            agreed_on=dt.date(2025, 9, 2),
        )
    entry = make_entry(case, coach, f"{mark}-entry")
    draft = EntryDraft.objects.create(
        case=case, author=coach, submission_key=new_id(), fields={"text": f"{mark}-draft", "kind": "contact"}
    )
    referral = make_referral(mark, area)
    make_referral(
        f"{mark}D",
        area,
        state=ReferralState.DECLINED,
        decline_reason="other",
        override_reason=f"{mark}-all-the-same",
        decided_at=dt.datetime.now(dt.UTC),
        decided_by=manager,
    )
    entity, outcome = _describe_project(mark, area)
    file = _make_report(mark, area, manager)
    AccessEvent.objects.create(
        user=coach.user, action="SEE_CASES", route=f"{mark}-route", clients=[case.client_id]
    )
    return World(
        case,
        closed,
        referral,
        entry,
        service,
        absence,
        assignment,
        file.report.job,
        file.report,
        file,
        coach,
        area,
        _make_import(mark, area, manager),
        entity,
        outcome,
        populate_casework(mark, area, coach, case, closed, entry, referral),
        draft,
    )


def populate_cast(cast: Cast) -> tuple[World, World, World]:
    """(own area, other area, other organisation) for a coach of Iisalmi."""
    with tenant_context(cast.alpha.id, cast.mirja.user_id):
        own = populate("OWN", cast.areas["140"], cast.aino, cast.mirja, cast.pauli)
        other_area = populate("AREA", cast.areas["263"], cast.bertta, cast.mirja)
    with tenant_context(cast.beta.id, cast.otto.user_id):
        other = populate("CANARY", cast.beta_area, cast.otto, cast.otto)
    return own, other_area, other
