"""Facts → snapshot: every figure of the quarterly ESF report with the cases behind it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings as django_settings
from django.utils import translation
from django.utils.translation import gettext as _

from clients.choices import Direction
from clients.models import Stay
from reporting.models import Denominator, IndicatorTarget, OutcomeTarget, Report
from reporting.rendering.snapshot import (
    AreaPart,
    BehindPart,
    CheckPart,
    IndicatorPart,
    LocalText,
    NotePart,
    Snapshot,
    TargetPart,
)
from reporting.rules.checks import Check, all_checks
from reporting.rules.indicators import COLUMNS, EsfFigures, Figure, People, compute
from reporting.rules.outcomes import StayEnd, outcome
from reporting.rules.participants import Participant
from reporting.rules.periods import Period, quarters_of
from reporting.services.facts import participants_of, settings_of
from tasmat.tenancy.models import Project, ProjectArea


@dataclass(frozen=True)
class EsfResult:
    """The computed figures of a period with their checks and the participants they were computed from."""

    participants: Sequence[Participant]
    figures: EsfFigures
    checks: Sequence[Check]


def esf_result(project: Project, period: Period, today: dt.date) -> EsfResult:
    """Indicators and checks of a project as the facts stand now."""
    participants, settings = participants_of(project), settings_of(project)
    figures = compute(
        participants, settings, period.start, period.until, today, earlier=_earlier_totals(project, period)
    )
    return EsfResult(participants, figures, all_checks(figures, participants, settings))


def esf_snapshot(project: Project, period: Period, now: dt.datetime) -> Snapshot:
    """Everything the report shows, frozen; `now` is the as-of time printed on it."""
    result = esf_result(project, period, now.date())
    references = {person.id: person.reference for person in result.participants}
    areas, outside = _areas(project, result.participants, period.until)
    return {
        "schema": 1,
        "kind": "esf_quarter",
        "organisation": {"name": project.organisation.name, "slug": project.organisation.slug},
        "project": {
            "code": project.eura_code or project.code_id,
            "name": project.name,
            "funder": project.funder,
            "starts_on": project.starts_on.isoformat(),
            "ends_on": project.ends_on.isoformat(),
            "coach_word": project.coach_word,
        },
        "period": {
            "from": period.start.isoformat(),
            "until": period.until.isoformat(),
            "label": period_label(period, project),
        },
        "as_of": now.isoformat(timespec="seconds"),
        "participants": {
            "all": result.figures.everybody,
            "complete": result.figures.complete,
            "incomplete": [person.reference for person in result.figures.incomplete],
        },
        "indicators": _indicators(project, result.figures),
        "provisional_exits": [person.reference for person in result.figures.provisional_exits],
        "checks": [_check(check, references) for check in result.checks],
        "areas": areas,
        "outside_area": outside,
        "targets": outcome_parts(project, period.until),
        "notes": _notes(result.figures),
    }


def project_period(project: Project) -> Period:
    return Period(project.starts_on, project.ends_on)


def period_label(period: Period, project: Project) -> str:
    """Q4/2025 for a quarter of the project, empty for a free period."""
    if period in quarters_of(project_period(project)):
        return f"Q{(period.start.month + 2) // 3}/{period.start.year}"
    return ""


def _earlier_totals(project: Project, period: Period) -> Mapping[str, int]:
    """The largest cumulative total by code that an earlier saved report has told (check W6)."""
    totals: dict[str, int] = {}
    saved = Report.objects.filter(project=project, period_until__lte=period.until)
    for indicators in saved.values_list("snapshot__indicators", flat=True):
        for part in indicators or ():
            total = part["cumulative"]["total"]
            if total is not None:
                totals[part["code"]] = max(total, totals.get(part["code"], total))
    return totals


def _indicators(project: Project, figures: EsfFigures) -> list[IndicatorPart]:
    targets = dict(IndicatorTarget.objects.filter(project=project).values_list("code", "target"))
    return [_indicator(figure, targets.get(code)) for code, figure in figures.by_code.items()]


def _indicator(figure: Figure, target: int | None) -> IndicatorPart:
    return {
        "code": figure.code,
        "in_period": {column: figure.in_period[column] for column in COLUMNS},  # type: ignore[typeddict-item]
        "cumulative": {column: figure.cumulative[column] for column in COLUMNS},  # type: ignore[typeddict-item]
        "target": target,
        "behind": _behind(figure),
    }


def _behind(figure: Figure) -> BehindPart:
    def ids(people: People) -> list[str]:
        return sorted(person for group in people.values() for person in group)

    return {
        "in_period": ids(figure.entering),
        "cumulative": ids(figure.people),
        "left": ids(figure.leaving),
    }


def _check(check: Check, references: Mapping[str, str]) -> CheckPart:
    level: Literal["error", "warning"] = check.level
    return {
        "id": check.id,
        "level": level,
        "ok": check.ok,
        "detail": in_every_language(lambda: str(check.detail)),
        "references": sorted(references[person] for person in check.ids if person in references),
    }


def _notes(figures: EsfFigures) -> list[NotePart]:
    def text() -> str:
        return _("Results counted earlier have fallen away after a return to the project or a correction.")

    return [
        {"code": code, "text": in_every_language(text)}
        for code, figure in figures.by_code.items()
        if figure.needs_note
    ]


def _areas(
    project: Project, participants: Sequence[Participant], until: dt.date
) -> tuple[list[AreaPart], int]:
    """Places by municipality as they were used by the end of the period, and participants from elsewhere."""
    used = Counter(person.first.municipality for person in participants if person.first.entry_on <= until)
    areas = ProjectArea.objects.filter(project=project).select_related("municipality")
    parts: list[AreaPart] = [
        {
            "number": area.municipality_id,
            "name": {"fi": area.municipality.name_fi, "sv": area.municipality.name_sv},
            "quota": area.quota,
            "used": used[area.municipality_id],
            "free": max(area.quota - used[area.municipality_id], 0),
        }
        for area in areas
    ]
    inside = {part["number"] for part in parts}
    return parts, sum(count for number, count in used.items() if number not in inside)


def outcome_parts(project: Project, until: dt.date) -> list[TargetPart]:
    """The promised outcomes of the project with numerator, denominator and definition."""
    stays = [
        StayEnd(str(case), entry_on, exit_on, direction)
        for case, entry_on, exit_on, direction in Stay.objects.filter(case__project=project).values_list(
            "case_id", "entry_on", "exit_on", "direction"
        )
    ]
    return [_outcome_part(target, stays, until) for target in OutcomeTarget.objects.filter(project=project)]


def _outcome_part(target: OutcomeTarget, stays: Sequence[StayEnd], until: dt.date) -> TargetPart:
    of: Literal["participants", "ended"] = (
        "ended" if target.denominator == Denominator.ENDED else "participants"
    )
    result = outcome(stays, target.directions, of, until)
    name: LocalText = {"fi": target.name_fi, "sv": target.name_sv, "en": target.name_en}
    return {
        "name": name,
        "numerator": len(result.reached),
        "denominator": len(result.counted),
        "target": None if target.target_percent is None else f"{target.target_percent} %",
        "definition": in_every_language(lambda: _definition(target)),
    }


def _definition(target: OutcomeTarget) -> str:
    directions = ", ".join(str(Direction(direction).label) for direction in target.directions)
    if target.denominator == Denominator.ENDED:
        return _("Of the participants who have ended, those whose direction is: %(directions)s.") % {
            "directions": directions
        }
    return _("Of all participants, those who have ended and whose direction is: %(directions)s.") % {
        "directions": directions
    }


def in_every_language(text: Callable[[], str]) -> LocalText:
    """The same text in Finnish, Swedish and English, for the snapshot."""
    texts: dict[str, Any] = {}
    for language, _name in django_settings.LANGUAGES:
        with translation.override(language):
            texts[language] = text()
    return texts  # type: ignore[return-value]
