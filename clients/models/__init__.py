"""Tables of the clients app, by subject."""

from clients.models.agenda import Appointment, DigestChoice, Task
from clients.models.case import (
    Absence,
    Assignment,
    Case,
    CaseTransfer,
    EndDataAttempt,
    LabourMarketEvent,
    Stay,
)
from clients.models.client import (
    Background,
    Client,
    ClientMerge,
    ConcurrentService,
    DifferentPeople,
    EarlierName,
    NetworkPerson,
    SearchToken,
)
from clients.models.draft import FormDraft
from clients.models.entry import Entry, EntryAmendment, EntryDraft, EntryGoal, EntryMove
from clients.models.exclusion import ServiceOverride
from clients.models.imports import CaseImport
from clients.models.outreach import OutreachPerson
from clients.models.papers import Competence, Document, QualificationUnit, Statement
from clients.models.period import (
    Agreement,
    CoachingPeriod,
    Equipment,
    InductionDone,
    Purchase,
    WorkshopDay,
)
from clients.models.plan import (
    CaseMeeting,
    Goal,
    GoalRating,
    GoalStep,
    Handover,
    MeetingPerson,
    Plan,
    PlanVersion,
)
from clients.models.practice import EligibilityItem, InductionItem, Phase, Practice
from clients.models.referral import (
    EligibilityCheck,
    Referral,
    ReferralNote,
    ReferralService,
    ReferralStep,
    ReferringBody,
)

__all__ = (
    "Absence",
    "Agreement",
    "Appointment",
    "Assignment",
    "Background",
    "Case",
    "CaseImport",
    "CaseMeeting",
    "CaseTransfer",
    "Client",
    "ClientMerge",
    "CoachingPeriod",
    "Competence",
    "ConcurrentService",
    "DifferentPeople",
    "DigestChoice",
    "Document",
    "EarlierName",
    "EligibilityCheck",
    "EligibilityItem",
    "EndDataAttempt",
    "Entry",
    "EntryAmendment",
    "EntryDraft",
    "EntryGoal",
    "EntryMove",
    "Equipment",
    "FormDraft",
    "Goal",
    "GoalRating",
    "GoalStep",
    "Handover",
    "InductionDone",
    "InductionItem",
    "LabourMarketEvent",
    "MeetingPerson",
    "NetworkPerson",
    "OutreachPerson",
    "Phase",
    "Plan",
    "PlanVersion",
    "Practice",
    "Purchase",
    "QualificationUnit",
    "Referral",
    "ReferralNote",
    "ReferralService",
    "ReferralStep",
    "ReferringBody",
    "SearchToken",
    "ServiceOverride",
    "Statement",
    "Stay",
    "Task",
    "WorkshopDay",
)
