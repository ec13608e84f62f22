"""The report as a workbook: its sheets, from the snapshot alone."""

import datetime as dt
from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from reporting.rendering.report import Report, build_report
from reporting.rendering.snapshot import Snapshot
from reporting.rendering.wording import Mark, column_names
from tasmat.tables import Sheet, Value, workbook_bytes


def render_xlsx(snapshot: Snapshot, language: str, *, suppressed: bool = False) -> bytes:
    """The report in one language; the same snapshot gives the same bytes.

    `suppressed` is for copies that leave the project: small counts of people and references are hidden.
    """
    with translation.override(language):
        report = build_report(snapshot, suppressed=suppressed)
        sheets = [build(report) for build in (_summary, _indicators, _areas, _targets, _checks, _definitions)]
        title = report.title
    return workbook_bytes(
        sheets, title=title, author=snapshot["organisation"]["name"], created=report.as_of_instant
    )


def _summary(report: Report) -> Sheet:
    snapshot = report.snapshot
    project, period, participants = snapshot["project"], snapshot["period"], snapshot["participants"]
    rows: list[Sequence[Value]] = [
        (_("Funding"), _("Co-funded by the European Union")),
        (_("Project"), project["name"]),
        (_("Project code"), project["code"]),
        (_("Organisation"), snapshot["organisation"]["name"]),
        (_("Funder"), project["funder"]),
        (_("First day of the project"), dt.date.fromisoformat(project["starts_on"])),
        (_("Last day of the project"), dt.date.fromisoformat(project["ends_on"])),
        (_("First day of the period"), dt.date.fromisoformat(period["from"])),
        (_("Last day of the period"), dt.date.fromisoformat(period["until"])),
        (_("Figures as of"), report.as_of),
        (_("SHA-256 of the snapshot"), report.fingerprint),
        (_("Participants supported in all"), participants["all"]),
        (_("Participants with a complete record"), participants["complete"]),
        (_("Participants with an incomplete record"), len(participants["incomplete"])),
        (_("Participants from outside the municipalities"), snapshot["outside_area"]),
        (_("Provisional exits"), report.provisional_exits),
    ]
    if not report.suppressed:
        rows.append((_("Cases with an incomplete record"), ", ".join(participants["incomplete"])))
        rows.append((_("Cases with a provisional exit"), ", ".join(snapshot["provisional_exits"])))
    rows += [(_("Note"), note) for note in report.notes]
    return Sheet(_("Summary"), (_("Fact"), _("Value")), (40, 70), rows)


def _indicators(report: Report) -> Sheet:
    header = (_("Code"), _("Indicator"), *column_names(), _("Target"))
    rows = [(row.code, row.name, *row.in_period, *row.cumulative, row.target) for row in report.indicators]
    return Sheet(_("Indicators"), header, (15, 60, *[13] * 9), rows, key_columns=2)


def _areas(report: Report) -> Sheet:
    header = (_("Municipality"), _("Number"), _("Quota"), _("Used"), _("Free"))
    rows = [
        (area.name, area.number, area.quota, area.used, area.free)
        for area in (*report.areas, report.areas_together)
    ]
    return Sheet(_("Municipalities"), header, (30, 10, 10, 10, 10), rows)


def _targets(report: Report) -> Sheet:
    header = (_("Outcome"), _("Definition"), _("Reached"), _("Of"), _("Share"), _("Target"))
    rows = [
        (target.name, target.definition, target.numerator, target.denominator, target.share, target.target)
        for target in report.targets
    ]
    return Sheet(_("Targets"), header, (50, 60, 10, 10, 10, 12), rows)


def _checks(report: Report) -> Sheet:
    header = (_("Check"), _("What is checked"), _("Result"), _("Detail"), _("Cases"))
    rows = [
        (check.code, check.name, check.result, check.detail, ", ".join(check.references))
        for check in report.checks
    ]
    return Sheet(_("Checks"), header, (8, 55, 12, 70, 40), rows)


def _definitions(report: Report) -> Sheet:
    header = (_("Code"), _("Indicator"), _("Definition"))
    marks = [
        (str(Mark.NOT_COLLECTED), _("Not collected"), _("The figure is not collected, which is not zero.")),
        (str(Mark.HIDDEN), _("Hidden"), _("A small count of people, or one that would give it away.")),
    ]
    rows = [(row.code, row.name, row.definition) for row in report.indicators]
    return Sheet(_("Definitions"), header, (15, 60, 90), rows + marks)
