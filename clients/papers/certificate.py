"""Osaamistodistus: what a client has shown at work, as assessed, for the client to take along."""

from django.db.models import Q
from django.utils.translation import gettext as _

from clients.choices import DocumentKind
from clients.models import Case
from clients.services.competences import shown_competences
from clients.services.papers import Paper, paper
from tasmat.access.actions import Action
from tasmat.ui.templatetags.ui import day_of_year


@paper(
    "competence",
    of=Case,
    case="id",
    among=Q(competences__level__isnull=False),
    template="clients/pdf/certificate.html",
    document=DocumentKind.COMPETENCE,
    action=Action.EDIT_DOCUMENTS,
)
def certificate(case: Case) -> Paper:
    """Every assessed competence; what is not assessed yet stays out."""
    assessed = [competence for competence in shown_competences(case) if competence.level]
    first, last = case.stays.first(), case.stays.last()
    period = f"{day_of_year(first.entry_on)} – {day_of_year(last.exit_on)}" if first and last else ""
    assessors = dict.fromkeys(one.assessed_by.user.name for one in assessed if one.assessed_by is not None)
    return Paper(
        title=_("Competence certificate"),
        context={
            "competences": assessed,
            "facts": [
                (_("Name"), case.client.full_name),
                (_("Date of birth"), day_of_year(case.client.born_on)),
                (_("In the project"), period),
            ],
            "signatories": [(_("assessor"), name) for name in assessors],
        },
    )
