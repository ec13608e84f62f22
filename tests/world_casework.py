"""Rows of case work for one area: plans, periods, papers, agenda, background; texts carry the mark of their owner."""

import datetime as dt
import json
from dataclasses import dataclass
from uuid import UUID

from clients.choices import ReferralState
from clients.models import (
    Agreement,
    Appointment,
    Background,
    Case,
    CaseMeeting,
    ClientMerge,
    CoachingPeriod,
    Competence,
    ConcurrentService,
    DifferentPeople,
    DigestChoice,
    Document,
    EligibilityCheck,
    EligibilityItem,
    EndDataAttempt,
    Entry,
    EntryAmendment,
    EntryGoal,
    EntryMove,
    Equipment,
    FormDraft,
    Goal,
    GoalRating,
    GoalStep,
    Handover,
    InductionDone,
    InductionItem,
    MeetingPerson,
    NetworkPerson,
    OutreachPerson,
    Phase,
    Plan,
    PlanVersion,
    Practice,
    Purchase,
    QualificationUnit,
    Referral,
    ReferralNote,
    ReferralStep,
    ReferringBody,
    ServiceOverride,
    Statement,
    Task,
    WorkshopDay,
)
from tasmat.files.storage import put
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import current_organisation
from tasmat.tenancy.models import Membership, ProjectArea

BEGAN, LATER = dt.date(2025, 9, 2), dt.date(2026, 2, 24)
AT = dt.datetime(2026, 2, 24, 9, 0, tzinfo=dt.UTC)


@dataclass
class Casework:
    """Ids of the rows that addresses can name, by the argument's name without `_id`."""

    by_area: dict[str, UUID]
    by_organisation: dict[str, UUID]


def populate_casework(
    mark: str,
    area: ProjectArea,
    coach: Membership,
    case: Case,
    closed: Case,
    entry: Entry,
    referral: Referral,
) -> Casework:
    """One row of every table of case work, and their ids."""
    lists = _lists(mark, area)
    referring = _referring(mark, area, coach, referral, lists)
    person = _person(mark, case, closed, coach)
    plan = _plan(mark, case, coach, entry, person["network"])
    periods = _periods(mark, case, coach, lists)
    papers = _papers(mark, case, coach, lists)
    agenda = _agenda(mark, case, coach, entry, referral)
    _entries(mark, case, closed, entry, coach)
    return Casework(
        by_area={**referring, **person, **plan, **periods, **papers, **agenda}, by_organisation=lists
    )


def _named(mark: str, what: str) -> dict[str, str]:
    return {f"name_{language}": f"{mark}-{what}-{language}" for language in ("fi", "sv", "en")}


def _lists(mark: str, area: ProjectArea) -> dict[str, UUID]:
    Practice.objects.get_or_create(project=area.project)
    phase = Phase.objects.create(
        project=area.project,
        **_named(mark, "phase"),
        weekly_contacts=2,
        weekly_for_weeks=4,
        longest_gap_days=14,
    )
    eligibility = EligibilityItem.objects.create(project=area.project, **_named(mark, "question"))
    induction = InductionItem.objects.create(project=area.project, **_named(mark, "induction"))
    body = ReferringBody.objects.create(
        role="employment",
        name=f"{mark}-body-name",
        email=f"{mark.lower()}@body-mail.example",
        phone=f"{mark}-040",
        secure_route=f"{mark}-route",
    )
    unit = QualificationUnit.objects.create(
        identifier=f"{mark}-100",
        name=f"{mark}-unit",
        qualification=f"{mark}-qualification",
        requirements=f"{mark}-requirements",
    )
    return {
        "phase": phase.id,
        "eligibility": eligibility.id,
        "induction": induction.id,
        "body": body.id,
        "unit": unit.id,
    }


def _referring(
    mark: str, area: ProjectArea, coach: Membership, referral: Referral, lists: dict[str, UUID]
) -> dict[str, UUID]:
    ReferralStep.objects.create(referral=referral, state=ReferralState.RECEIVED, at=AT)
    ReferralNote.objects.create(
        referral=referral, author=coach, submission_key=new_id(), text=f"{mark}-staffnote", written_at=AT
    )
    EligibilityCheck.objects.create(
        referral=referral, item_id=lists["eligibility"], is_met=True, checked_at=AT, checked_by=coach
    )
    outreach = OutreachPerson.objects.create(
        project=area.project,
        municipality=area.municipality,
        first_name=f"{mark}-met",
        last_name=f"{mark}-outside",
        phone=f"{mark}-050",
        met_on=LATER,
        place=f"{mark}-market",
        met_by=coach,
        submission_key=new_id(),
        state_on=LATER,
        note=f"{mark}-outreachnote",
    )
    return {"outreach": outreach.id}


