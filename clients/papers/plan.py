"""An agreed version of a plan in plain language, to be signed."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clients.choices import AssignmentRole, DocumentKind
from clients.models import Assignment, Case, PlanVersion
from clients.plan_words import sheet
from clients.services.papers import Paper, paper
from tasmat.access.actions import Action
from tasmat.ui.templatetags.ui import day_of_year


@paper(
    "plan",
    of=PlanVersion,
    case="plan__case",
    template="clients/pdf/plan.html",
    document=DocumentKind.PLAN,
    action=Action.EDIT_PLAN,
)
def plan_paper(version: PlanVersion) -> Paper:
    """Goals, steps and who does what, with lines for the client's and the coach's signature."""
    content = sheet(version.content)
    case = version.plan.case
    return Paper(
        title=_("{plan}, version {number}").format(plan=capfirst(content.title), number=version.number),
        context={
            "sheet": content,
            "version": version,
            "facts": [
                (_("Name"), case.client.full_name),
                (_("Agreed on"), day_of_year(version.made_on)),
                (_("Next review"), day_of_year(content.review_on)),
            ],
            "signatories": [
                (pgettext("who signs", "the client"), case.client.full_name),
                (case.project.get_coach_word_display(), _responsible(case, version)),
            ],
        },
        series=version.plan_id,
    )


def _responsible(case: Case, version: PlanVersion) -> str:
    """The name of who was responsible on the day of the version; empty when nobody was."""
    rows = Assignment.objects.open_on(version.made_on).filter(case=case, role=AssignmentRole.RESPONSIBLE)
    found = rows.select_related("member__user").last()
    return found.member.user.name if found else ""
