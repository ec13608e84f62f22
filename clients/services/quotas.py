"""The quota board: places by municipality, in one query whatever the number of cases."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from clients.choices import UNDECIDED
from clients.models import Referral
from clients.rules.quotas import Quota, forecast
from tasmat.access.areas import areas_of
from tasmat.tenancy.models import Membership, Project, ProjectArea

# Places in use, of an area: a person who was there twice uses one.
USED = Count("cases", filter=Q(cases__merged_into__isnull=True))


@dataclass(frozen=True)
class QuotaRow:
    """One municipality of a project on the board."""

    area: ProjectArea
    places: Quota
    forecast: int | None
    waiting: int  # referrals not decided yet


@dataclass(frozen=True)
class OwnBoard:
    """The board of a project for one of its members: the municipalities where the member works, and the others."""

    project: Project
    own: list[QuotaRow]
    others: list[QuotaRow]


def quota_board(project: Project, today: dt.date) -> list[QuotaRow]:
    """Every municipality of the project, by name."""
    return [_row(area, today) for area in _counted(ProjectArea.objects.filter(project=project))]


def own_boards(member: Membership, today: dt.date) -> list[OwnBoard]:
    """The boards of the running projects in which the member works; one query for all of them."""
    running = ProjectArea.objects.filter(project__starts_on__lte=today, project__ends_on__gte=today)
    own = areas_of(member)
    areas = running.filter(project__in=own.values("project")).annotate(is_own=Q(id__in=own.values("id")))
    by_project = groupby(_counted(areas), attrgetter("project"))
    return [_own_board(project, list(board), today) for project, board in by_project]


def _own_board(project: Project, areas: list[Any], today: dt.date) -> OwnBoard:
    own, others = [[_row(area, today) for area in areas if area.is_own is side] for side in (True, False)]
    return OwnBoard(project, own, others)


def _counted(areas: QuerySet[ProjectArea]) -> Any:
    """The areas with the number of their cases and of referrals not decided yet."""
    undecided = Referral.objects.filter(
        project=OuterRef("project"), municipality=OuterRef("municipality"), state__in=UNDECIDED
    )
    waiting = undecided.order_by().values("project").annotate(number=Count("id")).values("number")
    return (
        areas.select_related("project", "municipality")
        .annotate(used=USED, waiting=Coalesce(Subquery(waiting), Value(0)))
        .order_by("project__name", "project", "municipality__name_fi")
    )


def _row(area: Any, today: dt.date) -> QuotaRow:
    project = area.project
    return QuotaRow(
        area=area,
        places=Quota(area.quota, area.used),
        forecast=forecast(area.used, project.starts_on, project.ends_on, today),
        waiting=area.waiting,
    )
