"""Reads the facts of a project from the database into the shape the ESF+ rules work on; computes nothing."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Prefetch

from clients.models import Case, ConcurrentService, LabourMarketEvent, Stay
from reporting.models import EntityKind, IndicatorEstimate, SupportedEntity
from reporting.rules.indicators import EsfSettings, Estimate
from reporting.rules.participants import Gender, LabourEvent, Participant, ServiceSpan, StayFacts
from tasmat.tenancy.models import ExcludedService, Project, ProjectArea

_ENTITY_CODES = {EntityKind.PUBLIC: "EECO18", EntityKind.SME: "EECO19"}


def participants_of(project: Project) -> tuple[Participant, ...]:
    """Every participant of the project with its stays, by reference; five queries whatever their number."""
    excluded = ExcludedService.objects.filter(project=project).values("kind")
    cases = (
        Case.objects.filter(project=project, stays__isnull=False)
        .distinct()
        .select_related("client")
        .prefetch_related(
            Prefetch("stays", Stay.objects.order_by("entry_on", "id")),
            Prefetch("stays__events", LabourMarketEvent.objects.order_by("on", "id")),
            Prefetch("client__services", ConcurrentService.objects.filter(kind__in=excluded)),
        )
        .order_by("reference", "id")
    )
    return tuple(_participant(case) for case in cases)


def _participant(case: Case) -> Participant:
    client = case.client
    return Participant(
        id=str(case.id),
        reference=case.reference,
        stays=tuple(_stay(stay) for stay in case.stays.all()),
        gender=cast("Gender | None", client.gender or None),
        born_on=client.born_on,
        citizenship=client.citizenship or None,
        parents_born_abroad=client.parents_born_abroad,
        excluded_services=tuple(
            ServiceSpan(service.kind, service.starts_on, service.ends_on) for service in client.services.all()
        ),
    )


def _stay(stay: Stay) -> StayFacts:
    facts: Any = stay
    return StayFacts(
        entry_on=stay.entry_on,
        municipality=facts.municipality_id,
        entry_status=facts.entry_status or None,
        unemployed_since=stay.unemployed_since,
        in_education_at_entry=stay.in_education_at_entry,
        education_level=stay.education_level,
        exit_on=stay.exit_on,
        exit_status=facts.exit_status or None,
        exit_in_education=stay.exit_in_education,
        exit_qualification=stay.exit_qualification,
        later_events=tuple(LabourEvent(event.on, event.status) for event in facts.events.all()),
        six_month_status=facts.six_month_status or None,
    )


def settings_of(project: Project) -> EsfSettings:
    """What the project decides of the ESF+ rules; three queries."""
    areas = list(ProjectArea.objects.filter(project=project))
    return EsfSettings(
        start=project.starts_on,
        end=project.ends_on,
        areas=frozenset(area.municipality_id for area in areas),
        long_term_months=project.long_term_months,
        age_split=project.long_term_age_split,
        free_movement_counts_as_third=project.free_movement_is_third_country,
        min_age=project.minimum_age,
        estimates=_estimates(project),
        degurba=_degurba(areas),
        entities=_entities(project),
    )


def _estimates(project: Project) -> dict[str, Estimate]:
    return {
        each.code: Estimate(each.women, each.men, each.non_binary, each.basis)
        for each in IndicatorEstimate.objects.filter(project=project)
    }


def _degurba(areas: Iterable[ProjectArea]) -> dict[str, int] | None:
    """The degrees of urbanisation by municipality; None while any municipality of the project lacks one."""
    degrees = {area.municipality_id: area.degurba for area in areas}
    if not degrees or None in degrees.values():
        return None
    return {number: degree for number, degree in degrees.items() if degree is not None}


def _entities(project: Project) -> dict[str, tuple[Any, ...]]:
    """Days of first support by indicator; a body that is listed once is counted once."""
    days: defaultdict[str, list[Any]] = defaultdict(list)
    for kind, day in SupportedEntity.objects.filter(project=project).values_list("kind", "supported_on"):
        days[_ENTITY_CODES[EntityKind(kind)]].append(day)
    return {code: tuple(found) for code, found in days.items()}