def _person(mark: str, case: Case, closed: Case, coach: Membership) -> dict[str, UUID]:
    background = Background.objects.create(
        client=case.client,
        kind="work",
        title=f"{mark}-work",
        place=f"{mark}-workplace",
        level=f"{mark}-level",
        note=f"{mark}-backgroundnote",
    )
    network = NetworkPerson.objects.create(
        client=case.client,
        role="social_work",
        name=f"{mark}-worker",
        body=f"{mark}-office",
        phone=f"{mark}-044",
        email=f"{mark.lower()}@network.example",
        agreed_on=BEGAN,
        note=f"{mark}-spoken",
    )
    merge = ClientMerge.objects.create(
        kept=case.client,
        merged=closed.client,
        merged_at=AT,
        merged_by=coach,
        undone_at=AT,
        undone_by=coach,
        moved={"note": f"{mark}-moved"},
    )
    DifferentPeople.objects.create(
        first_id=min(case.client_id, closed.client_id),
        second_id=max(case.client_id, closed.client_id),
        said_at=AT,
        said_by=coach,
    )
    service = ConcurrentService.objects.get(client=case.client)
    ServiceOverride.objects.create(
        stay=case.stays.get(),
        service=service,
        kind=service.kind,
        reason=f"{mark}-overridereason",
        given_by=coach,
    )
    return {"background": background.id, "network": network.id, "merge": merge.id}


def _plan(mark: str, case: Case, coach: Membership, entry: Entry, network_id: UUID) -> dict[str, UUID]:
    meeting = CaseMeeting.objects.create(
        case=case,
        held_on=LATER,
        place=f"{mark}-room",
        decisions=f"{mark}-decisions",
        next_steps=f"{mark}-nextsteps",
        recorded_by=coach,
        submission_key=new_id(),
    )
    MeetingPerson.objects.create(
        meeting=meeting, network_person_id=network_id, name=f"{mark}-guest", body=f"{mark}-guestbody"
    )
    plan = Plan.objects.create(
        case=case,
        kind="coaching",
        situation=f"{mark}-situation",
        strengths=f"{mark}-strengths",
        support=f"{mark}-support",
        agreed=f"{mark}-agreed",
        starts_on=BEGAN,
    )
    goal = Goal.objects.create(
        plan=plan,
        title=f"{mark}-goal",
        icf_code=f"{mark}-d850",
        much_less=f"{mark}-m2",
        less=f"{mark}-m1",
        expected=f"{mark}-p0",
        more=f"{mark}-p1",
        much_more=f"{mark}-p2",
        set_on=BEGAN,
    )
    step = GoalStep.objects.create(goal=goal, what=f"{mark}-step", doer_name=f"{mark}-doer")
    rating = GoalRating.objects.create(
        goal=goal, on=LATER, level=-1, note=f"{mark}-ratingnote", recorded_by=coach
    )
    version = PlanVersion.objects.create(
        plan=plan,
        number=1,
        made_on=LATER,
        made_by=coach,
        meeting=meeting,
        content={"situation": f"{mark}-frozen", "goals": []},
        sha256="0" * 64,
        accepted_note=f"{mark}-ownwords",
    )
    handover = Handover.objects.create(
        case=case,
        direction="job_search",
        to_body=f"{mark}-next",
        to_person=f"{mark}-nextperson",
        goal=f"{mark}-owngoal",
        agreed_on=LATER,
        what_was_told=f"{mark}-told",
        recorded_by=coach,
    )
    EntryGoal.objects.create(entry=entry, goal=goal)
    return {
        "meeting": meeting.id,
        "plan": plan.id,
        "goal": goal.id,
        "step": step.id,
        "rating": rating.id,
        "version": version.id,
        "handover": handover.id,
    }


