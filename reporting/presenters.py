"""Figures as the pages show them: rows and cells with what their links need. No figure is computed here twice."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.conf import settings

from reporting.models import BudgetLine, BudgetSection, FileFormat, IndicatorTarget, ReportFile
from reporting.rendering.report import KIND_NAMES
from reporting.rendering.snapshot import CellsPart
from reporting.rendering.suppression import hidden_figures, hides_share
from reporting.rendering.wording import CHECK_NAMES
from reporting.rules.catalogue import CATALOGUE
from reporting.rules.indicators import COLUMNS, SCOPES, Cells, EsfFigures, compute
from reporting.rules.periods import Period, previous_quarter
from reporting.services.collect import EsfResult
from reporting.services.facts import participants_of, settings_of
from tasmat.tenancy.models import Project, ProjectArea

# Shown to the municipality: who takes part and how it ended; the sums are for the funder.
MUNICIPALITY_CODES = (
    "EECO01",
    "EECO02",
    "EECO03",
    "EECO04",
    "EECO05",
    "EECO07",
    "EECO08",
    "EECR01",
    "EECR02",
    "EECR03",
    "EECR04",
)


@dataclass(frozen=True)
class FigureCell:
    """One number of the table; None is not collected. `gender` is empty for the total."""

    value: int | None
    scope: str
    gender: str


@dataclass(frozen=True)
class FigureRow:
    """One indicator of the table, in the period first, then since the start."""

    code: str
    group: str
    name: str
    definition: str
    cells: tuple[FigureCell, ...]
    target: int | None
    has_people: bool


def figure_rows(project: Project, result: EsfResult) -> list[FigureRow]:
    """Every indicator in the order of the catalogue."""
    targets = dict(IndicatorTarget.objects.filter(project=project).values_list("code", "target"))
    return [_row(code, result.figures, targets.get(code)) for code in result.figures.by_code]


def _row(code: str, figures: EsfFigures, target: int | None) -> FigureRow:
    indicator, figure = CATALOGUE[code], figures.by_code[code]
    cells = tuple(
        FigureCell(figure.cells(scope)[column], scope, "" if column == "total" else column)
        for scope in SCOPES
        for column in (*COLUMNS[1:], COLUMNS[0])
    )
    return FigureRow(
        code=code,
        group=str(KIND_NAMES[indicator.kind]),
        name=str(indicator.name),
        definition=str(indicator.definition),
        cells=cells,
        target=target,
        has_people=any(figure.people.values())
        or any(figure.leaving.values())
        or any(figure.entering.values()),
    )


@dataclass(frozen=True)
class CheckRow:
    """One check with its name."""

    id: str
    name: str
    level: str
    ok: bool
    detail: str
    ids: tuple[str, ...]


def check_rows(result: EsfResult) -> list[CheckRow]:
    """Every check in its order."""
    return [
        CheckRow(check.id, str(CHECK_NAMES[check.id]), check.level, check.ok, str(check.detail), check.ids)
        for check in result.checks
    ]


@dataclass(frozen=True)
class SmallFigure:
    """A total for the municipality; None where few people stand behind it."""

    name: str
    in_period: int | None
    cumulative: int | None


@dataclass(frozen=True)
class MunicipalityFigures:
    """What the contact person of one municipality sees of one project."""

    area: ProjectArea
    used: int
    free: int
    under_way: int | None
    period: Period
    rows: tuple[SmallFigure, ...]


def municipality_figures(areas: Sequence[ProjectArea], today: dt.date) -> list[MunicipalityFigures]:
    """Counts of each area by the rule of copies that leave the project: few people are not shown."""
    return [
        figures
        for project, group in groupby(areas, key=lambda area: area.project)
        for figures in _of_project(project, list(group), today)
    ]


def _of_project(project: Project, areas: list[ProjectArea], today: dt.date) -> list[MunicipalityFigures]:
    settings, everybody = settings_of(project), participants_of(project)
    period = previous_quarter(today)
    shown = []
    for area in areas:
        people = [person for person in everybody if person.first.municipality == area.municipality_id]
        figures = compute(people, settings, period.start, today, today)
        quarter = compute(people, settings, period.start, period.until, today)
        under_way = sum(
            person.stays[-1].exit_on is None or person.stays[-1].exit_on > today for person in people
        )
        shown.append(
            MunicipalityFigures(
                area=area,
                used=len(people),
                free=max(area.quota - len(people), 0),
                under_way=None if hides_share(under_way, len(people)) else under_way,
                period=period,
                rows=_small_figures(quarter, figures),
            )
        )
    return shown


def _small_figures(quarter: EsfFigures, now: EsfFigures) -> tuple[SmallFigure, ...]:
    in_period = {code: quarter.by_code[code].in_period for code in MUNICIPALITY_CODES}
    cumulative = {code: now.by_code[code].cumulative for code in MUNICIPALITY_CODES}
    hidden_now, hidden_then = _hidden(cumulative), _hidden(in_period)
    return tuple(
        SmallFigure(
            name=str(CATALOGUE[code].name),
            in_period=None if code in hidden_then else in_period[code]["total"],
            cumulative=None if code in hidden_now else cumulative[code]["total"],
        )
        for code in MUNICIPALITY_CODES
    )


def _hidden(cells: dict[str, Cells]) -> frozenset[str]:
    parts: dict[str, CellsPart] = {
        code: {"total": each["total"], "W": each["W"], "M": each["M"], "NB": each["NB"]}
        for code, each in cells.items()
    }
    # The number of participants is the quota's use, which is always shown.
    return hidden_figures(parts, shown_totals=("EECO01",)).totals


@dataclass(frozen=True)
class FileGroup:
    """The files of a report in full, or of its copy with few people hidden."""

    is_suppressed: bool
    files: tuple[ReportFile, ...]


def report_files(files: Iterable[ReportFile]) -> list[FileGroup]:
    formats, languages = FileFormat.values, [code for code, _name in settings.LANGUAGES]
    ordered = sorted(
        files,
        key=lambda file: (file.is_suppressed, formats.index(file.format), languages.index(file.language)),
    )
    return [
        FileGroup(is_suppressed, tuple(group))
        for is_suppressed, group in groupby(ordered, key=lambda file: file.is_suppressed)
    ]


@dataclass(frozen=True)
class BudgetRow:
    """One printed line: the sums of the years, the printed total, and how much the years differ from it."""

    label: str
    is_sum: bool
    years: tuple[Decimal | None, ...]
    total: Decimal | None
    difference: Decimal  # printed total minus the sum of the years, euros


@dataclass(frozen=True)
class BudgetTable:
    """One part of the decision; `column_differences` are printed sum minus the lines above it, by column."""

    title: str
    years: tuple[int, ...]
    rows: tuple[BudgetRow, ...]

    @property
    def differences(self) -> tuple[BudgetRow, ...]:
        return tuple(row for row in self.rows if row.difference)


def budget_tables(lines: Iterable[BudgetLine]) -> list[BudgetTable]:
    """The lines of one project by part, in the order of the decision."""
    by_section = {
        section: [line for line in lines if line.section == section] for section in BudgetSection.values
    }
    return [
        _table(str(BudgetSection(section).label), found) for section, found in by_section.items() if found
    ]


def _table(title: str, lines: list[BudgetLine]) -> BudgetTable:
    years = tuple(sorted({line.year for line in lines if line.year is not None}))
    ordered = sorted(lines, key=lambda line: line.position)
    rows = [
        _budget_row(list(group), years)
        for _position, group in groupby(ordered, key=lambda line: line.position)
    ]
    return BudgetTable(title, years, tuple(rows))


def _budget_row(lines: list[BudgetLine], years: tuple[int, ...]) -> BudgetRow:
    amounts = {line.year: line.amount for line in lines}
    by_year = tuple(amounts.get(year) for year in years)
    total = amounts.get(None)
    known = [amount for amount in by_year if amount is not None]
    difference = total - sum(known, Decimal(0)) if total is not None and known else Decimal(0)
    return BudgetRow(lines[0].label, lines[0].is_sum, by_year, total, difference)
