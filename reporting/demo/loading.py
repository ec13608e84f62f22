"""Writes the planned demo to the database: the rows that the pages would have made, in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from clients.models import (
    Absence,
    Assignment,
    Case,
    Client,
    ConcurrentService,
    EarlierName,
    Entry,
    LabourMarketEvent,
    Referral,
    ReferralService,
    Stay,
)
from clients.services.opening import reindex_all
from clients.services.referrals import CONTACT, NAMES
from clients.services.watch import watch
from reporting.demo.daywork import write_daywork, write_lists
from reporting.demo.examples import write_examples
from reporting.demo.finding import at
from reporting.demo.follow_up import write_follow_up
from reporting.demo.plan import CasePlan, OrganisationPlan, ProjectPlan, ReferralPlan
from reporting.demo.practices import PRACTICES
from reporting.demo.referring_work import write_referring
from reporting.demo.situations import write_situations
from reporting.demo.under_way import write_outreach, write_steps
from reporting.models import BudgetLine, IndicatorTarget, OutcomeTarget, SupportedEntity
from tasmat import clock
from tasmat.access.areas import grant_areas
from tasmat.access.roles import Role
from tasmat.accounts.models import User
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import ExcludedService, Membership, Organisation, Project, ProjectArea
from tasmat.tenancy.services import add_project

PASSWORD = "taskumatti-2026"  # noqa: S105  The demo's sign-ins are printed.
MARK = "(demo)"  # at the end of the name of every organisation of the demo

# What a referral tells of the person.
REFERRED = tuple("municipality_id" if name == "municipality" else name for name in NAMES + CONTACT)

Members = Mapping[str, Membership]


def demo_organisations() -> list[Organisation]:
    """Those of the demo in this database, in the order in which they were written."""
    return list(Organisation.objects.filter(name__endswith=MARK).order_by("id"))


@transaction.atomic
def load(plans: Iterable[OrganisationPlan]) -> None:
    """Everything or nothing. Raises ValidationError when a code, an address or an e-mail of the demo is taken."""
    password = make_password(PASSWORD)  # once: it is slow by design
    for plan in plans:
        with clock.as_of(at(plan.day, 11)):
            _load(plan, password)


def _load(plan: OrganisationPlan, password: str) -> None:
    organisation = Organisation(slug=plan.slug, name=plan.name)
    organisation.full_clean()
    organisation.save()
    users = _make_users(plan, password)
    with tenant_context(organisation.id, users[plan.of_role(Role.ADMINISTRATOR).key].id):
        project = _make_project(plan.project, organisation)
        follow_up = _make_project(plan.follow_up, organisation) if plan.follow_up else None
        members = _make_members(plan, users)
    with tenant_context(organisation.id, users[plan.of_role(Role.MANAGER).key].id):
        cases = _make_cases(plan.cases, project, members)
        _make_referrals(plan, cases, project, members)
        write_referring(project, members[plan.of_role(Role.MANAGER).key])
        write_daywork(project, cases, members, plan.day)
    _make_entries(organisation, cases, members)
    manager, coach = (members[plan.of_role(role).key] for role in (Role.MANAGER, Role.COACH))
    with tenant_context(organisation.id, manager.user_id):
        write_steps(plan.referrals, members, plan.day)
        write_examples(project, manager, plan.day)
        if follow_up is not None:
            write_lists(follow_up, PRACTICES[str(follow_up.code_id)])
            write_outreach(project, coach)
            write_situations(project, coach, manager, plan.day)
            write_follow_up(project, follow_up, coach, manager, plan.day)
        watch(plan.day, clock.now())


def _make_users(plan: OrganisationPlan, password: str) -> dict[str, User]:
    users = {
        member.key: User(email=f"{member.key}@{plan.domain}", name=member.name, password=password)
        for member in plan.members
    }
    for user in users.values():
        user.validate_unique()
    User.objects.bulk_create(users.values())
    return users


def _make_project(plan: ProjectPlan, organisation: Organisation) -> Project:
    project = add_project(
        plan.code,
        organisation=organisation,
        name=plan.name,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        quotas=plan.quotas,
    )
    for column, value in plan.rules.items():
        setattr(project, column, value)
    project.full_clean()
    project.save()
    ExcludedService.objects.bulk_create(ExcludedService(project=project, kind=kind) for kind in plan.excluded)
    _make_targets(plan, project)
    return project


def _make_targets(plan: ProjectPlan, project: Project) -> None:
    IndicatorTarget.objects.bulk_create(
        IndicatorTarget(project=project, code=code, target=target)
        for code, target in plan.indicator_targets.items()
    )
    OutcomeTarget.objects.bulk_create(
        OutcomeTarget(
            project=project, position=position, **{**vars(outcome), "directions": list(outcome.directions)}
        )
        for position, outcome in enumerate(plan.outcomes)
    )
    SupportedEntity.objects.bulk_create(
        SupportedEntity(project=project, **vars(body)) for body in plan.entities
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            project=project,
            section=row.section,
            label=row.label,
            position=position,
            is_sum=row.is_sum,
            year=year,
            amount=Decimal(euros),
        )
        for position, row in enumerate(plan.budget)
        for year, euros in row.euros.items()
    )


def _make_members(plan: OrganisationPlan, users: Mapping[str, User]) -> Members:
    """Everybody works in the same municipalities in every project of the organisation."""
    areas = list(ProjectArea.objects.all())
    members = {
        member.key: Membership(user=users[member.key], roles=list(member.roles)) for member in plan.members
    }
    Membership.objects.bulk_create(members.values())
    for member in plan.members:
        grant_areas(members[member.key], [area for area in areas if area.municipality_id in member.areas])
    return members


def _make_cases(plans: Sequence[CasePlan], project: Project, members: Members) -> list[tuple[CasePlan, Case]]:
    """Clients and cases with all but referrals and entries."""
    areas = {area.municipality_id: area for area in ProjectArea.objects.filter(project=project)}
    clients = [Client(**_columns(plan.course.person, without=("former",))) for plan in plans]
    Client.objects.bulk_create(clients)
    cases = [
        (
            plan,
            Case(
                client=client,
                project=project,
                area=areas.get(plan.course.stays[0].municipality_id),
                reference=plan.reference,
                created_at=plan.created_at,
            ),
        )
        for plan, client in zip(plans, clients, strict=True)
    ]
    Case.objects.bulk_create(case for _plan, case in cases)
    _make_details(cases, members)
    reindex_all(clients)
    return cases


def _make_details(cases: Sequence[tuple[CasePlan, Case]], members: Members) -> None:
    EarlierName.objects.bulk_create(
        EarlierName(client=case.client, **vars(plan.course.person.former))
        for plan, case in cases
        if plan.course.person.former
    )
    ConcurrentService.objects.bulk_create(
        ConcurrentService(client=case.client, **vars(each))
        for plan, case in cases
        for each in plan.course.services
    )
    Absence.objects.bulk_create(
        Absence(case=case, **vars(each)) for plan, case in cases for each in plan.course.absences
    )
    Assignment.objects.bulk_create(
        Assignment(case=case, **{**vars(each), "member": members[each.member]})
        for plan, case in cases
        for each in plan.course.assignments
    )
    stays = [
        (each, Stay(case=case, **_columns(each, without=("events",))))
        for plan, case in cases
        for each in plan.course.stays
    ]
    Stay.objects.bulk_create(stay for _plan, stay in stays)
    LabourMarketEvent.objects.bulk_create(
        LabourMarketEvent(stay=stay, **vars(event)) for plan, stay in stays for event in plan.events
    )


def _make_referrals(
    plan: OrganisationPlan, cases: Sequence[tuple[CasePlan, Case]], project: Project, members: Members
) -> None:
    planned: list[tuple[ReferralPlan, Case | None]] = [(referral, None) for referral in plan.referrals]
    planned += [(referral, case) for case_plan, case in cases for referral in case_plan.referrals]
    referrals = [(each, _referral(each, case, project, members)) for each, case in planned]
    Referral.objects.bulk_create(referral for _plan, referral in referrals)
    ReferralService.objects.bulk_create(
        ReferralService(referral=referral, **vars(service))
        for each, referral in referrals
        for service in each.services
    )


def _referral(plan: ReferralPlan, case: Case | None, project: Project, members: Members) -> Referral:
    return Referral(
        project=project,
        case=case,
        submission_key=new_id(),
        person_agrees=True,
        keyed_by=members.get(plan.keyed_by),
        decided_by=members.get(plan.decided_by),
        **vars(plan.referrer),
        **{name: getattr(plan.person, name) for name in REFERRED},
        **_columns(plan, without=("referrer", "person", "services", "keyed_by", "decided_by", "steps")),
    )


def _make_entries(
    organisation: Organisation, cases: Sequence[tuple[CasePlan, Case]], members: Members
) -> None:
    """Each coach writes the own ones, so that the change history tells who did."""
    written = [(entry, case) for plan, case in cases for entry in plan.entries]
    written.sort(key=lambda pair: (pair[0].author, pair[0].created_at))
    for author, pairs in groupby(written, key=lambda pair: pair[0].author):
        member = members[author]
        with tenant_context(organisation.id, member.user_id):
            Entry.objects.bulk_create(
                Entry(case=case, submission_key=new_id(), **{**vars(entry), "author": member})
                for entry, case in pairs
            )


def _columns(plan: Any, *, without: Sequence[str]) -> dict[str, Any]:
    """The values of a plan by column, nested plans left out."""
    return {name: value for name, value in vars(plan).items() if name not in without}
