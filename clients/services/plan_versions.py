"""Agreed versions of a plan, and how the client accepts one: on paper, at a meeting, or by a private link."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from clients.choices import AcceptedHow
from clients.models import CaseMeeting, Handover, Plan, PlanVersion, Stay
from clients.rules.plans import fingerprint
from clients.services.plans import content_of, with_goals
from tasmat.links import services as links
from tasmat.links.models import LinkToken
from tasmat.tenancy.models import Membership

LINK = "plan"
LINK_IS_VALID = dt.timedelta(days=14)


@transaction.atomic
def agree_on(
    plan: Plan, member: Membership, *, made_on: dt.date, meeting: CaseMeeting | None = None
) -> tuple[PlanVersion, bool]:
    """Freezes the plan as it is now; the latest version, and False, when nothing has changed since it.

    Links to earlier versions are closed: what is accepted is what holds.
    """
    Plan.objects.select_for_update().get(id=plan.id)
    content = content_of(Plan.objects.prefetch_related(with_goals()).get(id=plan.id))
    latest: PlanVersion | None = plan.versions.first()
    if latest is not None and latest.sha256 == fingerprint(content):
        return latest, False
    for version in plan.versions.all():
        revoke_links(version)
    made: PlanVersion = PlanVersion.objects.create(
        plan=plan,
        number=latest.number + 1 if latest else 1,
        made_on=made_on,
        made_by=member,
        meeting=meeting,
        content=content,
        sha256=fingerprint(content),
    )
    return made, True


@transaction.atomic
def record_acceptance(version: PlanVersion, *, on: dt.date, how: AcceptedHow | str, note: str) -> PlanVersion:
    """How the client accepted the version, as staff or the client tell; what came by link stays as it came."""
    locked: PlanVersion = PlanVersion.objects.select_for_update().get(id=version.id)
    if locked.accepted_how != AcceptedHow.LINK:
        locked.accepted_on, locked.accepted_how, locked.accepted_note = on, how, note
        locked.save(update_fields=["accepted_on", "accepted_how", "accepted_note"])
    return locked


@transaction.atomic
def accept_by_link(version: PlanVersion, link: LinkToken, *, on: dt.date, note: str) -> bool:
    """The client accepts by the link, once; False when the version had been accepted already."""
    locked: PlanVersion = PlanVersion.objects.select_for_update().get(id=version.id)
    if locked.accepted_on is not None:
        return False
    record_acceptance(locked, on=on, how=AcceptedHow.LINK, note=note)
    links.mark_used(link)
    return True


def issue_link(version: PlanVersion) -> str:
    """A new random part for the client's link; earlier ones to the version are closed."""
    revoke_links(version)
    return links.issue(LINK, version.id, valid_for=LINK_IS_VALID)


def open_link(version: PlanVersion) -> LinkToken | None:
    """The client's link to the version that can be opened now."""
    return links.open_links(LINK, version.id).first()


def revoke_links(version: PlanVersion) -> int:
    """Closes the client's link; how many were open."""
    return links.revoke(LINK, version.id)


@dataclass(frozen=True)
class Standing:
    """Where a plan stands: its latest agreed version, and whether the plan has changed since."""

    latest: PlanVersion | None
    has_changed: bool


def standing(plan: Plan, versions: list[PlanVersion]) -> Standing:
    """Of a plan with its goals prefetched and its versions, the newest first."""
    latest = versions[0] if versions else None
    return Standing(latest, latest is not None and latest.sha256 != fingerprint(content_of(plan)))


def is_intact(version: PlanVersion) -> bool:
    """Whether the content is still what was frozen."""
    return version.sha256 == fingerprint(version.content)


def latest_handover(stay: Stay) -> Handover | None:
    """Where the client goes on from the stay, as agreed last; None when nothing has been agreed since it began."""
    agreed = Handover.objects.filter(case=stay.case_id, agreed_on__gte=stay.entry_on)
    found: Handover | None = agreed.select_related("recorded_by__user").first()
    return found


def validity(link: LinkToken) -> dt.date | None:
    """The last day on which a link opens."""
    return timezone.localtime(link.expires_at).date() if link.expires_at else None