def _periods(mark: str, case: Case, coach: Membership, lists: dict[str, UUID]) -> dict[str, UUID]:
    period = CoachingPeriod.objects.create(
        case=case, phase_id=lists["phase"], starts_on=BEGAN, note=f"{mark}-periodnote"
    )
    agreement = Agreement.objects.create(
        case=case,
        kind="own_workshop",
        starts_on=BEGAN,
        ends_on=dt.date(2026, 3, 31),
        place=f"{mark}-workshop",
        tasks=f"{mark}-tasks",
        ended_why=f"{mark}-whyended",
        made_by=coach,
    )
    WorkshopDay.objects.create(case=case, on=LATER, hours="5.5", recorded_by=coach)
    InductionDone.objects.create(case=case, item_id=lists["induction"], on=BEGAN, recorded_by=coach)
    equipment = Equipment.objects.create(
        case=case, what=f"{mark}-shoes", handed_on=BEGAN, note=f"{mark}-equipmentnote"
    )
    purchase = Purchase.objects.create(
        case=case,
        kind="course",
        what=f"{mark}-course",
        provider=f"{mark}-school",
        bought_on=LATER,
        cost="120.00",
        result=f"{mark}-result",
    )
    return {
        "period": period.id,
        "agreement": agreement.id,
        "equipment": equipment.id,
        "purchase": purchase.id,
    }


def _papers(mark: str, case: Case, coach: Membership, lists: dict[str, UUID]) -> dict[str, UUID]:
    document = Document.objects.create(
        **put(b"%PDF-1.7", "documents/tests", current_organisation(), f"{mark}-path")._asdict(),
        case=case,
        kind="agreement",
        title=f"{mark}-signed",
        file_name=f"{mark}-signed.pdf",
        content_type="application/pdf",
        submission_key=new_id(),
        made_by=coach,
    )
    competence = Competence.objects.create(
        case=case,
        unit_id=lists["unit"],
        what=f"{mark}-shown",
        place=f"{mark}-kitchen",
        starts_on=BEGAN,
        level="fully",
        assessed_on=LATER,
        assessed_by=coach,
    )
    statement = Statement.objects.create(
        case=case,
        kind="end",
        recipient=f"{mark}-recipient",
        sections=[{"key": "entries", "title": f"{mark}-title", "text": f"{mark}-statement"}],
        composed_by=coach,
    )
    attempt = EndDataAttempt.objects.create(
        stay=case.stays.get(),
        on=LATER,
        how="phone",
        result=f"{mark}-noanswer",
        made_by=coach,
        submission_key=new_id(),
    )
    return {
        "document": document.id,
        "competence": competence.id,
        "statement": statement.id,
        "attempt": attempt.id,
    }


def _agenda(mark: str, case: Case, coach: Membership, entry: Entry, referral: Referral) -> dict[str, UUID]:
    appointment = Appointment.objects.create(
        member=coach,
        case=case,
        referral=referral,
        submission_key=new_id(),
        starts_at=AT,
        ends_at=AT + dt.timedelta(hours=1),
        title=f"{mark}-appointment",
        place=f"{mark}-library",
        note=f"{mark}-appointmentnote",
        entry=entry,
    )
    task = Task.objects.create(
        owner=coach,
        made_by=coach,
        case=case,
        title=f"{mark}-task",
        note=f"{mark}-tasknote",
        due_on=LATER,
        key=f"{mark}-taskkey",
    )
    DigestChoice.objects.create(member=coach)
    return {"appointment": appointment.id, "task": task.id}


def _entries(mark: str, case: Case, closed: Case, entry: Entry, coach: Membership) -> None:
    Entry.objects.filter(id=entry.id).update(place=f"{mark}-cafe", kilometres=12, icf_codes=["d850"])
    EntryAmendment.objects.create(
        entry=entry, author=coach, submission_key=new_id(), text=f"{mark}-amendment"
    )
    FormDraft.objects.create(
        case=case,
        author=coach,
        place=f"{mark}-place",
        page_key=new_id(),
        typed=json.dumps({"fields": {"note": [f"{mark}-typed"]}, "title": f"{mark}-title"}),
        saved_at=AT,
    )
    EntryMove.objects.create(
        entry=entry, from_case=closed, to_case=case, moved_by=coach, reason=f"{mark}-wrongperson"
    )
    Case.objects.filter(id=case.id).update(informed_on=BEGAN, informed_version=f"{mark}-v1")
