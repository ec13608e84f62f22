"""What the demo consists of before any of it is in the database. Fields are named as the columns they become."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clients.choices import (
    AbsenceKind,
    AssignmentRole,
    Channel,
    ContactLanguage,
    ContactWay,
    DeclineReason,
    Direction,
    EntryKind,
    EntryStatus,
    ExitStatus,
    ReferralSource,
    ReferralState,
    ReferrerRole,
    ServiceKind,
    SixMonthStatus,
    WorkSituation,
)
from reporting.models import BudgetSection, Denominator, EntityKind
from tasmat.access.roles import Role


@dataclass(frozen=True)
class FormerName:
    """A name that a person had until a day."""

    first_name: str
    last_name: str
    until_on: dt.date


@dataclass(frozen=True)
class Person:
    """A made-up person. `former` is what the person was called when referred."""

    first_name: str
    last_name: str
    born_on: dt.date
    gender: str | None
    citizenship: str | None
    parents_born_abroad: bool | None
    municipality_id: str
    street_address: str
    phone: str
    email: str
    contact_language: str = ContactLanguage.FINNISH
    interpreter_language: str = ""
    best_way: str = ContactWay.PHONE
    has_protected_address: bool = False
    former: FormerName | None = None


@dataclass(frozen=True)
class ServicePlan:
    """A service or benefit beside the project."""

    kind: ServiceKind
    starts_on: dt.date
    ends_on: dt.date | None = None


@dataclass(frozen=True)
class EventPlan:
    """A change of the labour-market situation after the exit."""

    on: dt.date
    status: ExitStatus


@dataclass(frozen=True)
class StayPlan:
    """From entry to exit, with the ESF+ facts of both."""

    entry_on: dt.date
    municipality_id: str
    entry_status: EntryStatus | None
    unemployed_since: dt.date | None = None
    in_education_at_entry: bool | None = False
    education_level: int | None = None
    exit_on: dt.date | None = None
    exit_status: ExitStatus | None = None
    exit_in_education: bool | None = None
    exit_qualification: bool | None = None
    direction: Direction | None = None
    six_month_status: SixMonthStatus | None = None
    events: tuple[EventPlan, ...] = ()


@dataclass(frozen=True)
class AssignmentPlan:
    """`member` is the key of a MemberPlan."""

    member: str
    role: AssignmentRole
    from_on: dt.date
    until_on: dt.date | None = None
    reason: str = ""
    agreed_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True)
class AbsencePlan:
    """A time away from the project."""

    kind: AbsenceKind
    starts_on: dt.date
    ends_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class EntryPlan:
    """`author` is the key of a MemberPlan."""

    author: str
    happened_on: dt.date
    kind: EntryKind
    channel: Channel | None
    minutes: int | None
    text: str
    created_at: dt.datetime


@dataclass(frozen=True)
class Referrer:
    """Who refers people to a project."""

    referrer_role: ReferrerRole
    referrer_organisation: str = ""
    referrer_name: str = ""
    referrer_phone: str = ""
    referrer_email: str = ""


@dataclass(frozen=True)
class StepPlan:
    """A step of a referral after it was received; `member` is the key of a MemberPlan."""

    state: ReferralState
    at: dt.datetime
    member: str
    reason: DeclineReason | None = None


@dataclass(frozen=True)
class ReferralPlan:
    """One referral; `keyed_by` and `decided_by` are keys of MemberPlans, empty for nobody.

    `steps` are taken once it is there; those of a referral that is planned as decided follow from its dates.
    """

    reference: str
    received_at: dt.datetime
    referrer: Referrer
    person: Person
    reason: str
    work_situation: WorkSituation
    unemployed_since: dt.date | None = None
    services: tuple[ServicePlan, ...] = ()
    source: ReferralSource = ReferralSource.WEB
    keyed_by: str = ""
    state: ReferralState = ReferralState.RECEIVED
    decided_at: dt.datetime | None = None
    decided_by: str = ""
    decline_reason: DeclineReason | None = None
    override_reason: str = ""
    steps: tuple[StepPlan, ...] = ()


@dataclass(frozen=True)
class Course:
    """What happens to one client, before referral and entries are told of it."""

    person: Person
    stays: tuple[StayPlan, ...]
    assignments: tuple[AssignmentPlan, ...]
    services: tuple[ServicePlan, ...] = ()
    absences: tuple[AbsencePlan, ...] = ()
    last_contact_on: dt.date | None = None  # of the open stay
    attempts: tuple[dt.date, ...] = ()  # failed ones since then
    override_reason: str = ""

    @property
    def entry_on(self) -> dt.date:
        return self.stays[0].entry_on

    @property
    def is_open(self) -> bool:
        return self.stays[-1].exit_on is None

    @property
    def responsible(self) -> str:
        """Key of the latest responsible coach."""
        return [each.member for each in self.assignments if each.role == AssignmentRole.RESPONSIBLE][-1]


@dataclass(frozen=True)
class CasePlan:
    """A client in a project with everything recorded."""

    reference: str
    course: Course
    referrals: tuple[ReferralPlan, ...]
    entries: tuple[EntryPlan, ...]

    @property
    def created_at(self) -> dt.datetime:
        """A case begins when its referral is accepted."""
        decided_at = self.referrals[0].decided_at
        if decided_at is None:
            raise ValueError(f"{self.reference} has a referral that is not decided")
        return decided_at


@dataclass(frozen=True)
class MemberPlan:
    """`key` is the part of the e-mail before the @; areas are municipality numbers."""

    key: str
    name: str
    roles: tuple[Role, ...]
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class BudgetRow:
    """One printed line of the decision in whole euros; sums by year, None for the printed total."""

    section: BudgetSection
    label: str
    euros: Mapping[int | None, int]
    is_sum: bool = False


@dataclass(frozen=True)
class OutcomePlan:
    """A promised outcome with its names."""

    name_fi: str
    name_sv: str
    name_en: str
    directions: tuple[Direction, ...]
    denominator: Denominator
    target_percent: int | None


@dataclass(frozen=True)
class EntityPlan:
    """A body that the project supported."""

    kind: EntityKind
    name: str
    supported_on: dt.date


@dataclass(frozen=True)
class ProjectPlan:
    """The facts of a project; `rules` are further columns of Project."""

    code: str
    name: str
    starts_on: dt.date
    ends_on: dt.date
    quotas: Mapping[str, int]
    rules: Mapping[str, Any]
    excluded: tuple[ServiceKind, ...] = ()
    budget: tuple[BudgetRow, ...] = ()
    indicator_targets: Mapping[str, int] = field(default_factory=dict)
    outcomes: tuple[OutcomePlan, ...] = ()
    entities: tuple[EntityPlan, ...] = ()


@dataclass(frozen=True)
class OrganisationPlan:
    """One tenant with its project, as of a day. `referrals` are those without a case.

    `follow_up` is the project that clients of this one can go on into.
    """

    day: dt.date
    slug: str
    name: str
    domain: str
    project: ProjectPlan
    members: tuple[MemberPlan, ...]
    cases: tuple[CasePlan, ...]
    referrals: tuple[ReferralPlan, ...]
    follow_up: ProjectPlan | None = None

    def of_role(self, role: Role) -> MemberPlan:
        """The first member with the role."""
        return next(member for member in self.members if role in member.roles)
