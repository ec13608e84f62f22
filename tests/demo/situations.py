"""What a tour of casework must find in the demo, one by one."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count

from clients.choices import Channel, Counterpart, DueKind, EntryKind, ReferralState, TaskKind
from clients.models import (
    Absence,
    Agreement,
    Appointment,
    Assignment,
    Case,
    CaseMeeting,
    CaseTransfer,
    Client,
    ClientMerge,
    Competence,
    Document,
    EarlierName,
    Entry,
    EntryAmendment,
    EntryDraft,
    EntryMove,
    Equipment,
    InductionDone,
    InductionItem,
    MeetingPerson,
    NetworkPerson,
    OutreachPerson,
    PlanVersion,
    Purchase,
    Referral,
    Statement,
    Stay,
    Task,
)
from clients.rules.closing import undoings
from clients.rules.contacts import Shortage
from clients.services.caseload import overviews, with_facts
from clients.services.continuing import candidates
from clients.services.duplicates import alike_people, mergeable
from clients.services.merging import undo_refusal
from clients.services.plan_versions import open_link
from reporting.demo.making import DAY
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.audit.history import history_of
from tasmat.jobs.models import Job
from tasmat.tenancy.models import Membership, Project

Finder = Callable[[], Any]
FOUND: dict[str, dict[str, Finder]] = {
    "toimi": {
        "two people who are one": lambda: alike_people(mergeable(manager(), DAY)),
        "a merge that can be undone": lambda: [
            merge
            for merge in ClientMerge.objects.select_related("kept")
            if not undo_refusal(merge, clock.now(), is_latest=True)
        ],
        "a running project to go on into": lambda: candidates(
            Case.objects.filter(project__code="TASMAT"), follow_up(), DAY
        ),
        "clients who went on": lambda: Case.objects.filter(continued_from__isnull=False),
        "an imported case without a coach": lambda: Case.objects.filter(awaits_coach=True),
        "every kind of entry": lambda: set(Entry.objects.values_list("kind", flat=True)) >= set(EntryKind),
        "every channel": lambda: set(Entry.objects.values_list("channel", flat=True)) >= set(Channel),
        "every counterpart": lambda: (
            set(Entry.objects.values_list("counterpart", flat=True)) == set(Counterpart)
        ),
        "a shared visit": lambda: Entry.objects.filter(shared_key__isnull=False),
        "a moved entry": EntryMove.objects.all,
        "an amended entry": EntryAmendment.objects.all,
        "two drafts of one entry": lambda: EntryDraft.objects.filter(parted_from__isnull=False),
        "too long without contact": lambda: short(Shortage.GAP),
        "a pause": lambda: Absence.objects.filter(kind="paused", ends_on=None),
        "every state of a referral": lambda: (
            set(Referral.objects.values_list("state", flat=True)) == set(ReferralState)
        ),
        "a waiting list of three": lambda: (
            Referral.objects.filter(state="waiting", municipality__number="925").count() == 3
        ),
        "a first meeting booked from a referral": lambda: Appointment.objects.filter(referral__isnull=False),
        "outreach of each state": lambda: (
            OutreachPerson.objects.with_stage().values("stage").distinct().count() == 4
        ),
        "a partner at a case meeting": lambda: MeetingPerson.objects.filter(
            member__in=Assignment.objects.filter(role="partner").open_on(DAY).values("member")
        ),
        "two versions of a plan": lambda: PlanVersion.objects.filter(number=2),
        "each way of accepting a plan": lambda: (
            set(PlanVersion.objects.values_list("accepted_how", flat=True))
            == {"paper", "link", "spoken", None}
        ),
        "a plan that waits for the client": lambda: [
            version for version in PlanVersion.objects.filter(accepted_on=None) if open_link(version)
        ],
        "a statement being written": lambda: Statement.objects.filter(approved_at=None),
        "a statement approved, not sent": lambda: Statement.objects.filter(
            approved_at__isnull=False, sent_on=None
        ),
        "a statement sent": lambda: Statement.objects.filter(sent_on__isnull=False),
        "waiting for 28 days": lambda: Task.objects.filter(kind=TaskKind.FOLLOW_UP_28, done_at=None),
        "waiting for six months": lambda: due(DueKind.FOLLOW_UP),
        "a plan to review": lambda: Task.objects.filter(kind=TaskKind.PLAN_REVIEW, done_at=None),
        "end data missing": lambda: due(DueKind.END),
        "a re-entry": lambda: Case.objects.annotate(times=Count("stays")).filter(times=2),
        "an ending undone": lambda: [
            row for row in Stay.objects.filter(exit_on=None) if undoings(endings_of(row))
        ],
        "a death": lambda: Client.objects.filter(died_on__isnull=False),
        "a meeting that a death cancelled": lambda: Appointment.objects.filter(
            state="cancelled", case__client__died_on__isnull=False
        ),
        "a protected address": lambda: Client.objects.filter(has_protected_address=True),
        "a trustee": lambda: NetworkPerson.objects.filter(role="trustee"),
        "a note before a home visit": lambda: [
            row for row in Client.objects.filter(safety_note__isnull=False) if row.safety_note
        ],
        "a home visit booked": lambda: Appointment.objects.filter(kind="home_visit", state="planned"),
        "an earlier name": EarlierName.objects.all,
        "an interpreter": lambda: Client.objects.exclude(interpreter_language=""),
        "a client without a phone": lambda: Client.objects.filter(phone=""),
        "a second coach": lambda: Assignment.objects.filter(role="second"),
        "a substitute today": lambda: Assignment.objects.filter(role="substitute").open_on(DAY),
        "cases handed over to be read": lambda: CaseTransfer.objects.filter(read_at=None),
        "over an excluded service": lambda: Referral.objects.exclude(override_reason=""),
    },
    "kumppaniksi": {
        "a week short of contacts": lambda: short(Shortage.WEEK),
        "an absence that stops the rule": lambda: [
            each for each in everybody() if each.absence and not each.needs_contact
        ],
        "an extended agreement": lambda: Agreement.objects.filter(extends__isnull=False),
        "a trial at an employer": lambda: Agreement.objects.filter(kind="outside_trial"),
        "an agreement that ends soon": lambda: Task.objects.filter(kind=TaskKind.AGREEMENT_ENDS),
        "an induction half done": lambda: [
            number
            for number in InductionDone.objects.values("case")
            .annotate(n=Count("id"))
            .values_list("n", flat=True)
            if 0 < number < InductionItem.objects.count()
        ],
        "equipment not returned": lambda: Equipment.objects.filter(returned_on=None),
        "equipment returned": lambda: Equipment.objects.filter(returned_on__isnull=False),
        "a purchase with its result": lambda: Purchase.objects.filter(is_done=True).exclude(result=""),
        "a CV in two versions": lambda: Document.objects.filter(kind="cv", number=2),
        "an application": lambda: Document.objects.filter(kind="application"),
        "a competence not assessed yet": lambda: Competence.objects.filter(level=None),
        "a certificate asked for": lambda: Job.objects.filter(params__paper="competence"),
        "a plan agreed on in a meeting": lambda: CaseMeeting.objects.filter(versions__isnull=False),
        "a withdrawn referral": lambda: Referral.objects.filter(state="withdrawn"),
    },
}


def manager() -> Membership:
    member: Membership = Membership.objects.get(user__email="paallikko@toimi.example")
    assert member.can(Action.MERGE_CLIENTS)
    return member


def follow_up() -> Project:
    found: Project = Project.objects.get(code="JATKUMO")
    assert found.ends_on > DAY
    return found


def everybody() -> list[Any]:
    return overviews(with_facts(Case.objects.open_on(DAY), DAY), DAY)


def short(why: Shortage) -> list[Any]:
    return [each for each in everybody() if each.contact.shortage is why]


def due(kind: DueKind) -> list[Any]:
    return [each for each in overviews(with_facts(Case.objects.all(), DAY), DAY) if kind in each.due_kinds]


def endings_of(stay: Stay) -> Any:
    versions = history_of(Stay).filter(pgh_obj=stay.id).order_by("pgh_id")
    return [(row.exit_on, row.pgh_created_at, row.actor) for row in versions]
