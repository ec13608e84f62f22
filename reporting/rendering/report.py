"""What a report says: a snapshot as rows and texts of the active language, the same for every format."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.rendering.snapshot import (
    AreaPart,
    CellsPart,
    CheckPart,
    IndicatorPart,
    NotePart,
    Snapshot,
    TargetPart,
    fingerprint,
)
from reporting.rendering.suppression import (
    ALWAYS_SHOWN,
    THRESHOLD,
    Hidden,
    hidden_figures,
    hides_share,
    is_small,
)
from reporting.rendering.wording import (
    CHECK_NAMES,
    Cell,
    Mark,
    cell,
    instant_text,
    local,
    percent_text,
    span_text,
)
from reporting.rules.catalogue import CATALOGUE, Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KIND_NAMES: dict[Kind, "_StrPromise"] = {
    "output": gettext_lazy("Outputs"),
    "result": gettext_lazy("Immediate results"),
    "longer": gettext_lazy("Longer-term results"),
    "reserved": gettext_lazy("Reserved sums"),
}


class Cells(NamedTuple):
    """One figure by gender, in the order of every table."""

    women: Cell
    men: Cell
    non_binary: Cell
    total: Cell

    @property
    def texts(self) -> tuple[str, ...]:
        """The four as text, with a minus sign instead of a hyphen before a fall."""
        return tuple(str(value).replace("-", "−") for value in self)


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator and what it counts."""

    code: str
    group: str
    name: str
    definition: str
    in_period: Cells
    cumulative: Cells
    target: int | None


@dataclass(frozen=True)
class AreaRow:
    """Places of one municipality; `quota` and `free` are None where the project sets none."""

    number: str
    name: str
    quota: int | None
    used: int
    free: int | None


@dataclass(frozen=True)
class TargetRow:
    """One outcome against its target; where the numerator is hidden the share is too."""

    name: str
    definition: str
    numerator: Cell
    denominator: Cell
    share: str
    target: str


@dataclass(frozen=True)
class CheckRow:
    """The result of one check; `references` name the cases it means."""

    code: str
    name: str
    ok: bool
    result: str
    detail: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """Everything one report says. `snapshot` gives the names and dates that need no wording."""

    snapshot: Snapshot
    fingerprint: str
    suppressed: bool
    threshold: int
    title: str
    period: str
    project_time: str
    as_of: str
    provisional_exits: Cell
    indicators: tuple[IndicatorRow, ...]
    areas: tuple[AreaRow, ...]
    areas_together: AreaRow
    targets: tuple[TargetRow, ...]
    checks: tuple[CheckRow, ...]
    notes: tuple[str, ...]

    @property
    def as_of_instant(self) -> dt.datetime:
        """The instant the figures were taken."""
        return dt.datetime.fromisoformat(self.snapshot["as_of"])

    @property
    def failed_checks(self) -> int:
        """How many checks are not in order."""
        return sum(not check.ok for check in self.checks)


def build_report(snapshot: Snapshot, *, suppressed: bool) -> Report:
    """The report in the active language; `suppressed` hides small counts of people and every reference.

    Raises KeyError for an indicator or a check the program does not know.
    """
    project = snapshot["project"]
    period = _span(snapshot["period"]["from"], snapshot["period"]["until"])
    threshold = project.get("suppress_below", THRESHOLD)
    hide_below = threshold if suppressed else 0
    provisional = len(snapshot["provisional_exits"])
    return Report(
        snapshot=snapshot,
        fingerprint=fingerprint(snapshot),
        suppressed=suppressed,
        threshold=threshold,
        title=_("%(project)s: ESF+ report %(period)s") % {"project": project["name"], "period": period},
        period=period,
        project_time=_span(project["starts_on"], project["ends_on"]),
        as_of=instant_text(dt.datetime.fromisoformat(snapshot["as_of"])),
        provisional_exits=cell(provisional, hidden=is_small(provisional, hide_below)),
        indicators=_indicator_rows(snapshot, hide_below),
        areas=tuple(_area_row(area) for area in snapshot["areas"]),
        areas_together=_together(snapshot["areas"]),
        targets=tuple(_target_row(target, hide_below) for target in snapshot["targets"]),
        checks=tuple(_check_row(check, suppressed=suppressed) for check in snapshot["checks"]),
        notes=() if suppressed else tuple(_note(note) for note in snapshot["notes"]),
    )


