"""Bodies of the jobs of the reporting app."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.rules.periods import Period
from reporting.services.reports import ESF_REPORT, make_report
from tasmat.jobs.registry import Work, job_kind


@job_kind(
    ESF_REPORT,
    title=_("Making the report"),
    found=_("You can leave this page; the report will be found under Reports."),
    home="reports",
    page="report",
    id_key="report",
)
def esf_report(work: Work) -> dict[str, Any]:
    """Makes the quarterly ESF report; the result names it."""
    period = Period(dt.date.fromisoformat(work.params["from"]), dt.date.fromisoformat(work.params["until"]))
    report = make_report(work, work.params["project"], period, work.params["member"])
    return {"report": str(report.id)}
