"""The fixed cast of the tests: Alpha with a person for every role, Beta as the other organisation.

Aino coaches in Iisalmi, Bertta in Kiuruvesi, Mirja manages, Aarne administers, Kaisa is Iisalmi's contact,
Pauli works for a partner organisation;
Otto has every role in Beta.
"""

import datetime as dt
from dataclasses import dataclass

from tasmat.access.areas import grant_areas
from tasmat.access.roles import Role
from tasmat.accounts.models import User
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import ExcludedService, Membership, Organisation, Project, ProjectArea, ProjectCode

IISALMI, KIURUVESI, SONKAJARVI, KAJAANI = "140", "263", "762", "205"
DAY = dt.date(2026, 3, 3)


@dataclass
class Cast:
    """`areas` and `beta_area` are project areas by municipality number."""

    alpha: Organisation
    beta: Organisation
    project: Project
    beta_project: Project
    areas: dict[str, ProjectArea]
    beta_area: ProjectArea
    aino: Membership
    bertta: Membership
    mirja: Membership
    aarne: Membership
    kaisa: Membership
    pauli: Membership
    otto: Membership

    def members(self) -> dict[str, Membership]:
        """Every member by first name."""
        names = ("aino", "bertta", "mirja", "aarne", "kaisa", "pauli", "otto")
        return {name: getattr(self, name) for name in names}


def make_organisation(slug: str, name: str) -> Organisation:
    return Organisation.objects.create(slug=slug, name=name)


def make_project(organisation: Organisation, code: str, name: str, quotas: dict[str, int]) -> Project:
    """A project of 7/2024-6/2026 with areas; call inside the organisation's context."""
    registered = ProjectCode.objects.create(code=code, organisation=organisation)
    project = Project.objects.create(
        code=registered,
        name=name,
        starts_on=dt.date(2024, 7, 1),
        ends_on=dt.date(2026, 6, 30),
        minimum_age=18,
    )
    for number, quota in quotas.items():
        ProjectArea.objects.create(project=project, municipality_id=number, quota=quota)
    return project


def make_member(name: str, email: str, *roles: Role, areas: list[ProjectArea] | None = None) -> Membership:
    """A user with a membership in the current organisation; the password is the e-mail."""
    member = Membership.objects.create(
        user=User.objects.create_user(email, email, name=name), roles=[role.value for role in roles]
    )
    grant_areas(member, areas or [])
    return member


def make_cast() -> Cast:
    alpha, beta = make_organisation("alpha", "Alpha-säätiö"), make_organisation("beta", "Beta ry")
    with tenant_context(alpha.id):
        project = make_project(alpha, "ALPHA", "Alfa-hanke", {IISALMI: 55, KIURUVESI: 20, SONKAJARVI: 1})
        for kind in ("rehabilitative_work", "social_rehabilitation", "rehabilitation", "similar"):
            ExcludedService.objects.create(project=project, kind=kind)
        areas = {area.municipality_id: area for area in ProjectArea.objects.select_related("municipality")}
        aino = make_member("Aino Valmentaja", "aino@alpha.example", Role.COACH, areas=[areas[IISALMI]])
        bertta = make_member(
            "Bertta Valmentaja", "bertta@alpha.example", Role.COACH, areas=[areas[KIURUVESI]]
        )
        mirja = make_member(
            "Mirja Päällikkö", "mirja@alpha.example", Role.MANAGER, areas=list(areas.values())
        )
        aarne = make_member("Aarne Ylläpitäjä", "aarne@alpha.example", Role.ADMINISTRATOR)
        kaisa = make_member("Kaisa Kunta", "kaisa@alpha.example", Role.MUNICIPALITY, areas=[areas[IISALMI]])
        pauli = make_member("Pauli Kumppani", "pauli@partner.example", Role.PARTNER)
    with tenant_context(beta.id):
        beta_project = make_project(beta, "BETA", "Beeta-hanke", {KAJAANI: 40})
        beta_area = ProjectArea.objects.select_related("municipality").get()
        otto = make_member("Otto Toinen", "otto@beta.example", *Role, areas=[beta_area])
    return Cast(
        alpha,
        beta,
        project,
        beta_project,
        areas,
        beta_area,
        aino,
        bertta,
        mirja,
        aarne,
        kaisa,
        pauli,
        otto,
    )
