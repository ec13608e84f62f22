"""Sopimus: an agreement with the client, to be signed on paper."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clients.choices import AgreementKind, AssignmentRole, DocumentKind
from clients.forms.fields import NumberField
from clients.models import Agreement, Assignment
from clients.period_words import days_words
from clients.services.papers import Paper, paper
from tasmat.access.actions import Action
from tasmat.ui.templatetags.ui import day_of_year


@paper(
    "agreement",
    of=Agreement,
    template="clients/pdf/agreement.html",
    document=DocumentKind.AGREEMENT,
    action=Action.EDIT_PERIODS,
)
def agreement_paper(agreement: Agreement) -> Paper:
    """Who agrees on what, from when to when; an extension says what it goes on from."""
    case = agreement.case
    client, organisation = case.client, case.project.organisation
    coach = _coach_of(agreement)
    hours = agreement.hours_a_week
    facts = [
        (_("Client"), f"{client.full_name}, {day_of_year(client.born_on)}".rstrip(", ")),
        (_("Organiser"), organisation.name),
        (_("Project"), case.project.name),
        (capfirst(case.project.get_coach_word_display()), coach),
        (_("Time"), days_words(agreement.starts_on, agreement.ends_on)),
        (_("Place"), agreement.place),
        (_("Hours a week"), "" if hours is None else NumberField().prepare_value(hours)),
    ]
    before = agreement.extends
    signatories = [(_("client"), client.full_name), (organisation.name, coach)]
    if agreement.kind == AgreementKind.OUTSIDE_TRIAL:
        signatories.append((_("place of the work trial"), agreement.place))
    return Paper(
        title=capfirst(agreement.get_kind_display()),
        context={
            "agreement": agreement,
            "extends": "" if before is None else days_words(before.starts_on, before.ends_on),
            "facts": facts,
            "signatories": signatories,
        },
    )


def _coach_of(agreement: Agreement) -> str:
    """The responsible coach on the first day, else whoever made the agreement."""
    responsible = (
        Assignment.objects.open_on(agreement.starts_on)
        .filter(case=agreement.case_id, role=AssignmentRole.RESPONSIBLE)
        .select_related("member__user")
        .first()
    )
    member = responsible.member if responsible else agreement.made_by
    return str(member.user.name)
