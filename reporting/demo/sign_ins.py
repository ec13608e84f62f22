"""Who can sign in to the demo, and where its referral forms are, in words for a terminal."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from reporting.demo.loading import PASSWORD
from tasmat.access.areas import areas_of
from tasmat.access.roles import Role
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership, Organisation, Project, ProjectArea


def sign_in_lines(organisations: Iterable[Organisation], address: str) -> list[str]:
    """The lines to print; `address` is that of the program, for instance http://localhost:8000."""
    lines = [f"Täsmät demo: {address}/", f"The password of everybody is {PASSWORD}"]
    for organisation in organisations:
        with tenant_context(organisation.id):
            lines += ["", organisation.name, *_forms(address), *_members()]
    return lines


def _forms(address: str) -> Iterator[str]:
    for project in Project.objects.all():
        closed = "" if project.takes_referrals else " (closed: the project has ended)"
        yield f"  {project.name}: referral form {address}{reverse('refer', args=[project.code_id])}{closed}"


def _members() -> Iterator[str]:
    everywhere = ProjectArea.objects.values("municipality").distinct().count()
    members = list(Membership.objects.filter(is_active=True).select_related("user").order_by("id"))
    width = max(len(member.user.email) for member in members)
    for member in members:
        yield f"  {member.user.email:<{width}}  {member.user.name}, {_what(member, everywhere)}"


def _what(member: Membership, everywhere: int) -> str:
    """Roles, and the municipalities of who does not work in all of them."""
    roles = " and ".join(str(Role(role).label).lower() for role in member.roles)
    areas = {area.municipality.name: None for area in areas_of(member).select_related("municipality")}
    return f"{roles} ({', '.join(areas)})" if 0 < len(areas) < everywhere else roles
