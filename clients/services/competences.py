"""Opinnollistaminen: competences of a client, and the organisation's units of qualifications from a table."""

from collections.abc import Iterable

from django.db import transaction

from clients.models import Case, Competence, QualificationUnit
from clients.rules.units import UnitFacts, UnitsPlan, plan_units


def shown_competences(case: Case) -> list[Competence]:
    """What the client has shown, oldest first, with unit and assessor; one query."""
    return list(case.competences.select_related("unit", "assessed_by__user"))


def plan_import(wanted: Iterable[UnitFacts]) -> UnitsPlan:
    """What importing these units would do to the organisation's."""
    known = {
        identifier: UnitFacts(identifier, *facts)
        for identifier, *facts in QualificationUnit.objects.values_list(*UnitFacts._fields)
    }
    return plan_units(wanted, known)


@transaction.atomic
def import_units(wanted: Iterable[UnitFacts]) -> UnitsPlan:
    """Adds the new units and changes those that differ; done twice it has happened once."""
    plan = plan_import(wanted)
    QualificationUnit.objects.bulk_create(QualificationUnit(**facts._asdict()) for facts in plan.new)
    for facts in plan.changed:
        QualificationUnit.objects.filter(identifier=facts.identifier).update(**facts._asdict())
    return plan
