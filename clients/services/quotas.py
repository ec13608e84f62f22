"""The quota board: places by municipality, in two queries whatever the number of cases."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from clients.choices import ReferralState
from clients.models import Referral
from clients.rules.quotas import Quota, forecast
from tasmat.tenancy.models import Project, ProjectArea


@dataclass(frozen=True)
class QuotaRow:
    """One municipality of a project on the board."""

    area: ProjectArea
    places: Quota
    forecast: int | None
    waiting: int  # referrals not decided yet


def quota_board(project: Project, today: dt.date) -> list[QuotaRow]:
    """Every municipality of the project, by name."""
    waiting = dict(
        Referral.objects.filter(project=project, state=ReferralState.RECEIVED)
        .values_list("municipality")
        .annotate(Count("id"))
        .order_by()
    )
    areas = (
        ProjectArea.objects.filter(project=project)
        .select_related("municipality")
        .annotate(used=Count("cases"))
        .order_by("municipality__name_fi")
    )
    return [
        QuotaRow(
            area=area,
            places=Quota(area.quota, area.used),
            forecast=forecast(area.used, project.starts_on, project.ends_on, today),
            waiting=waiting.get(area.municipality_id, 0),
        )
        for area in areas
    ]
