"""What apps above the platform have to say before a member is closed out."""

from collections.abc import Callable, Iterable

from tasmat.tenancy.models import Membership

Reasons = Callable[[Membership], Iterable[str]]

_sources: list[Reasons] = []


def keeps_member(reasons: Reasons) -> Reasons:
    """Decorator: the function tells, in whole sentences, what work the member would leave undone."""
    _sources.append(reasons)
    return reasons


def reasons_to_keep(member: Membership) -> list[str]:
    """Why the member cannot be closed out yet; nothing when nobody objects."""
    return [reason for reasons in _sources for reason in reasons(member)]
