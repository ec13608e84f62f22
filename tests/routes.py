"""Every address of an organisation, from the resolver, with rows to put into it."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver, reverse

from tasmat.access.actions import Action
from tasmat.tenancy.checks import walk
from tests.world import World

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
MISSING = uuid.UUID("00000000-0000-7000-8000-000000000000")

# Rows that belong to an area: a coach of another area does not find them.
BY_AREA: dict[str, Callable[[World], Any]] = {
    "case_id": lambda world: world.case.id,
    "client_id": lambda world: world.case.client_id,
    "other_id": lambda world: world.closed_case.client_id,
    "referral_id": lambda world: world.referral.id,
    "entry_id": lambda world: world.entry.id,
    "service_id": lambda world: world.service.id,
    "absence_id": lambda world: world.absence.id,
    "assignment_id": lambda world: world.assignment.id,
    "draft_id": lambda world: world.draft.id,
}
# Rows of case work, by the name of the argument without `_id`; tests/world_casework.py makes them.
WORK_BY_AREA = (
    "outreach",
    "background",
    "network",
    "merge",
    "meeting",
    "plan",
    "goal",
    "step",
    "rating",
    "version",
    "handover",
    "period",
    "agreement",
    "equipment",
    "purchase",
    "document",
    "competence",
    "statement",
    "attempt",
    "appointment",
    "task",
)
WORK_BY_ORGANISATION = ("phase", "eligibility", "induction", "body", "unit")


def _work(area: str, name: str) -> Callable[[World], Any]:
    return lambda world: getattr(world.work, area)[name]


BY_AREA |= {f"{name}_id": _work("by_area", name) for name in WORK_BY_AREA}
# Rows of the whole organisation or project.
BY_ORGANISATION: dict[str, Callable[[World], Any]] = {
    "import_id": lambda world: world.case_import.id,
    "job_id": lambda world: world.job.id,
    "report_id": lambda world: world.report.id,
    "file_id": lambda world: world.report_file.id,
    "member_id": lambda world: world.member.id,
    "project_id": lambda world: world.area.project_id,
    "area_id": lambda world: world.area.id,
    "entity_id": lambda world: world.entity.id,
    "outcome_id": lambda world: world.outcome.id,
}
BY_ORGANISATION |= {f"{name}_id": _work("by_organisation", name) for name in WORK_BY_ORGANISATION}
FIXED = {"code": "EECO01", "background_kind": "work"}
# Rows of one member: to everybody else of the organisation they are not there.
OWN = {"job_id"}


@dataclass(frozen=True)
class Route:
    """One published address; `arguments` are the names of what it wants besides the organisation."""

    name: str
    action: Action
    arguments: tuple[str, ...]

    @property
    def is_by_area(self) -> bool:
        return any(argument in BY_AREA for argument in self.arguments)

    @property
    def is_own(self) -> bool:
        return any(argument in OWN for argument in self.arguments)

    @property
    def names_a_row(self) -> bool:
        return any(argument in BY_AREA or argument in BY_ORGANISATION for argument in self.arguments)

    def url(self, organisation: str, world: World | None) -> str:
        """The address with the rows of a world; without one with ids that do not exist."""
        return reverse(self.name, args=[organisation, *(self._value(name, world) for name in self.arguments)])

    def _value(self, argument: str, world: World | None) -> Any:
        if argument in FIXED:
            return FIXED[argument]
        find = (BY_AREA | BY_ORGANISATION)[argument]  # KeyError: tell tests/routes.py about the new argument
        return MISSING if world is None else find(world)


def member_routes() -> Iterator[Route]:
    """Addresses under /o/<organisation>/."""
    for path, pattern in walk(get_resolver().url_patterns):
        action = getattr(pattern.callback, "action", None)
        arguments = ARGUMENT.findall(path)
        if action is not None and arguments[:1] == ["organisation"]:
            yield Route(str(pattern.name), action, tuple(arguments[1:]))


ROUTES = sorted(member_routes(), key=lambda route: route.name)