def _span(first: str, last: str) -> str:
    return span_text(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def _indicator_rows(snapshot: Snapshot, hide_below: int) -> tuple[IndicatorRow, ...]:
    in_period, cumulative = _hidden(snapshot, hide_below)
    return tuple(_indicator_row(part, in_period, cumulative) for part in snapshot["indicators"])


def _hidden(snapshot: Snapshot, hide_below: int) -> tuple[Hidden, Hidden]:
    """What to hide in the period and since the start: the same where the period begins with the project."""
    indicators = snapshot["indicators"]
    cumulative = hidden_figures(
        {part["code"]: part["cumulative"] for part in indicators}, hide_below, ALWAYS_SHOWN
    )
    if snapshot["period"]["from"] <= snapshot["project"]["starts_on"]:
        return cumulative, cumulative
    return hidden_figures({part["code"]: part["in_period"] for part in indicators}, hide_below), cumulative


def _indicator_row(part: IndicatorPart, in_period: Hidden, cumulative: Hidden) -> IndicatorRow:
    code = part["code"]
    indicator = CATALOGUE[code]
    return IndicatorRow(
        code=code,
        group=str(KIND_NAMES[indicator.kind]),
        name=str(indicator.name),
        definition=str(indicator.definition),
        in_period=_cells(part["in_period"], code, in_period),
        cumulative=_cells(part["cumulative"], code, cumulative),
        target=part["target"],
    )


def _cells(part: CellsPart, code: str, hidden: Hidden) -> Cells:
    breakdown = code in hidden.breakdowns
    return Cells(
        women=cell(part["W"], hidden=breakdown),
        men=cell(part["M"], hidden=breakdown),
        non_binary=cell(part["NB"], hidden=breakdown),
        total=cell(part["total"], hidden=code in hidden.totals),
    )


def _area_row(area: AreaPart) -> AreaRow:
    return AreaRow(area["number"], local(area["name"]), area["quota"], area["used"], area["free"])


def _together(areas: Sequence[AreaPart]) -> AreaRow:
    """The sums over the municipalities; a quota only where each of them has one."""
    quotas = [area["quota"] for area in areas if area["quota"] is not None]
    free = [area["free"] for area in areas if area["free"] is not None]
    return AreaRow(
        number="",
        name=_("Together"),
        quota=sum(quotas) if len(quotas) == len(areas) else None,
        used=sum(area["used"] for area in areas),
        free=sum(free) if len(free) == len(areas) else None,
    )


def _target_row(target: TargetPart, hide_below: int) -> TargetRow:
    numerator, denominator = target["numerator"], target["denominator"]
    few_of_all = hides_share(numerator, denominator, hide_below)
    few = is_small(denominator, hide_below)
    return TargetRow(
        name=local(target["name"]),
        definition=local(target["definition"]),
        numerator=cell(numerator, hidden=few_of_all),
        denominator=cell(denominator, hidden=few),
        share=str(Mark.HIDDEN) if few_of_all or few else percent_text(numerator, denominator),
        target=target["target"] or _("not set"),
    )


def _note(note: NotePart) -> str:
    return f"{note['code']}: {local(note['text'])}"


def _check_row(check: CheckPart, *, suppressed: bool) -> CheckRow:
    """One check; its detail may hold counts, so a copy that hides small ones leaves it out."""
    failure = _("Error") if check["level"] == "error" else _("Warning")
    return CheckRow(
        code=check["id"],
        name=str(CHECK_NAMES[check["id"]]),
        ok=check["ok"],
        result=_("In order") if check["ok"] else failure,
        detail="" if suppressed else local(check["detail"]),
        references=() if suppressed else tuple(check["references"]),
    )
